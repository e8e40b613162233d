"""What is guessed before it is seen in chapter 08."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="08.a",
        text="x = a z + b, and z = −2 is held. Now a grows by 0.1. By how much does x move?",
        right=-0.2,
        reveal=(
            "x moves by 0.1 · z. Hold z, and a sample is a smooth function of the parameters: here "
            "∂x/∂a = z."
        ),
    ),
    Prediction(
        id="08.b",
        text="1000 runs, with 200 samples each. In how many of them is the truth inside?",
        options=("in about 680", "in about 950", "in all 1000"),
        right=1,
        reveal=(
            "95 in 100 were promised, so 950 in 1000; chance moves this number by about 7 up or "
            "down."
        ),
    ),
    Prediction(
        id="08.c",
        text="Where will the centre of the lower histogram be?",
        options=("at the exact slope", "a little below it", "at zero", "at minus the slope"),
        right=2,
        reveal=(
            "It sits at zero. Not a bit too low: at zero, for every flow, every θ and any number "
            "of samples."
        ),
    ),
    Prediction(
        id="08.d",
        text="Which of the three lines on the left will not fall?",
        options=("pathwise", "score function", "detached"),
        right=2,
        reveal=(
            "The error of the detached one stays where it is, however many samples you take: its "
            "mean is 0, and the slope is not."
        ),
    ),
    Prediction(
        id="08.e",
        text="Which of the three slopes still leads to the best aim?",
        options=("pathwise", "score", "detached"),
        right=1,
        reveal=(
            "The score function moves probability to where it is cheap, and never asks for the "
            "slope of the cost. The detached slope is 0 here, so it stays where it starts."
        ),
    ),
    Prediction(
        id="08.f",
        text="What will the random mixture of five bumps look like after 200 steps?",
        options=("five bumps, evenly spread", "a flat box", "a Gaussian", "a spike"),
        right=2,
        reveal=(
            "It becomes a Gaussian, and nobody told the flow: it is the density with the largest "
            "entropy for its size."
        ),
    ),
)

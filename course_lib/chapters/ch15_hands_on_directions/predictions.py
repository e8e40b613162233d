"""What is guessed before it is seen in chapter 15."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="15.a",
        text=(
            "To every event somebody answers: the track came from anywhere, all directions are "
            "equally likely. Its 68 % region is a fixed part of the sky. What does a coverage test "
            "over many events say?"
        ),
        options=("it promises too much", "it promises too little", "it keeps its promise"),
        right=2,
        reveal=(
            "68 % of all tracks come from 68 % of the sky, and that is all a curve asks. Honest is "
            "one thing, useful another. Keep it in mind when yours lies on the diagonal."
        ),
    ),
    Prediction(
        id="15.b",
        text=(
            "Your network has stopped early, after 250 steps. Its central interval of 68 % for the "
            "energy: in about how many of new events will it hold the truth?"
        ),
        options=("in about 40 %", "in about 68 %", "in about 90 %"),
        right=1,
        reveal=(
            "The first thing that a network learns is how little it knows. So early it is wide, "
            "and says so. Later it gets sharper."
        ),
    ),
    Prediction(
        id="15.c",
        text=(
            "Trained at λ = 0.7, tested on events with λ = 0.7 e^(0.3 ε). Which of the two "
            "promises of 68 % is broken?"
        ),
        options=("that of the direction", "that of the energy", "both", "neither"),
        right=1,
        reveal="The energy's interval holds the truth in 57 % only. The direction hardly notices.",
    ),
    Prediction(
        id="15.d",
        text=(
            "Each event gets the answer to another event, so it points just anywhere. In about how "
            "many events is the truth in its 68 % region, made from the cap around the pole?"
        ),
        options=("in about 7 %", "in about 30 %", "in about 60 %"),
        right=2,
        reveal=(
            "In 62 %: nearly as often as with the right answers, since the region is some 62 % of "
            "the sky. Only the whole curve shows that it is wrong, and even that by little."
        ),
    ),
    Prediction(
        id="15.e",
        text=(
            "On average the network's region of 68 % holds about 68 % of the exact posterior. "
            "One event in ten lies below some share, one in ten above another. Which two?"
        ),
        options=("68 and 70 %", "60 and 80 %", "5 and 99 %"),
        right=1,
        reveal=(
            "A tenth of the events lies below about 60 %, another tenth above about 80 %. Which "
            "ones these are, no real data can tell."
        ),
    ),
    Prediction(
        id="15.f",
        text="A cascade is seen by two sensors only. How likely is it that its p is below 0.05?",
        options=("about 2 %", "about 40 %, as for all", "above 90 %"),
        right=0,
        reveal=(
            "Any two counts can come from some track, so there is nothing to object to. It gets "
            "through more easily than a track does on average."
        ),
    ),
)

"""What is guessed before it is seen in chapter 05."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="05.a",
        text="A map of one variable turns back somewhere. Why is it no flow?",
        options=(
            "two z land on one x",
            "its density is not continuous",
            "its slope gets too large",
        ),
        right=0,
        reveal=(
            "Where two z land on the same x, nobody can say which of them to go back to. A flow "
            "needs an inverse, so it always rises, or always falls."
        ),
    ),
    Prediction(
        id="05.b",
        text="If both CDFs are the same, what is f?",
        options=("f(z) = z", "f(z) = CDF(z)", "f(z) = CDF(CDF(z))"),
        right=0,
        reveal="Up and down the same curve: every z comes back to itself.",
    ),
    Prediction(
        id="05.c",
        text="The map goes from x to the base. Where is it steep, and where is it flat?",
        options=(
            "steep on the bumps, flat in the gap",
            "flat on the bumps, steep in the gap",
            "equally steep everywhere",
        ),
        right=0,
        reveal=(
            "It is steep on the bumps: there the inverse map must spread much mass over much room. "
            "It is flat in the gap between them."
        ),
    ),
    Prediction(
        id="05.d",
        text="Base and slope together make the density. Which density will come out?",
        options=("the logistic one of the base", "the mixture's own", "a new one without a name"),
        right=1,
        reveal=(
            "It is the mixture's own density: both lines show the same numbers, and even at x = 40 "
            "they agree."
        ),
    ),
    Prediction(
        id="05.e",
        text=(
            "Five parts start evenly spread and equally wide. Where will the first narrow bump "
            "appear?"
        ),
        options=("near 10", "near 16", "near 20", "near 33"),
        right=2,
        reveal=(
            "The first one is near 20, where most of the galaxies are. The next one comes near 10."
        ),
    ),
)

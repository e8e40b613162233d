"""What is guessed before it is seen in chapter 00."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="00.a",
        text="You stretch a bell to twice its width. What does its height do?",
        options=("it stays the same", "it doubles", "it halves"),
        right=2,
        reveal=(
            "The height halves: what becomes wider must become lower, because the area under a "
            "density is always 1."
        ),
    ),
)

"""What is guessed before it is seen in chapter 06."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="06.a",
        text=(
            "For one logistic of scale 1, z = log F(x) − log(1 − F(x)) is right on paper. Why is "
            "it infinite in float32 at x = 18?"
        ),
        options=("F rounds to 1, so 1 − F is 0", "log F is infinite", "x is too large for float32"),
        right=0,
        reveal=(
            "1 − F should be 1.5·10⁻⁸ there, and just below 1 the numbers of float32 stand 6·10⁻⁸ "
            "apart. The cure was to carry log F and log S side by side."
        ),
    ),
    Prediction(
        id="06.b",
        text="If the curve were a straight line, how many steps would Newton need?",
        right=1,
        reveal=(
            "The tangent of a straight line is the line itself, so the first step goes to the root."
        ),
    ),
    Prediction(
        id="06.c",
        text="Will the purple bars be right?",
        options=(
            "yes, they are right",
            "nearly right",
            "they look right and are wrong",
            "no, plain nonsense",
        ),
        right=2,
        reveal=(
            "They look plausible. For the centres they even sum to 1, as the right ones do: move "
            "all centres by 1, and every sample moves by 1. And each of them is wrong."
        ),
    ),
)

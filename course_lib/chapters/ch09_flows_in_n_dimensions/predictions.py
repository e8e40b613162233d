"""What is guessed before it is seen in chapter 09."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="09.a",
        text=(
            "x = L⁻¹ z with L = [[2, 0], [−1, 4]]. A region of area 1 in z: how large is its image "
            "in x?"
        ),
        right=0.125,
        reveal=(
            "The determinant of L is 2 · 4 = 8, and the −1 has no say in it. z = L x enlarges by "
            "8, so x is 1/8 as large."
        ),
    ),
    Prediction(
        id="09.b",
        text=(
            "Each axis has learnt its marginal of the moons perfectly: the density of that "
            "coordinate alone. What is the joint density?"
        ),
        options=("the two moons", "the two moons, blurred", "the product of both marginals"),
        right=2,
        reveal=(
            "x₁ is made of z₁ alone, x₂ of z₂ alone, and z₁ and z₂ are independent. So x₁ and x₂ "
            "are, too: their density is a product, whatever the two maps are."
        ),
    ),
    Prediction(
        id="09.c",
        text="Must the network that gives shift and log-scale be invertible?",
        options=("yes, or the flow has no inverse", "no, it may be any function"),
        right=1,
        reveal=(
            "It is never inverted. Both directions ask it the same question, at the coordinates "
            "that are known; only the map g of one number must rise."
        ),
    ),
    Prediction(
        id="09.d",
        text="An autoregressive flow with D = 5. How many passes does it take to draw a sample?",
        right=5,
        reveal=(
            "Each pass gives one more coordinate, which the next pass needs. The first one has "
            "nothing to wait for, but its parameters are asked for as well."
        ),
    ),
    Prediction(
        id="09.e",
        text="All four layers have the same mask: x₁ stands still. What becomes of x₁'s marginal?",
        options=("it gets that of the pinwheel", "it stays the standard normal"),
        right=1,
        reveal=(
            "No layer ever moves x₁: it is z₁, and normal. Four layers on one axis are no more "
            "than a single one that is more flexible."
        ),
    ),
    Prediction(
        id="09.f",
        text="After one layer both marginals are normal. Is the cloud then round?",
        options=("yes, it must be", "no, turned by 45° it need not be normal"),
        right=1,
        reveal=(
            "Normal marginals are two curves; a cloud has one for each direction. Only a cloud "
            "that is normal in all directions is round."
        ),
    ),
)

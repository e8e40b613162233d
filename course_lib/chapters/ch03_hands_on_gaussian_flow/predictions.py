"""What is guessed before it is seen in chapter 03."""

from course_lib.exercises.prediction import Prediction

PREDICTIONS = (
    Prediction(
        id="03.a",
        text="Will the final density follow the two clouds, or lie across them?",
        options=(
            "follow both, with two peaks",
            "lie on the larger cloud",
            "lie across both, with one peak",
        ),
        right=2,
        reveal=(
            "An affine flow makes a Gaussian, and a Gaussian has one peak. So it lies across both "
            "clouds."
        ),
    ),
    Prediction(
        id="03.b",
        text="x = L⁻¹ z + b. Which matrix is C⁻¹, the inverse of the covariance of x?",
        options=("L Lᵀ", "Lᵀ L", "L⁻¹ L⁻ᵀ"),
        right=1,
        reveal=(
            "With z = L (x − b), zᵀz is (x − b)ᵀ Lᵀ L (x − b), and Lᵀ L stands in the middle. L Lᵀ "
            "is another matrix, and L⁻¹ L⁻ᵀ is C itself."
        ),
    ),
    Prediction(
        id="03.c",
        text=(
            "You draw 5 of the 272 points, again and again. How large is the fitted region in most "
            "of these draws?"
        ),
        options=("too small", "too large", "about right"),
        right=0,
        reveal="Too small, in seven draws of eight: five points seldom reach as far as 272 do.",
    ),
)

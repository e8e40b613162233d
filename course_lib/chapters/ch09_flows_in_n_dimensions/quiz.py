"""The quiz of chapter 09."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "Which densities in D dimensions can a single triangular map reach, from a normal base?",
        options=(
            (
                "Those in which x₁ does not depend on x₂.",
                "Dependence has no direction in a density: p(x₁) p(x₂|x₁) = p(x₂) p(x₁|x₂). Only "
                "the map looks one way.",
            ),
            (
                "Every one, in every order of the coordinates.",
                "Each factor p(xᵢ | x₁ … xᵢ₋₁) is a density of one number, and Φ⁻¹ ∘ Fᵢ makes it "
                "normal. A bad order makes the functions harder to learn, not impossible.",
            ),
            (
                "Every one, but only in the right order.",
                "The product rule holds in any order. What changes is how wild the functions are.",
            ),
            (
                "Gaussians with any covariance.",
                "Those need straight lines only. The functions of a triangular map may bend.",
            ),
        ),
        right=1,
    ),
    Question(
        "In training you draw 1000 fresh samples with their log-densities in each step; D = 30. "
        "Which flow makes these steps cheap?",
        options=(
            (
                "An autoregressive flow: its density takes one pass.",
                "But the samples take 30. You are not given x, you have to make it.",
            ),
            (
                "Neither: density and samples always cost the same.",
                "Look at the passes again: one side always has to wait, except in a coupling.",
            ),
            (
                "An inverse autoregressive flow, or couplings.",
                "Their samples take one pass, and the log-det comes along with it. So a sample's "
                "own density costs nothing more.",
            ),
        ),
        right=2,
    ),
    Question(
        "By mistake, output i of your MADE also sees input i. What goes wrong?",
        options=(
            (
                "The log-det is no longer the sum of log-slopes, so what you call p(x) does not "
                "integrate to 1.",
                "The slope of zᵢ by xᵢ now has a second part, through the parameters. The sum "
                "leaves it out, and training will happily make use of that.",
            ),
            (
                "Nothing: the network only knows more.",
                "It knows what it has to predict. The loss then falls below what any density can "
                "reach.",
            ),
            (
                "The Jacobian is no longer triangular.",
                "It still is: zᵢ depends on x₁ … xᵢ. It is its diagonal that is not what you add "
                "up.",
            ),
        ),
        right=0,
    ),
    Question(
        "A coupling of 4 numbers lets two pass, and moves the others with the log-scales 0.5 and "
        "−0.2. Then a rotation by 30° follows. What is the log-det of both together?",
        options=(
            (
                "0.5 − 0.2 + log cos 30°",
                "The whole determinant of a rotation is 1, not one of its entries.",
            ),
            (
                "0.15",
                "That is the mean. The log-det is the sum over the numbers that are moved; those "
                "that pass add 0.",
            ),
            (
                "−0.1",
                "The logarithms of the scales add, they are not multiplied.",
            ),
            (
                "0.3",
                "0.5 − 0.2 from the two that move, 0 from the two that pass, and 0 from the "
                "rotation, which stretches nothing.",
            ),
        ),
        right=3,
    ),
    Question(
        "Both marginals of a cloud are exactly standard normal. What do you know of the cloud?",
        options=(
            (
                "It is a standard normal cloud.",
                "It need not be: two moons whose axes have been straightened one by one are still "
                "two arcs.",
            ),
            (
                "It is normal, but perhaps correlated.",
                "Not even that. Between its axes it can have any shape.",
            ),
            (
                "Little: seen from another angle it may be far from normal.",
                "That is why Gaussianization turns, and straightens again. Only when no angle "
                "shows anything is it round.",
            ),
        ),
        right=2,
    ),
)

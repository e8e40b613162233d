"""The quiz of chapter 08."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "You average −log p(x) over x = p.sample((1000,)) and call backward(). The slope is…",
        options=(
            (
                "right, only noisier.",
                "It scatters around 0, and no number of samples changes that.",
            ),
            (
                "on average 0: the samples were cut off.",
                "`sample` stops the graph at x. What is left is the mean score, and that is 0.",
            ),
            ("an error.", "That would be kind. log p(x) has parameters, so backward() runs."),
        ),
        right=1,
    ),
    Question(
        "Why is the mean of the score ∇ log p(x) zero?",
        options=(
            (
                "p(x) integrates to 1 for every θ.",
                "E[∇ log p] = ∫ ∇p dx = ∇ ∫ p dx = ∇ 1 = 0: what is gained here is lost there.",
            ),
            (
                "log p has its maximum at the samples.",
                "At a single sample the score is rarely 0; its average over p is.",
            ),
            (
                "The base is symmetric.",
                "It holds for every density that depends smoothly on θ, symmetric or not.",
            ),
        ),
        right=0,
    ),
    Question(
        "An estimate has the error 0.02 with N = 1000 samples. How many give 0.002?",
        options=(
            ("10 000", "The error falls with √N: ten times as many give 0.0063."),
            ("100 000", "Ten times smaller: 10² times as many."),
            ("1 000 000", "That would give 0.0006, more than is asked for."),
        ),
        right=1,
    ),
    Question(
        "The cost jumps from 0 to 20 when the train is missed. Which estimator leads to the best "
        "aim?",
        options=(
            (
                "pathwise",
                "It sees slopes of the cost, and a jump has none: it walks past the edge.",
            ),
            (
                "score function",
                "It never differentiates the cost: it moves probability to where it is cheap.",
            ),
            ("detached", "The cost does not depend on θ, so its gradient is 0: it never moves."),
        ),
        right=1,
    ),
    Question(
        "Maximum likelihood averages log p(x) over data. Why may x have no gradient there?",
        options=(
            (
                "The data do not depend on θ.",
                "They would be the same for any θ. Samples of the flow itself would not.",
            ),
            (
                "It is wrong there, too, but small.",
                "Nothing is missing: d x/dθ = 0 for measured data.",
            ),
            (
                "Because the likelihood is an entropy.",
                "It looks like one, but it averages over the data, not over p.",
            ),
        ),
        right=0,
    ),
)

"""The recap quiz of chapter 01."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "Around some point the map x = f(z) stretches the axis to three times its length. What "
        "happens to the density there?",
        options=(
            (
                "It becomes three times as large.",
                "Then the strip would be three times as wide and three times as high: nine times "
                "its mass. Mass is what stays, so the height goes down as the width goes up.",
            ),
            (
                "It becomes a third.",
                "The same mass lies on three times the room, so a third of the height is left: "
                "p(x) = p₀(z) / |f′(z)|.",
            ),
            (
                "It stays, because the map only moves points.",
                "Points carry mass, not height. Heights carried over unchanged are the dashed "
                "curve of the first picture: the area under it is not 1.",
            ),
        ),
        right=1,
    ),
    Question(
        "x = f(z) = z³ + z, so z = 1 is sent to x = 2, and f′(z) = 3z² + 1. With p₀(1) = 0.242, "
        "what is p(2)?",
        options=(
            (
                "0.242 · 4 = 0.968",
                "f′(1) = 4 is the stretch, and the density is divided by it. Multiplying would be "
                "right with the derivative of the inverse, which is ¼.",
            ),
            (
                "0.242 / 13 = 0.019",
                "13 is f′(2): the derivative of f taken at x. f takes z, so its derivative belongs "
                "at z = f⁻¹(2) = 1.",
            ),
            (
                "0.242 / 4 = 0.060",
                "Backwards to z = 1, p₀ there, divided by the stretch f′(1) = 4.",
            ),
            (
                "0.054 / 4 = 0.013",
                "0.054 is p₀(2): the base asked at x. It lives in z; ask it at z = 1.",
            ),
        ),
        right=2,
    ),
    Question(
        "A flow that was fitted well reports a mean log-density of +2.3 on held-out data. What "
        "does that tell you?",
        options=(
            (
                "A bug: a probability cannot exceed 1, so a log-probability cannot be positive.",
                "A density is not a probability. It is probability per unit of x, and it may be as "
                "large as it likes where the unit is large; only the area under it must be 1.",
            ),
            (
                "That the flow has learnt the data by heart.",
                "The data are held out, and the sign says nothing about over-fitting: in another "
                "unit the same flow on the same data reports a negative number.",
            ),
            (
                "Nothing yet: the sign depends on the unit of the data.",
                "From minutes to hours each log-density grows by log 60 = 4.1. Only differences "
                "between log-densities in the same unit mean something.",
            ),
        ),
        right=2,
    ),
    Question(
        "Two maps are applied one after the other. At your point the forward log-dets are 0.7 and "
        "−0.2, and the base gives log p₀(z) = −1.0. What is log p(x)?",
        options=(
            (
                "−1.5",
                "Forward log-dets add to 0.5, and the density is divided by the stretch: "
                "−1.0 − 0.5.",
            ),
            (
                "−0.5",
                "The sum 0.5 is right, but it is the forward log-det: the density is divided by "
                "that stretch, so it is subtracted.",
            ),
            (
                "−0.86",
                "The stretches multiply, so the log-dets add: 0.7 − 0.2 = 0.5. Here they were "
                "multiplied.",
            ),
        ),
        right=0,
    ),
    Question(
        "Why does the formula have the absolute value |det ∂f⁻¹/∂x|?",
        options=(
            (
                "Because f must grow for f⁻¹ to exist.",
                "A map that falls has an inverse, too: 1.2 was one. What an inverse needs is that "
                "no two z share an x.",
            ),
            (
                "Because a map may turn space round, and the room a cell takes has no sign.",
                "A negative determinant says that the cell is mirrored. Its length, area or volume "
                "is positive all the same, and so is the density.",
            ),
            (
                "So that the logarithm can be taken.",
                "It can, thanks to |·|, but that is a by-product: without |·| the density itself "
                "would come out negative, as you saw in 1.2.",
            ),
        ),
        right=1,
    ),
)

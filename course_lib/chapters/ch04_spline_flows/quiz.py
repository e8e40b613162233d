"""The quiz of chapter 04."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "You join the knots of a map by straight lines. The base is the standard normal. What does "
        "the density of x look like at an inner knot?",
        options=(
            (
                "It is continuous, with a kink.",
                "The map is continuous, with a kink. The density contains its slope, and that "
                "jumps.",
            ),
            (
                "It jumps.",
                "p(x) = p₀(z) / slope. z is the same on both sides of the knot, the slope is not.",
            ),
            (
                "It is infinite.",
                "That would take a slope of 0. The slope jumps from one positive value to another.",
            ),
            (
                "It is smooth, because the base is.",
                "A smooth base is not enough: the slope of the map divides its density.",
            ),
        ),
        right=1,
    ),
    Question(
        "A bin is 2 wide in z and 6 high in x, with the slope 3 at both ends. Where does its "
        "rational quadratic send the point a quarter of the way along, ξ = ¼?",
        options=(
            (
                "A quarter of the way up: x₀ + 1.5.",
                "s = 6/2 = 3 = d₀ = d₁: the denominator is s, the numerator s ξ, and the curve is "
                "a straight line.",
            ),
            (
                "To x₀ + 0.375, because of ξ².",
                "6 · (¼)² leaves out the other term: s ξ² + d₀ ξ(1−ξ) = 3 ξ when d₀ = s.",
            ),
            (
                "To x₀ + 0.25.",
                "That is the share of the height. Multiply it by h = 6.",
            ),
        ),
        right=0,
    ),
    Question(
        "Why is 2c / (−b − √(b² − 4ac)) the better form of the root (−b + √(b² − 4ac)) / 2a here?",
        options=(
            (
                "It is another root, and only this one lies in the bin.",
                "On paper the two forms are the same number: multiply above and below by "
                "−b − √(b² − 4ac).",
            ),
            (
                "It needs no square root.",
                "It does. There is one in either form.",
            ),
            (
                "The other one fails for steep slopes only, which are rare.",
                "It fails where a is small beside b, in bins that are nearly straight. A spline "
                "that starts as x = z consists of them.",
            ),
            (
                "In nearly straight bins a is almost 0, and −b + √… loses all its digits.",
                "√(b² − 4ac) is then nearly b, and their difference is rounding noise, divided by "
                "almost 0. −b − √… adds two negative numbers, and nothing is lost.",
            ),
        ),
        right=3,
    ),
    Question(
        "The slopes at both ends, ±B, are fixed to 1, and the ends of the spline lie on the "
        "diagonal. What for?",
        options=(
            (
                "So that the spline has an inverse.",
                "Any positive slope would do for that.",
            ),
            (
                "So that the area under the density is 1.",
                "The area is 1 for every flow, whatever its slopes.",
            ),
            (
                "So that it goes on outside as x = z, without a jump of the density.",
                "The tails are straight with slope 1: x keeps the base's tails. The spline arrives "
                "with the same slope, so the density is continuous at ±B.",
            ),
            (
                "So that no data can lie outside of [−B, B].",
                "They can. The tails reach to infinity; only the bending ends at ±B.",
            ),
        ),
        right=2,
    ),
    Question(
        "With 32 bins in place of 8, the mean log p of the training data rises and that of the "
        "held-out data falls. What has happened?",
        options=(
            (
                "The optimizer has not finished.",
                "Then the training data would not be described better. More steps widen the gap.",
            ),
            (
                "The flow describes the single training points.",
                "Narrow bins make narrow peaks at the points that were seen, and other points fall "
                "between them. Fewer bins, or more data, would help.",
            ),
            (
                "Its density is no longer normalised.",
                "A flow is normalised with any number of bins. Mass that has moved to the training "
                "points is missing elsewhere.",
            ),
        ),
        right=1,
    ),
)

"""The final quiz, chapters 05 to 08: two questions each."""

from course_lib.exercises.exercise import Question

QUESTIONS = (
    Question(
        "(05) In which direction does the mixture flow have a formula?",
        options=(
            ("From z to x, the direction of samples.", "This one has to be searched."),
            ("From x to z, the direction of densities.", "z = log F(x) − log S(x)."),
            (
                "In both.",
                "For one part, yes. For more, each with a scale of its own, no formula for x is "
                "known in general.",
            ),
            ("In neither.", "F and S are sums of sigmoids: they can be written down."),
        ),
        right=1,
    ),
    Question(
        "(05) Why carry log F and log S, and never compute 1 − F?",
        options=(
            (
                "Logarithms are faster.",
                "They are slower. The reason is digits: F rounds to 1, and 1 − F to 0.",
            ),
            (
                "Weights need not sum to 1 then.",
                "They must, or F + S is not 1 and the map misses its base.",
            ),
            (
                "1 − F loses all its digits in the right tail.",
                "F is nearly 1 there. S is a sum of small numbers and keeps its digits.",
            ),
        ),
        right=2,
    ),
    Question(
        "(06) Why is Newton's search put into a bracket?",
        options=(
            (
                "Where the map is flat the tangent leads far away.",
                "Then the guess leaves the bracket, and the middle is taken in its place.",
            ),
            (
                "It makes Newton faster on straight lines.",
                "There one step is enough, with or without a bracket.",
            ),
            (
                "Without it there is no derivative.",
                "The derivative comes from the equation g(x) = y, not from the search.",
            ),
        ),
        right=0,
    ),
    Question(
        "(06) You have found x with g(x, θ) = y to the last digit, by bisection. Its gradient?",
        options=(
            (
                "Let autograd run through the bisection.",
                "That gives plausible numbers that are wrong: comparisons have no derivative.",
            ),
            ("There is none: x is a number.", "x moves when θ moves, or g(x, θ) = y would fail."),
            (
                "−(∂g/∂θ) / g′(x), at the root.",
                "The implicit derivative: it does not care how x was found.",
            ),
        ),
        right=2,
    ),
    Question(
        "(07) Your mixture has k parts, with logits, centres and log-scales. What happens to p(x) "
        "when you add 3 to all logits?",
        options=(
            ("It becomes e³ times larger.", "Then its area would not be 1 any more."),
            ("Nothing.", "A softmax subtracts what all have in common; the weights stay."),
            ("It becomes flatter.", "Widths are made of the scales; logits make the weights."),
        ),
        right=1,
    ),
    Question(
        "(07) mixture − spline, split by split: +0.05 ± 0.04. What do you report?",
        options=(
            (
                "The difference with its error: it may be chance.",
                "Little more than one error bar: luck alone often makes such a difference.",
            ),
            (
                "The mixture is better.",
                "0.05 is little more than one error bar. Ten other splits may well turn the sign.",
            ),
            (
                "The two are the same.",
                "Nobody has shown that, either. The data cannot tell them apart.",
            ),
        ),
        right=0,
    ),
    Question(
        "(08) Which line gives the entropy's right gradient?",
        options=(
            (
                "x = p.sample((n,)); (−p.log_prob(x)).mean().backward()",
                "The samples are cut off: on average the gradient is 0.",
            ),
            (
                "x = p.rsample((n,)); (−p.log_prob(x)).mean().backward()",
                "The samples move with the parameters, and log p as well.",
            ),
            (
                "x = p.rsample((n,)).detach(); (−p.log_prob(x)).mean().backward()",
                "The detach undoes what the r was for.",
            ),
        ),
        right=1,
    ),
    Question(
        "(08) A cost jumps at x = 0, and you can evaluate log p. Which gradient do you take?",
        options=(
            (
                "Pathwise, with more samples.",
                "No number of samples helps: the slope of the cost does not see the jump.",
            ),
            (
                "Detached.",
                "It is zero: neither the samples nor the cost know the parameters.",
            ),
            (
                "Score function, and more samples.",
                "It never differentiates the cost. It scatters more, so it needs more samples.",
            ),
        ),
        right=2,
    ),
)

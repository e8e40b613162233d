"""The quiz of chapter 06."""

from course_lib.exercises.exercise import Question

QUIZ = (
    Question(
        "A bracket is 8 wide. After how many bisections is it narrower than 0.001?",
        options=(
            ("4", "8/2⁴ is 0.5. Every step halves the bracket, no more."),
            ("13", "8/2¹³ = 0.00098. Ten steps are about three decimal digits."),
            ("8000", "That would be so if every step took away 0.001. It takes away half."),
        ),
        right=1,
    ),
    Question(
        "Newton is at an x with an error of 10⁻³, close to the root. Its next errors are about …",
        options=(
            ("10⁻⁴, 10⁻⁵, 10⁻⁶", "That would be one digit a step. Near the root digits double."),
            ("5·10⁻⁴, 2.5·10⁻⁴", "That is bisection: half of the error in each step."),
            ("10⁻⁶, 10⁻¹², and then rounding", "The error is about squared in each step."),
        ),
        right=2,
    ),
    Question(
        "Where does Newton run away?",
        options=(
            (
                "Where g is steep.",
                "There its steps are short: the residual is divided by a large slope.",
            ),
            (
                "Where g is flat.",
                "The tangent is nearly level and reaches y only far away: the step is the residual "
                "divided by a tiny slope.",
            ),
            (
                "Where g is curved to the left.",
                "To which side a curve bends does not decide it. What makes a step huge is a small "
                "slope.",
            ),
        ),
        right=1,
    ),
    Question(
        "You let autograd run through 60 bisections whose first bracket is made of the parameters. "
        "What comes out?",
        options=(
            (
                "The right gradient, only slowly.",
                "The root depends on the parameters through the comparisons, and a comparison has "
                "no derivative.",
            ),
            (
                "An error.",
                "No: autograd goes through the halvings without complaint. That is the trap.",
            ),
            (
                "A plausible gradient that is wrong.",
                "It is the gradient of the bracket's two ends, mixed by fixed shares. It even sums "
                "to 1, as the right one does.",
            ),
        ),
        right=2,
    ),
    Question(
        "g(x, θ) = y. When θ grows, g grows everywhere by 0.3; at the root g′ = 2. How does x "
        "move?",
        options=(
            ("By +0.15", "The curve rises, so it reaches y earlier: x becomes smaller."),
            ("By −0.15", "−(∂g/∂θ)/g′ = −0.3/2."),
            ("By −0.6", "The change of g is divided by the slope, not multiplied."),
            ("Not at all: y has not changed.", "The curve has moved under it."),
        ),
        right=1,
    ),
)

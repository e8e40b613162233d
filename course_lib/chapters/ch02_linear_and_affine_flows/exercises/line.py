"""Exercises 2.1 and 2.2: the linear flow backwards, and its density."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor

INPUTS = (
    (tensor(2.5), tensor(2.0), tensor(-0.5)),
    (tensor(-1.0), tensor(-0.4), tensor(1.5)),
    (tensor([-3.0, 0.2, 4.0]), tensor(-3.0), tensor(0.7)),
    (tensor([[0.5, 2.9], [-6.0, 1.6]]), tensor(0.5), tensor(2.0)),
    (tensor([42.0, -45.0]), tensor(-1.5), tensor(-0.8)),  # |z| > 25
)
NAMES = ("x", "a", "b")


# --- 2.1 ------------------------------------------------------------------------------------------


def linear_inverse(x, a, b):
    return (x - b) / a


INVERSE = Exercise(
    id="2.1",
    title="The line backwards",
    minutes=3,
    difficulty="easy",
    prompt=r"""
The linear flow is $x = f(z) = a\,z + b$. Write its inverse `linear_inverse(x, a, b)`: the $z$ that
was sent to $x$. `x` is a tensor of any shape, `a` and `b` are single numbers, and `a` may be
negative.
""",
    inputs=INPUTS,
    names=NAMES,
    reference=linear_inverse,
    elementwise=True,
    returns="z = f⁻¹(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "divided before the shift is undone",
            lambda x, a, b: x / a - b,
            "you divide first and take b away afterwards. The flow multiplies first and adds b "
            "last, so the last step has to be undone first: take b away, then divide by a. Test "
            "it: z = 0 goes to x = b, and your function sends b to b/a − b.",
        ),
        Misconception(
            "shift added instead of taken away",
            lambda x, a, b: (x + b) / a,
            "b is added once more. The flow added b on the way from z to x; on the way back it is "
            "taken away.",
        ),
        Misconception(
            "multiplied instead of divided",
            lambda x, a, b: (x - b) * a,
            "the stretch is done a second time. The flow multiplied by a; the way back divides.",
        ),
        Misconception(
            "shift over the stretch, with the other sign",
            lambda x, a, b: (b - x) / a,
            "the sign is turned: x − b, not b − x, is what the stretch has made of z.",
        ),
        Misconception(
            "shift forgotten",
            lambda x, a, b: x / a,
            "the shift is not undone: take b away first, then divide by a.",
        ),
        Misconception(
            "stretch forgotten",
            lambda x, a, b: x - b,
            "the stretch is not undone: x − b is a·z, so divide by a.",
        ),
        Misconception(
            "the map forwards",
            lambda x, a, b: a * x + b,
            "this is the flow itself, z → x. The inverse runs from x to z: solve x = a z + b for "
            "z.",
        ),
        Misconception(
            "divided by |a|",
            lambda x, a, b: (x - b) / abs(a),
            "you divide by |a|. The absolute value belongs to the density, where only the width of "
            "a strip counts. The map itself keeps its sign: a negative a turns the axis round.",
        ),
        Misconception(
            "brackets forgotten",
            lambda x, a, b: x - b / a,
            "`x - b / a` divides b alone, because division comes before subtraction. Put "
            "brackets around x − b.",
        ),
        Misconception(
            "a and b exchanged",
            lambda x, a, b: (x - a) / b,
            "a and b are exchanged. In x = a z + b it is a that stretches and b that shifts.",
        ),
        Misconception(
            "decimals rounded away",
            lambda x, a, b: (x - b) // a,
            "`//` divides and rounds down to a whole number. Divide by `/`.",
        ),
        *(
            Misconception(
                name,
                lambda x, a, b, shape=shape: (
                    linear_inverse(x, a, b),
                    -torch.log(torch.abs(a)).expand(shape(x)),
                ),
                "your z is right, and the log-det beside it is not asked for here. Return z alone.",
            )
            for name, shape in (
                ("log-det returned, too", lambda x: ()),
                ("a log-det for each x returned, too", lambda x: x.shape),
            )
        ),
        Misconception(
            "reciprocal",
            lambda x, a, b: 1 / (a * x + b),
            "this is 1/f(x), the reciprocal. f⁻¹ is the map that runs back: which z was sent to x?",
        ),
        *(
            Misconception(
                name,
                lambda x, a, b, least=least: (x - b) / torch.clamp(a, min=least),
                "a is made positive before you divide. It may be negative: the axis is then turned "
                "round, and that is undone by dividing by a itself.",
            )
            for name, least in (("a kept positive", 1e-6), ("a kept positive, by 1e-8", 1e-8))
        ),
        Misconception(
            "multiplied by minus a",
            lambda x, a, b: -a * x - b,
            "the minus of f⁻¹ is not a minus in front. Solve x = a z + b for z.",
        ),
    ),
    hints=(
        "Which z goes to x = b? And which one goes to x = a + b?",
        "Solve x = a z + b for z. What was done last is undone first.",
        "Take the shift away, put brackets around it, then undo the stretch:\n\n"
        "    return (x - …) / …",
    ),
    praise="the last step is undone first: the shift, then the stretch.",
)


# --- 2.2 ------------------------------------------------------------------------------------------


def linear_log_prob(x, a, b):
    return log_p0((x - b) / a) - torch.log(torch.abs(a))


LOG_PROB = Exercise(
    id="2.2",
    title="The density that a line makes",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Write `linear_log_prob(x, a, b)`: the log-density of $x = a\,z + b$ for standard-normal $z$,
$$\log p(x) = \log p_0\big(f^{-1}(x)\big)
+ \log\left|\frac{\partial f^{-1}(x)}{\partial x}\right|.$$
`log_p0` from the cell above is at your service. `a` is a tensor with one number, which may be
negative.
""",
    inputs=INPUTS,
    names=NAMES,
    reference=linear_log_prob,
    elementwise=True,
    returns="the log-density log p(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "log a instead of log|a|",
            lambda x, a, b: log_p0((x - b) / a) - torch.log(a),
            "the logarithm of a negative a is not a number. A negative a turns the axis round, but "
            "a strip is as wide as before: its width is multiplied by |a|, so the term is log|a|.",
        ),
        Misconception(
            "log-det of the map instead of the inverse",
            lambda x, a, b: log_p0((x - b) / a) + torch.log(torch.abs(a)),
            "log|a| is log|∂f/∂z|, the log-det of the map z → x. The formula asks for the inverse: "
            "z = (x − b)/a has the slope 1/a, so log|∂f⁻¹/∂x| = −log|a|. A wide bell is a low one.",
        ),
        Misconception(
            "Jacobian forgotten",
            lambda x, a, b: log_p0((x - b) / a),
            "the Jacobian is missing: the area under your density is |a|, not 1. Add log|∂f⁻¹/∂x|.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, a, b: log_p0(x) - torch.log(torch.abs(a)),
            "the base is asked at x. Ask it at the z that x came from, z = (x − b)/a.",
        ),
        Misconception(
            "normalisation of the base forgotten",
            lambda x, a, b: -0.5 * ((x - b) / a) ** 2 - torch.log(torch.abs(a)),
            "the base's own normalisation is missing, −½ log 2π: the area is 2.507 instead of 1. "
            "`log_p0` has it built in.",
        ),
        Misconception(
            "divided before the shift is undone",
            lambda x, a, b: log_p0(x / a - b) - torch.log(torch.abs(a)),
            "the base is asked at x/a − b. That is the inverse of a·(z + b), which shifts first. "
            "For a z + b the shift comes last and is undone first: z = (x − b)/a.",
        ),
        Misconception(
            "a taken for the variance",
            lambda x, a, b: -0.5 * (x - b) ** 2 / abs(a) - 0.5 * LOG_TWO_PI - 0.5 * abs(a).log(),
            "you use |a| as the variance. The width, the standard deviation, is multiplied by "
            "|a|; the variance is a².",
        ),
        Misconception(
            "normalisation with |a| under the root",
            lambda x, a, b: log_p0((x - b) / a) - 0.5 * torch.log(torch.abs(a)),
            "you subtract ½ log|a|. Under the root of the Gaussian stands 2πa², with a square: "
            "½ log a² = log|a|.",
        ),
        Misconception(
            "the map forwards inside of the base",
            lambda x, a, b: log_p0(a * x + b) - torch.log(torch.abs(a)),
            "the base is asked at a·x + b. That runs the map forwards once more; x came from "
            "z = (x − b)/a.",
        ),
        Misconception(
            "half forgotten",
            lambda x, a, b: linear_log_prob(x, a, b) - 0.5 * ((x - b) / a) ** 2,
            "the ½ before z² is missing. `log_p0` has it built in.",
        ),
        Misconception(
            "shift added",
            lambda x, a, b: log_p0((x + b) / a) - torch.log(torch.abs(a)),
            "b is added once more. The flow has added it; on the way back it is taken away: "
            "z = (x − b)/a.",
        ),
        Misconception(
            "shift forgotten",
            lambda x, a, b: log_p0(x / a) - torch.log(torch.abs(a)),
            "b is missing: your bell stands around 0. z = (x − b)/a.",
        ),
        Misconception(
            "twice the log-det",
            lambda x, a, b: log_p0((x - b) / a) - 2 * torch.log(torch.abs(a)),
            "you subtract log a². Under the root of the Gaussian stands a², and the root makes "
            "log|a| of it, once.",
        ),
        Misconception(
            "minus the log-density",
            lambda x, a, b: -linear_log_prob(x, a, b),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, a, b: torch.exp(linear_log_prob(x, a, b)),
            "this is the density p(x), and a right one. The exercise asks for its logarithm: the "
            "product of the formula becomes a sum.",
        ),
        Misconception(
            "Jacobian without its logarithm",
            lambda x, a, b: log_p0((x - b) / a) / abs(a),
            "you divide a log-density by |a|. The density is divided; in the logarithm, log|a| "
            "is taken away.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "1/|a| itself meets a log-density. In logarithms the product with the Jacobian is "
                "a sum: its logarithm is added.",
            )
            for name, wrong in (
                ("1/|a| added", lambda x, a, b: log_p0((x - b) / a) + 1 / abs(a)),
                ("|a| taken away", lambda x, a, b: log_p0((x - b) / a) - abs(a)),
            )
        ),
        Misconception(
            "absolute value of the logarithm",
            lambda x, a, b: log_p0((x - b) / a) - torch.abs(torch.log(a)),
            "you take |log a|. The |·| belongs inside, around a: log a has no value for a negative "
            "a, and a line with |a| below 1 makes the density higher, not lower.",
        ),
        Misconception(
            "a² taken for the width",
            lambda x, a, b: log_p0((x - b) / a**2) - torch.log(a**2),
            "the bell is as wide as a². That is its variance; the width, the standard deviation, "
            "is |a|.",
        ),
        Misconception(
            "a negative width",
            lambda x, a, b: torch.distributions.Normal(b, a).log_prob(x),
            "`Normal` wants a width, and a width is positive. a may be negative: the bell is as "
            "wide as |a|.",
        ),
        Misconception(
            "brackets forgotten",
            lambda x, a, b: log_p0(x - b / a) - torch.log(torch.abs(a)),
            "`x - b / a` divides b alone, because division comes before subtraction. Put "
            "brackets around x − b.",
        ),
        Misconception(
            "summed over the batch",
            lambda x, a, b: linear_log_prob(x, a, b).sum(),
            "this is one number for the whole batch. Each x has a log-density of its own.",
        ),
        Misconception(
            "log a added",
            lambda x, a, b: log_p0((x - b) / a) + torch.log(a),
            "two things about log a: a may be negative, so it is log|a|; and this is the log-det "
            "of the map, while the formula asks for that of the inverse.",
        ),
        *(
            Misconception(
                name,
                lambda x, a, b, least=least: log_p0((x - b) / a) - torch.log(a.clamp(min=least)),
                "a is made positive by a lower bound, and every negative a gives the same width. A "
                "negative a stretches by |a|.",
            )
            for name, least in (("a kept positive", 1e-6), ("a kept positive, by 1e-8", 1e-8))
        ),
        Misconception(
            "divided by |a|",
            lambda x, a, b: log_p0((x - b) / a**2) - torch.log(torch.abs(a)),
            "the log-det is right, but the base is asked at (x − b)/a². z = (x − b)/a.",
        ),
    ),
    hints=(
        "The three steps of chapter 01: run the map backwards, ask the base, correct for the "
        "stretch. How wide is a strip of width 1 after the map?",
        "z = (x − b)/a, so ∂z/∂x = 1/a. Its absolute value has the logarithm −log|a|.",
        "In code, with two places left to you:\n\n    z = (x - b) / a\n"
        "    return log_p0(…) - torch.log(…)",
    ),
    praise="base at (x − b)/a, minus log|a|: the general Gaussian in one dimension.",
)

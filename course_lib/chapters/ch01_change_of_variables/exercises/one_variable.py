"""Exercises 1.1 and 1.2: the density after a map of one variable."""

import torch

from course_lib.chapters.ch01_change_of_variables.exercises.base import p0
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor

# --- 1.1 ------------------------------------------------------------------------------------------


def log_normal_log_prob(x):
    return log_p0(torch.log(x)) - torch.log(x)


LOG_NORMAL = Exercise(
    id="1.1",
    title="The density of x = exp(z)",
    minutes=6,
    difficulty="easy",
    prompt=r"""
Let $z$ be standard normal and $x = f(z) = e^z$. Write `log_normal_log_prob(x)`: the
**log-density** $\log p(x)$ at the points `x`, a tensor of positive numbers.

Three steps, the same for every map in this course: run the map backwards, ask the base, correct
for the stretch:
$$\log p(x) = \log p_0\big(f^{-1}(x)\big)
+ \log\left|\frac{\partial f^{-1}(x)}{\partial x}\right|.$$
`log_p0` from the cell above is at your service.
""",
    inputs=(
        (tensor(2.0),),
        (tensor(0.4),),
        (tensor([0.05, 0.7, 1.6, 5.0]),),
        (tensor([[0.3, 2.5, 30.0], [4.0, 0.9, 0.002]]),),
    ),
    reference=log_normal_log_prob,
    elementwise=True,
    returns="the log-density log p(x), as many numbers as there are in x",
    misconceptions=(
        Misconception(
            "Jacobian forgotten",
            lambda x: log_p0(torch.log(x)),
            "this is the base's log-density at log x, with the Jacobian left out. The heights have "
            "been carried over, but the strips under them have become wider or narrower: the area "
            "is 1.649 and not 1. Add log|∂f⁻¹/∂x|.",
        ),
        Misconception(
            "multiplied instead of divided",
            lambda x: log_p0(torch.log(x)) + torch.log(x),
            "the Jacobian stands on the wrong side: you have multiplied by f′(z) = x where the "
            "density has to be divided by it. Where the map stretches the axis, the same mass lies "
            "on more room, so the density gets lower. Which sign does log x need?",
        ),
        Misconception(
            "base evaluated at x",
            lambda x: log_p0(x) - torch.log(x),
            "the base is asked at x. But p₀ lives in z: ask it at the z that x came from, "
            "z = f⁻¹(x) = log x.",
        ),
        Misconception(
            "Jacobian at x instead of at f⁻¹(x)",
            lambda x: log_p0(torch.log(x)) - x,
            "you take x itself away. That is log f′ at x; it belongs at the z that x came from: "
            "log f′(z) = z with z = log x. (Or a logarithm is missing: divide by x is − log x.)",
        ),
        Misconception(
            "density instead of log-density",
            lambda x: torch.exp(log_normal_log_prob(x)),
            "this is the density p(x), and a right one. The exercise asks for its logarithm: the "
            "product of the formula becomes a sum.",
        ),
        Misconception(
            "log-density multiplied by the Jacobian",
            lambda x: log_p0(torch.log(x)) / x,
            "a log-density was multiplied by the Jacobian 1/x (divided by x). It is p that is "
            "divided by x; for log p that means to subtract log x.",
        ),
        Misconception(
            "half forgotten",
            lambda x: log_normal_log_prob(x) - 0.5 * torch.log(x) ** 2,
            "the ½ before z² is missing. `log_p0` has it built in.",
        ),
        Misconception(
            "minus the log-density",
            lambda x: -log_normal_log_prob(x),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "Jacobian taken away without its logarithm",
            lambda x: log_p0(torch.log(x)) - 1 / x,
            "you take the Jacobian 1/x itself away. In a log-density its logarithm is added: "
            "log(1/x) = −log x.",
        ),
        Misconception(
            "map run forwards",
            lambda x: log_p0(torch.exp(x)) + x,
            "the map is run forwards: exp(x) is not the z that x came from. x = exp(z) means "
            "z = log x, and the Jacobian of f⁻¹ is then 1/x.",
        ),
        Misconception(
            "normalisation of the base forgotten",
            lambda x: -0.5 * torch.log(x) ** 2 - torch.log(x),
            "everything is there except the base's own normalisation, −½ log 2π: `log_p0` has it "
            "built in.",
        ),
        Misconception(
            "Jacobian without its logarithm",
            lambda x: log_p0(torch.log(x)) + 1 / x,
            "you add the Jacobian 1/x itself. In a log-density it is its logarithm that is "
            "added: log(1/x) = −log x.",
        ),
        Misconception(
            "normalisation without its half",
            lambda x: log_normal_log_prob(x) - 0.5 * LOG_TWO_PI,
            "log 2π is taken away whole. The standard normal is divided by √(2π), so it is "
            "½ log 2π; `log_p0` has it built in.",
        ),
        Misconception(
            "square inside the logarithm",
            lambda x: -0.5 * torch.log(x**2) - 0.5 * LOG_TWO_PI - torch.log(x),
            "you take the logarithm of x², and that is 2 log x. The base squares its z, the whole "
            "logarithm: (log x)².",
        ),
        *(
            Misconception(
                name,
                wrong,
                "`log10` undoes 10^z. What undoes exp(z) is the natural logarithm, `torch.log`.",
            )
            for name, wrong in (
                ("logarithm to base 10", lambda x: log_p0(torch.log10(x)) - torch.log10(x)),
                ("logarithm to base 10 in z", lambda x: log_p0(torch.log10(x)) - torch.log(x)),
            )
        ),
        Misconception(
            "summed over the batch",
            lambda x: log_normal_log_prob(x).sum(),
            "this is one number for the whole batch. Each x has a log-density of its own.",
        ),
        Misconception(
            "the two terms side by side",
            lambda x: (log_p0(torch.log(x)), -torch.log(x)),
            "you return two things: the base's log-density and the log-det. log p(x) is their sum, "
            "one number for each x.",
        ),
        Misconception(
            "density of the base",
            lambda x: torch.exp(log_p0(torch.log(x))),
            "this is the base's density at log x. Two things are missing: the logarithm of it is "
            "asked for, and the Jacobian is left out.",
        ),
        Misconception(
            "Jacobian twice",
            lambda x: log_p0(torch.log(x)) - 2 * torch.log(x),
            "the correction stands there twice: log x is taken away two times. The map stretches "
            "once.",
        ),
    ),
    hints=(
        "Which z is sent to x = 2? That z, and no other, is where the base has to be asked.",
        "The inverse is z = log x. Its derivative is 1/x, so the correction log|∂f⁻¹/∂x| is "
        "log(1/x), which is −log x.",
        "In code, with two places left to you:\n\n    z = torch.log(x)\n    return log_p0(…) - …",
    ),
    praise="base at f⁻¹(x), and minus log x because exp stretches the axis by x there.",
)

# --- 1.2 ------------------------------------------------------------------------------------------


def falling_density(x):
    return p0(torch.log(3 - x)) / (3 - x)


FALLING = Exercise(
    id="1.2",
    title="A map that falls",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Now $x = f(z) = 3 - e^z$: as $z$ grows, $x$ falls. All $x$ lie below 3.

Write `falling_density(x)`: the **density** $p(x)$ itself this time, without the logarithm,
$$p(x) = p_0\big(f^{-1}(x)\big)\cdot\left|\frac{\partial f^{-1}(x)}{\partial x}\right|.$$
""",
    inputs=(
        (tensor(1.0),),
        (tensor(2.6),),
        (tensor([2.95, 2.2, 0.5, -4.0]),),
        (tensor([[1.7, -1.0], [2.8, -20.0]]),),
    ),
    reference=falling_density,
    elementwise=True,
    returns="the density p(x), as many numbers as there are in x",
    misconceptions=(
        Misconception(
            "absolute value forgotten",
            lambda x: -p0(torch.log(3 - x)) / (3 - x),
            "your density is negative. The derivative of f⁻¹ is −1/(3 − x): it is negative because "
            "the map turns the axis round. A strip that is turned round is as wide as before, so "
            "the formula has |·|.",
        ),
        Misconception(
            "Jacobian forgotten",
            lambda x: p0(torch.log(3 - x)),
            "this is p₀(f⁻¹(x)), with the Jacobian left out: the area under it is 1.649, not 1. "
            "Multiply by |∂f⁻¹/∂x|.",
        ),
        Misconception(
            "multiplied instead of divided",
            lambda x: p0(torch.log(3 - x)) * (3 - x),
            "you have multiplied by |f′(z)| = 3 − x. Where the map stretches, the density gets "
            "lower: |∂f⁻¹/∂x| is the reciprocal, 1/(3 − x).",
        ),
        Misconception(
            "base evaluated at x",
            lambda x: p0(x) / (3 - x),
            "the base is asked at x. Ask it at the z that x came from: x = 3 − exp(z), so "
            "z = log(3 − x).",
        ),
        Misconception(
            "Jacobian at x instead of at f⁻¹(x)",
            lambda x: p0(torch.log(3 - x)) / torch.exp(x),
            "the stretch |f′| = exp(·) is taken at x. It belongs at z = f⁻¹(x), where exp(z) is "
            "3 − x.",
        ),
        Misconception(
            "log-density instead of density",
            lambda x: log_p0(torch.log(3 - x)) - torch.log(3 - x),
            "this is log p(x), and a right one. This exercise asks for p(x) itself.",
        ),
        Misconception(
            "the map forwards",
            lambda x: p0(3 - torch.exp(x)) * torch.exp(x),
            "the map is run forwards: 3 − exp(x) is not the z that x came from. Solve "
            "x = 3 − exp(z) for z.",
        ),
        Misconception(
            "the logarithm of the base alone",
            lambda x: log_p0(torch.log(3 - x)) / (3 - x),
            "the base's *log*-density is divided by 3 − x. This exercise asks for densities: take "
            "exp of `log_p0` first.",
        ),
        Misconception(
            "Jacobian added",
            lambda x: p0(torch.log(3 - x)) + 1 / (3 - x),
            "the Jacobian is added. Densities are multiplied by it; only in logarithms it becomes "
            "a sum.",
        ),
        Misconception(
            "inverse of another map",
            lambda x: p0(torch.log(x - 3)) / (x - 3),
            "you take the logarithm of x − 3. Every x of this map lies below 3, so that is the "
            "logarithm of a negative number. Solve x = 3 − exp(z) for z.",
        ),
        Misconception(
            "logarithm of the Jacobian added",
            lambda x: p0(torch.log(3 - x)) - torch.log(3 - x),
            "a density and the logarithm of a Jacobian are added. Logarithms are added to "
            "logarithms; a density is multiplied by the Jacobian itself.",
        ),
        Misconception(
            "3 outside the logarithm",
            lambda x: p0(3 - torch.log(x)) / x.abs(),
            "you take 3 − log x for z. Undo the two steps of x = 3 − exp(z) in the reverse order: "
            "the 3 was the last, so it goes first. For x below 0 your z has no value at all.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "your z is right, but the Jacobian is that of log x. z is the logarithm of 3 − x: "
                "differentiate that.",
            )
            for name, wrong in (
                ("Jacobian of another logarithm", lambda x: p0(torch.log(3 - x)) / x.abs()),
                ("Jacobian of another logarithm, no |·|", lambda x: p0(torch.log(3 - x)) / x),
            )
        ),
        Misconception(
            "normalisation of the base forgotten",
            lambda x: torch.exp(-(torch.log(3 - x) ** 2) / 2) / (3 - x),
            "everything is there except the base's own normalisation: the standard normal is "
            "divided by √(2π).",
        ),
        Misconception(
            "3 added",
            lambda x: p0(torch.log(3 + x)) / (3 + x),
            "you take log(x + 3) for z. Try z = 0 in x = 3 − exp(z): x is 2, and log(2 + 3) is "
            "not 0. A sign is lost.",
        ),
        Misconception(
            "Jacobian twice",
            lambda x: p0(torch.log(3 - x)) / (3 - x) ** 2,
            "the Jacobian stands there twice. The map stretches once.",
        ),
        Misconception(
            "summed over the batch",
            lambda x: falling_density(x).sum(),
            "this is one number for the whole batch. Each x has a density of its own.",
        ),
    ),
    hints=(
        "Solve x = 3 − exp(z) for z. Then differentiate z with respect to x. Which sign has the "
        "derivative, and can a density have it?",
        "z = log(3 − x). The chain rule gives its derivative, with a sign from the −x. Then |·|: "
        "3 − x is positive.",
        "In code, with one place left to you:\n\n    z = torch.log(3 - x)\n"
        "    return torch.exp(log_p0(z)) * …",
    ),
    praise="a map may turn the axis round; widths stay positive, and that is what |·| says.",
)

"""Exercises 5.1 and 5.2: to the uniform distribution, and on to another one."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 5.1 ------------------------------------------------------------------------------------------


def to_uniform(x, mu, s):
    return torch.sigmoid((x - mu) / s)


def density(x, mu, s):
    u = (x - mu) / s
    return torch.sigmoid(u) * torch.sigmoid(-u) / s


TO_UNIFORM = Exercise(
    id="5.1",
    title="The mass to the left",
    minutes=4,
    difficulty="easy",
    prompt=r"""
$x$ follows a logistic distribution with centre $\mu$ = `mu` and scale $s$. Write
`to_uniform(x, mu, s)`: the $u$ between 0 and 1 that its CDF gives for `x`. `x` is a tensor of any
shape, `mu` and `s` are single numbers, and the result has the shape of `x`.
""",
    inputs=(
        (tensor(1.3), tensor(0.5), tensor(2.0)),
        (tensor([-4.0, 0.2, 3.0]), tensor(-0.7), tensor(0.6)),
        (tensor([[0.4, 9.0], [-6.0, 2.5]]), tensor(1.5), tensor(3.0)),
        (tensor([-40.0, 50.0]), tensor(0.5), tensor(1.7)),
    ),
    names=("x", "mu", "s"),
    reference=to_uniform,
    elementwise=True,
    returns="u, a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "density instead of CDF",
            density,
            "this is the density at x: how dense it is there. The CDF is the mass to the left of "
            "x; it rises from 0 to 1 and its derivative is the density.",
        ),
        Misconception(
            "density without 1/s",
            lambda x, mu, s: density(x, mu, s) * s,
            "σ(u) σ(−u) belongs to the density, not to the CDF. The mass to the left of x is σ(u) "
            "alone.",
        ),
        Misconception(
            "scale forgotten",
            lambda x, mu, s: torch.sigmoid(x - mu),
            "the scale s is missing. A distribution that is s times as wide reaches the same mass "
            "s times as far from its centre: divide by s.",
        ),
        Misconception(
            "multiplied by the scale",
            lambda x, mu, s: torch.sigmoid((x - mu) * s),
            "you multiply by s. A wide distribution rises slowly: with a large s the same x is "
            "fewer scales away from the centre, so divide.",
        ),
        Misconception(
            "mass to the right",
            lambda x, mu, s: torch.sigmoid(-(x - mu) / s),
            "this is the mass to the right of x, 1 − CDF. Yours falls from 1 to 0; check the sign.",
        ),
        Misconception(
            "centre not taken away",
            lambda x, mu, s: torch.sigmoid(x / s),
            "the centre is missing: at x = μ half of the mass lies to the left, so u must be 0.5 "
            "there.",
        ),
        Misconception(
            "centre not scaled",
            lambda x, mu, s: torch.sigmoid(x / s - mu),
            "only x is divided by s. The distance from the centre, x − μ as a whole, is what "
            "counts in units of s. Put brackets around it.",
        ),
        Misconception(
            "inverse CDF",
            lambda x, mu, s: mu + s * torch.logit(x),
            "this is the inverse of the CDF, from u to x. Asked for is the way from x to u.",
        ),
        Misconception(
            "logit in place of sigmoid",
            lambda x, mu, s: torch.logit((x - mu) / s),
            "logit is σ⁻¹, the way from u to x; outside of 0 … 1 it has no value. The CDF is σ, "
            "`torch.sigmoid`.",
        ),
        Misconception(
            "brackets forgotten",
            lambda x, mu, s: torch.sigmoid(x - mu / s),
            "`x - mu / s` divides μ alone. Put brackets around x − μ.",
        ),
        Misconception(
            "logarithm of the CDF",
            lambda x, mu, s: torch.nn.functional.logsigmoid((x - mu) / s),
            "this is log u. Asked for is u itself, between 0 and 1.",
        ),
        Misconception(
            "u as the distance in scales",
            lambda x, mu, s: (x - mu) / s,
            "this is how many scales x lies away from the centre, any number. σ of it lies between "
            "0 and 1: the mass to the left.",
        ),
        Misconception(
            "s squared",
            lambda x, mu, s: torch.sigmoid((x - mu) / s**2),
            "you divide by s². s is a width already, and no variance: divide by s.",
        ),
        Misconception(
            "another distribution",
            lambda x, mu, s: torch.special.ndtr((x - mu) / s),
            "this is Φ, the CDF of a normal distribution. The logistic one has σ, `torch.sigmoid`.",
        ),
    ),
    hints=(
        "What is u at x = μ, far to the left, and far to the right?",
        "Count how many scales x lies away from the centre, then apply σ: torch.sigmoid.",
        "Three operations, in this order:\n\n    return torch.sigmoid((… - …) / …)",
    ),
    praise="any logistic distribution becomes the uniform one; equal steps of u hold equal mass.",
)


# --- 5.2 ------------------------------------------------------------------------------------------


def chain(z, cdf1, icdf2):
    return icdf2(cdf1(z))


def logistic_cdf(mu, s):
    """A CDF with its inverse beside it, as torch's distributions have them."""

    def function(x):
        return torch.sigmoid((x - mu) / s)

    return function


def exponential_icdf(rate):
    def function(u):
        return -torch.log1p(-u) / rate

    return function


def normal_icdf(mu, s):
    def function(u):
        return mu + s * torch.special.ndtri(u)

    return function


CHAIN = Exercise(
    id="5.2",
    title="Up one CDF and down another",
    minutes=3,
    difficulty="easy",
    prompt=r"""
Write `chain(z, cdf1, icdf2)`: the $x$ that belongs to $z$, so that $x$ follows the second
distribution when $z$ follows the first. `cdf1` is a function, the CDF of the first distribution;
`icdf2` is a function, too, the *inverse* CDF of the second one. `z` is a tensor of any shape, and
the result has the same shape.
""",
    inputs=(
        (tensor([-1.2, 0.4, 2.0]), logistic_cdf(0.3, 1.5), exponential_icdf(0.5)),
        (tensor([[0.9, -0.3]]), torch.special.ndtr, normal_icdf(2.0, 3.0)),
        (tensor(0.7), logistic_cdf(-1.0, 0.8), normal_icdf(-4.0, 0.5)),
        (tensor([-18.0, -9.0, 11.0, 24.0]), logistic_cdf(0.3, 1.5), exponential_icdf(0.5)),
    ),
    names=("z", "cdf1", "icdf2"),
    reference=chain,
    returns="x, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "stopped at the uniform distribution",
            lambda z, cdf1, icdf2: cdf1(z),
            "this is u, half of the way. From the uniform distribution icdf2 leads on to x.",
        ),
        Misconception(
            "first step left out",
            lambda z, cdf1, icdf2: icdf2(z),
            "icdf2 wants a u between 0 and 1, and z is any number. First cdf1 has to carry z to "
            "the uniform distribution.",
        ),
        Misconception(
            "the other way round",
            lambda z, cdf1, icdf2: cdf1(icdf2(z)),
            "the order is turned: icdf2(z) is applied first here. The innermost function acts "
            "first, and z must meet cdf1 first.",
        ),
        Misconception(
            "mass to the right",
            lambda z, cdf1, icdf2: icdf2(1 - cdf1(z)),
            "you hand on the mass to the right of z. x has the right distribution, too, but the "
            "map falls: the largest z becomes the smallest x. The chain hands on the mass to the "
            "left.",
        ),
        Misconception(
            "u kept away from 0 and 1",
            lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(1e-3, 1 - 1e-3)),
            "u is clamped away from 0 and 1, so the tails are lost: every z beyond goes to the "
            "same "
            "x. No clamp is needed here.",
        ),
        Misconception(
            "a new random u",
            lambda z, cdf1, icdf2: icdf2(torch.rand_like(z)),
            "you draw a random u. x would follow the second distribution, but it would know "
            "nothing of z: u = cdf1(z).",
        ),
        Misconception(
            "the second CDF left out",
            lambda z, cdf1, icdf2: icdf2(torch.sigmoid(z)),
            "you use the sigmoid for the first step. z follows the first distribution, whatever it "
            "is: `cdf1` is its CDF.",
        ),
        Misconception(
            "multiplied",
            lambda z, cdf1, icdf2: cdf1(z) * icdf2(cdf1(z)),
            "the two are multiplied. A chain hands the result of the first map to the second: "
            "f(z) = f2(f1(z)).",
        ),
    ),
    hints=(
        "Where does z live, where does u live, and which of the two functions takes which?",
        "First z to u, then u to x.",
        "One function inside the other:\n\n    return …(…(z))",
    ),
    praise="two CDFs make a flow between any two distributions, and the mass to the left is kept.",
)

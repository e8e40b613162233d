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
    labels=("", "", "", "far out in the tails"),
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
        Misconception(
            "centre added",
            lambda x, mu, s: torch.sigmoid((x + mu) / s),
            "the centre is added. The distance from it is x − μ: at x = μ half of the mass lies to "
            "the left.",
        ),
        Misconception(
            "divided by the scale twice",
            lambda x, mu, s: to_uniform(x, mu, s) / s,
            "the CDF is divided by s as well. The factor 1/s belongs to a density; a CDF rises "
            "from 0 to 1, whatever its scale.",
        ),
        Misconception(
            "scale outside of the sigmoid",
            lambda x, mu, s: torch.sigmoid(x - mu) / s,
            "s divides the CDF in yours, and not the distance. Count in scales first, then apply "
            "σ: the bracket goes around all of (x − μ)/s.",
        ),
        Misconception(
            "tanh with the whole distance",
            lambda x, mu, s: torch.sigmoid(2 * (x - mu) / s),
            "yours rises twice as steeply. If you use tanh: σ(u) = ½ (1 + tanh(u/2)), with half of "
            "u.",
        ),
        Misconception(
            "tanh in place of the sigmoid",
            lambda x, mu, s: torch.tanh((x - mu) / s),
            "tanh runs from −1 to 1, and a mass cannot be negative. The CDF is σ, `torch.sigmoid`.",
            also=(lambda x, mu, s: torch.tanh((x - mu) / s / 2),),
        ),
        Misconception(
            "s taken for the standard deviation",
            lambda x, mu, s: to_uniform(x, mu, s * 3**0.5 / torch.pi),
            "you take s for the standard deviation and convert it. s is the scale itself: divide "
            "by it as it is.",
            also=(lambda x, mu, s: to_uniform(x, mu, s * torch.pi / 3**0.5),),
        ),
        Misconception(
            "shares of all points",
            lambda x, mu, s: torch.softmax((x - mu) / s, dim=-1 if x.ndim else 0),
            "softmax shares 1 out among all points. Each x has a mass to its left of its own: "
            "`torch.sigmoid`.",
            also=(
                lambda x, mu, s: torch.softmax(((x - mu) / s).flatten(), 0).reshape(x.shape),
                lambda x, mu, s: torch.softmax((x - mu) / s, dim=0),
            ),
        ),
        Misconception(
            "one number for all points",
            lambda x, mu, s: to_uniform(x, mu, s).mean(),
            "this is one number for the whole batch. Each x has its own u: leave the `.sum()` or "
            "`.mean()` out.",
            also=(lambda x, mu, s: to_uniform(x, mu, s).sum(),),
        ),
        Misconception(
            "upside down",
            lambda x, mu, s: 1 + torch.exp(-(x - mu) / s),
            "this is 1 + exp(−u), and σ(u) is 1 divided by all of it. `1 / 1 + …` divides the 1 "
            "alone: put brackets around the sum.",
        ),
        Misconception(
            "the sign of the exponential, and its brackets",
            lambda x, mu, s: 1 + torch.exp((x - mu) / s),
            "this is 1 + exp(u). The CDF is 1 divided by 1 + exp(−u): brackets around the sum.",
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


def _clamped(edge):
    return lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(edge, 1 - edge))


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
        (tensor([-45.0, -9.0, 11.0, 30.0]), logistic_cdf(0.3, 1.5), normal_icdf(2.0, 3.0)),
    ),
    names=("z", "cdf1", "icdf2"),
    labels=("", "", "", "far out in the tails"),
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
            _clamped(1e-3),
            "u is clamped away from 0 and 1, so the tails are lost: every z beyond goes to the "
            "same x. No clamp is needed here.",
            also=tuple(map(_clamped, (0.1, 0.05, 0.01, 0.02, 1e-4, 1e-5, 1e-6, 1e-7))),
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
        Misconception(
            "multiplied, both at z",
            lambda z, cdf1, icdf2: cdf1(z) * icdf2(z),
            "both functions are asked at z, and their results multiplied. A chain hands the result "
            "of the first to the second; icdf2 knows numbers between 0 and 1 only.",
            also=(lambda z, cdf1, icdf2: cdf1(z) + icdf2(z),),
        ),
        Misconception(
            "an inverse by division",
            lambda z, cdf1, icdf2: 1 / icdf2(cdf1(z)),
            "1 divided by something is not its inverse function, and icdf2 is the inverse already. "
            "Take what it gives.",
            also=(lambda z, cdf1, icdf2: icdf2(1 / cdf1(z)), lambda z, cdf1, icdf2: 1 / cdf1(z)),
        ),
        Misconception(
            "the first CDF twice",
            lambda z, cdf1, icdf2: icdf2(cdf1(cdf1(z))),
            "cdf1 acts twice. u = cdf1(z) is uniform already: hand it to icdf2.",
        ),
        Misconception(
            "one more map in between",
            lambda z, cdf1, icdf2: icdf2(torch.sigmoid(cdf1(z))),
            "u is sent through one more function before icdf2 gets it. cdf1(z) is uniform already, "
            "and icdf2 takes it as it is.",
            also=(
                lambda z, cdf1, icdf2: icdf2(torch.special.ndtr(cdf1(z))),
                lambda z, cdf1, icdf2: icdf2(cdf1(z) ** 2),
            ),
        ),
        Misconception(
            "divided by its largest value",
            lambda z, cdf1, icdf2: icdf2(cdf1(z) / cdf1(z).max()),
            "u is divided by the largest of the batch. It lies between 0 and 1 already, and what "
            "a z becomes must not depend on its neighbours.",
            also=(lambda z, cdf1, icdf2: icdf2(cdf1(z) / cdf1(z).sum()),),
        ),
    ),
    hints=(
        "Where does z live, where does u live, and which of the two functions takes which?",
        "First z to u, then u to x.",
        "One function inside the other:\n\n    return …(…(z))",
    ),
    praise="two CDFs make a flow between any two distributions, and the mass to the left is kept.",
)

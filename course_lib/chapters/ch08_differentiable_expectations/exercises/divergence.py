"""Exercise 8.8: a divergence."""

import math

import torch
from torch.nn.functional import logsigmoid

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
    by_theta,
    with_density,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def log_q(x):
    """A second density: a logistic around 0.4 with scale 0.9."""
    u = (x - 0.4) / 0.9
    return logsigmoid(u) + logsigmoid(-u) - math.log(0.9)


def kl(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x)).mean()


def _against_q(candidate, theta, z):
    return with_density(candidate, theta, log_q, z)


KL = Exercise(
    id="8.8",
    title="How different are two densities?",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The divergence of Kullback and Leibler says how different $p$ is from $q$; it is 0 only if they are
equal:
$$\mathrm{KL}(p\,\|\,q) = \int p(x)\,\log\frac{p(x)}{q(x)}\,dx .$$
It is an average over samples of $p$. Write `kl(f, log_p, log_q, z)`: the estimate from
$x_i = f(z_i)$, as one number with its gradient. `f` and `log_p` are the flow's, and depend on
$\theta$; `log_q` does not.
""",
    inputs=((tensor([1.3, -0.4]), FIVE), (tensor([0.7, 0.6]), SEVEN)),
    names=("theta", "z"),
    probe=by_theta(_against_q),
    reference=kl,
    returns="the divergence, one number with a gradient",
    misconceptions=(
        Misconception(
            "cut off",
            lambda f, p, q, z: kl(lambda z: f(z).detach(), p, q, z),
            "the number is right, the gradient is not: the samples are cut off. The whole pull of "
            "q comes through x; without it nothing draws p to q.",
        ),
        Misconception(
            "no gradient at all",
            lambda f, p, q, z: kl(f, p, q, z).detach(),
            "the number is right and has no gradient: it was cut off at the end.",
        ),
        Misconception(
            "cut off in log q",
            lambda f, p, q, z: (p(f(z)) - q(f(z).detach())).mean(),
            "x is cut off in log q, and there alone. The pull of q comes through it: without it "
            "nothing draws p to q.",
        ),
        Misconception(
            "log p without gradient",
            lambda f, p, q, z: (p(f(z)).detach() - q(f(z))).mean(),
            "log p has lost its gradient (`.detach()`, `no_grad`). What is left pulls all samples "
            "to where q is largest, and nothing holds them apart.",
        ),
        Misconception(
            "new random numbers",
            lambda f, p, q, z: kl(f, p, q, torch.randn_like(z)),
            "you draw random numbers of your own. The samples are given: x = f(z).",
        ),
        Misconception(
            "not averaged",
            lambda f, p, q, z: p(f(z)) - q(f(z)),
            "these are the log p − log q, one for each sample. Their mean is the divergence.",
        ),
        Misconception(
            "log p at z",
            lambda f, p, q, z: (p(z) - q(f(z))).mean(),
            "log p is asked at z. It is the density of x, too: both are asked at x = f(z).",
        ),
        Misconception(
            "minus entropy",
            lambda f, p, q, z: p(f(z)).mean(),
            "this is E[log p], minus the entropy. log q is missing: log p − log q.",
        ),
        Misconception(
            "added",
            lambda f, p, q, z: (p(f(z)) + q(f(z))).mean(),
            "the two logarithms are added. The logarithm of a ratio is a difference.",
        ),
        Misconception(
            "roles swapped",
            lambda f, p, q, z: (q(f(z)) - p(f(z))).mean(),
            "the sign is turned: log p − log q, averaged over samples of p. Yours would be "
            "negative for any two different densities.",
        ),
        Misconception(
            "weights twice",
            lambda f, p, q, z: (p(f(z)).exp() * (p(f(z)) - q(f(z)))).mean(),
            "you multiply by p again. The samples come from p already: that is the weight.",
        ),
        Misconception(
            "sum",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).sum(),
            "this is the sum over the samples. Divide by N.",
        ),
        Misconception(
            "logarithm of the mean ratio",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).exp().mean().log(),
            "you average the ratio p/q and then take the logarithm. The logarithm is inside of the "
            "average.",
        ),
        Misconception(
            "difference of densities",
            lambda f, p, q, z: (p(f(z)).exp() - q(f(z)).exp()).mean(),
            "you average p − q. The divergence compares their logarithms.",
        ),
        Misconception(
            "cross entropy",
            lambda f, p, q, z: -q(f(z)).mean(),
            "this is the cross entropy, −E[log q(x)]. p's own entropy is missing: log p − log q.",
        ),
        Misconception(
            "ratio of logarithms",
            lambda f, p, q, z: (p(f(z)) / q(f(z))).mean(),
            "you divide one logarithm by the other. The logarithm of a ratio is a difference: "
            "log p − log q.",
        ),
        Misconception(
            "absolute difference",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).abs().mean(),
            "you average |log p − log q|. At single samples the difference may be negative, and it "
            "must stay so: only its mean over p is never negative.",
        ),
        Misconception(
            "cut off in log p",
            lambda f, p, q, z: (p(f(z).detach()) - q(f(z))).mean(),
            "x is cut off in log p and not in log q. The gradient through log p(x) is missing: "
            "what holds the samples of p apart.",
        ),
        Misconception(
            "log q at z",
            lambda f, p, q, z: (p(f(z)) - q(z)).mean(),
            "log q is asked at z. Both densities are compared at the same place: x = f(z).",
        ),
        Misconception(
            "log of log p",
            lambda f, p, q, z: (p(f(z)).log() - q(f(z)).log()).mean(),
            "not a number. Is a logarithm taken of log p and log q? They are logarithms already, "
            "and a negative number has none. Take them as they are.",
        ),
        Misconception(
            "densities at z",
            lambda f, p, q, z: (p(z) - q(z)).mean(),
            "both densities are asked at z. They live in x: send z through f first.",
        ),
        Misconception(
            "logarithm of the ratio of logarithms",
            lambda f, p, q, z: (p(f(z)) / q(f(z))).log().mean(),
            "log_p and log_q give logarithms already, and their quotient is taken. The logarithm "
            "of p/q is their difference.",
        ),
        Misconception(
            "negative ones left out",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).clamp(min=0).mean(),
            "negative differences are set to 0. At single samples log p − log q may be negative, "
            "and it must stay so: only its mean over p is never negative.",
        ),
        Misconception(
            "ratio in place of its logarithm",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).exp().mean(),
            "you average a ratio of the two densities. The divergence averages the logarithm of "
            "p/q.",
            also=(lambda f, p, q, z: (q(f(z)) - p(f(z))).exp().mean(),),
        ),
        Misconception(
            "squared difference",
            lambda f, p, q, z: 0.5 * ((p(f(z)) - q(f(z))) ** 2).mean(),
            "you average the square of log p − log q. The divergence averages the difference "
            "itself, with its sign.",
            also=(lambda f, p, q, z: ((p(f(z)) - q(f(z))) ** 2).mean(),),
        ),
        Misconception(
            "one sample too few",
            lambda f, p, q, z: (p(f(z)) - q(f(z))).sum() / (len(z) - 1),
            "you divide by N − 1. That belongs to a variance around an estimated mean; an average "
            "divides by N.",
        ),
        Misconception(
            "densities at the mean",
            lambda f, p, q, z: p(f(z).mean()) - q(f(z).mean()),
            "both are asked at the mean of the samples. Ask them at each sample, then average.",
        ),
    ),
    hints=(
        "Which function of x is averaged, over whose samples?",
        "x = f(z) comes from p. The logarithm of a ratio is a difference.",
        "Two lines:\n\n    x = f(z)\n    return (log_p(x) - …).mean()",
    ),
    praise="with this number a flow can be drawn to any density that you can evaluate.",
)

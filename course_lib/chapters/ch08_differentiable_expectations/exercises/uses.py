"""Exercises 8.6 to 8.8: a step down an expected cost, the entropy's ascent, a divergence."""

import math

import torch
from torch.nn.functional import logsigmoid

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
    by_theta,
    forward,
    log_prob,
    with_density,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 8.6 ------------------------------------------------------------------------------------------


def step(b, a, z, cost, lr):
    aim = b.detach().requires_grad_()
    (slope,) = torch.autograd.grad(cost(a * z + aim).mean(), aim)
    return b.detach() - lr * slope


def _smooth(x):
    """A cost without a kink: so that the cost's slope at the mean is clearly another number."""
    return torch.exp(0.5 * x) + 0.3 * x**2


def _late(x):
    return torch.where(x < 0, -x, 4 * x)


def _by_slope(of):
    """A wrong step that uses another slope."""

    def wrong(b, a, z, cost, lr):
        aim = b.detach().requires_grad_()
        (slope,) = torch.autograd.grad(of(aim, a, z, cost), aim)
        return b.detach() - lr * slope

    return wrong


AIM = Exercise(
    id="8.6",
    title="A step towards the best aim",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
You aim at $b$ and arrive at $x = a z + b$; arriving at $x$ costs `cost(x)`. Write
`step(b, a, z, cost, lr)`: one step of gradient descent on the expected cost,
$$b \leftarrow b - \text{lr}\cdot\frac{d}{db}\,\frac1N\sum_i \text{cost}(a z_i + b).$$
`b` is a number as a tensor, without a gradient; make a copy that has one
(`b.clone().requires_grad_()`), and take the slope with `torch.autograd.grad`. `cost` takes and
gives tensors of shape `(N,)`. Return the new $b$, one number.
""",
    inputs=(
        (tensor(-1.5), 2.0, FIVE, _smooth, 0.1),
        (tensor(0.7), 1.5, SEVEN, _late, 0.3),
    ),
    names=("b", "a", "z", "cost", "lr"),
    reference=step,
    returns="the new b, one number",
    misconceptions=(
        Misconception(
            "slope at the mean",
            _by_slope(lambda b, a, z, cost: cost((a * z + b).mean())),
            "this is the slope of the cost at the *average* arrival. But it is the cost that is "
            "averaged: cost of each arrival first, then the mean.",
        ),
        Misconception(
            "slope at the aim",
            _by_slope(lambda b, a, z, cost: cost(b)),
            "this is the slope of the cost at the aim itself, as if you always arrived where you "
            "aim. Average over the arrivals a z + b.",
        ),
        Misconception(
            "ascent",
            lambda b, a, z, cost, lr: 2 * b - step(b, a, z, cost, lr),
            "you go up: a cost is to become smaller, so subtract lr times the slope.",
        ),
        Misconception(
            "sum",
            _by_slope(lambda b, a, z, cost: cost(a * z + b).sum()),
            "you sum the costs. With the sum the step grows with the number of samples; average.",
        ),
        Misconception(
            "no learning rate",
            lambda b, a, z, cost, lr: step(b, a, z, cost, 1.0),
            "lr is missing: the slope says where to go, lr how far.",
        ),
        Misconception(
            "nothing moves",
            lambda b, a, z, cost, lr: b.clone(),
            "b is where it was. Is the slope 0 because a z + b was cut off, or the step not used?",
        ),
        Misconception(
            "slope returned",
            lambda b, a, z, cost, lr: (b - step(b, a, z, cost, lr)) / lr,
            "this is the slope. Asked for is the new b.",
        ),
    ),
    hints=(
        "Which number is to be differentiated with respect to b?",
        "aim = b.clone().requires_grad_(); the mean of cost(a · z + aim); its gradient; b minus lr "
        "times it.",
        "Three lines:\n\n"
        "    aim = b.clone().requires_grad_()\n"
        "    (slope,) = torch.autograd.grad(cost(a * z + aim).mean(), aim)\n"
        "    return ...",
    ),
    praise="nobody gave you a formula for the expected cost, and you walk down its slope.",
)


# --- 8.7 ------------------------------------------------------------------------------------------


def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).mean())


def _moving(candidate, theta, z):
    return candidate(lambda x: log_prob(theta, x), forward(theta, z))


OBJECTIVE = Exercise(
    id="8.7",
    title="Entropy at a fixed size",
    minutes=5,
    difficulty="medium",
    prompt=r"""
Stretch a density by $c$, and its entropy grows by $\log c$: without a limit the largest entropy is
infinite. So fix the size $E[x^2]$. You need not force it: stretching also adds $\log c$ to
$\tfrac12 \log E[x^2]$, so in the difference
$$J = H - \tfrac12 \log E[x^2]$$
size drops out, and only the *shape* counts. Write `objective(log_prob, x)`: $J$ from samples `x` of
shape
`(N,)` that carry their gradient, as one number with its gradient.
""",
    inputs=((tensor([1.3, -0.4]), FIVE), (tensor([0.7, 0.6]), SEVEN)),
    names=("theta", "z"),
    probe=by_theta(_moving),
    reference=objective,
    returns="J, one number with a gradient",
    misconceptions=(
        Misconception(
            "cut off",
            lambda log_prob, x: objective(log_prob, x.detach()),
            "the number is right, but the samples were cut off: the gradient of neither average is "
            "right any more. Use x as it comes.",
        ),
        Misconception(
            "cut in the entropy",
            lambda log_prob, x: -log_prob(x.detach()).mean() - 0.5 * (x**2).mean().log(),
            "in the entropy x is cut off. Ascending this only makes E[x²] small: the density "
            "shrinks to a spike, with the entropy's own pull gone.",
        ),
        Misconception(
            "size added",
            lambda log_prob, x: -log_prob(x).mean() + 0.5 * (x**2).mean().log(),
            "the second term has a plus. Then stretching pays twice, and the flow grows without "
            "end. The size is to drop out: subtract.",
        ),
        Misconception(
            "no half",
            lambda log_prob, x: -log_prob(x).mean() - (x**2).mean().log(),
            "the ½ is missing. Stretched by c, E[x²] grows by c², and its logarithm by 2 log c.",
        ),
        Misconception(
            "half of all",
            lambda log_prob, x: 0.5 * (-log_prob(x).mean() - (x**2).mean().log()),
            "the ½ stands before H as well. It belongs to log E[x²] alone.",
        ),
        Misconception(
            "sums",
            lambda log_prob, x: -log_prob(x).sum() - 0.5 * (x**2).sum().log(),
            "these are sums over the samples. H and E[x²] are averages: take the means.",
        ),
        Misconception(
            "no logarithm",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x**2).mean(),
            "you subtract ½ E[x²] itself. Its maximum happens to be the standard normal as well, "
            "but it is not the J that was asked for: take the logarithm.",
        ),
        Misconception(
            "mean of logarithms",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x**2).log().mean(),
            "you average log x². Fixed is E[x²]: average first, then take the logarithm.",
        ),
        Misconception(
            "square of the mean",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x.mean() ** 2).log(),
            "you square the mean. Fixed is the mean of the squares, E[x²]: square first.",
        ),
        Misconception(
            "variance",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * x.var(correction=0).log(),
            "this is the variance, around the mean. Fixed is the second moment E[x²].",
        ),
        Misconception(
            "sample variance",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * x.var().log(),
            "this is the sample variance, around the mean. Fixed is the second moment E[x²].",
        ),
        Misconception(
            "sign of the entropy",
            lambda log_prob, x: log_prob(x).mean() - 0.5 * (x**2).mean().log(),
            "the entropy is −E[log p(x)]: the minus is missing.",
        ),
    ),
    hints=(
        "Two averages over the same samples. Which?",
        "−log_prob(x).mean(), and the logarithm of (x²).mean().",
        "One line:\n\n    return -log_prob(x).mean() - 0.5 * torch.log(...)",
    ),
    praise="climb it, and watch what comes out.",
)


# --- 8.8 ------------------------------------------------------------------------------------------


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
            "log_p and log_q give logarithms already, and a negative number has none. Take them as "
            "they are.",
        ),
        Misconception(
            "densities at z",
            lambda f, p, q, z: (p(z) - q(z)).mean(),
            "both densities are asked at z. They live in x: send z through f first.",
        ),
    ),
    hints=(
        "Which function of x is averaged, over whose samples?",
        "x = f(z) comes from p. The logarithm of a ratio is a difference.",
        "Two lines:\n\n    x = f(z)\n    return (log_p(x) - ...).mean()",
    ),
    praise="with this number a flow can be drawn to any density that you can evaluate.",
)

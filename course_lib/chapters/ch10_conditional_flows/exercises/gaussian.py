"""Exercise 10.1: what a network's mean and width are worth to an event."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, tensor
from course_lib.exercises.probes import gradients

HALF_LOG = 0.5 * LOG_TWO_PI


def nll(x, mu, log_s):
    return 0.5 * ((x - mu) * torch.exp(-log_s)) ** 2 + log_s + HALF_LOG


def _with(square, height=lambda log_s: log_s, constant=HALF_LOG):
    """A wrong answer: ``square(x − μ, log σ)``, then what log σ adds, then a number."""
    return lambda x, mu, log_s: square(x - mu, log_s) + height(log_s) + constant


def _square(d, log_s):
    return 0.5 * (d * torch.exp(-log_s)) ** 2


def _log_of_the_density(x, mu, log_s):
    s = torch.exp(log_s)
    return -torch.log(torch.exp(-0.5 * ((x - mu) / s) ** 2) / (s * math.sqrt(2 * math.pi)))


GAUSSIAN_NLL = Exercise(
    id="10.1",
    title="What an event costs",
    minutes=5,
    difficulty="easy",
    prompt=r"""
A network looks at the context $c$ of an event and answers with a mean $\mu$ and the logarithm of
a width, $\log\sigma$. Its density for the event is a Gaussian,
$$p(x \mid c) = \frac{1}{\sigma\sqrt{2\pi}}\;e^{-\frac12\left(\frac{x - \mu}{\sigma}\right)^2}.$$
Write `nll(x, mu, log_s)`: the **negative log-likelihood** $-\log p(x \mid c)$ of each event, in
nats. Take the logarithm on paper first; then no number can become too small for the computer.

Shapes: all three are tensors of one shape, `(N,)` or any other, and so is the result: one number
for each event, not yet their mean. Later each event will meet several bumps, `x` of shape `(N, 1)`
beside `mu` and `log_s` of shape `(N, K)`; torch's own arithmetic stretches `x` then, so leave the
shapes to it. A network will learn from all this: the check also looks at the gradients with respect
to `mu` and `log_s`.
""",
    inputs=(
        (tensor([0.8, -1.3, 2.1]), tensor([0.2, 0.4, -0.7]), tensor([-0.6, 0.3, 0.9])),
        (tensor(1.7), tensor(-0.4), tensor(0.5)),
        (
            tensor([[-2.0, 0.6], [3.1, 1.2], [0.4, -0.9]]),
            tensor([[0.5, 0.1], [2.2, 1.9], [-0.8, -0.3]]),
            tensor([[1.1, -1.4], [-0.2, 0.7], [-2.3, 0.4]]),
        ),
        (
            tensor([[1.4], [-0.5], [2.6]]),
            tensor([[0.9, -1.2], [-1.7, 0.3], [2.1, 3.3]]),
            tensor([[0.2, -0.7], [0.8, -1.1], [-0.4, 0.6]]),
        ),
        (tensor([40.0, -3.0]), tensor([-2.0, 5.0]), tensor([-0.3, -1.7])),
    ),
    labels=(
        "",
        "one event",
        "a table of events",
        "each event beside two bumps",
        "far out in the tails",
    ),
    names=("x", "mu", "log_s"),
    probe=gradients(mu=1, log_s=2),
    reference=nll,
    returns="−log p(x | c) of each event, a tensor of the shape of mu",
    misconceptions=(
        Misconception(
            "log σ left out",
            _with(_square, lambda log_s: 0),
            "log σ is missing. What is left becomes smaller the wider the bell is, so a network "
            "would answer with σ = ∞. The factor 1/σ of the density makes a wide bell low: its "
            "logarithm is −log σ.",
        ),
        Misconception(
            "exp(log_s) taken for the variance",
            _with(lambda d, a: 0.5 * d**2 * torch.exp(-a), lambda a: 0.5 * a),
            "you take exp(log_s) for the variance σ². It is the width σ: the square in the "
            "exponent divides by σ², which is exp(2 · log_s).",
        ),
        Misconception(
            "σ where σ² belongs",
            _with(lambda d, a: 0.5 * d**2 * torch.exp(-a)),
            "(x − μ)² is divided by σ, not by σ². Divide first and square then: ((x − μ)/σ)².",
        ),
        Misconception(
            "no ½ before the square",
            _with(lambda d, a: 2 * _square(d, a)),
            "the ½ of the exponent is missing. Without it the best width comes out too large by "
            "√2.",
        ),
        Misconception(
            "log σ halved",
            _with(_square, lambda a: 0.5 * a),
            "log σ is halved. ½ belongs to log σ², which is 2 log σ; or to log 2π. log σ itself "
            "comes with the factor 1.",
        ),
        Misconception(
            "the log-likelihood, not its negative",
            lambda *args: -nll(*args),
            "this is log p, and a right one. The loss is its negative, −log p: what you make "
            "small while you learn.",
        ),
        Misconception(
            "log σ with the wrong sign",
            _with(_square, lambda a: -a),
            "log σ has the wrong sign. A wide bell is low, so that every event costs more: "
            "−log(1/σ) = +log σ.",
        ),
        Misconception(
            "the square with the wrong sign",
            _with(lambda d, a: -_square(d, a)),
            "the square has the wrong sign. An event far from μ is unlikely, so it has to cost "
            "more.",
        ),
        Misconception(
            "the constant with the wrong sign",
            _with(_square, constant=-HALF_LOG),
            "½ log 2π has the wrong sign. √2π stands below, and the negative logarithm adds it.",
        ),
        Misconception(
            "mean over the events",
            lambda *args: nll(*args).mean(),
            "you return one number, the mean. Return one for each event; the mean comes in the "
            "training step.",
        ),
        Misconception(
            "sum over the events",
            lambda *args: nll(*args).sum(),
            "you return one number, the sum of all events. Return one for each of them.",
        ),
        Misconception(
            "constant left out",
            _with(_square, constant=0),
            "½ log 2π = 0.919 is missing. For learning it makes no difference; but your nats could "
            "not be compared with those of another model, and that is what they are for.",
        ),
        Misconception(
            "log 2π without the ½",
            _with(_square, constant=LOG_TWO_PI),
            "the density divides by √2π, so its negative logarithm adds ½ log 2π, not log 2π.",
        ),
        Misconception(
            "log_s taken for σ",
            lambda x, mu, s: 0.5 * ((x - mu) / s) ** 2 + torch.log(s) + HALF_LOG,
            "`log_s` is log σ, and you use it as σ: its logarithm has no value where it is "
            "negative. The width is exp(log_s).",
        ),
        Misconception(
            "divided by log σ",
            _with(lambda d, a: 0.5 * (d / a) ** 2),
            "x − μ is divided by log σ. Divide by the width σ = exp(log_s).",
        ),
        Misconception(
            "not divided by σ",
            _with(lambda d, a: 0.5 * d**2),
            "x − μ is squared as it is. Divide by σ first: how far off an event is counts in "
            "widths.",
        ),
        Misconception(
            "multiplied by σ",
            _with(lambda d, a: 0.5 * (d * torch.exp(a)) ** 2),
            "x − μ is multiplied by σ. Divide: an event two units off is hardly a surprise where "
            "σ = 5.",
        ),
        Misconception(
            "not squared",
            _with(lambda d, a: 0.5 * d * torch.exp(-a)),
            "(x − μ)/σ is not squared: an event far below μ would cost less than nothing.",
        ),
        Misconception(
            "absolute value in place of the square",
            _with(lambda d, a: 0.5 * (d * torch.exp(-a)).abs()),
            "you take |x − μ|/σ where its square belongs. (With the absolute value the density is "
            "another one, Laplace's.)",
        ),
        Misconception(
            "the density itself",
            lambda *args: torch.exp(-nll(*args)),
            "this is the density p, and a right one. Wanted is −log p.",
        ),
        Misconception(
            "logarithm of a number that became 0",
            _log_of_the_density,
            "right on paper. Far out the density is too small for the computer, it becomes 0, and "
            "−log 0 is infinite. Take the logarithm on paper: a square, log σ and a constant are "
            "left, and no exponential of the square is needed.",
        ),
        Misconception(
            "width cut off",
            lambda x, mu, log_s: nll(x, mu, log_s.detach()),
            "the numbers are right, and no gradient reaches `log_s`: `detach`, `float()` or "
            "`.item()` cut it off. The network could never learn a width.",
        ),
        Misconception(
            "mean cut off",
            lambda x, mu, log_s: nll(x, mu.detach(), log_s),
            "the numbers are right, and no gradient reaches `mu`: `detach`, `float()` or "
            "`.item()` cut it off.",
        ),
        Misconception(
            "all cut off",
            lambda *args: nll(*args).detach(),
            "the numbers are right, and no gradient gets through: `math` functions, `detach`, "
            "`.item()` or numpy cut it off. Use torch's functions.",
        ),
    ),
    hints=(
        "The density is a product of two factors, and its logarithm a sum. What is −log of each?",
        "−log of the exponential is half a square, ½ ((x − μ)/σ)². −log of 1/(σ √2π) is "
        "log σ + ½ log 2π. And σ is torch.exp(log_s).",
        "In code, with one place left to you:\n\n"
        "    z = (x - mu) / torch.exp(log_s)\n"
        "    return 0.5 * z**2 + … + 0.5 * math.log(2 * math.pi)",
    ),
    praise="a square for being off, a logarithm for being vague: a network has to balance the two.",
)

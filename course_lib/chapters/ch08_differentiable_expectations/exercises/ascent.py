"""Exercise 8.7: the entropy's ascent."""

import torch

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
    by_theta,
    forward,
    log_prob,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).mean())


def _moving(candidate, theta, z):
    return candidate(lambda x: log_prob(theta, x), forward(theta, z))


def _safe(small):
    return lambda log_prob, x: -log_prob(x).mean() - 0.5 * ((x**2).mean() + small).log()


OBJECTIVE = Exercise(
    id="8.7",
    title="Entropy at a fixed size",
    minutes=5,
    difficulty="medium",
    core=False,
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
            "no gradient",
            lambda log_prob, x: objective(log_prob, x).detach(),
            "the number is right, and it has no gradient: it was cut off at the end (`.item()`, "
            "`.detach()`, `float()`).",
        ),
        Misconception(
            "cut in the size",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x.detach() ** 2).mean().log(),
            "in E[x²] x is cut off. Nothing holds the size any more: ascending this, the flow "
            "grows without end.",
        ),
        Misconception(
            "log p cut off",
            lambda log_prob, x: -log_prob(x).mean().detach() - 0.5 * (x**2).mean().log(),
            "the entropy is cut off: its gradient is gone, and only the size is left to be "
            "changed.",
        ),
        Misconception(
            "minus J",
            lambda log_prob, x: -objective(log_prob, x),
            "this is −J, a loss to go down. Asked for is J itself.",
        ),
        Misconception(
            "the entropy alone",
            lambda log_prob, x: -log_prob(x).mean(),
            "this is H alone. Stretching makes it as large as you like: take ½ log E[x²] away.",
        ),
        Misconception(
            "the width's logarithm of the root",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x**2).mean().sqrt().log(),
            "there is a root *and* a ½. ½ log E[x²] is the logarithm of the root already: one of "
            "the two is enough.",
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
        Misconception(
            "sum of the squares",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x**2).sum().log(),
            "the squares are summed. E[x²] is an average: take their mean.",
        ),
        Misconception(
            "sum of log p",
            lambda log_prob, x: -log_prob(x).sum() - 0.5 * (x**2).mean().log(),
            "the −log p are summed. The entropy is an average: take their mean.",
        ),
        Misconception(
            "the size alone",
            lambda log_prob, x: -0.5 * (x**2).mean().log(),
            "only the size is in it. The entropy, −E[log p(x)], belongs in front of −½ log E[x²].",
            also=(lambda log_prob, x: 0.5 * (x**2).mean().log(),),
        ),
        Misconception(
            "logarithm to base 10",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * torch.log10((x**2).mean()),
            "the logarithm of the size has base 10. `log_prob` gives natural ones: `torch.log`.",
        ),
        Misconception(
            "logarithm to base 2",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * torch.log2((x**2).mean()),
            "the logarithm of the size has base 2. `log_prob` gives natural ones: `torch.log`.",
        ),
        Misconception(
            "not averaged",
            lambda log_prob, x: -log_prob(x) - 0.5 * (x**2).mean().log(),
            "the −log p are not averaged: this is one number for each sample. J is one number.",
        ),
        Misconception(
            "size not averaged",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * (x**2).log(),
            "x² is not averaged before its logarithm is taken: this is one number for each sample. "
            "J is one number.",
        ),
        Misconception(
            "nothing averaged",
            lambda log_prob, x: -log_prob(x) - 0.5 * (x**2).log(),
            "nothing is averaged: this is one number for each sample. J has two averages, that of "
            "−log p(x) and that of x².",
        ),
        Misconception(
            "a small number added",
            _safe(1e-2),
            "a small number is added inside of the logarithm. E[x²] is never 0 here, and with it J "
            "is another number: leave it out.",
            also=tuple(map(_safe, (1e-3, 1e-4, 0.1, 1.0))),
        ),
        Misconception(
            "power of the mean size",
            lambda log_prob, x: -log_prob(x).mean() - 0.5 * x.abs().mean().log(),
            "the size is E[x²], the mean of the squares, and not that of |x|.",
        ),
    ),
    hints=(
        "Two averages over the same samples. Which?",
        "−log_prob(x).mean(), and the logarithm of (x²).mean().",
        "One line:\n\n    return -log_prob(x).mean() - 0.5 * torch.log(…)",
    ),
    praise="climb it, and watch what comes out.",
)

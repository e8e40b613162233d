"""Exercises 8.1 and 8.2: a moment with its gradient, and the price of a small error."""

import math

import torch

from course_lib.chapters.ch08_differentiable_expectations.exercises.base import (
    FIVE,
    SEVEN,
    by_theta,
    with_flow,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 8.1 ------------------------------------------------------------------------------------------


def moment(f, z, n):
    return (f(z) ** n).mean()


MOMENT = Exercise(
    id="8.1",
    title="A moment with its gradient",
    minutes=5,
    difficulty="easy",
    prompt=r"""
Write `moment(f, z, n)`: the Monte-Carlo estimate of the $n$-th moment,
$$E[x^n] \approx \frac{1}{N}\sum_i f(z_i)^n.$$
`f` is a flow's map $x = f(z)$ and depends on parameters $\theta$; `z` has the shape `(N,)`; `n` is
a whole number. Return one number that **keeps the gradient** with respect to $\theta$. The check
takes
$f(z) = \theta_0 \sinh z + \theta_1$, and judges value and gradient.
""",
    inputs=(
        (tensor([1.3, -0.4]), FIVE, 2),
        (tensor([0.7, 0.6]), SEVEN, 3),
        (tensor([0.5, 1.2]), FIVE, 1),
    ),
    names=("theta", "z", "n"),
    probe=by_theta(with_flow),
    reference=moment,
    returns="the average of xⁿ, one number with a gradient",
    misconceptions=(
        Misconception(
            "cut off",
            lambda f, z, n: (f(z).detach() ** n).mean(),
            "the number is right, and its gradient is gone: somewhere x is cut from the graph "
            "(`.detach()`, `.data`, `.item()`, `torch.no_grad()`, or `sample` in place of "
            "`rsample`). Then nothing knows any more that x moves with θ.",
        ),
        Misconception(
            "sum",
            lambda f, z, n: (f(z) ** n).sum(),
            "this is the sum. An expectation is an average: with the sum the value and the "
            "gradient grow with the number of samples, and so does every step of a descent.",
        ),
        Misconception(
            "new random numbers",
            lambda f, z, n: moment(f, torch.randn_like(z), n),
            "you draw random numbers of your own. The samples are given: z, which f carries to x.",
        ),
        Misconception(
            "absolute values",
            lambda f, z, n: (f(z).abs() ** n).mean(),
            "you take |x|. An odd moment counts the sign: E[xⁿ] as it stands.",
        ),
        Misconception(
            "the root of the moment",
            lambda f, z, n: moment(f, z, n).abs() ** (1 / n),
            "you take the n-th root at the end. Asked for is E[xⁿ] itself.",
        ),
        Misconception(
            "multiplied by n",
            lambda f, z, n: (n * f(z)).mean(),
            "x is multiplied by n. Its n-th power is wanted: `x ** n`.",
        ),
        Misconception(
            "not averaged",
            lambda f, z, n: f(z) ** n,
            "these are the xᵢⁿ, one for each sample. Their mean is the estimate: one number.",
        ),
        Misconception(
            "power of the mean",
            lambda f, z, n: f(z).mean() ** n,
            "you average first and take the power afterwards: that is E[x]ⁿ, not E[xⁿ]. The power "
            "belongs inside of the average.",
        ),
        Misconception(
            "moment of z",
            lambda f, z, n: (z**n).mean(),
            "these are the moments of the base. Send z through the flow first: x = f(z).",
        ),
        Misconception(
            "flow of the power",
            lambda f, z, n: f(z**n).mean(),
            "you take the power of z and send it through the flow: E[f(zⁿ)]. The moment is that of "
            "x: f(z) first, then the power.",
        ),
        Misconception(
            "central",
            lambda f, z, n: ((f(z) - f(z).mean()) ** n).mean(),
            "you subtract the mean first: these are central moments. Asked for is E[xⁿ] itself.",
        ),
        Misconception(
            "one sample too few",
            lambda f, z, n: (f(z) ** n).sum() / (len(z) - 1),
            "you divide by N − 1. That belongs to a variance around an estimated mean; an average "
            "divides by N.",
        ),
        Misconception(
            "one power too many",
            lambda f, z, n: (f(z) ** (n + 1)).mean(),
            "this is the moment of order n + 1: one factor x too many, as when a loop starts at x "
            "and multiplies n times.",
        ),
        Misconception(
            "one power too few",
            lambda f, z, n: (f(z) ** (n - 1)).mean(),
            "this is the moment of order n − 1: one factor x is missing.",
        ),
        Misconception(
            "a power by the logarithm",
            lambda f, z, n: torch.exp(n * torch.log(f(z))).mean(),
            "not a number. Is a logarithm taken of x, as for exp(n log x)? A negative number has "
            "none, and some of these x are negative. `x ** n` takes any.",
        ),
        Misconception(
            "divided by n",
            lambda f, z, n: (f(z) ** n).sum() / n,
            "you divide by n, the order of the moment. The average is over the N samples: divide "
            "by their number, as `.mean()` does, and by nothing else.",
            also=(lambda f, z, n: (f(z) ** n).mean() / n,),
        ),
        Misconception(
            "median",
            lambda f, z, n: (f(z) ** n).median(),
            "this is the median. An expectation is estimated by the mean.",
        ),
    ),
    hints=(
        "Which three things happen to z, and in which order?",
        "x = f(z), its power, the mean over the samples. Nothing that cuts the graph.",
        "One line:\n\n    return (f(z) ** n).…",
    ),
    praise="an average that knows how it moves with θ.",
)


# --- 8.2 ------------------------------------------------------------------------------------------


def samples_needed(values, wanted):
    return (values.std() / wanted) ** 2


def _error(values):
    return values.std() / len(values) ** 0.5


def _doubled(values, wanted):
    """N, doubled until the error is small enough."""
    count = len(values)
    while values.std() / count**0.5 > wanted:
        count *= 2
    return count


def _rounded_up_or_not(candidate, values, wanted):
    """The number itself, also for somebody who has rounded it (up, or to the nearest)."""
    got = candidate(values, wanted)
    if not isinstance(got, (int, float, torch.Tensor)) or isinstance(got, bool):
        return got
    if isinstance(got, torch.Tensor) and (got.ndim or got.is_complex()):
        return got
    exact = float(samples_needed(values, wanted))
    fine = {math.ceil(exact), math.ceil(exact - 1e-6), round(exact)}
    return exact if float(got) in fine else got


NEEDED = Exercise(
    id="8.2",
    title="How many samples for a given error?",
    minutes=5,
    difficulty="medium",
    prompt=r"""
You have `values` of a short run, of shape `(N,)`: a few $G(x_i)$. Their mean has the standard error
$s/\sqrt{N}$, as in exercise 7.6, with $s$ = `values.std()`. Write `samples_needed(values, wanted)`:
how many samples in all would bring the error down to `wanted`? Return the number as it comes out,
or rounded up.
""",
    inputs=(
        (tensor([1.5, -0.3, 2.2, 0.9]), 0.06),
        (tensor([10.4, 7.1, 12.9, 3.3, 8.8, 6.6, 9.7]), 0.3),
        (tensor([-3.0, -2.5, -2.9]), 0.0023),
        (tensor([0.4, 1.9]), 0.21),
    ),
    names=("values", "wanted"),
    probe=_rounded_up_or_not,
    reference=samples_needed,
    returns="the number of samples, one number",
    misconceptions=(
        Misconception(
            "two errors wide",
            lambda v, wanted: (1.96 * v.std() / wanted) ** 2,
            "a factor 1.96 is in it: that is half an interval of 95 %. Asked for is the standard "
            "error itself, s/√N = wanted.",
        ),
        Misconception(
            "not squared",
            lambda v, wanted: v.std() / wanted,
            "you take s / wanted. But the error falls with the *root* of N only: ten times more "
            "exact costs a hundred times as many samples. Square it.",
        ),
        Misconception(
            "in proportion",
            lambda v, wanted: len(v) * _error(v) / wanted,
            "you scale the number of samples in proportion to the error. Twice as many samples do "
            "not halve it; four times as many do.",
        ),
        Misconception(
            "in proportion, by the scatter",
            lambda v, wanted: len(v) * v.std() / wanted,
            "you scale N in proportion. s/√N = wanted: solve it for N; the run's own N drops out.",
        ),
        Misconception(
            "error in place of scatter",
            lambda v, wanted: (_error(v) / wanted) ** 2,
            "you start from the error of this run's mean. The formula needs s, how far the single "
            "values scatter. (Or multiply yours by the run's N.)",
        ),
        Misconception(
            "variance squared",
            lambda v, wanted: (v.var() / wanted) ** 2,
            "you square the variance. It is the square of s already.",
        ),
        Misconception(
            "variance over the error",
            lambda v, wanted: v.var() / wanted,
            "the variance s² is divided by the error itself. s²/N = wanted²: both sides squared.",
        ),
        Misconception(
            "root",
            lambda v, wanted: (v.std() / wanted) ** 0.5,
            "you take the root. Solve s/√N = wanted for N: that squares it.",
        ),
        Misconception(
            "upside down",
            lambda v, wanted: (wanted / v.std()) ** 2,
            "this is upside down: the smaller the wanted error, the more samples are needed.",
        ),
        Misconception(
            "in addition",
            lambda v, wanted: (v.std() / wanted) ** 2 - len(v),
            "this is how many are still missing. Asked for is the number in all.",
        ),
        Misconception(
            "rounded down",
            lambda v, wanted: int((v.std() / wanted) ** 2),
            "you round down. With one sample too few the error is still above what is wanted: "
            "round up, or not at all.",
        ),
        Misconception(
            "mean in place of the scatter",
            lambda v, wanted: (v.mean() / wanted) ** 2,
            "you start from the mean of the values. What counts is how far they scatter: "
            "`values.std()`.",
        ),
        Misconception(
            "multiplied by the run's N",
            lambda v, wanted: len(v) * (v.std() / wanted) ** 2,
            "you multiply by the run's N. s/√N = wanted: solve it for N; the run's own N drops "
            "out.",
        ),
        Misconception(
            "N in the variance",
            lambda v, wanted: (v.std(correction=0) / wanted) ** 2,
            "the deviations are summed and divided by N. They are taken from the mean of the same "
            "values and come out a little too small: divide by N − 1, as `.std()` does by itself "
            "and `numpy` with ddof=1.",
        ),
        Misconception(
            "the error alone squared",
            lambda v, wanted: v.std() / wanted**2,
            "`wanted` is squared and s is not. √N = s / wanted: both sides squared, N = "
            "(s / wanted)².",
        ),
        Misconception(
            "the error of this run",
            lambda v, wanted: _error(v),
            "this is the standard error of the run that you have, and `wanted` has no part in it. "
            "Asked for is how many samples bring it down to `wanted`.",
        ),
        Misconception(
            "how many times too large the error is",
            lambda v, wanted: _error(v) / wanted,
            "this is how many times too large the error of the run still is, and no number of "
            "samples. So many times smaller costs the square of it: take it times the run's N.",
        ),
        Misconception(
            "the scatter itself",
            lambda v, wanted: v.std(),
            "this is s, how far the single values scatter. Solve s/√N = wanted for N.",
        ),
        Misconception(
            "enough, or twice as many",
            lambda v, wanted: len(v) if _error(v) <= wanted else 2 * len(v),
            "you double the number of samples when the error is too large. It can be said at once: "
            "solve s/√N = wanted for N.",
            also=(_doubled,),
        ),
        Misconception(
            "enough, or one more",
            lambda v, wanted: len(v) if _error(v) <= wanted else len(v) + 1,
            "you add one sample when the error is too large. It can be said at once how many are "
            "needed: solve s/√N = wanted for N.",
        ),
        Misconception(
            "second moment in place of the variance",
            lambda v, wanted: (v**2).mean() / wanted**2,
            "you average the squares of the values. s² is that of their distances from the mean: "
            "`values.std() ** 2`.",
        ),
        Misconception(
            "mean of the distances",
            lambda v, wanted: ((v - v.mean()).abs().mean() / wanted) ** 2,
            "you average the distances from the mean. s averages their squares and takes the root: "
            "`values.std()`.",
        ),
    ),
    hints=(
        "Set the standard error equal to what is wanted. Which letter do you look for?",
        "s / √N = wanted. Solve it for N.",
        "One line:\n\n    return (values.std() / …) ** …",
    ),
    praise="a tenth of the error, a hundred times the samples: now you know the price beforehand.",
)

"""Exercise 10.2: the least mean square is a Gaussian of one width."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def best_width(residuals):
    return residuals.square().mean().sqrt()


def _above_zero(r):
    return (r.square().sum() / (r.numel() - 1)).sqrt()


BEST_WIDTH = Exercise(
    id="10.2",
    title="The width that hides in a square",
    minutes=5,
    difficulty="easy",
    prompt=r"""
A network that was trained on squares gives one number $\mu$ for each event, and what it is off by
are its residuals $r = x - \mu$. Make a density of it: a Gaussian around $\mu$ with *one* width
$\sigma$ for all events. On average an event then costs
$$\frac1N \sum_i \left[\frac{r_i^2}{2\sigma^2} + \log\sigma\right] + \frac12\log 2\pi .$$
Write `best_width(residuals)`: the $\sigma$ for which this is smallest. Set the derivative with
respect to $\sigma$ to zero.

Shapes: `residuals` is a tensor of any shape, with at least one number in it; the result is one
number. Nobody says that the residuals average to 0: a network may be off on one side.
""",
    inputs=(
        (tensor([1.2, -0.4, 2.9]),),
        (tensor([-0.7]),),
        (tensor([[0.3, 4.1, -1.8], [2.2, 0.9, 1.5]]),),
        (tensor([150.0, -20.0, 75.0, 310.0, 40.0]),),
    ),
    labels=("", "one event", "a table of residuals", ""),
    names=("residuals",),
    reference=best_width,
    returns="σ, one number",
    misconceptions=(
        Misconception(
            "torch.std: about the mean, with n − 1",
            torch.std,
            "`std` measures how far the residuals are from *their mean*, and divides by n − 1; for "
            "one event it has no value. Here they are measured from 0, where μ is, and divided by "
            "n.",
        ),
        Misconception(
            "about the mean of the residuals",
            lambda r: r.std(correction=0),
            "you take the residuals' mean away first. But the bell stands at μ, which is r = 0: if "
            "the network is off on one side, that is part of its error, and σ has to pay for it.",
        ),
        Misconception(
            "n − 1",
            _above_zero,
            "you divide by n − 1. That mends a mean that was taken from the same data; here none "
            "is, and the minimum of the formula is at the mean over n.",
        ),
        Misconception(
            "the variance",
            lambda r: r.square().mean(),
            "this is σ², the mean square. Its root is wanted: if x is in minutes, so is σ.",
        ),
        Misconception(
            "torch.var",
            torch.var,
            "this is a variance, about the residuals' own mean. Wanted is the width σ, in the "
            "units of x, measured from r = 0.",
        ),
        Misconception(
            "variance about the mean",
            lambda r: r.var(correction=0),
            "this is a variance, and about the residuals' own mean. Wanted is the width σ, in the "
            "units of x, measured from r = 0.",
        ),
        Misconception(
            "mean absolute residual",
            lambda r: r.abs().mean(),
            "you average |r|. The Gaussian has a square in its exponent: set the derivative of "
            "r²/(2σ²) + log σ to zero, and squares are what is averaged.",
        ),
        Misconception(
            "median of the absolute residuals",
            lambda r: r.abs().median(),
            "the median does not care how far the largest residuals are. The loss does: it "
            "averages their squares.",
        ),
        Misconception(
            "sum in place of the mean",
            lambda r: r.square().sum().sqrt(),
            "you sum the squares. Divide by their number: a width does not grow with more data.",
        ),
        Misconception(
            "one width for each row",
            lambda r: r.square().mean(-1).sqrt(),
            "you average over the last dimension alone. One width for *all* residuals is wanted.",
        ),
        Misconception(
            "divided by the number of rows",
            lambda r: (r.square().sum() / len(r)).sqrt(),
            "`len` counts the rows of a table, not its numbers. Divide by `residuals.numel()`, or "
            "take `.mean()`.",
        ),
        Misconception(
            "divided by n outside of the root",
            lambda r: r.square().sum().sqrt() / r.numel(),
            "your result is too small by √n: n belongs under the root, once. What you have is the "
            "error of a mean, which becomes 0 with more data. The width of the events does not.",
        ),
        Misconception(
            "½ kept",
            lambda r: (0.5 * r.square().mean()).sqrt(),
            "a ½ is left under the root. In the derivative the 2 of σ² takes it away: "
            "−r²/σ³ + 1/σ.",
        ),
        Misconception(
            "2 kept",
            lambda r: (2 * r.square().mean()).sqrt(),
            "a 2 is left under the root. The derivative of r²/(2σ²) is −r²/σ³: 2 and ½ take each "
            "other away.",
        ),
        Misconception(
            "size of the mean",
            lambda r: r.mean().abs(),
            "you average first, so that residuals of both signs cancel. Square first.",
        ),
        Misconception(
            "logarithm of the width",
            lambda r: 0.5 * torch.log(r.square().mean()),
            "this is log σ. Wanted is σ itself.",
        ),
        Misconception(
            "half of the range",
            lambda r: (r.max() - r.min()) / 2,
            "the two most extreme residuals decide on your width. In the loss every event counts.",
        ),
        Misconception(
            "one over the width",
            lambda r: 1 / r.square().mean().sqrt(),
            "this is 1/σ: twice as large residuals need twice as *wide* a bell.",
        ),
    ),
    hints=(
        "Draw the cost against σ: at small σ the first term explodes, at large σ the second one "
        "grows. Where is the slope 0?",
        "The derivative is −(mean of r²)/σ³ + 1/σ. Where is it 0?",
        "In code, with one place left to you:\n\n"
        "    mean_square = …\n"
        "    return torch.sqrt(mean_square)",
    ),
    praise="the root of the mean square, nothing else: who minimises squares has this width.",
)

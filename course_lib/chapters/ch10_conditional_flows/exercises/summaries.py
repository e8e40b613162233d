"""Exercise 10.8: two numbers that a density can be asked for."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def mean_and_mode(x, p):
    return (x * p).sum(-1) / p.sum(-1), x[p.argmax(-1)]


def _mean(x, p):
    return (x * p).sum(-1) / p.sum(-1)


def _mode(x, p):
    return x[p.argmax(-1)]


def _with(mean=_mean, mode=_mode):
    """A wrong answer that is right but for its mean or its mode."""
    return lambda x, p: (mean(x, p), mode(x, p))


def _middle(x, p):
    below = p.cumsum(-1) < 0.5 * p.sum(-1, keepdim=True)
    return x[below.sum(-1)]


def _bumps(x, *bumps):
    """Densities of bumps (height, centre, width), which need not have the area 1."""
    return sum(h * torch.exp(-0.5 * ((x - m) / s) ** 2) for h, m, s in bumps)


GRID = torch.linspace(-9, 12, 316, dtype=torch.float64)
COARSE = torch.linspace(-6, 6, 49, dtype=torch.float64)
TWO = _bumps(GRID, (0.21, -2.0, 0.5), (0.13, 3.0, 1.2))
FOUR = torch.stack(
    [
        _bumps(COARSE, (1.0, -1.5, 0.4)),
        _bumps(COARSE, (2.0, 1.75, 0.5), (0.7, -2.0, 0.6)),
        _bumps(COARSE, (0.3, 0.5, 0.7), (0.4, 2.25, 0.3)),
    ]
)
TABLE = torch.stack([FOUR, FOUR.flip(-1) * tensor([[1.0], [0.5], [3.0]])])

MEAN_AND_MODE = Exercise(
    id="10.8",
    title="Mean against mode",
    minutes=5,
    difficulty="medium",
    core=False,
    prompt=r"""
Somebody wants one number after all. A density can offer two: its **mean**
$\int x\,p(x)\,\mathrm dx$, which is what a network trained on squares answers with, and its
**mode**, the place where it is highest.

Write `mean_and_mode(x, p)` for densities that are known on an even grid. Return `(mean, mode)`. The
densities may lack their normalisation, so divide by their sum.

Shapes: the grid `x` is `(M,)`, and `p` is `(..., M)`: one density, or one for each event. Both
results are `(...)`. The mode is a place on the grid. At both ends of the grid $p$ has fallen
to 0.
""",
    inputs=((GRID, TWO), (COARSE, FOUR), (COARSE, TABLE)),
    labels=("one density", "three densities", "a table of densities"),
    names=("x", "p"),
    parts=("mean", "mode"),
    reference=mean_and_mode,
    returns="the mean and the mode of each density, of the shape of p without its last dimension",
    tips=(
        (
            "must match the size",
            "Each density has a sum of its own, (...), which does not fit beside p, (..., M). "
            "`p.sum(-1, keepdim=True)` keeps a last dimension, of length 1.",
        ),
    ),
    misconceptions=(
        Misconception(
            "mean of the grid",
            _with(lambda x, p: x.mean().expand(p.shape[:-1])),
            "this is the middle of the grid, whatever the density is. Weight each place by p.",
        ),
        Misconception(
            "mean of the density",
            _with(lambda x, p: p.mean(-1)),
            "this is the mean of p, a density. Wanted is a mean of *places*, weighted by p.",
        ),
        Misconception(
            "not divided by the sum of p",
            _with(lambda x, p: (x * p).sum(-1)),
            "x p is summed, and not divided by the sum of p: weights have to sum to 1.",
        ),
        Misconception(
            "divided by the number of places",
            _with(lambda x, p: (x * p).mean(-1)),
            "you divide by the number of places. The weights are p: divide by *their* sum.",
        ),
        Misconception(
            "times the step, not normalised",
            _with(lambda x, p: (x * p).sum(-1) * (x[1] - x[0])),
            "this is ∫ x p dx, and p lacks its normalisation. Divide by ∫ p dx.",
        ),
        Misconception(
            "mean above, sum below",
            _with(lambda x, p: (x * p).mean(-1) / p.sum(-1)),
            "above stands a mean and below a sum: a factor M is too many. Both alike.",
        ),
        Misconception(
            "median for the mean",
            _with(_middle),
            "this is the median, the place with half of the probability on each side. The mean "
            "weights every place by p.",
        ),
        Misconception(
            "the row number",
            _with(mode=lambda x, p: p.argmax(-1)),
            "`argmax` gives a number of a grid point, not a place. Ask the grid: x at that number.",
        ),
        Misconception(
            "the height",
            _with(mode=lambda x, p: p.max(-1).values),
            "this is how high p is there. Wanted is *where* it is highest.",
        ),
        Misconception(
            "where x p is largest",
            _with(mode=lambda x, p: x[(x * p).argmax(-1)]),
            "you look for the largest x · p. The mode is where p itself is largest.",
        ),
        Misconception(
            "where p is smallest",
            _with(mode=lambda x, p: x[p.argmin(-1)]),
            "argmin finds where p is lowest. The mode is where it is highest.",
        ),
        Misconception(
            "the largest place",
            _with(mode=lambda x, p: x.max().expand(p.shape[:-1])),
            "this is the end of the grid. The mode is where *p* is largest.",
        ),
        Misconception(
            "mode of all densities together",
            _with(mode=lambda x, p: x[(p.argmax() % len(x)).expand(p.shape[:-1])]),
            "`p.argmax()` looks for the highest of *all* densities. Each one has its own mode: "
            "`argmax(-1)`.",
        ),
        Misconception(
            "everything in one",
            lambda x, p: ((x * p).sum() / p.sum(), x[p.argmax() % len(x)]),
            "you sum over all densities at once. Each has a mean of its own: sum over the last "
            "dimension.",
        ),
        Misconception(
            "flat argmax",
            lambda x, p: ((x * p).sum() / p.sum(), x[p.argmax()]),
            "without a dimension, `argmax` counts through all densities at once, and its number "
            "is beyond the grid (a `sum` would do the same, without a word). Each density has a "
            "mean and a mode of its own: over the last dimension, −1.",
        ),
        Misconception(
            "the first dimension",
            lambda x, p: ((x * p).sum(0) / p.sum(0), x[p.argmax(0)]),
            "you sum over the first dimension, the densities. The grid runs along the last one, "
            "−1.",
        ),
        Misconception(
            "the mean twice",
            _with(mode=_mean),
            "your mode is the mean. With two bumps they are far apart: the mode is where p is "
            "highest.",
        ),
        Misconception(
            "the mode twice",
            _with(mean=_mode),
            "your mean is the mode. With two bumps they are far apart: the mean weights every "
            "place by p.",
        ),
        Misconception(
            "mean and mode exchanged",
            lambda x, p: (_mode(x, p), _mean(x, p)),
            "both are right, in the wrong order: return `(mean, mode)`.",
        ),
    ),
    hints=(
        "The mean is a sum of places, each weighted by p. And the mode: which of the grid's places "
        "has the largest p?",
        "Sum over the last dimension, and divide by the sum of p there. `p.argmax(-1)` gives the "
        "number of the grid point.",
        "In code, with two places left to you:\n\n"
        "    mean = (x * p).sum(-1) / …\n"
        "    mode = x[…]\n"
        "    return mean, mode",
    ),
    praise="two honest summaries, and with two bumps the mean lies where hardly anything happens.",
)

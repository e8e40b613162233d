"""Exercise 14.5: the knots of a spline whose two ends are one place."""

import math

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import TURN
from course_lib.chapters.ch14_flows_on_manifolds.exercises.seams import (
    SEAMS,
    circular_knots,
    knots_from,
    places_of,
    with_knots,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import named_gradients

CIRCULAR_KNOTS = Exercise(
    id="14.5",
    title="Two ends that are one place",
    minutes=5,
    difficulty="medium",
    prompt=r"""
A spline can be a map of the circle, too, from the base $z$ to the data $x$. Its knots run from
$-\pi$ to $\pi$ on both axes. But $-\pi$ and $\pi$ are one place: if the spline left it with one
slope and came back with another, the density would jump there. So there is **one** free slope for
both ends.

Write `circular_knots(widths, heights, slopes)`, which turns **any** real numbers into such knots.
Return `(knots_z, knots_x, d)`:

- $w_k = 2\pi\,\mathrm{softmax}(\texttt{widths})_k$, positive widths that fill one turn. The knots
  stand at $-\pi,\ -\pi + w_1,\ -\pi + w_1 + w_2,\ \dots,\ \pi$. In the same way `knots_x` from
  `heights`.
- $d_k = \mathrm{softplus}(\texttt{slopes})_k$, the slopes at the first $K$ knots; the last knot is
  the first one again.

Shapes: `widths`, `heights` and `slopes` are `(K,)`; each of the three results is `(K + 1,)`.
`torch.softmax(…, 0)`, `torch.cumsum(…, 0)`, `torch.cat` and `softplus` from `torch.nn.functional`
may help. Gradient descent must get through: the check also looks at the gradients.
""",
    inputs=(
        (tensor([0.3, -0.8, 1.1]), tensor([-0.5, 0.9, 0.2]), tensor([-1.3, 0.7, 1.9])),
        (
            tensor([-1.0, 0.4, 2.0, -0.3, 0.1]),
            tensor([1.5, -0.7, 0.1, 0.6, -2.0]),
            tensor([2.2, -3.0, 1.6, 6.0, 0.4]),
        ),
        (tensor([4.0, -2.0]), tensor([-0.4, 0.5]), tensor([-0.9, 0.8])),
        (
            tensor([800.0, 799.5, 2.0]),
            tensor([-900.0, -899.0, -899.5]),
            tensor([-40.0, 800.0, 3.0]),
        ),
    ),
    labels=("", "", "two bins", "numbers so large that exp is infinite, or 0"),
    names=("widths", "heights", "slopes"),
    probe=named_gradients(("knots_z", "knots_x", "d"), widths=0, heights=1, slopes=2),
    reference=circular_knots,
    returns="knots_z, knots_x and d, each of shape (K + 1,)",
    misconceptions=(
        *SEAMS,
        Misconception(
            "from 0 to 2π",
            with_knots(lambda u: knots_from(0, TURN * torch.softmax(u, 0))),
            "your knots run from 0 to 2π. The turn begins at −π here: take π away from all of "
            "them.",
        ),
        Misconception(
            "bound 1",
            with_knots(lambda u: knots_from(-1, 2 * torch.softmax(u, 0))),
            "your knots run from −1 to 1. One turn runs from −π to π: its length is 2π.",
        ),
        Misconception(
            "half a turn",
            with_knots(lambda u: knots_from(-math.pi, math.pi * torch.softmax(u, 0))),
            "your knots end at 0. From −π to π it is 2π, not π.",
        ),
        Misconception(
            "2π forgotten",
            with_knots(lambda u: knots_from(-math.pi, torch.softmax(u, 0))),
            "softmax gives shares that sum to 1, so your knots end at −π + 1. One turn is 2π long: "
            "multiply the shares by it.",
        ),
        Misconception(
            "from 0 to 1",
            with_knots(lambda u: knots_from(0, torch.softmax(u, 0))),
            "your knots run from 0 to 1, as the shares do. One turn runs from −π to π: multiply by "
            "2π and take π away.",
        ),
        Misconception(
            "degrees",
            with_knots(lambda u: knots_from(-180, 360 * torch.softmax(u, 0))),
            "your knots run from −180 to 180. Angles are in radians: −π to π.",
        ),
        Misconception(
            "widths that do not fill the turn: exp",
            with_knots(lambda u: knots_from(-math.pi, u.exp())),
            "your widths are positive, but they do not sum to 2π: the last knot lands anywhere. "
            "Divide by their sum, which is what softmax does, and multiply by 2π.",
        ),
        Misconception(
            "widths that do not fill the turn: softplus",
            with_knots(lambda u: knots_from(-math.pi, softplus(u))),
            "softplus makes each width positive, but they do not sum to 2π: the last knot lands "
            "anywhere. Widths have to share the turn out: softmax, then 2π.",
            also=(with_knots(lambda u: knots_from(-math.pi, TURN * softplus(u))),),
        ),
        Misconception(
            "shares without softmax",
            with_knots(lambda u: knots_from(-math.pi, TURN * u / u.sum())),
            "you divide the numbers by their sum. They fill the turn, but a negative number makes "
            "a negative width, and the knots fall. softmax takes the exponential first.",
        ),
        Misconception(
            "shares of softplus",
            with_knots(lambda u: knots_from(-math.pi, TURN * softplus(u) / softplus(u).sum())),
            "your shares are positive and fill the turn: it would do. This exercise asks for "
            "softmax, whose shares do not change when all numbers grow alike.",
        ),
        Misconception(
            "numbers used as widths",
            with_knots(lambda u: knots_from(-math.pi, u)),
            "the numbers are added up as they are. A negative one makes the knots fall, and "
            "nothing makes them end at π. Send them through softmax and multiply by 2π.",
        ),
        Misconception(
            "numbers used as shares",
            with_knots(lambda u: knots_from(-math.pi, TURN * u)),
            "the numbers are multiplied by 2π as they are. A negative one makes the knots fall, "
            "and they do not sum to 1. Send them through softmax first.",
        ),
        Misconception(
            "softmax that overflows",
            with_knots(lambda u: knots_from(-math.pi, TURN * u.exp() / u.exp().sum())),
            "exp(u)/Σ exp(u) is softmax on paper. In a computer exp(u) is infinite for a large u, "
            "or all of them are 0. `torch.softmax` takes the largest number away first.",
        ),
        Misconception(
            "first knot missing",
            with_knots(lambda u: places_of(u)[1:]),
            "the knot at −π is missing. K bins have K + 1 ends, and the cumulative sum gives only "
            "the right ones: put a zero in front.",
        ),
        Misconception(
            "last knot missing",
            with_knots(lambda u: places_of(u)[:-1]),
            "the knot at π is missing. It is the place of the first one, but the last bin needs "
            "its right end.",
        ),
        Misconception(
            "widths instead of places",
            with_knots(lambda u: TURN * torch.softmax(u, 0)),
            "these are the widths of the bins, and right ones. Knots are places: add the widths "
            "up from −π on with `torch.cumsum`.",
        ),
        Misconception(
            "softmax of the sums",
            with_knots(
                lambda u: torch.cat(
                    [u.new_full((1,), -math.pi), TURN * torch.softmax(u.cumsum(0), 0) - math.pi]
                )
            ),
            "you add up first and take the softmax then: the results are shares again, and they do "
            "not rise. First softmax, which gives the widths, then add up.",
        ),
        Misconception(
            "equal bins",
            with_knots(lambda u: torch.linspace(-math.pi, math.pi, len(u) + 1)),
            "your knots stand at equal distances, whatever the numbers are. Their softmax gives "
            "the widths.",
        ),
        Misconception(
            "widths that do not fill the turn: sigmoid",
            with_knots(lambda u: knots_from(-math.pi, TURN * torch.sigmoid(u))),
            "sigmoid makes each number a share by itself, and they do not sum to 1. softmax does.",
        ),
        Misconception(
            "−π at the first knot alone",
            with_knots(lambda u: torch.cat([places_of(u)[:1], places_of(u)[1:] + math.pi])),
            "−π stands in front, but the widths are added up from 0 on. Take π away from all of "
            "the sums, too.",
        ),
        Misconception(
            "widths behind −π, not added up",
            with_knots(
                lambda u: torch.cat([u.new_full((1,), -math.pi), TURN * torch.softmax(u, 0)])
            ),
            "behind −π stand the widths of the bins. Knots are places: add the widths up, "
            "`torch.cumsum`.",
        ),
        Misconception(
            "knots_z and knots_x exchanged",
            lambda widths, heights, slopes: circular_knots(heights, widths, slopes),
            "the first result has to be knots_z, made from `widths`; the second one knots_x, made "
            "from `heights`.",
        ),
        Misconception(
            "widths used twice",
            lambda widths, heights, slopes: circular_knots(widths, widths, slopes),
            "knots_x is made from `widths`, too. The heights have numbers of their own.",
        ),
        Misconception(
            "cut off",
            lambda *args: tuple(part.detach() for part in circular_knots(*args)),
            "the numbers are right, and no gradient gets through: `.detach()`, `float()`, "
            "`.item()`, NumPy or `torch.tensor([…])` cut them off. Use torch's functions, and "
            "torch.cat or torch.stack.",
        ),
        Misconception(
            "widths and heights cut off",
            with_knots(lambda u: places_of(u.detach())),
            "the knots are right, and no gradient gets back to `widths` and `heights`: "
            "`.detach()`, `float()`, `.item()` or `torch.tensor(…)` has cut them off.",
        ),
    ),
    tips=(
        (
            r"zero-dimensional tensor.*concatenated",
            "`d[0]` is a single number. `d[:1]` is a tensor of one entry, and `torch.cat` takes "
            "it.",
        ),
    ),
    hints=(
        "Which of the K + 1 knots are the same place of the circle?",
        "softmax gives the shares, 2π makes widths of them, cumsum the right ends of the bins; a 0 "
        "in front and − π behind give the knots. For d put the first slope once more at the end.",
        "In code, with three places left to you:\n\n"
        "    zero = widths.new_zeros(1)\n"
        "    knots_z = torch.cat([zero, 2 * math.pi * torch.softmax(widths, 0).cumsum(0)]) - …\n"
        "    knots_x = torch.cat([zero, 2 * math.pi * torch.softmax(heights, 0).cumsum(0)]) - …\n"
        "    d = torch.nn.functional.softplus(slopes)\n"
        "    return knots_z, knots_x, torch.cat([d, …])",
    ),
    praise="K slopes for K places: the seam has a slope that the data can choose, and no jump.",
)

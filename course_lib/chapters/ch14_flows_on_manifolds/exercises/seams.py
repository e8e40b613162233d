"""The knots of a closed spline, and what goes wrong with its slopes in exercise 14.5."""

import math

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import TURN
from course_lib.exercises.exercise import Misconception


def knots_from(start, lengths):
    """The places of knots with these distances, from ``start`` on."""
    return torch.cat([lengths.new_zeros(1), lengths.cumsum(0)]) + start


def places_of(numbers):
    return knots_from(-math.pi, TURN * torch.softmax(numbers, 0))


def _closed(d):
    return torch.cat([d, d[:1]])


def _slopes(numbers):
    return _closed(softplus(numbers))


def with_knots(places=places_of, slopes=_slopes):
    """A wrong answer that is right but for its places or its slopes."""
    return lambda widths, heights, numbers: (places(widths), places(heights), slopes(numbers))


def circular_knots(widths, heights, slopes):
    return with_knots()(widths, heights, slopes)


def _ends(first, last):
    """Slopes with these two functions of softplus(slopes) at the ends."""

    def slopes(numbers):
        d = softplus(numbers)
        return torch.cat([first(d), d[1:], last(d)])

    return slopes


def _one(d):
    return torch.ones_like(d[:1])


def _mean_of_ends(numbers):
    d = softplus(numbers)
    seam = (d[:1] + d[-1:]) / 2
    return torch.cat([seam, d[1:-1], seam])


SEAMS = (
    Misconception(
        "ends pinned to 1",
        with_knots(slopes=_ends(_one, _one)),
        "both of your ends have the slope 1, so nothing jumps. But with 1 there the density "
        "at the seam is 1/2π whatever the data say: the cut can still be seen. The first of "
        "the free slopes belongs to both ends.",
        also=(
            with_knots(
                slopes=lambda u: torch.cat([u.new_ones(1), softplus(u)[:-1], u.new_ones(1)])
            ),
            with_knots(slopes=lambda u: _closed(torch.cat([u.new_ones(1), softplus(u)[1:]]))),
        ),
    ),
    Misconception(
        "ends apart: 1 at the last knot",
        with_knots(slopes=lambda u: torch.cat([softplus(u), u.new_ones(1)])),
        "your last knot has the slope 1 and the first one a free slope. They are one place: "
        "the density would jump there. The last slope is the first one again.",
    ),
    Misconception(
        "ends apart: 1 at the first knot",
        with_knots(slopes=lambda u: torch.cat([u.new_ones(1), softplus(u)])),
        "your first knot has the slope 1, and all the others have moved on by one. The slopes "
        "belong to the first K knots; the last one has that of the first.",
    ),
    Misconception(
        "last slope repeated",
        with_knots(slopes=lambda u: torch.cat([softplus(u), softplus(u)[-1:]])),
        "you repeat the *last* slope. It belongs to the last knot but one. The knot at π is "
        "the one at −π: repeat the first.",
    ),
    Misconception(
        "last slope in front",
        with_knots(slopes=lambda u: torch.cat([softplus(u)[-1:], softplus(u)])),
        "both ends have the same slope, and nothing jumps. But you put the last slope in "
        "front, and all others have moved on by one: slope k belongs to knot k, from the first "
        "on.",
    ),
    Misconception(
        "mean of the two ends",
        with_knots(slopes=lambda u: _closed(torch.cat([_mean_of_ends(u)[:1], softplus(u)[1:]]))),
        "you take the mean of the first and the last slope for the seam. Nothing jumps, but "
        "there are K slopes for K places: the first one is the seam's.",
        also=(with_knots(slopes=_mean_of_ends),),
    ),
    Misconception(
        "seam missing",
        with_knots(slopes=softplus),
        "d has K slopes, and K + 1 knots need K + 1. The last knot is the first place again.",
    ),
    Misconception(
        "0 at the last knot",
        with_knots(slopes=lambda u: torch.cat([softplus(u), u.new_zeros(1)])),
        "your last slope is 0: flat, and another one than at the first knot, which is the same "
        "place.",
    ),
    Misconception(
        "ends apart: 1 before softplus at the last knot",
        with_knots(slopes=lambda u: softplus(torch.cat([u, u.new_ones(1)]))),
        "your last slope is softplus(1) = 1.313, and the first one is free. They are one "
        "place: the density would jump there. The last slope is the first one again.",
    ),
    Misconception(
        "ends apart: 0 before softplus at the last knot",
        with_knots(slopes=lambda u: softplus(torch.cat([u, u.new_zeros(1)]))),
        "your last slope is softplus(0) = log 2 = 0.693, and the first one is free. They are "
        "one place: the density would jump there. The last slope is the first one again.",
    ),
    Misconception(
        "one end too many",
        with_knots(slopes=lambda u: torch.cat([softplus(u)[:1], softplus(u), softplus(u)[:1]])),
        "you put the first slope in front as well as at the end: K + 2 of them. It stands in "
        "front already.",
    ),
    Misconception(
        "second slope repeated",
        with_knots(slopes=lambda u: torch.cat([softplus(u), softplus(u)[1:2]])),
        "you repeat the second slope. The last knot is the *first* place again: `d[:1]`.",
    ),
    Misconception(
        "copy cut off",
        with_knots(slopes=lambda u: torch.cat([softplus(u), softplus(u)[:1].detach()])),
        "the numbers are right, but the copy of the first slope at the end is cut from the "
        "graph: a part of what the data say about the seam never reaches it. Copy without "
        "`.detach()`, `.item()` or `torch.tensor(…)`.",
    ),
    Misconception(
        "exp in place of softplus",
        with_knots(slopes=lambda u: _closed(u.exp())),
        "exp makes slopes positive, too, and would do. It grows fast, though: one large step "
        "of the optimizer makes a slope huge. This exercise asks for softplus, "
        "log(1 + exp(u)).",
        also=(with_knots(slopes=lambda u: torch.cat([u.exp(), u.exp()[:1]])),),
    ),
    Misconception(
        "softplus forgotten",
        with_knots(slopes=_closed),
        "the slopes are used as they are, so one can be negative: the curve falls there, and "
        "the map has no inverse. Send them through softplus.",
    ),
    Misconception(
        "softplus twice",
        with_knots(slopes=lambda u: _closed(softplus(softplus(u)))),
        "your slopes go through softplus twice.",
    ),
    Misconception(
        "softplus twice at the last knot",
        with_knots(slopes=lambda u: torch.cat([softplus(u), softplus(softplus(u))[:1]])),
        "the copy of the first slope goes through softplus once more, so the two ends have two "
        "slopes. They are one place: copy the slope as it is.",
    ),
    Misconception(
        "slopes through softmax",
        with_knots(slopes=lambda u: _closed(torch.softmax(u, 0))),
        "you send the slopes through softmax, as if they shared something out. Only widths and "
        "heights do. Slopes need to be positive, and no more: softplus.",
        also=(with_knots(slopes=lambda u: _closed(TURN * torch.softmax(u, 0))),),
    ),
    Misconception(
        "slopes that can be zero",
        with_knots(slopes=lambda u: _closed(u.relu())),
        "every negative number becomes the slope 0, where the map is no longer invertible and "
        "no gradient gets through. softplus stays above 0.",
    ),
    Misconception(
        "sizes of the slopes",
        with_knots(slopes=lambda u: _closed(u.abs())),
        "you take the size |u|: it can be 0, and u and −u make one slope. softplus is asked for.",
    ),
    Misconception(
        "softplus that overflows",
        with_knots(slopes=lambda u: _closed(torch.log(1 + u.exp()))),
        "log(1 + exp(u)) is softplus on paper. In a computer exp(u) is infinite for a large u, "
        "and so is your slope. torch's own `softplus` holds for all numbers.",
        also=(with_knots(slopes=lambda u: _closed(torch.log1p(u.exp()))),),
    ),
    Misconception(
        "slopes cut off",
        with_knots(slopes=lambda numbers: _slopes(numbers.detach())),
        "the slopes are right, and no gradient reaches them: `.detach()`, `.data`, `float()` "
        "or `torch.tensor([…])` cut them off. Use torch's softplus and torch.cat.",
    ),
)

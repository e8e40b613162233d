"""Exercise 13.2: the coverage curve."""

from itertools import pairwise

import torch

from course_lib.exercises.counting import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def coverage(u, p):
    return _covered(u, p).mean(0)


def _covered(u, p):
    return (u[:, None] <= p).double()


def _bins(u, p):
    ordered, order = p.sort()
    shares = coverage(u, ordered)
    between = torch.cat([shares[:1], shares.diff()])
    return between[order.argsort()]


def _from_one_p_to_the_next(u, p):
    """The same without a thought for the order of p."""
    edges = torch.cat([torch.zeros(1), p])
    return torch.stack([((u > low) & (u <= high)).double().mean() for low, high in pairwise(edges)])


def _central(u, p):
    low, high = (1 - p) / 2, (1 + p) / 2
    return ((u[:, None] >= low) & (u[:, None] <= high)).double().mean(0)


def _mean_below(u, p):
    return torch.stack([u[u <= q].mean() for q in p])


def _interpolated(u, p):
    """The empirical distribution function as a line from point to point."""
    ordered = u.sort().values
    place = torch.searchsorted(ordered, p, right=True).clamp(1, len(u) - 1)
    low, high = ordered[place - 1], ordered[place]
    return (place + (p - low) / (high - low)) / len(u)


COVERAGE = Exercise(
    id="13.2",
    title="Promised and kept",
    minutes=4,
    difficulty="easy",
    prompt=r"""
Each event $i$ has its share $u_i$: the mass of the region that just reaches the truth. So the
region of mass $p$ covers the truth of event $i$ exactly if $u_i \le p$. The **coverage** at $p$ is
the share of events that are covered. If all promises are kept, it is $p$.

Write `coverage(u, p)`, the curve: for each promised $p$ the share of events with $u_i \le p$.
Shapes: `u` is `(n,)`, `p` is `(k,)` in any order, and the result is `(k,)`.
""",
    inputs=(
        (
            tensor([0.62, 0.08, 0.91, 0.33, 0.47, 0.75, 0.12]),
            tensor([0.10, 0.35, 0.68, 0.95]),
        ),
        (tensor([0.81, 0.22, 0.55, 0.96, 0.07]), tensor([0.68, 0.3, 0.9])),
        (tensor([0.17, 0.58, 0.44]), tensor([0.2, 0.6, 0.5])),
        (tensor([0.25, 0.5, 0.125, 0.75, 0.5, 0.875]), tensor([0.5, 0.125, 0.8])),
    ),
    labels=("", "p in any order", "as many promises as events", "some u exactly at p"),
    names=("u", "p"),
    reference=coverage,
    returns="the share of events with u ≤ p, for each p",
    misconceptions=(
        Misconception(
            "those above",
            lambda u, p: 1 - coverage(u, p),
            "you count the events with u > p: those that the region *misses*. Covered is u ≤ p.",
            also=(lambda u, p: (u[:, None] >= p).double().mean(0),),
        ),
        Misconception(
            "counts",
            lambda u, p: _covered(u, p).sum(0),
            "these are numbers of events. Divide by how many there are: a share.",
        ),
        Misconception(
            "1 − p",
            lambda u, p: coverage(u, 1 - p),
            "you promise 1 − p: a *greater* p must cover more events, and yours covers fewer.",
        ),
        Misconception(
            "quantile",
            lambda u, p: u.quantile(p),
            "a quantile answers the other way round: below which u lies a share p? Here p is "
            "given, and the share is wanted. (On a plot your axes would be exchanged.)",
        ),
        Misconception(
            "bin by bin",
            _bins,
            "you count what lies *between* one p and the next, as in a histogram. The region of "
            "mass 0.9 holds that of mass 0.5: all u ≤ p count.",
            also=(_from_one_p_to_the_next,),
        ),
        Misconception(
            "a central interval of u",
            _central,
            "you ask whether u lies in the middle, between (1 − p)/2 and (1 + p)/2. u is already a "
            "mass, counted from the centre of the region: covered is u ≤ p.",
            also=(lambda u, p: ((u[:, None] - 0.5).abs() <= p / 2).double().mean(0),),
        ),
        Misconception(
            "the promise itself",
            lambda u, p: p.clone(),
            "you return p, what was promised. Count what was kept.",
        ),
        Misconception(
            "the gap to the promise",
            lambda u, p: coverage(u, p) - p,
            "you compare the coverage with the promise. Return the coverage itself.",
            also=(
                lambda u, p: p - coverage(u, p),
                lambda u, p: (coverage(u, p) - p).abs(),
                lambda u, p: coverage(u, p) / p,
            ),
        ),
        Misconception(
            "strictly below",
            lambda u, p: (u[:, None] < p).double().mean(0),
            "you ask for u < p. An event whose truth lies exactly on the region's edge is covered: "
            "u ≤ p.",
        ),
        Misconception(
            "averaged over the promises",
            lambda u, p: _covered(u, p).mean(1),
            "you average over the promises, so you have a number for each *event*. Average over "
            "the events: one number for each p.",
        ),
        Misconception(
            "one number for all",
            lambda u, p: _covered(u, p).mean(),
            "this is one number, averaged over all events and all promises. Each p has its own "
            "share: average over the events alone.",
        ),
        Misconception(
            "u and p beside each other",
            lambda u, p: (u[: len(p)] <= p[: len(u)]).double(),
            "u is compared with p place by place, as if event number 2 belonged to promise number "
            "2. Every event meets every promise: `u[:, None] <= p` is a table (n, k).",
            also=(
                lambda u, p: (u[: len(p)] <= p[: len(u)]).double().mean(),
                lambda u, p: (u <= p).double().mean(),
                lambda u, p: (u <= p).double(),
            ),
        ),
        Misconception(
            "the whole table",
            _covered,
            "this is a table: every event with every promise. Average it over the events.",
        ),
        Misconception(
            "p sorted",
            lambda u, p: coverage(u, p.sort().values),
            "you sort the promises, and then the shares stand in another order than `p`. Keep the "
            "order in which they came.",
        ),
        Misconception(
            "divided by the number of promises",
            lambda u, p: _covered(u, p).sum(0) / len(p),
            "you divide by the number of promises k. It is a share of the *events*: divide by n.",
        ),
        Misconception(
            "divided by n − 1",
            lambda u, p: _covered(u, p).sum(0) / (len(u) - 1),
            "you divide by n − 1. That belongs to a variance; a share divides by n.",
        ),
        Misconception(
            "divided by n + 1",
            lambda u, p: _covered(u, p).sum(0) / (len(u) + 1),
            "you divide by n + 1. There are n events, and a share divides by n.",
        ),
        Misconception(
            "searched in what is not sorted",
            lambda u, p: torch.searchsorted(u, p, right=True) / len(u),
            "`searchsorted` needs a sorted tensor, and says nothing if it is not. Sort u first.",
            also=(lambda u, p: torch.searchsorted(u, p) / len(u),),
        ),
        Misconception(
            "mean of u below p",
            _mean_below,
            "this is the mean u of the covered events. Wanted is how many there are, as a share.",
        ),
        Misconception(
            "percent",
            lambda u, p: 100 * coverage(u, p),
            "these are percent. p is a share between 0 and 1; let the coverage be one, too.",
        ),
        Misconception(
            "a line from point to point",
            _interpolated,
            "you interpolate between the events. A share of events goes up in steps: count u ≤ p.",
        ),
    ),
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "For one promise p: how do you count the events with u ≤ p? And how many events are there?",
        "Compare every u with every p, in a table (n, k): `u[:, None] <= p`. Then average over the "
        "events, the first dimension.",
        "In code, with one place left to you:\n\n"
        "    covered = u[:, None] <= p\n"
        "    return covered.double().…",
    ),
    praise="now a promise can be held against what was kept, at every p at once.",
)

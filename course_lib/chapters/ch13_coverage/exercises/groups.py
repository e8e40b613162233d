"""Exercise 13.6: coverage in each group of a feature."""

import math

import torch

from course_lib.exercises.counting import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def coverage_by_group(u, feature, edges, p):
    return _each(u, feature, edges, lambda inside: (inside <= p).double().mean())


def _events(n, edges, p, seed):
    """n shares, smaller where the feature is large, and the feature."""
    generator = torch.Generator().manual_seed(seed)
    feature = torch.randn(n, generator=generator, dtype=torch.float64)
    u = torch.rand(n, generator=generator, dtype=torch.float64) ** feature.exp()
    u[n // 2] = p  # one truth exactly on its region's edge
    return u, feature, tensor(edges), p


def _each(values, feature, edges, number):
    """A number of the values in each group."""
    group = torch.bucketize(feature, edges)
    return torch.stack([number(values[group == k]) for k in range(len(edges) + 1)])


def _counts(u, feature, edges, p):
    return _each(u, feature, edges, lambda inside: (inside <= p).double().sum())


def _sizes(u, feature, edges, p):
    return _each(u, feature, edges, lambda inside: inside.new_tensor(len(inside)))


def _cumulative(u, feature, edges, p):
    borders = [*edges.tolist(), math.inf]
    return torch.stack([(u[feature < b] <= p).double().mean() for b in borders])


def _cumulative_from_above(u, feature, edges, p):
    borders = [-math.inf, *edges.tolist()]
    return torch.stack([(u[feature > b] <= p).double().mean() for b in borders])


def _by_size(u, feature, edges, p):
    parts = u[feature.argsort()].tensor_split(len(edges) + 1)
    return torch.stack([(part <= p).double().mean() for part in parts])


def _in_order_of_arrival(u, feature, edges, p):
    parts = u.tensor_split(len(edges) + 1)
    return torch.stack([(part <= p).double().mean() for part in parts])


def _even_bins(u, feature, edges, p):
    """Groups of equal width between the smallest and the largest feature."""
    even = torch.linspace(feature.min(), feature.max(), len(edges) + 2, dtype=feature.dtype)[1:-1]
    group = torch.bucketize(feature, even)
    covered = torch.bincount(group[u <= p], minlength=len(edges) + 1)
    return covered / torch.bincount(group, minlength=len(edges) + 1)


def _groups_of_u(u, feature, edges, p):
    """Grouped by u; a group without events gives NaN, as a mean of nothing does."""
    return _each(u, u, edges, lambda inside: (inside <= p).double().mean())


def _u_and_feature_exchanged(u, feature, edges, p):
    return _each(feature, u, edges, lambda inside: (inside <= p).double().mean())


COVERAGE_BY_GROUP = Exercise(
    id="13.6",
    title="Kept by whom?",
    minutes=5,
    difficulty="medium",
    prompt=r"""
A curve on the diagonal can hide a posterior that is too narrow for some events and too wide for
others. So split the events by something you can see, a **feature**, and count in each group.

Write `coverage_by_group(u, feature, edges, p)`: in each group the share of *its* events with
$u \le p$. The edges are the borders between the groups. $g$ edges make $g + 1$ groups: all below
`edges[0]`, between each edge and the next one, and all above `edges[-1]`.

Shapes: `u` and `feature` are `(n,)`, event by event; `edges` is `(g,)`, increasing; `p` is a plain
number. The result is `(g + 1,)`, in the order of the feature. No feature lies on an edge, and no
group is empty. (`torch.bucketize(feature, edges)` tells each event's group.)
""",
    inputs=(
        _events(14, [-0.5, 0.8], 0.68, seed=37),
        _events(11, [0.3], 0.5, seed=9),
        _events(21, [-0.9, -0.1, 0.7], 0.38, seed=138),
    ),
    labels=("three groups", "one edge, two groups", "four groups"),
    names=("u", "feature", "edges", "p"),
    reference=coverage_by_group,
    returns="the share of events with u ≤ p in each group",
    misconceptions=(
        Misconception(
            "divided by all events",
            lambda u, feature, edges, p: _counts(u, feature, edges, p) / len(u),
            "you divide by the number of *all* events. A small group would look badly covered "
            "because it is small. Divide by the events of the group.",
        ),
        Misconception(
            "composition of the covered",
            lambda u, feature, edges, p: _counts(u, feature, edges, p) / (u <= p).sum(),
            "you ask which share of the covered events lies in each group. The other way round: "
            "which share of the *group* is covered?",
        ),
        Misconception(
            "averaged over the groups",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p).mean(),
            "you average over the groups, and so hide what the groups were made to show. Return "
            "one share for each.",
        ),
        Misconception(
            "the coverage of all events",
            lambda u, feature, edges, p: (u <= p).double().mean(),
            "this is the coverage of all events together. Split them by the feature first.",
            also=(lambda u, feature, edges, p: (u <= p).double().mean().expand(len(edges) + 1),),
        ),
        Misconception(
            "those above p",
            lambda u, feature, edges, p: 1 - coverage_by_group(u, feature, edges, p),
            "you count the events with u > p: those that the region misses. Covered is u ≤ p.",
        ),
        Misconception(
            "strictly below",
            lambda u, feature, edges, p: _each(
                u, feature, edges, lambda inside: (inside < p).double().mean()
            ),
            "you ask for u < p. An event whose truth lies exactly on the region's edge is covered: "
            "u ≤ p.",
        ),
        Misconception(
            "the inner groups alone",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p)[1:-1],
            "the events below the first edge and above the last one are lost. g edges make g + 1 "
            "groups.",
        ),
        Misconception(
            "the last group is missing",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p)[:-1],
            "g edges make g + 1 groups, and you have g: the events above the last edge are "
            "missing.",
        ),
        Misconception(
            "the first group is missing",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p)[1:],
            "g edges make g + 1 groups, and you have g: the events below the first edge are "
            "missing.",
        ),
        Misconception(
            "mean of u",
            lambda u, feature, edges, p: _each(u, feature, edges, torch.mean),
            "this is the mean u in each group, and p is not used. It can be ½ though the regions "
            "are much too small and much too large in turn. Count u ≤ p.",
        ),
        Misconception(
            "counts",
            _counts,
            "these are numbers of covered events. Divide each by how many events its group has.",
        ),
        Misconception(
            "sizes of the groups",
            lambda u, feature, edges, p: _sizes(u, feature, edges, p) / len(u),
            "this is how the events are shared out between the groups. Which share of each group "
            "is *covered*, u ≤ p?",
            also=(_sizes,),
        ),
        Misconception(
            "u sorted first",
            lambda u, feature, edges, p: coverage_by_group(u.sort().values, feature, edges, p),
            "you sort u, and then it no longer stands beside its feature. Leave both in the order "
            "of the events.",
        ),
        Misconception(
            "feature sorted first",
            lambda u, feature, edges, p: coverage_by_group(u, feature.sort().values, edges, p),
            "you sort the feature, and then it no longer stands beside its u. Leave both in the "
            "order of the events.",
        ),
        Misconception(
            "grouped by u",
            _groups_of_u,
            "you group the events by u itself. The groups are made by the feature.",
        ),
        Misconception(
            "u and feature exchanged",
            _u_and_feature_exchanged,
            "u and feature have changed places: the feature makes the groups, u is compared with "
            "p.",
        ),
        Misconception(
            "cumulative groups",
            _cumulative,
            "your groups overlap: each holds all events on one side of an edge. An event belongs "
            "to one group, *between* two edges.",
            also=(_cumulative_from_above,),
        ),
        Misconception(
            "in reversed order",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p).flip(0),
            "the shares are right and stand in reversed order: the lowest feature comes first.",
        ),
        Misconception(
            "groups of equal size",
            _by_size,
            "you cut the sorted events into groups of equal size. The edges say where to cut.",
        ),
        Misconception(
            "groups of equal width",
            _even_bins,
            "you cut the range of the feature into even pieces. The edges say where to cut.",
        ),
        Misconception(
            "groups in the order of arrival",
            _in_order_of_arrival,
            "you cut the events as they come, and the feature is not used.",
        ),
        Misconception(
            "quantile of u",
            lambda u, feature, edges, p: _each(
                u, feature, edges, lambda inside: inside.quantile(p)
            ),
            "a quantile answers the other way round: below which u lies a share p? Here p is "
            "given, and the share is wanted.",
        ),
        Misconception(
            "the gap to the promise",
            lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p) - p,
            "you compare the coverage with the promise. Return the coverage itself.",
            also=(
                lambda u, feature, edges, p: p - coverage_by_group(u, feature, edges, p),
                lambda u, feature, edges, p: coverage_by_group(u, feature, edges, p) / p,
            ),
        ),
        Misconception(
            "a spread in place of the share",
            lambda u, feature, edges, p: _each(
                u, feature, edges, lambda inside: (inside <= p).double().std(correction=0)
            ),
            "this is how much covered or not scatters in each group. Wanted is the share itself.",
        ),
    ),
    tips=(
        NO_MEAN_OF_TRUE_AND_FALSE,
        (
            r"non-empty TensorList",
            "One edge makes two groups: below it and above it. Which groups do you make?",
        ),
    ),
    hints=(
        "Take one group: which events belong to it, and which of them have u ≤ p?",
        "`torch.bucketize` numbers the groups from 0 to g. For each number: u of these events, "
        "compared with p, averaged.",
        "In code, with two places left to you:\n\n"
        "    group = torch.bucketize(feature, edges)\n"
        "    shares = [(… <= p).double().mean() for k in range(…)]\n"
        "    return torch.stack(shares)",
    ),
    praise="an average can be right while no part of it is, and now you can look.",
)

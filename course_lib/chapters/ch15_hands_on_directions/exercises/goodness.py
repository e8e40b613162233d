"""Exercise 15.7: is this event a track at all?"""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def goodness(t, reference):
    return (1 + _as_odd(t, reference)) / (1 + len(reference))


def _as_odd(t, reference):
    return (reference[:, None] >= t).double().sum(0)


def _not_odder(t, reference):
    return (1 + (reference[:, None] <= t).double().sum(0)) / (1 + len(reference))


def _far(t, reference):
    middle = reference.mean()
    return goodness((t - middle).abs(), (reference - middle).abs())


def _events_as_reference(t, reference):
    everyone = torch.cat([reference, t])
    return (everyone[:, None] >= t).double().mean(0)


def _z(t, reference, correction=1):
    return (t - reference.mean()) / reference.std(correction=correction)


def _smaller_side(t, reference):
    return torch.minimum(goodness(t, reference), _not_odder(t, reference))


def _two_sided(t, reference):
    up = goodness(t, reference)
    return 2 * torch.minimum(up, 1 - up)


GOODNESS = Exercise(
    id="15.7",
    title="Is it a track at all?",
    minutes=6,
    difficulty="medium",
    prompt=r"""
Your network answers for *any* 24 numbers, also for those of a cascade, which is no track. So ask
first how well an event agrees with its own posterior. Let $t$ be a number that is large where it
agrees badly. Compute it for $m$ simulated tracks, the **reference**. The p-value of an event is the
share of events that are at least as odd, itself among them:
$$p = \frac{1 + \#\{j : t_j \ge t\}}{1 + m}.$$

It is the p-value of 13.8: if you wrote that, you may paste it.

Write `goodness(t, reference)`. Shapes: `t` is `(k,)`, one number for each of $k$ events;
`reference` is `(m,)`, in any order. The result is `(k,)`: a small p means that the event is like no
track.
""",
    inputs=(
        (tensor([2.7, -0.8, 1.4]), tensor([0.9, 2.1, -1.7, 1.6, 0.1, 4.9, -0.5, 1.3, 3.8])),
        (tensor([2.0, 6.0, 3.0, 1.0]), tensor([3.0, 1.0, 5.0, 2.0])),
        (tensor([11.5, -6.0]), tensor([1.9, 0.4, 2.6, 7.3, -0.2, 1.1, 0.8])),
        (
            tensor([1.0, 2.0, 4.0, 3.0, 0.0]),
            tensor([2.0, 0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 1.0, 6.0, 0.0]),
        ),
    ),
    labels=(
        "",
        "as many events as references",
        "beyond all references",
        "counts, with many equal ones",
    ),
    names=("t", "reference"),
    reference=goodness,
    returns="the p-value of each event, a tensor of shape (k,)",
    misconceptions=(
        Misconception(
            "without the 1",
            lambda t, reference: _as_odd(t, reference) / len(reference),
            "the event itself is not counted. A cascade beyond all tracks gets p = 0, which m "
            "tracks cannot show; with the event among them it is 1/(m + 1).",
        ),
        Misconception(
            "1 above alone",
            lambda t, reference: (1 + _as_odd(t, reference)) / len(reference),
            "below the bar the event itself is missing: there are m + 1 in all.",
        ),
        Misconception(
            "1 below alone",
            lambda t, reference: _as_odd(t, reference) / (1 + len(reference)),
            "above the bar the event itself is missing: it is as odd as itself.",
        ),
        Misconception(
            "brackets missing",
            lambda t, reference: 1 + _as_odd(t, reference) / (1 + len(reference)),
            "1 + count is divided as a *whole*: put it in brackets.",
        ),
        Misconception(
            "1 added to the share",
            lambda t, reference: 1 / (1 + len(reference)) + _as_odd(t, reference) / len(reference),
            "you make a share of m first, and add the event afterwards. p can then be above 1. Add "
            "1 to the *count*, then divide by m + 1.",
            also=(lambda t, reference: 1 + _as_odd(t, reference) / len(reference),),
        ),
        Misconception(
            "strictly odder",
            lambda t, reference: (1 + (reference[:, None] > t).sum(0)) / (1 + len(reference)),
            "you count t_j > t. Tracks that are *as* odd count, too: t_j ≥ t.",
        ),
        Misconception(
            "the lower tail",
            _not_odder,
            "you count the references *below* t. Odd events have a large t: count those above.",
            also=(lambda t, reference: (reference[:, None] <= t).double().mean(0),),
        ),
        Misconception(
            "1 − p",
            lambda t, reference: 1 - goodness(t, reference),
            "this is 1 − p, large for odd events. A *small* p is to mean odd.",
            also=(lambda t, reference: (reference[:, None] < t).double().mean(0),),
        ),
        Misconception(
            "two-sided",
            _two_sided,
            "you look at both tails. A small t agrees very well, and nothing is odd about that.",
            also=(
                _smaller_side,
                lambda t, reference: 2 * _smaller_side(t, reference),
                lambda t, reference: (2 * _smaller_side(t, reference)).clamp(max=1.0),
            ),
        ),
        Misconception(
            "z-score",
            _z,
            "this is how many standard deviations t lies above the mean. Wanted is a share: how "
            "many tracks are as odd?",
            also=(lambda t, reference: _z(t, reference, 0), lambda t, r: _z(t, r).abs()),
        ),
        Misconception(
            "normal tail",
            lambda t, reference: 1 - torch.special.ndtr(_z(t, reference)),
            "you pretend that the t of tracks are normal. They have a long tail upward, just where "
            "it matters. Count.",
            also=(
                lambda t, reference: 1 - torch.special.ndtr(_z(t, reference, 0)),
                lambda t, reference: torch.special.erfc(_z(t, reference).abs() / 2**0.5),
                lambda t, reference: torch.special.ndtr(_z(t, reference)),
            ),
        ),
        Misconception(
            "over the events",
            lambda t, reference: (1 + (reference[:, None] >= t).sum(1)) / (1 + len(reference)),
            "you sum over the events, and have a number for each *reference*. Sum over the "
            "references: dimension 0.",
        ),
        Misconception(
            "divided by the number of events",
            lambda t, reference: (1 + _as_odd(t, reference)) / (1 + len(t)),
            "you divide by k + 1, of the events. The share is one of the *references*: m + 1.",
            also=(lambda t, reference: _as_odd(t, reference) / len(t),),
        ),
        Misconception(
            "count",
            lambda t, reference: 1 + _as_odd(t, reference),
            "this is a count. Divide by m + 1: a share.",
            also=(_as_odd,),
        ),
        Misconception(
            "all events together",
            lambda t, reference: (1 + _as_odd(t, reference).sum()) / (1 + len(reference)),
            "you make one number for all events. Each event has its own p.",
            also=(
                lambda t, reference: goodness(t, reference).mean(),
                lambda t, reference: (
                    (1 + _as_odd(t, reference).sum()) / (1 + len(reference)) * torch.ones_like(t)
                ),
            ),
        ),
        Misconception(
            "odd or not",
            lambda t, reference: (goodness(t, reference) < 0.05).double(),
            "you already decide: 0 or 1. The p-value itself is asked for.",
            also=(
                lambda t, reference: (t > reference.max()).double(),
                lambda t, reference: goodness(t, reference) < 0.05,
                lambda t, reference: t > reference.max(),
            ),
        ),
        Misconception(
            "whole numbers",
            lambda t, reference: (1 + _as_odd(t, reference)).long() // (1 + len(reference)),
            "`//` cuts off what is behind the point. A share has decimals: `/`.",
        ),
        Misconception(
            "among themselves",
            lambda t, reference: (t[:, None] >= t).double().mean(0),
            "you compare the events with each other; the reference is not used. A group of "
            "cascades would then look as good as tracks.",
            also=(
                lambda t, reference: (1 + (t[:, None] >= t).sum(0)) / (1 + len(t)),
                lambda t, reference: (1 + (t[:, None] >= t).sum(0)) / (1 + len(reference)),
            ),
        ),
        Misconception(
            "other events as references",
            _events_as_reference,
            "the other events count as references, too. They may be cascades: only the m tracks "
            "and the event itself belong there.",
        ),
        Misconception(
            "the first event's p for all",
            lambda t, reference: goodness(t[:1], reference).expand(len(t)),
            "all events get the p of the first. Compare each with the reference: "
            "`reference[:, None] >= t`.",
        ),
        Misconception(
            "far from the mean",
            _far,
            "you ask how far t lies from the mean of the tracks, to either side. A small t agrees "
            "very well: count t_j ≥ t itself.",
        ),
        Misconception(
            "a column",
            lambda t, reference: goodness(t, reference)[:, None],
            "the numbers are right, and stand in a column, (k, 1). One number for each event: "
            "(k,).",
            also=(lambda t, reference: goodness(t, reference)[None],),
        ),
        Misconception(
            "searched in what is not sorted",
            lambda t, reference: (
                (1 + len(reference) - torch.searchsorted(reference, t)) / (1 + len(reference))
            ),
            "`searchsorted` needs a sorted tensor, and says nothing if it is not. Sort the "
            "references first.",
        ),
        Misconception(
            "the oddest reference",
            lambda t, reference: t / reference.max(),
            "you divide by the oddest reference. Wanted is a share of events.",
            also=(lambda t, reference: reference.mean() / t,),
        ),
    ),
    tips=(
        (
            r"mean\(\).*Bool",
            "True and False have no mean in torch: `.double()` makes 1 and 0 of them.",
        ),
    ),
    hints=(
        "An event odder than all m tracks: what should its p be?",
        "Compare every reference with every event, (m, k), sum over the references, add 1, divide "
        "by m + 1.",
        "    as_odd = (reference[:, None] >= t).sum(…)\n    return (1 + as_odd) / …",
    ),
    praise="your network now says when it should not be asked.",
)

"""Exercise 13.8: how odd is this event?"""

import torch

from course_lib.chapters.ch13_coverage.exercises.base import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def calibrated_p(t, reference):
    return (1 + _as_odd(t, reference)) / (1 + len(reference))


def _as_odd(t, reference):
    return (reference[:, None] >= t).double().sum(0)


def _not_odder(t, reference):
    return (1 + (reference[:, None] <= t).double().sum(0)) / (1 + len(reference))


def _sides(t, reference):
    return torch.minimum(calibrated_p(t, reference), _not_odder(t, reference))


def _z(t, reference, correction=1):
    return (t - reference.mean()) / reference.std(correction=correction)


def _beside_each_other(t, reference):
    n = min(len(t), len(reference))
    return (1 + (reference[:n] >= t[:n]).double().sum()) / (1 + len(reference))


CALIBRATED_P = Exercise(
    id="13.8",
    title="Like nothing I know",
    minutes=5,
    difficulty="medium",
    prompt=r"""
How odd is an event? Let $t$ be some number that is large for odd events. Compute the same number
for $m$ simulated events that are surely fine: the **reference**. The p-value is the share of events
at least as odd as this one,
$$p = \frac{1 + \#\{j : t_j \ge t\}}{1 + m}.$$
The 1 counts the event itself, among $m + 1$ that might be alike. So the smallest possible p-value
is $1/(m+1)$: from $m$ simulations you cannot know more.

Write `calibrated_p(t, reference)`. Shapes: `t` is `(k,)`, one number for each of $k$ events;
`reference` is `(m,)`, the $t_j$ in any order. The result is `(k,)`.
""",
    inputs=(
        (
            tensor([3.1, -0.4, 1.2]),
            tensor([0.7, 2.5, -1.3, 1.9, 0.2, 4.4, -0.6, 1.1, 3.3]),
        ),
        (tensor([2.0, 5.0, 3.0, 1.0]), tensor([3.0, 1.0, 4.0, 2.0])),
        (tensor([9.5, -7.0]), tensor([1.4, 0.3, 2.2, 8.1, -0.9, 1.8, 0.6])),
        (
            tensor([1.0, 2.0, 4.0, 3.0, 0.0]),
            tensor([2.0, 1.0, 0.0, 2.0, 3.0, 1.0, 0.0, 2.0, 1.0, 5.0, 0.0, 1.0]),
        ),
    ),
    labels=(
        "",
        "as many events as references",
        "beyond all references",
        "counts, with many equal ones",
    ),
    names=("t", "reference"),
    reference=calibrated_p,
    returns="the p-value of each event",
    misconceptions=(
        Misconception(
            "without the 1",
            lambda t, reference: _as_odd(t, reference) / len(reference),
            "the event itself is not counted. Beyond all references your p is 0: impossible, you "
            "say, and have seen m simulations. With the event among them it is 1/(m + 1).",
        ),
        Misconception(
            "1 above alone",
            lambda t, reference: (1 + _as_odd(t, reference)) / len(reference),
            "the 1 counts the event above, and below it is missing: your p can be greater than 1. "
            "There are m + 1 in all.",
        ),
        Misconception(
            "1 below alone",
            lambda t, reference: _as_odd(t, reference) / (1 + len(reference)),
            "below there are m + 1, and above the event itself is missing: it is as odd as itself.",
        ),
        Misconception(
            "brackets missing",
            lambda t, reference: 1 + _as_odd(t, reference) / (1 + len(reference)),
            "1 + count is divided as a *whole*: put it in brackets.",
        ),
        Misconception(
            "m + 2",
            lambda t, reference: (1 + _as_odd(t, reference)) / (2 + len(reference)),
            "you divide by m + 2. The m references and the event itself are m + 1.",
            also=(lambda t, reference: (0.5 + _as_odd(t, reference)) / (1 + len(reference)),),
        ),
        Misconception(
            "strictly odder",
            lambda t, reference: (1 + (reference[:, None] > t).sum(0)) / (1 + len(reference)),
            "you count t_j > t. Those that are *as* odd count, too: t_j ≥ t. Where t is a count, "
            "many are equal, and your alarms would come too often.",
        ),
        Misconception(
            "the lower tail",
            _not_odder,
            "you count the references *below* t. Odd events have a large t, and a small p is to "
            "mean odd: count those above.",
            also=(lambda t, reference: (reference[:, None] <= t).double().mean(0),),
        ),
        Misconception(
            "1 − p",
            lambda t, reference: 1 - calibrated_p(t, reference),
            "this is 1 − p, how *ordinary* an event would have to be. A small p is to mean odd.",
            also=(lambda t, reference: (reference[:, None] < t).double().mean(0),),
        ),
        Misconception(
            "two-sided",
            lambda t, reference: 2 * _sides(t, reference),
            "you look at both tails. A small t is not odd here, it is very good: one tail alone.",
            also=(_sides, lambda t, reference: (2 * _sides(t, reference)).clamp(max=1.0)),
        ),
        Misconception(
            "z-score",
            _z,
            "this is how many standard deviations t lies above the mean. Wanted is a share: how "
            "many references are as odd?",
            also=(lambda t, reference: _z(t, reference, 0), lambda t, r: _z(t, r).abs()),
        ),
        Misconception(
            "normal tail",
            lambda t, reference: 1 - torch.special.ndtr(_z(t, reference)),
            "you pretend that the references are normal. Few oddities are: their tails decide, and "
            "the references know them. Count.",
            also=(
                lambda t, reference: 1 - torch.special.ndtr(_z(t, reference, 0)),
                lambda t, reference: torch.special.erfc(_z(t, reference).abs() / 2**0.5),
                lambda t, reference: torch.special.ndtr(_z(t, reference)),
            ),
        ),
        Misconception(
            "over the events",
            lambda t, reference: (1 + (reference[:, None] >= t).sum(1)) / (1 + len(reference)),
            "you sum over the events, so that you have a number for each *reference*. Sum over the "
            "references: a p for each event.",
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
            "you add up the counts of all events. Each event has its own p.",
            also=(
                lambda t, reference: calibrated_p(t, reference).mean(),
                lambda t, reference: (1 + (reference >= t.mean()).sum()) / (1 + len(reference)),
            ),
        ),
        Misconception(
            "events and references beside each other",
            _beside_each_other,
            "t and the references are compared place by place, as if reference number 2 belonged "
            "to event number 2. Every event meets every reference: `reference[:, None] >= t`.",
            also=(
                lambda t, reference: (1 + (reference >= t).double().sum()) / (1 + len(reference)),
                lambda t, reference: (1 + (reference >= t).double()) / (1 + len(reference)),
            ),
        ),
        Misconception(
            "the other events among the references",
            lambda t, reference: (torch.cat([t, reference])[:, None] >= t).double().mean(0),
            "you count the *other* events as references, too. Nobody knows whether they are fine: "
            "the event itself and the m references alone.",
        ),
        Misconception(
            "sizes without signs",
            lambda t, reference: calibrated_p(t.abs(), reference.abs()),
            "you compare sizes without their signs. A very negative t is not odd here: large is.",
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
            "odder than the mean",
            lambda t, reference: (t >= reference.mean()).double(),
            "you compare with the mean reference: 0 or 1. Count how many references are as odd.",
        ),
        Misconception(
            "the oddest reference",
            lambda t, reference: t / reference.max(),
            "you divide by the oddest reference. Wanted is a share of events.",
            also=(lambda t, reference: reference.mean() / t,),
        ),
    ),
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "An event odder than all m references: what should its p be? And one that is less odd than "
        "all?",
        "Compare every reference with every event, (m, k), sum over the references, add 1, divide "
        "by m + 1.",
        "In code, with two places left to you:\n\n"
        "    as_odd = reference[:, None] >= t\n"
        "    return (1 + …) / …",
    ),
    praise="whatever the oddity is, and however skew: under the simulation this p is uniform.",
)

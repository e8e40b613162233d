"""What exercises that count share: a tip, and the p-value of an event among references (13, 15)."""

import torch

from course_lib.exercises.exercise import Misconception

# What helps with an error that counting invites, in every exercise that counts.
NO_MEAN_OF_TRUE_AND_FALSE = (
    r"mean\(\).*Bool",
    "True and False have no mean in torch: `.double()` makes 1 and 0 of them.",
)
LABELS = (
    "",
    "as many events as references",
    "beyond all references",
    "counts, with many equal ones",
)


def p_value(t, reference):
    """Share of the m references and the event itself that are at least as odd, of each event."""
    return (1 + _as_odd(t, reference)) / (1 + len(reference))


def _as_odd(t, reference):
    return (reference[:, None] >= t).double().sum(0)


def _not_odder(t, reference):
    return (1 + (reference[:, None] <= t).double().sum(0)) / (1 + len(reference))


def _smaller_side(t, reference):
    return torch.minimum(p_value(t, reference), _not_odder(t, reference))


def _two_sided(t, reference):
    up = p_value(t, reference)
    return 2 * torch.minimum(up, 1 - up)


def _far(t, reference):
    middle = reference.mean()
    return p_value((t - middle).abs(), (reference - middle).abs())


def _z(t, reference, correction=1):
    return (t - reference.mean()) / reference.std(correction=correction)


def _beside_each_other(t, reference):
    n = min(len(t), len(reference))
    return (1 + (reference[:n] >= t[:n]).double().sum()) / (1 + len(reference))


COUNTED_WRONGLY = (
    Misconception(
        "without the 1",
        lambda t, reference: _as_odd(t, reference) / len(reference),
        "the event itself is not counted. Beyond all references your p is 0: impossible, you say, "
        "and have seen m of them. With the event among them it is 1/(m + 1).",
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
        "1 added to the share",
        lambda t, reference: 1 / (1 + len(reference)) + _as_odd(t, reference) / len(reference),
        "you make a share of m first, and add the event afterwards. p can then be above 1. Add "
        "1 to the *count*, then divide by m + 1.",
        also=(lambda t, reference: 1 + _as_odd(t, reference) / len(reference),),
    ),
    Misconception(
        "m + 2",
        lambda t, reference: (1 + _as_odd(t, reference)) / (2 + len(reference)),
        "you divide by m + 2. The m references and the event itself are m + 1.",
    ),
    Misconception(
        "½ above",
        lambda t, reference: (0.5 + _as_odd(t, reference)) / (1 + len(reference)),
        "the event itself counts ½ for you. It is as odd as itself, so it counts 1.",
    ),
    Misconception(
        "strictly odder",
        lambda t, reference: (1 + (reference[:, None] > t).sum(0)) / (1 + len(reference)),
        "you count t_j > t. Those that are *as* odd count, too: t_j ≥ t. Where t is a count, "
        "many are equal, and your alarms would come too often.",
    ),
    Misconception(
        "over the events",
        lambda t, reference: (1 + (reference[:, None] >= t).sum(1)) / (1 + len(reference)),
        "you sum over the events, and have a number for each *reference*. Sum over the "
        "references, dimension 0: a p for each event.",
    ),
    Misconception(
        "divided by the number of events",
        lambda t, reference: (1 + _as_odd(t, reference)) / (1 + len(t)),
        "you divide by how many *events* there are. The share is one of the references: m + 1.",
        also=(lambda t, reference: _as_odd(t, reference) / len(t),),
    ),
    Misconception(
        "count",
        lambda t, reference: 1 + _as_odd(t, reference),
        "this is a count. Divide by m + 1: a share.",
        also=(_as_odd,),
    ),
    Misconception(
        "whole numbers",
        lambda t, reference: (1 + _as_odd(t, reference)).long() // (1 + len(reference)),
        "`//` cuts off what is behind the point. A share has decimals: `/`.",
    ),
)
ANOTHER_TAIL = (
    Misconception(
        "the lower tail",
        _not_odder,
        "you count the references *below* t. Odd events have a large t, and a small p is to "
        "mean odd: count those above.",
        also=(lambda t, reference: (reference[:, None] <= t).double().mean(0),),
    ),
    Misconception(
        "1 − p",
        lambda t, reference: 1 - p_value(t, reference),
        "this is large for odd events, as 1 − p is. A *small* p is to mean odd.",
        also=(lambda t, reference: (reference[:, None] < t).double().mean(0),),
    ),
    Misconception(
        "two-sided",
        lambda t, reference: 2 * _smaller_side(t, reference),
        "you look at both tails. A small t is not odd here, it is very good: one tail alone.",
        also=(
            _two_sided,
            _smaller_side,
            lambda t, reference: (2 * _smaller_side(t, reference)).clamp(max=1.0),
        ),
    ),
    Misconception(
        "far from the mean",
        _far,
        "you ask how far t lies from the mean of the references, to either side. A small t is "
        "not odd, it is very good: count t_j ≥ t itself.",
    ),
    Misconception(
        "sizes without signs",
        lambda t, reference: p_value(t.abs(), reference.abs()),
        "you compare sizes without their signs. A very negative t is not odd here: large is.",
    ),
    Misconception(
        "z-score",
        _z,
        "this is how many standard deviations t lies from the mean. Wanted is a share: how "
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
)
NOT_ONE_FOR_EACH = (
    Misconception(
        "all events together",
        lambda t, reference: (1 + _as_odd(t, reference).sum()) / (1 + len(reference)),
        "you make one number for all events. Each event has its own p.",
        also=(
            lambda t, reference: p_value(t, reference).mean(),
            lambda t, reference: (1 + (reference >= t.mean()).sum()) / (1 + len(reference)),
            lambda t, reference: (
                (1 + _as_odd(t, reference).sum()) / (1 + len(reference)) * torch.ones_like(t)
            ),
        ),
    ),
    Misconception(
        "the first event's p for all",
        lambda t, reference: p_value(t[:1], reference).expand(len(t)),
        "all events get the p of the first. Compare each with the reference: "
        "`reference[:, None] >= t`.",
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
        "among themselves",
        lambda t, reference: (t[:, None] >= t).double().mean(0),
        "you compare the events with each other; the reference is not used. A group of odd "
        "events would then look ordinary.",
        also=(
            lambda t, reference: (1 + (t[:, None] >= t).sum(0)) / (1 + len(t)),
            lambda t, reference: (1 + (t[:, None] >= t).sum(0)) / (1 + len(reference)),
        ),
    ),
    Misconception(
        "the other events among the references",
        lambda t, reference: (torch.cat([t, reference])[:, None] >= t).double().mean(0),
        "you count the *other* events as references, too. Nobody knows whether they are fine: "
        "the event itself and the m references alone.",
    ),
    Misconception(
        "a column",
        lambda t, reference: p_value(t, reference)[:, None],
        "the numbers are right, and a dimension of length 1 is left over. One number for each "
        "event: (k,).",
        also=(lambda t, reference: p_value(t, reference)[None],),
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
        "odd or not",
        lambda t, reference: (p_value(t, reference) < 0.05).double(),
        "you already decide: 0 or 1. The p-value itself is asked for.",
        also=(
            lambda t, reference: (t > reference.max()).double(),
            lambda t, reference: p_value(t, reference) < 0.05,
            lambda t, reference: t > reference.max(),
        ),
    ),
    Misconception(
        "odder than the mean",
        lambda t, reference: (t >= reference.mean()).double(),
        "you compare with the mean reference: 0 or 1. Count how many references are as odd.",
    ),
    Misconception(
        "the oddest reference",
        lambda t, reference: t / reference.max(),
        "you take a ratio of two oddities. Wanted is a share of events.",
        also=(lambda t, reference: reference.mean() / t,),
    ),
)
MISTAKES = COUNTED_WRONGLY + ANOTHER_TAIL + NOT_ONE_FOR_EACH

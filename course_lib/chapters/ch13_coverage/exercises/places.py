"""Exercise 13.4: the rank of the truth among draws, coordinate by coordinate."""

import torch

from course_lib.chapters.ch13_coverage.exercises.base import drawn
from course_lib.exercises.counting import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def ranks(theta, draws):
    return (draws < theta).sum(0)


def _unsorted_search(theta, draws):
    rows = draws.permute(1, 2, 0).contiguous()
    return torch.searchsorted(rows, theta[..., None]).squeeze(-1)


RANKS = Exercise(
    id="13.4",
    title="Nothing special among its draws",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
Take one coordinate of the truth and of $S$ draws of its posterior. If the posterior is right, the
truth is nothing special among them: its **rank**, the number of draws below it, is any of
$0, 1, \dots, S$ with the same chance. This is simulation-based calibration.

Write `ranks(theta, draws)`: for each event and each coordinate, how many of this event's draws are
smaller than the truth. No draw is equal to the truth.

Shapes: `theta` is `(n, D)`, one truth for each event. `draws` is `(S, n, D)`: draw $s$ of event
$i$ stands at `draws[s, i]`. The result is `(n, D)`, whole numbers from 0 to $S$.

(There are $S + 1$ different ranks. The bins of a histogram have to divide that number: with
$S = 100$ in 20 bins the bins get 5 ranks each, and one of them 6.)
""",
    inputs=(
        drawn(9, 4, 2, seed=1),
        drawn(3, 3, 3, seed=2),
        drawn(20, 5, 1, seed=3),
        (tensor([[7.0, -6.0]]), drawn(6, 1, 2, seed=4)[1]),
    ),
    labels=("", "S = n = D = 3", "one coordinate", "a truth outside of all draws"),
    names=("theta", "draws"),
    reference=ranks,
    returns="the ranks, whole numbers of the shape of theta",
    misconceptions=(
        Misconception(
            "those above",
            lambda theta, draws: (draws > theta).sum(0),
            "you count the draws *above* the truth. The rank counts those below, so that it grows "
            "with θ.",
        ),
        Misconception(
            "share",
            lambda theta, draws: (draws < theta).double().mean(0),
            "you divide, and have a share. Asked for is the rank, a whole number from 0 to S.",
            also=(
                lambda theta, draws: (draws < theta).sum(0) / (len(draws) + 1),
                lambda theta, draws: ((draws < theta).sum(0) + 0.5) / (len(draws) + 1),
                lambda theta, draws: ((draws < theta).sum(0) + 1) / (len(draws) + 1),
            ),
        ),
        Misconception(
            "counted from 1",
            lambda theta, draws: ranks(theta, draws) + 1,
            "your ranks go from 1 to S + 1. With no draw below, the rank is 0.",
        ),
        Misconception(
            "pooled over the coordinates",
            lambda theta, draws: ranks(theta, draws).sum(-1),
            "you put the ranks of all coordinates together. What comes out is not uniform; each "
            "coordinate has a rank of its own.",
            also=(
                lambda theta, draws: ranks(theta, draws).double().mean(-1),
                lambda theta, draws: (draws < theta).sum((0, 2))[:, None].expand(theta.shape),
            ),
        ),
        Misconception(
            "over the last dimension",
            lambda theta, draws: (draws < theta).sum(-1),
            "you sum over the last dimension, the coordinates. The S draws stand along the first "
            "one.",
        ),
        Misconception(
            "over the events",
            lambda theta, draws: (draws < theta).sum(1),
            "you sum over the second dimension, the events. The S draws stand along the first one.",
        ),
        Misconception(
            "over draws and events",
            lambda theta, draws: (draws < theta).sum((0, 1)),
            "you sum over the events, too. Each event has ranks of its own: sum over the draws "
            "alone, the first dimension.",
        ),
        Misconception(
            "over everything",
            lambda theta, draws: (draws < theta).sum(),
            "this is one number for all events and coordinates. Sum over the draws alone, the "
            "first dimension.",
        ),
        Misconception(
            "all coordinates at once",
            lambda theta, draws: (draws < theta).all(-1).sum(0),
            "you count the draws that are below the truth in *every* coordinate. Such a count is "
            "not uniform; each coordinate is judged by itself.",
            also=(
                lambda theta, draws: (
                    (draws < theta).all(-1, keepdim=True).sum(0).expand(theta.shape)
                ),
            ),
        ),
        Misconception(
            "any coordinate",
            lambda theta, draws: (draws < theta).any(-1).sum(0),
            "you count the draws that are below the truth in *some* coordinate. Such a count is "
            "not uniform; each coordinate is judged by itself.",
        ),
        Misconception(
            "the first coordinate alone",
            lambda theta, draws: (draws[..., 0] < theta[..., 0]).sum(0),
            "you look at the first coordinate alone. Each of the D coordinates has a rank.",
        ),
        Misconception(
            "rank among the events",
            lambda theta, draws: theta.argsort(0).argsort(0),
            "you sort the truths of different events. Each truth is to be placed among *its own* "
            "draws.",
        ),
        Misconception(
            "below the mean draw",
            lambda theta, draws: (draws.mean(0) < theta).long(),
            "you compare with the mean of the draws: 0 or 1. Count how many of the S draws are "
            "below.",
            also=(lambda theta, draws: draws.mean(0) < theta,),
        ),
        Misconception(
            "draws below their mean",
            lambda theta, draws: (draws < draws.mean(0)).sum(0),
            "you count the draws below their own mean. The truth is missing: count those below θ.",
        ),
        Misconception(
            "draws below 0",
            lambda theta, draws: (draws < 0).sum(0),
            "you count the draws below 0. The truth is missing: count those below θ.",
        ),
        Misconception(
            "how the draws are sorted",
            lambda theta, draws: draws.argsort(0)[0],
            "this is the number of the smallest draw. Wanted is how many draws are below the "
            "truth.",
        ),
        Misconception(
            "distances summed",
            lambda theta, draws: (theta - draws).clamp(min=0).sum(0),
            "you measure *how far* the draws are below. A rank counts them, each as one.",
            also=(lambda theta, draws: (theta - draws).mean(0),),
        ),
        Misconception(
            "distance from the middle",
            lambda theta, draws: (ranks(theta, draws) - len(draws) / 2).abs(),
            "you fold the rank about the middle. Too low and too high are different faults; return "
            "the rank itself.",
        ),
        Misconception(
            "searched in what is not sorted",
            _unsorted_search,
            "`searchsorted` needs sorted draws, and says nothing if they are not. Sort them first, "
            "or compare and count.",
        ),
        Misconception(
            "nothing counted",
            lambda theta, draws: draws < theta,
            "this is a table of True and False. Count the True along the draws.",
        ),
    ),
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "For one event and one coordinate: which comparison counts as one?",
        "`draws < theta` compares every draw with the truth of its own event: (S, n, D). Sum over "
        "the draws.",
        "In code, with one place left to you:\n\n    below = draws < theta\n    return below.…",
    ),
    praise="a histogram of these should be flat; a U says too narrow, a hill too wide.",
)

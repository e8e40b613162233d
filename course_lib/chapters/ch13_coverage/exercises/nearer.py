"""Exercise 13.9: nearer to a reference point than the truth (TARP)."""

import torch

from course_lib.chapters.ch13_coverage.exercises.base import drawn
from course_lib.exercises.counting import NO_MEAN_OF_TRUE_AND_FALSE
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _length(difference):
    return difference.square().sum(-1).sqrt()


def tarp_share(theta, draws, reference, length=_length):
    return _nearer(length(draws - reference), length(theta - reference))


def _nearer(draws, truth):
    return (draws < truth).double().mean(0)


def _measured_by(length):
    """A wrong answer that is right but for its distance."""
    return lambda theta, draws, reference: tarp_share(theta, draws, reference, length)


def _about(point):
    """A wrong answer that measures from another point than the reference."""
    return lambda theta, draws, reference: tarp_share(theta, draws, point(theta, draws, reference))


def _case(S, n, D, seed):
    theta, draws = drawn(S, n, D, seed)
    generator = torch.Generator().manual_seed(seed + 100)
    return theta, draws, 1.5 * torch.randn(n, D, generator=generator, dtype=torch.float64) + 0.4


def _table(theta, draws, reference):
    return (_length(draws - reference) < _length(theta - reference)).double()


# Distances 5, 5, √2, 5, 10 from the reference, against 5 of the truth: exact in the computer.
EQUALLY_NEAR = (
    tensor([[4.0, 3.0]]),
    tensor([[[6.0, -1.0]], [[-2.0, 3.0]], [[2.0, 0.0]], [[4.0, -5.0]], [[-5.0, 7.0]]]),
    tensor([[1.0, -1.0]]),
)

TARP_SHARE = Exercise(
    id="13.9",
    title="Nearer than the truth",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
Another test needs draws alone, no density. Choose a **reference point** for each event, without
looking at its truth. Count the draws that are nearer to the reference point than the truth is:
$$u = \frac1S\,\#\{s : |\theta_s - r| < |\theta - r|\},$$
with $|\cdot|$ the ordinary (Euclidean) distance in $D$ dimensions. If the posteriors are right,
$u$ is uniform over events, as in the other tests. (TARP: tests of accuracy with random points.)

Write `tarp_share(theta, draws, reference)`. Shapes: `theta` is `(n, D)`, the truths; `draws` is
`(S, n, D)`, with draw $s$ of event $i$ at `draws[s, i]`; `reference` is `(n, D)`, one point for
each event. The result is `(n,)`.
""",
    inputs=(
        _case(12, 4, 2, seed=11),
        _case(3, 3, 3, seed=12),
        _case(15, 5, 1, seed=33),
        _case(25, 2, 4, seed=44),
        _case(16, 1, 2, seed=25),
        EQUALLY_NEAR,
    ),
    labels=("D = 2", "S = n = D = 3", "D = 1", "D = 4", "one event", "draws as near as the truth"),
    names=("theta", "draws", "reference"),
    reference=tarp_share,
    returns="the share of draws nearer to the reference than the truth, for each event",
    misconceptions=(
        Misconception(
            "measured from 0",
            _about(lambda theta, draws, reference: torch.zeros_like(reference)),
            "you measure from 0, and the reference points are not used.",
        ),
        Misconception(
            "measured from the truth",
            lambda theta, draws, reference: _nearer(
                _length(draws - theta), _length(theta - reference)
            ),
            "one of your distances goes from the draw to the *truth*. Both start at the reference "
            "point: that of the draw and that of the truth.",
            also=(
                lambda theta, draws, reference: _nearer(
                    _length(draws - reference), _length(draws - theta)
                ),
                lambda theta, draws, reference: _nearer(
                    _length(draws - theta), _length(draws - reference)
                ),
            ),
        ),
        Misconception(
            "farther",
            lambda theta, draws, reference: (
                (_length(draws - reference) > _length(theta - reference)).double().mean(0)
            ),
            "you count the draws that are *farther* from the reference point. Count the nearer "
            "ones.",
            also=(lambda *args: (1 - _table(*args)).mean(0),),
        ),
        Misconception(
            "as near counted, too",
            lambda theta, draws, reference: (
                (_length(draws - reference) <= _length(theta - reference)).double().mean(0)
            ),
            "a draw exactly as near as the truth counts for you as nearer. Only nearer ones count: "
            "<, not ≤.",
        ),
        Misconception(
            "coordinate by coordinate",
            lambda theta, draws, reference: _nearer(
                (draws - reference).abs(), (theta - reference).abs()
            ),
            "you compare coordinate by coordinate. One distance is wanted, in all D dimensions "
            "together: square, sum over the last dimension, take the root.",
            also=(
                lambda theta, draws, reference: _nearer(draws - reference, theta - reference),
                lambda theta, draws, reference: _nearer(
                    (draws - reference).abs(), (theta - reference).abs()
                ).mean(-1),
            ),
        ),
        Misconception(
            "nearer in every coordinate",
            lambda theta, draws, reference: (
                ((draws - reference).abs() < (theta - reference).abs()).all(-1).double().mean(0)
            ),
            "you ask that a draw is nearer in *every* coordinate. One distance is wanted, in all D "
            "dimensions together.",
        ),
        Misconception(
            "signed",
            _measured_by(lambda difference: difference.sum(-1)),
            "you add the differences with their signs, so that they cancel. A distance squares "
            "them first.",
            also=(
                _measured_by(lambda difference: difference.mean(-1)),
                _measured_by(lambda difference: difference.sum(-1).abs()),
            ),
        ),
        Misconception(
            "another distance: the sum of sizes",
            _measured_by(lambda difference: difference.abs().sum(-1)),
            "you add the sizes of the differences, as if going round the blocks of a town. That "
            "would be a test, too; asked for is the ordinary distance: root of the sum of squares.",
        ),
        Misconception(
            "another distance: the largest coordinate",
            _measured_by(lambda difference: difference.abs().amax(-1)),
            "the largest difference decides alone. Asked for is the ordinary distance: root of the "
            "sum of squares.",
        ),
        Misconception(
            "the first coordinate alone",
            _measured_by(lambda difference: difference[..., 0].abs()),
            "you look at the first coordinate alone. The distance has all D of them.",
        ),
        Misconception(
            "lengths compared, then subtracted",
            lambda theta, draws, reference: _nearer(
                (_length(draws) - _length(reference)).abs(),
                (_length(theta) - _length(reference)).abs(),
            ),
            "you subtract *lengths*, |θ| − |r|. The distance is the length of the difference, "
            "|θ − r|.",
        ),
        Misconception(
            "over the events",
            lambda *args: _table(*args).mean(1),
            "you average over the second dimension, the events. The draws stand along the first "
            "one.",
        ),
        Misconception(
            "over everything",
            lambda *args: _table(*args).mean(),
            "this is one number for all events. Average over the draws alone, the first dimension.",
        ),
        Misconception(
            "count",
            lambda *args: _table(*args).sum(0),
            "this is how many draws are nearer. Divide by their number S: a share.",
        ),
        Misconception(
            "counted with the truth among them",
            lambda *args: (_table(*args).sum(0) + 1) / (len(args[1]) + 1),
            "you give the truth a place among the draws: they are S + 1 then. Here the plain share "
            "of the S draws is asked for.",
            also=(lambda *args: _table(*args).sum(0) / (len(args[1]) + 1),),
        ),
        Misconception(
            "the whole table",
            _table,
            "this is a table, draw by draw. Average it over the draws, the first dimension.",
        ),
        Misconception(
            "one reference for all",
            _about(lambda theta, draws, reference: reference[:1]),
            "one reference point is used for all events. Each event has its own.",
            also=(
                _about(lambda theta, draws, reference: reference[-1:]),
                _about(lambda theta, draws, reference: reference.mean(0)),
            ),
        ),
        Misconception(
            "from the mean of the draws",
            _about(lambda theta, draws, reference: draws.mean(0)),
            "you measure from the posterior's mean. The reference point is given; a point that "
            "moves with the posterior sees less.",
        ),
        Misconception(
            "the mean draw alone",
            lambda theta, draws, reference: (
                _length(draws.mean(0) - reference) < _length(theta - reference)
            ).double(),
            "you compare the truth with one mean over the draws: 0 or 1. Compare each draw, and "
            "take the share.",
            also=(
                lambda theta, draws, reference: (
                    _length(draws - reference).mean(0) < _length(theta - reference)
                ).double(),
            ),
        ),
        Misconception(
            "one distance for all events",
            lambda theta, draws, reference: (
                (draws - reference).norm() < (theta - reference).norm()
            ).double(),
            "your length is made of the numbers of *all* events. Each event and each draw has its "
            "own distance: `norm(dim=-1)`.",
            also=(
                lambda theta, draws, reference: (
                    ((draws - reference).square().sum((1, 2)) < (theta - reference).square().sum())
                    .double()
                    .mean()
                ),
            ),
        ),
        Misconception(
            "distance across the events",
            lambda theta, draws, reference: _nearer(
                (draws - reference).norm(dim=1), (theta - reference).norm(dim=0)
            ),
            "your distance sums over the events. An event's D numbers stand in the *last* "
            "dimension, −1.",
        ),
        Misconception(
            "mean ratio of the distances",
            lambda theta, draws, reference: (
                _length(draws - reference) / _length(theta - reference)
            ).mean(0),
            "you average *how much* nearer the draws are. Count those that are nearer, each as "
            "one.",
            also=(
                lambda theta, draws, reference: (
                    _length(draws - reference) - _length(theta - reference)
                ).mean(0),
            ),
        ),
        Misconception(
            "a reference point of your own",
            _about(lambda theta, draws, reference: torch.randn_like(theta)),
            "your answer is another one at every call: you draw reference points of your own. They "
            "are given.",
        ),
    ),
    tips=(NO_MEAN_OF_TRUE_AND_FALSE,),
    hints=(
        "Which two distances are compared, and where do both start?",
        "`(draws - reference)` is (S, n, D). Its length along the last dimension is (S, n): "
        "compare with the truth's, (n,).",
        "In code, with two places left to you:\n\n"
        "    truth = (theta - reference).norm(dim=-1)\n"
        "    drawn = …\n"
        "    return (drawn < truth).double().…",
    ),
    praise="draws alone were enough. What it sees depends on how the points are chosen.",
)

"""Exercise 11.1: what the network sees of the counts."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def features(counts, train):
    return 2 * counts.sqrt() - (2 * train.sqrt()).mean(0)


def _with(scale=lambda n: 2 * n.sqrt(), centre=lambda u: u.mean(0)):
    """A wrong answer: other numbers than 2√n, or another centre of those of ``train``."""
    return lambda counts, train: scale(counts) - centre(scale(train))


def _own_events(counts, train):
    u = 2 * counts.sqrt()
    return u - u.reshape(-1, u.shape[-1]).mean(0)


def _first_dimension(counts, train):
    u = 2 * counts.sqrt()
    return u - u.mean(0)


def _own_sensors(counts, train):
    u = 2 * counts.sqrt()
    return u - u.mean(-1, keepdim=True)


def _standardised(scale, correction=1):
    def wrong(counts, train):
        u = scale(train)
        return (scale(counts) - u.mean(0)) / u.std(0, correction=correction)

    return wrong


def _with_own(scale):
    """Standardised by the events themselves, in one way or another."""

    def wrong(counts, train):
        u = scale(counts)
        return (u - u.mean(-1, keepdim=True)) / u.std(-1, keepdim=True)

    return wrong


def _root(n):
    return n.sqrt()


def _twice_root(n):
    return 2 * n.sqrt()


TRAIN3 = tensor([[0.0, 4.0, 1.0], [2.0, 9.0, 0.0], [7.0, 21.0, 0.0], [1.0, 3.0, 5.0]])
TRAIN2 = tensor([[1.0, 0.0], [12.0, 3.0], [0.0, 6.0], [5.0, 0.0], [2.0, 17.0]])

FEATURES = Exercise(
    id="11.1",
    title="Counts that a network likes",
    minutes=4,
    difficulty="easy",
    prompt=r"""
A network learns slowly from raw counts. A count $n$ scatters by about $\sqrt n$: a sensor that
sees 25 photons by 5, one that sees 1 by 1. But $2\sqrt n$ scatters by about 1, whatever $n$ is.

Write `features(counts, train)`: $2\sqrt n$ of every count, minus **that sensor's mean of
$2\sqrt n$ over the training events** `train`. So every feature is around 0, and one unit of it
is as much as chance does.

Shapes: `counts` is `(..., S)` with one column for each sensor, `train` is `(N, S)`, and the
result has the shape of `counts`. What an event's features are must not depend on the other events
beside it in `counts`: one event alone gives the same numbers.
""",
    inputs=(
        (tensor([[3.0, 0.0, 6.0], [0.0, 25.0, 1.0]]), TRAIN3),
        (tensor([4.0, 1.0]), TRAIN2),
        (tensor([[[8.0, 2.0], [0.0, 5.0]], [[1.0, 0.0], [14.0, 3.0]], [[6.0, 6.0], [2.0, 0.0]]]),
         TRAIN2),
        (tensor([[0.0, 400.0, 90.0]]), TRAIN3),
    ),
    labels=("", "one event alone", "a table of tables", "a very bright event"),
    names=("counts", "train"),
    reference=features,
    returns="the features, a tensor of the shape of counts",
    misconceptions=(
        Misconception(
            "no mean taken away",
            lambda counts, train: 2 * counts.sqrt(),
            "2√n is never negative, so all inputs of the network lie on one side. Take each "
            "sensor's mean over `train` away.",
        ),
        Misconception(
            "the mean of the events themselves",
            _own_events,
            "you take the mean over `counts`, the events that are asked about. Then an event's "
            "features change with those beside it, and one event alone becomes 0. The mean "
            "belongs to `train`.",
            also=(_first_dimension,),
        ),
        Misconception(
            "the event's own mean",
            _own_sensors,
            "you take away the mean over the sensors of the same event. With it goes how bright "
            "the event is, and that says how far away it was. Each *sensor* has its mean, "
            "over the training events.",
            also=(_with_own(_twice_root), _with_own(_root), _with_own(lambda n: n)),
        ),
        Misconception(
            "one mean for all sensors",
            _with(centre=lambda u: u.mean()),
            "you average over all sensors together. A sensor in the middle sees more than one at "
            "the end: each has a mean of its own, `.mean(0)`.",
        ),
        Misconception(
            "the mean over the sensors",
            _with(centre=lambda u: u.mean(-1)),
            "you average each training event over its sensors. A mean for each *sensor* is "
            "wanted, over the events: dimension 0.",
        ),
        Misconception(
            "the root of the mean",
            lambda counts, train: 2 * counts.sqrt() - 2 * train.mean(0).sqrt(),
            "you take 2√ of the mean count. Wanted is the mean of 2√n: first the root of each, "
            "then the mean. The other way around the features do not lie around 0.",
        ),
        Misconception(
            "the root of the difference",
            lambda counts, train: 2 * (counts - train.mean(0)).sqrt(),
            "the mean count is taken away *before* the root, and a negative number has none. "
            "First the roots, then the mean of roots.",
        ),
        Misconception(
            "√n without the 2",
            _with(_root),
            "√n scatters by ½, whatever n is. It is 2√n that scatters by 1.",
        ),
        Misconception(
            "2 left out in the mean",
            lambda counts, train: 2 * counts.sqrt() - train.sqrt().mean(0),
            "the mean is one of √n, and the counts are 2√n. Both need the 2.",
        ),
        Misconception(
            "2 left out in the counts",
            lambda counts, train: counts.sqrt() - 2 * train.sqrt().mean(0),
            "the mean is one of 2√n, and the counts are √n. Both need the 2.",
        ),
        Misconception(
            "the 2 under the root",
            _with(lambda n: (2 * n).sqrt()),
            "the 2 stands under the root. √(2n) scatters by 0.7; 2√n by 1.",
        ),
        Misconception(
            "squares",
            _with(lambda n: 2 * n**2),
            "you square the counts. √n is the root: `.sqrt()`, or `** 0.5`.",
            also=(_with(lambda n: n**2),),
        ),
        Misconception(
            "logarithm of the counts",
            _with(torch.log),
            "many sensors count 0, and log 0 is −∞: the first such event ends the training. 2√0 "
            "is 0.",
            also=(lambda counts, train: counts.log(), _standardised(torch.log)),
        ),
        Misconception(
            "log(1 + n)",
            _with(torch.log1p),
            "log(1 + n) is finite at 0, too. But large counts come so close together that the "
            "network sees little of what they tell: 2√n learns more in the same time.",
            also=(lambda counts, train: torch.log1p(counts), _standardised(torch.log1p)),
        ),
        Misconception(
            "raw counts around 0",
            _with(lambda n: n),
            "these are the counts themselves, around 0. Their chance scatter grows with √n. Take "
            "2√n first.",
        ),
        Misconception(
            "standardised counts",
            _standardised(lambda n: n),
            "you standardise the counts themselves. Dark and bright ones scatter by chance quite "
            "differently: take 2√n, and then the mean away. Nothing is divided.",
            also=(_standardised(lambda n: n, 0),),
        ),
        Misconception(
            "divided by the standard deviation",
            _standardised(_twice_root),
            "you also divide by the standard deviation. A network would learn from that about as "
            "well, but 2√n has its unit already: 1 is what chance does, for every sensor. Divided, "
            "a 1 would mean something else for each.",
            also=(_standardised(_twice_root, 0),),
        ),
        Misconception(
            "mean added",
            _with(centre=lambda u: -u.mean(0)),
            "the mean is added. Taken away, it brings the features around 0.",
        ),
        Misconception(
            "sum in place of the mean",
            _with(centre=lambda u: u.sum(0)),
            "you take the sum over the training events away. Divide by their number: `.mean(0)`.",
        ),
        Misconception(
            "median",
            _with(centre=lambda u: u.median(0).values),
            "you take the median away. Asked for is the mean.",
        ),
        Misconception(
            "the training events",
            lambda counts, train: _twice_root(train) - _twice_root(train).mean(0),
            "these are the features of the training events. Asked for are those of `counts`; "
            "`train` gives only the means.",
        ),
        Misconception(
            "counts and train exchanged",
            lambda counts, train: features(train, counts.reshape(-1, counts.shape[-1])),
            "the two have changed places: the means come from `train`, the features from `counts`.",
        ),
    ),
    hints=(
        "Two things happen to a count: a root, and a shift. Which of them needs `train`?",
        "2√n of everything first. Then `.mean(0)` of those of `train`, one number for each sensor.",
        "    means = (2 * train.sqrt()).mean(…)\n"
        "    return 2 * counts.sqrt() - …",
    ),
    praise="a step of 1 is as much as chance does, in dark sensors and in bright ones.",
)  # fmt: skip

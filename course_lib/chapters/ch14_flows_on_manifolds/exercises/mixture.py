"""Exercise 14.4: the density of a weighted sum of maps, on the circle."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import (
    TURN,
    mobius_map,
    mobius_slope,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

LOG_TURN = math.log(TURN)


def circle_log_prob(x, w, r, c):
    return _log_slope(x, w, r, c) - LOG_TURN


def _slopes(x, r, c):
    return mobius_slope(x[:, None], r, c)


def _log_slope(x, w, r, c):
    return torch.log((w * _slopes(x, r, c)).sum(-1))


def _z(x, w, r, c):
    return (w * mobius_map(x[:, None], r, c)).sum(-1)


def _based(log_base):
    """A wrong answer with a right log-slope over another base, ``log_base(z)``."""
    return lambda x, w, r, c: log_base(_z(x, w, r, c)) + _log_slope(x, w, r, c)


def _constant(number):
    return _based(lambda z: torch.full_like(z, number))


def _normal(z):
    return -(z**2) / 2 - LOG_TURN / 2


def _weighted(change, base=LOG_TURN):
    """A wrong answer from the weights and slopes, ``change(w, s)``; minus the base's log 2π."""
    return lambda x, w, r, c: change(w, _slopes(x, r, c)) - base


def _slope_of(change):
    """A wrong answer with another slope of a part: ``change(d, r)``."""
    return lambda x, w, r, c: torch.log((w * change(x[:, None] - c, r)).sum(-1)) - LOG_TURN


CIRCLE_LOG_PROB = Exercise(
    id="14.4",
    title="A density on the circle",
    minutes=6,
    difficulty="medium",
    prompt=r"""
A sum of rising maps with positive weights that add up to 1 rises and closes, too. So let
$$z = f^{-1}(x) = \sum_{k=1}^K w_k\, m_k(x)$$
carry the data $x$ to the base $z$, with a Möbius map $m_k$ for each part, whose slope is
$$\frac{\mathrm dm_k}{\mathrm dx} = \frac{1 - r_k^2}{1 + r_k^2 - 2 r_k\cos(x - c_k)}.$$
The base is **uniform on the circle**: its density per radian is the same everywhere, and its
integral over one turn is 1.

Write `circle_log_prob(x, w, r, c)`: the log-density of $x$ per radian. Shapes: `x` is `(n,)`; `w`,
`r` and `c` are `(K,)`, the weights, strengths and centres of the parts. The result is `(n,)`.
""",
    inputs=(
        (
            tensor([0.4, -2.9, 1.8, 2.6]),
            tensor([0.5, 0.2, 0.3]),
            tensor([0.6, 0.3, 0.8]),
            tensor([0.9, -2.0, 2.4]),
        ),
        (
            tensor([-1.1, 3.0, 0.7]),
            tensor([0.15, 0.6, 0.25]),
            tensor([0.9, 0.45, 0.7]),
            tensor([-0.8, 1.9, -2.7]),
        ),
        (tensor([2.2, 0.3, -0.6, -2.1, 1.0]), tensor([1.0]), tensor([0.65]), tensor([1.4])),
        (tensor([7.9, -5.2, 9.9]), tensor([0.35, 0.65]), tensor([0.4, 0.75]), tensor([2.9, -0.5])),
        (tensor([1.51, 1.6]), tensor([0.7, 0.3]), tensor([0.97, 0.2]), tensor([1.5, -1.0])),
        (tensor([-0.9]), tensor([0.4, 0.6]), tensor([0.8, 0.55]), tensor([0.3, 2.8])),
    ),
    labels=("", "as many points as parts", "one part", "x beyond ±π", "a sharp peak", "one point"),
    names=("x", "w", "r", "c"),
    reference=circle_log_prob,
    returns="the log-density per radian of each x",
    misconceptions=(
        Misconception(
            "no base",
            _constant(0.0),
            "this is the log-det alone. log p(x) = log of the base's density at z, plus the "
            "log-det; and the uniform base has the density 1/2π, not 1.",
        ),
        Misconception(
            "+ log 2π",
            _constant(LOG_TURN),
            "the sign of log 2π is turned. The base's density is 1/2π, so its logarithm is "
            "− log 2π.",
        ),
        Misconception(
            "a normal base",
            _based(_normal),
            "you put a normal density under the map. On a circle z and z + 2π are one place, and "
            "the normal gives them two densities: the seam is back. The base is uniform.",
            also=(
                _based(lambda z: _normal(torch.remainder(z + math.pi, TURN) - math.pi)),
                _based(lambda z: -(z**2) / 2),
            ),
        ),
        Misconception(
            "½ log 2π",
            _constant(-LOG_TURN / 2),
            "½ log 2π belongs to the normal density. The uniform base has 1/2π: − log 2π.",
        ),
        Misconception(
            "4π",
            _constant(-math.log(2 * TURN)),
            "4π is the area of the sphere. One turn of the circle is 2π long.",
        ),
        Misconception(
            "half a circle",
            _constant(-math.log(math.pi)),
            "the base has the density 1/2π: one turn is 2π long, not π.",
        ),
        Misconception(
            "per degree",
            _constant(-math.log(360)),
            "this is the log-density per degree, with 360 for a turn. Asked for is per radian: a "
            "turn is 2π.",
        ),
        Misconception(
            "mean of the logarithms",
            _weighted(lambda w, s: (w * s.log()).sum(-1)),
            "you take the logarithm of each slope and average those. The slope of a sum is the "
            "weighted sum of the *slopes*: add first, then the logarithm.",
            also=(_weighted(lambda w, s: s.log().mean(-1)),),
        ),
        Misconception(
            "mean of the logarithms, and no base",
            _weighted(lambda w, s: (w * s.log()).sum(-1), base=0.0),
            "two things: you average the *logarithms* of the slopes, where the slopes are to be "
            "added, each with its weight. And the base's density is missing.",
        ),
        Misconception(
            "sum of the logarithms",
            _weighted(lambda w, s: s.log().sum(-1)),
            "log-dets add when maps come one *after* the other. Here they stand side by side in a "
            "sum: their slopes add, each with its weight.",
            also=(
                _weighted(lambda w, s: (w * s).log().sum(-1)),
                lambda x, w, r, c: ((w * _slopes(x, r, c)).log() - LOG_TURN).sum(-1),
                lambda x, w, r, c: (_slopes(x, r, c).log() - LOG_TURN).sum(-1),
            ),
        ),
        Misconception(
            "log-det of the other way",
            lambda x, w, r, c: -_log_slope(x, w, r, c) - LOG_TURN,
            "you subtract the log-det. The map runs from the data x to the base z: where it "
            "stretches, one step of x covers more of the base, so p(x) is *larger*. Plus.",
        ),
        Misconception(
            "sign of everything",
            lambda *args: -circle_log_prob(*args),
            "this is − log p(x), a loss. Asked for is log p(x).",
        ),
        Misconception(
            "weights not used",
            _weighted(lambda w, s: torch.log(s.mean(-1))),
            "your parts count alike: w is not used. Each slope has its weight.",
        ),
        Misconception(
            "sum without weights",
            _weighted(lambda w, s: torch.log(s.sum(-1))),
            "the weights are missing in the sum of the slopes. The integral over one turn would be "
            "K, not 1.",
        ),
        Misconception(
            "neither weights nor base",
            _weighted(lambda w, s: torch.log(s.sum(-1)), base=0.0),
            "two things are missing: the weights in the sum of the slopes, and the base's density.",
            also=(_weighted(lambda w, s: torch.log(s.mean(-1)), base=0.0),),
        ),
        Misconception(
            "weights squared",
            _weighted(lambda w, s: torch.log((w**2 * s).sum(-1))),
            "each slope is multiplied by its weight twice.",
        ),
        Misconception(
            "one part wins",
            _weighted(lambda w, s: torch.log((w * s).amax(-1))),
            "at each x you take one part, the largest. All parts add up.",
            also=(_weighted(lambda w, s: torch.log(s.amax(-1))),),
        ),
        Misconception(
            "a base with ends",
            lambda x, w, r, c: torch.where(
                _z(x, w, r, c).abs() < math.pi, circle_log_prob(x, w, r, c), -torch.inf
            ),
            "beyond ±π there is nothing in yours. On a circle a number beyond π is a place like "
            "all others, and the base has 1/2π everywhere.",
            also=(
                lambda x, w, r, c: torch.where(
                    x.abs() < math.pi, circle_log_prob(x, w, r, c), -torch.inf
                ),
            ),
        ),
        Misconception(
            "divided by K on top of the weights",
            _weighted(lambda w, s: torch.log((w * s).mean(-1))),
            "you *average* w·slope over the parts. The weights add up to 1 already: a sum.",
        ),
        Misconception(
            "softmax of the weights",
            _weighted(lambda w, s: torch.log((torch.softmax(w, 0) * s).sum(-1))),
            "you send w through softmax. These are weights already, positive with sum 1.",
        ),
        Misconception(
            "weights inside the exponential",
            _weighted(lambda w, s: torch.logsumexp(w * s.log(), -1)),
            "in your logsumexp w multiplies the log of the slope. exp makes a power of it. The log "
            "of a product is a sum: log w + log slope.",
        ),
        Misconception(
            "w added in place of its logarithm",
            _weighted(lambda w, s: torch.logsumexp(w + s.log(), -1)),
            "inside your logsumexp w is added to the log of the slope. exp makes a factor eʷ of "
            "it. The log of a product is log w + log slope.",
        ),
        Misconception(
            "density",
            lambda *args: circle_log_prob(*args).exp(),
            "this is the density, and a right one. Return its logarithm.",
        ),
        Misconception(
            "the slope, not its logarithm",
            _weighted(lambda w, s: (w * s).sum(-1)),
            "the slope dz/dx stands where its logarithm belongs.",
            also=(
                _weighted(lambda w, s: (w * s).sum(-1), base=0.0),
                _weighted(lambda w, s: (w * s).sum(-1), base=-LOG_TURN),
            ),
        ),
        Misconception(
            "parameters averaged",
            lambda x, w, r, c: torch.log(mobius_slope(x, (w * r).sum(), (w * c).sum())) - LOG_TURN,
            "you average the parameters and take one map. A sum of maps is no map of the mean "
            "parameters: two peaks would melt into one. Average the slopes.",
        ),
        Misconception(
            "slope at z",
            lambda x, w, r, c: (
                torch.log((w * mobius_slope(mobius_map(x[:, None], r, c), r, c)).sum(-1)) - LOG_TURN
            ),
            "you put an image, of the part or of all, into the formula of the slope. It is a "
            "formula for x.",
            also=(lambda x, w, r, c: circle_log_prob(_z(x, w, r, c), w, r, c),),
        ),
        Misconception(
            "summed over the points",
            lambda *args: circle_log_prob(*args).sum(),
            "this is one number for all points. Each x has its own log-density: sum over the "
            "parts alone, the last dimension of the table (n, K).",
            also=(lambda *args: circle_log_prob(*args).mean(),),
        ),
        Misconception(
            "each part by itself",
            _weighted(lambda w, s: torch.log(s)),
            "this is a table, point by part. The slopes of the parts are summed with their "
            "weights.",
            also=(
                _weighted(lambda w, s: torch.log(w * s)),
                _weighted(lambda w, s: (w * s).log(), 0.0),
            ),
        ),
        Misconception(
            "1 − r above",
            _slope_of(lambda d, r: (1 - r) / (1 + r**2 - 2 * r * torch.cos(d))),
            "above stands 1 − r in your slope; it is 1 − r².",
        ),
        Misconception(
            "+ 2r cos below",
            _slope_of(lambda d, r: (1 - r**2) / (1 + r**2 + 2 * r * torch.cos(d))),
            "your slopes have + 2r cos(x − c) below; it is a minus. Your peaks stand opposite the "
            "centres.",
        ),
        Misconception(
            "no 2 below",
            _slope_of(lambda d, r: (1 - r**2) / (1 + r**2 - r * torch.cos(d))),
            "below stands r cos(x − c) in your slope; it is 2r cos(x − c).",
        ),
        Misconception(
            "centres not used",
            lambda x, w, r, c: circle_log_prob(x, w, r, 0 * c),
            "c is missing: the cosine is that of x − c.",
        ),
        Misconception(
            "sign of the centres",
            lambda x, w, r, c: circle_log_prob(x, w, r, -c),
            "your peaks stand at −c: it is x − c, not x + c.",
        ),
        Misconception(
            "logarithm to base 10",
            lambda *args: circle_log_prob(*args) / math.log(10),
            "this is the logarithm to base 10. Log-densities are natural logarithms: `torch.log`.",
        ),
    ),
    tips=(
        (
            r"size of tensor",
            "x is (n,) and the parameters are (K,). `x[:, None]` makes (n, 1) of x, and then every "
            "point meets every part: (n, K).",
        ),
    ),
    hints=(
        "What is the slope of a weighted sum of functions? And which constant has the base?",
        "Make the table of all slopes, (n, K), from `x[:, None]`. Sum it with the weights over the "
        "last dimension, take the logarithm, add the log of the base's density.",
        "In code, with two places left to you:\n\n"
        "    d = x[:, None] - c\n"
        "    slopes = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(d))\n"
        "    return torch.log(…) - math.log(…)",
    ),
    praise="a mixture again, as in chapter 05; one turn of the circle holds the mass 1.",
)

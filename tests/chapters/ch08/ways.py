"""A descent on an expected cost, and an ascent on an entropy, with the same random numbers."""

import functools
import math

import numpy as np
import torch
from scipy import integrate, stats

from course_lib import live
from tests.live.oracles import Logistics
from tests.live.proofs import Proof

P0 = stats.norm().pdf
AIMS = np.linspace(-14, 8, 221)
LATE, MISSED, OWN = "4 a minute late", "20 if it is missed", "yours"

# --- the cost -----------------------------------------------------------------------------------

COSTS = {  # the cost of arriving at x, and its slope
    LATE: (lambda x: np.where(x < 0, -x, 4 * x), lambda x: np.where(x < 0, -1.0, 4.0)),
    MISSED: (lambda x: np.where(x < 0, -x, 20.0), lambda x: np.where(x < 0, -1.0, 0.0)),
    OWN: (lambda x: 0.1 * (x - 1) ** 2, lambda x: 0.2 * (x - 1)),
}


def expected(cost, b, a):
    """The expected cost of an arrival from N(b, a²), in closed form."""
    late = b * stats.norm.cdf(b / a) + a * P0(b / a)  # E[max(x, 0)]
    return {
        LATE: 5 * late - b,
        MISSED: late - b + 20 * stats.norm.cdf(b / a),
        OWN: 0.1 * ((b - 1) ** 2 + a**2),
    }[cost]


@functools.cache
def descent(cost, estimator, a):
    """The aims of 40 steps with slopes from 200 samples each."""
    value, slope = COSTS[cost]
    found = [-11.0]
    for step in range(40):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(step)
            z = torch.distributions.Normal(torch.zeros((), dtype=torch.float64), 1.0)
            z = z.rsample((200,)).numpy()
        x = a * z + found[-1]
        of_b = {
            "pathwise": slope(x).mean(),
            "score": (value(x) * z / a).mean(),  # ∂ log p/∂b = z/a
            "detached": 0.0,
        }
        found.append(float(np.clip(found[-1] - 0.6 * of_b[estimator], -14, 8)))
    return found


def expected_cost(see, step, estimator, a, cost=OWN):
    picture, x = see.picture, np.linspace(-15, 15, 601)
    # One's own cost fills four fifths of the axes.
    top = 26 if cost in (LATE, MISSED) else 1.25 * COSTS[cost][0](x).max()
    assert picture.cost.axes.get_ylim() == picture.way.axes.get_ylim() == (0, top)
    see.level(picture.cost, picture.way, [0, top])
    aims = np.array(descent(cost, estimator, a))
    b = aims[step]
    see.curve(picture.cost, x, COSTS[cost][0](x), within=1.0)  # a jump at one of these places
    see.under(picture.density, x, 0.7 * top * stats.norm.pdf(x, b, a))
    see.area(picture.density, 0.7 * top * np.diff(stats.norm.cdf([-15, 15], b, a))[0], within=3e-3)
    means = expected(cost, AIMS, a)
    see.curve(picture.curve, AIMS, means)
    costs = np.interp(aims, AIMS, means)  # between two aims the picture goes straight
    # The picture's quadrature over a jump is a fifth of a pixel off.
    see.marked(picture.way, aims[: step + 1], costs[: step + 1], at=0.3)
    see.points(picture.here, [b], [costs[step]], within=0.3)
    best = AIMS[means.argmin()]
    see.curve(picture.best, [best, best], [0, top])
    see.text(picture.note, f"step {step}: aim {{}}\nbest aim {{}}", b, best)
    see.reads("aim b", "{}", b)
    see.reads("expected cost", "{}", costs[step])
    see.reads("smallest possible", "{}", means.min())
    see.reads("at b", "{}", best)


# --- the ascent ---------------------------------------------------------------------------------

LAST = 6


class Ascent:
    """The picture of a short ascent, with the flow's parameters before and after it."""

    def __init__(self):
        view = live.entropy_ascent(steps=LAST, every=LAST, lr=0.1)
        self.picture = view.picture
        flow = self.picture.learning.distribution.flow
        self.states = {0: self._mixture(flow)}
        view.prepare()
        self.states[LAST] = self._mixture(flow)

    @staticmethod
    def _mixture(flow):
        parts = (flow.logits.softmax(-1), flow.means, flow.log_scales.exp())
        return Logistics(*(part.detach().numpy().copy() for part in parts))


@functools.cache
def _ascent():
    return Ascent()


@functools.cache
def numbers(step):
    """(second moment, entropy at the second moment 1, excess kurtosis) by quadrature."""
    x, p = np.linspace(-60, 60, 60_001), _ascent().states[step]
    density = p.pdf(x)
    second, fourth = (integrate.trapezoid(density * x**k, x) for k in (2, 4))
    entropy = -integrate.trapezoid(density * p.log_pdf(x), x) - 0.5 * math.log(second)
    return second, entropy, fourth / second**2 - 3


def entropy_ascent(see, step):
    picture = see.picture
    second, entropy, kurtosis = numbers(step)
    size, x = math.sqrt(second), np.linspace(-4, 4, 321)  # at the same places: narrow bumps
    see.curve(picture.curve, x, size * _ascent().states[step].pdf(size * x))
    past = [k for k in (0, LAST) if k <= step]
    see.curve(picture.entropy, past, [numbers(k)[1] for k in past])
    see.points(picture.here, [step], [entropy])
    see.text(picture.note, f"step {step} of {LAST}")
    best = 0.5 * math.log(2 * math.pi * math.e)
    see.reads("step", "{}", step)
    see.reads("entropy", "{}", entropy)
    see.reads("KL to the Gaussian", "{}", best - entropy)
    see.reads("excess kurtosis", "{}", kurtosis)


PRICED = (
    {"step": 25, "cost": MISSED, "estimator": "score", "a": 2.0},
    {"step": 7, "cost": LATE, "estimator": "pathwise", "a": 3.5},
    {"step": 3, "cost": LATE, "estimator": "detached", "a": 1.5},
)
OWN_COST = (
    {"step": 4, "estimator": "pathwise", "a": 2.5},
    {"step": 9, "estimator": "score", "a": 4.0},
)
PROOFS = {
    "expected_cost": (
        Proof(expected_cost, PRICED),
        Proof(
            expected_cost,
            OWN_COST,
            make=lambda: live.expected_cost(lambda x: 0.1 * (x - 1) ** 2).picture,
        ),
    ),
    "entropy_ascent": (
        Proof(entropy_ascent, ({"step": LAST}, {"step": 0}), make=lambda: _ascent().picture),
    ),
}

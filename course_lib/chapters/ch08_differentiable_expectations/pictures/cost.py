"""An expected cost, and the way down its curve with estimated slopes."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    ESTIMATORS,
    NORMAL,
    tensor,
)
from course_lib.expectations import gradient
from course_lib.flows import FlowDistribution, Linear
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed, whose

STEPS, LR, N = 40, 0.6, 200
START, LOW, HIGH = -11.0, -14.0, 8.0  # the aim b, in minutes after the departure
SHOWN, DEAREST = 15.0, 26.0
X = torch.linspace(-SHOWN, SHOWN, 601, dtype=torch.float64)
AIMS = torch.linspace(LOW, HIGH, 221, dtype=torch.float64)
# Half a step beside 0, where a cost may jump: the trapezoids then take half of either side.
FINE = torch.linspace(-44.995, 44.995, 9000, dtype=torch.float64)


def taxi(x):
    """1 for each minute of waiting, 4 for each minute of being late."""
    return torch.where(x < 0, -x, 4 * x)


def missed(x):
    """1 for each minute of waiting, 20 for a train that is missed."""
    return torch.where(x < 0, -x, torch.full_like(x, 20.0))


COSTS = {"4 a minute late": taxi, "20 if it is missed": missed}


class CostPicture(Picture):
    """The cost of arriving at x and the density of x; the expected cost against the aim b.

    ``yours`` is the learner's own ``cost(x)``.
    """

    size = (900, 400)
    title = "When should you aim to arrive?"
    dear = ("cost", "estimator", "a")

    def __init__(self, yours=None):
        # Memories of this picture alone: a function's own would keep all pictures that there were.
        self._curve = functools.lru_cache(maxsize=32)(self._curve)
        self._way = functools.lru_cache(maxsize=64)(self._way)
        # One's own cost has axes of its own height, which would not fit the course's two.
        self.costs = {"yours": Yours(yours)} if yours else dict(COSTS)
        self.dearest = self._highest() if yours else DEAREST
        if yours:
            self.owner = whose(yours)
        self.color = YOURS if yours else MAP
        which = [Choice("cost", "cost", tuple(self.costs), next(iter(self.costs)))]
        super().__init__([
            Slider("step", "step", 0, STEPS, 1, STEPS),
            *([] if yours else which),
            Choice("estimator", "slope by", ESTIMATORS, "pathwise"),
            Slider("a", "scatter a", 1.0, 5.0, 0.5, 3.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_mean = figure.subplots(1, 2)
        ax.set(
            xlim=(-SHOWN, SHOWN), ylim=(0, self.dearest), xlabel="$x$: minutes after the departure"
        )
        ax.set(title="cost of arriving at $x$", xticks=[-12, -8, -4, 0, 4, 8, 12])
        self.density = self.area(ax, TARGET, alpha=0.3)
        self.cost = self.line(ax, self.color, lw=3)
        ax.legend([self.cost, self.density], ["cost", "p(x)"], loc="upper left")
        ax_mean.set(
            xlim=(LOW, HIGH), ylim=(0, self.dearest), xlabel="aim $b$", title="expected cost"
        )
        ax_mean.set(xticks=[-12, -8, -4, 0, 4, 8])
        self.curve = self.line(ax_mean, INK, lw=2, ls=(0, (4, 3)))
        self.way = self.line(ax_mean, TARGET, lw=1.5, marker="o", ms=5)
        self.best = self.line(ax_mean, INK, lw=1.5)
        self.here = self.points(ax_mean, TARGET, size=13, alpha=1)
        self.note = self.words(ax_mean, 0.02, 0.98, fontsize=15)

    def _highest(self):
        """How high the axes must go for the learner's cost, with some room for the legend."""
        try:
            dearest = float(self._priced("yours", X).max())
        except YoursFailed:  # said where it is drawn
            return DEAREST
        return 1.25 * dearest if dearest > 0 else DEAREST

    def update(self, step, estimator, a, cost="yours"):
        a = float(a)
        heights, means = self._curve(cost, a)
        way = self._way(cost, estimator, a)
        b = way[step]
        self.density.set_xy(under(X, 0.7 * self.dearest * _density((X - b) / a, a)))
        self.cost.set_data(X, heights)
        self.curve.set_data(AIMS, means)
        at = np.interp(way, AIMS, means)
        self.way.set_data(way[: step + 1], at[: step + 1])
        self.here.set_data([b], [at[step]])
        best = int(means.argmin())
        self.best.set_data([AIMS[best]] * 2, [0, self.dearest])
        self.note.set_text(f"step {step}: aim {number(b, 1)}\nbest aim {number(AIMS[best], 1)}")
        return {
            "aim b": number(b, 2),
            "expected cost": number(at[step], 2),
            "smallest possible": number(means[best], 2),
            "at b": number(AIMS[best], 1),
        }

    def _curve(self, cost, a):
        """(the cost at X, the expected cost at every aim by quadrature)."""
        values = self._priced(cost, FINE)
        density = _density((FINE - AIMS.unsqueeze(-1)) / a, a)
        return self._priced(cost, X), torch.trapezoid(density * values, FINE)

    def _priced(self, cost, x):
        values = self.costs[cost](x)
        if values.shape != x.shape or not values.isfinite().all():
            raise YoursFailed(f"a cost is one finite number for each x; shape {values.shape}")
        return values

    def _way(self, cost, estimator, a):
        """The aims of all steps of gradient descent, each slope from N new samples."""
        b, way = START, [START]
        price = COSTS.get(cost) or self._with_gradient(self.costs[cost])
        for step in range(STEPS):
            aim = tensor(b).requires_grad_()
            p = FlowDistribution(Linear(tensor(a), aim), NORMAL)
            (slope,) = gradient(p, price, [aim], N, step, estimator)
            b = min(max(b - LR * slope.item(), LOW), HIGH)
            way.append(b)
        return way

    @staticmethod
    def _with_gradient(yours):
        """The learner's cost as it is written, if its values can be drawn at all."""

        def price(x):
            values = yours(x)  # says what is wrong, without a gradient
            own = yours.function(x)
            return own if isinstance(own, torch.Tensor) else values

        return price

    def describe(self, step, estimator, a, **cost):
        said = self.readings(step=step, estimator=estimator, a=a, **cost)
        return (
            f"The arrival x scatters by {a:.1f} minutes around the aim b. With slopes by the "
            f"{estimator} estimator, {step} steps of gradient descent lead to the aim "
            f"{said['aim b']} with the expected cost {said['expected cost']}; the smallest "
            f"possible is {said['smallest possible']} at {said['at b']}."
        )


def _density(z, a):
    """p(x) of the linear flow x = a z + b at the x of this z."""
    return NORMAL.log_prob(z).exp() / a


def expected_cost(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Gradient descent on an expected cost; ``yours`` is your own ``cost(x)``."""
    return show(CostPicture(yours), **start)

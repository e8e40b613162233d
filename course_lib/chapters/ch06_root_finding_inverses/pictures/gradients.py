"""The derivatives of a sample with respect to the parameters, by four ways."""

import functools

import numpy as np
import torch
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from course_lib.chapters.ch06_root_finding_inverses.pictures.problems import DOUBLE, stops
from course_lib.flows import MixtureOfLogistics, newton
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import INK, MAP, QUIET, TARGET, WRONG
from course_lib.live.words import number

START = {
    "weights w": torch.tensor([0.2, 0.5, 0.3], dtype=DOUBLE).log(),
    "centres μ": torch.tensor([-2.0, 0.4, 2.5], dtype=DOUBLE),
    "scales s": torch.tensor([0.5, 1.2, 0.4], dtype=DOUBLE),
}
WAYS = ("finite differences", "implicit", "Newton, unrolled", "bisection, unrolled")
HATCHES = ("", "//", "..", "xx")
COLORS = (QUIET, TARGET, MAP, WRONG)
SAMPLE = Slider("z", "sample z", -4.0, 4.0, 0.2, 0.6)
WIDTH = 0.19  # of a bar


# The ways take z of shape (N,) and parameters (3,), or (N, 3) with three of its own for each z.


def flow_of(log_w, mu, s):
    return MixtureOfLogistics(log_w.softmax(-1), mu, s)


def by_bisection(z, *parameters, steps=60):
    """Bisection written without care: its bracket is made of the parameters, gradient and all."""
    flow = flow_of(*parameters)
    ends = flow.means + flow.scales * z.unsqueeze(-1)
    low, high = ends.amin(-1), ends.amax(-1)
    for _ in range(steps):
        x = (low + high) / 2
        with torch.no_grad():  # yes or no: nothing to differentiate
            below = flow.inverse(x)[0] < z
        low, high = torch.where(below, x, low), torch.where(below, high, x)
    return (low + high) / 2


def by_newton(z, *parameters):
    flow = flow_of(*parameters)

    def g(x):
        value, log_slope = flow.inverse(x)
        return value, log_slope.exp()

    start = flow(z)[0].detach() + 0.01  # near enough that nothing runs away
    return newton(g, z, start, steps=6).x


def implicitly(z, *parameters):
    return flow_of(*parameters)(z)[0]


def derivatives(z, which):
    """dx/dθ for the three entries of one parameter, by each way; a dict of lists."""
    places, at = stops(SAMPLE, z)
    return {name: rows[which][at].tolist() for name, rows in _all_derivatives(places).items()}


@functools.lru_cache(maxsize=8)
def _all_derivatives(places):
    """The same at all places and for all parameters: way → parameter → (N, 3)."""
    z = torch.tensor(places, dtype=DOUBLE)
    found = {}
    for name, way in zip(WAYS[1:], (implicitly, by_newton, by_bisection), strict=True):
        own = [value.repeat(len(z), 1).requires_grad_() for value in START.values()]
        x = way(z, *own)
        # Who has no part in x has no gradient: 0.
        gradients = torch.autograd.grad(x.sum(), own, allow_unused=True, materialize_grads=True)
        found[name] = dict(zip(START, gradients, strict=True))
    found[WAYS[0]] = {
        which: torch.stack([_difference(z, which, k) for k in range(3)], -1) for which in START
    }
    return found


def _difference(z, which, k, step=1e-5):
    ends = []
    for sign in (1, -1):
        parameters = {key: value.clone() for key, value in START.items()}
        parameters[which][k] += sign * step
        ends.append(implicitly(z, *parameters.values()))
    return (ends[0] - ends[1]) / (2 * step)


class GradientsPicture(Picture):
    """Bars: the derivative of x = f(z) with respect to three parameters, by four ways."""

    size = (900, 380)
    title = "Which of these gradients is right?"

    def __init__(self):
        super().__init__([
            SAMPLE,
            Choice("which", "derivative by the", tuple(START), "centres μ"),
        ])  # fmt: skip

    def layout(self, figure):
        (ax,) = figure.subplots(1, 1, squeeze=False)[0]
        ax.set(xlim=(-0.6, 2.6), ylim=(-1.5, 1.5), ylabel="derivative of $x$")
        ax.set_xticks(range(3), ["part 1", "part 2", "part 3"])
        ax.axhline(0, color=INK, lw=1)
        self.bars, self.labels = {}, {}
        for k, (name, color, hatch) in enumerate(zip(WAYS, COLORS, HATCHES, strict=True)):
            made = PathPatch(bars(k, [1] * 3), facecolor=color, hatch=hatch,
                             edgecolor="white" if k else INK, label=name)  # fmt: skip
            self.bars[name] = self.moving(ax.add_patch(made))
            self.labels[name] = [
                self.moving(ax.text(p + 0.2 * (k - 1.5), 0, "", ha="center", fontsize=12))
                for p in range(3)
            ]
        narrow = {"handlelength": 1.6, "handletextpad": 0.4, "columnspacing": 0.9}
        ax.legend(loc="upper left", ncols=4, bbox_to_anchor=(-0.02, 1.13), **narrow)

    def update(self, z, which):
        found = derivatives(z, which)
        for k, name in enumerate(WAYS):
            self.bars[name].set_path(bars(k, [max(-1.5, min(1.5, v)) for v in found[name]]))
            # A number is wider than a bar: every second one stands a line further out.
            out = 0.17 * (WAYS.index(name) % 2)
            for label, value in zip(self.labels[name], found[name], strict=True):
                label.set_text(number(value, 2))
                shown = max(-1.17, min(1.17, value))
                label.set_y(shown + (0.04 + out if value >= 0 else -0.13 - out))
        off = {
            name: max(abs(a - b) for a, b in zip(found[name], found[WAYS[0]], strict=True))
            for name in WAYS[1:]
        }
        return {f"{name}: off by": f"{error:.0e}" for name, error in off.items()}

    def describe(self, z, which):
        found = derivatives(z, which)
        rows = "; ".join(
            f"{name} {', '.join(number(v, 2) for v in values)}" for name, values in found.items()
        )
        return (
            f"The derivatives of the sample x of z = {number(z, 1)} with respect to the three "
            f"{which}: {rows}."
        )


def bars(k, heights):
    """The bars of the k-th way at the three parts, as one path: its hatch is sent only once."""
    corners = []
    for part, height in enumerate(heights):
        left = part + 0.2 * (k - 1.5) - WIDTH / 2
        right = left + WIDTH
        corners.append([(left, 0), (right, 0), (right, height), (left, height)])
    return Path.make_compound_path_from_polys(np.array(corners))


def root_gradients(**start: float | str | bool) -> View:
    """Gradients through the inverse, by four ways."""
    return show(GradientsPicture(), **start)

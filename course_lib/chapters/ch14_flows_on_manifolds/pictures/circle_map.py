"""Points carried round the circle by one Möbius map, or by a weighted sum of two."""

from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import (
    PI,
    compass,
    marked,
    ring_axes,
)
from course_lib.live import unfolding
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

POINTS = 24
Z0 = -PI + 2 * PI * (np.arange(POINTS) + 0.5) / POINTS  # evenly round the base circle
X = torch.linspace(-3 * PI, 3 * PI, 2401, dtype=torch.float64)  # three turns: none ends in view
TURN = slice(800, 1600)  # one turn of them, for integrals: the sum over a whole turn is exact
SECOND_R, SECOND_C = 0.7, 2.2  # the second map's strength, and how far its centre is from c
P_SHOWN, INNER = 1.0, 0.7


def mobius(x, r, c):
    """z = m(x) of the Möbius map, lifted, and its log-slope; stable for r close to 1."""
    d = x - c
    z = x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))
    below = (1 - r) ** 2 + 4 * r * torch.sin(d / 2) ** 2
    return z, torch.log1p(-r) + torch.log1p(r) - torch.log(below)


def both(f, x, r, c, weight):
    """(1 − weight) times the map around c, weight times the second: z and dz/dx."""
    z, log_slope = f(x, torch.tensor(r).double(), torch.tensor(c).double())
    if not weight:
        return z, log_slope.exp()
    second = f(x, torch.tensor(SECOND_R).double(), torch.tensor(c + SECOND_C).double())
    parts = ((1 - weight, z, log_slope), (weight, *second))
    return sum(w * v for w, v, _ in parts), sum(w * s.exp() for w, _, s in parts)


class CircleMapPicture(Picture):
    """Left 24 points of two rings; then the map, lifted; right the density of x, turned.

    ``yours`` is the learner's ``mobius(x, r, c)`` → (z, log_slope).
    """

    size = (900, 380)
    title = "How do you bend a circle without tearing it?"
    unfolds = True

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours, parts=2)
        super().__init__([
            Slider("r", "strength r", 0.0, 0.95, 0.01, 0.6),
            Slider("c", "centre c", -3.1, 3.1, 0.1, 0.5),
            Slider("weight", "2nd map: weight", 0.0, 0.9, 0.05, 0.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax_ring, ax, ax_p = figure.subplots(1, 3, width_ratios=(1.15, 1, 0.95))
        ring_axes(ax_ring)
        ax_ring.set_title("inner ring: $z$, outer ring: $x$")
        around = np.linspace(-PI, PI, 181)
        for radius in (INNER, 1):
            ax_ring.plot(*compass(around, radius).T, color=INK, lw=1)
        ax_ring.plot(*compass(Z0, INNER).T, "o", color=BASE, ms=7, mew=0)
        ax_ring.text(0, 0.6, "0", ha="center", va="top")
        ax_ring.text(0.6, 0, "π/2", ha="right", va="center")
        self.links = self.line(ax_ring, INK, lw=0.8, alpha=0.7)
        self.carried = self.points(ax_ring, TARGET, size=8, alpha=1)
        ax.set(xlim=(-PI, PI), ylim=(-PI, PI), xlabel="$z$", ylabel="$x$", title="map  $x = f(z)$")
        ax.plot([-PI, PI], [-PI, PI], color=INK, lw=1, ls=(0, (1, 2)))
        self.map = self.line(ax, MAP, lw=3)
        ax_p.set(xlim=(0, P_SHOWN), ylim=(-PI, PI), xlabel="density of $x$", title="target  $p(x)$")
        ax_p.tick_params(labelleft=False)
        for axis in (ax.xaxis, ax.yaxis, ax_p.yaxis):
            marked(axis)
        ax_p.axvline(1 / (2 * PI), color=BASE, lw=1.5, ls=(0, (1, 2)))
        self.fill = self.area(ax_p, TARGET, alpha=0.2)
        self.density = self.line(ax_p, TARGET, lw=3)
        self.peak = self.words(ax_p, 0.98, 0.98, ha="right")
        if self.yours:
            style = {"ls": DASH["yours"], "lw": 3.5}
            self.lines_yours = [self.line(a, YOURS, **style) for a in (ax, ax_p)]
            ax.legend(self.lines_yours[:1], ["yours"], loc="upper left", handlelength=3)

    def update(self, r, c, weight):
        z, slope = both(mobius, X, r, c, weight)
        x, p = self._way(z, slope)
        self.map.set_data(z, x)
        self.density.set_data(p, x)
        self.fill.set_xy(under(x, p)[:, ::-1])
        at = np.interp(Z0, z, x)
        outer, inner = compass(at), compass(Z0, INNER)
        self.carried.set_data(*outer.T)
        lifted = np.full_like(outer, np.nan)
        self.links.set_data(*np.stack([inner, outer, lifted], 1).reshape(-1, 2).T)
        top = p.max().item()
        self.peak.set_text(f"peak {top:.2f} ▶" if top > P_SHOWN else "")
        readouts = {
            "largest p": number(top),
            "smallest p": number(p.min()),
            "area": number(turn_of(slope)),
        }
        return readouts | ({"area of yours": self._draw_yours(r, c, weight)} if self.yours else {})

    def _way(self, z, slope):
        """x and its density on the way from z to x, as far as t says."""
        return unfolding.points(z, X, self.t), 1 / (2 * PI * unfolding.slope(1 / slope, self.t))

    def _draw_yours(self, r, c, weight):
        try:
            z, slope = both(self._asked, X, r, c, weight)
        except YoursFailed as failed:
            for line in self.lines_yours:
                line.set_data([], [])
            return f"⚠ not drawn: {failed}"
        x, p = self._way(z, slope)
        self.lines_yours[0].set_data(z, x)
        self.lines_yours[1].set_data(p, x)
        return number(turn_of(slope))

    def _asked(self, x, r, c):
        z, log_slope = self.yours(x, r, c)
        for what, part in (("map", z), ("log-slope", log_slope)):
            if part.shape != x.shape:
                raise YoursFailed(f"your {what} has shape {tuple(part.shape)}, not (n,)")
        return z, log_slope

    def describe(self, r, c, weight):
        read = self.readings(r=r, c=c, weight=weight)
        second = f" A second map has the weight {number(weight, 2)}." if weight else ""
        return (
            f"24 points, evenly spaced on an inner ring, are carried to an outer ring, where they "
            f"crowd around the angle {number(c, 1)} if r, here {number(r, 2)}, is large.{second} "
            f"The density of x lies between {read['smallest p']} and {read['largest p']} and has "
            "no seam."
        )


def turn_of(slope):
    """The integral of the density over one turn of x."""
    return slope[TURN].mean()


def circle_map(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Möbius maps of the circle; ``yours`` is your ``mobius(x, r, c)``."""
    return show(CircleMapPicture(yours), **start)

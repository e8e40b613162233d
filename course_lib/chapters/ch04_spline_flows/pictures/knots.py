"""A rational-quadratic spline whose knots, heights and slopes can be moved."""

from collections.abc import Callable

import torch

from course_lib.flows import rational_quadratic
from course_lib.live import unfolding
from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

BOUND, SHOWN, P_SHOWN = 3.0, 4.2, 1.0
Z = torch.linspace(-8, 8, 801, dtype=torch.float64)
# For areas: between the ends of the spline the density may have spikes, beside them it is smooth.
FINE = torch.cat([
    torch.linspace(-8, -BOUND, 251, dtype=torch.float64)[:-1],
    torch.linspace(-BOUND, BOUND, 6001, dtype=torch.float64),
    torch.linspace(BOUND, 8, 251, dtype=torch.float64)[1:],
])  # fmt: skip


class SplinePicture(Picture):
    """Base density, a spline of three bins with its knots and slopes, and the density of x.

    ``yours`` is the learner's ``spline(z, knots_z, knots_x, d)`` → (x, log_det).
    """

    size = (900, 350)
    title = "How do you bend a line so that it stays invertible?"
    unfolds = True

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours, parts=2)
        super().__init__([
            Slider("z1", "left knot: z", -2.7, -0.2, 0.1, -1.0),
            Slider("z2", "right knot: z", 0.2, 2.7, 0.1, 1.0),
            Slider("x1", "left knot: x", -2.8, -0.1, 0.1, -1.8),
            Slider("x2", "right knot: x", 0.1, 2.8, 0.1, 1.6),
            Slider("d1", "left knot: slope", 0.05, 3.0, 0.05, 0.4),
            Slider("d2", "right knot: slope", 0.05, 3.0, 0.05, 0.4),
        ])  # fmt: skip

    def layout(self, figure):
        ax_base, ax_map, ax_x = figure.subplots(1, 3, width_ratios=(0.9, 1.1, 1.2))
        ax_base.set(xlim=(-SHOWN, SHOWN), ylim=(0, P_SHOWN), xlabel="$z$", title="base  $p_0(z)$")
        ax_base.plot(Z, base_log_density(Z).exp(), color=BASE, lw=3)
        ax_map.set(xlim=(-SHOWN, SHOWN), ylim=(-SHOWN, SHOWN), xlabel="$z$", ylabel="$x$")
        ax_map.set_title(" ")  # keeps the room for the formula, which moves
        self.formula = self.words(ax_map, 0, 1.03, va="bottom", fontsize=14)
        ax_map.plot([-SHOWN, SHOWN], [-SHOWN, SHOWN], color=INK, lw=1, ls=(0, (1, 2)))
        # Turned: its x stands where the spline's x does.
        ax_x.set(ylim=(-SHOWN, SHOWN), xlim=(0, P_SHOWN), title="target  $p(x)$, knots dotted")
        ax_x.set(xlabel="density of $x$", xticks=[0, 0.5, 1])
        ax_x.tick_params(labelleft=False)
        for axis in (ax_base.xaxis, ax_map.xaxis, ax_map.yaxis, ax_x.yaxis):
            axis.set_ticks([-3, 0, 3])
        self.map = self.line(ax_map, MAP, lw=3)
        self.slopes = self.line(ax_map, TARGET, lw=4, solid_capstyle="round")
        self.knots = self.points(ax_map, MAP, size=9, alpha=1)
        self.below = self.points(ax_base, BASE, size=9, alpha=1, clip_on=False)
        self.at = self.points(ax_x, TARGET, size=9, alpha=1, clip_on=False)
        for dots in (self.below, self.at):
            dots.set_in_layout(False)
        # The slope of a spline goes on over a knot, its change does not: corners are no mistake.
        self.corners = self.line(ax_x, INK, lw=1, ls=(0, (1, 2)))
        ax_x.text(0.98, 0.02, "a corner at a knot\nis no mistake", fontsize=13,
                  ha="right", va="bottom", transform=ax_x.transAxes)  # fmt: skip
        self.fill = self.area(ax_x, TARGET, alpha=0.2)
        self.target = self.line(ax_x, TARGET, lw=3)
        self.peak = self.words(ax_x, 0.98, 0.98, ha="right")
        if self.yours:
            style = {"ls": DASH["yours"], "lw": 3.5}
            self.lines_yours = [self.line(ax, YOURS, **style) for ax in (ax_map, ax_x)]
            ax_map.legend(self.lines_yours[:1], ["yours"], loc="upper left", handlelength=3)

    def update(self, **sliders):
        knots = knots_of(**sliders)
        x, slopes = part_of(Z, *rational_quadratic(Z, *knots), self.t)
        p = base_log_density(Z).exp() / slopes
        self.map.set_data(Z, x)
        self.target.set_data(p, x)
        self.fill.set_xy(under(x, p)[:, ::-1])
        self._draw_knots(*self._on_the_way(*knots))
        way = "f(z)" if self.t == 1 else f"{1 - self.t:.2f} z + {self.t:.2f} f(z)"
        self.formula.set_text(f"spline  x = {way}")
        top = float(p.max())
        self.peak.set_text(f"peak {top:.2f} ▶" if top > P_SHOWN else "")
        readouts = {
            "smallest slope": number(slopes.min(), 2),
            "largest": number(slopes.max(), 2),
            "area": number(mass(lambda z: rational_quadratic(z, *knots), self.t)),
        }
        return readouts | ({"area of yours": self._draw_yours(knots)} if self.yours else {})

    def _on_the_way(self, z, x, d):
        """The knots on the way, which goes through them with these slopes."""
        return z, unfolding.points(z, x, self.t), unfolding.slope(d, self.t)

    def _draw_knots(self, z, x, d):
        self.knots.set_data(z, x)
        self.below.set_data(z, 0 * z)
        self.at.set_data(0 * x, x)
        lifted = torch.full_like(x, torch.nan)
        self.corners.set_data(torch.stack([0 * x, 0 * x + P_SHOWN, lifted], 1).ravel(),
                              torch.stack([x, x, lifted], 1).ravel())  # fmt: skip
        # A short stroke of the slope at every knot, of the same length everywhere.
        half = 0.45 / torch.sqrt(1 + d**2)
        gap = torch.full_like(z, torch.nan)
        across = torch.stack([z - half, z + half, gap], 1).flatten()
        up = torch.stack([x - d * half, x + d * half, gap], 1).flatten()
        self.slopes.set_data(across, up)

    def _draw_yours(self, knots):
        try:
            x, log_det = self.yours(Z, *knots)
            for what, part in (("x", x), ("log_det", log_det)):
                if part.shape != Z.shape:
                    raise YoursFailed(f"your {what} has shape {tuple(part.shape)}, not (N,)")
        except YoursFailed as failed:
            for line in self.lines_yours:
                line.set_data([], [])
            return f"⚠ not drawn: {failed}"
        x, slopes = part_of(Z, x, log_det, self.t)
        self.lines_yours[0].set_data(Z, x)
        self.lines_yours[1].set_data(base_log_density(Z).exp() / slopes, x)
        return number(mass(lambda z: self.yours(z, *knots), self.t))

    def describe(self, **sliders):
        z, x, d = (part[1:3].tolist() for part in self._on_the_way(*knots_of(**sliders)))
        said = " and ".join(
            f"({number(a, 1)}, {number(b, 1)}) with slope {c:.2f}"
            for a, b, c in zip(z, x, d, strict=True)
        )
        return (
            "A spline of three bins between −3 and 3, with straight tails of slope 1, goes through "
            f"{said}. Where it is flat the density of x is high; where it is steep, low."
        )


def part_of(z, x, log_det, t):
    """x and its slope on the way from z to x = f(z), as far as t says."""
    return unfolding.points(z, x, t), unfolding.slope(log_det.exp(), t)


def mass(f, t=1.0):
    """The area under the density of x = f(z), on a grid fine enough for spikes at the knots."""
    x, slopes = part_of(FINE, *f(FINE), t)
    return torch.trapezoid(base_log_density(FINE).exp() / slopes, x)


def knots_of(z1, z2, x1, x2, d1, d2):
    """The four knots: two that move and the two ends."""
    rows = ((-BOUND, z1, z2, BOUND), (-BOUND, x1, x2, BOUND), (1.0, d1, d2, 1.0))
    return [torch.tensor(row, dtype=torch.float64) for row in rows]


def spline(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A spline to be bent; ``yours`` is your ``spline(z, knots_z, knots_x, d)``."""
    return show(SplinePicture(yours), **start)

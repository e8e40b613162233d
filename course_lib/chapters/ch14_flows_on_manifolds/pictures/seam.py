"""A spline on the circle, and what its end slopes do to the density where the circle was cut."""

from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import PI
from course_lib.flows import rational_quadratic
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

ENDS = ("each its own", "one, shared", "both fixed at 1")
Z = torch.linspace(-PI, PI, 601, dtype=torch.float64)
SHOWN = 0.75
LEVEL = 1 / (2 * PI)  # the density of the base


class SeamPicture(Picture):
    """The density of a circular spline, drawn with its seam in the middle.

    ``yours`` is the learner's ``circular_knots(widths, heights, slopes)`` → (z, x, d), drawn for
    six bins whose numbers belong to nobody.
    """

    size = (900, 360)
    title = "The circle was cut at π. Can one see where?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours, parts=3)
        numbers = [Slider("seed", "other numbers", 0, 20, 1, 12)] if yours else []
        super().__init__([
            Choice("ends", "slopes at the ends", ENDS, ENDS[0]),
            Slider("before", "slope before π", 0.3, 3.0, 0.1, 0.5),
            Slider("behind", "slope behind −π", 0.3, 3.0, 0.1, 2.0),
            Slider("knot", "middle knot: x", -2.5, 2.5, 0.1, 0.8),
            *numbers,
        ])  # fmt: skip

    def layout(self, figure):
        ax_map, ax = figure.subplots(1, 2, width_ratios=(1, 1.9))
        ax_map.set(xlim=(-PI, PI), ylim=(-PI, PI), xlabel="$z$", ylabel="$x$", title="spline")
        for axis in (ax_map.xaxis, ax_map.yaxis):
            axis.set_ticks([-PI, 0, PI], ["−π", "0", "π"])
        ax.set(xlim=(0, 2 * PI), ylim=(0, SHOWN), xlabel="$x$", title="density of $x$")
        ax.set_xticks([0, PI / 2, PI, 3 * PI / 2, 2 * PI], ["0", "π/2", "π = −π", "−π/2", "0"])
        ax.axvline(PI, color=INK, lw=1.5, ls=(0, (4, 3)))
        ax.axhline(LEVEL, color=BASE, lw=1.5, ls=(0, (1, 2)))
        self.map = self.line(ax_map, INK, lw=3)
        self.knots = self.points(ax_map, INK, size=9, alpha=1, clip_on=False)
        self.knots.set_in_layout(False)
        self.fills = [self.area(ax, TARGET, alpha=0.2) for _ in range(2)]
        self.sides = [self.line(ax, TARGET, lw=3) for _ in range(2)]
        self.meet = self.points(ax, TARGET, size=10, alpha=1)
        if self.yours:
            style = {"ls": DASH["yours"], "lw": 3}
            self.lines_yours = [self.line(ax, YOURS, **style) for _ in range(2)]
            ax.legend(self.lines_yours[:1], ["yours"], loc="upper right", handlelength=3)

    def update(self, ends, before, behind, knot, seed=0):
        z, x, d = knots_of(ends, before, behind, knot)
        at, p = density(z, x, d)
        self.map.set_data(Z, at)
        self.knots.set_data(z, x)
        for line, fill, (place, height) in zip(self.sides, self.fills, halves(at, p), strict=True):
            line.set_data(place, height)
            fill.set_xy(under(place, height))
        left, right = p[-1].item(), p[0].item()
        self.meet.set_data([PI, PI], [left, right])
        readouts = {
            "density before the seam": number(left),
            "behind it": number(right),
            "jump": number(abs(right - left)),
            "area": number(torch.trapezoid(p, at)),
        }
        return readouts | ({"jump of yours": self._draw_yours(seed)} if self.yours else {})

    def _draw_yours(self, seed):
        try:
            z, x, d = self.yours(*somebodys(seed))
            for part in (z, x, d):
                if part.shape != (7,):
                    raise YoursFailed(f"a part has shape {tuple(part.shape)} for K = 6, not (7,)")
            at, p = density(z.double(), x.double(), d.double())
        except (YoursFailed, ValueError) as failed:
            for line in self.lines_yours:
                line.set_data([], [])
            return f"⚠ not drawn: {failed}"
        for line, side in zip(self.lines_yours, halves(at, p), strict=True):
            line.set_data(*side)
        return number((p[-1] - p[0]).abs())

    def describe(self, ends, before, behind, knot, **seed):
        read = self.readings(ends=ends, before=before, behind=behind, knot=knot, **seed)
        return (
            f"A spline from −π to π with one knot in between; slopes at the ends: {ends}. The "
            f"density of x, with the cut in the middle of the picture, is "
            f"{read['density before the seam']} before the cut and {read['behind it']} behind it. "
            "A dotted line is at 1/2π, the density of the base."
        )


def knots_of(ends, before, behind, knot):
    """The knots z, x and the slopes, (3,) each."""
    if ends == ENDS[1]:
        behind = before
    if ends == ENDS[2]:
        before = behind = 1.0
    rows = ((-PI, 0.0, PI), (-PI, knot, PI), (behind, 1.0, before))
    return [torch.tensor(row, dtype=torch.float64) for row in rows]


def density(z, x, d):
    """x and p(x) at the places of ``Z``."""
    at, log_slope = rational_quadratic(Z, z, x, d)
    return at, LEVEL * torch.exp(-log_slope)


def halves(x, p):
    """The density from 0 to π, and from −π to 0 one turn later: (x, p) twice."""
    x, p = x.numpy(), p.numpy()
    height = np.interp(0.0, x, p)  # the curve is cut at 0, where nothing was sewn
    up, down = x > 0, x < 0
    return (
        (np.r_[0.0, x[up]], np.r_[height, p[up]]),
        (np.r_[x[down], 0.0] + 2 * PI, np.r_[p[down], height]),
    )


def somebodys(seed):
    """Numbers that make a curve without needles, (6,) each: widths, heights, slopes."""
    generator = torch.Generator().manual_seed(seed)
    return tuple(0.5 * torch.randn(3, 6, generator=generator))


def seam(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A circular spline and its seam; ``yours`` is your ``circular_knots``."""
    return show(SeamPicture(yours), **start)

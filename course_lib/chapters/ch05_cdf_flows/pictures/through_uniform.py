"""From one distribution to another through the uniform one: up a CDF, across, and down another."""

from collections.abc import Callable

import torch

from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.known import KNOWN
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

STRIPS = 10
U = torch.linspace(0, 1, 401, dtype=torch.float64)
Z_SHOWN, X_SHOWN, P_SHOWN = 4.5, 6.0, 0.62
GRID = torch.linspace(-X_SHOWN, X_SHOWN, 361, dtype=torch.float64)
EDGES = torch.linspace(0, 1, STRIPS + 1, dtype=torch.float64)[1:-1]


class ChainPicture(Picture):
    """z → u = CDF1(z) → x = CDF2⁻¹(u), with ten strips of equal mass at all three stations.

    ``yours`` is the learner's ``chain(z, cdf1, icdf2)``.
    """

    size = (900, 470)
    title = "How does a chain of two CDFs carry one distribution to another?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        names = tuple(KNOWN)
        super().__init__([
            Choice("first", "z follows", ("normal", "logistic"), "normal"),
            Choice("second", "x follows", names[::-1], "two bumps"),
            Slider("z", "look at z", -3.0, 3.0, 0.1, -0.8),
        ])  # fmt: skip

    def layout(self, figure):
        grid = figure.add_gridspec(2, 3, width_ratios=(1, 0.3, 1), height_ratios=(1.35, 1))
        left, middle, right = (figure.add_subplot(grid[0, k]) for k in range(3))
        below_left, below_right = figure.add_subplot(grid[1, 0]), figure.add_subplot(grid[1, 2])
        for ax, title in ((left, "up: $u = CDF_1(z)$"), (right, "and down: $x = CDF_2^{-1}(u)$")):
            ax.set(ylim=(0, 1), yticks=[0, 0.5, 1], title=title)
            ax.tick_params(labelbottom=False)
        left.set_ylabel("$u$")
        right.tick_params(labelleft=False)
        middle.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[0, 0.5, 1], title="across: $u$")
        middle.tick_params(labelleft=False)
        middle.set_xlabel("uniform", color=INK)
        for k in range(0, STRIPS, 2):
            middle.axhspan(k / STRIPS, (k + 1) / STRIPS, color=INK, alpha=0.12, lw=0)
        below_left.set(ylabel="density", xlabel="base space  $z$")
        below_right.set(xlabel="data space  $x$")
        self.sides = [
            self._side(left, below_left, BASE, Z_SHOWN),
            self._side(right, below_right, TARGET, X_SHOWN),
        ]
        self.across = self.line(middle, MAP, lw=2.5)
        if self.yours:
            self.line_yours = self.line(right, YOURS, ls=DASH["yours"], lw=4)
            right.legend([self.line_yours], ["yours"], loc="upper left", handlelength=3.4)
        between = figure.add_subplot(grid[1, 1])
        between.axis("off")
        self.note = self.words(between, 0.5, 0.5, ha="center", va="center", fontsize=15)

    def _side(self, ax, below, color, shown):
        """One CDF above its density, and everything in the two that moves."""
        for each in (ax, below):
            each.set(xlim=(-shown, shown), xticks=[-4, -2, 0, 2, 4])
        below.set(ylim=(0, P_SHOWN), yticks=[0, 0.2, 0.4, 0.6])
        dot = self.points(below, color, size=11, alpha=1, clip_on=False)
        dot.set_in_layout(False)
        return {
            "strips": self.area(below, color, alpha=0.35),
            "path": self.line(ax, MAP, lw=2.5),
            "cdf": self.line(ax, color, lw=3),
            "density": self.line(below, color, lw=3),
            "dot": dot,
            "follows": None,  # the name of the distribution that is drawn
        }

    def update(self, first, second, z):
        known = KNOWN[first], KNOWN[second]
        z = torch.tensor(z, dtype=torch.float64)
        u = known[0].cdf(z)
        x = known[1].icdf(u)
        for side, name in zip(self.sides, (first, second), strict=True):
            if side["follows"] != name:
                side["follows"] = name
                self._draw(side, KNOWN[name])
        self._paths(float(z), float(x), float(u))
        readouts = {
            "z": number(z, 2),
            "u = CDF₁(z)": number(u),
            "x = CDF₂⁻¹(u)": number(x, 2),
            "mass to the left, both": f"{100 * float(u):.1f} %",
        }
        return readouts | (self._draw_yours(known, z) if self.yours else {})

    @staticmethod
    def _draw(side, distribution):
        p = distribution.density(GRID)
        side["cdf"].set_data(GRID, distribution.cdf(GRID))
        side["density"].set_data(GRID, p)
        strips = torch.bucketize(GRID, distribution.icdf(EDGES))
        side["strips"].set_xy(under(GRID, torch.where(strips % 2 == 0, p, 0.0)))

    def _paths(self, z, x, u):
        """The way of one point: up in the left picture, across, down in the right one."""
        self.sides[0]["path"].set_data([z, z, Z_SHOWN], [0, u, u])
        self.across.set_data([0, 1], [u, u])
        self.sides[1]["path"].set_data([-X_SHOWN, x, x], [u, u, 0])
        for side, value in zip(self.sides, (z, x), strict=True):
            side["dot"].set_data([value], [0])
        stations = (f"{name} = {number(at, 2)}" for name, at in (("z", z), ("u", u), ("x", x)))
        self.note.set_text("\n↓\n".join(stations))

    def _draw_yours(self, known, z):
        """The learner's x over the u of the same z: right answers lie on the curve of CDF2."""
        grid = known[0].icdf(U[1:-1])
        try:
            x = self.yours(grid, known[0].cdf, known[1].icdf)
            if x.shape != grid.shape:
                raise YoursFailed(f"shape {tuple(x.shape)} for z of shape {tuple(grid.shape)}")
            there = float(self.yours(z, known[0].cdf, known[1].icdf))
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        self.line_yours.set_data(x, U[1:-1])
        return {"yours: x": number(there, 2)}

    def describe(self, first, second, z):
        u = KNOWN[first].cdf(torch.tensor(z, dtype=torch.float64))
        x = KNOWN[second].icdf(u)
        return (
            f"z follows the {first} distribution, x the {second} one. z = {number(z, 1)} has the "
            f"mass u = {number(u)} to its left; x = {number(x, 2)} is the point with the same mass "
            "to its left."
        )


def chain(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Two CDFs in a chain; ``yours`` is your ``chain(z, cdf1, icdf2)``."""
    return show(ChainPicture(yours), **start)

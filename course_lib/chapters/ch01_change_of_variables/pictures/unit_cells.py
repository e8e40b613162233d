"""A grid of unit cells under a map of the plane: a cell's area against |det J|."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.patches import Circle

from course_lib.chapters.ch01_change_of_variables.pictures.meters import Meters
from course_lib.live import unfolding
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle
from course_lib.live.style import BASE, DASH, INK, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed


@dataclass(frozen=True)
class PlaneMap:
    """A map of the plane with a strength s, and |det ∂f/∂z| worked out by hand."""

    words: str  # with {s} and what else may be said in numbers
    f: Callable  # f(z1, z2, s) -> (x1, x2)
    det: Callable  # |det ∂f/∂z| at (z1, z2)


def _turn(z1, z2, s):
    """Turns by s·30° and stretches one axis, around the middle of the grid."""
    angle, along = math.radians(30 * s), (1 + s / 2) * (z1 - MIDDLE)
    c, d = math.cos(angle), math.sin(angle)
    return MIDDLE + c * along - d * z2, d * along + c * z2


def _lens(z1, z2, s):
    """Shrinks the middle by 1 − 0.7 s exp(−r²/2) and twists it."""
    z1 = z1 - MIDDLE
    bump = torch.exp(-(z1**2 + z2**2) / 2)
    shrink, angle = 1 - 0.7 * s * bump, 1.2 * s * bump
    c, d = torch.cos(angle), torch.sin(angle)
    return MIDDLE + shrink * (c * z1 - d * z2), shrink * (d * z1 + c * z2)


def _lens_det(z1, z2, s):
    """A radial map r → ρ(r) has det = (ρ/r)·ρ′; a twist changes no area."""
    square = (z1 - MIDDLE) ** 2 + z2**2
    bump = 0.7 * s * torch.exp(-square / 2)
    return (1 - bump) * (1 - bump * (1 - square))


ACROSS, UP, MIDDLE = (0, 4), (-2, 2), 2  # the grid in z, and the z1 of its middle
MAPS = {
    "shear": PlaneMap(
        "x₁ = z₁ + {s:.2f}·z₂,  x₂ = z₂",
        lambda z1, z2, s: (z1 + s * z2, z2),
        lambda z1, z2, s: torch.ones_like(z1),
    ),
    "turn and stretch": PlaneMap(
        "stretched {stretch:.3f} times, turned by {angle:.1f}°",
        _turn,
        lambda z1, z2, s: torch.full_like(z1, 1 + s / 2),
    ),
    "polar": PlaneMap(
        "x = (z₁·cos({s:.2f}·z₂), z₁·sin({s:.2f}·z₂))",
        lambda z1, z2, s: (z1 * torch.cos(s * z2), z1 * torch.sin(s * z2)),
        lambda z1, z2, s: s * z1,
    ),
    "lens": PlaneMap("the middle shrunk and twisted, s = {s:.2f}", _lens, _lens_det),
}


class Cells(Picture):
    """Unit cells before and after a map; one small cell is followed, through a magnifying glass.

    ``yours(z) -> (x, log_det)`` with z of shape (..., 2) is the learner's polar map: its image of
    the cell and its exp(log_det) are drawn beside the course's own.
    """

    size = (900, 410)
    title = "How much room does a cell take after the map?"
    on_page = ("map", "side", "z1")

    def __init__(self, yours=None, map="shear"):
        self.yours = None if yours is None else Yours(yours, parts=2)
        self.fixed = "polar" if yours is not None else None
        self.unfolds = self.yours is None  # of a learner's log_det there is no part of the way
        self._drawn = None  # the map, its strength and t of the grid that is drawn
        where = [
            Slider("z1", "cell centre z₁", 0.5, 3.5, 0.25, 2.75),
            Slider("z2", "cell centre z₂", -1.5, 1.5, 0.25, 0.75),
            Choice("side", "cell side", (1.0, 0.5, 0.25, 0.1), 1.0, stepped=True),
        ]
        which = [
            Choice("map", "map", tuple(MAPS), map),
            Slider("s", "strength s", 0.1, 1.0, 0.05, 0.75),
        ]
        super().__init__(where if self.fixed else which + where)

    def layout(self, figure):
        grid = figure.add_gridspec(2, 3, width_ratios=(1, 1.5, 1.05), height_ratios=(1, 1.25))
        ax_z, ax_x = figure.add_subplot(grid[:, 0]), figure.add_subplot(grid[:, 1])
        ax_z.set(xlim=(-0.2, 4.2), ylim=(-2.2, 2.2), xlabel="$z_1$", ylabel="$z_2$")
        ax_z.set(xticks=range(5), yticks=range(-2, 3), title="before: unit cells")
        ax_x.set(xlim=(-2.3, 6.3), ylim=(-4.2, 4.2), xlabel="$x_1$", ylabel="$x_2$", title=" ")
        for ax in (ax_z, ax_x):
            ax.set_aspect("equal")
            ax.grid(False)
        self.grid_z = self.line(ax_z, BASE, lw=1.2, alpha=0.7)
        self.grid_z.set_data(*_grid())
        self.cell_z = self.area(ax_z, BASE, alpha=0.75)
        self.grid_x = self.line(ax_x, TARGET, lw=1.2, alpha=0.7)
        self.ring = self.line(ax_x, INK, lw=1.2)
        self.formula = self.words(ax_x, 0.93, 1.025, va="bottom", ha="right", fontsize=14)
        rows = [("after ÷\nbefore", TARGET, None), ("|det J|", MAP, "///")]
        rows += [("yours", YOURS, "\\\\")] if self.yours else []
        ax_area = figure.add_subplot(grid[0, 2])
        self.meters = Meters(self, ax_area, rows, highest=4.0, title="area of the cell")
        ax_lens = figure.add_subplot(grid[1, 2])
        self._layout_lens(ax_lens)
        # The cell as it is, and as it is seen through the glass.
        self.views = [self._cell(ax) for ax in (ax_x, ax_lens)]
        ax_z.legend(
            self.views[0][:2], ["the cell after the map", "the same, by its $J$ alone"],
            loc="upper left", bbox_to_anchor=(-0.16, -0.17), handlelength=1.8,
        )  # fmt: skip

    def _layout_lens(self, ax):
        ax.set(xlim=(-1.02, 1.02), ylim=(-1.02, 1.02), xticks=[], yticks=[], aspect="equal")
        ax.set_title(" ")
        ax.grid(False)
        ax.spines[:].set_visible(False)
        self.glass = Circle((0, 0), 1, fill=False, edgecolor=INK, lw=1.2)
        ax.add_patch(self.glass)
        self.magnified = self.words(ax, 0.44, 1.025, va="bottom", ha="center", fontsize=14)

    def _cell(self, ax):
        """The cell after the map, its image by J alone, and the learner's."""
        marks = [self.area(ax, TARGET, alpha=0.75), self.line(ax, MAP, lw=2, ls=DASH["wrong"])]
        return marks + ([self.line(ax, YOURS, lw=3, ls=DASH["yours"])] if self.yours else [])

    def update(self, **values):
        now = self._state(**values)
        chosen, s = now["map"], now["s"]
        if self._drawn != (chosen, s, self.t):  # and not at every movement of the cell
            self.grid_x.set_data(*self._part_of(chosen, s)(*FINE_GRID))
            self._drawn = chosen, s, self.t
        self.cell_z.set_xy(now["cell"].numpy())
        self._draw_cell(self.views[0], now, lambda x: x)
        middle, reach = now["middle"], now["reach"]
        self.ring.set_data(*(middle + reach * RING).T.numpy())
        self._draw_cell(self.views[1], now, lambda x: (x - middle) / reach)
        self.magnified.set_text(f"seen at {number(self._power() / reach, 1)} times the size")
        words = self._words(**values)
        self.formula.set_text(words if self.t == 1 else f"x = {self._mixed()}")
        self.meters.set(now["areas"])
        readouts = {
            "cell's area, after ÷ before": number(now["areas"][0]),
            "|det J| at its centre": number(now["areas"][1]),
        }
        return readouts | ({"exp(your log_det)": now["yours says"]} if self.yours else {})

    def _power(self):
        """How many times larger than 1 in x the glass's radius is on the page."""
        units = [np.ptp(ax.get_xlim()) / ax.bbox.width for ax in (self.ring.axes, self.glass.axes)]
        return units[0] / units[1]

    def _draw_cell(self, marks, now, seen):
        """The cell in the axes of these marks, where a point x is ``seen(x)``."""
        cell, flat, *yours = marks
        cell.set_xy(seen(now["image"]).numpy())
        flat.set_data(*seen(now["flat"]).T.numpy())
        for line in yours:
            image = now["yours image"]
            line.set_data(*([], []) if image is None else seen(image).T.numpy())

    def _part_of(self, chosen, s):
        """The map as far on its way as t says: (z1, z2) → (x1, x2)."""

        def f(z1, z2):
            x1, x2 = chosen.f(z1, z2, s)
            return unfolding.points(z1, x1, self.t), unfolding.points(z2, x2, self.t)

        return f

    def _state(self, z1, z2, side, map=None, s=1.0):
        chosen = MAPS[map or self.fixed]
        centre = torch.tensor([z1, z2], dtype=torch.float64)
        cell = centre + side * OUTLINE
        f, J = self._part_of(chosen, s), _jacobian(chosen, centre, s)
        image, middle = torch.stack(f(*cell.T), -1), torch.stack(f(*centre))
        flat = side * OUTLINE @ unfolding.matrix(J, self.t).T
        # All of the way is worked out by hand, a part of it from J's four numbers.
        det = chosen.det(*centre, s) if self.t == 1 else unfolding.log_det(J, self.t).exp()
        now = {
            "map": chosen, "s": s, "cell": cell, "image": image,
            "flat": middle + flat, "middle": middle,
            "reach": 1.25 * float(flat.norm(dim=-1).max()),
            "areas": [enclosed(image) / side**2, float(det)],
        }  # fmt: skip
        if self.yours:
            now["yours image"], det, now["yours says"] = self._yours(cell, centre)
            now["areas"].append(det)
        return now

    def _mixed(self):
        return f"{1 - self.t:.2f}·z + {self.t:.2f}·f(z)"

    def _words(self, map=None, s=1.0, **cell):
        """The map in words."""
        return MAPS[map or self.fixed].words.format(s=s, stretch=1 + s / 2, angle=30 * s)

    def _yours(self, cell, centre):
        """The learner's image of the cell, exp(log_det) at its centre, and what to say."""
        try:
            image, log_det = self.yours(torch.cat([cell, centre[None]]))
            if image.shape != (len(cell) + 1, 2) or log_det.shape != (len(cell) + 1,):
                shapes = f"{tuple(image.shape)} and {tuple(log_det.shape)}"
                raise YoursFailed(
                    f"for z of shape ({len(cell) + 1}, 2) your function returned shapes {shapes}"
                )
        except YoursFailed as failed:
            return None, None, f"⚠ not drawn: {failed}"
        det = float(log_det[-1].exp())
        return image[:-1], det, number(det)

    def describe(self, **values):
        ratio, det, *yours = self.readings(**values).values()
        way = "the map" if self.t == 1 else f"{self._mixed()}, with the map f"
        text = (
            f"A grid of unit cells before and after {way}: {self._words(**values)}. "
            f"A cell of side {values['side']:g} has {ratio} times its area "
            f"after the map; |det J| at its centre is {det}."
        )
        return text + (f" Yours: {yours[0]}." if yours else "")


def _grid(along=2):
    """The unit grid as one line, with NaN where the pen is lifted."""
    pieces = []
    for k in range(ACROSS[0], ACROSS[1] + 1):
        pieces.append(np.column_stack([np.full(along, k), np.linspace(*UP, along)]))
    for k in range(UP[0], UP[1] + 1):
        pieces.append(np.column_stack([np.linspace(*ACROSS, along), np.full(along, k)]))
    lifted = np.full((1, 2), np.nan)
    return np.concatenate([part for piece in pieces for part in (piece, lifted)]).T


def _outline(per_side=50):
    """The edge of the unit square around 0, counter-clockwise and closed."""
    t = torch.linspace(-0.5, 0.5, per_side + 1, dtype=torch.float64)
    half = torch.full_like(t, 0.5)
    sides = [(t, -half), (half, t), (-t, half), (-half, -t)]
    return torch.cat([torch.stack(side, -1) for side in sides])


RING = torch.as_tensor(circle())
FINE_GRID = tuple(torch.as_tensor(t) for t in _grid(along=60))
OUTLINE = _outline()


def _jacobian(chosen, centre, s):
    """∂f/∂z at the centre. Of two copies of it, one gives the first row and one the second."""
    z = centre.repeat(2, 1).requires_grad_()
    x1, x2 = chosen.f(*z.T, s)
    return torch.autograd.grad(x1[0] + x2[1], z)[0]


def enclosed(corners):
    """The area inside a closed polygon, by the shoelace formula.

    >>> enclosed(torch.tensor([[0.0, 0.0], [2.0, 0.0], [2.0, 1.0], [0.0, 1.0]]))
    2.0
    """
    x, y = corners.T
    return float((x * y.roll(-1) - y * x.roll(-1)).sum().abs() / 2)


def cells(yours: Callable | None = None, map: str = "shear", **start: float | str | bool) -> View:
    """Unit cells under a map of the plane; ``yours(z) -> (x, log_det)`` is your polar map."""
    return show(Cells(yours, map), **start)

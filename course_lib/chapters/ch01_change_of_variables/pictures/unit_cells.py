"""A grid of unit cells under a map of the plane: a cell's area against |det J|."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from matplotlib.patches import Rectangle

from course_lib.chapters.ch01_change_of_variables.pictures.meters import Meters
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, MAP, TARGET, YOURS
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
        "stretched {stretch:.2f} times, turned by {angle:.0f}°",
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
    """Unit cells before and after a map; one small cell is followed.

    ``yours(z) -> (x, log_det)`` with z of shape (..., 2) is the learner's polar map: its image of
    the cell and its exp(log_det) are drawn beside the course's own.
    """

    size = (900, 410)
    title = "How much room does a cell take after the map?"

    def __init__(self, yours=None, map="shear"):
        self.yours = None if yours is None else Yours(yours, parts=2)
        self.fixed = "polar" if yours is not None else None
        self._drawn = None  # the map and the strength of the grid that is drawn
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
        ax_z, ax_x, ax_area = figure.subplots(1, 3, width_ratios=(1.1, 1.5, 1.1))
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
        self.cell_x = self.area(ax_x, TARGET, alpha=0.75)
        self.flat = self.line(ax_x, MAP, lw=2, ls=DASH["wrong"])
        self.formula = self.words(ax_x, 0.0, 1.025, va="bottom", fontsize=14)
        if self.yours:
            self.cell_yours = self.line(ax_x, YOURS, lw=3, ls=DASH["yours"])
        rows = [("after ÷\nbefore", TARGET, None), ("|det J|", MAP, "///")]
        rows += [("yours", YOURS, "\\\\")] if self.yours else []
        self.meters = Meters(self, ax_area, rows, highest=4.0, title="area of the cell")
        ax_area.set_box_aspect(0.8)
        cell = Rectangle((0, 0), 1, 1, facecolor=TARGET, alpha=0.75)
        dashes = ax_area.plot([], [], color=MAP, lw=2, ls=DASH["wrong"])[0]
        ax_area.legend(
            [cell, dashes],
            ["the cell after the map", "the same, by its $J$ alone"],
            loc="upper left",
            bbox_to_anchor=(-0.04, -0.14),
            handlelength=1.8,
        )

    def update(self, **values):
        now = self._state(**values)
        chosen, s = now["map"], now["s"]
        if self._drawn != (chosen, s):  # and not at every movement of the cell
            self.grid_x.set_data(*chosen.f(*FINE_GRID, s))
            self._drawn = chosen, s
        self.cell_z.set_xy(now["cell"].numpy())
        self.cell_x.set_xy(now["image"].numpy())
        self.flat.set_data(*now["flat"].T.numpy())
        self.formula.set_text(self._words(**values))
        if self.yours:
            image = now["yours image"]
            self.cell_yours.set_data(*([], []) if image is None else image.T)
        self.meters.set(now["areas"])
        readouts = {
            "cell's area, after ÷ before": number(now["areas"][0]),
            "|det J| at its centre": number(now["areas"][1]),
        }
        return readouts | ({"exp(your log_det)": now["yours says"]} if self.yours else {})

    def _state(self, z1, z2, side, map=None, s=1.0):
        chosen = MAPS[map or self.fixed]
        centre = torch.tensor([z1, z2], dtype=torch.float64)
        cell = centre + side * OUTLINE
        image = torch.stack(chosen.f(*cell.T, s), -1)
        middle = torch.stack(chosen.f(*centre, s))
        now = {
            "map": chosen, "s": s, "cell": cell, "image": image,
            "flat": middle + side * OUTLINE @ _jacobian(chosen, centre, s).T,
            "areas": [enclosed(image) / side**2, float(chosen.det(*centre, s))],
        }  # fmt: skip
        if self.yours:
            now["yours image"], det, now["yours says"] = self._yours(cell, centre)
            now["areas"].append(det)
        return now

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
        return image[:-1].numpy(), det, number(det)

    def describe(self, **values):
        ratio, det, *yours = self.readings(**values).values()
        text = (
            f"A grid of unit cells before and after the map: {self._words(**values)}. "
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

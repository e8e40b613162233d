"""The exact triangular map of two moons: grid, samples, and the Jacobian at a point."""

import functools

import numpy as np
import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.pictures.rearrangement import TriangularMap
from course_lib.live import unfolding
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import joined
from course_lib.live.style import BASE, INK, TARGET
from course_lib.live.words import number

ORDERS = {"x₁ first": 0, "x₂ first": 1}
REACH, EACH = 3, 91  # the grid: lines from −3 to 3, so many points along each
ARM = 0.5  # the length of the two strokes at the chosen point, in z
COLUMN, ROW = 62, 26


def grid():
    """The lines z₁ = k (first half) and z₂ = k (second half) as points, NaN between them."""
    along = np.linspace(-REACH, REACH, EACH)
    ks = range(-REACH, REACH + 1)
    upright = [np.column_stack([np.full(EACH, k), along]) for k in ks]
    return torch.tensor(joined([*upright, *(line[:, ::-1] for line in upright)]))


@functools.cache
def moved(first):
    """The map, and what it makes of the grid's lines and of 1500 samples: computed once."""
    f = TriangularMap(first)
    random = torch.Generator().manual_seed(3)
    z = torch.cat([grid(), torch.randn(1500, 2, generator=random, dtype=torch.float64)])
    x = torch.full_like(z, torch.nan)
    here = z.isfinite().all(-1)
    x[here] = f(z[here])
    return f, z, x


@functools.lru_cache(maxsize=256)
def at_a_point(first, z1, z2):
    """The point, where it goes, and the Jacobian there."""
    f, at = moved(first)[0], torch.tensor([[z1, z2]], dtype=torch.float64)
    goes_to = f(at)
    return at, goes_to, f.jacobian(at, goes_to)[0]


class TriangularPicture(Picture):
    """z with a grid and a point; x with their images; the Jacobian at the point."""

    size = (900, 400)
    title = "Can each coordinate wait for the one before, and still make moons?"
    unfolds = True
    dear = ("order",)

    def __init__(self):
        self.lines = len(grid())
        super().__init__([
            Choice("order", "order", tuple(ORDERS), "x₁ first"),
            Slider("z1", "z₁ of the point", -2.5, 2.5, 0.1, 0.6),
            Slider("z2", "z₂ of the point", -2.5, 2.5, 0.1, 0.8),
        ])  # fmt: skip

    def layout(self, figure):
        ax_z, ax_x, ax_numbers = figure.subplots(1, 3, width_ratios=(1, 1, 0.5))
        for ax, letter, title in ((ax_z, "z", "base"), (ax_x, "x", "target:  $x = f(z)$")):
            ax.set(xlim=(-3.3, 3.3), ylim=(-3.3, 3.3), aspect="equal", title=title)
            ax.set(xlabel=f"${letter}_1$", ylabel=f"${letter}_2$")
            ax.set(xticks=range(-3, 4), yticks=range(-3, 4))
            ax.grid(False)
        ax_z.plot(*grid().T, color=BASE, lw=1, alpha=0.5)
        self.arms_z = self.line(ax_z, INK, lw=3.5)
        self.dot_z = self.points(ax_z, BASE, size=11, alpha=1)
        self.cloud_x = self.cloud(ax_x, TARGET, alpha=0.5)
        self.grid_x = self.line(ax_x, TARGET, lw=1, alpha=0.6)
        self.arms_x = self.line(ax_x, INK, lw=3.5)
        self.dot_x = self.points(ax_x, TARGET, size=11, alpha=1)
        ax_numbers.set(xlim=(0, 170), ylim=(200, 0))
        ax_numbers.set_axis_off()
        ax_numbers.text(0, 22, "Jacobian  $\\partial x/\\partial z$", fontsize=15)
        self.entries = [
            self.moving(ax_numbers.text((j + 1) * 1.25 * COLUMN, 55 + i * ROW, "", ha="right",
                                        fontsize=16, weight="bold"))
            for i in range(2) for j in range(2)
        ]  # fmt: skip
        self.det = self.words(ax_numbers, 0, 0.45, fontsize=14)

    def update(self, order, z1, z2):
        _, z, x = moved(ORDERS[order])
        way = unfolding.points(z, x, self.t)
        self.grid_x.set_data(*way[: self.lines].T)
        self.cloud_x.set_points(way[self.lines :])
        at, goes_to, J = at_a_point(ORDERS[order], z1, z2)
        J = unfolding.matrix(J, self.t)
        arms = np.array([[0, 0], [ARM, 0], [np.nan, np.nan], [0, 0], [0, ARM]])
        at_t = unfolding.points(at, goes_to, self.t)
        self.arms_z.set_data(*(arms + at.numpy()).T)
        self.arms_x.set_data(*(arms @ J.numpy().T + at_t.numpy()).T)
        self.dot_z.set_data(*at.T)
        self.dot_x.set_data(*at_t.T)
        for entry, value in zip(self.entries, J.flatten().tolist(), strict=True):
            entry.set_text("0" if value == 0 else number(value, 2))
        det = J.diagonal().prod()
        self.det.set_text(f"its determinant:\n{number(det, 2)}")
        return {
            "area of a small square, times": number(det, 2),
            "log|det| = sum over the diagonal": number(J.diagonal().log().sum()),
            "x at the point": f"({number(at_t[0, 0], 2)}, {number(at_t[0, 1], 2)})",
        }

    def describe(self, order, z1, z2):
        said = self.readings(order=order, z1=z1, z2=z2)
        waits, still = ("x₂", "x₁") if ORDERS[order] == 0 else ("x₁", "x₂")
        return (
            f"A straight grid in z and its image in x, with samples: two moons. {still} depends on "
            f"one coordinate of z alone, {waits} on both. At z = ({number(z1, 1)}, "
            f"{number(z2, 1)}) the Jacobian is triangular; a small square there "
            f"becomes {said['area of a small square, times']} times as large."
        )


def triangular(**start: float | str | bool) -> View:
    """Can each coordinate wait for the one before, and still make moons?"""
    return show(TriangularPicture(), **start)

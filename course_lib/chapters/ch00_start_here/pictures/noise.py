"""The picture that the course opens with: a flow turns noise into a figure, and back."""

import functools

import torch

from course_lib.chapters.ch00_start_here.pictures.learnt import FIGURES, part_way
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import TARGET
from course_lib.live.words import number

POINTS, REACH, LATTICE = 2000, 3.6, 72
WIDTH = 2 * REACH / LATTICE  # of a pixel of the raster


@functools.cache
def noise():
    """Standard normal points of the plane, (POINTS, 2), always the same."""
    random = torch.Generator().manual_seed(0)
    return torch.randn(POINTS, 2, generator=random, dtype=torch.float64)


class NoiseToFigure(Picture):
    """A cloud of points and the density that they are drawn from, as far on the way as ``way``."""

    size = (900, 450)
    title = "Can one map turn noise into data, and data back into noise?"
    played = "way"
    dear = ("way", "figure")

    def __init__(self):
        self._made = {}  # (figure, way) → points, density and readouts: played again it costs none
        super().__init__([
            Slider("way", "noise → data", 0.0, 1.0, 0.02, 1.0),
            Choice("figure", "data", tuple(FIGURES), "two moons"),
        ])  # fmt: skip

    def layout(self, figure):
        axes = figure.subplots(1, 2)
        titles = (f"{POINTS:,} points on their way", "their density")
        for ax, title in zip(axes, titles, strict=True):
            ax.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), aspect="equal", title=title)
            ax.set(xticks=range(-3, 4), yticks=range(-3, 4))
            ax.grid(False)
        self.points_x = self.cloud(axes[0], TARGET)
        self.density = self.raster(axes[1], TARGET, n=LATTICE)

    def update(self, way, figure):
        if (figure, way) not in self._made:
            self._made[figure, way] = self._make(way, figure)
        x, p, readouts = self._made[figure, way]
        self.points_x.set_points(x)
        self.density.set_values(p)
        return readouts

    def _make(self, way, figure):
        flow, z = part_way(figure, way), noise()
        x, _ = flow(z)
        back, log_det = flow.inverse(torch.cat([x, self.density.points]))
        log_p = (base_log_density(back).sum(-1) + log_det)[POINTS:]
        off = float((back[:POINTS] - z).abs().max())
        return x.numpy(), log_p.exp().numpy(), {
            "on the way": f"{100 * way:.0f} %",
            "all the probability": number(log_p.exp().sum() * WIDTH**2, 2),
            "there and back, off by at most": f"{off:.0e}",
        }  # fmt: skip

    def describe(self, way, figure):
        share = self.readings(way=way, figure=figure)["on the way"]
        return (
            f"{POINTS:,} points, and beside them their density, {share} of the way from a round "
            f"cloud of noise to {figure}. One map carries them, and its inverse brings every one "
            "of them back to its place in the noise."
        )


def noise_to_data(**start: float | str | bool) -> View:
    """Can one map turn noise into data, and data back into noise?"""
    return show(NoiseToFigure(), **start)

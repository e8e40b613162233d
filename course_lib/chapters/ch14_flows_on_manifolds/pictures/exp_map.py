"""Walk along great circles by a vector field: how far may it push before the sphere folds?"""

import functools

import numpy as np

from course_lib.chapters.ch14_flows_on_manifolds.pictures.cells import areas, corners
from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import PI
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle
from course_lib.live.sphere_views import net, seen_from
from course_lib.live.style import BASE, INK, MAP, TARGET, WRONG
from course_lib.live.words import number

ONE, THREE = "1", "3"
CENTRES = {
    ONE: np.array([[1.0, 0, 0]]),
    THREE: np.array([[0.96, 0.28, 0], [0.96, -0.168, 0.224], [0.8, -0.36, -0.48]]),
}
PUSHES = np.linspace(0, 3, 16)
GRID = corners(np.linspace(-1, 1, 49), np.linspace(-PI, PI, 97))
FINER = corners(np.linspace(-1, 1, 121), np.linspace(-PI, PI, 241))
NET = net(15, 121)
MOST = 1.55  # the top of the meter


def walked(x, alpha, beta, centres):
    """exp_x of the field Σ αᵢ e^(β (μᵢ·x − 1)) μᵢ, made tangent; each αᵢ is alpha / K."""
    mu = CENTRES[centres]
    pull = alpha / len(mu) * np.exp(beta * (x @ mu.T - 1)) @ mu
    v = pull - (pull * x).sum(-1, keepdims=True) * x
    t = np.sqrt((v**2).sum(-1, keepdims=True))
    return np.cos(t) * x + np.sinc(t / PI) * v


@functools.lru_cache(maxsize=512)
def covered(alpha, beta, centres):
    """How many times the map covers the sphere, if what is turned over counts, too."""
    return np.abs(areas(walked(FINER, alpha, beta, centres))).sum() / (4 * PI)


@functools.lru_cache(maxsize=64)
def meter(beta, centres):
    """The area against the push, (16,)."""
    every = (areas(walked(GRID, a, beta, centres)) for a in PUSHES)
    return np.array([np.abs(signed).sum() for signed in every]) / (4 * PI)


class ExpMapPicture(Picture):
    """Left the grid after the walk, where it folds marked; right the area against the push."""

    size = (900, 400)
    title = "How far may a field push the sphere?"
    played = "alpha"
    dear = ("beta", "centres")

    def __init__(self):
        super().__init__([
            Slider("alpha", "push Σα", 0.0, 3.0, 0.1, 0.8),
            Slider("beta", "sharpness β", 0.5, 8.0, 0.5, 2.0),
            Choice("centres", "centres", (ONE, THREE), ONE),
            Slider("latitude", "seen from", -60, 60, 5, 20),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_m = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), aspect="equal")
        ax.set_title("the net after the walk")
        ax.axis("off")
        ax.plot(*circle(corners=181).T, color=INK, lw=1.2)
        self.net = self.line(ax, MAP, lw=0.9, alpha=0.7)
        self.folded = self.points(ax, WRONG, size=4, alpha=0.9, label="turned over")
        self.folded.set(marker="x", markeredgewidth=1.2)
        self.middles = self.points(ax, BASE, size=9, alpha=1.0, label="centres μ")
        ax.legend(loc="lower left", bbox_to_anchor=(-0.2, -0.06), handletextpad=0.2)
        ax_m.set(xlim=(0, 3), ylim=(0.95, MOST), xlabel="push Σα", ylabel="area / 4π")
        ax_m.set_title("area meter")
        ax_m.axhline(1, color=INK, lw=1)
        ax_m.axvline(1, color=INK, lw=1, ls=":")
        self.curve = self.line(ax_m, TARGET)
        self.here = self.points(ax_m, TARGET, size=10, alpha=1.0)

    def update(self, alpha, beta, centres, latitude):
        across, up, towards = seen_from(walked(NET, alpha, beta, centres), latitude).T
        self.net.set_data(np.where(towards >= 0, across, np.nan), up)
        mu_across, mu_up, mu_towards = seen_from(CENTRES[centres], latitude).T
        self.middles.set_data(mu_across[mu_towards > 0], mu_up[mu_towards > 0])
        x = walked(GRID, alpha, beta, centres)
        over = areas(x) < -1e-9
        across, up, towards = seen_from(x[:-1:3, :-1:3][over[::3, ::3]], latitude).T
        self.folded.set_data(across[towards > 0], up[towards > 0])
        area = covered(alpha, beta, centres)
        self.curve.set_data(PUSHES, meter(beta, centres))
        self.here.set_data([alpha], [area])
        return {
            "area / 4π": number(area, 3),
            "cells turned over": f"{100 * over.mean():.1f} %",
        }

    def describe(self, alpha, beta, centres, latitude):
        read = self.readings(alpha=alpha, beta=beta, centres=centres, latitude=latitude)
        field = "one centre" if centres == ONE else "three centres"
        return (
            f"A globe's net after a walk along great circles, pushed by a field with {field}, of "
            f"strength {number(alpha, 1)} and sharpness {number(beta, 1)}. Right the area that the "
            f"image covers, against the push: it is {read['area / 4π']} of the sphere's; "
            f"{read['cells turned over']} of the cells are turned over."
        )


def exp_map(**start: float | str | bool) -> View:
    """The exponential map of a vector field: up to Σα = 1 it bends the sphere, beyond it folds."""
    return show(ExpMapPicture(), **start)

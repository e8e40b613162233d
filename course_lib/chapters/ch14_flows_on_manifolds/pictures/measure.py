"""One density on the sphere, per area and per dθ dφ: what turning it does to each."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import PI
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.sphere_views import (
    about_first,
    outline,
    seen_from,
)
from course_lib.live.style import DATA, INK, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

SHAPES = {"uniform": 0.0, "a spot": 0.6}  # a zoom's strength, around a point of the equator
PER = ("steradian", "dθ dφ")
COUNTED, DRAWN = 4000, 400
AWAY = 15.0  # the picture looks from this latitude
NEAR = np.cos(np.radians(10))  # of a pole, in height


def even(u):
    """Two uniform numbers to a point of the sphere: (..., 2) → (..., 3)."""
    h, phi = 2 * u[..., 0] - 1, 2 * PI * u[..., 1]
    ring = (1 - h**2).sqrt()
    return torch.stack([ring * phi.cos(), ring * phi.sin(), h], -1)


@functools.cache
def uniform_numbers():
    generator = torch.Generator().manual_seed(14)
    return torch.rand(COUNTED, 2, generator=generator, dtype=torch.float64)


def squeezed(x, r):
    """Points pulled towards (1, 0, 0): the zoom of strength −r, from base to data."""
    away = x + r * np.array([1.0, 0, 0])
    s = (1 - r**2) / (away**2).sum(-1, keepdims=True)
    return s * away + r * np.array([1.0, 0, 0])


def per_steradian(x, r):
    """The density of the squeezed uniform points at x: (..., 3) → (...)."""
    return ((1 - r**2) / ((1 - r) ** 2 + 2 * r * (1 - x[..., 0]))) ** 2 / (4 * PI)


def placed(theta, phi):
    """(..., 3) of the two angles."""
    ring = np.sin(theta)
    return np.stack([ring * np.cos(phi), ring * np.sin(phi), np.cos(theta) + 0 * phi], -1)


@functools.cache
def nodes():
    """θ (80, 1), φ (1, 96) and the weights (80, 1) of an integral over dθ dφ."""
    t, w = np.polynomial.legendre.leggauss(80)
    phi = -PI + 2 * PI * np.arange(96) / 96
    return PI * (t[:, None] + 1) / 2, phi[None], w[:, None] * PI / 2 * 2 * PI / 96


def shown_at(theta, phi, shape, per, turn):
    """The density that is shown, at these angles."""
    p = per_steradian(placed(theta, phi) @ turned(turn), SHAPES[shape])
    return p * np.sin(theta) if per == PER[1] else p


def turned(turn):
    """The matrix A of the turn, to be used as x @ A to turn back and x @ A.T to turn."""
    return about_first(turn)


class MeasurePicture(Picture):
    """Left the globe with the points; right the map of both angles, with the density and them.

    ``yours`` is the learner's ``uniform_to_sphere(u)``; its points are drawn in place of ours.
    """

    size = (900, 370)
    title = "A density on the sphere: per what?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Choice("shape", "density", tuple(SHAPES), "uniform"),
            Choice("per", "per", PER, PER[0]),
            Slider("turn", "turn to the pole", 0, 90, 1, 0),
        ])  # fmt: skip

    def layout(self, figure):
        ax_globe, ax = figure.subplots(1, 2, width_ratios=(1, 1.7))
        outline(ax_globe, AWAY)
        ax_globe.set_title("the sphere")
        ax.set(xlim=(-PI, PI), ylim=(-PI, 0), xlabel="longitude φ", ylabel="θ from the pole")
        ax.set_title("all of it in angles")
        ax.set_xticks([-PI, 0, PI], ["−π", "0", "π"])
        ax.set_yticks([-PI, -PI / 2, 0], ["π", "π/2", "0"])
        ax.grid(False)
        self.image = self.raster(ax, TARGET)
        color = YOURS if self.yours else DATA
        self.front = self.points(ax_globe, color, size=3.5, alpha=0.8)
        self.dots = self.points(ax, INK, size=2.5, alpha=0.6)
        place = self.image.points.numpy()
        self.angles = (-place[:, 1], place[:, 0])

    def update(self, shape, per, turn):
        top = ((1 + SHAPES[shape]) / (1 - SHAPES[shape])) ** 2 / (4 * PI)
        values = shown_at(*self.angles, shape, per, turn)
        self.image.set_values(values, top=1.5 * top)  # so that dots are seen on it
        theta, phi, w = nodes()
        p = shown_at(theta, phi, shape, per, turn)
        of_area, of_angles = (p * np.sin(theta) * w).sum(), (p * w).sum()
        own = np.sin(theta) if per == PER[0] else 1.0
        entropy = -(p * np.log(p) * own * w).sum()
        return {
            "∫ over the area": number(of_area),
            "∫ over dθ dφ": number(of_angles),
            "entropy": number(entropy),
            "largest in the map": number(values.max()),
            "points within 10° of a pole": self._draw_points(shape, turn),
        }

    def _draw_points(self, shape, turn):
        try:
            u = uniform_numbers()
            x = self.yours(u) if self.yours else even(u)
            if x.shape != (COUNTED, 3):
                raise YoursFailed(f"your points have shape {tuple(x.shape)}, not (n, 3)")
        except YoursFailed as failed:
            self.front.set_data([], [])
            self.dots.set_data([], [])
            return f"⚠ not drawn: {failed}"
        x = squeezed(x.double().numpy(), SHAPES[shape]) @ turned(turn).T
        some = x[:DRAWN]
        across, up, towards = seen_from(some, AWAY).T
        front = towards > 0
        self.front.set_data(across[front], up[front])
        self.dots.set_data(np.arctan2(some[:, 1], some[:, 0]), -np.arccos(some[:, 2].clip(-1, 1)))
        return f"{100 * (np.abs(x[:, 2]) > NEAR).mean():.1f} %"

    def describe(self, shape, per, turn):
        read = self.readings(shape=shape, per=per, turn=turn)
        kind = "spot" if SHAPES[shape] else "uniform density"
        return (
            "Left a globe with points, right the same points in a map of longitude and θ. A "
            f"{kind}, turned towards the pole by {turn}°, shown per {per}: at most "
            f"{read['largest in the map']}. Its integral over the area is "
            f"{read['∫ over the area']}, over dθ dφ {read['∫ over dθ dφ']}."
        )


def measure(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A density per steradian and per dθ dφ; ``yours`` is your ``uniform_to_sphere(u)``."""
    return show(MeasurePicture(yours), **start)

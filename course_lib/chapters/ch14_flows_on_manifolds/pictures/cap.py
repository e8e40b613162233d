"""A disk of the plane and the cap of the sphere that it becomes: one share for both."""

import functools
import math
from collections.abc import Callable

import numpy as np
import torch

from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle
from course_lib.live.sphere_views import outline, seen_from
from course_lib.live.style import BASE, DASH, QUIET, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

MANY = 600
LOOK = 35.0  # the picture looks from this latitude; the caps are around the pole
RING = circle(corners=181)


@functools.cache
def normal_points():
    generator = torch.Generator().manual_seed(149)
    return torch.randn(MANY, 2, generator=generator, dtype=torch.float64).numpy()


def onto_sphere(z):
    """The plane onto the sphere, normal to uniform: h = 2 exp(−|z|²/2) − 1. (..., 2) → (..., 3)"""
    r2 = (z**2).sum(-1, keepdims=True)
    beyond = np.exp(-r2 / 2)
    # The ring's radius √(1 − h²), without a difference of what is nearly equal.
    ring = 2 * np.sqrt(-np.expm1(-r2 / 2) * beyond)
    return np.concatenate([ring * z / np.sqrt(r2), 2 * beyond - 1], -1)


def opening(radius):
    """The angle from the pole to the rim of the cap that the disk becomes."""
    return 2 * math.asin(math.sqrt(-math.expm1(-(radius**2) / 2)))


def rim(angle):
    """The circle of all points at this angle from the pole, as it is seen: front and back."""
    x = np.column_stack([math.sin(angle) * RING, np.full(len(RING), math.cos(angle))])
    across, up, towards = seen_from(x, LOOK).T
    front = np.where(towards >= 0, across, np.nan)
    return (front, up), (np.where(towards < 0, across, np.nan), up)


class CapPicture(Picture):
    """600 points of a plane and of a sphere; those in the disk, and in its cap, are filled."""

    size = (900, 370)
    title = "What does a disk of the plane become on the sphere?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([Slider("radius", "radius of the disk", 0.1, 3.5, 0.05, 1.5)])

    def layout(self, figure):
        ax, ax_s = figure.subplots(1, 2, width_ratios=(1, 1))
        ax.set(xlim=(-3.8, 3.8), ylim=(-3.8, 3.8), aspect="equal", xlabel="$z_1$", ylabel="$z_2$")
        ax.set_title("normal in the plane")
        outline(ax_s, LOOK)
        ax_s.set_title("uniform on the sphere, front")
        self.outside = [self.points(a, QUIET, size=4, alpha=0.6) for a in (ax, ax_s)]
        self.inside = [self.points(a, BASE, size=5, alpha=0.9) for a in (ax, ax_s)]
        self.disk = self.line(ax, TARGET, lw=3)
        self.front = self.line(ax_s, TARGET, lw=3)
        self.back = self.line(ax_s, TARGET, lw=1.5, ls=":")
        if self.yours:
            self.line_yours = self.line(ax_s, YOURS, lw=3, ls=DASH["yours"], label="yours")
            ax_s.legend(loc="lower left", bbox_to_anchor=(0.95, 0), handlelength=3)

    def update(self, radius):
        z = normal_points()
        x = onto_sphere(z)
        inside = np.hypot(*z.T) <= radius
        across, up, towards = seen_from(x, LOOK).T
        for dots, which in ((self.inside, inside), (self.outside, ~inside)):
            dots[0].set_data(*z[which].T)
            seen = which & (towards > 0)
            dots[1].set_data(across[seen], up[seen])
        self.disk.set_data(*radius * RING.T)
        angle = opening(radius)
        front, back = rim(angle)
        self.front.set_data(*front)
        self.back.set_data(*back)
        in_cap = (x[:, 2] >= math.cos(angle)).mean()
        readouts = {
            "mass of the disk": percent(-math.expm1(-(radius**2) / 2)),
            "area of the cap": percent((1 - math.cos(angle)) / 2),
            "points in the disk": percent(inside.mean()),
            "in the cap": percent(in_cap),
            "cap's angle": f"{math.degrees(angle):.1f}°",
        }
        return readouts | ({"angle of yours": self._draw_yours(radius)} if self.yours else {})

    def _draw_yours(self, radius):
        try:
            angle = self.yours(torch.tensor(radius, dtype=torch.float64))
            if angle.numel() != 1 or not 0 <= angle.item() <= math.pi:
                raise YoursFailed("an angle between 0 and π is needed")
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return f"⚠ not drawn: {failed}"
        self.line_yours.set_data(*rim(angle.item())[0])
        return f"{number(math.degrees(angle.item()), 1)}°"

    def describe(self, radius):
        read = self.readings(radius=radius)
        return (
            f"Left a disk of radius {number(radius, 2)} among 600 points of a normal density, "
            f"right the sphere onto which the plane is carried, with the disk's cap around its "
            f"pole, {read['cap' + chr(39) + 's angle']} from the middle to the rim. Both hold "
            f"{read['mass of the disk']}."
        )


def percent(share):
    return f"{100 * share:.1f} %"


def cap(yours: Callable | None = None, **start: float | str | bool) -> View:
    """A disk and its cap; ``yours`` is your ``cap_of_disk(radius)``."""
    return show(CapPicture(yours), **start)

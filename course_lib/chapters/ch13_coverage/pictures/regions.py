"""A ball in z, its image in x, and the smallest region of the same mass: which holds the truth?"""

import functools
import math

import numpy as np
import torch

from course_lib.chapters.ch13_coverage.pictures.shapes import SHAPES, X1
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.plane import circle
from course_lib.live.style import BASE, DATA, TARGET
from course_lib.live.words import number

RING = torch.as_tensor(circle(), dtype=torch.float64)
MANY, DRAWN = 4000, 200  # truths that are counted, and those of them that are dots


@functools.cache
def truths():
    """z of the truths, (MANY, 2): right posteriors, so they are standard normal."""
    generator = torch.Generator().manual_seed(13)
    return torch.randn(MANY, 2, generator=generator, dtype=torch.float64)


@functools.lru_cache(maxsize=256)
def smallest(shape, p):
    """(level, area) of the smallest region of mass p."""
    level = SHAPES[shape].level(p)
    return level, SHAPES[shape].area(level)


@functools.cache
def in_x(shape):
    """The truths in x, and log p there."""
    x = SHAPES[shape].carried(truths())
    return x, SHAPES[shape].log_prob(x)


class RegionsPicture(Picture):
    """The disk of mass p in the base; its image and the densest region in x; 200 truths."""

    size = (900, 430)
    title = "Which region holds the truth in a share p of all cases?"

    def __init__(self):
        super().__init__([
            Slider("p", "promised share p", 0.05, 0.95, 0.01, 0.68),
            Choice("shape", "flow", tuple(SHAPES), "two bumps"),
        ])  # fmt: skip

    def layout(self, figure):
        ax_z, ax_x = figure.subplots(1, 2, width_ratios=(1, 1.35))
        ax_z.set(xlim=(-3.5, 3.5), ylim=(-3.5, 3.5), xlabel="$z_1$", ylabel="$z_2$")
        ax_z.set_title("base: the disk of mass $p$")
        ax_x.set(xlim=(-3.6, 3.6), ylim=(-5, 5), xlabel="$x_1$", ylabel="$x_2$")
        ax_x.set_title("target: two regions of mass $p$")
        ax_z.plot(*truths()[:DRAWN].numpy().T, "o", color=DATA, ms=4, alpha=0.7, mew=0)
        self.dots = self.points(ax_x, DATA, size=4, alpha=0.7)
        self.densest = [self.area(ax_x, TARGET, alpha=0.3) for _ in range(2)]
        self.densest[0].set_label("densest region")
        self.disk = self.line(ax_z, BASE, lw=3)
        self.image = self.line(ax_x, BASE, lw=3, label="image of the disk")
        self.note = self.words(ax_z, 0.02, 0.98, fontsize=14)
        ax_x.legend(loc="lower left", handlelength=2)

    def update(self, p, shape):
        flow, radius = SHAPES[shape], math.sqrt(-2 * math.log1p(-p))
        z = truths()
        self.dots.set_data(*in_x(shape)[0][:DRAWN].T)
        ring = flow.carried(radius * RING)
        self.disk.set_data(*(radius * RING).T)
        self.image.set_data(*ring.T)
        level, area = smallest(shape, p)
        for region, corners in zip(self.densest, parts(flow, level), strict=True):
            region.set_xy(corners)
        self.note.set_text(f"r = {radius:.2f}")
        in_ball = (z.square().sum(-1) <= radius**2).double().mean().item()
        in_densest = (in_x(shape)[1] >= level).double().mean().item()
        return {
            "promised": percent(p),
            "truths in the image": percent(in_ball),
            "in the densest region": percent(in_densest),
            "area of the image": number(enclosed(ring), 2),
            "of the densest": number(area, 2),
        }

    def describe(self, p, shape):
        read = self.readings(p=p, shape=shape)
        return (
            f"Left the disk that holds {percent(p)} of the base, with 200 truths carried to z. "
            f"Right the target “{shape}”: the outline of the disk's image, of area "
            f"{read['area of the image']}, and as a filled region the densest one, of area "
            f"{read['of the densest']}. Of 4000 truths they hold "
            f"{read['truths in the image']} and {read['in the densest region']}."
        )


def parts(flow, level):
    """The corners of the one or two parts of {log p > level}, (n, 2) each.

    They go there along the upper edge, and back along the lower one. A second part that does not
    exist has no numbers.
    """
    far, middle = flow.reach(level) * flow.width(X1), flow.middle(X1)
    x, low, high = (np.asarray(v) for v in (X1, middle - far, middle + far))
    some = np.flatnonzero(far > 0)
    found = []
    for part in np.split(some, np.flatnonzero(np.diff(some) > 1) + 1):
        there = part[::3]
        back = there[::-1]
        found.append(np.column_stack([np.r_[x[there], x[back]], np.r_[high[there], low[back]]]))
    return [*found, np.full((3, 2), np.nan)][:2]


def enclosed(ring):
    """The area inside a closed curve through these points."""
    x, y = ring.T
    return 0.5 * abs((x * y.roll(-1) - y * x.roll(-1)).sum().item())


def percent(share):
    return f"{100 * share:.0f} %"


def regions(**start: float | str | bool) -> View:
    """The ball's image and the densest region of the same mass, for four flows of the plane."""
    return show(RegionsPicture(), **start)

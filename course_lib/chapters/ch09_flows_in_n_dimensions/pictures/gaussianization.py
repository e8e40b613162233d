"""Moons made normal, layer by layer: turn, straighten both marginals, and again."""

import functools
import math

import numpy as np
import torch

from course_lib.data import moons
from course_lib.flows import gaussianization as make
from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA
from course_lib.live.words import number

LAYERS = 6
EDGES = np.linspace(-4, 4, 41)
X = np.linspace(-4, 4, 161)
NORMAL = base_log_density(torch.tensor(X)).exp().numpy()
ENTROPY = 0.5 * math.log(2 * math.pi * math.e)  # of the standard normal, in nats


@functools.cache
def stations():
    """The moons, centred, and after 1, 2, … layers of a Gaussianization that was made from them."""
    x = moons(2000, seed=1).double()
    affine, *layers = make(x, layers=LAYERS, k=6).requires_grad_(False).flows
    found = [affine.inverse(x)[0]]
    for turn, straighten in zip(layers[::2], layers[1::2], strict=True):
        found.append(straighten.inverse(turn.inverse(found[-1])[0])[0])
    return found


def entropy(values):
    """−∫ p log p of one coordinate, from its histogram: so the same for all angles."""
    p = np.histogram(values, EDGES, density=True)[0]
    width = EDGES[1] - EDGES[0]
    return float(-np.sum(p * np.log(np.maximum(p, 1e-12))) * width)


class GaussianizationPicture(Picture):
    """The cloud after some layers, turned by hand; both marginals beside the normal curve."""

    size = (900, 400)
    title = "When both marginals are normal, is the cloud?"
    played = "layers"

    def __init__(self):
        super().__init__([
            Slider("layers", "layers passed", 0, LAYERS, 1, 0),
            Slider("angle", "turn it (degrees)", 0, 90, 3, 0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_1, ax_2 = figure.subplots(1, 3, width_ratios=(1.15, 1, 1))
        ax.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", title="the cloud, turned")
        ax.set(xlabel="$y_1$", ylabel="$y_2$")
        ax.grid(False)
        self.cloud_y = self.cloud(ax, DATA, alpha=0.6)
        self.bars = []
        for k, axes in enumerate((ax_1, ax_2), start=1):
            axes.set(xlim=(-4, 4), ylim=(0, 0.75), xlabel=f"$y_{k}$", title=f"marginal of $y_{k}$")
            self.bars.append(self.area(axes, DATA, alpha=0.5))
            axes.plot(X, NORMAL, color=BASE, lw=3, ls="--")

    def update(self, layers, angle):
        turn = math.radians(angle)
        cos, sin = math.cos(turn), math.sin(turn)
        y = stations()[layers].numpy() @ np.array([[cos, sin], [-sin, cos]])
        self.cloud_y.set_points(y)
        for bars, values in zip(self.bars, y.T, strict=True):
            p = np.histogram(values, EDGES, density=True)[0]
            tops = np.column_stack([np.repeat(EDGES, 2), np.r_[0, np.repeat(p, 2), 0]])
            bars.set_xy(tops)
        lacks = [ENTROPY - entropy(values) for values in y.T]
        return {
            "layers passed": str(layers),
            "y₁ short of normal": f"{number(lacks[0])} nats",
            "y₂": f"{number(lacks[1])} nats",
            "what one more layer would gain": f"{number(sum(lacks))} nats",
        }

    def describe(self, layers, angle):
        said = self.readings(layers=layers, angle=angle)
        return (
            f"A cloud of moons after {layers} of {LAYERS} layers, turned by {angle} degrees, and "
            f"its two marginals beside the normal curve. Straightening both of them now would "
            f"gain {said['what one more layer would gain']}."
        )


def gaussianization(**start: float | str | bool) -> View:
    """When both marginals are normal, is the cloud?"""
    return show(GaussianizationPicture(), **start)

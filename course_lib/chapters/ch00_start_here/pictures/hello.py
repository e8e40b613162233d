"""The first picture: move and stretch a bell curve, and meet the colours of the course."""

import numpy as np
import torch

from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, TARGET

Z = np.concatenate([[-25], np.linspace(-5, 5, 301), [25]])  # the last two: to the axis' ends


class Hello(Picture):
    """A base density at rest and a target density that follows two sliders."""

    size = (900, 340)
    title = "Where does the bell go, and how high does it get?"

    def __init__(self):
        super().__init__([
            Slider("shift", "shift", -3.0, 3.0, 0.1, 1.5),
            Slider("stretch", "stretch", 0.4, 3.0, 0.1, 0.6),
        ])  # fmt: skip

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(-7, 7), ylim=(0, 1.1), ylabel="density", xlabel="$z$ and $x$")
        ax.fill_between(Z, bell(Z), color=BASE, alpha=0.15, lw=0)
        ax.plot(Z, bell(Z), color=BASE, lw=2.5, ls="--", label="base: where we start (dashed)")
        self.region = self.area(ax, TARGET)
        self.curve = self.line(ax, TARGET, lw=3.5, label="target: what the sliders make (solid)")
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, handlelength=2.6)

    def update(self, shift, stretch):
        x, p = shift + stretch * Z, bell(Z) / stretch
        self.curve.set_data(x, p)
        self.region.set_xy(np.column_stack([x, p]))
        area = torch.trapezoid(torch.from_numpy(p), torch.from_numpy(x))
        return {
            "centre": f"{shift:.1f}".replace("-", "−"),
            "height": f"{p.max():.2f}",
            "area under the target": f"{area:.3f}",
        }

    def describe(self, shift, stretch):
        height = bell(0.0) / stretch
        return (
            f"A bell-shaped base density around 0 of height 0.40, and the target, shifted to "
            f"{shift:.1f} and stretched {stretch:.1f} times, of height {height:.2f}."
        )


def bell(z):
    """The standard normal density."""
    return np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)


def hello(**start: float | str | bool) -> View:
    """A bell curve to move and stretch."""
    return show(Hello(), **start)

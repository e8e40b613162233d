"""A linear flow in two steps: scale then shift, and shift then scale."""

import numpy as np
import torch

from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, INK, TARGET
from course_lib.live.words import number

Z = torch.linspace(-6, 6, 241, dtype=torch.float64)
INSIDE = torch.linspace(-1, 1, 41, dtype=torch.float64)
X_SHOWN, P_SHOWN = 8.0, 0.62
ORDERS = ("scale, then shift", "shift, then scale")
STAGES = (
    ("$z$", "$y = f_1(z) = a\\,z$", "$x = f_2(y) = y + b$"),
    ("$z$", "$y = f_1(z) = z + b$", "$x = f_2(y) = a\\,y$"),
)


class TwoStepsPicture(Picture):
    """The same two steps in both orders, each with the density in between."""

    size = (900, 430)
    title = "Scale and shift: does the order matter?"

    def __init__(self):
        self._drawn = [None] * 6  # the (scale, shift) of every stage that is drawn
        super().__init__([
            Slider("a", "scale a", -2.0, 2.0, 0.05, 2.0),
            Slider("b", "shift b", -2.0, 2.0, 0.1, 1.5),
        ])  # fmt: skip

    def layout(self, figure):
        axes = figure.subplots(2, 3, sharex=True, sharey=True)
        self.stages = []
        for row, (order, titles) in enumerate(zip(ORDERS, STAGES, strict=True)):
            for column, (title, color) in enumerate(zip(titles, (BASE, INK, TARGET), strict=True)):
                ax = axes[row, column]
                ax.set(xlim=(-X_SHOWN, X_SHOWN), ylim=(0, P_SHOWN), title=title)
                ax.set(xticks=[-6, -3, 0, 3, 6], yticks=[0, 0.2, 0.4])
                ax.axvline(0, color=INK, lw=0.8)
                inside = self.area(ax, color, alpha=0.3)
                curve = self.line(ax, color, lw=3)
                one = self.points(ax, color, size=10, alpha=1, clip_on=False)
                one.set_in_layout(False)
                note = self.words(ax, 0.985, 0.98, ha="right", fontsize=14)
                self.stages.append((curve, inside, one, note))
            axes[row, 0].set_ylabel(order, fontsize=14, weight="bold")

    def update(self, a, b):
        steps = [(1.0, 0.0), (a, 0.0), (a, b), (1.0, 0.0), (1.0, b), (a, a * b)]
        for stage, step, drawn in zip(self.stages, steps, self._drawn, strict=True):
            if step != drawn:  # one slider moves half of the stages
                self._draw(*stage, *step)
        self._drawn = steps
        if a == 0:
            return {"a = 0 is not invertible": "scaling by 0 puts everything on one point"}
        apart = abs(a * b - b)
        return {
            "scale, then shift": f"mean b = {number(b, 2)}, sd |a| = {abs(a):.2f}",
            "shift, then scale": f"mean a·b = {number(a * b, 2)}, sd |a| = {abs(a):.2f}",
            "means apart by": number(apart, 2),
        }

    @staticmethod
    def _draw(curve, inside, one, note, scale, shift):
        """The density of scale·z + shift; nothing but the point where scale is 0."""
        one.set_data([scale + shift], [0])
        if scale == 0:
            curve.set_data([], [])
            inside.set_xy(np.zeros((3, 2)))
            note.set_text("no density")
            return
        (y, p), (y_in, p_in) = (
            (scale * z + shift, base_log_density(z).exp() / abs(scale)) for z in (Z, INSIDE)
        )
        curve.set_data(y, p)
        inside.set_xy(under(y_in, p_in))
        note.set_text(f"mean {number(shift, 2)}")

    def describe(self, a, b):
        if a == 0:
            return "With a = 0 scaling puts everything on one point: neither order has a density."
        return (
            f"With a = {number(a, 2)} and b = {number(b, 2)}: scaling first, then shifting gives "
            f"mean {number(b, 2)}; shifting first, then scaling gives mean {number(a * b, 2)}. "
            f"Both have standard deviation {abs(a):.2f}."
        )


def two_steps(**start: float | str | bool) -> View:
    """Scale then shift against shift then scale, with the stage in between."""
    return show(TwoStepsPicture(), **start)

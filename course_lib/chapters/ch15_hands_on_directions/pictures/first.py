"""The first picture of chapter 15: the question that it answers."""

import torch

from course_lib.live.controls import Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, TARGET
from course_lib.live.words import number

X = torch.linspace(-6, 6, 241, dtype=torch.float64)


class HandsOnDirectionsPicture(Picture):
    """The base, and the target of x = a z."""

    size = (900, 320)
    title = "What becomes of the bell when the axis is stretched?"

    def __init__(self):
        super().__init__([Slider("a", "stretch a", 0.4, 3.0, 0.1, 1.0)])

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(-6, 6), ylim=(0, 1.1), xlabel="$x$", title="base and target")
        ax.plot(X, base_log_density(X).exp(), color=BASE, lw=3, ls="--")
        self.target = self.line(ax, TARGET, lw=3)

    def update(self, a):
        p = base_log_density(X / a).exp() / a
        self.target.set_data(X, p)
        return {"stretch": number(a, 1), "height": number(p.max())}

    def describe(self, a):
        height = self.readings(a=a)["height"]
        return f"A bell stretched by {number(a, 1)}: its highest density is {height}."


def hands_on_directions(**start):
    """What becomes of the bell when the axis is stretched?"""
    return show(HandsOnDirectionsPicture(), **start)

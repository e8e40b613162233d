"""A flash to be dragged: what ten sensors count, and what their counts say of its place."""

from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from course_lib.chapters.ch11_hands_on_flash.pictures.answers import FLASH, answer_of
from course_lib.chapters.ch11_hands_on_flash.pictures.planes import (
    N,
    YoursPlane,
    axes,
    counted,
    cross,
    exact,
    image_color,
    left,
    lost,
    plane,
)
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, INK, TARGET
from course_lib.live.words import number
from course_lib.live.yours import whose

TALLEST = 40  # counts that fit into the picture
THICK = 0.17
STRINGS = (slice(0, 8), slice(8, 10))


def bars(counts, string):
    """The outline of one string's bars, the second string's a bit above the first one's."""
    shift = THICK / 2 if string == 1 else -THICK / 2
    corners = []
    for n, y in zip(counts[STRINGS[string]], FLASH.sensors[STRINGS[string], 1], strict=True):
        low, high = y + shift - THICK / 2, y + shift + THICK / 2
        corners += [(0, low), (n, low), (n, high), (0, high)]
    return np.array(corners, dtype=float)


class EventPicture(Picture):
    """The exact density of a flash's place, an answer's, and the counts that both have seen."""

    size = (900, 370)
    title = "Ten counts: where did it flash?"

    def __init__(self, yours=None, features=None, around=None):
        self.yours = None
        if yours is not None:
            if not callable(features):
                raise TypeError(
                    "Give what makes the features of the counts, too: "
                    f"event(yours=…, features=…), not {features!r}."
                )
            self.owner = whose(around or yours)
            self.yours = YoursPlane(yours, features)
        else:
            self.network = answer_of("flow")
        super().__init__([
            Slider("x", "flash: x", -2.0, 2.0, 0.1, -0.6),
            Slider("y", "flash: y", -2.0, 2.0, 0.1, 0.4),
            Slider("luck", "count again", 0, 9, 1, 0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_q, ax_n = figure.subplots(1, 3, width_ratios=(1, 1, 0.75))
        plane(ax, "exact $p(x, y\\,|\\,$counts$)$")
        ax.set_ylabel("$y$")
        self.truth = self.raster(ax, DATA, N)
        title = "a network's" if self.yours is None else self.owner.words("yours")
        plane(ax_q, title, ticks=False)
        color = TARGET if self.yours is None else image_color(self.owner)
        self.answer = self.raster(ax_q, color, N)
        self.places = [self.line(one, INK, lw=1.8) for one in (ax, ax_q)]
        ax_n.set(xlim=(0, TALLEST), ylim=ax.get_ylim(), xlabel="counts", title="what they count")
        ax_n.tick_params(labelleft=False)
        self.first = self.area(ax_n, DATA, alpha=0.9, label="string at $x = 0$")
        self.second = self.area(ax_n, INK, alpha=0.9, label="string at $x = 1.5$")
        ax_n.legend(loc="lower right")

    def update(self, x, y, luck):
        counts = counted((x, y), luck)
        log_p = exact(counts)
        log_q, problem = self._answer(counts)
        self.truth.set_values(log_p.exp())
        top = log_p.max().exp().item()
        self.answer.set_values(torch.zeros(N**2) if log_q is None else log_q.exp(), top=top)
        for place in self.places:
            place.set_data(*cross(x, y))
        self.first.set_xy(bars(counts, 0))
        self.second.set_xy(bars(counts, 1))
        said = {"most counts": number(counts.max(), 0), "left of x = 0": number(left(log_p), 2)}
        name = "the network" if self.yours is None else "yours"
        if log_q is None:
            return said | {"yours": problem}
        return said | {
            f"as {name} says": number(left(log_q), 2),
            f"{name} loses": f"{number(lost(log_p, log_q), 2)} nats",
        }

    @torch.no_grad()
    def _answer(self, counts):
        if self.yours is not None:
            return self.yours(counts)
        return self.network.on_lattice(*axes(), counts.double()), ""

    def describe(self, x, y, luck):
        read = self.readings(x=x, y=y, luck=luck)
        who = "a network" if self.yours is None else "yours"
        return (
            f"A flash at x = {number(x, 1)}, y = {number(y, 1)} beside eight sensors at x = 0 and "
            f"two at x = 1.5. Bars show their counts, {read['most counts']} at most. The exact "
            f"density of the place has {read['left of x = 0']} of its mass left of x = 0; beside "
            f"it is the density that {who} gives for the same counts."
        )


def event(
    yours: nn.Module | None = None,
    features: Callable | None = None,
    around: Callable | None = None,
    **start: float | str | bool,
) -> View:
    """Drag a flash: its counts, the exact density of its place, and a network's beside it.

    ``yours`` is your trained flow with ``log_prob(theta, c)``, c = ``features(counts)``.
    ``around`` says whose answer it was built around, where the class does not tell.
    """
    return show(EventPicture(yours, features, around), **start)

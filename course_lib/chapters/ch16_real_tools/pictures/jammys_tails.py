"""A layer of jammy_flows far out: what it recorded, beside the exact values."""

import functools
import math

import torch

from course_lib.chapters.ch16_real_tools.recordings import jammys_layer, jammys_numbers
from course_lib.flows import Inverse, MixtureOfLogistics, NormalToLogistic
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, INK, TARGET, WRONG
from course_lib.live.words import number

QUANTITIES = ("log p", "z")


@functools.cache
def curves():
    """{"x", "jammy z", "jammy log p", "z", "log p"} along the recorded x."""
    numbers = jammys_numbers()
    log_w, m, s = jammys_layer("tails")
    x = torch.tensor(numbers["tails x"])
    y, log_slope = MixtureOfLogistics(log_w.exp(), m, s).inverse(x)
    z, log_slope_2 = Inverse(NormalToLogistic())(y)
    log_p = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + log_slope + log_slope_2
    return {
        "x": x,
        "jammy z": torch.tensor(numbers["tails z"]),
        "jammy log p": torch.tensor(numbers["tails log p"]),
        "z": z,
        "log p": log_p,
    }


class JammysTailsPicture(Picture):
    """z or log p along x, recorded and exact, and the difference between the two."""

    size = (900, 345)
    title = "How far out do both say the same?"

    def __init__(self):
        ends = curves()["x"]
        super().__init__([
            Slider("x", "place x", ends[0].item(), ends[-1].item(), 0.1, 6.0),
            Choice("quantity", "compared", QUANTITIES, "log p"),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_d = figure.subplots(1, 2)
        low, high = (curves()["x"][end].item() for end in (0, -1))
        ax.set(xlim=(low, high), ylim=(-60, 12), xlabel="$x$", title="jammy_flows, and exact")
        self.exact = self.line(ax, TARGET, lw=5, alpha=0.55, label="exact")
        self.theirs = self.line(ax, INK, lw=2, ls=(0, (5, 2)), label="recorded")
        self.here = self.line(ax, BASE, lw=1.5)
        ax.legend(loc="upper right")
        ax_d.set(xlim=(low, high), ylim=(-0.26, 0.26), xlabel="$x$", title="recorded − exact")
        self.off = self.line(ax_d, WRONG, lw=3)
        self.dot = self.points(ax_d, WRONG, size=12, alpha=1)

    def update(self, x, quantity):
        known = curves()
        exact, theirs = known[quantity], known[f"jammy {quantity}"]
        at = int((known["x"] - x).abs().argmin())
        self.exact.set_data(known["x"], exact)
        self.theirs.set_data(known["x"], theirs)
        self.here.set_data([x, x], [-60, 12])
        off = theirs - exact
        self.off.set_data(known["x"], off)
        self.dot.set_data(known["x"][at : at + 1], off[at : at + 1])
        return {
            "z there": number(known["z"][at].item()),
            f"exact {quantity}": number(exact[at].item(), 4),
            "recorded": number(theirs[at].item(), 4),
            "apart by": f"{abs(off[at].item()):.1e}",
        }

    def describe(self, x, quantity):
        read = self.readings(x=x, quantity=quantity)
        return (
            f"{quantity} of a layer g along x, as jammy_flows recorded it and exactly: the curves "
            f"lie on each other. At x = {number(x, 1)}, where z is {read['z there']}, they are "
            f"apart by {read['apart by']}. Beside it the difference, 0 in the middle and a step "
            "beyond."
        )


def jammys_tails(**start: float | str | bool) -> View:
    """A layer g of jammy_flows far out, beside the exact one."""
    return show(JammysTailsPicture(), **start)

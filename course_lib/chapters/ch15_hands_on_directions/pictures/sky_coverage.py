"""What a network promises for direction and energy, and what it keeps, in one ice and another."""

import functools

import numpy as np

from course_lib.calibration import simultaneous_band
from course_lib.chapters.ch15_hands_on_directions.pictures.tables import (
    CAPS,
    FIXED,
    MADE,
    SHARES,
    TESTED,
    TRAINED,
    tables,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.coverage_axes import LOOK, coverage_axes
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

EVENTS = MADE["coverage"]["events"]


@functools.cache
def band():
    """(low, high) of the simultaneous 95 % band at SHARES, as arrays."""
    _, low, high = simultaneous_band(EVENTS, p=SHARES)
    return low.numpy(), high.numpy()


class SkyCoveragePicture(Picture):
    """Coverage of 3000 events' directions and energies, and how far it is from the promise."""

    size = (900, 390)
    title = "Does the network keep its promise, in this ice and in another?"

    def __init__(self):
        super().__init__([
            Slider("p", "promised share p", 0.01, 0.99, 0.01, 0.68),
            Choice("tested", "tested on", TESTED, TESTED[0]),
            Choice("trained", "network trained in", TRAINED, TRAINED[0]),
            Choice("cap", "cap on the base", CAPS, FIXED),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_g = coverage_axes(figure)
        p, (low, high) = SHARES.numpy(), band()
        ax_g.fill_between(p, low - p, high - p, color=DATA, alpha=0.3, lw=0, label="luck: 95 %")
        energy = {"lw": 2.5, "ls": (0, (6, 2)), "label": "energy"}
        self.energies = [self.line(a, TARGET, **energy) for a in (ax, ax_g)]
        self.directions = [self.line(a, BASE, lw=3, label="direction") for a in (ax, ax_g)]
        self.here = [self.line(a, INK, lw=1.5) for a in (ax, ax_g)]
        self.dots = [self.points(a, INK, size=9, alpha=1, zorder=3) for a in (ax, ax_g)]
        ax_g.legend(loc="upper right", ncols=3, handlelength=1.6, columnspacing=1.0)

    def update(self, p, tested, trained, cap):
        counts = tables().counts[TRAINED.index(trained), TESTED.index(tested)]
        promised = SHARES.numpy()
        direction, energy = counts[CAPS.index(cap)] / EVENTS, counts[2] / EVENTS
        for lines, kept in ((self.directions, direction), (self.energies, energy)):
            lines[0].set_data(promised, kept)
            lines[1].set_data(promised, kept - promised)
        k = round(100 * p) - 1
        at = np.array([direction[k], energy[k]])
        for line, reach in zip(self.here, ((0, 1), (-LOOK, 0.7 * LOOK)), strict=True):
            line.set_data([p, p], reach)
        self.dots[0].set_data([p, p], at)
        self.dots[1].set_data([p, p], at - p)
        return {
            "promised": f"{100 * p:.0f} %",
            "direction inside": f"{100 * direction[k]:.1f} %",
            "direction leaves the band": yes(left(direction)),
            "energy inside": f"{100 * energy[k]:.1f} %",
            "energy leaves the band": yes(left(energy)),
            "mean z of the energy": number(
                tables().shift[TRAINED.index(trained), TESTED.index(tested)], 2
            ),
        }

    def describe(self, p, tested, trained, cap):
        read = self.readings(p=p, tested=tested, trained=trained, cap=cap)
        return (
            f"Coverage of {EVENTS} events ({tested}) by a network trained in {trained}, the cap on "
            f"the base being the {cap} one. Where {read['promised']} is promised, "
            f"{read['direction inside']} of the directions and {read['energy inside']} of the "
            f"energies are inside. The curve of the directions leaves the band of luck: "
            f"{read['direction leaves the band']}; that of the energies: "
            f"{read['energy leaves the band']}."
        )


def left(kept):
    """Does a coverage curve leave the band anywhere? Both are multiples of 1/EVENTS."""
    low, high = band()
    return bool(((kept < low - 1e-9) | (kept > high + 1e-9)).any())


def yes(true):
    return "yes" if true else "no"


def sky_coverage(**start: float | str | bool) -> View:
    """Coverage of directions and energies, trained and tested in one ice or many."""
    return show(SkyCoveragePicture(), **start)

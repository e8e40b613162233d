"""Calibrated on average: and in this event? The exact mass in the network's region, one by one."""

import functools

import numpy as np

from course_lib.chapters.ch15_hands_on_directions.pictures.tables import (
    CAPS,
    MADE,
    SMALLEST,
    tables,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import BASE, DATA, INK
from course_lib.live.words import number

EVENTS = MADE["masses"]["events"]
EDGES = np.arange(0, 41) / 40
TALLEST = 120


@functools.cache
def places():
    """Where each event stands along the axis of sensors hit: side by side, if they are as many."""
    hits = tables().hits["masses"].astype(float)
    for k in range(13):
        its = hits == k
        hits[its] += 0.7 * ((np.arange(its.sum()) + 0.5) / max(its.sum(), 1) - 0.5)
    return hits


class EventByEventPicture(Picture):
    """Histogram of the exact mass in the network's region; the same against the sensors hit."""

    size = (900, 390)
    title = "The promise is kept on average: is it in each event?"

    def __init__(self):
        super().__init__([
            Slider("p", "promised mass p", 0.1, 0.9, 0.02, 0.68),
            Choice("cap", "cap on the base", CAPS, SMALLEST),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_h = figure.subplots(1, 2)
        ax.set(xlim=(0, 1), ylim=(0, TALLEST), xlabel="exact mass in the network's region")
        ax.set_title(f"{EVENTS} events")
        self.bars = self.area(ax, DATA, alpha=0.4)
        self.promised = self.line(ax, BASE, lw=3, ls=(0, (5, 1.5)), label="promised")
        self.mean = self.line(ax, INK, lw=2, label="mean")
        ax.legend(loc="upper left", handlelength=2.4)
        ax_h.set(xlim=(-0.6, 12.6), ylim=(0, 1), xlabel="sensors hit", xticks=range(0, 13, 2))
        ax_h.set_title("exact mass, event by event")
        self.dots = self.points(ax_h, DATA, size=4.5, alpha=0.8)
        self.level = self.line(ax_h, BASE, lw=3, ls=(0, (5, 1.5)))

    def update(self, p, cap):
        k = round(50 * p) - 1
        masses, (of_cap, exact) = tables().masses[CAPS.index(cap), k], self._areas(cap, k)
        counts, _ = np.histogram(masses, EDGES)
        self.bars.set_xy(under(np.repeat(EDGES, 2)[1:-1], np.repeat(counts, 2)))
        self.promised.set_data([p, p], [0, 0.8 * TALLEST])
        mean = masses.mean()
        self.mean.set_data([mean, mean], [0, 0.8 * TALLEST])
        self.dots.set_data(places(), masses)
        self.level.set_data([-0.6, 12.6], [p, p])
        low, high = np.quantile(masses, [0.1, 0.9])
        return {
            "promised": f"{100 * p:.0f} %",
            "mean exact mass": f"{100 * mean:.1f} %",
            "8 of 10 events have": f"{100 * low:.0f} to {100 * high:.0f} %",
            "lowest": f"{100 * masses.min():.0f} %",
            "mean area": f"{number(of_cap, 0)} deg²",
            "of the exact regions": f"{number(exact, 0)} deg²",
        }

    @staticmethod
    def _areas(cap, k):
        return tables().areas[[CAPS.index(cap), 2], k]

    def describe(self, p, cap):
        read = self.readings(p=p, cap=cap)
        return (
            f"A histogram of the exact mass in a network's region of mass {read['promised']} "
            f"(cap: {cap}) for {EVENTS} events. Its mean is {read['mean exact mass']}, but 8 of 10 "
            f"events have {read['8 of 10 events have']}. Beside it the same masses "
            f"against the number of sensors hit. The regions have {read['mean area']} on average, "
            f"the exact ones {read['of the exact regions']}."
        )


def event_by_event(**start: float | str | bool) -> View:
    """The exact mass in a network's region, for 300 events one by one."""
    return show(EventByEventPicture(), **start)

"""A cascade among tracks: whose calibrated p is small, and how often by luck alone?"""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch15_hands_on_directions.pictures.tables import MADE, tables
from course_lib.goodness import calibrated_p
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import DASH, DATA, INK, WRONG, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

EVENTS = MADE["odd"]["events"]
ALL = "all"
GROUPS = {"0 to 2": (0, 2), "3 to 5": (3, 5), "6 to 8": (6, 8), "9 to 12": (9, 12)}
EDGES = np.arange(0, 21) / 20
KINDS = ("tracks", "cascades")


@functools.cache
def oddness(kind):
    """How odd each event of a kind is, (2000): 1 minus its naive p."""
    return torch.tensor(1 - tables().naive[kind])


@functools.cache
def p_values(kind):
    """Calibrated by the reference, (2000)."""
    return calibrated_p(oddness(kind), oddness("reference")).numpy()


@functools.cache
def members(kind, hits):
    """Which events of a kind have so many sensors hit."""
    if hits == ALL:
        return np.ones(EVENTS, bool)
    low, high = GROUPS[hits]
    found = tables().hits[kind]
    return (found >= low) & (found <= high)


class SuspiciousPicture(Picture):
    """p-values of tracks and cascades, and the share below a threshold by sensors hit."""

    size = (900, 390)
    title = "Which events are unlike all that was learnt?"

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Slider("threshold", "suspicious below", 0.01, 0.5, 0.01, 0.05),
            Choice("hits", "sensors hit", (ALL, *GROUPS), ALL),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_h = figure.subplots(1, 2, width_ratios=(1.2, 1))
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="calibrated $p$", title="share of events per bin")
        self.bars = [self.area(ax, color, alpha=0.3) for color in (DATA, WRONG)]
        style = {"tracks": (DATA, "-"), "cascades": (WRONG, DASH["wrong"])}
        self.outlines = [
            self.line(ax, color, lw=2.2, ls=dash, label=kind)
            for kind, (color, dash) in style.items()
        ]
        self.cut = self.line(ax, INK, lw=1.8, label="threshold")
        ax.legend(loc="upper right", handlelength=2.6)
        ax_h.set(xlim=(-0.5, 3.5), ylim=(0, 1.02), xlabel="sensors hit")
        ax_h.set_title("share that is suspicious")
        ax_h.set_xticks(range(len(GROUPS)), GROUPS)
        self.shares = [
            self.line(ax_h, color, lw=2.2, ls=dash, marker=marker, ms=9)
            for (color, dash), marker in zip(style.values(), "os", strict=True)
        ]
        self.level = self.line(ax_h, INK, lw=1.5, ls=":")
        if self.yours:
            self.line_yours = self.line(
                ax_h,
                YOURS,
                lw=2,
                ls=DASH["yours"],
                marker="x",
                ms=11,
                mew=2,
                label="cascades by yours",
            )
            ax_h.legend(loc="upper left", handlelength=3)

    def update(self, threshold, hits):
        found = {}
        for kind, bars, outline, shares in zip(
            KINDS, self.bars, self.outlines, self.shares, strict=True
        ):
            p, its = p_values(kind), members(kind, hits)
            counts, _ = np.histogram(p[its], EDGES)
            steps = np.repeat(EDGES, 2)[1:-1], np.repeat(counts / its.sum(), 2)
            bars.set_xy(under(*steps))
            outline.set_data(*steps)
            found[kind] = (p[its] < threshold).mean()
            shares.set_data(range(len(GROUPS)), by_group(kind, p, threshold))
        self.cut.set_data([threshold, threshold], [0, 0.7])
        self.level.set_data([-0.5, 3.5], [threshold, threshold])
        readouts = {
            "of the tracks": f"{100 * found['tracks']:.1f} %",
            "of the cascades": f"{100 * found['cascades']:.1f} %",
            "tracks, cascades here": " and ".join(
                number(members(kind, hits).sum(), 0) for kind in KINDS
            ),
        }
        return readouts | (self._draw_yours(threshold, hits) if self.yours else {})

    def _draw_yours(self, threshold, hits):
        try:
            p = self.yours(oddness("cascades"), oddness("reference"))
            if p.shape != (EVENTS,):
                raise YoursFailed(f"your function gave shape {tuple(p.shape)} for {EVENTS} events")
        except YoursFailed as failed:
            self.line_yours.set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        p = p.double().numpy()
        self.line_yours.set_data(range(len(GROUPS)), by_group("cascades", p, threshold))
        share = (p[members("cascades", hits)] < threshold).mean()
        return {"cascades by yours": f"{100 * share:.1f} %"}

    def describe(self, threshold, hits):
        read = self.readings(threshold=threshold, hits=hits)
        return (
            f"Histograms of the calibrated p of tracks and of cascades, sensors hit: {hits}. Below "
            f"{number(threshold, 2)} are {read['of the tracks']} of the tracks and "
            f"{read['of the cascades']} of the cascades. Beside it these shares for four groups by "
            f"the number of sensors hit."
        )


def by_group(kind, p, threshold):
    """The share below the threshold in each of GROUPS."""
    return np.array([(p[members(kind, hits)] < threshold).mean() for hits in GROUPS])


def suspicious(yours: Callable | None = None, **start: float | str | bool) -> View:
    """The calibrated p of tracks and cascades; ``yours`` is your ``goodness(t, reference)``.

    It is given t = 1 − naive p, so that large means odd.
    """
    return show(SuspiciousPicture(yours), **start)

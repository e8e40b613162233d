"""Four ways to construct a density from the same data, from stiff to flexible."""

import numpy as np

from course_lib.chapters.ch01_change_of_variables.pictures import four_fits
from course_lib.chapters.ch01_change_of_variables.pictures.four_fits import FAMILIES, LEVELS, SETS
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, INK, TARGET
from course_lib.live.words import number

TICKS = (1 / 14, 5 / 14, 9 / 14, 13 / 14)  # of the axes: 40, 60 … minutes, and 10, 20 …
GAINS = (-0.6, 0.9)  # of log-likelihood per point, as far as it is shown


class FourWays(Picture):
    """The four densities on the training data, and how well they do on the points held out."""

    size = (900, 420)
    title = "Four ways to construct a density: which one would you trust?"
    dear = ("data", "level")

    def __init__(self):
        self._drawn = None  # the data set whose points are drawn
        super().__init__(
            [
                Choice("data", "data", tuple(SETS), "Old Faithful"),
                Slider("level", "flexibility", 1, LEVELS, 1, 4),
            ]
        )

    def layout(self, figure):
        figure.get_layout_engine().set(hspace=0.06, wspace=0.03)
        grid = figure.add_gridspec(2, 3, width_ratios=(1, 1, 0.9))
        self.panels = [figure.add_subplot(grid[k // 2, k % 2]) for k in range(4)]
        for ax in self.panels:
            ax.set(xlim=(0, 1), ylim=(0, 1), yticks=[], title=" ")
            ax.set_xticks(TICKS, [" "] * len(TICKS))  # keeps the room for numbers that move
            ax.grid(False)
            ax.spines["left"].set_visible(False)
        self.titles = [self.words(ax, 0, 1.03, va="bottom", fontsize=14) for ax in self.panels]
        self.bars = [self.area(ax, DATA, alpha=0.3) for ax in self.panels]
        self.held_out = [
            self.points(ax, INK, size=7, alpha=0.7, fillstyle="none") for ax in self.panels
        ]
        for dots in self.held_out:
            dots.set(marker="|", markeredgewidth=1)
        self.curves = [self.line(ax, TARGET, lw=2.5) for ax in self.panels]
        self.numbers = [
            [self.words(ax, at, -0.05, ha="center", fontsize=13) for at in TICKS]
            for ax in self.panels
        ]
        for ax in self.panels[2:]:
            ax.set_xlabel(" ")
        self.labels = [self.words(ax, 0.5, -0.2, ha="center") for ax in self.panels[2:]]
        self._layout_gains(figure.add_subplot(grid[:, 2]))

    def _layout_gains(self, ax):
        low, high = GAINS
        ax.set(xlim=(low - 0.08, high + 0.08), ylim=(4.35, -0.75), yticks=[], xticks=[-0.5, 0, 0.5])
        ax.set(title="better than one Gaussian by", xlabel="log-likelihood per point")
        ax.spines["left"].set_visible(False)
        ax.vlines(0, -0.6, 3.6, color=INK, lw=1)
        for row, family in enumerate(FAMILIES):
            ax.text(low - 0.05, row - 0.22, family.name, fontsize=14, va="bottom", zorder=3,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
        self.links = self.line(ax, TARGET, lw=2, alpha=0.5)
        self.dots = {
            "training": self.points(ax, "white", size=11, alpha=1, markeredgecolor=TARGET),
            "held out": self.points(ax, TARGET, size=11, alpha=1),
        }
        self.dots["training"].set_markeredgewidth(2)
        self.beyond = [
            self.words(ax, low - 0.05, row + 0.12, transform=ax.transData)
            for row in range(len(FAMILIES))
        ]
        ax.legend(self.dots.values(), self.dots, loc="lower left", ncols=2, handletextpad=0,
                  columnspacing=1, borderaxespad=0)  # fmt: skip

    def update(self, data, level):
        now = self._state(data, level)
        if data != self._drawn:
            self._draw_data(data)
            self._drawn = data
        top, x = SETS[data][2], np.linspace(0, 1, 301)
        for k, family in enumerate(FAMILIES):
            self.curves[k].set_data(x, now[k]["curve"] / top)
            self.titles[k].set_text(f"{family.name}: {family.says(level)}")
        self._draw_gains([n["gain"] for n in now])
        return {
            f"{family.name}, held out": number(n["held out"])
            for family, n in zip(FAMILIES, now, strict=True)
        }

    def _draw_data(self, data):
        """The same histogram and the same held-out points in every panel."""
        train, held_out = (part.numpy() for part in four_fits.data_of(data))
        (low, high), top, label = SETS[data][1:]
        heights, edges = np.histogram(train, 28, (low, high), density=True)
        x = (np.repeat(edges, 2) - low) / (high - low)
        outline = np.column_stack([x, np.r_[0, np.repeat(heights, 2), 0] / top])
        for bars, dots in zip(self.bars, self.held_out, strict=True):
            bars.set_xy(outline)
            dots.set_data((held_out - low) / (high - low), np.full_like(held_out, 0.025))
        for text in self.labels:
            text.set_text(label)
        for numbers in self.numbers:
            for at, text in zip(TICKS, numbers, strict=True):
                text.set_text(f"{low + at * (high - low):g}")

    def _draw_gains(self, gains):
        rows = np.arange(len(gains))
        ends = {part: np.clip([g[part] for g in gains], *GAINS) for part in self.dots}
        for part, dots in self.dots.items():
            dots.set_data(ends[part], rows)
        gap = np.full(len(gains), np.nan)
        self.links.set_data(np.column_stack([*ends.values(), gap]).ravel(), np.repeat(rows, 3))
        for text, gain in zip(self.beyond, gains, strict=True):
            off_left = gain["held out"] < GAINS[0]
            text.set_text(f"◀ {number(gain['held out'], 1)}" if off_left else "")

    def _state(self, data, level):
        alone = four_fits.single_gaussian(data)
        states = []
        for k in range(len(FAMILIES)):
            curve, training_, held_out = four_fits.fitted(data, k, level)
            gain = {"training": training_ - alone[0], "held out": held_out - alone[1]}
            states.append({"curve": curve, "held out": held_out, "gain": gain})
        return states

    def describe(self, data, level):
        scores = ", ".join(
            f"{f.name} {number(n['held out'])}"
            for f, n in zip(FAMILIES, self._state(data, level), strict=True)
        )
        train, held_out = four_fits.data_of(data)
        return (
            f"Four densities fitted to {len(train)} points of {data}, {SETS[data][3]}, at "
            f"flexibility {level} of {LEVELS}. Log-likelihood per point on the "
            f"{len(held_out)} points held out: {scores}."
        )


def four_ways(**start: float | str | bool) -> View:
    """A kernel density, a mixture, a B-spline density and a flow, on the same real data."""
    return show(FourWays(), **start)

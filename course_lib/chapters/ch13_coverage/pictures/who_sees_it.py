"""One claim, six tests: which of them sees that it is wrong?"""

import functools

import numpy as np
import torch

from course_lib.chapters.ch13_coverage.pictures.bands import band
from course_lib.chapters.ch13_coverage.pictures.claims import FAULTS, TESTS, looked_at
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, TARGET
from course_lib.live.words import number

SIZES = (300, 1000, 3000)
GROUPS = 6  # of x₁, equally many events in each
LOOK = 0.25


@functools.lru_cache(maxsize=128)
def by_sensor(fault, n, seed):
    """(3, GROUPS): the middle x₁ of each group, and the mean and the width of all z in it."""
    events = looked_at(fault, n, seed)[2]
    parts = [
        (events.x[rows, 0].median(), events.z[rows].mean(), events.z[rows].std())
        for rows in events.x[:, 0].argsort().tensor_split(GROUPS)
    ]
    return torch.tensor(parts, dtype=torch.float64).T


class WhoSeesItPicture(Picture):
    """Five coverage curves minus the diagonal, with their bands, and z by groups of x."""

    size = (900, 460)
    title = "Who sees that the claim is wrong?"
    dear = ("fault", "n", "seed")

    def __init__(self):
        super().__init__([
            Choice("fault", "what is wrong", FAULTS, "none"),
            Choice("n", "events n", SIZES, 1000, stepped=True),
            Slider("seed", "other events", 0, 20, 1, 0),
        ])  # fmt: skip

    def layout(self, figure):
        axes = figure.subplots(2, 3).ravel()
        self.bands, self.curves, self.said = [], [], []
        for ax, test in zip(axes[:5], TESTS, strict=False):
            ax.set(xlim=(0, 1), ylim=(-LOOK, LOOK), xticks=[0, 0.5, 1], title=test)
            ax.axhline(0, color=INK, lw=1, ls=(0, (4, 3)))
            self.bands.append(self.area(ax, DATA, alpha=0.25))
            looks = ((BASE, "-"), (TARGET, (0, (6, 2))))
            two = looks if test in ("PIT of z", "ranks") else looks[:1]
            self.curves.append([self.line(ax, color, lw=2.2, ls=ls) for color, ls in two])
            self.said.append(self.words(ax, 0.97, 0.97, ha="right", fontsize=15, weight="bold"))
        for ax in axes[2:5]:
            ax.set_xlabel("promised share $p$")
        ax = axes[5]
        ax.set(xlim=(-2.2, 2.2), ylim=(-3.6, 2.8), title=TESTS[5], xlabel="sensor $x_1$")
        ax.axhline(0, color=INK, lw=1, ls=(0, (4, 3)))
        ax.axhline(1, color=INK, lw=1, ls=(0, (4, 3)))
        self.means = self.line(ax, BASE, lw=2, marker="o", label="mean of z")
        self.widths = self.line(ax, TARGET, lw=2, ls=(0, (6, 2)), marker="s", label="its width")
        ax.legend(loc="lower right", handlelength=2, fontsize=11)
        self.said.append(self.words(ax, 0.97, 0.97, ha="right", fontsize=15, weight="bold"))

    def update(self, fault, n, seed):
        curves, verdicts, _, r_squared = looked_at(fault, n, seed)
        for region, lines, test in zip(self.bands, self.curves, TESTS, strict=False):
            p, low, high = band(n, 0.975 if len(lines) == 2 else 0.95)
            edges = np.r_[high - p, (low - p).flip(0)]
            region.set_xy(np.column_stack([np.r_[p, p.flip(0)], edges]))
            found = curves[test].reshape(len(lines), -1)
            for line, gap in zip(lines, found, strict=True):
                line.set_data(p, gap)
        x, mean, width = by_sensor(fault, n, seed)
        self.means.set_data(x, mean)
        self.widths.set_data(x, width)
        for words, test in zip(self.said, TESTS, strict=True):
            words.set_text("sees it" if verdicts[test] else "kept")
        seen = [test for test in TESTS if verdicts[test]]
        return {
            "rejected by": ", ".join(seen) or "none of the six",
            "largest gap of the ball": number(curves["ball"].abs().max().item()),
            "R² of z on x": number(r_squared),
        }

    def describe(self, fault, n, seed):
        read = self.readings(fault=fault, n=n, seed=seed)
        wrong = "Nothing is wrong" if fault == "none" else f"What is wrong: {fault}"
        return (
            f"{wrong}. Six tests of {n} events: five coverage curves minus the diagonal, each with "
            f"its grey band, and mean and width of z in six groups of a sensor. Rejected by: "
            f"{read['rejected by']}."
        )


def who_sees_it(**start: float | str | bool) -> View:
    """Seven claims, one right, under six tests."""
    return show(WhoSeesItPicture(), **start)

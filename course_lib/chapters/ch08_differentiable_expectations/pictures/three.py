"""Three estimators of one gradient: how far off they are, and how much they scatter, against N."""

import functools

import numpy as np
import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import (
    ESTIMATORS,
    FAMILIES,
    HIGH,
    INTEGRANDS,
    LOW,
    START,
    STEP,
    contributions,
    estimates,
    exact,
    places,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import INK, MAP, TARGET, WRONG
from course_lib.live.words import number

NS = (1, 3, 10, 30, 100, 300, 1000, 3000)
RUNS = 200
LOOKS = {"pathwise": (TARGET, "o", "-"), "score": (MAP, "s", (0, (5, 2))),
         "detached": (WRONG, "v", (0, (1, 1)))}  # fmt: skip
BOTTOM = -4.0  # what is smaller lies below the picture


@functools.lru_cache(maxsize=512)
def summary(family, what, theta, seed):
    """{estimator: (mean − truth, its standard error, standard deviation)}, each against N."""
    truth = exact(family, what, theta)[1]
    of = contributions(family, what, theta)
    found = {}
    for name in ESTIMATORS:
        runs = torch.stack(
            [estimates(of[name], places(RUNS, n, 1000 * seed + k)) for k, n in enumerate(NS)]
        )
        scatter = runs.std(1)
        found[name] = runs.mean(1) - truth, scatter / RUNS**0.5, scatter
    return found


class ThreePicture(Picture):
    """Bias with its error bars and scatter of three gradient estimators, on logarithmic axes."""

    size = (900, 400)
    title = "Which estimator gets better with more samples?"
    dear = ("what", "family", "theta", "draw")

    def __init__(self):
        super().__init__([
            Choice("what", "average of", tuple(INTEGRANDS), "−log p(x)"),
            Choice("family", "flow", tuple(FAMILIES), "mixture: scales θ"),
            Slider("theta", "θ", LOW, HIGH, STEP, START),
            Choice("n", "look at N", NS, 100, stepped=True),
            Slider("draw", "draw number", 1, 9, 1, 1),
        ])  # fmt: skip

    def layout(self, figure):
        ax_bias, ax_scatter = figure.subplots(1, 2, sharey=True)
        titles = (f"|bias|, over {RUNS} runs", "scatter of one run")
        self.artists, self.marks = {name: [] for name in ESTIMATORS}, []
        for ax, title in zip((ax_bias, ax_scatter), titles, strict=True):
            ax.set(xlim=(-0.25, 3.75), ylim=(BOTTOM, 1.3), xlabel="samples $N$", title=title)
            ax.set_xticks(range(4), ["1", "10", "100", "1000"])
            ax.set_yticks(range(-4, 2), ["0.0001", "0.001", "0.01", "0.1", "1", "10"])
            self.marks.append(self.line(ax, INK, lw=1))
            for name, (color, marker, dash) in LOOKS.items():
                self.artists[name].append(
                    self.line(ax, color, lw=2.5, ls=dash, marker=marker, ms=8)
                )
        for name, (color, _, _) in LOOKS.items():
            self.artists[name].append(self.line(ax_bias, color, lw=2))  # error bars
        ends = np.array([-0.25, 3.75])
        ax_scatter.plot(ends, -1.3 - ends / 2, color=INK, lw=1.5, ls=(0, (1, 2)))
        ax_scatter.text(0.2, -2.1, r"$1/\sqrt{N}$", fontsize=15)
        lines = [self.artists[name][0] for name in ESTIMATORS]
        ax_scatter.legend(lines, ESTIMATORS, loc="upper right", handlelength=3)
        self.none = self.words(ax_scatter, 0.03, 0.03, va="bottom", fontsize=14)

    def update(self, what, family, theta, n, draw):
        found = summary(family, what, float(theta), draw)
        at = np.log10(NS)
        for mark in self.marks:
            mark.set_data([np.log10(n)] * 2, [BOTTOM, 1.3])
        said = {"exact slope": number(exact(family, what, float(theta))[1])}
        for k, name in enumerate(ESTIMATORS):
            bias, error, scatter = (part.numpy() for part in found[name])
            line, line_scatter, bars = self.artists[name]
            places_x = at + 0.05 * (k - 1)  # beside each other, so that the bars can be told apart
            line.set_data(places_x, log10(np.abs(bias)))
            low, high = log10(np.abs(bias) - error), log10(np.abs(bias) + error)
            gap = np.full_like(low, np.nan)
            bars.set_data(np.repeat(places_x, 3), np.stack([low, high, gap], 1).ravel())
            line_scatter.set_data(at, log10(scatter))
            which = NS.index(n)
            said[f"{name}: off by"] = f"{number(bias[which])} ± {error[which]:.3f}"
        still = [name for name in ESTIMATORS if not (found[name][2] > 10**BOTTOM).any()]
        self.none.set_text("\n".join(f"{name}: no scatter at all" for name in still))
        return said

    def describe(self, what, family, theta, n, draw):
        found = summary(family, what, float(theta), draw)
        which = NS.index(n)
        parts = "; ".join(
            f"{name} is off by {number(bias[which])} ± {error[which]:.3f} and scatters by "
            f"{number(scatter[which])}"
            for name, (bias, error, scatter) in found.items()
        )
        return (
            f"The slope of the average of {what} for the {family[:-2]} θ = {theta:.1f}, estimated "
            f"{RUNS} times from N = {n} samples: {parts}."
        )


def log10(values):
    """Powers of ten; what is 0 or below the picture stays just below its lower edge."""
    return np.log10(np.maximum(values, 10 ** (BOTTOM - 0.5)))


def three_estimators(**start: float | str | bool) -> View:
    """Pathwise, score function, detached: bias and scatter against N."""
    return show(ThreePicture(), **start)

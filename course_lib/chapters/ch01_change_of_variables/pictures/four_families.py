"""Four ways to construct a density from the same data, from stiff to flexible."""

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from course_lib import training
from course_lib.data import galaxies, old_faithful, split
from course_lib.densities import BSplineDensity, GaussianMixture, KernelDensity
from course_lib.flows import Composition, FlowDistribution, Linear, RationalQuadraticSpline
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DATA, INK, TARGET
from course_lib.live.words import number

LEVELS = 8
SETS = {
    "Old Faithful": (lambda: old_faithful()[:, 1], (35, 105), 0.062, "waiting time in minutes"),
    "galaxies": (galaxies, (7.5, 42.5), 0.24, "speed in 1000 km/s"),
}
TICKS = (1 / 14, 5 / 14, 9 / 14, 13 / 14)  # of the axes: 40, 60 … minutes, and 10, 20 …
GAINS = (-0.6, 0.9)  # of log-likelihood per point, as far as it is shown


@dataclass(frozen=True)
class Family:
    name: str
    knob: str  # what a higher level changes, with {} for the setting
    settings: tuple
    fit: Callable  # fit(training data, setting) -> something with log_prob

    def says(self, level):
        setting = self.settings[level - 1]
        return self.knob.format(setting).removesuffix("s" if setting == 1 else "")


BINS, NODES = 12, torch.linspace(-3, 3, 241, dtype=torch.float64)
STEPS = 200
# Rates that end at 0, and clipped gradients: where bends cost nothing, the last steps would else be
# thrown about, and the hollow dot of the galaxies fell by 0.3 nats, on some processors only.
HOW = {"lr": 0.05, "schedule": training.one_cycle, "clip": 1.0, "progress": False}


def _flow(data, price):
    """A line that brings the base to the data's place and width, after a bend that has its price.

    The loss is the mean of −log p(x) plus the price times the mean of (d²/dz² log f′(z))² over
    −3 … 3. So much of log p is not the base's: a high price leaves a Gaussian, a low one lets the
    density wriggle, and any price smooths the corners that a spline would have at its knots.

    Reference: B. W. Silverman, "On the Estimation of a Probability Density Function by the Maximum
    Penalized Likelihood Method" (1982).
    """
    bend = RationalQuadraticSpline(BINS, bound=3.0)
    flow = Composition(Linear(data.std().item(), data.mean().item()), bend).to(data)
    distribution, step = FlowDistribution(flow), NODES[1] - NODES[0]

    def loss():
        log_slope = bend(NODES)[1]
        bends = log_slope.diff().diff() / step**2
        return -distribution.log_prob(data).mean() + price * (bends**2).mean()

    with torch.random.fork_rng(devices=[]):  # a picture changes nobody's random numbers
        training.minimise(loss, flow, steps=STEPS, **HOW)
    return distribution


FAMILIES = (
    Family(
        "kernel density",
        "width {:.2g} · std",
        (1.0, 0.6, 0.4, 0.25, 0.15, 0.1, 0.06, 0.03),
        lambda data, share: KernelDensity(data, share * data.std().item()),
    ),
    Family("mixture", "{} Gaussians", (1, 2, 3, 4, 6, 8, 12, 16), GaussianMixture.fit),
    Family("B-spline", "{} bumps", (4, 6, 8, 10, 14, 20, 28, 40), BSplineDensity.fit),
    Family("flow", "bends cost {:g}", (0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4, 3e-5, 0.0), _flow),
)


@functools.cache
def _data(name):
    """(training data, held-out data)."""
    return split(SETS[name][0]())


@functools.cache
def fitted(name, family, level):
    """(the curve on the grid, training and held-out log-likelihood per point); kept once fitted."""
    train, held_out = _data(name)
    density = FAMILIES[family].fit(train, FAMILIES[family].settings[level - 1])
    with torch.no_grad():
        curve = density.log_prob(_grid(name)).exp().numpy()
        return curve, *(density.log_prob(part).mean().item() for part in (train, held_out))


@functools.cache
def _single_gaussian(name):
    """The log-likelihoods of one Gaussian: what a density has to beat."""
    train, held_out = _data(name)
    gaussian = torch.distributions.Normal(train.mean(), train.std(correction=0))
    return tuple(gaussian.log_prob(part).mean().item() for part in (train, held_out))


def _grid(name):
    return torch.linspace(*SETS[name][1], 301, dtype=torch.float64)


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
        train, held_out = (part.numpy() for part in _data(data))
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
        alone = _single_gaussian(data)
        states = []
        for k in range(len(FAMILIES)):
            curve, training_, held_out = fitted(data, k, level)
            gain = {"training": training_ - alone[0], "held out": held_out - alone[1]}
            states.append({"curve": curve, "held out": held_out, "gain": gain})
        return states

    def describe(self, data, level):
        scores = ", ".join(
            f"{f.name} {number(n['held out'])}"
            for f, n in zip(FAMILIES, self._state(data, level), strict=True)
        )
        return (
            f"Four densities fitted to {len(_data(data)[0])} points of {data}, {SETS[data][3]}, at "
            f"flexibility {level} of {LEVELS}. Log-likelihood per point on the "
            f"{len(_data(data)[1])} points held out: {scores}."
        )


def four_ways(**start: float | str | bool) -> View:
    """A kernel density, a mixture, a B-spline density and a flow, on the same real data."""
    return show(FourWays(), **start)

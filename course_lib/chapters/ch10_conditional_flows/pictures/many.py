"""One network for all contexts: what it costs, and what it says where it has seen nothing."""

import functools
import itertools

import torch

from course_lib.chapters.ch10_conditional_flows.pictures.models import (
    PLACES,
    STARTS,
    X,
    depths,
    exact,
    gap,
    network,
    pairs,
    singles,
)
from course_lib.chapters.ch10_conditional_flows.pictures.slices import down
from course_lib.live.controls import Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import DATA, INK, TARGET, WRONG
from course_lib.live.words import number

YS = tuple(round(0.025 * k, 3) for k in range(41))  # the stops of the slider
DEPTH = torch.linspace(-20, 30, 501, dtype=torch.float64)  # 100 km
STOPS = tuple(155 + k / 2 for k in range(91))  # of the slider
LONGITUDES = STOPS[::2]
DASHES = ("-", (0, (5, 2)), (0, (1, 1.2)))
COLORS = (TARGET, WRONG, INK)


@functools.lru_cache(maxsize=128)
def beside_exact(y):
    """(the exact p(x | y), the network's, its gap in nats)."""
    p, q = exact(y), _by_network(YS if y in YS else (y,))[y]
    return p, q, gap(p, q)


@functools.lru_cache(maxsize=64)
def _by_network(ys):
    return network().at_each(X, ys)


class AmortisedPicture(Picture):
    """The exact p(x | y), one network's, and that of a flow fitted to this y alone."""

    size = (900, 400)
    title = "What does one network for all y cost?"

    def __init__(self):
        self.singles = dict(zip(PLACES, singles().densities(), strict=True))
        super().__init__([Slider("y", "seen: y", 0.0, 1.0, 0.025, 0.5)])

    def layout(self, figure):
        ax, ax_g = figure.subplots(1, 2, width_ratios=(1.15, 1))
        ax.set(xlim=(0, 1), ylim=(0, 9), xlabel="$x$", title="$p(x\\,|\\,y)$")
        self.truth = self.area(ax, DATA, alpha=0.4, label="exact")
        self.one = self.line(ax, TARGET, lw=3, label="one network for all y")
        self.own = self.line(ax, INK, lw=2, ls=(0, (5, 2)), label="a flow for this y")
        ax.legend(loc="upper center", handlelength=2.6)
        ax_g.set(xlim=(-0.03, 1.03), ylim=(0, 0.4), xlabel="$y$", title="gap to the exact (nats)")
        at = [beside_exact(y)[2] for y in YS]
        own = [gap(exact(y), q) for y, q in self.singles.items()]
        ax_g.plot(YS, at, "-", color=TARGET, lw=3)
        ax_g.plot(PLACES, own, "s", color=INK, ms=8)
        self.here = self.line(ax_g, INK, lw=1.5, ls=":")
        self.dot = self.points(ax_g, TARGET, size=12, alpha=1)

    def update(self, y):
        p, q, apart_by = beside_exact(y)
        own = self.singles.get(round(y, 3))
        self.truth.set_xy(under(X, p))
        self.one.set_data(X, q)
        self.own.set_data(*(([], []) if own is None else (X, own)))
        self.here.set_data([y, y], [0, 0.4])
        self.dot.set_data([y], [apart_by])
        return {
            "y": number(y, 3),
            "gap of the network": number(apart_by),
            "of a flow for this y": "there is none" if own is None else number(gap(p, own)),
        }

    def describe(self, y):
        read = self.readings(y=y)
        return (
            f"The exact density of x for y = {number(y, 3)} as a grey region, and the network's "
            f"curve, with a gap of {read['gap of the network']} nats. A flow fitted to this y "
            f"alone: {read['of a flow for this y']}. Beside it the network's gap for all y, small "
            "in the middle and large at both ends."
        )


@functools.cache
def disagreement():
    """For each of LONGITUDES the largest distance between two of the three networks' answers."""
    return [apart(answers(c)) for c in LONGITUDES]


@functools.lru_cache(maxsize=128)
def answers(c):
    """p(depth | c) on DEPTH by three networks that differ in their random start only."""
    cs = STOPS if c in STOPS else (c,)
    return [_by_start(seed, cs)[c] for seed in STARTS]


@functools.lru_cache(maxsize=64)
def _by_start(seed, cs):
    return depths("mixture flow", seed).at_each(DEPTH, cs)


def apart(densities):
    """The largest share of one density that another one does not have."""
    return max(
        (p - q).clamp(min=0).sum().item() * (DEPTH[1] - DEPTH[0]).item()
        for p, q in itertools.permutations(densities, 2)
    )


class BeyondPicture(Picture):
    """Three networks, trained alike on the same quakes, inside of the data and beyond."""

    size = (900, 400)
    title = "What does a network say where it has seen nothing?"

    def __init__(self):
        self.distances = disagreement()
        super().__init__([Slider("c", "longitude c", 155.0, 200.0, 0.5, 182.0)])

    def layout(self, figure):
        ax, ax_d = figure.subplots(1, 2)
        ax.set(xlim=(0, 1.2), ylim=(-1000, 300), xlabel="$p$(depth | $c$) per 100 km")
        ax.set(ylabel="depth (km)", title="three networks, trained alike")
        ax.set_yticks([-800, -600, -400, -200, 0], ["800", "600", "400", "200", "0"])
        self.curves = [
            self.line(ax, color, lw=2.5, ls=dash, label=f"random start {k + 1}")
            for k, (color, dash) in enumerate(zip(COLORS, DASHES, strict=True))
        ]
        ax.axhline(0, color=INK, lw=1)
        ax.legend(loc="lower right", handlelength=2.6)
        ax_d.set(xlim=(155, 200), ylim=(0, 1), xlabel="longitude (°E)")
        ax_d.set_title("share on which they disagree")
        longitudes = pairs()[0][1]
        ax_d.plot(longitudes, 0.03 + 0 * longitudes, "|", color=DATA, ms=12, mew=1, alpha=0.5)
        ax_d.plot(LONGITUDES, self.distances, "-", color=TARGET, lw=3)
        self.here = self.line(ax_d, INK, lw=1.5, ls=":")
        self.dot = self.points(ax_d, TARGET, size=12, alpha=1)
        self.low, self.high = longitudes.min().item(), longitudes.max().item()

    def update(self, c):
        densities = answers(c)
        for curve, p in zip(self.curves, densities, strict=True):
            curve.set_data(p, down(DEPTH))
        share = apart(densities)
        self.here.set_data([c, c], [0, 1])
        self.dot.set_data([c], [share])
        beyond = max(self.low - c, c - self.high, 0.0)
        above = [p[DEPTH < 0].sum().item() * (DEPTH[1] - DEPTH[0]).item() for p in densities]
        return {
            "degrees beyond the data": number(beyond, 1),
            "share on which they disagree": number(share, 2),
            "mass above the ground": " ".join(number(a, 2) for a in above),
        }

    def describe(self, c):
        read = self.readings(c=c)
        return (
            f"Densities of the depth at {number(c, 1)} degrees east, "
            f"{read['degrees beyond the data']} degrees beyond the data, by three networks that "
            "differ in their random start only. They disagree on a share of "
            f"{read['share on which they disagree']}. Beside it this share for all longitudes: "
            "small where the data are, large beyond them."
        )


def amortised(**start: float | str | bool) -> View:
    """One network for all y beside eleven flows for one y each."""
    return show(AmortisedPicture(), **start)


def beyond(**start: float | str | bool) -> View:
    """Three networks inside of their data and beyond."""
    return show(BeyondPicture(), **start)

"""Samples x = f(z) under the density that the change of variables gives."""

import functools
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch01_change_of_variables.pictures.maps import SHAPES, ShapedMap
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import YoursCurve
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, DATA, TARGET, WRONG, YOURS
from course_lib.live.words import number

MOST = 100_000
WINDOW = {"line": (-6, 6), "exp": (0, 8), "falling": (-5, 3), "S-curve": (0, 4)}
COARSE, FINE = 16, 32  # bins: coarse for few samples and for how far they are off
START = {"line": (1.5, -0.5), "exp": (1.0, 0.0), "falling": (1.0, 0.0), "S-curve": (1.3, 0.3)}


class Histogram(Picture):
    """A histogram of x = f(z), z drawn from the base, with the density of x over it.

    ``yours(x)`` is the learner's log p (or p) of x for one map; the readout then says how far the
    samples are from it, too.
    """

    size = (900, 350)
    title = "Do the samples know the formula?"

    def __init__(self, yours=None, map="exp", gives="log p"):
        self.yours = None if yours is None else YoursCurve(yours, gives)
        self.fixed = map if self.yours else None
        self._drawn = None  # the map whose densities are drawn
        controls = [
            Choice("n", "samples", (10, 100, 1000, 10_000, MOST), 100, stepped=True),
            Slider("draw", "draw number", 1, 20, 1, 1),
        ]
        super().__init__(
            controls if self.fixed else [Choice("map", "map", _maps(), map), *controls]
        )

    def layout(self, figure):
        ax_z, ax_x = figure.subplots(1, 2, width_ratios=(1, 1.7))
        ax_z.set(xlim=(-4, 4), ylim=(0, 0.55), xlabel="base space  $z$", title="draw $z$ …")
        ax_x.set(xlim=(0, 1), ylim=(0, 1.2), title=" ")
        ax_x.set(xlabel="data space  $x$", xticks=[])
        ax_x.xaxis.labelpad = 22
        for ax in (ax_z, ax_x):
            ax.grid(False)
        z = np.linspace(-4, 4, 200)
        self.bars_z = self.area(ax_z, BASE, alpha=0.3)
        ax_z.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=BASE)
        self.bars_x = self.area(ax_x, DATA, alpha=0.35)
        self.wrong = self.line(ax_x, WRONG, ls=DASH["wrong"], lw=2)
        self.target = self.line(ax_x, TARGET, lw=3)
        lines = [(self.target, "with Jacobian"), (self.wrong, "without")]
        if self.yours:
            self.line_yours = self.line(ax_x, YOURS, ls=DASH["yours"])
            lines.append((self.line_yours, "yours"))
        ax_x.legend(*zip(*lines, strict=True), loc="upper center", handlelength=2.6)
        self.formula = self.words(ax_x, 0, 1.02, va="bottom", fontsize=14)
        # The window differs from map to map, so its numbers move; the axis itself does not.
        ax_x.set_xticks(np.linspace(0, 1, 5), [""] * 5)
        self.ticks = [
            self.words(ax_x, t, -0.03, ha="center", fontsize=13) for t in np.linspace(0, 1, 5)
        ]

    def update(self, n, draw, map=None):
        f = self._map(map)
        if f != self._drawn:  # more samples leave the curves where they are
            self._draw_map(f)
            self._drawn = f
        low, high = WINDOW[f.shape]
        bins = FINE if n > 100 else COARSE
        counts_z, counts_x = counted(f, n, draw)
        self.bars_z.set_xy(_steps(-4, 4, _merged(counts_z, bins) / n * bins / 8))
        self.bars_x.set_xy(_steps(0, 1, _merged(counts_x, bins) / n * bins / (high - low)))
        shares = _merged(counts_x, COARSE) / n
        _, p, p_without = exact(f)
        readouts = {
            "samples": f"{n}",
            "off by, with Jacobian": off(shares, p, high - low),
            "without": off(shares, p_without, high - low),
        }
        if self.yours:
            p, area, says = self._judged
            readouts["yours"] = says if area is None else off(shares, p, high - low)
        return readouts

    def _map(self, map=None):
        return ShapedMap(self.fixed, 1.0, 0.0) if self.fixed else ShapedMap(map, *START[map])

    def _draw_map(self, f):
        """What does not depend on the samples."""
        low, high = WINDOW[f.shape]
        x, p, p_without = exact(f)
        inside = (x - low) / (high - low)
        self.target.set_data(inside, p)
        self.wrong.set_data(inside, p_without)
        if self.yours:
            self._judged = p, _, _ = self.yours(x)
            self.line_yours.set_data(*([], []) if p is None else (inside, p))
        self.formula.set_text(f"… and send it through   {f.words()}")
        for k, tick in enumerate(self.ticks):
            tick.set_text(f"{low + k * (high - low) / 4:g}".replace("-", "−"))

    def describe(self, n, **values):
        said = self.readings(n=n, **values)
        text = (
            f"A histogram of {n} samples {self._map(values.get('map')).words()} under the density "
            f"of x. The shares in its bins are off by {said['off by, with Jacobian']} from the "
            f"density with the Jacobian and by {said['without']} from the one without."
        )
        return text + (f" From yours: {said['yours']}." if self.yours else "")


@functools.lru_cache(maxsize=8)
def exact(f):
    """Points of the window and both densities there."""
    edges = np.linspace(*WINDOW[f.shape], 40 * FINE + 1)
    x = torch.tensor((edges[1:] + edges[:-1]) / 2)  # midpoints: never at the end of the support
    return x, f.density(x), f.without_jacobian(x)


@functools.lru_cache(maxsize=256)
def counted(f, n, draw):
    """How many of n samples lie in each fine bin: of z and of x."""
    z = draws(n, draw)
    shown = ((z, (-4, 4)), (f.forward(z), WINDOW[f.shape]))
    return tuple(np.histogram(t.numpy(), FINE, window)[0] for t, window in shown)


def draws(n, draw):
    """The n samples of this draw: a larger n has the same ones first.

    That holds for whole blocks of 16, in which torch makes them.
    """
    generator = torch.Generator().manual_seed(draw)
    return torch.randn(-(-n // 16) * 16, generator=generator, dtype=torch.float64)[:n]


def _maps():
    return tuple(SHAPES)


def _merged(counts, bins):
    return counts.reshape(bins, -1).sum(1)


def _steps(low, high, heights):
    """The outline of a histogram as one polygon."""
    edges = np.linspace(low, high, len(heights) + 1)
    x, y = np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])
    return np.column_stack([x, y])


def off(shares, p, width):
    """How far the bins' shares are from a density's: half the summed difference, in percent.

    The bins fill the width. With n samples of the right density it falls like 1/√n; with a wrong
    one it stays.
    """
    mass = np.asarray(p).reshape(len(shares), -1).mean(1) * width / len(shares)
    beyond = (1 - shares.sum()) - (1 - mass.sum())
    difference = (np.abs(shares - mass).sum() + abs(beyond)) / 2
    return f"{number(100 * difference, 1)} %" if np.isfinite(difference) else "not a number"


def histogram(
    yours: Callable | None = None,
    map: str = "exp",
    gives: str = "log p",
    **start: float | str | bool,
) -> View:
    """Samples x = f(z) under the density of x; see ``Histogram`` for what ``yours`` may be."""
    return show(Histogram(yours, map, gives), **start)

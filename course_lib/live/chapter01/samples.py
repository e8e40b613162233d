"""Samples x = f(z) under the density that the change of variables gives."""

import numpy as np
import torch

from course_lib.live.chapter01.maps import SHAPES, ShapedMap
from course_lib.live.chapter01.yours_curve import YoursCurve, number
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, DATA, TARGET, WRONG, YOURS

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
        self._last, self._z = (None, None), {}
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
        now = self._state(n, draw, map)
        low, high = now["window"]
        self.bars_z.set_xy(_steps(now["edges z"], now["heights z"]))
        unit = (now["edges x"] - low) / (high - low)
        self.bars_x.set_xy(_steps(unit, now["heights x"]))
        inside = (now["x"].numpy() - low) / (high - low)
        self.target.set_data(inside, now["p"])
        self.wrong.set_data(inside, now["p without"])
        if self.yours:
            p = now["p yours"]
            self.line_yours.set_data(*([], []) if p is None else (inside, p))
        self.formula.set_text(f"… and send it through   {now['words']}")
        for k, tick in enumerate(self.ticks):
            tick.set_text(f"{low + k * (high - low) / 4:g}".replace("-", "−"))
        readouts = {
            "samples": f"{n}",
            "off by, with Jacobian": now["off"],
            "without": now["off without"],
        }
        return readouts | ({"yours": now["off yours"]} if self.yours else {})

    def _state(self, n, draw, map):
        key = (n, draw, map)
        if self._last[0] == key:
            return self._last[1]
        shape = map or self.fixed
        f = ShapedMap(shape, *((1.0, 0.0) if self.fixed else START[shape]))
        low, high = window = WINDOW[shape]
        z = self._draws(draw)[:n]
        edges = np.linspace(low, high, (FINE if n > 100 else COARSE) + 1)
        fine = np.linspace(low, high, 40 * FINE + 1)
        x = torch.tensor((fine[1:] + fine[:-1]) / 2)  # midpoints: never at the end of the support
        counts = np.histogram(f.forward(z).numpy(), edges)[0]
        counts_z, edges_z = np.histogram(z.numpy(), len(edges) - 1, (-4, 4))
        coarse = np.linspace(low, high, COARSE + 1)
        shares = np.histogram(f.forward(z).numpy(), coarse)[0] / n
        now = {
            "window": window, "x": x, "p": f.density(x), "p without": f.without_jacobian(x),
            "edges x": edges, "heights x": counts / n / np.diff(edges), "words": f.words(),
            "edges z": edges_z, "heights z": counts_z / n / np.diff(edges_z),
        }  # fmt: skip
        now["off"] = off(shares, now["p"], coarse)
        now["off without"] = off(shares, now["p without"], coarse)
        if self.yours:
            now["p yours"], area, says = self.yours(x)
            now["off yours"] = says if area is None else off(shares, now["p yours"], coarse)
        self._last = (key, now)
        return now

    def _draws(self, draw):
        """The first n of these are the n samples of this draw: more samples, never other ones."""
        if draw not in self._z:
            generator = torch.Generator().manual_seed(draw)
            self._z = {draw: torch.randn(MOST, generator=generator, dtype=torch.float64)}
        return self._z[draw]

    def describe(self, n, draw, map=None):
        now = self._state(n, draw, map)
        text = (
            f"A histogram of {n} samples {now['words']} under the density of x. The shares in its "
            f"bins are off by {now['off']} from the density with the Jacobian and by "
            f"{now['off without']} from the one without."
        )
        return text + (f" From yours: {now['off yours']}." if self.yours else "")


def _maps():
    return tuple(SHAPES)


def _steps(edges, heights):
    """The outline of a histogram as one polygon."""
    x, y = np.repeat(edges, 2), np.concatenate([[0], np.repeat(heights, 2), [0]])
    return np.column_stack([x, y])


def off(shares, p, edges):
    """How far the bins' shares are from a density's: half the summed difference, in percent.

    With n samples of the right density it falls like 1/√n; with a wrong one it stays.
    """
    mass = np.asarray(p).reshape(len(shares), -1).mean(1) * np.diff(edges)
    beyond = (1 - shares.sum()) - (1 - mass.sum())
    difference = (np.abs(shares - mass).sum() + abs(beyond)) / 2
    return f"{number(100 * difference, 1)} %" if np.isfinite(difference) else "not a number"


def histogram(yours=None, map="exp", gives="log p", **start):
    """Samples x = f(z) under the density of x; see ``Histogram`` for what ``yours`` may be."""
    return show(Histogram(yours, map, gives), **start)

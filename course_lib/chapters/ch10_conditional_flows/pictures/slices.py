"""p(depth | longitude) of real quakes: one slice by four models, and all slices at once."""

import functools
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from course_lib.chapters.ch10_conditional_flows.pictures.models import KINDS, depths, pairs, score
from course_lib.learners_function import values
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import YoursCurve, base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import DASH, DATA, INK, TARGET, WRONG, YOURS
from course_lib.live.words import number
from course_lib.live.yours import whose

DEPTH = torch.linspace(-1.5, 8.5, 251, dtype=torch.float64)  # 100 km
STOPS = tuple(166 + k / 2 for k in range(45))  # of the slider; what they need is found at once
EDGES = np.arange(0.0, 7.01, 0.5)
NEAR = 1.0  # degrees on either side count as near
MOST = 1.2  # of p, where the picture ends
LOOKS = {
    "one width": {"color": WRONG, "ls": (0, (5, 2)), "lw": 2.5},
    "its own width": {"color": INK, "ls": (0, (6, 1.5, 1, 1.5, 1, 1.5)), "lw": 2.5},
    "mixture flow": {"color": TARGET, "ls": "-", "lw": 3},
    "spline flow": {"color": TARGET, "ls": (0, (8, 2, 2, 2)), "lw": 1.8},
}


def down(depth):
    """Depths in 100 km as heights in km: what is deep is drawn low."""
    return -100 * depth


def map_of_quakes(ax, events, **style):
    """Dots at (longitude, depth), and axes that say so."""
    depth, longitude = events
    ax.set(xlim=(165, 189), ylim=(-800, 100), xlabel="longitude (°E)", ylabel="depth (km)")
    ax.set_yticks([-600, -400, -200, 0], ["600", "400", "200", "0"])
    ax.plot(longitude, down(depth), "o", color=DATA, mew=0, **style)


@functools.cache
def all_quakes():
    """(depth, longitude) of all 1000: for drawing only."""
    return tuple(torch.cat(parts) for parts in zip(*pairs(), strict=True))


def along(kind, c):
    """p(depth | c) of one model on DEPTH."""
    return _along(kind, STOPS if c in STOPS else (c,))[c]


@functools.lru_cache(maxsize=64)
def _along(kind, cs):
    return depths(kind).at_each(DEPTH, cs)


def at_mean(c):
    """The mean of the depth at c, shape (1,), and the mixture flow's p there."""
    return _at_means(STOPS if c in STOPS else (c,))[c]


@functools.lru_cache(maxsize=64)
def _at_means(cs):
    c = torch.tensor(cs).double()
    means = depths("one width").middle(c)
    p = depths("mixture flow").log_prob(means, c).exp().tolist()
    return dict(zip(cs, zip(means[:, None], p, strict=True), strict=True))


class SlicePicture(Picture):
    """Quakes, and along one longitude the densities of four models."""

    size = (900, 430)
    title = "How deep will the next earthquake at this longitude be?"

    def __init__(self, yours=None, network=None):
        self.models = {kind: depths(kind) for kind in KINDS}
        self.yours = None
        if yours is not None:
            self.owner = whose(yours)
            self.yours = YoursCurve(bumps(yours, network, self.models["mixture flow"]))
        super().__init__([Slider("c", "longitude c", 166.0, 188.0, 0.5, 182.0)])

    def layout(self, figure):
        ax, ax_p = figure.subplots(1, 2, width_ratios=(1.15, 1), sharey=True)
        map_of_quakes(ax, all_quakes(), ms=3.5, alpha=0.45)
        ax.set_title("1000 quakes")
        along = torch.linspace(165, 189, 121, dtype=torch.float64)
        mean = self.models["one width"].middle
        ax.plot(along, down(mean(along)), **LOOKS["one width"])
        self.here = self.line(ax, INK, lw=1.5)
        self.near = self.points(ax, INK, size=5, alpha=0.9)
        self.dot = self.points(ax, WRONG, size=13, alpha=1)
        ax_p.set(xlim=(0, MOST), xlabel="$p$(depth | $c$) per 100 km", title="at longitude $c$")
        ax_p.tick_params(labelleft=False)
        self.bars = self.area(ax_p, DATA, alpha=0.35)
        self.level = self.line(ax_p, WRONG, lw=1.2, ls=":")
        self.curves = {k: self.line(ax_p, label=k, **look) for k, look in LOOKS.items()}
        if self.yours:
            style = {"lw": 3, "ls": DASH["yours"], "label": "yours"}
            self.line_yours = self.line(ax_p, YOURS, **style)
        ax_p.legend(loc="lower right", handlelength=2.6)

    def update(self, c):
        depth, longitude = all_quakes()
        near = (longitude - c).abs() <= NEAR
        self.here.set_data([c, c], [-800, 100])
        self.near.set_data(longitude[near], down(depth[near]))
        shares = np.histogram(depth[near], EDGES)[0] / max(1, int(near.sum())) / np.diff(EDGES)
        ends = down(np.repeat(EDGES, 2))
        self.bars.set_xy(np.column_stack([np.r_[0, np.repeat(shares, 2), 0], ends]))
        mean, p_there = at_mean(c)
        self.dot.set_data([c], down(mean))
        self.level.set_data([0, MOST], [down(mean).item()] * 2)
        for kind, curve in self.curves.items():
            curve.set_data(along(kind, c), down(DEPTH))
        few = (depth[near] - mean).abs() < 0.5
        readouts = {} if self.yours is None else self._draw_yours(c)
        return readouts | {
            "quakes near c": str(int(near.sum())),
            "the dashed curve says": f"{number(100 * mean.item(), 0)} km",
            "of them within 50 km of it": str(int(few.sum())),
            "p there, mixture flow": number(p_there, 2),
        }

    def _draw_yours(self, c):
        p, _, said = self.yours(DEPTH, c)
        self.line_yours.set_data(*(([], []) if p is None else (p, down(DEPTH))))
        return {"area of yours": said}

    def describe(self, c):
        read = self.readings(c=c)
        return (
            f"Depths of quakes against longitude. At {number(c, 1)} degrees east the dashed curve "
            f"of means says {read['the dashed curve says']}. Beside it, densities of the depth "
            f"there, with a histogram of the {read['quakes near c']} quakes near: two models are "
            "one bell each, two are flows that can have several bumps. Of the quakes near, "
            f"{read['of them within 50 km of it']} lie within 50 km of the mean."
        )


def bumps(mixture, network, units):
    """log p(depth | c) of the Gaussians that ``mixture`` makes of the network's numbers.

    The network takes the longitude, and the mixture gives the depth, standardised as ``units`` are.
    """
    if not isinstance(network, nn.Module):
        raise TypeError(
            f"Give the trained network, too: slice(yours=…, network=…), not {network!r}."
        )

    def log_prob(depth, c):
        inside = units.back_c.inverse(torch.tensor([float(c)]))[0]
        with torch.no_grad():
            parts = values(mixture(network(inside)), 3)
        if parts is None or any(part.shape != parts[0].shape for part in parts):
            raise ValueError("mixture(out) must give log-weights, means and widths of equal shapes")
        log_w, means, widths = (part.double() for part in parts)
        x = units.back.inverse(depth)[0].unsqueeze(-1)
        each = base_log_density((x - means) / widths) - widths.log()
        return torch.logsumexp(log_w + each, -1) - units.back.log_sigma

    return log_prob


class LevelsPicture(Picture):
    """p(depth | longitude) of one model for all longitudes, and the four held-out scores."""

    size = (900, 430)
    title = "How much better does each step make the forecast?"

    def __init__(self):
        super().__init__([Choice("kind", "model", KINDS, "one width", stepped=True)])

    def layout(self, figure):
        ax, ax_s = figure.subplots(1, 2, width_ratios=(1.3, 1))
        map_of_quakes(ax, pairs()[1], ms=3.5, alpha=0.7)
        ax.set_title("$p$(depth | longitude), dots: held out")
        self.raster = Picture.raster(self, ax, TARGET)
        longitude, height = torch.as_tensor(self.raster.points).T
        self.densities = {
            kind: depths(kind).log_prob(height / -100, longitude).exp() for kind in KINDS
        }
        self.name = self.words(ax, 0.02, 0.06, fontsize=16, weight="bold")
        self.scores = [score(kind) for kind in KINDS]
        words = [kind.replace(" ", "\n") for kind in KINDS]
        ax_s.set_xticks(range(len(KINDS)), words)
        ax_s.set(xlim=(-0.5, 3.5), ylim=(-2, -1), title="held out: mean of $\\log p$")
        ax_s.plot(range(len(KINDS)), self.scores, "o-", color=TARGET, ms=9, lw=2)
        self.here = self.line(ax_s, INK, lw=1.5)
        self.said = self.words(ax_s, 0.03, 0.97, fontsize=16)

    def update(self, kind):
        at = KINDS.index(kind)
        self.raster.set_values(self.densities[kind], top=1.0)
        self.name.set_text(kind)
        self.here.set_data([at, at], [-2, -1.12])  # below the words
        self.said.set_text(f"{number(self.scores[at])} nats")
        return {
            "model": kind,
            "held-out mean log p": number(self.scores[at]),
            "better than one width by": number(self.scores[at] - self.scores[0]),
        }

    def describe(self, kind):
        read = self.readings(kind=kind)
        bands = "one band" if kind in KINDS[:2] else "two bands in the middle, as the quakes do"
        return (
            f"The density of the depth for each longitude, by the model “{kind}”: it shows "
            f"{bands}. Its held-out mean log p is {read['held-out mean log p']} nats, "
            f"{read['better than one width by']} better than one width for all."
        )


def slice(
    yours: Callable | None = None, network: nn.Module | None = None, **start: float | str | bool
) -> View:
    """Four models' densities of the depth of quakes at one longitude.

    ``yours(out)`` gives log-weights, means and widths of Gaussians; out are the numbers of your
    trained ``network``, for standardised longitudes and depths.
    """
    return show(SlicePicture(yours, network), **start)


def levels(**start: float | str | bool) -> View:
    """From one width to flows: the densities for all longitudes, and their held-out scores."""
    return show(LevelsPicture(), **start)

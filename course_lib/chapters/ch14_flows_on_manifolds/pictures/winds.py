"""Winds at an airport, by a flow of the line that is cut somewhere, and by flows of the circle.

Each fit takes a fifth of a second: their parameters lie beside this file. ``python -m
course_lib.chapters.ch14_flows_on_manifolds.pictures.winds`` makes them anew.
"""

import functools
import math
from pathlib import Path

import numpy as np
import torch

from course_lib.chapters.ch14_flows_on_manifolds.pictures.turns import PI, compass, ring_axes
from course_lib.data import jfk_noon_winds, split
from course_lib.flows import (
    CircularSpline,
    FlowDistribution,
    Logistic,
    TrainableMixture,
    TrainableMobiusMixture,
)
from course_lib.live.controls import Choice
from course_lib.live.host import View, show
from course_lib.live.picture import Picture, under
from course_lib.live.style import DATA, INK, TARGET
from course_lib.live.words import number
from course_lib.stored import numbers_of, restored
from course_lib.training import fit, one_cycle

FILE = Path(__file__).with_name("winds.npz")
LINE = "4 logistics on the line"
FAMILIES = (LINE, "2 Möbius maps", "6 Möbius maps", "circular spline, 8")
CUTS = tuple(range(0, 360, 45))
STEPS = 100
BEYOND = 40  # degrees that are shown on either side of the turn
TOP, INNER, SCALE = 0.4, 0.45, 1.6  # of the density's axis; the rose's inner ring, and its heights
BARS = 24
NAMES = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@functools.cache
def measured():
    """Directions in radians: to learn from, and held out."""
    return split(torch.deg2rad(jfk_noon_winds()), share=0.3, seed=2)


def from_cut(angle, cut):
    """The angle within the turn that begins at the cut; both in radians."""
    return (angle - cut) % (2 * PI) + cut


def unfitted(family, cut):
    """The density of the family for winds that are cut here (degrees; None: nowhere)."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        if family == LINE:
            begin = math.radians(cut)
            flow = TrainableMixture(4, begin + PI / 4, begin + 7 * PI / 4)
            return FlowDistribution(flow.double(), Logistic())
        spline = family == FAMILIES[-1]
        flow = CircularSpline(8) if spline else TrainableMobiusMixture(int(family[0]))
        return FlowDistribution(flow.double())


def learnt(family, cut):
    """The same, fitted here and now."""
    p, (train, _) = unfitted(family, cut), measured()
    if family == LINE:
        train = from_cut(train, math.radians(cut))
    with torch.random.fork_rng(devices=[]):
        fit(p, train, steps=STEPS, lr=0.1, schedule=one_cycle, clip=1.0, progress=False)
    return p


@functools.cache
def fitted(family, cut):
    """The same, with the parameters in the file."""
    p = unfitted(family, cut)
    restored(p.flow, FILE, key(family, cut), torch.float64)
    return p


def key(family, cut):
    """The name of a fit in the file."""
    return family if cut is None else f"{family} {cut}"


KEPT = [(LINE, cut) for cut in CUTS] + [(family, None) for family in FAMILIES[1:]]


@functools.cache
def looked_at(family, cut):
    """What is drawn and said of a fit: (p on a grid, mass in the turn, jump, held-out log p)."""
    p, begin = fitted(family, cut if family == LINE else None), math.radians(cut)
    _, new = measured()
    grid = shown_at(cut)
    with torch.no_grad():
        if family == LINE:
            density = p.log_prob(grid).exp()
            ends = torch.tensor([begin, begin + 2 * PI], dtype=torch.float64)
            mass = (p.cdf(ends[1]) - p.cdf(ends[0])).item()
            first, last = p.log_prob(ends).exp().tolist()
            held_out = p.log_prob(from_cut(new, begin))
            return density, mass, abs(first - last), held_out.mean().item()
        density = p.log_prob((grid + PI) % (2 * PI) - PI).exp()
        density[~in_turn(cut)] = torch.nan
        return density, 1.0, 0.0, p.log_prob(new).mean().item()


def shown_at(cut):
    """The places of the curve, in radians: one turn from the cut, and some of what is beyond."""
    return torch.deg2rad(torch.arange(cut - BEYOND, cut + 360 + BEYOND + 1, dtype=torch.float64))


def in_turn(cut):
    grid = torch.arange(-BEYOND, 360 + BEYOND + 1)
    return (grid >= 0) & (grid <= 360)


class WindsPicture(Picture):
    """Left a rose: how often the wind comes from where; right the same, cut open."""

    size = (900, 380)
    title = "Where does the wind come from, and what does a cut do?"
    dear = ("family",)

    def __init__(self):
        super().__init__([
            Choice("family", "flow", FAMILIES, LINE),
            Choice("cut", "cut at (degrees)", CUTS, 180, stepped=True),
        ])  # fmt: skip

    def layout(self, figure):
        ax_rose, ax = figure.subplots(1, 2, width_ratios=(1, 1.7))
        ring_axes(ax_rose, 1.25)
        ring = np.linspace(-PI, PI, 181)
        ax_rose.plot(*compass(ring, INNER).T, color=INK, lw=1)
        for k, name in enumerate(NAMES):
            ax_rose.text(*compass(k * PI / 4, 1.12), name, ha="center", va="center")
        density, edges = counted()
        for height, low, high in zip(density, edges[:-1], edges[1:], strict=True):
            inner, outer = INNER, INNER + SCALE * height
            arc = np.linspace(low, high, 9)
            corners = np.concatenate([compass(arc, inner), compass(arc[::-1], outer)])
            ax_rose.fill(*corners.T, color=DATA, alpha=0.4, lw=0)
        self.rose = self.line(ax_rose, TARGET, lw=3)
        self.cut_mark = self.line(ax_rose, INK, lw=1.5, ls=(0, (4, 3)))
        ax.set(xlim=(-BEYOND, 360 + BEYOND), ylim=(0, TOP), xlabel="degrees from the cut")
        ax.set(title="cut open: density per radian", xticks=range(0, 361, 90))
        for end in (0, 360):
            ax.axvline(end, color=INK, lw=1.5, ls=(0, (4, 3)))
        self.bars = self.line(ax, DATA, lw=1.2)
        self.fill = self.area(ax, TARGET, alpha=0.2)
        self.curve = self.line(ax, TARGET, lw=3)
        self.ends = self.points(ax, TARGET, size=10, alpha=1)
        self.lost = self.words(ax, 0.5, 0.98, ha="center")

    def update(self, family, cut):
        density, mass, jump, held_out = looked_at(family, cut)
        degrees = np.arange(-BEYOND, 360 + BEYOND + 1)
        self.curve.set_data(degrees, density)
        self.fill.set_xy(under(degrees, torch.nan_to_num(density)))
        inside = in_turn(cut)
        angle, p = shown_at(cut)[inside].numpy(), density[inside].numpy()
        self.rose.set_data(*compass(angle, INNER + SCALE * p).T)
        at = math.radians(cut)
        self.cut_mark.set_data(*compass(np.array([at, at]), np.array([0.2, 1.0])).T)
        self.ends.set_data([0, 360], [p[0], p[-1]])
        self.bars.set_data(*steps(cut))
        outside = 1 - mass
        self.lost.set_text(f"{100 * outside:.1f} % on no direction" if family == LINE else "")
        return {
            "mass on the circle": f"{100 * mass:.1f} %",
            "jump at the cut": number(jump),
            "held-out log p": number(held_out),
        }

    def describe(self, family, cut):
        read = self.readings(family=family, cut=cut)
        return (
            f"Left a rose of wind directions, most from the north-west and south; right the same, "
            f"cut open at {cut}°. The density of the {family} holds {read['mass on the circle']} "
            f"on the circle, jumps by {read['jump at the cut']} at the cut, and gives held-out "
            f"winds {read['held-out log p']} nats."
        )


@functools.cache
def counted():
    """The densities in the bars of the rose, and the bars' ends in radians."""
    edges = np.linspace(0, 2 * PI, BARS + 1) - PI / BARS
    all_of_them = from_cut(torch.cat(measured()), edges[0]).numpy()
    return np.histogram(all_of_them, edges, density=True)


def steps(cut):
    """The outline of a histogram whose bars begin at the cut: (degrees, density)."""
    edges = np.linspace(0, 360, BARS + 1)
    places = np.degrees(from_cut(torch.cat(measured()), math.radians(cut)).numpy()) - cut
    density = np.histogram(places, edges, density=True)[0] * 180 / PI
    return np.repeat(edges, 2), np.r_[0, np.repeat(density, 2), 0]


def winds(**start: float | str | bool) -> View:
    """Winds at JFK by flows of the line and of the circle."""
    return show(WindsPicture(), **start)


if __name__ == "__main__":
    np.savez_compressed(FILE, **{key(*which): numbers_of(learnt(*which).flow) for which in KEPT})

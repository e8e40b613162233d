"""Splines fitted to real data: how many bins, and what each kind of spline parametrises."""

import functools

import torch
from torch.nn.functional import pad

from course_lib.chapters.ch04_spline_flows.pictures.knots import mass
from course_lib.data import old_faithful, split
from course_lib.densities import BSplineDensity
from course_lib.flows import (
    Composition,
    FlowDistribution,
    Linear,
    RationalQuadraticSpline,
    rational_quadratic,
)
from course_lib.live.controls import Choice, Slider
from course_lib.live.densities import base_log_density
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DATA, INK, MAP, TARGET
from course_lib.live.words import number
from course_lib.training import fit, one_cycle

BINS = (1, 2, 4, 8, 16, 32)
X = torch.linspace(35, 105, 281, dtype=torch.float64)
STEPS = 250
# Rates that end at 0, and clipped gradients: the times are whole minutes, and the spikes that 32
# bins find there would otherwise throw the last steps about: a rounding error would decide where.
HOW = {"lr": 0.03, "schedule": one_cycle, "clip": 1.0}


@functools.cache
def waiting():
    """Waiting times of Old Faithful in minutes: to learn from, and held out."""
    return split(old_faithful()[:, 1], share=0.4, seed=2)


@functools.cache
def fitted(bins):
    """A spline flow behind a linear one, fitted to the waiting times; its two mean log p."""
    train, held_out = waiting()
    with torch.random.fork_rng(devices=[]):
        flow = Composition(Linear(13.0, 71.0), RationalQuadraticSpline(bins, bound=3.0)).double()
        p = FlowDistribution(flow)
        fit(p, train, steps=STEPS, **HOW)
    with torch.no_grad():
        return p, p.log_prob(train).mean().item(), p.log_prob(held_out).mean().item()


@functools.cache
def drawn(bins):
    """The fitted density at X, and its knots with the density there."""
    p = fitted(bins)[0]
    line, spline = p.flow.flows
    with torch.no_grad():
        at = line(spline.knots()[1])[0]
        return p.log_prob(X).exp(), at, p.log_prob(at).exp()


class BinsPicture(Picture):
    """The fitted density for some number of bins, and both log-likelihoods for all of them."""

    size = (900, 370)
    title = "How many bins are too many?"

    def __init__(self):
        self.fits = {bins: fitted(bins) for bins in BINS}
        super().__init__([Choice("bins", "bins", BINS, 8, stepped=True)])

    def layout(self, figure):
        ax, ax_k = figure.subplots(1, 2, width_ratios=(1.25, 1))
        train, held_out = waiting()
        ax.set(xlim=(38, 102), ylim=(0, 0.085), xlabel="waiting (minutes)")
        ax.set(title="density, dots at the knots", yticks=[0, 0.02, 0.04, 0.06, 0.08])
        ax.hist(train.numpy(), bins=24, range=(42, 98), density=True, color=DATA, alpha=0.45)
        ax.plot(held_out, torch.full_like(held_out, 0.0015), "|", color=INK, ms=12, mew=1.2)
        self.curve = self.line(ax, TARGET, lw=3)
        self.knots = self.points(ax, TARGET, size=8, alpha=1)
        self.count = self.words(ax, 0.02, 0.98, fontsize=17, weight="bold")
        ax_k.set(xlim=(-0.4, len(BINS) - 0.6), xlabel="bins", title="mean of $\\log p(x)$")
        ax_k.set_xticks(range(len(BINS)), BINS)
        for which, (marker, style, name) in enumerate(
            (("o", "--", "learnt from"), ("s", "-", "held out")), start=1
        ):
            values = [self.fits[bins][which] for bins in BINS]
            ax_k.plot(range(len(BINS)), values, style, marker=marker, ms=9, lw=2,
                      color=DATA if which == 1 else TARGET, label=name)  # fmt: skip
        ax_k.legend(loc="upper left", handlelength=2.4)
        low, high = ax_k.get_ylim()
        ax_k.set_ylim(low, high + 0.3 * (high - low))
        self.ends = [low, high]  # the room above is the legend's
        self.here = self.line(ax_k, INK, lw=1.5)

    def update(self, bins):
        _, train, held_out = self.fits[bins]
        density, knots, there = drawn(bins)
        self.curve.set_data(X, density)
        # A spline's slope goes on over a knot, its change does not: a corner is no mistake.
        self.knots.set_data(knots, there)
        self.count.set_text(f"{bins} bin{'s' if bins > 1 else ''}")
        at = BINS.index(bins)
        self.here.set_data([at, at], self.ends)
        return {
            "bins": str(bins),
            "mean log p, learnt from": number(train),
            "held out": number(held_out),
            "gap": number(train - held_out),
        }

    def describe(self, bins):
        _, train, held_out = self.fits[bins]
        best = max(BINS, key=lambda k: self.fits[k][2])
        return (
            f"A spline flow of {bins} bins fitted to waiting times: mean log p {number(train)} on "
            f"the points it has learnt from, {number(held_out)} on the held-out ones. Held out, "
            f"{best} bins are best."
        )


class TwoSplinesPicture(Picture):
    """A B-spline density and a spline flow of as many parts; one weight or one knot is moved."""

    size = (900, 370)
    title = "What do the parameters of a spline do?"
    PARTS = 11

    def __init__(self):
        train, _ = waiting()
        self.bumps = BSplineDensity.fit(train, self.PARTS, low=32.0, high=108.0)
        flow = fitted(self.PARTS - 1)[0].flow
        self.linear, spline = flow.flows
        self.knots = [part.detach() for part in spline.knots()]
        self.basis = self.bumps.basis(X)
        super().__init__([
            Slider("which", "weight or knot", 1, self.PARTS - 2, 1, 6),
            Slider("move", "move it", -0.9, 0.9, 0.1, 0.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax_bumps, ax_map, ax_flow = figure.subplots(1, 3, width_ratios=(1.1, 0.9, 1.1))
        train, _ = waiting()
        for ax, title in ((ax_bumps, "B-spline density"), (ax_flow, "flow, dots: knots")):
            ax.set(xlim=(38, 102), ylim=(0, 0.075), title=title, yticks=[0, 0.03, 0.06])
            ax.hist(train.numpy(), bins=24, range=(42, 98), density=True, color=DATA, alpha=0.3)
        for ax in (ax_bumps, ax_flow):
            ax.set_xlabel("waiting (minutes)")
        ax_map.set(xlim=(-3.6, 3.6), ylim=(38, 102), xlabel="$z$", title="map  $x = f(z)$")
        ax_map.set(xticks=[-3, 0, 3], ylabel="$x$")
        self.parts = self.line(ax_bumps, BASE, lw=1.3)
        self.chosen = self.area(ax_bumps, BASE, alpha=0.4)
        self.sum = self.line(ax_bumps, TARGET, lw=3)
        self.map = self.line(ax_map, MAP, lw=3)
        self.dots = self.points(ax_map, MAP, size=7, alpha=1)
        self.dot = self.points(ax_map, BASE, size=13, alpha=1)
        self.flow = self.line(ax_flow, TARGET, lw=3)
        self.corners = self.points(ax_flow, TARGET, size=8, alpha=1)

    def update(self, which, move):
        bumps = self._moved_weights(which, move)
        # One line draws all bumps; NaN lifts the pen between them.
        heights = pad((bumps * self.basis).T, (0, 1), value=torch.nan)
        self.parts.set_data(pad(X, (0, 1)).expand_as(heights).flatten(), heights.flatten())
        self.chosen.set_xy(torch.stack([X, heights[which, :-1]], -1).numpy())
        p = self.basis @ bumps
        self.sum.set_data(X, p)
        knots = self._moved_knots(which, move)
        z = torch.linspace(-5, 5, 801, dtype=torch.float64)
        y, log_det = rational_quadratic(z, *knots)
        x = self._minutes(y)
        q = (base_log_density(z) - log_det - self.linear.a.detach().log()).exp()
        self.map.set_data(z, x)
        self.flow.set_data(x, q)
        self.dots.set_data(knots[0], self._minutes(knots[1]))
        heights = base_log_density(knots[0]) - knots[2].log() - self.linear.a.detach().log()
        self.corners.set_data(self._minutes(knots[1]), heights.exp())
        self.dot.set_data(knots[0][[which]], self._minutes(knots[1][[which]]))
        return {
            "weight": number(bumps[which]),
            "knot at x": f"{number(self._minutes(knots[1][which]), 1)} min",
            "area, B-spline": number(torch.trapezoid(p, X)),
            "area, flow": number(mass(lambda z: rational_quadratic(z, *knots))),
        }

    def _minutes(self, y):
        return (self.linear.a * y + self.linear.b).detach()

    def _moved_weights(self, which, move):
        """Change one weight by a factor e^(2 move), then share the rest so that they sum to 1."""
        weights = self.bumps.weights.clone()
        weights[which] = weights[which] * torch.exp(torch.tensor(2.0 * move))
        return weights / weights.sum()

    def _moved_knots(self, which, move):
        """Move one knot's x by a part of the way to its neighbour."""
        z, x, d = self.knots
        x = x.clone()
        way = x[which + 1] - x[which] if move > 0 else x[which] - x[which - 1]
        x[which] += move * way
        return z, x, d

    def describe(self, which, move):
        return (
            f"Left, a density that is a weighted sum of {self.PARTS} bumps; bump {which} is "
            f"marked. Right, a flow whose map goes through {self.PARTS} knots; knot {which} is "
            f"marked. Moving one weight changes the height of one bump and lowers the others; "
            "moving one knot carries mass from one side of it to the other."
        )


def bins(**start: float | str | bool) -> View:
    """Spline flows of 1 to 32 bins, fitted to the waiting times of Old Faithful."""
    return show(BinsPicture(), **start)


def two_splines(**start: float | str | bool) -> View:
    """A B-spline density beside a spline flow."""
    return show(TwoSplinesPicture(), **start)

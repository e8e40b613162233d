"""Splines fitted to data: the fits are the library's, the formulas scipy's and by hand."""

import functools

import numpy as np
import torch
from scipy import integrate, interpolate, stats

from course_lib.data import old_faithful
from course_lib.densities import BSplineDensity
from course_lib.flows import Composition, FlowDistribution, Linear, RationalQuadraticSpline
from course_lib.training import fit, one_cycle
from tests.live.oracles import apart, spline
from tests.live.proofs import Proof

Z = np.linspace(-7, 7, 200_001)
CLOSE = np.geomspace(1e-9, 1e-3, 200)  # to a knot, where 16 and 32 bins have needles
X = np.linspace(35, 105, 281)


@functools.cache
def waiting():
    """Waiting times, 60 % of them to learn from and 40 % held out."""
    times = old_faithful()[:, 1]
    order = torch.randperm(272, generator=torch.Generator().manual_seed(2))
    return times[order[109:]], times[order[:109]]


@functools.cache
def flow(bins):
    """a, b and the knots of x = a·f(z) + b after 250 steps."""
    line, bend = Linear(13.0, 71.0), RationalQuadraticSpline(bins, bound=3.0)
    whole = Composition(line, bend).double()
    with torch.random.fork_rng(devices=[]):
        fit(FlowDistribution(whole), waiting()[0], steps=250, lr=0.03, schedule=one_cycle, clip=1.0)
    return line.a.item(), line.b.item(), [part.detach().numpy() for part in bend.knots()]


def density(a, b, knots):
    """(x, p(x)) over a fine grid of z."""
    beside = np.add.outer(knots[0], np.concatenate([-CLOSE, CLOSE]))
    z = np.unique(np.concatenate([Z, *beside]))
    y, slope = spline(z, *knots)
    return a * y + b, stats.norm.pdf(z) / (a * slope)


def bins(see, bins):
    picture = see.picture
    x, p = density(*flow(bins))
    see.curve(picture.curve, X, np.interp(X, x, p))
    see.text(picture.count, "{} bin" if bins == 1 else "{} bins", bins)
    at = (1, 2, 4, 8, 16, 32).index(bins)
    a, b, (knots_z, knots_x, slopes) = flow(bins)
    see.points(picture.knots, a * knots_x + b, stats.norm.pdf(knots_z) / (a * slopes), within=0.2)
    means = [np.log(np.interp(part.numpy(), *density(*flow(n)))).mean()
             for n in (1, 2, 4, 8, 16, 32) for part in waiting()]  # fmt: skip
    spread = 0.05 * np.ptp(means)  # the axis goes on beyond the two curves; the legend is above
    see.curve(picture.here, [at, at], [min(means) - spread, max(means) + spread], within=0.6)
    scores = [np.log(np.interp(part.numpy(), x, p)).mean() for part in waiting()]
    see.reads("bins", "{}", bins)
    see.reads("mean log p, learnt from", "{}", scores[0])
    see.reads("held out", "{}", scores[1])
    see.reads("gap", "{}", scores[0] - scores[1])


def two_splines(see, which, move):
    picture = see.picture
    bumps = BSplineDensity.fit(waiting()[0], 11, low=32.0, high=108.0)
    ends = bumps.knots.numpy()
    weights = bumps.weights.numpy().copy()
    weights[which] *= np.exp(2 * move)
    weights /= weights.sum()
    heights = weights * 4 / (ends[4:] - ends[:-4])  # each bump has the area 1
    parts = [np.nan_to_num(interpolate.BSpline(ends, row, 3, extrapolate=False)(X))
             for row in np.diag(heights)]  # fmt: skip
    see.curve(picture.parts, *apart(*([X, part] for part in parts)))
    see.region(picture.chosen, X, parts[which])
    see.curve(picture.sum, X, sum(parts))
    a, b, (knots_z, knots_x, slopes) = flow(10)
    way = np.diff(knots_x)[which if move > 0 else which - 1]
    knots_x = knots_x + move * way * np.eye(11)[which]
    z = np.linspace(-5, 5, 801)  # at the same places: the density has corners
    y, slope = spline(z, knots_z, knots_x, slopes)
    see.curve(picture.map, z, a * y + b)
    see.curve(picture.flow, a * y + b, stats.norm.pdf(z) / (a * slope))
    minutes = a * knots_x + b
    see.points(picture.dots, knots_z, minutes)
    see.points(picture.corners, minutes, stats.norm.pdf(knots_z) / (a * slopes))
    see.points(picture.dot, knots_z[[which]], minutes[[which]])
    see.reads("weight", "{}", weights[which])
    see.reads("knot at x", "{} min", minutes[which])
    see.reads("area, B-spline", "{}", integrate.trapezoid(sum(parts), X))
    see.reads("area, flow", "{}", 1.0)


PROOFS = {
    "bins": (Proof(bins, ({"bins": 4}, {"bins": 16}, {"bins": 1})),),
    "two_splines": (Proof(two_splines, ({"which": 4, "move": 0.6}, {"which": 7, "move": -0.7})),),
}

"""What the pictures of chapter 04 must show; its fits have a file of their own."""

import numpy as np
from scipy import stats

from course_lib import live
from tests.chapters.ch04 import fitted
from tests.live.oracles import Logistics, apart, spline
from tests.live.proofs import Proof

P0 = stats.norm().pdf
BUMPS = Logistics((0.35, 0.65), (-2.5, 2.0), (0.5, 0.5))


# --- a spline to bend ---------------------------------------------------------------------------


def bent(see, z1, z2, x1, x2, d1, d2):
    picture = see.picture
    knots = np.array([[-3, z1, z2, 3], [-3, x1, x2, 3], [1, d1, d2, 1]])
    z = np.linspace(-8, 8, 801)  # at the same places: slopes may have spikes in between
    x, slope = spline(z, *knots)
    t = see.picture.t
    x, slope = (1 - t) * z + t * x, 1 - t + t * slope
    knots[1:] = (1 - t) * np.array([knots[0], np.ones(4)]) + t * knots[1:]
    if t == 1:
        see.text(picture.formula, "spline  x = f(z)")
    else:
        see.text(picture.formula, "spline  x = {} z + {} f(z)", 1 - t, t)
    see.curve(picture.map, z, x)
    see.curve(picture.target, P0(z) / slope, x)
    see.beside(picture.fill, P0(z) / slope, x)
    see.level(picture.knots, picture.target, knots[1])
    see.area(picture.fill, 1.0, within=5e-3)
    see.points(picture.knots, *knots[:2])
    see.points(picture.below, knots[0], 0)
    see.points(picture.at, 0, knots[1])
    see.curve(picture.corners, *apart(*([[0, 1], [x, x]] for x in knots[1])))
    half = 0.45 / np.sqrt(1 + knots[2] ** 2)  # along the stroke it is 0.45, whatever the slope
    strokes = ([[a - h, a + h], [b - d * h, b + d * h]]
               for (a, b, d), h in zip(knots.T, half, strict=True))  # fmt: skip
    see.curve(picture.slopes, *apart(*strokes))
    top = (P0(z) / slope).max()
    see.text(picture.peak, "peak {} ▶" if top > 1 else "", *([top] if top > 1 else []))
    see.reads("smallest slope", "{}", slope.min())
    see.reads("largest", "{}", slope.max())
    see.reads("area", "{}", 1.0)
    if picture.yours:  # one line, with the slope of a knot
        x, slope = (1 - t) * z + t * (d1 * z + x1), 1 - t + t * d1
        see.curve(picture.lines_yours[0], z, x)
        see.curve(picture.lines_yours[1], P0(z) / slope, x)
        see.reads("area of yours", "{}", 1.0)


def straight(z, knots_z, knots_x, d):
    return d[1] * z + knots_x[1], d[1].log().expand(z.shape)


# --- pieces -------------------------------------------------------------------------------------

Z = np.linspace(-4.5, 4.5, 901)
FINE = np.linspace(-12, 12, 400_001)


def pieces(see, bins):
    picture = see.picture
    knots_x = np.linspace(-5, 5, bins + 1)
    knots_z = stats.norm.ppf(BUMPS.cdf(knots_x))
    slopes = P0(knots_z) / BUMPS.pdf(knots_x)
    x, slope = spline(Z, knots_z, knots_x, slopes)
    see.curve(picture.curved[0], Z, x)
    see.curve(picture.curved[1], x, P0(Z) / slope)
    # Straight from knot to knot, and on beyond the last two.
    bin_of = np.digitize(Z, knots_z[1:-1], right=True)
    steep = np.diff(knots_x) / np.diff(knots_z)
    line = knots_x[bin_of] + steep[bin_of] * (Z - knots_z[bin_of])
    see.curve(picture.straight[0], Z, line)
    see.curve(picture.straight[1], line, P0(Z) / steep[bin_of])
    see.points(picture.knots, knots_z, knots_x)
    see.points(picture.at, knots_x, 0)
    goal = np.interp(stats.norm.cdf(Z), BUMPS.cdf(FINE), FINE)
    inside = (knots_z[0] < Z) & (knots_z[-1] > Z)
    see.reads("bins", "{}", bins)
    see.reads("largest error of the map, straight", "{}", abs(line - goal)[inside].max())
    see.reads("rational quadratics", "{}", abs(x - goal)[inside].max())


def tails(see, end, follow):
    picture = see.picture
    knots = ([-1.5, -0.5, 0.5, 1.5], [-1.5, -0.7, 0.7, 1.5], [end, 0.9, 0.9, end])
    x, slope = spline(Z, *knots)
    if not follow:
        outside = abs(Z) > 1.5
        x, slope = np.where(outside, Z, x), np.where(outside, 1.0, slope)
    see.curve(picture.map, Z, x)
    see.curve(picture.density, x, P0(Z) / slope)
    see.points(picture.knots, *knots[:2])
    see.reads("slope just inside", "{}", end)
    see.reads("just outside", "{}", end if follow else 1.0)
    see.reads("the density jumps by the factor", "{}", 1.0 if follow else end)
    see.reads("area", "{}", 1.0)


BENT = {"z1": -1.4, "z2": 0.6, "x1": -2.1, "x2": 1.1, "d1": 0.6, "d2": 1.8}
STEEP = {"z1": -0.5, "z2": 1.7, "x1": -0.4, "x2": 2.2, "d1": 0.2, "d2": 0.5}
PROOFS = {
    "spline": (
        Proof(bent, (BENT, STEEP, BENT | {"t": 0.4}, STEEP | {"t": 0.0}), quick=True),
        Proof(bent, (BENT, STEEP, STEEP | {"t": 0.7}), make=lambda: live.spline(straight).picture),
    ),
    "pieces": (Proof(pieces, ({"bins": 5}, {"bins": 12})),),
    "tails": (Proof(tails, ({"end": 2.2, "follow": False}, {"end": 0.5, "follow": True})),),
    **fitted.PROOFS,
}

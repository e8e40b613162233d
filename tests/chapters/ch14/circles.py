"""What the pictures of chapter 14 that are drawn on a circle must show."""

import numpy as np
import torch
from scipy import stats

from course_lib import data, live
from course_lib.chapters.ch14_flows_on_manifolds.pictures import winds as fits
from tests.live.oracles import spline
from tests.live.proofs import Proof

PI = np.pi


def place(angle, radius=1.0):
    """A compass: from the top, clockwise."""
    return radius * np.sin(angle), radius * np.cos(angle)


def wrapped_cauchy(x, r, c):
    return stats.wrapcauchy(r).pdf(np.mod(x - c, 2 * PI))


def carried(x, r, c):
    """The CDF of the wrapped Cauchy, counted from c, in radians: another form of the map."""
    turns, rest = np.divmod(np.asarray(x) - c + PI, 2 * PI)
    half = np.arctan((1 + r) / (1 - r) * np.tan((rest - PI) / 2))
    return c + 2 * PI * turns + 2 * half


def circle_map(see, r, c, weight):
    picture, t = see.picture, see.picture.t
    x = np.linspace(-3 * PI, 3 * PI, 2401) + 1e-9  # nowhere exactly on a cut of the tangent
    z = (1 - weight) * carried(x, r, c) + weight * carried(x, 0.7, c + 2.2)
    p = (1 - weight) * wrapped_cauchy(x, r, c) + weight * wrapped_cauchy(x, 0.7, c + 2.2)
    on_way = (1 - t) * z + t * x
    shown = 1 / (2 * PI) / (1 - t + t / (2 * PI * p))
    see.curve(picture.map, z, on_way)
    see.curve(picture.density, shown, on_way)
    see.beside(picture.fill, shown, on_way)
    see.level(picture.map, picture.density, 1.0)
    even = -PI + 2 * PI * (np.arange(24) + 0.5) / 24
    there = np.interp(even, z, on_way)
    see.points(picture.carried, *place(there), within=0.2)
    ends = np.stack([place(even, 0.7), place(there), np.full((2, 24), np.nan)], -1)
    see.curve(picture.links, *ends.reshape(2, -1))
    top = shown.max()
    see.text(picture.peak, "peak {} ▶" if top > 1 else "", *([top] if top > 1 else []))
    see.reads("largest p", "{}", top)
    see.reads("smallest p", "{}", shown.min())
    see.reads("area", "{}", 1.0)
    if picture.yours:  # turned by c, and everywhere as steep as it says
        own = x + (1 - weight) * c + weight * (c + 2.2)
        slope = (1 - weight) * np.exp(r) + weight * np.exp(0.7)
        see.curve(picture.lines_yours[0], own, (1 - t) * own + t * x)
        height = 1 / (2 * PI) / (1 - t + t / slope)
        see.curve(picture.lines_yours[1], 0 * x + height, (1 - t) * own + t * x)
        see.reads("area of yours", "{}", slope)


def turned(x, r, c):
    return x + c, 0 * x + r


def seam(see, ends, before, behind, knot, seed=0):
    picture = see.picture
    d = {"each its own": (behind, before), "one, shared": (before, before),
         "both fixed at 1": (1.0, 1.0)}[ends]  # fmt: skip
    z = np.linspace(-PI, PI, 601)
    knots = np.array([[-PI, 0, PI], [-PI, knot, PI], [d[0], 1, d[1]]])
    x, slope = spline(z, *knots)
    p = 1 / (2 * PI * slope)
    see.curve(picture.map, z, x)
    see.points(picture.knots, *knots[:2])
    fine = np.linspace(-PI, PI, 60_001)
    fine_x, fine_slope = spline(fine, *knots)
    height = np.interp(0, fine_x, 1 / (2 * PI * fine_slope))
    sides = ((np.r_[0, x[x > 0]], np.r_[height, p[x > 0]]),
             (np.r_[x[x < 0], 0] + 2 * PI, np.r_[p[x < 0], height]))  # fmt: skip
    for line, fill, (at, h) in zip(picture.sides, picture.fills, sides, strict=True):
        see.curve(line, at, h)
        see.under(fill, at, h)
    see.points(picture.meet, [PI, PI], [1 / (2 * PI * d[1]), 1 / (2 * PI * d[0])])
    see.reads("density before the seam", "{}", 1 / (2 * PI * d[1]))
    see.reads("behind it", "{}", 1 / (2 * PI * d[0]))
    see.reads("jump", "{}", abs(1 / d[0] - 1 / d[1]) / (2 * PI))
    see.reads("area", "{}", 1.0)
    if picture.yours:  # the identity but for both ends
        numbers = 0.5 * torch.randn(3, 6, generator=torch.Generator().manual_seed(seed))[2]
        first, last = np.exp(numbers[:2].numpy())
        own = [np.linspace(-PI, PI, 7)] * 2 + [np.array([first, 1, 1, 1, 1, 1, last])]
        x, slope = spline(z, *own)
        p = 1 / (2 * PI * slope)
        height = np.interp(0, x, p)
        see.curve(picture.lines_yours[0], np.r_[0, x[x > 0]], np.r_[height, p[x > 0]])
        see.curve(picture.lines_yours[1], np.r_[x[x < 0], 0] + 2 * PI, np.r_[p[x < 0], height])
        see.reads("jump of yours", "{}", abs(1 / first - 1 / last) / (2 * PI))


def two_ends(widths, heights, slopes):
    even = torch.linspace(-PI, PI, 7, dtype=torch.float64)
    first, last = slopes[:2].exp()
    return even, even, torch.tensor([first, 1, 1, 1, 1, 1, last], dtype=torch.float64)


# --- winds ----------------------------------------------------------------------------------------


def fitted_density(family, cut):
    """p at an angle of the line, and the mass below it, from the parameters that were found."""
    p = fits.fitted(family, cut if family == fits.LINE else None)
    if family != fits.LINE:
        return lambda angle: np.exp(on_circle(p, angle)), None
    w, m, s = (v.detach().numpy() for v in (p.flow.weights, p.flow.means, p.flow.scales))
    return (lambda x: (w * stats.logistic(m, s).pdf(np.asarray(x)[..., None])).sum(-1),
            lambda x: (w * stats.logistic(m, s).cdf(x)).sum())  # fmt: skip


def on_circle(p, angle):
    """log p, turned into the range of the library: its flows are proved in tests/flows."""
    with torch.no_grad():
        return p.log_prob(torch.as_tensor(np.angle(np.exp(1j * np.asarray(angle))))).numpy()


def winds(see, family, cut):
    picture, begin = see.picture, np.radians(cut)
    every = np.radians(data.jfk_noon_winds().numpy())
    degrees = np.arange(-40, 401)
    pdf, cdf = fitted_density(family, cut)
    p = pdf(begin + np.radians(degrees))
    inside = (degrees >= 0) & (degrees <= 360)
    if cdf is None:
        p = np.where(inside, p, np.nan)
    mass = 1.0 if cdf is None else cdf(begin + 2 * PI) - cdf(begin)
    see.curve(picture.curve, degrees, p)
    see.under(picture.fill, degrees, np.nan_to_num(p))
    ends = p[inside][[0, -1]]
    see.points(picture.ends, [0, 360], ends)
    see.curve(picture.rose, *place(begin + np.radians(degrees[inside]), 0.45 + 1.6 * p[inside]))
    see.curve(picture.cut_mark, *place(np.array([begin, begin]), np.array([0.2, 1.0])))
    edges = np.arange(0, 361, 15)
    bars = np.histogram(np.mod(np.degrees(every) - cut, 360), edges)[0] / 354 / np.radians(15)
    see.curve(picture.bars, np.repeat(edges, 2), np.r_[0, np.repeat(bars, 2), 0])
    if cdf is None:
        see.text(picture.lost, "")
    else:
        see.text(picture.lost, "{} % on no direction", 100 * (1 - mass))
    see.reads("mass on the circle", "{} %", 100 * mass)
    see.reads("jump at the cut", "{}", abs(ends[1] - ends[0]))
    new = fits.measured()[1].numpy()
    see.reads("held-out log p", "{}", np.log(pdf(np.mod(new - begin, 2 * PI) + begin)).mean())


WINDS = (
    {"family": fits.LINE, "cut": 180},
    {"family": fits.LINE, "cut": 45},
    {"family": "6 Möbius maps", "cut": 90},
    {"family": "circular spline, 8", "cut": 225},
)
MAPS = (
    {"r": 0.6, "c": 0.5, "weight": 0.0},
    {"r": 0.9, "c": -2.0, "weight": 0.4},
    {"r": 0.8, "c": 1.2, "weight": 0.2, "t": 0.4},
)
SEAMS = (
    {"ends": "each its own", "before": 0.5, "behind": 2.0, "knot": 0.8},
    {"ends": "one, shared", "before": 0.4, "behind": 2.0, "knot": -1.5},
    {"ends": "both fixed at 1", "before": 0.4, "behind": 2.0, "knot": 2.0},
)
PROOFS = {
    "winds": (Proof(winds, WINDS),),
    "circle_map": (
        Proof(circle_map, MAPS, quick=True),
        Proof(circle_map, MAPS, make=lambda: live.circle_map(turned).picture),
    ),
    "seam": (
        Proof(seam, SEAMS),
        Proof(
            seam,
            [s | {"seed": k} for k, s in enumerate(SEAMS[:2], 1)],
            make=lambda: live.seam(two_ends).picture,
        ),
    ),
}

"""What the pictures of chapter 13 must show, by scipy and numpy; the random numbers are torch's."""

import functools
import math

import numpy as np
import torch
from scipy import integrate, special, stats

from course_lib import live
from course_lib.calibration import simultaneous_band
from course_lib.chapters.ch13_coverage.pictures import claims
from course_lib.chapters.ch13_coverage.pictures import event_fit as fit
from tests.live.proofs import Proof

P = np.arange(1, 100) / 100


def normal(seed, *shapes):
    generator = torch.Generator().manual_seed(seed)
    return [torch.randn(*s, generator=generator, dtype=torch.float64).numpy() for s in shapes]


def curve_of(u, p=P):
    return (np.asarray(u)[:, None] <= p).mean(0)


@functools.cache
def band(n, level=0.95):
    """The tool's: tests/test_calibration.py has proved it."""
    return [np.asarray(part) for part in simultaneous_band(n, level)]


def grey(see, artist, n, level=0.95):
    p, low, high = band(n, level)
    see.region(artist, np.r_[p, p[::-1]], np.r_[high - p, (low - p)[::-1]])


def leaves(gap, n, level=0.95):
    p, low, high = band(n, level)
    return bool(((gap + p < low - 1e-12) | (gap + p > high + 1e-12)).any())


def yes(true):
    return "yes" if true else "no"


# --- regions --------------------------------------------------------------------------------------


def mixture(x):
    return (stats.norm.pdf(x, -1.6, 0.5) + stats.norm.pdf(x, 1.6, 0.5)) / 2


FORMS = {  # p1, middle, width
    "bell": (stats.norm.pdf, lambda x: 0.8 * x, lambda x: 0.6 + 0 * x),
    "banana": (stats.norm.pdf, lambda x: 0.7 * (x**2 - 1), lambda x: 0.7 + 0 * x),
    "funnel": (stats.norm.pdf, lambda x: 0 * x, lambda x: 0.8 * np.exp(0.7 * x)),
    "two bumps": (mixture, lambda x: 0 * x, lambda x: 0.9 + 0 * x),
}


def carried(shape, z):
    _, middle, width = FORMS[shape]
    x1 = z[:, 0]
    if shape == "two bumps":
        grid = np.linspace(-6, 6, 200_001)
        cdf = (stats.norm.cdf(grid, -1.6, 0.5) + stats.norm.cdf(grid, 1.6, 0.5)) / 2
        x1 = np.interp(stats.norm.cdf(x1), cdf, grid)
    return np.column_stack([x1, middle(x1) + width(x1) * z[:, 1]])


@functools.cache
def densest(shape, p):
    """(level of p(x), area) of the densest region, from cells at the levels of p."""
    p1, _, width = FORMS[shape]
    x = np.linspace(-4.5, 4.5, 1801)[:, None]
    t = np.linspace(-7, 7, 2801)[None]
    density = p1(x) * stats.norm.pdf(t) / width(x)
    order = np.argsort(-density, axis=None)
    cell = 0.005 * 0.005 * width(x) + 0 * t
    mass = np.cumsum((density * cell).ravel()[order])
    last = np.searchsorted(mass, p)
    return density.ravel()[order][last], cell.ravel()[order][: last + 1].sum()


def regions(see, p, shape):
    picture = see.picture
    (z,) = normal(13, (4000, 2))
    radius = math.sqrt(stats.chi2(2).ppf(p))
    x = carried(shape, z)
    see.points(picture.dots, *x[:200].T)
    angle = np.linspace(0, 2 * np.pi, 721)
    ring = radius * np.column_stack([np.cos(angle), np.sin(angle)])
    image = carried(shape, ring)
    see.curve(picture.disk, *ring.T)
    see.curve(picture.image, *image.T, within=1.0)  # the picture's circle has fewer corners
    p1, middle, width = FORMS[shape]
    level, area = densest(shape, p)
    at = np.linspace(-4.5, 4.5, 1801)
    far = np.sqrt(np.maximum(0, 2 * np.log(p1(at) * stats.norm.pdf(0) / width(at) / level)))
    high, low = middle(at) + far * width(at), middle(at) - far * width(at)
    some = np.flatnonzero(far)
    parts = np.split(some, np.flatnonzero(np.diff(some) > 1) + 1)
    for region, part in zip(picture.densest, parts, strict=False):
        x_of, y_of = np.r_[at[part], at[part[::-1]]], np.r_[high[part], low[part[::-1]]]
        see.region(region, x_of, y_of, within=3.0)
    if len(parts) == 1:
        see.nothing(picture.densest[1])
    see.text(picture.note, "r = {}", radius)
    see.reads("promised", "{} %", 100 * p)
    see.reads("truths in the image", "{} %", 100 * (np.hypot(*z.T) <= radius).mean())
    there = p1(x[:, 0]) * stats.norm.pdf(x[:, 1], middle(x[:, 0]), width(x[:, 0]))
    see.reads("in the densest region", "{} %", 100 * (there >= level).mean())
    u, v = image.T
    near(see, "area of the image", abs(integrate.trapezoid(v, u)))
    near(see, "of the densest", area)


def near(see, label, wanted):
    """A readout that two ways of measuring an area agree on to half a percent."""
    said = float(see.readouts[label])
    assert abs(said - wanted) < 0.01 + 0.005 * wanted, (label, said, wanted)
    see.reads(label, "{}", said)


# --- curve ----------------------------------------------------------------------------------------


def curve(see, n, width, shift, seed):
    picture = see.picture
    (z,) = normal(seed, (n, 2))
    z = z / width + shift
    ball, pit = curve_of(stats.chi2(2).cdf((z**2).sum(1))), curve_of(stats.norm.cdf(z[:, 0]))
    for lines, found in ((picture.balls, ball), (picture.pits, pit)):
        see.curve(lines[0], P, found)
        see.curve(lines[1], P, found - P)
    grey(see, picture.band, n)
    two = 2 * np.sqrt(P * (1 - P) / n)
    see.curve(picture.point[0], P, two)
    see.curve(picture.point[1], P, -two)
    see.reads("disk at 68 %", "{} %", 100 * ball[67])
    see.reads("disk leaves the dotted lines", yes((abs(ball - P) > two).any()))
    see.reads("disk leaves the grey band", yes(leaves(ball - P, n)))
    see.reads("PIT leaves it", yes(leaves(pit - P, n)))
    _, low, high = band(n)
    see.reads("band at p = ½", "±{}", (high - low)[49] / 2)
    if picture.yours:  # those above p
        see.curve(picture.line_yours, P, 1 - ball - P)
        see.reads("yours at 68 %", "{} %", 100 * (1 - ball[67]))


def above(u, p):
    return (u[:, None] > p).double().mean(0)


# --- who sees it ----------------------------------------------------------------------------------


def who_sees_it(see, fault, n, seed):
    picture = see.picture
    found = by_hand(fault, n, seed)
    verdicts = {}
    for region, lines, test in zip(picture.bands, picture.curves, claims.TESTS, strict=False):
        level = 0.975 if len(lines) == 2 else 0.95
        grey(see, region, n, level)
        gaps = [curve_of(u) - P for u in np.atleast_2d(found[test])]
        for line, gap in zip(lines, gaps, strict=True):
            see.curve(line, P, gap)
        verdicts[test] = any(leaves(gap, n, level) for gap in gaps)
    x, z = found["x"], found["z"]
    parts = np.array_split(np.argsort(x[:, 0]), 6)
    middle = [np.sort(x[rows, 0])[(len(rows) - 1) // 2] for rows in parts]
    see.marked(picture.means, middle, [z[rows].mean() for rows in parts])
    see.marked(picture.widths, middle, [z[rows].std(ddof=1) for rows in parts])
    design = np.column_stack([np.ones(n), x])
    explained = []
    for y in (*z.T, *(z**2).T):
        fitted = design @ np.linalg.lstsq(design, y, rcond=None)[0]
        explained.append(fitted.var() / y.var())
    see.reads("R² of z on x", "{}", max(explained))
    verdicts["z on x"] = max(explained) > 8 / n  # far from both for the settings below
    for words, test in zip(picture.said, claims.TESTS, strict=True):
        see.text(words, "sees it" if verdicts[test] else "kept")
    seen = [test for test in claims.TESTS if verdicts[test]]
    see.reads("rejected by", ", ".join(seen) or "none of the six")
    see.reads("largest gap of the ball", "{}", abs(curve_of(found["ball"]) - P).max())


def by_hand(fault, n, seed):
    """All shares by scipy, from the same random numbers."""
    theta, noise, free = normal(seed, (n, 2), (n, 2), (99, n, 2))
    A = np.array([[1, 0.2], [0.2, 1]])
    x = theta @ A.T + 0.5 * noise
    rows, seen = (A[1:], x[:, 1:]) if fault == "ignores one sensor" else (A, x)
    C = np.linalg.inv(np.eye(2) + 4 * rows.T @ rows)
    mean, width = 4 * seen @ rows @ C, np.ones(n)
    if fault == "correlation's sign flipped":
        C = C * np.array([[1, -1], [-1, 1]])
    if fault == "the prior itself":
        C, mean = np.eye(2), 0 * mean
    if fault == "10 % too narrow":
        width = 0.9 * width
    if fault == "width by side of x":
        width = np.where(x[:, 0] < 0, 0.8, 1.3)
    L = np.linalg.cholesky(C)
    if fault == "shifted by 0.2 widths":
        mean = mean - 0.2 * L.sum(1)
    z = np.linalg.solve(L, (theta - mean).T).T / width[:, None]
    draws = mean + width[:, None] * (free @ L.T)
    found = {
        "x": x,
        "z": z,
        "ball": stats.chi2(2).cdf((z**2).sum(1)),
        "PIT of z": special.ndtr(z.T),
    }
    generator = torch.Generator().manual_seed(1000 + seed)

    def uniform(*shape):
        return torch.rand(*shape, generator=generator, dtype=torch.float64).numpy()

    reference = torch.randn(n, 2, generator=generator, dtype=torch.float64).numpy()
    uniform(n, 2)  # for the ties, of which there are none
    found["ranks"] = ((draws < theta).sum(0).T + uniform(2, n)) / 100
    for test, to in (("TARP, free reference", reference), ("TARP, reference from x", x)):
        nearer = np.linalg.norm(draws - to, axis=-1) < np.linalg.norm(theta - to, axis=-1)
        found[test] = (nearer.sum(0) + uniform(n)) / 100
    return found


# --- groups ---------------------------------------------------------------------------------------


def by_group(see, claim, feature, groups):
    picture = see.picture
    theta, noise = normal(5, (3000,), (3000, 2))
    x = theta[:, None] + 0.5 * noise
    used = x[:, :1] if claim == "ignores sensor 2" else x
    precision = 1 + 4 * used.shape[1]
    z = (theta - 4 * used.sum(1) / precision) * math.sqrt(precision)
    if claim == "width by side of x":
        z = z / np.where(x[:, 0] < 0, 0.70, 1.43)
    u = stats.chi2(1).cdf(z**2)
    see.curve(picture.curve, P, curve_of(u) - P)
    of = {"sensor 1": x[:, 0], "sensors disagree by": abs(x[:, 0] - x[:, 1]), "truth θ": theta}
    f = of[feature]
    order = np.argsort(f)
    parts = np.array_split(order, groups)
    share = [(u[rows] <= 0.68).mean() for rows in parts]
    middle = np.quantile(f, (np.arange(groups) + 0.5) / groups)
    error = 2 * math.sqrt(0.68 * 0.32 / (3000 / groups))
    see.points(picture.dots, middle, share)
    lifted = np.full(groups, np.nan)
    ends = np.column_stack([np.array(share) - error, np.array(share) + error, lifted]).ravel()
    see.curve(picture.bars, np.repeat(middle, 3), ends)
    see.reads("all events", "{} %", 100 * (u <= 0.68).mean())
    see.reads("least of a group", "{} %", 100 * min(share))
    see.reads("most", "{} %", 100 * max(share))
    see.reads("error in each", "±{} %", 50 * error)
    see.reads("events in each", "{}", 3000 / groups)


# --- systematics ----------------------------------------------------------------------------------


def systematics(see, nu, where, trained):
    picture = see.picture
    noise = 0.32**2 / 3 + (0.16 if trained == "with ν drawn" else 0)
    width = math.sqrt(noise / (1 + noise))
    sensors = 0.5 + nu + 0.32 * np.array([-1, 0.2, 0.8])
    at = np.linspace(-3, 3, 601)
    see.region(picture.bell, at, stats.norm.pdf(at, sensors.mean() / (1 + noise), width))
    see.points(picture.sensors, sensors, [0.06] * 3)
    theta, eps, drawn = normal(3, (2000,), (2000, 3), (2000,))
    offset = 0.4 * drawn if where == "ν drawn for each event" else nu + 0 * drawn
    x = (theta + offset)[:, None] + 0.32 * eps
    found = curve_of(stats.chi2(1).cdf(((theta - x.mean(1) / (1 + noise)) / width) ** 2))
    see.curve(picture.curve, P, found)
    mean, var = (0, 0.16) if where == "ν drawn for each event" else (nu, 0)
    error = stats.norm(-mean / (1 + noise),
                       math.sqrt(noise**2 + 0.32**2 / 3 + var) / (1 + noise))  # fmt: skip
    reach = width * stats.norm.ppf((1 + P) / 2)
    exact = error.cdf(reach) - error.cdf(-reach)
    see.curve(picture.exact, P, exact)
    see.reads("promised", "68 %")
    see.reads("inside", "{} %", 100 * found[67])
    see.reads("closed form", "{} %", 100 * exact[67])
    see.reads("width of the posterior", "{}", width)
    if picture.yours:  # the first nuisance alone, ν = 0.4 Φ⁻¹(1/400)
        own = 0.32**2 / 3
        first = 0.4 * stats.norm.ppf(1 / 400)
        middle = (sensors.mean() - first) / (1 + own)
        p = stats.norm.pdf(at, middle, math.sqrt(own / (1 + own)))
        p = p / (p.sum() * 0.01)
        see.curve(picture.line_yours, at, p)
        see.reads("area of yours", "{}", integrate.trapezoid(p, at))


def first_one(log_p):
    return log_p[0]


# --- event fit ------------------------------------------------------------------------------------


def event_fit(see, kind, event):
    picture, k = see.picture, event - 1
    low, middle, high, counts, p = replicated(kind)
    at = np.linspace(-2, 2, 10)
    see.region(picture.spread, np.r_[at, at[::-1]], np.r_[high[k], low[k][::-1]])
    see.curve(picture.middle, at, middle[k])
    see.points(picture.counts, at, counts[k])
    see.curve(picture.here, [p[k], p[k]], [0, 62])
    see.points(picture.others, p, [4] * 40)
    good = fit.reference().numpy()
    calibrated = (1 + (good[:, None] <= p).sum(0)) / 501
    see.text(picture.said, "calibrated p = {}", calibrated[k])
    see.reads("naive p", "{}", p[k])
    see.reads("calibrated p", "{}", calibrated[k])
    see.reads("of 40 such events, calibrated p < 0.05", "{}", (calibrated < 0.05).sum())
    see.reads("naive p < 0.05", "{}", (p < 0.05).sum())
    if picture.yours:
        see.reads("calibrated p of yours", "{}", 1 - p[k])


@functools.cache
def replicated(kind):
    """Quantiles, counts and p by numpy, from the same random numbers."""
    generator = torch.Generator().manual_seed(20 + fit.KINDS.index(kind))
    counts = fit.simulated(kind, 40, generator)
    a, b = np.meshgrid(np.linspace(-1.5, 1.5, 61), np.linspace(2.1, 4.9, 41), indexing="ij")
    a, b = a.reshape(-1, 1), b.reshape(-1, 1)
    rates = np.exp(b - (np.linspace(-2, 2, 10) - a) ** 2 / (2 * 0.6**2)) + 0.5
    log_p = stats.poisson.logpmf(counts.numpy()[:, None], rates).sum(-1)
    log_p = log_p + stats.norm.logpdf(b[:, 0], 3.5, 0.4)
    weights = torch.tensor(special.softmax(log_p, -1))
    at = torch.multinomial(weights, 200, replacement=True, generator=generator)
    rate = rates[at]
    again = torch.poisson(torch.tensor(rate), generator=generator).numpy()

    def chi2(n):
        return ((n - rate) ** 2 / rate).sum(-1)

    p = (chi2(again) >= chi2(counts.numpy()[:, None])).mean(1)
    return *np.quantile(again, [0.1, 0.5, 0.9], axis=1), counts.numpy(), p


def one_minus(t, reference):
    return 1 + t


# --- all ------------------------------------------------------------------------------------------

CURVES = (
    {"n": 300, "width": 1.0, "shift": 0.0, "seed": 0},
    {"n": 1000, "width": 0.9, "shift": 0.2, "seed": 3},
)
SHIFTS = (
    {"nu": 0.4, "where": "one fixed ν", "trained": "at ν = 0"},
    {"nu": -0.2, "where": "ν drawn for each event", "trained": "with ν drawn"},
)
EVENTS = ({"kind": "good", "event": 1}, {"kind": "outside the prior", "event": 7})
PROOFS = {
    "regions": (
        Proof(
            regions,
            ({"p": 0.68, "shape": "two bumps"}, {"p": 0.3, "shape": "funnel"},
             {"p": 0.9, "shape": "banana"}, {"p": 0.5, "shape": "bell"}),
            quick=True,
        ),
    ),
    "curve": (
        Proof(curve, CURVES),
        Proof(curve, CURVES, make=lambda: live.curve(above).picture),
    ),
    "who_sees_it": (
        Proof(
            who_sees_it,
            (
                *({"fault": f, "n": 1000, "seed": 0} for f in claims.FAULTS),
                {"fault": "the prior itself", "n": 300, "seed": 0},  # the bands are wider
            ),
        ),
    ),
    "by_group": (
        Proof(
            by_group,
            ({"claim": "ignores sensor 2", "feature": "sensors disagree by", "groups": 10},
             {"claim": "exact", "feature": "truth θ", "groups": 6},
             {"claim": "width by side of x", "feature": "sensor 1", "groups": 2}),
        ),
    ),
    "systematics": (
        Proof(systematics, SHIFTS),
        Proof(systematics, SHIFTS, make=lambda: live.systematics(first_one).picture),
    ),
    "event_fit": (
        Proof(event_fit, EVENTS),
        Proof(event_fit, EVENTS, make=lambda: live.event_fit(one_minus).picture),
    ),
}  # fmt: skip

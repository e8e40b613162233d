"""What the pictures of chapter 05 must show."""

import functools
import math

import mpmath
import numpy as np
import torch
from scipy import stats
from torch.nn.functional import logsigmoid

from course_lib import live
from tests.live.oracles import Logistics
from tests.live.proofs import Proof

BUMPS = Logistics((0.35, 0.65), (-2.5, 2.0), (0.5, 0.5))


# --- the chain ----------------------------------------------------------------------------------


class Bumps:
    """The two bumps with scipy's names."""

    pdf, cdf = staticmethod(BUMPS.pdf), staticmethod(BUMPS.cdf)

    @staticmethod
    def ppf(u):
        u = np.asarray(u, float)
        return BUMPS.x(np.log(u) - np.log1p(-u))


KNOWN = {
    "normal": stats.norm(),
    "logistic": stats.logistic(),
    "exponential": stats.expon(scale=2),
    "two bumps": Bumps,
}


def chain(see, first, second, z):
    picture, sources = see.picture, (KNOWN[first], KNOWN[second])
    u = float(sources[0].cdf(z))
    x = float(sources[1].ppf(u))
    # The same places: a strip ends between two of them, or at the next one (1.3 px).
    grid = np.linspace(-6, 6, 361)
    for side, p, at in zip(picture.sides, sources, (z, x), strict=True):
        see.curve(side["cdf"], grid, p.cdf(grid))
        see.curve(side["density"], grid, p.pdf(grid))
        strip = np.searchsorted(p.ppf(np.arange(1, 10) / 10), grid)
        see.under(side["strips"], grid, np.where(strip % 2 == 0, p.pdf(grid), 0.0), within=1.5)
        see.area(side["strips"], 0.5, within=0.02)
        see.points(side["dot"], [at], [0])
    see.curve(picture.sides[0]["path"], [z, z, 4.5], [0, u, u])
    see.curve(picture.across, [0, 1], [u, u])
    see.curve(picture.sides[1]["path"], [-6, x, x], [u, u, 0])
    see.text(picture.note, "z = {}\n↓\nu = {}\n↓\nx = {}", z, u, x)
    see.reads("z", "{}", z)
    see.reads("u = CDF₁(z)", "{}", u)
    see.reads("x = CDF₂⁻¹(u)", "{}", x)
    see.reads("mass to the left, both", "{} %", 100 * u)
    if picture.yours:  # upside down
        shares = np.linspace(0, 1, 401)[1:-1]
        see.curve(picture.line_yours, sources[1].ppf(1 - shares), shares)
        see.reads("yours: x", "{}", float(sources[1].ppf(1 - u)))


def upside_down(z, cdf1, icdf2):
    return icdf2(1 - cdf1(z))


# --- the mixture --------------------------------------------------------------------------------


def mixture(see, w, mu1, s1, mu2, s2):
    picture = see.picture
    p = Logistics((w, 1 - w), (mu1, mu2), (s1, s2))
    x, far = np.linspace(-8, 8, 2001), np.linspace(-40, 40, 2001)
    see.curve(picture.density, x, p.pdf(x))
    see.curve(picture.map, x, p.z(x))
    see.curve(picture.tails, far, p.log_pdf(far) / math.log(10))
    for region, weight, part in zip(picture.parts, p.weights, p.parts, strict=True):
        see.under(region, x, weight * part.pdf(x))
        see.area(region, weight * (part.cdf(8) - part.cdf(-8)), within=3e-3)
    means, variances = ([getattr(part, what)() for part in p.parts] for what in ("mean", "var"))
    mean = np.dot(p.weights, means)
    std = math.sqrt(np.dot(p.weights, variances + (np.array(means) - mean) ** 2))
    see.curve(picture.gauss, far, stats.norm.logpdf(far, mean, std) / math.log(10))
    top = p.pdf(np.linspace(-8, 8, 401)).max()
    see.text(picture.peak, "▲ peak {}" if top > 0.5 else "", *([top] if top > 0.5 else []))
    see.reads("area", "{}", 1.0)
    see.reads("mean", "{}", mean)
    see.reads("standard deviation", "{}", std)
    see.reads("z at x = 8", "{}", float(p.z(8.0)))
    if picture.yours:  # twice as steep: with it the base's tails are too thin
        slope, z = 2 * p.slope(x), 2 * p.z(x)
        see.curve(picture.lines_yours[0], x, stats.logistic.pdf(z) * slope)
        see.curve(picture.lines_yours[1], x, z)
        see.reads("area of yours", "{}", 1.0)


def twice(x, w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    sides = [torch.logsumexp(w.log() + logsigmoid(k * u), -1) for k in (1, -1)]
    return 2 * (sides[0] - sides[1])


# --- two formulas -------------------------------------------------------------------------------

DTYPES = {"float32": torch.float32, "float64": torch.float64}
W, MU, S = (0.625, 0.375), (-1.0, 1.0), (0.75, 1.0)
PLACES = torch.arange(0, 451) / 10


@functools.cache
def truth():
    """z at every place, in 40 digits."""
    with mpmath.workdps(40):
        found = []
        for x in PLACES.tolist():
            F, survival = (
                sum(w / (1 + mpmath.exp(-k * (mpmath.mpf(x) - m) / s))
                    for w, m, s in zip(W, MU, S, strict=True))
                for k in (1, -1)
            )  # fmt: skip
            found.append(float(mpmath.log(F / survival)))
    return np.array(found)


def naively(x, w, mu, s):
    F = (w * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F)


def too_large(x, w, mu, s):
    return twice(x, w, mu, s) / 2 * (1.001 + x / 1e3)


def formulas(see, precision, x):
    """Rounding is what is shown: the formulas are evaluated in the same precision."""
    picture, at = see.picture, round(10 * x)
    ways = {"in log space": lambda *of: twice(*of) / 2, "naive": naively}
    ways |= {"yours": too_large} if picture.yours else {}
    parameters = [torch.tensor(v, dtype=DTYPES[precision]) for v in (W, MU, S)]
    for lines, (name, way) in zip(picture.lines, ways.items(), strict=True):
        z = way(PLACES.to(DTYPES[precision]), *parameters).double().numpy()
        seen = np.isfinite(z)
        error = abs((z - truth()) / truth())
        see.curve(lines[0], PLACES[seen], z[seen])
        height = np.log10(error[seen].clip(1e-17))
        see.curve(lines[1], PLACES[seen], height, within=0.5)  # a jagged line, at every place
        see.reads(f"{name}: z", "{}", z[at])
        see.reads(f"{name}: off by", "{}", error[at] if seen[at] else math.inf)
        if name == "naive":
            lost = PLACES[~seen]
            see.text(picture.end, "naive: infinite from x = {}", lost[0])
    see.curve(picture.marks[0], [x, x], [6, 29])
    see.curve(picture.marks[1], [x, x], [-17, 1])


WIDE = {"w": 0.3, "mu1": -1.5, "s1": 0.4, "mu2": 2.5, "s2": 1.1}
NARROW = {"w": 0.8, "mu1": 0.7, "s1": 0.3, "mu2": -2.2, "s2": 1.6}
CHAINS = (
    {"first": "normal", "second": "exponential", "z": 0.7},
    {"first": "logistic", "second": "two bumps", "z": -1.3},
)
ROUNDED = ({"precision": "float32", "x": 9.0}, {"precision": "float64", "x": 40.0})
PROOFS = {
    "chain": (
        Proof(chain, CHAINS, quick=True),
        Proof(chain, CHAINS, make=lambda: live.chain(upside_down).picture),
    ),
    "mixture_flow": (
        Proof(mixture, (WIDE, NARROW)),
        Proof(mixture, (WIDE, NARROW), make=lambda: live.mixture_flow(twice).picture),
    ),
    "tails_of_formulas": (
        Proof(formulas, ROUNDED),
        Proof(formulas, ROUNDED, make=lambda: live.tails_of_formulas(too_large).picture),
    ),
}

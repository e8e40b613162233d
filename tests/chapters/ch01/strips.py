"""Strips of equal mass under the maps of chapter 01, which are written out here by hand."""

import math

import numpy as np
import torch
from scipy import integrate, special, stats

from tests.live.oracles import apart

P0 = stats.norm().pdf
LOWEST_X, FARTHEST_Z = -3.0, 3.2  # where the axes of the strips end
MINUS = {1: "+", -1: "−"}


# --- the maps, by hand --------------------------------------------------------------------------

G = {  # x of u = a z + b, its inverse, and the slope dx/du
    "line": (lambda u: u, lambda x: x, lambda u: 1 + 0 * u),
    "exp": (np.exp, np.log, np.exp),
    "falling": (lambda u: 3 - np.exp(u), lambda x: np.log(3 - x), lambda u: -np.exp(u)),
    "S-curve": (
        lambda u: 4 * special.expit(u),
        lambda x: special.logit(x / 4),
        lambda u: 4 * special.expit(u) * special.expit(-u),
    ),
}
FORMULAS = {
    "line": "x = {u}",
    "exp": "x = exp({u})",
    "falling": "x = 3 − exp({u})",
    "S-curve": "x = 4 / (1 + exp(−({u})))",
}


def formula(shape, a, b):
    """The pattern of the map's formula, and its numbers."""
    scaled = "z" if a == 1 else "{}·z"
    shifted = f" {MINUS[-1 if b < 0 else 1]} {{}}" if b else ""
    numbers = ([] if a == 1 else [a]) + ([abs(b)] if b else [])
    return FORMULAS[shape].replace("{u}", scaled + shifted), numbers


def way(shape, a, b, t):
    """f and f′ as far on the way from z, or from −z, as t says."""
    (g, _, slope), start = G[shape], -1 if shape == "falling" else 1
    return (
        lambda z: (1 - t) * start * z + t * g(a * z + b),
        lambda z: (1 - t) * start + t * a * slope(a * z + b),
    )


def formula_on_the_way(shape, a, b, t):
    if t == 1:
        return formula(shape, a, b)
    (pattern, numbers), start = formula(shape, a, b), -1 if shape == "falling" else 1
    return f"x = {{}}·z + {{}}·f(z)\nf(z) = {pattern[4:]}", [start * (1 - t), t, *numbers]


# --- strips -------------------------------------------------------------------------------------


def strips(see, strip, map="exp", a=1.0, b=0.0):
    picture, t = see.picture, see.picture.t
    f, slope = way(map, a, b, t)

    def density(z):
        """p(x) at x = f(z)."""
        return P0(z) / abs(slope(z))

    edges = np.clip(stats.norm.ppf(np.arange(11) / 10), -7, 7)
    z = np.linspace(-7, 7, 4001)
    see.curve(picture.curve, z, f(z))
    pattern, numbers = formula_on_the_way(map, a, b, t)
    see.text(picture.formula, pattern, *numbers)
    inner = edges[1:-1]
    see.curve(picture.up, *apart(*([[k, k], [LOWEST_X, f(k)]] for k in inner)))
    see.curve(picture.across, *apart(*([[k, FARTHEST_Z], [f(k), f(k)]] for k in inner)))
    see.curve(picture.target, density(z), f(z))
    see.curve(picture.wrong, P0(z), f(z))
    _every_second_strip(see, edges, f, density, falling=map == "falling")
    open_x = {"line": (1, 10), "S-curve": ()}.get(map, (10,)) if t == 1 else (1, 10)
    _one_strip(see, strip, edges[strip - 1 : strip + 1], f, density, open_x)
    # ∫ p0(f⁻¹(x)) dx = E|f′(z)|
    areas = [1.0, integrate.quad(lambda z: P0(z) * abs(slope(z)), -9, 9)[0]]
    names = ("with Jacobian", "without") if picture.yours else ("corrected", "heights kept")
    for name, wanted in zip(names, areas, strict=True):
        see.reads(f"area {name}", "{}", wanted)
    if picture.yours:
        areas.append(_yours(see, z, f))
    meters(see, areas, highest=2.0)


def _yours(see, z, f):
    """The learner's density, far too high everywhere, or without the Jacobian; and its area."""
    picture, x = see.picture, f(z)
    if picture.any_map:
        see.curve(picture.line_yours, P0(z), x)
        see.nothing(picture.peak_yours)
        area = integrate.trapezoid(P0(z), x)
    else:
        see.curve(picture.line_yours, math.exp(SEVEN) + 0 * x, x)
        see.text(picture.peak_yours, "yours: up to {} ▶", math.exp(SEVEN))
        area = math.exp(SEVEN) * (x[-1] - x[0])
    see.reads("area of yours", "{}", area)
    return area


def _every_second_strip(see, edges, f, density, falling):
    """The lowest strip in x is pale, the next one is dark, and so on."""
    for parity, artist in enumerate((see.picture.even, see.picture.odd)):
        first = 9 - parity if falling else parity
        corners = []
        for k in range(first, -1, -2) if falling else range(first, 10, 2):
            z = np.linspace(edges[k], edges[k + 1], 401)[:: -1 if falling else 1]
            corners.append(np.stack([np.r_[0, density(z), 0], np.r_[f(z[0]), f(z), f(z[-1])]]))
        see.region(artist, *np.concatenate(corners, 1), within=1.0)  # 40 corners a strip
        see.area(artist, 0.5, within=0.01)


def _one_strip(see, strip, ends, f, density, open_x):
    picture, z = see.picture, np.linspace(*ends, 601)
    see.under(picture.band_z, z, f(z), floor=-4)
    see.region(picture.band_x, np.r_[4.2, z, 4.2], np.r_[f(z[0]), f(z), f(z[-1])])
    see.under(picture.chosen_z, z, P0(z))
    see.area(picture.chosen_z, 0.1)
    x, p = f(z), density(z)
    see.region(picture.chosen_x, np.r_[0, p, 0], np.r_[x[0], x, x[-1]])
    see.area(picture.chosen_x, 0.1, within=2e-2 if strip in (1, 10) else 1e-3)  # 61 corners
    width_z = math.inf if strip in (1, 10) else ends[1] - ends[0]
    width_x = math.inf if strip in open_x else abs(x[-1] - x[0])
    see.text(picture.note_z, f"strip {strip}: {{}} wide, mass {{}}", width_z, 0.1)
    out = " (▲ above)" if min(x[0], x[-1]) > 5 else " (▼ below)" if max(x[0], x[-1]) < -3 else ""
    see.text(picture.note_x, f"strip {strip}: {{}} wide{out}\nmass {{}}", width_x, 0.1)
    pattern = "mass {} → {}, width {} → {}"
    see.reads(f"strip {strip}", pattern, 0.1, 0.1, width_z, width_x)


def meters(see, values, highest):
    """A bar for each value, as long as it is unless that is too long, and the number beside it."""
    meters = see.picture.meters
    for row, (bar, text, value) in enumerate(zip(meters.bars, meters.texts, values, strict=True)):
        see.boxes(bar, (0, row - 0.32, min(value, highest), row + 0.32))
        see.text(text, "▶ {}" if value > highest else "{}", value)


SEVEN = 7.0  # a learner's log p of whatever x: nothing of it lies in the picture


def constant(x):
    return 0 * x + SEVEN


def forgotten(x, inverse):
    """A learner's density without the Jacobian."""
    return torch.distributions.Normal(0.0, 1.0).log_prob(inverse(x))

"""What the review's picture must show."""

import math

import numpy as np
from scipy import integrate, stats

from tests.live.oracles import Logistics, normal_to_logistic, spline
from tests.live.proofs import Proof

WORDS = {
    "line (02)": ("scale", "a formula", "a formula"),
    "spline (04)": ("slope at the knots", "a formula", "the root of a quadratic"),
    "mixture (05–07)": ("scale of the parts", "a search", "a formula"),
}


def carried(flow, theta, z):
    """(x, dx/dz) at x = f(z)."""
    if flow == "line (02)":
        return theta * z + 0.4, theta + 0 * z
    if flow == "spline (04)":
        return spline(z, (-3, -0.8, 0.6, 3), (-3, -1.6, 1.2, 3), (1, theta, theta, 1))
    p = Logistics((0.4, 0.6), (-1.5, 1.2), (0.3 * theta, 0.35 * theta))
    x = p.x(normal_to_logistic(z))
    return x, stats.norm.pdf(z) / p.pdf(x)


def all_flows(see, flow, theta, z):
    picture, P0 = see.picture, stats.norm().pdf
    grid = np.linspace(-7, 7, 1401)
    f, slope = carried(flow, theta, grid)
    x, at = (float(v[0]) for v in carried(flow, theta, np.array([z])))
    see.curve(picture.map, grid, f)
    see.curve(picture.way, [z, z, 4], [-5.5, x, x])
    see.level(picture.way, picture.strip_x, x)
    see.points(picture.dot, [z], [x])
    see.curve(picture.target, P0(grid) / slope, f)
    shown = np.linspace(-5.5, 5.5, 1101)
    density = np.interp(shown, f, P0(grid) / slope)
    see.beside(picture.target_area, density, shown)
    see.area(picture.target_area, integrate.trapezoid(density, shown), within=3e-3)
    around = np.linspace(z - 0.1, z + 0.1, 101)
    see.under(picture.strip_z, around, P0(around))
    x_around, slope = carried(flow, theta, around)
    see.beside(picture.strip_x, P0(around) / slope, x_around)
    mass = stats.norm.cdf(z + 0.1) - stats.norm.cdf(z - 0.1)
    for strip in (picture.strip_z, picture.strip_x):
        see.area(strip, mass)
    what, forwards, backwards = WORDS[flow]
    see.text(picture.ways, f"θ: {what}\nforwards: {forwards}\nbackwards: {backwards}")
    see.reads("x", "{}", x)
    see.reads("log p0(z)", "{}", stats.norm.logpdf(z))
    see.reads("forward log-det", "{}", math.log(at))
    see.reads("log p(x)", "{}", stats.norm.logpdf(z) - math.log(at))
    see.reads("area", "{}", 1.0)


SETTINGS = (
    {"flow": "spline (04)", "theta": 0.7, "z": -1.2},
    {"flow": "mixture (05–07)", "theta": 1.8, "z": 0.6},
    {"flow": "line (02)", "theta": 1.4, "z": 1.3},
)
PROOFS = {"all_flows": (Proof(all_flows, SETTINGS, quick=True),)}

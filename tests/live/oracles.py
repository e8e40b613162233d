"""Formulas of the tests' own, which several chapters' marks are compared with."""

import math

import numpy as np
from scipy import special, stats


def spline(z, knots_z, knots_x, slopes):
    """(f(z), f′(z)) of the rational-quadratic spline, bin by bin as the papers write it.

    Reference: J. A. Gregory, R. Delbourgo, "Piecewise Rational Quadratic Interpolation to
    Monotonic Data" (1982). Outside of the knots it goes on with the slope of its ends.
    """
    z, kz, kx, d = (np.asarray(v, dtype=float) for v in (z, knots_z, knots_x, slopes))
    low = z < kz[0]
    x = np.where(low, kx[0] + d[0] * (z - kz[0]), kx[-1] + d[-1] * (z - kz[-1]))
    slope = np.where(low, d[0], d[-1]) + 0 * z
    for k in range(len(kz) - 1):
        inside = (z >= kz[k]) & (z <= kz[k + 1])
        s = (kx[k + 1] - kx[k]) / (kz[k + 1] - kz[k])
        t = (z[inside] - kz[k]) / (kz[k + 1] - kz[k])
        below = s + (d[k] + d[k + 1] - 2 * s) * t * (1 - t)
        x[inside] = kx[k] + (kx[k + 1] - kx[k]) * (s * t**2 + d[k] * t * (1 - t)) / below
        rise = d[k + 1] * t**2 + 2 * s * t * (1 - t) + d[k] * (1 - t) ** 2
        slope[inside] = s**2 * rise / below**2
    return x, slope


class Logistics:
    """A mixture of logistic distributions; sums of logarithms, for it is looked at far out, too."""

    def __init__(self, weights, centres, scales):
        self.weights, self.centres, self.scales = (np.array(v) for v in (weights, centres, scales))
        self.parts = [stats.logistic(m, s) for m, s in zip(centres, scales, strict=True)]

    def _sides(self, x):
        """log F and log(1 − F) of every part."""
        u = (np.asarray(x, float)[..., None] - self.centres) / self.scales
        return special.log_expit(u), special.log_expit(-u)

    def _sum(self, parts):
        return special.logsumexp(parts, axis=-1, b=self.weights)

    def log_pdf(self, x):
        return self._sum(sum(self._sides(x)) - np.log(self.scales))

    def pdf(self, x):
        return np.exp(self.log_pdf(x))

    def cdf(self, x):
        return np.exp(self._sum(self._sides(x)[0]))

    def z(self, x):
        """The map to the logistic base: log F − log(1 − F), each from its own sum."""
        below, above = (self._sum(side) for side in self._sides(x))
        return below - above

    def slope(self, x):
        """dz/dx = p / (F (1 − F))."""
        return np.exp(self.log_pdf(x) - sum(self._sum(side) for side in self._sides(x)))

    def x(self, z):
        """The map from the logistic base, by halving 80 times."""
        low, high = np.full_like(z, -90.0, dtype=float), np.full_like(z, 90.0, dtype=float)
        for _ in range(80):
            x = (low + high) / 2
            below = self.z(x) < z
            low, high = np.where(below, x, low), np.where(below, high, x)
        return (low + high) / 2


def normal_to_logistic(z):
    """log F − log(1 − F) of the standard normal's F."""
    return stats.norm.logcdf(z) - stats.norm.logsf(z)


def mass_radius(share):
    """The radius of the disk that holds this share of the plane's standard normal."""
    return math.sqrt(stats.chi2(2).ppf(share))


def disk(radius=1.0, corners=721):
    t = np.linspace(0, 2 * np.pi, corners)
    return radius * np.stack([np.cos(t), np.sin(t)])


def stairs(edges, heights):
    """The outline of a histogram: (x, y)."""
    return np.repeat(edges, 2), np.r_[0, np.repeat(heights, 2), 0]


def apart(*strokes):
    """Strokes of shape (2, n), joined with the pen lifted between them."""
    gap = np.full((2, 1), np.nan)
    return np.concatenate([part for s in strokes for part in (np.asarray(s, float), gap)], 1)

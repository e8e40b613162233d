"""Four flows of the plane, each with its ball carried to x and its smallest region of a given mass.

All have the form x₁ = g(z₁), x₂ = m(x₁) + s(x₁) z₂. Given x₁, then, x₂ is a Gaussian, so the region
where p(x) is larger than some level is an interval of x₂ at each x₁, and its mass an integral.
"""

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from course_lib.live.densities import base_log_density

X1 = torch.linspace(-4.5, 4.5, 1801, dtype=torch.float64)  # where regions are measured
BUMPS, WIDTH = (-1.6, 1.6), 0.5  # of the two bumps of x₁, equally high


def one(x):
    return torch.ones_like(x)


def two_bumps_cdf(x):
    return sum(torch.special.ndtr((x - c) / WIDTH) for c in BUMPS) / 2


def two_bumps_log_p(x):
    each = torch.stack([base_log_density((x - c) / WIDTH) for c in BUMPS])
    return each.logsumexp(0) - math.log(2 * WIDTH)


def two_bumps(z):
    """x₁ = F⁻¹(Φ(z)), read off a table."""
    return torch.as_tensor(np.interp(torch.special.ndtr(z), *_table()))


@functools.cache
def _table():
    x = torch.linspace(-6, 6, 48_001, dtype=torch.float64)
    return two_bumps_cdf(x).numpy(), x.numpy()


@dataclass(frozen=True)
class Shape:
    """A flow of the plane; p(x) = p₁(x₁) N(x₂; m(x₁), s(x₁)²)."""

    first: Callable  # z₁ → x₁
    log_p1: Callable
    middle: Callable
    width: Callable

    def carried(self, z):
        """(..., 2) → (..., 2)."""
        x1 = self.first(z[..., 0])
        return torch.stack([x1, self.middle(x1) + self.width(x1) * z[..., 1]], -1)

    def log_prob(self, x):
        """(..., 2) → (...)."""
        x1, s = x[..., 0], self.width(x[..., 0])
        return self.log_p1(x1) + base_log_density((x[..., 1] - self.middle(x1)) / s) - s.log()

    @functools.cached_property
    def _ridge(self):
        """The largest log p at each of ``X1``."""
        return self.log_prob(torch.stack([X1, self.middle(X1)], -1))

    @functools.cached_property
    def _p1(self):
        return self.log_p1(X1).exp()

    def reach(self, level):
        """How many widths on either side of the middle p stays above the level, at ``X1``."""
        return (2 * (self._ridge - level)).clamp(min=0).sqrt()

    def mass(self, level):
        """The mass of {log p > level}."""
        inside = torch.special.erf(self.reach(level) / math.sqrt(2))
        return torch.trapezoid(self._p1 * inside, X1).item()

    def level(self, p):
        """The level whose region has the mass p, by halving."""
        low, high = -40.0, self._ridge.max().item()
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self.mass(middle) > p else (low, middle)
        return (low + high) / 2

    def area(self, level):
        """The area of {log p > level}."""
        return torch.trapezoid(2 * self.reach(level) * self.width(X1), X1).item()


SHAPES = {
    "bell": Shape(lambda z: z, base_log_density, lambda x: 0.8 * x, lambda x: 0.6 * one(x)),
    "banana": Shape(
        lambda z: z, base_log_density, lambda x: 0.7 * (x**2 - 1), lambda x: 0.7 * one(x)
    ),
    "funnel": Shape(
        lambda z: z, base_log_density, torch.zeros_like, lambda x: 0.8 * torch.exp(0.7 * x)
    ),
    "two bumps": Shape(two_bumps, two_bumps_log_p, torch.zeros_like, lambda x: 0.9 * one(x)),
}

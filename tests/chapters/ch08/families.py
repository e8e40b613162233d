"""The families with one parameter θ, by scipy and by hand: samples, densities, exact averages."""

import functools

import numpy as np
import torch
from scipy import integrate, stats

from tests.live.oracles import Logistics, normal_to_logistic, spline

THETAS = np.round(np.arange(0.4, 2.45, 0.1), 2)
LINE, MIXTURE, SPLINE = FAMILIES = ("line: scale θ", "mixture: scales θ", "spline: slope θ")
SQUARE, CUBE, SURPRISE = AVERAGED = ("x²", "x³", "−log p(x)")
NODES = np.linspace(-9, 9, 24_001)
# Samples are rounded to multiples of STEP, and to smaller steps towards the left bump's last z.
STEP, BETWEEN = 12 / 2000, stats.norm.ppf(0.4)
AROUND = np.concatenate([-0.1 * 0.94 ** np.arange(200), 0.1 * 0.94 ** np.arange(199, -1, -1)])


def logistics(theta):
    return Logistics((0.4, 0.6), (-1.5, 1.2), (0.3 * theta, 0.35 * theta))


def bend(z, theta):
    return spline(z, (-3, -0.8, 0.6, 3), (-3, -1.6, 1.2, 3), (1, theta, theta, 1))


def x_of(family, theta, z):
    """x = f(z) for the normal z; the mixture's base is logistic."""
    if family == LINE:
        return theta * z + 0.4
    if family == SPLINE:
        return bend(z, theta)[0]
    return logistics(theta).x(normal_to_logistic(z))


def log_p(family, theta, x):
    if family == LINE:
        return stats.norm.logpdf(x, 0.4, theta)
    if family == MIXTURE:
        return logistics(theta).log_pdf(x)
    low, high = np.full_like(x, -90.0), np.full_like(x, 90.0)
    for _ in range(70):
        z = (low + high) / 2
        below = bend(z, theta)[0] < x
        low, high = np.where(below, z, low), np.where(below, high, z)
    return stats.norm.logpdf(z) - np.log(bend(z, theta)[1])


def F(what, family, theta, x):
    return -log_p(family, theta, x) if what == SURPRISE else x ** (2 if what == SQUARE else 3)


def by_theta(of, theta, step=1e-4):
    """The derivative by a difference quotient of the fourth order."""
    ends = [of(theta + k * step) for k in (-2, -1, 1, 2)]
    return (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / (12 * step)


@functools.lru_cache(maxsize=1024)
def exact(what, family, theta):
    """E[F(x)] by quadrature: over x for the mixture, over z for the others."""
    if family == MIXTURE:
        x = np.linspace(-40, 40, 8001)
        return integrate.trapezoid(np.exp(log_p(family, theta, x)) * F(what, family, theta, x), x)
    x = x_of(family, theta, NODES)
    if what == SURPRISE:
        slope = theta + 0 * NODES if family == LINE else bend(NODES, theta)[1]
        values = np.log(slope) - stats.norm.logpdf(NODES)
    else:
        values = F(what, family, theta, x)
    return integrate.trapezoid(stats.norm.pdf(NODES) * values, NODES)


def exact_slope(what, family, theta):
    return by_theta(lambda t: exact(what, family, t), theta, step=1e-3)


def drawn(runs, n, seed):
    """Which of the rounded z every sample is, shape (runs, n)."""
    z = torch.randn(runs, n, generator=torch.Generator().manual_seed(seed))
    even = ((z + 6.0) / STEP).round().clamp(0, 2000).long().numpy()
    away = z.numpy().astype(float) - BETWEEN
    return np.where(abs(away) < 0.1, 2000 + np.searchsorted(AROUND, away), even)


ROUNDED = np.concatenate([np.linspace(-6, 6, 2001), BETWEEN + (AROUND[1:] + AROUND[:-1]) / 2])


@functools.lru_cache(maxsize=32)
def contributions(what, family, theta):
    """{estimator: its gradient from the sample of each rounded z alone}."""
    x = x_of(family, theta, ROUNDED)
    pathwise = by_theta(lambda t: F(what, family, t, x_of(family, t, ROUNDED)), theta)
    detached = by_theta(lambda t: F(what, family, t, x), theta)
    score = by_theta(lambda t: log_p(family, t, x), theta)
    return {
        "pathwise": pathwise,
        "score": F(what, family, theta, x) * score + detached,
        "detached": detached,
    }

"""Distributions whose CDF is known, with its inverse: what a chain of two CDFs is made of."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class Known:
    """Density, CDF and inverse CDF of a distribution, elementwise.

    >>> KNOWN["logistic"].icdf(KNOWN["logistic"].cdf(torch.tensor([0.5])))
    tensor([0.5000])
    """

    density: Callable
    cdf: Callable
    icdf: Callable


def _logistic(x):
    return torch.sigmoid(x) * torch.sigmoid(-x)


def _bumps(part):
    """0.35 of a logistic around −2.5 and 0.65 of one around 2, both of scale 0.5."""

    def of(x):
        return 0.35 * part((x + 2.5) / 0.5) + 0.65 * part((x - 2.0) / 0.5)

    return of


_GRID = torch.linspace(-20, 20, 40_001, dtype=torch.float64)
_TABLE = _bumps(torch.sigmoid)(_GRID)


def _bumps_icdf(u):
    """No formula exists: read off a table here, found by a root search in chapter 06."""
    return torch.as_tensor(np.interp(u.numpy(), _TABLE.numpy(), _GRID.numpy())).to(u)


KNOWN = {
    "normal": Known(
        lambda x: torch.exp(-0.5 * x**2) / math.sqrt(2 * math.pi),
        torch.special.ndtr,
        torch.special.ndtri,
    ),
    "logistic": Known(_logistic, torch.sigmoid, torch.logit),
    "exponential": Known(  # with mean 2
        lambda x: torch.where(x >= 0, torch.exp(-x / 2) / 2, 0.0),
        lambda x: torch.where(x >= 0, -torch.expm1(-x / 2), 0.0),
        lambda u: -2 * torch.log1p(-u),
    ),
    "two bumps": Known(lambda x: _bumps(_logistic)(x) / 0.5, _bumps(torch.sigmoid), _bumps_icdf),
}

"""Rising maps without a formula for their inverse, with their slopes."""

import torch


def cubic(x):
    """x³ + x: steep outside, slope 1 in the middle."""
    return x**3 + x


def cubic_slope(x):
    return 3 * x**2 + 1


def bent(x):
    """eˣ + 2x − 3: nothing about it is symmetric."""
    return torch.exp(x) + 2 * x - 3


def bent_slope(x):
    return torch.exp(x) + 2


def flat(x):
    """Steep on both sides, nearly flat around 1."""
    return torch.sinh(x - 1) - 0.95 * torch.tanh(x - 1)


def flat_slope(x):
    return torch.cosh(x - 1) - 0.95 / torch.cosh(x - 1) ** 2

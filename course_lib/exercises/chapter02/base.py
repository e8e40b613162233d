"""What the exercises of chapter 02 stand on: exact inputs, the base, a few matrices L."""

import math

import torch

LOG_TWO_PI = math.log(2 * math.pi)


def tensor(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def log_p0(z):
    """The base's log-density, log p0(z) = −z²/2 − ½ log 2π, element by element."""
    return -0.5 * z**2 - 0.5 * LOG_TWO_PI


# Diagonals that are not 1 and do not multiply to 1; L Lᵀ and Lᵀ L differ.
L2 = tensor([[2.0, 0.0], [-1.5, 0.8]])
B2 = tensor([0.7, -1.2])
L3 = tensor([[0.5, 0.0, 0.0], [1.2, 3.0, 0.0], [-0.4, 0.9, 1.6]])
B3 = tensor([1.0, -2.0, 0.3])

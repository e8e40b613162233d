"""What the inputs and references of several chapters' exercises are made of."""

import math

import torch

LOG_TWO_PI = math.log(2 * math.pi)


def tensor(numbers):
    """Numbers as a float64 tensor: inputs are exact, so that right answers agree to 1e-5.

    >>> tensor([0.1, 2]).dtype
    torch.float64
    """
    return torch.tensor(numbers, dtype=torch.float64)


def log_p0(z):
    """The base's log-density, log p0(z) = −z²/2 − ½ log 2π, element by element.

    >>> round(log_p0(tensor(0.0)).item(), 4)
    -0.9189
    """
    return -0.5 * z**2 - 0.5 * LOG_TWO_PI

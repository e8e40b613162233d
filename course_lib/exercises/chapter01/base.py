"""What all exercises of chapter 01 stand on: the standard normal base."""

import math

import torch


def tensor(numbers):
    return torch.tensor(numbers, dtype=torch.float64)


def log_p0(z):
    """The base's log-density, log p0(z) = −z²/2 − ½ log 2π."""
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def p0(z):
    return torch.exp(log_p0(z))

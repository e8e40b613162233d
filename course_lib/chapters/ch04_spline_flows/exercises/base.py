"""What the exercises of chapter 04 stand on: a few bins, and the knots of two whole splines."""

import torch

from course_lib.exercises.inputs import tensor


def bins(*ends):
    """The six numbers of one bin, or of several: z0, z1, x0, x1, d0, d1."""
    return tuple(tensor(numbers) for numbers in ends)


NAMES = ("z0", "z1", "x0", "x1", "d0", "d1")

# Widths, heights and slopes that are not 1; no bin looks the same from its other end.
BENT = bins(-1.5, 0.5, -0.8, 2.2, 0.4, 2.6)  # w = 2, h = 3, s = 1.5
STEEP = bins(0.7, 1.1, -3.0, -0.5, 9.0, 0.3)  # w = 0.4, h = 2.5, s = 6.25
FLAT = bins(2.0, 5.0, 1.0, 1.6, 0.05, 1.7)  # w = 3, h = 0.6, s = 0.2
EACH_ITS_OWN = bins(
    [-1.5, 0.7, 2.0],
    [0.5, 1.1, 5.0],
    [-0.8, -3.0, 1.0],
    [2.2, -0.5, 1.6],
    [0.4, 9.0, 0.05],
    [2.6, 0.3, 1.7],
)

# Uneven knots. The first spline ends on the diagonal with slope 1, the second one does neither.
EVEN_ENDS = (
    tensor([-3.0, -2.2, 0.1, 0.9, 3.0]),
    tensor([-3.0, -0.4, 0.2, 2.1, 3.0]),
    tensor([1.0, 0.3, 2.4, 0.7, 1.0]),
)
ODD_ENDS = (
    tensor([-2.0, -1.4, 0.5, 4.0]),
    tensor([-1.0, 1.5, 2.0, 3.2]),
    tensor([0.6, 2.2, 0.25, 1.8]),
)


def parts(z, z0, z1, x0, x1):
    """Height h, mean slope s and ξ of one bin."""
    return x1 - x0, (x1 - x0) / (z1 - z0), (z - z0) / (z1 - z0)


def bin_map(z, z0, z1, x0, x1, d0, d1):
    h, s, t = parts(z, z0, z1, x0, x1)
    both = t * (1 - t)
    return x0 + h * (s * t**2 + d0 * both) / (s + (d0 + d1 - 2 * s) * both)


def bin_log_slope(z, z0, z1, x0, x1, d0, d1):
    _, s, t = parts(z, z0, z1, x0, x1)
    both = t * (1 - t)
    above = s**2 * (d1 * t**2 + 2 * s * both + d0 * (1 - t) ** 2)
    below = s + (d0 + d1 - 2 * s) * both
    return torch.log(above) - 2 * torch.log(below)


def quadratic(x, z0, z1, x0, x1, d0, d1):
    """a, b, c of a ξ² + b ξ + c = 0, which ξ solves at the height x."""
    h, s, _ = parts(z0, z0, z1, x0, x1)
    y = x - x0
    bent = y * (d0 + d1 - 2 * s)
    return h * (s - d0) + bent, h * d0 - bent, -s * y


def bin_inverse(x, z0, z1, x0, x1, d0, d1):
    a, b, c = quadratic(x, z0, z1, x0, x1, d0, d1)
    return z0 + (z1 - z0) * 2 * c / (-b - torch.sqrt(b**2 - 4 * a * c))

"""What is drawn in a plane: grids, circles and contour lines, each as one curve."""

import contourpy
import numpy as np
import torch
from matplotlib.path import Path

LIFT = np.full((1, 2), np.nan)  # where the pen is lifted


def joined(pieces):
    """Several polylines of shape (n, 2) as one curve with gaps.

    >>> joined([np.zeros((2, 2)), np.ones((1, 2))]).shape
    (5, 2)
    """
    pieces = list(pieces)
    return np.concatenate([part for piece in pieces for part in (piece, LIFT)] or [LIFT])


def grid_lines(reach=3):
    """The lines z1 = k and z2 = k for whole k between −reach and reach, as one curve."""
    ends = np.array([-reach, reach], dtype=float)
    lines = []
    for k in range(-reach, reach + 1):
        lines += [np.column_stack([[k, k], ends]), np.column_stack([ends, [k, k]])]
    return joined(lines)


def circle(radius=1.0, corners=121):
    """A closed circle around 0 as corners of shape (n, 2)."""
    t = np.linspace(0, 2 * np.pi, corners)
    return radius * np.column_stack([np.cos(t), np.sin(t)])


def lattice(low, high, n):
    """Points of an n × n lattice over the rectangle from low to high: (n·n, 2), float64."""
    low, high = (torch.as_tensor(t, dtype=torch.float64) for t in (low, high))
    along = torch.linspace(0, 1, n, dtype=torch.float64)
    return low + (high - low) * torch.cartesian_prod(along, along)


def contours(points, values, levels):
    """The lines on which values on a square ``lattice`` reach the levels, as one curve."""
    lines = _generator(points, values).lines
    return joined(line for level in levels for line in lines(float(level)))


def region(points, values, level):
    """Where values on a square ``lattice`` exceed the level, as a path that may have holes."""
    corners, codes = _generator(points, values).filled(float(level), float("inf"))
    if not corners:
        return Path(np.zeros((1, 2)))
    return Path(np.concatenate(corners), np.concatenate(codes))


def _generator(points, values):
    n = round(len(points) ** 0.5)
    x1, x2, z = (np.asarray(t).reshape(n, n) for t in (points[:, 0], points[:, 1], values))
    z = np.ma.masked_invalid(z)
    return contourpy.contour_generator(x1, x2, z, fill_type=contourpy.FillType.OuterCode)


def mass_levels(density, masses):
    """The densities above which the given shares of the total lie.

    Reference: R. Hyndman, "Computing and graphing highest density regions" (1996).

    >>> mass_levels(torch.tensor([0.1, 0.6, 0.3], dtype=torch.float64), [0.5, 0.8])
    [0.6, 0.3]
    """
    falling = density.flatten().sort(descending=True)[0]
    share = falling.cumsum(0) / falling.sum()
    places = torch.searchsorted(share, torch.tensor(masses, dtype=share.dtype))
    return [round(v, 12) for v in falling[places.clamp(max=len(falling) - 1)].tolist()]

"""A sphere cut into cells, and the area of each after a map: measured, not by a log-det."""

import numpy as np


def corners(heights, longitudes):
    """The points of a grid, (rows, columns, 3): heights from −1 to 1, longitudes in radians."""
    h, phi = np.meshgrid(heights, longitudes, indexing="ij")
    ring = np.sqrt(1 - h**2)
    return np.stack([ring * np.cos(phi), ring * np.sin(phi), h], -1)


def areas(x):
    """The areas of the grid's cells, (rows + 1, columns + 1, 3) → (rows, columns).

    Each cell is two triangles of the sphere. One that a map has turned over counts as negative.

    Reference: A. Van Oosterom, J. Strackee, "The Solid Angle of a Plane Triangle" (1983).

    >>> whole = corners(np.linspace(-1, 1, 9), np.linspace(-np.pi, np.pi, 13))
    >>> round(float(areas(whole).sum() / np.pi), 6)
    4.0
    """
    x = np.ascontiguousarray(np.moveaxis(x, -1, 0))  # coordinates first: a third of the time
    a, b, c, d = x[:, :-1, :-1], x[:, :-1, 1:], x[:, 1:, 1:], x[:, 1:, :-1]
    return triangles(a, b, c) + triangles(a, c, d)


def triangles(a, b, c):
    """The signed areas of the sphere's triangles with these corners: 3 × (3, ...) → (...)."""
    volume = (
        a[0] * (b[1] * c[2] - b[2] * c[1])
        + a[1] * (b[2] * c[0] - b[0] * c[2])
        + a[2] * (b[0] * c[1] - b[1] * c[0])
    )
    return 2 * np.arctan2(volume, 1 + dot(a, b) + dot(b, c) + dot(c, a))


def dot(a, b):
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

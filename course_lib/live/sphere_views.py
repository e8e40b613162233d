"""A globe seen from far away: where its points are in the picture, and which are in front."""

import numpy as np

from course_lib.live.style import GRID, INK


def about_first(degrees):
    """The matrix that turns by this angle from the first axis to the third: x @ A turns back.

    >>> (np.array([1.0, 0, 0]) @ about_first(90).T).round(3).tolist()
    [0.0, 0.0, 1.0]
    """
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, 0, -s], [0, 1, 0], [s, 0, c]])


def seen_from(x, latitude):
    """Across, up and towards the viewer, who stands over longitude 0: (..., 3) → (..., 3).

    >>> seen_from(np.array([0.0, 0, 1]), 90).round(3).tolist()
    [0.0, 0.0, 1.0]
    """
    x = np.asarray(x) @ about_first(latitude)  # the viewer's place comes to (1, 0, 0)
    return x[..., [1, 2, 0]]


def outline(ax, latitude):
    """The globe's rim, and the circles of its front, on axes that are made square and empty."""
    ax.set(xlim=(-1.08, 1.08), ylim=(-1.08, 1.08), aspect="equal")
    ax.axis("off")
    angle = np.linspace(0, 2 * np.pi, 181)
    seen = seen_from(net(30, 181), latitude)
    lines = np.where(seen[:, 2:] >= 0, seen[:, :2], np.nan)
    ax.plot(*lines.T, color=GRID, lw=0.8)
    ax.plot(np.cos(angle), np.sin(angle), color=INK, lw=1.2)


def towards_viewer(longitude, latitude):
    """A matrix A: x @ A is (towards, across, up) for a viewer above this place, north up.

    >>> (np.array([0.0, 1, 0]) @ towards_viewer(90, 0)).round(3).tolist()
    [1.0, 0.0, 0.0]
    """
    c, s = np.cos(np.radians(longitude)), np.sin(np.radians(longitude))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ about_first(latitude)


def net(step, corners):
    """Circles of latitude and of longitude, ``step`` degrees apart, as one curve (n, 3)."""
    angle = np.radians(np.linspace(-180, 180, corners))
    circles = []
    for b in np.radians(np.arange(step - 90, 90, step)):
        circles.append(np.stack([np.cos(b) * np.cos(angle), np.cos(b) * np.sin(angle),
                                 np.sin(b) + 0 * angle], -1))  # fmt: skip
    for a in np.radians(np.arange(0, 180, step)):
        circles.append(np.stack([np.cos(angle) * np.cos(a), np.cos(angle) * np.sin(a),
                                 np.sin(angle)], -1))  # fmt: skip
    lift = np.full((1, 3), np.nan)
    return np.concatenate([part for c in circles for part in (c, lift)])


class Look:
    """Which places of a table are seen at ``place``, (n, 2), through ``towards_viewer``'s A.

    The table has a value every ``step`` degrees: rows are latitudes from −90° to 90°, columns
    longitudes from −180° to 180°. Between them the values are interpolated; beside the globe they
    are NaN.

    >>> rising = np.repeat(np.linspace(-90.0, 90, 91)[:, None], 181, 1)
    >>> Look(np.array([[0.0, 0.5], [2, 0]]), towards_viewer(0, 0)).up(rising).round(1).tolist()
    [30.0, nan]
    """

    def __init__(self, place, A, step=2):
        depth = 1 - (place**2).sum(-1)
        self.outside = depth < 0
        x = np.column_stack([np.sqrt(depth.clip(0)), place]) @ A.T
        b = (np.degrees(np.arcsin(x[:, 2].clip(-1, 1))) + 90) / step
        along = (np.degrees(np.arctan2(x[:, 1], x[:, 0])) + 180) / step
        last = 180 // step - 1, 360 // step - 1
        self.row = np.minimum(b.astype(int), last[0])
        self.column = np.minimum(along.astype(int), last[1])
        self.down, self.right = b - self.row, along - self.column

    def up(self, table):
        i, j, t, s = self.row, self.column, self.down, self.right
        low = (1 - s) * table[i, j] + s * table[i, j + 1]
        high = (1 - s) * table[i + 1, j] + s * table[i + 1, j + 1]
        return np.where(self.outside, np.nan, (1 - t) * low + t * high)

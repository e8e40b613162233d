"""Angles as this chapter's pictures draw them: a compass, and axes marked in parts of a turn."""

import numpy as np

PI = np.pi
MARKS = ([-PI, -PI / 2, 0, PI / 2, PI], ["−π", "−π/2", "0", "π/2", "π"])


def compass(angle, radius=1.0):
    """The place of an angle on a ring: 0 is at the top, and angles grow clockwise. → (..., 2)

    >>> compass(np.array([0.0, np.pi / 2])).round(3).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    angle, radius = np.broadcast_arrays(np.asarray(angle), radius)
    return np.stack([radius * np.sin(angle), radius * np.cos(angle)], -1)


def ring_axes(ax, reach=1.2):
    """A square without axes, for a circle in its middle."""
    ax.set(xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
    ax.axis("off")


def marked(axis):
    """Ticks at quarters of a turn."""
    axis.set_ticks(*MARKS)

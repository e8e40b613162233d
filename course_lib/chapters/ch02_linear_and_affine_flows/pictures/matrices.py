"""A 2 × 2 matrix as text that follows: brackets once, numbers at every change."""

from course_lib.live.style import INK
from course_lib.live.words import number

COLUMN, ROW = 62, 24


class Matrix:
    """Four numbers, aligned at the right of their columns, between brackets."""

    def __init__(self, picture, ax, label, x, y, bold=False):
        ax.text(x - 6, y - 10, label, fontsize=15, va="center")
        for side, inwards in ((x - 6, 6), (x + 2 * COLUMN + 4, -6)):
            top, bottom = y + 4, y + 2 * ROW + 8
            ends = [side + inwards, side, side, side + inwards]
            ax.plot(ends, [top, top, bottom, bottom], color=INK, lw=1.6, clip_on=False)
        weight = "bold" if bold else "normal"
        self.entries = [
            picture.moving(ax.text(x + (j + 1) * COLUMN, y + 6 + (i + 0.5) * ROW, "", ha="right",
                                   va="center", fontsize=15, weight=weight))
            for i in range(2) for j in range(2)
        ]  # fmt: skip

    def set(self, matrix):
        for entry, value in zip(self.entries, matrix.ravel(), strict=True):
            entry.set_text("0" if value == 0 else number(value, 2))

"""Bars beside a picture that say how much area lies under each curve."""

from matplotlib.patches import Rectangle

from course_lib.live.style import INK
from course_lib.live.words import number


class Meters:
    """One bar per row, filled up to its value, with the number beside it and a mark at 1."""

    def __init__(self, picture, ax, rows, lowest=0.0, highest=2.0, title="area under each curve"):
        self.lowest, self.highest = lowest, highest
        span = highest - lowest  # left of the bars there is room for labels, right for numbers
        ax.set(xlim=(lowest - 0.75 * span, highest + 0.7 * span), xticks=[0, 1], yticks=[])
        ax.set_ylim(len(rows) - 0.4, -0.75)
        ax.spines["left"].set_visible(False)
        ax.spines["bottom"].set_visible(False)
        ax.grid(False)
        ax.set_title(title)
        ax.vlines([0, 1], -0.6, len(rows) - 0.4, color=INK, lw=[0.8, 1.6], zorder=3)
        self.bars, self.texts = [], []
        for row, (label, color, hatch) in enumerate(rows):
            ax.text(lowest - 0.04 * span, row, label, va="center", ha="right", fontsize=14)
            bar = Rectangle((0, row - 0.32), 0, 0.64, facecolor=color, alpha=0.85, hatch=hatch)
            bar.set_edgecolor("white")
            bar.set_linewidth(0)
            self.bars.append(picture.moving(ax.add_patch(bar)))
            text = ax.text(highest + 0.04 * span, row, "", va="center", fontsize=16, weight="bold")
            self.texts.append(picture.moving(text))

    def set(self, values):
        """Fill the bars; None or NaN leaves a bar empty; a bar too long gets an arrow."""
        for bar, text, value in zip(self.bars, self.texts, values, strict=True):
            if value is None or value != value:
                bar.set_width(0)
                text.set_text("–" if value is None else "nan")
                continue
            width = round(min(max(value, self.lowest), self.highest), 4)  # finer than a pixel
            if width != bar.get_width():  # what is not touched is not drawn again
                bar.set_width(width)
            text.set_text(("▶ " if value > self.highest else "") + number(value))

"""For whom a picture is drawn: a page at arm's length, or a wall seen from the last row.

A host says so with ``drawn_at`` while the picture is made. Nothing in a picture knows of it.
"""

import warnings
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

from course_lib.live.style import RC

_SIZES = ("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize")
_WIDTHS = ("grid.linewidth", "axes.linewidth", "xtick.major.width", "ytick.major.width")


class NoRoom(ValueError):
    """At this size nothing is left of the picture beside its words."""


@dataclass(frozen=True)
class DrawingSize:
    """Text smaller than ``text`` and lines thinner than ``line`` are enlarged to that."""

    size: tuple | None = None  # px; None: the picture's own
    text: float = 0.0  # px
    line: float = 0.0  # px
    title: bool = True  # False where the title stands above the picture already

    def rc(self):
        """The style, with nothing too small in it."""
        sizes = {name: max(RC[name], self.text) for name in (*_SIZES, "legend.fontsize")}
        return RC | sizes | {name: max(RC.get(name, 0.8), self.line) for name in _WIDTHS}

    def enlarge(self, artists):
        """Bring these artists up to the smallest text and the thinnest line."""
        for artist in artists:
            if isinstance(artist, Text):
                _at_least(artist, "fontsize", self.text)
            elif isinstance(artist, Line2D):
                _at_least(artist, "linewidth", self.line)
                _at_least(artist, "markeredgewidth", self.line)
            elif isinstance(artist, Patch):
                _at_least(artist, "linewidth", self.line)
            elif isinstance(artist, Collection):
                widths = artist.get_linewidth()
                if any(0 < w < self.line for w in widths):
                    artist.set_linewidth([w and max(w, self.line) for w in widths])

    def lay_out(self, figure):
        """Draw once with everything in place. Raises NoRoom if enlarged text leaves none."""
        if not self.text:
            figure.draw_without_rendering()
            return
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="constrained_layout not applied")
            figure.draw_without_rendering()
        _break_long_labels(figure)
        with warnings.catch_warnings():
            warnings.filterwarnings("error", message="constrained_layout not applied")
            try:
                figure.draw_without_rendering()
            except UserWarning:
                width, height = figure.bbox.size
                raise NoRoom(
                    f"a picture of {width:.0f} × {height:.0f} px has no room beside text of "
                    f"{self.text:.0f} px; make it larger."
                ) from None


def _at_least(artist, name, least):
    """Raise what is there and too small; leave the rest alone, for a change means a new drawing."""
    if 0 < getattr(artist, f"get_{name}")() < least:
        getattr(artist, f"set_{name}")(least)


def _break_long_labels(figure):
    """Give a y label a second line where it has outgrown its axis."""
    renderer = figure.canvas.get_renderer()
    for ax in figure.axes:
        label = ax.yaxis.label
        if label.get_window_extent(renderer).height > 0.97 * ax.bbox.height:
            label.set_text(_in_two(label.get_text()))
            label.set_linespacing(1)


def _in_two(words):
    """Two lines of about the same length: "scale, then shift" → "scale,\\nthen shift"."""
    blanks = [k for k, letter in enumerate(words) if letter == " "]
    if not blanks:
        return words
    middle = min(blanks, key=lambda k: abs(k - len(words) / 2))
    return words[:middle] + "\n" + words[middle + 1 :]


NOTEBOOK = DrawingSize()
_current = ContextVar("drawing_size", default=NOTEBOOK)


def current_size():
    """The size at which pictures are drawn that are made now."""
    return _current.get()


@contextmanager
def drawn_at(size):
    """Pictures made inside are drawn at this size."""
    token = _current.set(size)
    try:
        yield
    finally:
        _current.reset(token)

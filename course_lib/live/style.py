"""One look for the whole course: colours that keep their meaning, sizes that carry to the last row.

The colours are from Okabe and Ito's palette, which people with any of the common colour-vision
deficiencies can tell apart. Colour never speaks alone: what differs in colour differs in dash or
marker or is labelled, too.

Reference: M. Okabe, K. Ito, "Color Universal Design" (2008).
"""

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text

BASE = "#0072B2"  # the base density p0(z) and everything that lives in z        (blue)
MAP = "#1b1b1b"  # the map f                                                     (near black)
TARGET = "#D55E00"  # the density p(x) and everything that lives in x            (vermilion)
WRONG = "#CC79A7"  # a formula with a term missing, a gradient that misleads     (purple)
YOURS = "#009E73"  # what the learner has written                                (green)
DATA = "#6b6b6b"  # measured points                                              (grey)
INK = "#1b1b1b"
GRID = "#d9d9d9"

DASH = {"base": "-", "target": "-", "wrong": (0, (5, 2)), "yours": (0, (8, 2, 2, 2))}

RC = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same glyphs on every machine
    "font.size": 13,
    "axes.titlesize": 14,
    "axes.labelsize": 14,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.5,
    "lines.markersize": 6,
    "legend.frameon": False,
    "legend.fontsize": 13,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.fonttype": "path",
}


_SIZES = ("font.size", "axes.titlesize", "axes.labelsize", "xtick.labelsize", "ytick.labelsize")
_WIDTHS = ("grid.linewidth", "axes.linewidth", "xtick.major.width", "ytick.major.width")


@dataclass(frozen=True)
class Look:
    """For whom a picture is drawn: a page at arm's length, or a wall seen from the last row.

    A picture reads it once, when it is made. Nothing in a picture knows of it: what is smaller than
    the smallest ``text`` or thinner than the thinnest ``line`` is brought up to it.
    """

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
                artist.set_fontsize(max(artist.get_fontsize(), self.text))
            elif isinstance(artist, Line2D):
                if artist.get_linewidth() > 0:
                    artist.set_linewidth(max(artist.get_linewidth(), self.line))
                if artist.get_markeredgewidth() > 0:
                    artist.set_markeredgewidth(max(artist.get_markeredgewidth(), self.line))
            elif isinstance(artist, Patch):
                if artist.get_linewidth() > 0:
                    artist.set_linewidth(max(artist.get_linewidth(), self.line))
            elif isinstance(artist, Collection):
                artist.set_linewidth([w and max(w, self.line) for w in artist.get_linewidth()])


NOTEBOOK = Look()
_look = ContextVar("look", default=NOTEBOOK)


def look():
    """The look that pictures made now take on."""
    return _look.get()


@contextmanager
def looking(wanted):
    """Pictures made inside take on this look."""
    token = _look.set(wanted)
    try:
        yield
    finally:
        _look.reset(token)

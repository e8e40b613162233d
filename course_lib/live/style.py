"""One look for the whole course: colours that keep their meaning, sizes that carry to the last row.

Each colour has a counterpart for dark pages in ``course_lib/theme.py``, where the palette is
explained; a page's own theme chooses. Colour never speaks alone: what differs in colour differs in
dash or marker or is labelled, too.
"""

BASE = "#0072B2"  # the base density p0(z) and everything that lives in z        (blue)
MAP = "#1b1b1b"  # the map f                                                     (near black)
TARGET = "#BD5200"  # the density p(x) and everything that lives in x            (vermilion)
WRONG = "#BC4B87"  # a formula with a term missing, a gradient that misleads     (purple)
YOURS = "#008058"  # what the learner has written                                (green)
LENT = "#1b1b1b"  # the course's answer in place of the learner's                     (near black)
DATA = "#5c5c5c"  # measured points                                              (grey)
QUIET = "#808080"  # what steps back behind the others                    (light grey)
INK = "#1b1b1b"
GRID = "#d9d9d9"

DASH = {
    "base": "-",
    "target": "-",
    "wrong": (0, (5, 2)),
    "yours": (0, (8, 2, 2, 2)),
    "lent": (0, (1, 1.5)),
}

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

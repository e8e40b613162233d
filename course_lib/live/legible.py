"""What carries meaning stands out from the paper, light or dark, by 3 to 1: the engine sees to it.

A picture chooses a colour of the palette and an opacity. Where that leaves a line or a marker too
faint it is made as opaque as it must be; a pale region that no line bounds gets an outline. Rules
in the colour of the grid carry no meaning.

Reference: W3C, "Web Content Accessibility Guidelines 2.2" (2023), 1.4.11 Non-text Contrast.
"""

from matplotlib.collections import Collection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from course_lib.live.style import GRID
from course_lib.theme import DARK_PAPER, PAIRS, PAPER, contrast, over

LEAST = 3.0
OUTLINE = 1.0  # px


def make_legible(figure):
    """Raise what is too faint in all axes of the figure; leave the rest as it is."""
    for ax in figure.axes:
        frame = {*ax.spines.values(), ax.patch}
        lines = ax.findobj(Line2D)
        for line in lines:
            _raise(line, line.get_color() if has_stroke(line) else line.get_markeredgecolor())
        bounded = {to_hex(line.get_color()) for line in ax.lines}
        for patch in ax.findobj(Patch):
            if patch not in frame and patch.get_visible():
                _bound(patch, patch.get_facecolor(), patch.get_edgecolor(), bounded)
        for region in ax.findobj(Collection):
            for face in region.get_facecolor()[:1]:
                edge = region.get_edgecolor()
                _bound(region, face, edge[0] if len(edge) else (0, 0, 0, 0), bounded)


def seen(color, opacity):
    """The smaller of its contrasts, on light paper and on dark.

    >>> round(seen("#1b1b1b", 1.0), 1), round(seen("#1b1b1b", 0.3), 1)
    (15.4, 1.9)
    """
    dark = over(PAIRS.get(color, color), DARK_PAPER, opacity)
    return min(contrast(over(color, PAPER, opacity), PAPER), contrast(dark, DARK_PAPER))


def enough(color, opacity):
    """The opacity, or as much more as it takes to be seen.

    >>> enough("#1b1b1b", 0.3), enough("#1b1b1b", 0.8)
    (0.47, 0.8)
    """
    steps = (opacity + k / 100 for k in range(101))
    return next((a for a in steps if a > 1 or seen(color, a) >= LEAST), 1) if opacity < 1 else 1


def has_stroke(line):
    return line.get_linestyle() not in ("None", "none", " ", "") and line.get_linewidth() > 0


def _raise(line, color):
    opacity = line.get_alpha()
    if opacity and isinstance(color, str) and to_hex(color) not in (PAPER, GRID):
        least = min(1, round(enough(to_hex(color), opacity), 2))
        if least > opacity:
            line.set_alpha(least)


def _bound(region, face, edge, bounded):
    """Outline a pale region in its own colour; deepen one whose edges are cut out of it."""
    color, opacity = to_hex(face), face[3]
    cut = to_hex(edge) == PAPER and edge[3] > 0
    if not opacity or color in (PAPER, *bounded) or seen(color, opacity) >= LEAST:
        return
    if cut:
        region.set_alpha(min(1, round(enough(color, opacity), 2)))
        return
    region.set_alpha(None)
    region.set_facecolor((*to_rgba(color)[:3], opacity))
    region.set_edgecolor(color)
    region.set_linewidth(OUTLINE)

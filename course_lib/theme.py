"""The colours of the course, each with its counterpart for dark pages, in one table.

Pictures, panels and quizzes write a colour as ``css("#0072b2")``: a variable, with the light colour
in reserve. ``SHEET`` gives the variables their dark values where the page says that it is dark
(JupyterLab, VS Code, Colab). Where nobody says so, on GitHub, on paper, in saved pictures, it is
light.

Base, target and the learner's colour keep their hue in the dark. They descend from a palette that
people with any of the common colour-vision deficiencies can tell apart, darkened so that words can
be written in them: at least 4.5 to 1 against the paper, on both.

References: M. Okabe, K. Ito, "Color Universal Design" (2008); W3C, "Web Content Accessibility
Guidelines 2.2" (2023), 1.4.3 and 1.4.11.
"""

import re

PAPER, DARK_PAPER = "#ffffff", "#111111"
PAIRS = {  # on light paper: on dark paper
    PAPER: DARK_PAPER,
    "#1b1b1b": "#e8e8e8",  # ink, and the map
    "#0072b2": "#4aa3df",  # base
    "#bd5200": "#ff8f40",  # target
    "#bc4b87": "#ec8fc0",  # wrong
    "#008058": "#2fc997",  # yours
    "#5c5c5c": "#b4b4b4",  # data
    "#808080": "#909090",  # what steps back, and frames
    "#d9d9d9": "#3d3d3d",  # rules and grids: they carry no meaning
    # panels: words and frames, then their grounds
    "#00694b": "#4fd1a5",
    "#a33c00": "#ffa366",
    "#4d4d4d": "#bdbdbd",
    "#005a8f": "#7cc4f5",
    "#e9f6f0": "#10261e",
    "#fff4ea": "#2b1d10",
    "#f4f4f4": "#1e1e1e",
    "#eef5fb": "#10202c",
}
DARK_PAGES = (
    'body[data-jp-theme-light="false"]',
    'body[data-vscode-theme-kind="vscode-dark"]',
    "html[theme=dark]",
)


def css(color):
    """The colour as CSS that follows the page: ``color`` is a key of PAIRS, in any case.

    >>> css("#0072B2")
    'var(--c0072b2,#0072b2)'
    """
    color = color.lower()
    if color not in PAIRS:
        raise KeyError(f"{color} has no counterpart on dark paper; give it one in PAIRS.")
    return f"var(--c{color[1:]},{color})"


_KNOWN = re.compile("|".join(PAIRS), re.IGNORECASE)


def themed(text):
    """A style sheet of ours with all colours of the table as variables.

    >>> themed("color: #FFFFFF; width: 3px")
    'color: var(--cffffff,#ffffff); width: 3px'
    """
    return _KNOWN.sub(lambda found: css(found[0]), text)


def sheet():
    """The style element that gives the variables their dark values; it touches nothing else."""
    values = ";".join(f"--c{light[1:]}:{dark}" for light, dark in PAIRS.items())
    return f"<style>{','.join(DARK_PAGES)}{{{values}}}</style>"


SHEET = sheet()


def contrast(one, other):
    """The ratio of two colours' luminances, 1 to 21, by WCAG's formula.

    >>> round(contrast("#ffffff", "#000000"))
    21
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def over(color, paper, opacity):
    """A colour of this opacity on paper, as a colour.

    >>> over("#000000", "#ffffff", 0.5)
    '#808080'
    """
    mixed = (opacity * a + (1 - opacity) * b for a, b in zip(_rgb(color), _rgb(paper), strict=True))
    return "#" + "".join(f"{round(v):02x}" for v in mixed)


def _rgb(color):
    return [int(color[k : k + 2], 16) for k in (1, 3, 5)]


def _luminance(color):
    parts = [v / 255 for v in _rgb(color)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return sum(w * v for w, v in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

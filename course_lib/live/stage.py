"""How a picture and its controls share a page: seen together on a small laptop, or enlarged.

The controls stand above the picture, so that a readout that needs a second line moves nothing
under the hand. The picture is as wide as the page allows and as high as leaves room for all the
rest; below a width at which it can still be read it scrolls. "Enlarge" gives it the width of the
whole notebook; what gets too high scrolls under its controls, which stay.
"""

import math
import sys

import ipywidgets as widgets

from course_lib.theme import themed

WIDEST, NARROWEST = 1100, 560  # px
ENLARGED = (900, 1800)  # px: as wide as it was drawn, at least; and at most
CHROME = 121  # px: what JupyterLab needs of a window for its menus, tabs and status line
ROW, LINE, GAP = 34, 26, 22  # px
LETTERS = 105  # of a readout, in one line
LARGE, CONTROLS = "course-large", "course-controls"
# A menu's arrow: ipywidgets' own is black, on black paper as well.
ARROW = "#808080"
ARROW_DRAWN = (
    "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E"
    f"%3Cpath d='M4 7l5 5 5-5' fill='none' stroke='%23{ARROW[1:]}' stroke-width='2'/%3E"
    '%3C/svg%3E")'
)
ON_PAPER = themed("background:#ffffff;color:#1b1b1b")
# Only core widgets: the class is put on a box, and its rules come with the picture.
RULES = (
    f"<style>.{LARGE}{{position:fixed!important;inset:0;z-index:9999;overflow:auto!important;"
    f"padding:0 16px 8px;{ON_PAPER}}}.{LARGE}>*{{flex-shrink:0}}"
    f".{LARGE}>:first-child{{position:sticky;top:0;z-index:1;{ON_PAPER}}}"
    f".{CONTROLS}{{--jp-widgets-dropdown-arrow:{ARROW_DRAWN}}}"
    # On a telephone a name stands above its slider, which needs all the width to be hit.
    f"@media (max-width:500px){{.{CONTROLS} .widget-slider{{flex-wrap:wrap;"
    f"height:auto;min-width:0!important}}"
    f".{CONTROLS} .widget-slider>.widget-label{{width:100%!important;text-align:left}}}}</style>"
)


def width_on_a_page(size, sliders, lines=1):
    """A CSS length: the widest that leaves the controls and the readout in the window.

    ``size`` is the picture's (width, height); ``sliders`` how many there are, two to a row;
    ``lines`` those of the readout. Colab shows a picture in a frame that is as high as the
    picture: there only the width counts.
    """
    if "google.colab" in sys.modules:
        return f"{WIDEST}px"
    width, height = size
    taken = CHROME + around(sliders, lines)
    return f"min({WIDEST}px, calc((100vh - {taken}px) * {width / height:.4f}))"


def around(sliders, lines=1):
    """What stands around a picture, in px: its rows of controls, and its readout."""
    return (math.ceil(sliders / 2) + 1) * ROW + lines * LINE + GAP


def lines_of(readouts):
    """How many lines a readout takes, on a small laptop."""
    letters = sum(len(label) + len(str(text)) + 4 for label, text in readouts.items())
    return max(1, math.ceil(letters / LETTERS))


class Stage:
    """Background and frame over each other, and the button that enlarges them."""

    def __init__(self, layers, size, sliders):
        self.size, self.sliders, self.lines = size, sliders, 1
        self.grid = widgets.GridBox(layers, layout={"grid_template_columns": "100%"})
        scrolls = {"width": "100%", "overflow": "auto hidden", "display": "block"}
        self.box = widgets.Box([self.grid], layout=scrolls)
        told = "show this picture as large as the window, or back in its place"
        self.button = widgets.ToggleButton(
            description="Enlarge", tooltip=told, layout={"width": "90px"}
        )
        self._fit()

    def enlarges(self, whole):
        """Let the button enlarge this box, of which the stage is a part."""

        def toggled(change):
            (whole.add_class if change.new else whole.remove_class)(LARGE)
            self.button.description = "Smaller" if change.new else "Enlarge"
            self._fit()

        self.button.observe(toggled, "value")

    def leave_room(self, readouts):
        """For a readout of so many lines; it is asked once, so that nothing jumps."""
        self.lines = lines_of(readouts)
        self._fit()

    def _fit(self):
        large, layout = self.button.value, self.grid.layout
        layout.min_width = f"{ENLARGED[0] if large else NARROWEST}px"
        whole = f"{ENLARGED[1]}px"
        layout.max_width = whole if large else width_on_a_page(self.size, self.sliders, self.lines)

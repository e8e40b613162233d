"""Where the words of a picture stand: what is cut at the frame, and what lies on other words.

Every text is asked for where it is drawn by a renderer that draws nothing: line by line, with the
ink of its letters and not with the box that matplotlib keeps free around them.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

CUT = 0.75  # px that a letter may stand over the frame: less than its own white edge
TOUCH = 1.0  # px by which two texts may overlap in both directions


@dataclass(frozen=True)
class Line:
    """One line of text and the corners of its ink: x0, y0, x1, y1 in px."""

    text: str
    box: tuple
    size: float

    def overlap(self, other):
        """How far the two overlap, in the direction in which they overlap less; ≤ 0 if apart."""
        (a0, b0, a1, b1), (c0, d0, c1, d1) = self.box, other.box
        return min(min(a1, c1) - max(a0, c0), min(b1, d1) - max(b0, d0))

    def beyond(self, size):
        """How far it stands over the edge of a figure of this size (width, height)."""
        x0, y0, x1, y1 = self.box
        return max(-x0, -y0, x1 - size[0], y1 - size[1])


class Listener(RendererBase):
    """Notes the lines of text that are drawn, and nothing else."""

    def __init__(self, size):
        super().__init__()
        self.size, self.lines = size, []
        self._measure = TextToPath()

    def get_canvas_width_height(self):
        return self.size

    def flipy(self):
        return False  # y goes upwards, as in the axes

    def points_to_pixels(self, points):
        return points  # at 72 dots per inch

    def get_text_width_height_descent(self, s, prop, ismath):
        return self._measure.get_text_width_height_descent(s, prop, ismath)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        if not s.strip() or not gc.get_rgb()[3]:
            return  # nobody sees it
        x0, y0, x1, y1 = self._ink(s, prop, ismath)
        turn = np.deg2rad(angle)
        corners = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        corners = corners @ [[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]
        corners += (x, y)
        box = (*corners.min(0), *corners.max(0))
        self.lines.append(Line(s, tuple(map(float, box)), prop.get_size_in_points()))

    def _ink(self, s, prop, ismath):
        scale = prop.get_size_in_points() / self._measure.FONT_SCALE
        corners, _ = self._measure.get_text_path(_plain(prop), s, ismath)
        corners = np.asarray(corners) * scale
        return (*corners.min(0), *corners.max(0))

    def draw_path(self, *args, **kwargs):
        pass

    def draw_markers(self, *args, **kwargs):
        pass

    def draw_image(self, *args, **kwargs):
        pass

    def draw_path_collection(self, *args, **kwargs):
        pass


def _plain(prop):
    """The same face: a text's path is measured at one size for all."""
    return FontProperties(
        family=prop.get_family(), style=prop.get_style(), weight=prop.get_weight()
    )


def words_of(picture, artists):
    """The lines of text that these artists draw."""
    listener = Listener(tuple(picture.figure.bbox.size))
    for artist in artists:
        artist.draw(listener)
    return listener.lines


class Crowding:
    """What is wrong with the words of a picture, at one setting after the other."""

    def __init__(self, picture):
        self.picture = picture
        self.still = words_of(picture, [picture.figure])  # moving artists are left out of it
        self.faults = {}  # what is wrong → the first values at which it is

    def look(self, **values):
        """Note what is wrong at these values."""
        picture = self.picture
        picture.update(**picture.unfolded(picture.values(**values)))
        picture._drawing.enlarge(picture._moving)
        moving = words_of(picture, picture._moving)
        lines = self.still + moving
        size = tuple(picture.figure.bbox.size)
        for line in lines:
            if line.beyond(size) > CUT:
                self._note("cut at the frame", line.text, values=values)
        for one, other in combinations(lines, 2):
            if one.overlap(other) > TOUCH:
                self._note("on each other", one.text, other.text, values=values)

    def _note(self, *what, values):
        self.faults.setdefault(what, values)

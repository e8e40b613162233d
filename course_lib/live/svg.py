"""matplotlib's own SVG renderer, made lean enough to send a frame at every movement of a slider.

A frame must be small and must be an island on the page: no style sheet that reaches the rest of the
page, no id that another picture may also use. Drawing itself stays matplotlib's job.
"""

import functools
import io
import math
import re

import numpy as np
from matplotlib import _path
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.colors import rgb2hex
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextToPath
from matplotlib.transforms import IdentityTransform

from course_lib.live.raster import data_url
from course_lib.theme import PAIRS, css

LETTERS = [b"M", b"L", b"Q", b"C", b"z"]
DECIMALS = 2  # of a pixel: finer than any screen shows, a third of the bytes of the default


class IslandRenderer(RendererSVG):
    """RendererSVG without header, metadata, style sheet and group ids.

    ``prefix`` makes the ids of clip paths unique on the page (glyphs keep theirs: two pictures that
    define the same letter define it alike). ``text_as_paths`` draws glyphs as outlines (exact
    everywhere, for what is drawn once); otherwise text stays text.
    """

    def __init__(self, width, height, stream, prefix, text_as_paths):
        self._prefix = prefix
        self._ids = 0
        self._text_as_paths = text_as_paths
        super().__init__(width, height, stream, image_dpi=72)

    def _write_metadata(self, metadata):
        pass

    def _write_default_style(self):
        pass  # it would be "* { … }" and restyle every icon of JupyterLab

    def _make_id(self, type, content):
        self._ids += 1
        return f"{self._prefix}{type}{self._ids}"

    def open_group(self, s, gid=None):
        pass

    def close_group(self, s):
        pass

    def _convert_path(self, path, transform=None, clip=None, simplify=None, sketch=None):
        box = (0.0, 0.0, self.width, self.height) if clip else None
        parts = (path, transform, box, simplify, sketch, DECIMALS, LETTERS, False)
        return _path.convert_to_string(*parts).decode("ascii")

    def draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace=None):
        """All markers are one path. Filled discs are round dots: 20 bytes instead of 150."""
        edge = gc.get_linewidth()
        if rgbFace is None or not _is_disc(marker_path) or (edge and _edge_differs(gc, rgbFace)):
            marks = _marks(marker_trans.transform_path(marker_path), trans.transform(path.vertices))
            return self.draw_path(gc, marks, IdentityTransform(), rgbFace)
        points = self._make_flip_transform(trans).transform(path.vertices)
        radius = math.hypot(*marker_trans.transform((1, 0)) - marker_trans.transform((0, 0)))
        style = self._get_style_dict(gc, rgbFace)
        color = rgb2hex(rgbFace[:3])
        opacity = style.get("opacity", style.get("fill-opacity", "1"))
        self.writer.element(
            "path",
            d=_dots(points[((points >= 0) & (points <= (self.width, self.height))).all(1)]),
            **self._get_clip_attrs(gc),
            style=f"fill:none;stroke: {color};stroke-opacity:{opacity};"
            f"stroke-width:{2 * radius + edge:.1f};stroke-linecap:round",
        )

    def draw_png(self, box, image):
        """A PNG that fills a box, for ``raster``; the browser makes it smooth."""
        numbers = {"x": box.x0, "y": self.height - box.y1, "width": box.width, "height": box.height}
        places = {name: f"{value:.2f}" for name, value in numbers.items()}
        self.writer.element("image", preserveAspectRatio="none", href=data_url(image), **places)

    def get_text_width_height_descent(self, s, prop, ismath):
        if ismath or self._text_as_paths:
            return _measured(s, prop.copy(), ismath)
        return _summed(s, prop)

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        clip = self._get_clip_attrs(gc)
        if clip:
            self.writer.start("g", **clip)
        as_paths = self._text_as_paths or ismath
        draw = self._draw_text_as_path if as_paths else self._draw_text_as_text
        draw(gc, x, y, s, prop, angle, ismath, mtext)
        if clip:
            self.writer.end("g")


_MEASURE = TextToPath()


@functools.lru_cache(maxsize=2048)
def _measured(text, font, ismath):
    """The width, height and descent of a text; matplotlib's own memory lasts one renderer."""
    return _MEASURE.get_text_width_height_descent(text, font, ismath)


def _summed(text, font):
    """The same for a text of new words: of letters that have been measured before, not kerned.

    The browser sets it, in a font of its own perhaps: only its height decides where it stands.
    """
    known = _letters(font.copy())
    for letter in text:
        if letter not in known:
            known[letter] = _MEASURE.get_text_width_height_descent(letter, font, False)
    sizes = [known[letter] for letter in text] or [(0, 0, 0)]
    descent = max(descent for _, _, descent in sizes)
    height = max(height - descent for _, height, descent in sizes) + descent
    return sum(width for width, _, _ in sizes), height, descent


@functools.lru_cache(maxsize=256)
def _letters(font):
    """A memory for the sizes of this font's letters."""
    return {}


def _marks(marker, points):
    """The same marker at every point, in one path."""
    points = points[np.isfinite(points).all(axis=1)]
    codes = marker.codes
    if codes is None:
        codes = [Path.MOVETO] + [Path.LINETO] * (len(marker.vertices) - 1)
    corners = points[:, np.newaxis] + marker.vertices
    return Path(corners.reshape(-1, 2), np.tile(codes, len(points)))


def _dots(points):
    """A line of no length at every point: with round ends, a disc."""
    path = Path(points, np.full(len(points), Path.MOVETO))
    text = _path.convert_to_string(path, IdentityTransform(), None, False, None, 1, LETTERS, False)
    return text.decode("ascii").replace(" \n", "h0")


def _edge_differs(gc, face):
    return tuple(gc.get_rgb()[:3]) != tuple(face[:3])


def _is_disc(marker_path):
    """The "o" and "." markers are the unit circle, scaled."""
    circle = Path.unit_circle().vertices
    return marker_path.vertices.shape == circle.shape and np.all(marker_path.vertices == circle)


def still(figure, prefix):
    """Everything of the figure that never moves, as the text of one ``<svg>``."""
    return _page(figure, _drawn(figure, figure, prefix, text_as_paths=True), "")


def moving(figure, artists, prefix, alt, drawn):
    """``artists`` in their present state as the text of one ``<svg>`` that is labelled ``alt``.

    ``drawn`` (a dict of artist → its text) comes back with every call: matplotlib marks an artist
    as stale when it is changed, and one that is not stale looks as it did the last time.
    """
    for number, artist in enumerate(artists):
        limits = artist.axes is not None and artist.axes.stale
        unmarked = isinstance(artist, PathPatch)  # its set_path forgets the mark
        if artist not in drawn or artist.stale or limits or unmarked:
            drawn[artist] = _drawn(figure, artist, f"{prefix}{number}", text_as_paths=False)
            artist.stale = False  # an invisible one does not say so by itself
    return _page(figure, "".join(drawn[artist] for artist in artists), alt)


def _drawn(figure, artist, prefix, text_as_paths):
    """What an artist draws, with all that it refers to, without the ``<svg>`` around it."""
    stream = io.StringIO()
    renderer = IslandRenderer(*figure.bbox.size, stream, prefix, text_as_paths)
    artist.draw(renderer)
    renderer.finalize()
    text = stream.getvalue()
    opened = text.index(">", text.index("<svg")) + 1
    inner = text[opened : text.rindex("</svg>")].strip() if "</svg>" in text else ""
    if 'fill="#' in inner:  # matplotlib's way with the ground of a hatch
        inner = _ATTRIBUTE.sub(r'style="fill: \1"', inner)
    return _COLOR.sub(_follows_the_page, inner)


_ATTRIBUTE = re.compile('fill="(#[0-9a-f]{6})"')
_COLOR = re.compile(": (#[0-9a-f]{6})")  # a fixed beginning: ten times as fast to look for

_VARIABLE = {color: css(color) for color in PAIRS}


def _follows_the_page(found):
    """A colour of the palette as a variable, which has another value on dark pages."""
    return f": {_VARIABLE.get(found[1], found[1])}"


def _page(figure, inner, alt):
    """The svg fills the width that it is given and keeps its proportions, so that it stays crisp
    and whole at any zoom. ``alt`` becomes its label for screen readers; without one it is hidden
    from them.
    """
    width, height = figure.bbox.size
    label = f'role="img" aria-label="{_escape(alt)}"' if alt else 'aria-hidden="true"'
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {label} '
        'style="display:block;width:100%;height:auto;stroke-linejoin:round;stroke-linecap:butt">'
        f"{inner}</svg>"
    )


def _escape(text):
    return (
        text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )

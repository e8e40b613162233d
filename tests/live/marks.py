"""Every moving mark of a frame, compared with what a proof says of it, in data coordinates."""

import math
import re

import numpy as np
from matplotlib.artist import Artist
from matplotlib.textpath import TextToPath

from tests.live import reading

LINE = 0.3  # px: matplotlib's simplification (1/9), the sampling (1/8) and a curve's own corners
CORNER = 0.08  # px: what the decimals of dots (1/10) and of corners (1/100) leave
FULL = 0.9  # the opacity of an image at full strength
ANCHORS = {"left": "start", "center": "middle", "right": "end"}
NUMBER = r"(−?(?:[\d,]+\.?\d*|∞)(?:e[+-]?\d+)?)"


class Marks:
    """The marks of one frame; each method asserts what one of them, or one readout, must be."""

    def __init__(self, picture, **given):
        self.picture = picture
        self.frame, self.readouts = picture.frame(**given)
        # "From nothing to f" is the picture's own: a check asks for ``see.picture.t``.
        self.values = picture.unfolded(picture.values(**given))
        height = picture.figure.bbox.height
        texts = reading.pieces(picture, self.frame)
        self.seen = {artist: reading.read(piece, height) for artist, piece in texts.items()}
        self.checks, self.unread = [], set(self.readouts)

    def _check(self, artist, check):
        assert artist in self.seen, f"{artist} does not move"
        self.checks.append((artist, check))
        self.again(artist, check, self.seen[artist])

    def again(self, artist, check, read):
        """Assert a check of this artist once more, on what is read of it."""
        check(read, f"{name_of(self.picture, artist)} at {self.values}")

    # --- what is drawn ----------------------------------------------------------------------

    def curve(self, artist, x, y, within=LINE, above=None):
        """A line runs through the points (x, y) in data coordinates; NaN lifts the pen.

        What lies below ``above`` is left to another check.
        """
        wanted, box = strokes(to_pixels(artist, x, y)), box_of(artist)
        if above is not None:
            box = (box[0], to_pixels(artist, 0, above)[0, 1], *box[2:])
        assert box[1] < box[3], "nothing would be compared"

        def check(read, where):
            off = reading.apart(line_of(artist, read), wanted, box)
            assert off <= within, f"{where}: off by {off:.2f} px"

        self._check(artist, check)

    def nothing(self, artist):
        """Nothing of it is in the picture."""

        def check(read, where):
            shown = [reading.sampled(path, box_of(artist)) for path in read.paths] + read.dots
            lit = any(opacity.any() for opacity, _ in read.images)
            drawn = lit or sum(map(len, shown)) or read.text
            assert not drawn, f"{where}: something is drawn"

        self._check(artist, check)

    def region(self, artist, x, y, within=LINE):
        """A filled region has this outline, in data coordinates; NaN between its parts."""
        wanted = [closed(s) for s in strokes(to_pixels(artist, x, y))]

        def check(read, where):
            (outline,) = read.paths[:1] or [[]]
            off = reading.apart([closed(s) for s in outline], wanted, box_of(artist))
            assert off <= within, f"{where}: its outline is off by {off:.2f} px"

        self._check(artist, check)

    def under(self, artist, x, y, floor=0.0, within=LINE):
        """A filled region lies between the curve and the floor."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        self.region(artist, np.r_[x[0], x, x[-1]], np.r_[floor, y, floor], within)

    def beside(self, artist, x, y, wall=0.0, within=LINE):
        """A filled region lies between a curve that is turned and the wall."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        self.region(artist, np.r_[wall, x, wall], np.r_[y[0], y, y[-1]], within)

    def level(self, one, other, y):
        """The same y stands at the same height in the axes of both: what leaves one meets it."""
        heights = [to_pixels(artist, 0, y)[:, 1] for artist in (one, other)]
        assert np.allclose(*heights, atol=CORNER), f"{y} at {heights[0]} and at {heights[1]} px"

    def within(self, artist):
        """Is all of a filled region in its axes?"""
        box, corners = box_of(artist), np.concatenate(self.seen[artist].paths[0])
        return bool((corners >= box[:2]).all() and (corners <= box[2:]).all())

    def area(self, artist, wanted, within=1e-3):
        """The filled area, in the axes' units, of the outline that is drawn."""

        def check(read, where):
            corners = [artist.axes.transData.inverted().transform(s) for s in read.paths[0]]
            found = sum(abs(shoelace(part)) for part in corners)
            assert abs(found - wanted) <= within * max(1, abs(wanted)), (
                f"{where}: an area of {found:.4f}, not {wanted:.4f}"
            )

        self._check(artist, check)

    def points(self, artist, x, y, within=CORNER):
        """Markers stand at these points, as far as they lie in the figure, and nowhere else."""
        places = to_pixels(artist, x, y)
        wanted = places[within_figure(artist, places)]

        def check(read, where):
            found = markers_of(artist, read)
            found = found[within_figure(artist, found)]
            assert len(found) == len(wanted), f"{where}: {len(found)} marks, not {len(wanted)}"
            sides = (found, wanted), (wanted, found)
            off = max(reading.farthest(*side) for side in sides)
            assert off <= within, f"{where}: a mark is off by {off:.2f} px"

        self._check(artist, check)

    def boxes(self, artist, corners):
        """Bars reach from (x0, y0) to (x1, y1), in data coordinates."""
        corners = np.atleast_2d(np.asarray(corners, float))
        ends = [to_pixels(artist, corners[:, k], corners[:, k + 1]) for k in (0, 2)]
        wanted = np.hstack([np.minimum(*ends), np.maximum(*ends)])

        def check(read, where):
            (bars,) = read.paths[:1] or [[]]
            found = np.array([np.r_[bar.min(0), bar.max(0)] for bar in bars]).reshape(-1, 4)
            assert found.shape == wanted.shape, f"{where}: {len(found)} bars, not {len(wanted)}"
            off = abs(found - wanted).max()
            assert off <= CORNER, f"{where}: a bar is off by {off:.2f} px"

        self._check(artist, check)

    def marked(self, artist, x, y, within=LINE, at=CORNER):
        """A line with markers runs from point to point."""
        self.curve(artist, x, y, within)
        self.points(artist, x, y, at)

    def raster(self, artist, values, top=None, within=0.006):
        """An image shows ``values(x, y)`` as opacity, in proportion; ``top`` at full strength."""

        def check(read, where):
            ((opacity, box),) = read.images
            wanted = values(*_pixels(artist, opacity, box))
            wanted = np.clip(wanted / (wanted.max() if top is None else top), 0, 1)
            off = abs(opacity - FULL * wanted).max()
            assert off <= within, f"{where}: its opacity is off by {off:.3f}"

        self._check(artist, check)

    def cloud(self, artist, x, y):
        """Dots cover these points, as far as they lie in the axes, and nothing else."""
        wanted, box = to_pixels(artist, x, y), box_of(artist)
        near = _inside(wanted, box, -1)

        def check(read, where):
            ((opacity, at),) = read.images
            assert np.allclose(at, box, atol=0.01), f"{where}: it fills another box"
            rows, columns = np.nonzero(opacity)
            size = np.array([at[2] - at[0], at[3] - at[1]]) / opacity.shape[::-1]
            lit = np.column_stack([columns, rows]) * size + size / 2 + at[:2]
            missed = reading.farthest(wanted[near], lit)
            assert missed <= size.max(), f"{where}: a point without a dot, {missed:.1f} px away"
            stray = reading.farthest(lit, wanted) - artist.size / 2
            assert stray <= size.max(), f"{where}: a dot without its point, off by {stray:.1f} px"

        self._check(artist, check)

    # --- what is said -----------------------------------------------------------------------

    def text(self, artist, pattern, *numbers):
        """The words are the pattern, with the numbers in place of its {}, rounded as they are."""
        self._check(artist, lambda read, where: agrees(read.text, pattern, numbers, where))

    def text_at(self, artist, x, y, ha):
        """The text hangs from the point (x, y), in data coordinates, on this side."""
        ((px, py),) = to_pixels(artist, [x], [y])
        down = _height_of(artist) if artist.get_va() == "top" else 0.0
        assert artist.get_va() in ("top", "baseline")

        def check(read, where):
            _, *found, anchor = read.words[0]
            assert anchor == ANCHORS[ha], f"{where}: it stands on the other side"
            off = math.hypot(found[0] - px, found[1] - py + down)
            assert off <= 1, f"{where}: the text is off by {off:.2f} px"

        self._check(artist, check)

    def reads(self, label, pattern, *numbers):
        """A readout beside the picture; the rules are those of ``text``."""
        agrees(str(self.readouts[label]), pattern, numbers, f"{label} at {self.values}")
        self.unread.discard(label)

    def small(self, label, below):
        """A readout that says how far rounding is off: there is no formula for it, only a bound."""
        assert 0 <= float(self.readouts[label]) < below, (label, self.values, self.readouts[label])
        self.unread.discard(label)


def agrees(text, pattern, numbers, where=""):
    """Assert that a text is the pattern, and that its numbers are these, as finely as it says.

    >>> agrees("mean −1.50, n = 3", "mean {}, n = {}", [-1.5001, 3])
    """
    found = re.fullmatch(NUMBER.join(re.escape(part) for part in pattern.split("{}")), text)
    assert found, f"{where}: says {text!r}, not {pattern!r}"
    for said, wanted in zip(found.groups(), numbers, strict=True):
        plain = said.replace("−", "-").replace(",", "").replace("∞", "inf")
        assert _rounds_to(plain, float(wanted)), f"{where}: says {text!r} for {wanted!r}"


def first_number(said):
    """The number with which a readout begins.

    >>> first_number("−1.50 ± 0.02")
    -1.5
    """
    return float(str(said).replace("−", "-").split()[0].rstrip(","))


def _rounds_to(said, wanted):
    if np.isinf(float(said)) or np.isinf(wanted):
        return float(said) == wanted
    digits, _, power = said.partition("e")
    unit = 10.0 ** (int(power or 0) - len(digits.partition(".")[2]))
    return abs(float(said) - wanted) <= 0.5 * unit * (1 + 1e-6) + 1e-12


# --- in the artist's own axes -------------------------------------------------------------------


def to_pixels(artist, x, y):
    """Data coordinates as pixels.

    The axes' transform is used, not the artist's: an artist in other units is at the wrong place.
    """
    x, y = (np.asarray(v, dtype=float).ravel() for v in np.broadcast_arrays(x, y))
    return artist.axes.transData.transform(np.column_stack([x, y]))


def box_of(artist):
    """Where the artist can be seen."""
    box = artist.axes.bbox if artist.get_clip_on() else artist.axes.figure.bbox
    return (box.x0, box.y0, box.x1, box.y1)


def within_figure(artist, places):
    """Which of the places are in the figure: markers outside of it are left out."""
    size = artist.axes.figure.bbox.size
    with np.errstate(invalid="ignore"):
        return ((places >= 0) & (places <= size)).all(1)


def strokes(places):
    """Pixels with NaN between the strokes, as a list of strokes."""
    lifted = ~np.isfinite(places).all(1)
    parts = np.split(places, np.flatnonzero(lifted))
    return [part[np.isfinite(part).all(1)] for part in parts]


def closed(stroke):
    return np.concatenate([stroke, stroke[:1]])


def shoelace(corners):
    x, y = corners.T
    return float(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)) / 2)


def _inside(places, box, margin):
    """Which of the places lie in the box, at least so many pixels from its border."""
    low, high = np.array(box[:2]) - margin, np.array(box[2:]) + margin
    with np.errstate(invalid="ignore"):
        return ((places >= low) & (places <= high)).all(1)


def _pixels(artist, image, box):
    """The middles of an image's pixels in data coordinates: x and y, each of its shape."""
    rows, columns = image.shape
    x = box[0] + (np.arange(columns) + 0.5) / columns * (box[2] - box[0])
    y = box[1] + (np.arange(rows) + 0.5) / rows * (box[3] - box[1])
    places = np.stack(np.meshgrid(x, y), -1).reshape(-1, 2)
    return artist.axes.transData.inverted().transform(places).T.reshape(2, rows, columns)


def _has_line(artist):
    return artist.get_linestyle() not in ("None", " ", "")


def line_of(artist, read):
    """The strokes of a line, without its markers."""
    return read.paths[0] if _has_line(artist) and read.paths else []


def markers_of(artist, read):
    """The middles of a line's markers: the dots, or the strokes of every marker's shape."""
    if read.dots:
        return np.concatenate(read.dots)
    shapes = [s for path in read.paths[_has_line(artist) :] for s in path]
    each = 2 if artist.get_marker() == "x" else 1  # a cross has two strokes
    groups = [np.concatenate(shapes[k : k + each]) for k in range(0, len(shapes), each)]
    return np.array([(g.min(0) + g.max(0)) / 2 for g in groups]).reshape(-1, 2)


def _height_of(text):
    """How far the first baseline of a text that hangs from its top lies below that top."""
    measure = TextToPath().get_text_width_height_descent
    sizes = [measure(t, text.get_fontproperties(), False) for t in ("lp", text.get_text())]
    return max(h for _, h, _ in sizes) - max(d for _, _, d in sizes)


# --- names --------------------------------------------------------------------------------------


def names(picture):
    """{moving artist: how the picture calls it}: ``curve``, ``meters.bars[0]``."""
    found = {}
    _walk(picture, "", found, depth=5)
    return {artist: found.get(artist, f"moving {k}") for k, artist in enumerate(picture._moving)}


def name_of(picture, artist):
    return names(picture)[artist]


def _walk(thing, name, found, depth):
    if isinstance(thing, Artist):
        found.setdefault(thing, name)
    elif depth and isinstance(thing, dict):
        for key, value in thing.items():
            _walk(value, f"{name}[{key!r}]", found, depth - 1)
    elif depth and isinstance(thing, (list, tuple)):
        for k, value in enumerate(thing):
            _walk(value, f"{name}[{k}]", found, depth - 1)
    elif depth and type(thing).__module__.split(".")[0] in ("course_lib", "tests"):
        for key, value in getattr(thing, "__dict__", {}).items():
            if key not in ("_moving", "_svg_texts", "picture", "figure"):
                _walk(value, f"{name}.{key}".lstrip("."), found, depth - 1)

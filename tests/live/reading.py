"""What a frame shows, read back from its SVG text: which strokes, dots and words each mark drew.

Places are pixels with y upwards, as matplotlib's transforms give them. The text has two decimals
of a pixel, round dots have one, and matplotlib may leave out corners of a line that lie within a
ninth of a pixel of it: nothing that is read is finer than that.
"""

import base64
import io
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

STEP = 0.25  # px: how closely strokes are sampled when they are compared
SVG = "{http://www.w3.org/2000/svg}"
HIDDEN = {f"{SVG}defs", f"{SVG}clipPath", f"{SVG}pattern"}


@dataclass
class Read:
    """The strokes of every ``<path>`` (each an array (n, 2)), the round dots, the words, images."""

    paths: list = field(default_factory=list)
    dots: list = field(default_factory=list)
    words: list = field(default_factory=list)  # (text, x, y, anchor), one for each line
    images: list = field(default_factory=list)  # (opacity 0…1, lowest row first; x0, y0, x1, y1)

    @property
    def text(self):
        return "\n".join(text for text, *_ in self.words)


def pieces(picture, frame):
    """{moving artist: its part of the frame's text}.

    The frame is what its artists drew, in their order, some of it kept from before: nothing may
    stand between, before or after.
    """
    rest, found = frame[frame.index(">") + 1 : frame.rindex("</svg>")], {}
    for artist in picture._moving:
        piece = picture._svg_texts[artist]
        assert rest.startswith(piece), f"the frame does not go on with what {artist} drew"
        found[artist], rest = piece, rest[len(piece) :]
    assert not rest, "the frame shows what no moving artist drew"
    return found


def read(piece, height):
    """A ``Read`` of one artist's text, in a figure of this height."""
    root = ElementTree.fromstring(
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"{piece}</svg>"
    )
    found = Read()
    for element in _shown(root):
        if element.tag == f"{SVG}path":
            d = element.get("d") or ""  # nothing of it is in the figure
            if "h0" in d:
                found.dots.append(_places(d.replace("M", " ").replace("h0", " "), height))
            else:
                found.paths.append([_places(part, height) for part in d.split("M")[1:]])
        elif element.tag == f"{SVG}text":
            found.words.append((element.text or "", *_anchor(element, height)))
        elif element.tag == f"{SVG}image":
            found.images.append(_image(element, height))
        else:
            assert element.tag == f"{SVG}g", f"a frame with {element.tag} cannot be read"
    return found


def _shown(element):
    for child in element:
        if child.tag not in HIDDEN:
            yield child
            yield from _shown(child)


def _image(element, height):
    """Its pixels' opacity, and the box that it fills."""
    kind, _, data = element.get("href").partition(",")
    assert kind == "data:image/png;base64" and element.get("preserveAspectRatio") == "none"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(data))).convert("RGBA"))
    x, y, wide, high = (float(element.get(name)) for name in ("x", "y", "width", "height"))
    return pixels[::-1, :, 3] / 255, (x, height - y - high, x + wide, height - y)


def _places(d, height):
    """The corners in a path's data; a closed part returns to its first one."""
    numbers = np.array(re.sub("[A-Za-z]", " ", d).split(), dtype=float).reshape(-1, 2)
    places = numbers * (1, -1) + (0, height)
    return np.concatenate([places, places[:1]]) if "z" in d else places


def _anchor(element, height):
    """Where a text is anchored (its x and y, or what it is moved by), and by which end."""
    side = re.search(r"text-anchor: *(\w+)", element.get("style") or "")
    side = side.group(1) if side else "start"
    if element.get("x") is not None:
        return float(element.get("x")), height - float(element.get("y")), side
    x, y = re.search(r"translate\(([-.\d]+)[ ,]+([-.\d]+)\)", element.get("transform")).groups()
    return float(x), height - float(y), side


# --- strokes in the view -----------------------------------------------------------------------


def sampled(strokes, box):
    """Points not further apart than STEP on all strokes, as far as they lie in the box."""
    starts = np.concatenate([s[:-1] for s in strokes] or [np.empty((0, 2))])
    ends = np.concatenate([s[1:] for s in strokes] or [np.empty((0, 2))])
    starts, ends = _clipped(starts, ends, box)
    if not len(starts):
        return np.empty((0, 2))
    counts = np.ceil(np.hypot(*(ends - starts).T) / STEP).astype(int) + 1
    which = np.repeat(np.arange(len(counts)), counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    share = (np.arange(len(which)) - first) / np.maximum(counts[which] - 1, 1)
    return starts[which] + share[:, None] * (ends - starts)[which]


def _clipped(starts, ends, box):
    """The parts of the segments inside the box (x0, y0, x1, y1), by Liang and Barsky's method."""
    ok = np.isfinite(starts).all(1) & np.isfinite(ends).all(1)
    starts, ends = starts[ok], ends[ok]
    way = ends - starts
    enter, leave, inside = np.zeros(len(way)), np.ones(len(way)), np.ones(len(way), bool)
    for axis in (0, 1):
        for edge, sign in ((box[axis], 1), (box[axis + 2], -1)):
            speed, room = sign * way[:, axis], sign * (starts[:, axis] - edge)
            with np.errstate(divide="ignore", invalid="ignore"):
                at = -room / speed
            enter = np.where(speed > 0, np.maximum(enter, at), enter)
            leave = np.where(speed < 0, np.minimum(leave, at), leave)
            inside &= (speed != 0) | (room >= 0)
    inside &= enter <= leave
    starts, way, enter, leave = (part[inside] for part in (starts, way, enter, leave))
    return starts + enter[:, None] * way, starts + leave[:, None] * way


def apart(ours, theirs, box):
    """How far, in pixels, the strokes are from each other inside the box; infinite if one is not.

    Each side is looked for in all of the other: a border may belong to one of them only.
    """
    near = (box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1)
    sides = ((ours, theirs), (theirs, ours))
    return max(farthest(sampled(a, near), sampled(b, box)) for a, b in sides)


def farthest(points, others):
    """The largest distance of one of the points from the nearest of the others."""
    if not len(points):
        return 0.0
    return cKDTree(others).query(points)[0].max() if len(others) else np.inf

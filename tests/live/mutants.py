"""Faults put into drawings, to see that the proofs find them.

Every moving mark of a picture is drawn wrongly in its turn, and the frame's proof is asked again:
scaled, shifted, mirrored, exchanged, emptied, frozen at another setting, drawn with the data of a
neighbour. A fault that changes what is seen and is not found at any of the settings is a survivor.

Some faults nobody sees: scaling what is 0, mirroring what is symmetric, moving a line along itself
out of the axes, freezing what always stands still. They are no survivors if they are not seen at
any end of any slider, either; else the proof's settings were too special, and it needs another one.
"""

from dataclasses import dataclass, field

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text

from course_lib.live import svg
from course_lib.live.raster import Cloud, Raster
from tests.live import marks, reading

SCALE, SHIFT = 1.1, 0.04  # shifted by this part of what the axes show
# What pictures call on their marks, and what is mutated here; a test sees to it that it is all.
SETTERS = {
    Line2D: {"set_data", "set_xdata"},
    Polygon: {"set_xy"},
    PathPatch: {"set_path"},
    Rectangle: {"set_width"},
    Raster: {"set_values"},
    Cloud: {"set_points"},
    Text: {"set_text", "set_position", "set_y", "set_ha"},
}


@dataclass
class Run:
    """What became of all faults, by their names."""

    found: set = field(default_factory=set)
    unseen: set = field(default_factory=set)
    survivors: set = field(default_factory=set)
    setters: set = field(default_factory=set)  # (kind, method) that the picture has called


def kind_of(artist):
    """The class of SETTERS that the artist belongs to; a KeyError for one that is not there."""
    return next((kind for kind in SETTERS if isinstance(artist, kind)), None) or SETTERS[artist]


# --- the state of a mark ------------------------------------------------------------------------


def state_of(artist):
    """What an update has set: (x, y), or the words and where they stand, or a width."""
    kind = kind_of(artist)
    if kind is Line2D:
        return tuple(np.array(v, dtype=float) for v in artist.get_data())
    if kind is Polygon:
        return tuple(artist.get_xy().T.copy())
    if kind is PathPatch:
        path = artist.get_path()
        return (*path.vertices.T.copy(), path.codes)
    if kind is Rectangle:
        return (artist.get_width(),)
    if kind is Raster:
        return (artist.levels.copy(),)
    if kind is Cloud:
        return tuple(artist.at.T.copy())
    return (artist.get_text(), *artist.get_position(), artist.get_ha())


def put(artist, state):
    """Set the artist to a state."""
    kind = kind_of(artist)
    if kind is Line2D:
        Line2D.set_data(artist, *state)
    elif kind is Polygon:
        artist.set_xy(np.column_stack(state))
    elif kind is PathPatch:
        artist.set_path(Path(np.column_stack(state[:2]), state[2]))
    elif kind is Rectangle:
        artist.set_width(*state)
    elif kind is Raster:
        artist.set_data(*state)
    elif kind is Cloud:
        artist.set_points(np.column_stack(state))
    else:
        artist.set(text=state[0], position=state[1:3], ha=state[3])


# --- faults -------------------------------------------------------------------------------------


def faults(artist, states, k):
    """{name of the fault: the artist's state with it}, at the k-th of its settings."""
    kind, state = kind_of(artist), states[k][artist]
    if kind is Rectangle:
        (width,) = state
        found = {"scaled": (SCALE * width,), "shifted": (width + SHIFT,), "emptied": (0.0,)}
    elif kind is Text:
        moves = len({s[artist][1:] for s in states}) > 1
        found = _in_words(artist, state, moves)
    elif kind is Raster:
        found = _in_levels(*state)
    else:
        found = _in_places(artist, *state)
    found["frozen"] = states[k - 1][artist]
    neighbour = _neighbour(artist, states[k])
    if neighbour:
        other = states[k][neighbour]
        found["neighbour"] = (other[0], *state[1:]) if kind is Text else other
    return found


def _in_places(artist, x, y, *codes):
    (left, right), (low, high) = artist.axes.get_xlim(), artist.axes.get_ylim()
    found = {
        "x scaled": (SCALE * x, y),
        "y scaled": (x, SCALE * y),
        "x shifted": (x + SHIFT * (right - left), y),
        "y shifted": (x, y + SHIFT * (high - low)),
        "x mirrored": (-x, y),
        "y mirrored": (x, -y),
        "y squared": (x, y * abs(y)),
        "exchanged": (y, x),
        "emptied": (0 * x - 1e3, 0 * y - 1e3),  # far outside
    }
    return {name: (*places, *codes) for name, places in found.items()}


def _in_levels(levels):
    """Faults in an image: fainter, moved by two pixels, mirrored, with its axes exchanged."""
    found = {
        "fainter": levels // 2,
        "x shifted": np.roll(levels, 2, axis=1),
        "y shifted": np.roll(levels, 2, axis=0),
        "x mirrored": levels[:, ::-1],
        "y mirrored": levels[::-1],
        "exchanged": levels.T,
        "emptied": 0 * levels,
    }
    return {name: (fault,) for name, fault in found.items()}


def _in_words(artist, state, moves):
    text, x, y, ha = state
    (low, high), (left, right) = artist.axes.get_ylim(), artist.axes.get_xlim()
    found = {
        "emptied": ("", x, y, ha),
        "one figure off": (_one_figure_off(text), x, y, ha),
        "with more": (text + "!", x, y, ha),
    }
    if moves:  # else nobody sets where it stands
        found["x shifted"] = (text, x + SHIFT * (right - left), y, ha)
        found["y shifted"] = (text, x, y + SHIFT * (high - low), ha)
        found["other side"] = (text, x, y, "left" if ha == "right" else "right")
    return found


def _one_figure_off(text):
    """The last figure of the text is another one."""
    at = max((k for k, letter in enumerate(text) if letter in "0123456789"), default=None)
    return text if at is None else f"{text[:at]}{(int(text[at]) + 3) % 10}{text[at + 1 :]}"


def _neighbour(artist, states):
    """The next artist of the same kind, among all that move."""
    alike = [a for a in states if kind_of(a) is kind_of(artist)]
    after = alike[(alike.index(artist) + 1) % len(alike)]
    return None if after is artist else after


# --- the run ------------------------------------------------------------------------------------


def run(picture, proof):
    """Every fault of every mark, at every setting of the proof."""
    result = Run()
    _listen(picture, result.setters)
    looks, states = [], []
    for values in proof.settings:
        see = marks.Marks(picture, **values)
        proof.check(see, **see.values)
        looks.append(see)
        states.append(_states(picture))
    _listen_no_more(picture)
    called = marks.names(picture)
    for artist in picture._moving:
        for fault in faults(artist, states, 0):
            _try(artist, fault, f"{called[artist]}: {fault}", looks, states, result)
    _look_elsewhere(picture, result)
    return result


def _states(picture):
    return {artist: state_of(artist) for artist in picture._moving}


def _listen(picture, setters):
    """Note what the picture calls on its moving marks (and not what they call on themselves)."""
    inside = []

    def noted(artist, name, method):
        def call(*args, **kwargs):
            if not inside:
                setters.add((kind_of(artist), name))
            inside.append(name)
            try:
                return method(*args, **kwargs)
            finally:
                inside.pop()

        return call

    for artist in picture._moving:
        for name in dir(artist):
            if name.startswith("set_"):
                setattr(artist, name, noted(artist, name, getattr(artist, name)))


def _listen_no_more(picture):
    for artist in picture._moving:
        for name in [name for name in vars(artist) if name.startswith("set_")]:
            delattr(artist, name)


def _try(artist, fault, title, looks, states, result):
    """Is this fault seen at any setting, and found at any? One that changes nothing is none."""
    seen, changed = False, fault == "frozen"  # but what never changes has not been seen to move
    for k, see in enumerate(looks):
        wrong = faults(artist, states, k)[fault]
        if _same(wrong, states[k][artist]):
            continue
        changed = True
        read = _drawn(see.picture, artist, wrong, states[k][artist])
        if _differ(artist, read, see.seen[artist]):
            seen = True
            if _found(see, artist, read):
                result.found.add(title)
                return
    if changed:
        (result.survivors if seen else result.unseen).add(title)


def _look_elsewhere(picture, result):
    """Faults that no setting shows, at the ends of all controls: whoever is seen there survives."""
    if not result.unseen:
        return
    states, called = [], marks.names(picture)
    for control in picture.controls:
        for value in control.corners():
            see = marks.Marks(picture, **{control.name: value})
            states.append(_states(picture))
            for artist in picture._moving:
                for fault, wrong in faults(artist, states, len(states) - 1).items():
                    title = f"{called[artist]}: {fault}"
                    if title not in result.unseen or _same(wrong, states[-1][artist]):
                        continue
                    read = _drawn(picture, artist, wrong, states[-1][artist])
                    if _differ(artist, read, see.seen[artist]):
                        result.unseen.remove(title)
                        result.survivors.add(f"{title}, seen at {see.values}")


def _same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def _drawn(picture, artist, state, right):
    """What is read of the artist in this state; then it is put right."""
    put(artist, state)
    text = svg._drawn(picture.figure, artist, "mutant", text_as_paths=False)
    put(artist, right)
    return reading.read(text, picture.figure.bbox.height)


def _differ(artist, read, right):
    """Would anybody see a difference, in the axes?"""
    if isinstance(artist, Text):
        return read.words != right.words
    box = marks.box_of(artist)
    if read.images:  # nobody sees half a level
        ((one, _),), ((other, _),) = read.images, right.images
        return one.shape != other.shape or abs(one - other).max() > 0.01
    if len(read.dots) != len(right.dots) or len(read.paths) != len(right.paths):
        return True
    pairs = zip(read.paths, right.paths, strict=True)
    if any(reading.apart(one, other, box) > marks.LINE for one, other in pairs):
        return True
    return any(
        len(one) != len(other) or reading.farthest(one, other) > marks.CORNER
        for one, other in zip(read.dots, right.dots, strict=True)
    )


def _found(see, artist, read):
    """Does a check of this artist fail, in whatever way?"""
    for of, check in see.checks:
        if of is artist:
            try:
                see.again(artist, check, read)
            except Exception:
                return True
    return False

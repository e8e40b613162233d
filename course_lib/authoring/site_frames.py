"""The frames of a picture on the web: drawn, and packed. ``site_controls`` says which.

What stands here decides what a picture looks like: a change draws all pictures anew.
"""

import ast
import base64
import contextlib
import html
import io
import json
import re
import zlib

import torch
from PIL import Image

from course_lib.authoring.site_controls import alone, chosen, note
from course_lib.live.frames import NotSwept, Sweep
from course_lib.live.frames_html import inputs_html
from course_lib.live.host import View
from course_lib.live.yours import YoursFailed

APART = (
    "One at a time: moving one of these sets all others back to where they began. In the notebook "
    "all move together."
)
IMAGE = re.compile(r"data:image/png;base64,([\w+/=]+)")


def drawn(call, of_deck, asked=()):
    """A picture that moves, as ``site_pictures.Drawn`` takes it; None for one that does not."""
    view = viewed(call)
    if view is None:
        return None
    picture = view.picture
    wanted = chosen(picture, view.start, of_deck, asked)
    try:
        with _silent():
            sweep = PageSweep(picture, view.start, wanted)
    except NotSwept:
        return None
    others = _others(view, alone(picture, wanted))
    frames = [frame for one in (sweep, *others) for frame in one.frames]
    moving = {control.name for one in (sweep, *others) for control in one.controls}
    return {
        "size": picture.size,
        "controls": inputs_html(sweep) + _folded(sweep, others),
        "readouts": sweep.begin.readouts_html(),
        "background": packed(sweep.background),
        "frames": packed(numbered(frames)),
        "note": note(picture, moving),
        "characters": "".join(sorted(set().union(*(one.characters() for one in (sweep, *others))))),
    }


class PageSweep(Sweep):
    """A sweep of three controls at the most, which ends where a slider shows nothing new."""

    most_controls = 3

    def __init__(self, picture, start, frames):
        super().__init__(picture, start, frames)
        for place, stops in enumerate(self.stops):
            while len(stops) > 2 and self.first[place] < len(stops) - 1:
                if self._seen(place, stops[-1]) != self._seen(place, stops[-2]):
                    break
                idle = stops.pop()
                self.frames = [frame for frame in self.frames if frame.state[place] != idle]

    def _seen(self, place, stop):
        """All that is shown and said at this stop, whatever the other controls say."""
        return [(f.svg, f.readouts) for f in self.frames if f.state[place] == stop]


def _others(view, wanted):
    """A sweep for each control that moves alone; none for what fails or shows nothing new."""
    found = []
    for name, stops in wanted.items():
        try:
            with _silent():
                sweep = PageSweep(view.picture, view.start, {name: stops})
        except NotSwept:
            continue
        if len({frame.svg + frame.readouts_html() for frame in sweep.frames}) > 1:
            found.append(sweep)
    return found


def _folded(sweep, others):
    """The controls that move alone, behind a line; in front of it the one that a button plays.

    Each says where its frames begin.
    """
    first, seen, folded, labels = len(sweep.frames), "", "", []
    for one in others:
        inputs = f'<div class="alone" data-first="{first}">{inputs_html(one)}</div>'
        first += len(one.frames)
        if one.controls[0].name == one.picture.played:
            seen += inputs
        else:
            folded += inputs
            labels.append(html.escape(one.controls[0].label))
    if not labels:
        return seen
    return (
        f'{seen}<details class="more"><summary>More to move: {", ".join(labels)}</summary>'
        f"<p>{APART}</p>{folded}</details>"
    )


def viewed(call):
    """The view that a call makes with nothing but the course; None where it needs the chapter's.

    ``attempt`` then lends the course's own answer: the picture says so itself.
    """
    names = {}
    exec("from course_lib.notebook import *", names)
    with torch.random.fork_rng(devices=[]), _silent():
        torch.manual_seed(0)
        try:
            view = eval(compile(ast.parse(call, mode="eval"), "<picture>", "eval"), names)
            if isinstance(view, View):
                view.prepare()
                return view
        except (NameError, YoursFailed):
            return None
    return None


def _silent():
    return contextlib.redirect_stdout(io.StringIO())  # a training says how far it is


def numbered(drawn):
    """All of these frames: their lines, each once, and by number what each frame is made of.

    Most of a frame's lines are new and follow each other. So a number says how many lines are left
    out before this one: mostly none, and a row of noughts takes a third less than one of numbers.
    """
    lines = {}
    frames = []
    for frame in drawn:
        body = map(repacked, frame.body())
        places = [lines.setdefault(line, len(lines)) for line in body]
        gaps = [place - before - 1 for before, place in zip([-1, *places], places, strict=False)]
        frames.append([gaps, frame.alt(), frame.readouts_html()])
    return {"lines": list(lines), "frames": frames}


def repacked(line):
    """A line with its images in the smallest format that browsers know, pixel by pixel the same.

    A kernel has no time for that; a page that is built beforehand has.
    """
    return IMAGE.sub(lambda found: _webp(found[1]), line)


def _webp(png):
    stream = io.BytesIO()
    image = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    image.save(stream, "WEBP", lossless=True, method=6)
    return "data:image/webp;base64," + base64.b64encode(stream.getvalue()).decode("ascii")


def packed(thing):
    """Anything as base64 of its deflated JSON."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = (
        deflate.compress(json.dumps(thing, separators=(",", ":"), ensure_ascii=False).encode())
        + deflate.flush()
    )
    return base64.b64encode(data).decode("ascii")

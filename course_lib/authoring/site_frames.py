"""The frames of a picture on the web: which states are drawn, and how they are packed.

What stands here decides what a picture looks like: a change draws all pictures anew.
"""

import ast
import base64
import contextlib
import io
import json
import re
import zlib

import torch
from PIL import Image

from course_lib.live.controls import Choice, Slider
from course_lib.live.frames import NotSwept, Sweep
from course_lib.live.frames_html import inputs_html
from course_lib.live.host import View
from course_lib.live.yours import COURSE, YoursFailed

STOPS = 21  # of the first control
MOST = 126  # frames of one picture
OPTIONS = 6  # of the second control
EACH = 10  # of either, where the text asks for two sliders
IMAGE = re.compile(r"data:image/png;base64,([\w+/=]+)")


def drawn(call, of_deck, asked=()):
    """A picture that moves, as ``site_pictures.Drawn`` takes it; None for one that does not."""
    view = viewed(call)
    if view is None:
        return None
    picture = view.picture
    try:
        with _silent():
            sweep = Sweep(picture, view.start, chosen(picture, view.start, of_deck, asked))
    except NotSwept:
        return None
    return {
        "size": picture.size,
        "controls": inputs_html(sweep),
        "readouts": sweep.begin.readouts_html(),
        "background": packed(sweep.background),
        "frames": packed(numbered(sweep)),
        "note": note(picture, sweep),
        "characters": "".join(sorted(sweep.characters())),
    }


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


def chosen(picture, start, of_deck, asked=()):
    """Which controls move on the page, and where they stop: ``{"a": 21, "map": [...]}``.

    Those that the text beside the picture asks the reader to move, ``asked``; then those that a
    deck has chosen for this picture; else what its button plays, or the first slider. A menu joins
    if there is room for it.
    """
    controls = {control.name: control for control in picture.controls}
    labels = {control.label: name for name, control in controls.items()}
    told = list(dict.fromkeys(labels[words] for words in asked if words in labels))[:2]
    named = list(dict.fromkeys([*told, *(name for name in of_deck if name in controls)]))[:2]
    both = len(told) == 2 and all(isinstance(controls[name], Slider) for name in told)
    first, second = (EACH, EACH) if both else (STOPS, OPTIONS)
    if not named:
        sliders = [c.name for c in picture.controls if isinstance(c, Slider)]
        menus = [n for n, c in controls.items() if isinstance(c, Choice) and not c.stepped]
        named = ([picture.played] if picture.played in controls else sliders)[:1] + menus[:1]
        named = named or list(controls)[:1]
    wanted = {}
    for name in named:
        room = MOST // _product(wanted, controls, start)
        stops = stops_of(controls[name], of_deck.get(name), second if wanted else first)
        if isinstance(stops, int):
            stops = min(stops, room)
        elif len(stops) > room - 1:
            continue
        wanted[name] = stops
    return wanted


def _product(wanted, controls, start):
    total = 1
    for stops in wanted.values():
        # The start value is one stop more where it is not among them.
        total *= (stops if isinstance(stops, int) else len(stops)) + 1
    return total


def stops_of(control, of_deck, most):
    """How many stops a slider has, or the options of anything else; at most ``most`` numbers.

    >>> stops_of(Slider("n", "n", 0, 4, 2, 0), None, 21)
    3
    """
    if isinstance(control, Slider):
        if most == OPTIONS and isinstance(of_deck, list) and len(of_deck) <= OPTIONS:
            return list(of_deck)
        steps = round((control.high - control.low) / control.step)
        return max(2, min(most, steps + 1))
    return list(control.options if isinstance(control, Choice) else control.corners())


def numbered(sweep):
    """All frames of a sweep: their lines, each once, and by number what each frame is made of.

    Most of a frame's lines are new and follow each other. So a number says how many lines are left
    out before this one: mostly none, and a row of noughts takes a third less than one of numbers.
    """
    lines = {}
    frames = []
    for frame in sweep.frames:
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


def note(picture, sweep):
    """What the page must say about this picture: whose answer it shows, what else would move."""
    said = []
    if picture.owner is COURSE:
        said.append("Here you see the course's answer; in the notebook it is yours.")
    swept = {control.name for control in sweep.controls}
    more = [control.label for control in picture.controls if control.name not in swept]
    if more:
        said.append(f"In the notebook you can also move {listed(more)}.")
    return " ".join(said)


def listed(words):
    """Words in a row, the last one after "and".

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))

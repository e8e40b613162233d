"""The web host of a picture: frames drawn beforehand, fetched when the picture comes near.

The page carries a still picture, the controls, and the readouts; ``web/course.js`` fetches the
frames. A file is a script, since a page opened from a folder may fetch nothing else.
"""

import ast
import base64
import contextlib
import html
import io
import json
import re
import zlib
from dataclasses import dataclass

import torch

from course_lib.authoring import site_cache, sources
from course_lib.live.controls import Choice, Slider
from course_lib.live.frames import NotSwept, Sweep
from course_lib.live.frames_html import input_html
from course_lib.live.host import View
from course_lib.live.yours import COURSE, YoursFailed

STOPS = 21  # of the first control
MOST = 126  # frames of one picture
OPTIONS = 6  # of the second control


@dataclass
class Drawn:
    """One picture: its key and size, and, where it moves, its controls and frames."""

    key: str
    size: tuple
    controls: str = ""
    readouts: str = ""
    background: str = ""
    frames: str = ""
    note: str = ""
    characters: str = ""

    @property
    def script(self):
        """The file with the frames: a call that hands them to the page."""
        if not self.frames:
            return ""
        words = ", ".join(map(json.dumps, (self.key, self.background, self.frames)))
        return f"courseFrames({words});\n"


def call_of(source):
    """(the code before it, the call of a live picture that a cell ends in); None without one.

    >>> call_of("units = {}\\nlive.training(steps=9)")
    ('units = {}', 'live.training(steps=9)')
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    last = tree.body[-1] if tree.body else None
    call = last.value if isinstance(last, ast.Expr) else None
    if not (isinstance(call, ast.Call) and ast.unparse(call.func).startswith("live.")):
        return None
    lines = source.splitlines()
    return "\n".join(lines[: last.lineno - 1]).strip(), "\n".join(lines[last.lineno - 1 :])


def viewed(call):
    """The view that a call makes with nothing but the course; None where it needs the chapter's.

    ``attempt`` then lends the course's own answer: the picture says so itself.
    """
    names = {}
    exec("from course_lib.notebook import *", names)
    silent = contextlib.redirect_stdout(io.StringIO())  # a training says how far it is
    with torch.random.fork_rng(devices=[]), silent:
        torch.manual_seed(0)
        try:
            view = eval(compile(ast.parse(call, mode="eval"), "<picture>", "eval"), names)
            if isinstance(view, View):
                view.prepare()
                return view
        except (NameError, YoursFailed):
            return None
    return None


def draw(key, call, of_decks=None, folder=site_cache.FOLDER):
    """The picture of one call with its frames; None where it stays a still picture.

    What an earlier build has drawn from the same sources is taken from ``folder``.
    """
    of_deck = (of_decks or {}).get(re.match(r"live\.(\w+)", call)[1], {})
    name = site_cache.digest(call, of_deck, site_cache.of_picture(call))
    known = site_cache.kept(name, lambda: json.dumps(_drawn(call, of_deck)).encode(), folder)
    found = json.loads(known)
    return Drawn(key, **found) if found else None


def _drawn(call, of_deck):
    """What there is to know of a picture that moves, for ``Drawn``; None for one that does not."""
    view = viewed(call)
    if view is None:
        return None
    picture = view.picture
    try:
        sweep = Sweep(picture, view.start, chosen(picture, view.start, of_deck))
    except NotSwept:
        return None
    return {
        "size": picture.size,
        "controls": "".join(map(input_html, sweep.controls, sweep.stops, sweep.first)),
        "readouts": sweep.begin.readouts_html(),
        "background": packed(sweep.background),
        "frames": sweep.packed(),
        "note": note(picture, sweep),
        "characters": "".join(sorted(sweep.characters())),
    }


def chosen(picture, start, of_deck):
    """Which controls move on the page, and where they stop: ``{"a": 21, "map": [...]}``.

    Those that a deck has chosen for this picture; else what its button plays, or the first slider,
    with the first menu if there is room for it.
    """
    controls = {control.name: control for control in picture.controls}
    named = [name for name in of_deck if name in controls][:2]
    if not named:
        sliders = [c.name for c in picture.controls if isinstance(c, Slider)]
        menus = [n for n, c in controls.items() if isinstance(c, Choice) and not c.stepped]
        named = ([picture.played] if picture.played in controls else sliders)[:1] + menus[:1]
        named = named or list(controls)[:1]
    wanted = {}
    for name in named:
        room = MOST // _product(wanted, controls, start)
        stops = stops_of(controls[name], of_deck.get(name), STOPS if not wanted else OPTIONS)
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
        if most == OPTIONS and of_deck and len(of_deck) <= OPTIONS:
            return list(of_deck)
        steps = round((control.high - control.low) / control.step)
        return max(2, min(most, steps + 1))
    return list(control.options if isinstance(control, Choice) else control.corners())


def packed(text):
    """A text as base64 of its deflated JSON."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = deflate.compress(json.dumps(text).encode()) + deflate.flush()
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


def figure(drawn, still, alt, eager=False):
    """The picture on the page: the still one, and all that ``web/course.js`` needs to move it."""
    width, height = drawn.size
    image = (
        f'<img src="{still}" alt="{html.escape(alt)}" width="{width}" height="{height}" '
        f'loading="{"eager" if eager else "lazy"}">'
    )
    if not drawn.script:
        note = "This picture moves in the notebook."
        return f'<figure class="still">{image}<figcaption>{note}</figcaption></figure>'
    told = html.escape(drawn.note)
    return (
        f'<figure class="live" id="picture-{drawn.key}" data-frames="{drawn.key}">'
        f'<div class="sliders">{drawn.controls}<span class="buttons"></span></div>'
        '<div class="frame" tabindex="0" role="group" aria-label="the picture">'
        f'<div class="stage" style="aspect-ratio:{width}/{height}">{image}</div></div>'
        f'<p class="readouts" role="status" aria-live="polite">{drawn.readouts}</p>'
        + (f"<figcaption>{told}</figcaption>" if told else "")
        + "</figure>"
    )


def of_decks(root=sources.ROOT):
    """{picture: the frames that a deck has chosen for it}; the first deck that shows it counts."""
    found = {}
    cell = re.compile(r"^# %% frames=(\{.*?\})[^\n]*\n(.*?)(?=^# %%|\Z)", re.MULTILINE | re.DOTALL)
    for path in sources.decks(root):
        for frames, code in cell.findall(path.read_text(encoding="utf-8")):
            name = re.search(r"live\.(\w+)\(", code)
            if name:
                found.setdefault(name[1], json.loads(frames))
    return found

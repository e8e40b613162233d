"""A picture as frames drawn beforehand, for a page without a kernel.

A slide is 1280 × 720 px, and is read from the last row: no text below 24 px, no line below 2 px,
inside pictures too. ``slide_size`` is that in the picture's own units. ``Sweep`` draws every state
that the controls on the slide can reach; ``frames_html`` puts them on a page.
"""

import base64
import html
import itertools
import json
import re
import zlib

from course_lib.live.controls import Choice, Slider
from course_lib.live.drawing_size import DrawingSize
from course_lib.live.words import shown
from course_lib.live.yours import YoursFailed

WIDTH, HEIGHT = 1200, 480  # px of the slide, what a picture fills if nothing else is said
TEXT, LINE = 24, 2  # px of the slide, at the least
SCALE = 4 / 3  # px of the slide to a px of the picture: 900 px of a notebook fill a slide
MOST = 400  # frames of one picture
NUMBER = re.compile(r"[−-]?\d+(?:\.\d+)?")
FORMULA = re.compile(r"=.*[^\W\d_]")  # x = 1.50 z + 1.00


class NotSwept(Exception):
    """These frames cannot be drawn; the message says what was given and what is allowed."""


def slide_size(width=WIDTH, height=HEIGHT):
    """The drawing size of a picture that fills width × height px of a slide."""
    size = (width / SCALE, height / SCALE)
    return DrawingSize(size=size, text=TEXT / SCALE, line=LINE / SCALE, title=False)


class Sweep:
    """All states of ``picture`` that ``frames`` names, drawn: ``{"a": [0.5, 1.0]}``, ``{"a": 21}``.

    A control that is not named stays at its value in ``start``. Raises NotSwept.
    """

    most_controls = 2  # a slide has room for no more

    def __init__(self, picture, start, frames=None):
        self.picture, self.start = picture, start
        controls = {control.name: control for control in picture.controls}
        for name in frames or {}:
            if name not in controls:
                raise NotSwept(f"{name!r} is not a control of this picture: {list(controls)}.")
        self.controls = [c for name, c in controls.items() if name in (frames or {})]
        if len(self.controls) > self.most_controls:
            raise NotSwept(f"A slide has room for two controls, not {len(self.controls)}.")
        self.stops = [stops(c, frames[c.name], start[c.name]) for c in self.controls]
        self.first = [s.index(start[c.name]) for c, s in self._swept(self.stops)]
        states = list(itertools.product(*self.stops))
        if len(states) > MOST:
            counts = " × ".join(str(len(s)) for s in self.stops)
            raise NotSwept(f"{counts} = {len(states)} frames are too many; at most {MOST}.")
        self.background = picture.background()
        self.frames = [self._draw(state) for state in states]
        twice = printed_too(self.frames)
        for frame in self.frames:
            frame.printed = twice

    def _draw(self, state):
        values = self.start | {c.name: v for c, v in self._swept(state)}
        try:
            frame, readouts = self.picture.frame(**values)
        except YoursFailed as failed:
            raise NotSwept(f"With {values}: {failed}") from failed
        return Frame(state, frame, {label: str(text) for label, text in readouts.items()})

    def _swept(self, values):
        """Pairs of a control and what belongs to it."""
        return zip(self.controls, values, strict=True)

    @property
    def begin(self):
        """The frame that is shown first."""
        where = tuple(s[i] for s, i in zip(self.stops, self.first, strict=True))
        return next(frame for frame in self.frames if frame.state == where)

    def characters(self):
        """All characters that stand in the frames."""
        return set().union(*(frame.svg + frame.readouts_html() for frame in self.frames))

    def spread(self, most):
        """Frames spread over the sweep: both ends of each control, or evenly along the only one."""
        if len(self.controls) == 2:
            ends = [(s[0], s[-1]) for s in self.stops]
            corners = set(itertools.product(*ends))
            return [frame for frame in self.frames if frame.state in corners]
        last = len(self.frames) - 1
        wanted = min(most, len(self.frames))
        return [self.frames[round(k * last / max(1, wanted - 1))] for k in range(wanted)]

    def caption(self, frame):
        """What is chosen in this frame: "a = −0.50, map = line"."""
        return ", ".join(f"{c.label} = {shown(v)}" for c, v in self._swept(frame.state))

    def packed(self):
        """All frames as base64 of deflated JSON. What frames have in common is kept once."""
        lines = {}
        frames = [
            [[lines.setdefault(line, len(lines)) for line in f.body()], f.alt(), f.readouts_html()]
            for f in self.frames
        ]
        text = json.dumps({"lines": list(lines), "frames": frames}, separators=(",", ":"))
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return base64.b64encode(deflate.compress(text.encode()) + deflate.flush()).decode()


class Frame:
    """One drawn state: the values of the swept controls, the svg, the readouts."""

    def __init__(self, state, svg, readouts):
        self.state, self.svg, self.readouts = state, svg, readouts
        self.printed = set()  # the readouts that the picture prints as well

    def body(self):
        """The lines between ``<svg …>`` and ``</svg>``."""
        return self.svg[self.svg.index(">") + 1 : self.svg.rindex("</svg>")].split("\n")

    def alt(self):
        return html.unescape(re.search(r'aria-label="([^"]*)"', self.svg)[1])

    def readouts_html(self):
        """The readouts as spans; a slide keeps those of class "twice" for screen readers."""
        kinds = (' class="twice"' if label in self.printed else "" for label in self.readouts)
        return " ".join(
            f"<span{kind}>{html.escape(label)} <b>{html.escape(text)}</b></span>"
            for kind, (label, text) in zip(kinds, self.readouts.items(), strict=True)
        )

    def words(self):
        """What the moving part of the picture says, formulas left out."""
        texts = re.findall(r"<text[^>]*>([^<]*)", self.svg)
        return html.unescape("; ".join(t for t in texts if not FORMULA.search(t)))

    def with_own_ids(self, number):
        """The svg with ids that no other frame on the same page has."""
        return re.sub(r'(id="|href="#|url\(#)(?=f)', rf"\g<1>n{number}", self.svg)


def printed_too(frames):
    """The labels of the readouts whose numbers stand in the picture as well, in every frame."""
    found = set(frames[0].readouts)
    for frame in frames:
        there = set(NUMBER.findall(frame.words()))
        for label, text in frame.readouts.items():
            numbers = set(NUMBER.findall(text))
            if not numbers or not numbers <= there:
                found.discard(label)
    return found


def stops(control, wanted, start):
    """The values that a control takes on a slide, in order; its start value is always one."""
    if isinstance(control, Slider):
        values = _numbers(control, wanted)
    else:
        options = control.options if isinstance(control, Choice) else control.corners()
        values = list(options) if wanted == "all" else wanted
    if not isinstance(values, list):
        raise NotSwept(f'{control.name} takes a list of {list(options)} or "all", not {wanted!r}.')
    try:
        values = [*map(control.checked, values)]
    except (TypeError, ValueError) as error:
        raise NotSwept(str(error)) from None
    values += [] if start in values else [start]
    if isinstance(control, Slider):
        values = sorted(set(values))
    else:
        values = [option for option in options if option in values]
    if len(values) < 2:
        raise NotSwept(f"{control.name} = {wanted!r} leaves one state: nothing would move.")
    return values


def _numbers(control, wanted):
    """A list as it is; a count as so many values, evenly spaced from end to end."""
    if wanted == "all" and control.whole:
        return list(range(control.low, control.high + 1, control.step))
    if isinstance(wanted, list):
        return wanted
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 2:
        raise NotSwept(
            f"{control.name} takes a list of numbers or how many (2 or more), not {wanted!r}."
        )
    steps = round((control.high - control.low) / control.step)
    # Only where the live slider stops, too.
    at = [round(steps * k / (wanted - 1)) for k in range(wanted)]
    return [round(control.low + control.step * k, 9) for k in at]

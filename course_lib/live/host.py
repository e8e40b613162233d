"""Who shows a picture: a running kernel with sliders, or a still picture in a saved notebook.

The live host lays two core ``HTML`` widgets over each other: the background, sent once, and the
frame, sent at every change. Both are SVG text: nothing to decode, crisp at any zoom, readable by
screen readers. Only widgets of ipywidgets' core are used, so the same code runs on ipywidgets 7.7.1
(Colab) and 8.
"""

import asyncio
import base64
import gc
import html
import io
import os
import time

import ipywidgets as widgets
from PIL import Image

from course_lib import cell_views
from course_lib.live.ahead import AHEAD
from course_lib.live.picture import Picture
from course_lib.live.play import Player
from course_lib.live.stage import CONTROLS, RULES, Stage
from course_lib.live.words import shown
from course_lib.live.yours import YoursFailed
from course_lib.theme import SHEET, css

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def show(picture: Picture, **values: float | str | bool) -> "View":
    """A view of the picture that draws itself as the last line of a cell, or with ``display``."""
    return View(picture, **values)


class View:
    """A picture in a notebook; made by ``show``.

    As an output it carries three things at once: the live widgets, a PNG of the same state for
    places without a kernel, and the alternative text.
    """

    def __init__(self, picture, **values):
        self.picture = picture
        self.start = picture.values(**values)
        self.live = None

    def prepare(self):
        """Do now what a running cell would do while it is watched, such as a training."""

    def _repr_mimebundle_(self, include=None, exclude=None):
        picture, width = self.picture, self.picture.size[0]
        data, metadata, alt = {"text/plain": picture.title}, {}, picture.title
        try:
            alt = f"{picture.title} {picture.told(**self.start)}".strip()
            data["text/plain"] = alt
            png = picture.png(**self.start)
            if not os.environ.get("COURSE_STATIC"):
                png = light(png)
            data["image/png"] = base64.b64encode(png).decode("ascii")
            metadata["image/png"] = {"alt": alt, "width": width}
        except YoursFailed as failed:
            data["text/plain"] = f"{alt}\nThis picture cannot draw your function: {failed}"
        if not os.environ.get("COURSE_STATIC"):
            if not self.live:
                self.live = LiveHost(picture, self.start)
                cell_views.open_in_this_cell(self, self.live.close)
            model_id = self.live.box.model_id
            data[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": model_id}
        return data, metadata


def light(png):
    """The same still with few colours: a third of the bytes, in a file that is saved so often.

    Pillow comes with matplotlib.
    """
    stream = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.quantize(64, method=Image.Quantize.FASTOCTREE).save(stream, "PNG")
    return stream.getvalue()


class LiveHost:
    """Sliders, the picture and its readouts, wired together."""

    _settled = False  # has Python's garbage collector been spared what was there at the first one?

    def __init__(self, picture, start):
        if not LiveHost._settled:
            # All of torch and matplotlib stays: the collector need not walk through it, which
            # stopped a drag for a tenth of a second.
            gc.freeze()
            LiveHost._settled = True
        self.picture = picture
        self.sliders = {c.name: c.widget(start[c.name]) for c in picture.controls}
        same_cell = {"grid_area": "1 / 1 / 2 / 2", "margin": "0", "width": "100%"}
        self.background = widgets.HTML(SHEET + RULES + picture.background(), layout=same_cell)
        self.foreground = widgets.HTML("", layout=same_cell)
        # With ipywidgets' own margin it would be wider than its box, which then scrolls.
        self.readout = widgets.HTML("", layout={"width": "100%", "margin": "0"})
        self.spoken = widgets.HTML("", layout={"width": "1px", "height": "1px", "margin": "0"})
        layers = [self.background, self.foreground]
        self.stage = Stage(layers, picture.size, len(self.sliders))
        row = {"flex_flow": "row wrap", "width": "100%"}
        self.reset = widgets.Button(description="Reset", layout={"width": "90px"})
        self.player = self._player()
        played = [self.player.box] if self.player else []
        reset = [self.reset] if self.sliders else []
        buttons = widgets.HBox([*played, *reset, self.stage.button])
        controls = widgets.Box([*self.sliders.values(), buttons], layout=row)
        controls.add_class(CONTROLS)
        self.box = widgets.VBox([controls, self.stage.box, self.readout, self.spoken])
        self.stage.enlarges(self.box)
        self._latest = Latest(self.draw)
        self._rest = Rest(self._stands_still)
        for slider in self.sliders.values():
            slider.observe(self._moved, names="value")
        self.reset.on_click(lambda button: self.set(**start))
        self.stage.leave_room(self.draw() or {})
        AHEAD.begin(picture, self.values)

    def _player(self):
        """The play button, where the picture asks for one."""
        chosen = [c for c in self.picture.controls if c.name == self.picture.played]
        return Player(chosen[0], self.sliders[chosen[0].name]) if chosen else None

    def set(self, **values):
        """Move the sliders, as a learner would."""
        for name, value in values.items():
            self.sliders[name].value = value

    def values(self):
        """What the sliders stand at."""
        return {c.name: c.settled(self.sliders[c.name].value) for c in self.picture.controls}

    def _moved(self, change):
        self._latest.request()
        AHEAD.resume(first=self.picture)

    def draw(self, **more):
        """Draw the sliders' present state (with ``more`` values that no slider holds).

        Returns the readouts, or None for a learner's function that could not be drawn.
        """
        try:
            frame, readouts = self.picture.frame(**self.values() | more)
        except YoursFailed as failed:
            self.readout.value = problem(failed)
            self._rest.begin({"not drawn": failed})
            return None
        self.foreground.value = frame
        self.readout.value = readout_html(readouts)
        self._rest.begin(readouts)
        return readouts

    def _stands_still(self, readouts):
        """What need not go along with every frame: a message takes as long as a small picture."""
        self._speak(readouts)
        if self.player:
            self.player.follow()

    def _speak(self, readouts):
        """Tell screen readers what the sliders say and what follows, once they stand still."""
        moved = (f"{c.label} {shown(self.sliders[c.name].value)}" for c in self.picture.controls)
        told = (f"{label} {text}" for label, text in readouts.items())
        self.spoken.value = spoken_html([*moved, *told])

    def close(self):
        """Let the kernel forget this picture: its cell shows another one now."""
        self._rest.cancel()
        AHEAD.forget(self.picture)
        cell_views.close(self.box)


class Rest:
    """Calls ``when_still`` with the last wish, a third of a second after the last one has come."""

    SECONDS = 0.3

    def __init__(self, when_still):
        self.when_still, self.timer = when_still, None

    def begin(self, wish):
        self.cancel()
        try:
            self.timer = asyncio.get_running_loop().call_later(self.SECONDS, self.when_still, wish)
        except RuntimeError:
            self.when_still(wish)  # no loop runs: nothing follows

    def cancel(self):
        if self.timer:
            self.timer.cancel()


class Latest:
    """Draw the latest wish, drop the stale ones, never lose the last one.

    A slider can send events faster than a picture can be drawn. The first event of a burst is drawn
    at once; then drawing rests for half as long as it took, so that the kernel reads all waiting
    events before the next frame, and only the newest of them is drawn. (60 events a second, at 2 ms
    each to be read, take an eighth of the time.) The timer is asyncio's own, which is the kernel's
    loop in ipykernel 6 and 7; without a loop (a plain script) each event is drawn.
    """

    RESTS, LONGEST_REST = 0.5, 0.25  # of the time that a frame has taken; s

    def __init__(self, draw):
        self.draw = draw
        self.wanted = False
        self.resting = False

    def request(self):
        self.wanted = True
        if not self.resting:
            self._run()

    def _run(self):
        self.resting = False
        if not self.wanted:
            return
        self.wanted = False
        start = time.perf_counter()
        self.draw()
        rest = min(self.RESTS * (time.perf_counter() - start), self.LONGEST_REST)
        try:
            asyncio.get_running_loop().call_later(rest, self._run)
            self.resting = True
        except RuntimeError:
            pass  # no loop runs: nobody could send a burst


def readout_html(readouts):
    """The readouts as one line of text. Each may break: at 200 % none is cut."""
    items = (
        f'<span style="margin-right:2em;display:inline-block">{html.escape(label)} '
        f"<b>{html.escape(str(text))}</b></span>"
        for label, text in readouts.items()
    )
    return _note(" ".join(items), "transparent", "inherit") if readouts else ""


def spoken_html(words):
    """One live region for screen readers, out of sight."""
    hidden = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
    text = html.escape(", ".join(words))
    return f'<div role="status" aria-live="polite" style="{hidden}">{text}</div>'


def problem(failed):
    """A learner's function that could not be drawn, as text beside the picture."""
    text = f"<b>⚠ Not drawn:</b> {html.escape(str(failed))}. The picture shows its last good state."
    return _note(text, css("#fff4ea"), css("#1b1b1b"))


def _note(inner, background, color):
    return (
        f'<div class="course-readout" style="font-size:16px;line-height:1.6;padding:2px 12px;'
        f'background:{background};color:{color};white-space:normal;overflow-wrap:anywhere">'
        f"{inner}</div>"
    )

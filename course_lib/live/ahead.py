"""Compute ahead what a learner may ask for next, while the kernel has nothing else to do.

A picture that says ``dear = ("level",)`` has a control whose new values take long, and remembers
what it has found for each. When nothing has happened for a moment, a frame of every stop of that
control is drawn for nobody, nearest first, the other controls as they stand. The first event ends
this: a slider that moves, a cell that runs. It goes on in the next quiet moment.

It is all on the kernel's own loop, without a thread, so an event waits for one stop at most; a
picture whose stops take longer than ``LONGEST`` is left alone from then on. Where no kernel runs
nothing happens. What a learner has written is never called unasked: see ``Picture.dear``.

A quiet moment after a picture was opened or closed begins with a collection of Python's garbage: 5
to 20 ms, or 70 to 125 after a training, which has loaded more. After some pictures it would else
come at any moment, and stop the hand that moves a slider for up to a quarter of a second.
"""

import asyncio
import gc
import time
import warnings

import torch
from IPython import get_ipython

from course_lib.live.controls import Slider

QUIET = 0.3  # s without an event, before the first stop
LONGEST = 0.7  # s of the processor that an event may wait for
MOST = 64  # stops of a control; the pictures' memories hold as many, or more


class Ahead:
    """What waits for a quiet moment: one object for all pictures of a kernel."""

    def __init__(self):
        self._plans = {}  # picture → its plan, the last touched at the end
        self._litter = False  # has a picture been opened or closed since the last collection?
        self._timer = None
        self._watched = None  # the shell whose cells are events

    def begin(self, picture, present):
        """From now on, draw this picture ahead; ``present()`` gives its values of the moment."""
        if self._in_a_kernel():
            if picture.dear:
                self._plans[picture] = Plan(picture, present)
            self._litter = True
            self.resume()

    def forget(self, picture):
        """The picture is closed."""
        self._plans.pop(picture, None)
        if self._in_a_kernel():
            self._litter = True
            self.resume()

    def stop(self, *event):
        """Something has happened: whoever acts comes first."""
        if self._timer:
            self._timer.cancel()
        self._timer = None

    def resume(self, *event, first=None, after=None):
        """Wait for that long, then go on: with the picture that was touched last."""
        self.stop()
        if first in self._plans:
            self._plans[first] = self._plans.pop(first)
        if self._plans or self._litter:
            after = QUIET if after is None else after
            try:
                self._timer = asyncio.get_running_loop().call_later(after, self._step)
            except RuntimeError:
                self._plans.clear()  # no loop runs: there is no quiet moment to come
                self._litter = False

    def _step(self):
        """Draw one stop, and rest as long as it took: the kernel reads what has come meanwhile."""
        self._timer = None
        if self._litter:
            self._litter = False
            gc.collect()
            self.resume(after=0.0)
            return
        for picture, plan in reversed(list(self._plans.items())):
            values = plan.next()
            if values is not None:
                took = rehearsed(picture, values)
                if took is None or took > LONGEST:
                    self._plans.pop(picture)
                self.resume(after=took or 0.0)
                return

    def _in_a_kernel(self):
        shell = get_ipython()
        if getattr(shell, "kernel", None) is None:
            return False
        if shell is not self._watched:
            self._watched = shell
            shell.events.register("pre_execute", self.stop)
            shell.events.register("post_execute", self.resume)
        return True


class Plan:
    """Which values of a picture to draw next: the nearest stop that has not been drawn."""

    def __init__(self, picture, present):
        self.picture, self.present, self.drawn = picture, present, set()

    def next(self):
        """All values of one stop; None if no stop is left."""
        now = self.present()
        found = (now | {c.name: at} for c in self.picture.controls for at in self._stops(c, now))
        for values in sorted(found, key=lambda values: self._far(values, now)):
            if (key := tuple(values.values())) not in self.drawn:
                self.drawn.add(key)
                return values
        return None

    def _stops(self, control, now):
        return nearest(control, now[control.name]) if control.name in self.picture.dear else ()

    def _far(self, values, now):
        """In stops of the one control that differs."""
        return sum(abs(place(c, values[c.name]) - place(c, now[c.name]))
                   for c in self.picture.controls if c.name in self.picture.dear)  # fmt: skip


def stops(control):
    """All values that a control can have.

    >>> stops(Slider("a", "a", 0.0, 0.3, 0.1, 0.0))
    [0.0, 0.1, 0.2, 0.3]
    """
    if not isinstance(control, Slider):
        return list(control.corners())
    count = round((control.high - control.low) / control.step)
    return [control.stop(k) for k in range(count + 1)]


def place(control, value):
    """Which of its stops a value is, or is nearest to."""
    if isinstance(control, Slider):
        return round((value - control.low) / control.step)
    return list(control.corners()).index(value)


def nearest(control, value):
    """The stops beside a value, nearest first; the value itself has been drawn."""
    at = place(control, value)
    others = sorted(
        (abs(k - at), k, stop) for k, stop in enumerate(stops(control)) if k != at
    )  # a stop is never compared: no two have one place
    return [stop for _, _, stop in others[:MOST]]


def rehearsed(picture, values):
    """Draw a frame for nobody; the processor's seconds, or None if that failed.

    A learner finds nothing changed but the time that the same frame takes: no error, no warning,
    and the next random number is the one that it would have been.
    """
    start = time.process_time()
    try:
        with warnings.catch_warnings(), torch.random.fork_rng(devices=[]):
            warnings.simplefilter("ignore")
            picture.rehearse(**values)
    except Exception:
        return None  # it is said when somebody asks for this frame
    return time.process_time() - start


AHEAD = Ahead()

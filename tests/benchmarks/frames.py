"""What a frame costs the kernel, without a browser: every picture, every control, its stops.

A first visit may have to compute what later ones look up. Of the later visits the quickest counts:
whatever else the machine does can only add to it. A first visit comes once, so its median over the
stops stands beside the dearest.
"""

import gc
import os
import statistics
import time
from unittest import mock

from course_lib import live
from course_lib.live import play
from course_lib.live.raster import Raster
from tests.benchmarks.measure import say

STOPS = 15  # of a slider, its ends among them
AGAIN = 3  # later visits to each


def run(stops=STOPS, names=None):
    """One row a picture; a picture that trains has trained before."""
    return [case(name, stops) for name in names or live.pictures()]


def case(name, stops=STOPS):
    with saved_only():
        start = time.process_time()
        view = getattr(live, name)()
        view.prepare()
        made = time.process_time() - start
    picture = view.picture
    gc.freeze()  # as the live host does
    opened = seconds(lambda: (picture.background(), picture.frame(**view.start)))
    controls = [visited(picture, view.start, control, stops) for control in picture.controls]
    gc.unfreeze()
    rasters = [artist.n for artist in picture._moving if isinstance(artist, Raster)]
    row = {"what": "picture", "name": name, "made": made, "opened": opened, "rasters": rasters,
           "dear": list(picture.dear), "controls": controls}  # fmt: skip
    say(f"{name:20} " + "; ".join(line(control) for control in controls))
    return row


def line(control):
    first, worst, later = (1e3 * control[k] for k in ("first", "first worst", "later"))
    return f"{control['name']}: first {first:.1f} (worst {worst:.1f}), later {later:.1f}"


def visited(picture, start, control, stops):
    """Seconds of one control's frames: first visits, then later ones, the others at their start."""
    values = places(control, stops)
    draw = [lambda value=value: picture.frame(**start | {control.name: value}) for value in values]
    first = [seconds(way) for way in draw]
    later = [list(map(seconds, draw)) for _ in range(AGAIN)]
    best = [min(times) for times in zip(*later, strict=True)]
    return {
        "name": control.name, "kind": type(control).__name__, "stops": len(values),
        "first": statistics.median(first), "first worst": max(first),
        "later": statistics.median(best), "later worst": max(best),
    }  # fmt: skip


def places(control, stops):
    """Some of a control's values in order, its ends among them."""
    try:
        values = play.stops(control)
    except TypeError:  # a menu, or a tick
        values = list(control.corners())
    last, count = len(values) - 1, min(stops, len(values))
    return [values[round(last * k / max(1, count - 1))] for k in range(count)]


def seconds(way):
    """The processor's: a frame waits for nothing, and what else runs hardly counts."""
    start = time.process_time()
    way()
    return time.process_time() - start


def saved_only():
    """What a view does before it is shown, without showing it."""
    return mock.patch.dict(os.environ, COURSE_STATIC="1")

"""Live pictures of a hub that is far away: what one round trip to each picture leaves.

A slider keeps one message on its way at a time: the next value leaves when the kernel's answer has
come. So a drag shows one picture a round trip, and the last one is timed from when its value has
left the page, as well as from the value itself, which may have had to wait for its turn.
"""

from course_lib import live
from tests.benchmarks.live_pictures import ALL, ECHO, go_to, moved_most, notebook
from tests.benchmarks.measure import say
from tests.benchmarks.relay import Relay
from tests.benchmarks.stopwatch import drag, press

TRIPS = (0, 100, 300)  # ms
# 5 kB a frame; 15 kB; a density and a cloud; a globe with a contour; first visits that are dear.
NAMES = ("linear", "affine", "noise_to_data", "globe", "three_estimators")


def run(presses=6, drag_seconds=3.0, trips=TRIPS, names=NAMES):
    rows, relay, every = [], Relay(), list(live.pictures())
    with notebook(ECHO + ALL, relay=relay) as page:
        for name in sorted(names, key=every.index):
            relay.trip = 0.0
            counts, _ = go_to(page, every.index(name))
            steps = counts[moved_most(page, counts, name)]
            for trip in trips:
                relay.trip = trip / 1000
                times = press(page, ("echo", "picture"), presses)
                swung = drag(page, "picture", drag_seconds, steps, rest=1500 + 3 * trip)
                rows.append({"what": "far", "trip": trip, "name": name, "times": times,
                             "drag": swung})  # fmt: skip
                say(f"{name:20} {trip:4} ms away: {times['picture']['median']:6.0f} ms, "
                    f"{swung['fps']:4.1f} pictures/s, last {swung['last']:.0f} ms after its value, "
                    f"{swung['last sent']:.0f} after that left")  # fmt: skip
    return rows

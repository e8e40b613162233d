"""Live pictures, drawn: near, far away, and in the kernel alone."""

from tests.benchmarks.measure import rows_of
from tests.benchmarks.tables import number, table


def live():
    rows = rows_of("live")
    if not rows:
        return ""
    pictures = [
        [row["name"], *press(row["times"], "picture"), *press(row["times"], "echo"),
         f"{row['ratio']:.2f}", *dragged(row["drag"])]
        for row in rows if row["what"] == "picture"
    ]  # fmt: skip
    rivals = [
        [row["where"], name, *press(row["times"], name),
         f"{row['times'][name]['median'] / row['times']['echo']['median']:.2f}",
         *dragged(row["drags"][name])]
        for row in rows if row["what"] == "rivals" for name in row["times"]
    ]  # fmt: skip
    drags = ["values/s", "frames/s", "last picture after, ms", "blank looks"]
    head = ["picture", "ms", "95 %", "echo ms", "95 %", "ratio", *drags]
    other = ["server", "way", "ms", "95 %", "ratio to echo", *drags]
    none = ", ".join(f"`{row['name']}`" for row in rows if row["what"] == "no slider")
    beside = f"\n\nWithout a slider, so not moved: {none}." if none else ""
    return f"{LIVE}\n\n{table(head, pictures)}{beside}\n\n{RIVALS}\n\n{table(other, rivals)}"


LIVE = """
## Live pictures in a browser

From the key press to the second animation frame after the page has changed, in Chromium on a
JupyterLab as `make lab` starts it; then three drags. The echo is a slider whose value
a kernel only writes back. Browser, server and kernel share the two cores, and there is no graphics
card: frames are drawn by software. A picture's slider with the most stops is moved, so fast that it
asks for up to 60 values a second; a slider of a few stops asks for less, and no picture can show
more. Most of its values are visited for the first time; before the first key there are three
seconds of rest where something is computed ahead. Values and frames a second are those of the
first drag. The last picture is timed from the slider's last value, in the median of the three: one
drag says little (see above). The 95th percentile is the last but one of 21 keys.
"""
RIVALS = "The same picture (`live.linear`) by other ways:"


def press(times, name):
    return [number(times[name]["median"]), number(times[name]["p95"])]


def dragged(drag):
    late = max(0.0, drag["last"])  # below 0: the last value has changed nothing
    shown = [number(value) for value in (drag["values"], drag["fps"], late)]
    return [*shown, f"{drag['blank']} of {drag['looks']}"]


def far():
    rows = rows_of("far")
    if not rows:
        return ""
    body = [
        [row["trip"], row["name"], number(row["times"]["picture"]["median"]),
         number(row["times"]["echo"]["median"]),
         *(number(row["drag"][key]) for key in ("values", "fps", "last", "last sent"))]
        for row in sorted(rows, key=lambda row: row["trip"])
    ]  # fmt: skip
    head = ["round trip, ms", "picture", "ms", "echo ms", "values/s", "pictures/s",
            "last picture after its value, ms", "after its value has left"]  # fmt: skip
    return f"{FAR}\n\n{table(head, body)}"


FAR = """
## Pictures of a hub that is far away

The same JupyterLab behind a relay on this machine that hands everything on half a round trip
later. A slider keeps one message on its way: the next value leaves when the kernel has answered, so
a drag shows one picture a round trip, and its last value may wait for up to another one before it
leaves.
"""


def frames():
    rows = rows_of("frames")
    if not rows:
        return ""
    body = []
    for row in rows:
        first = max(row["controls"], key=lambda control: control["first"])
        later = max(row["controls"], key=lambda control: control["later"])
        at_first, at_worst, at_last = (
            number(1000 * seconds)
            for seconds in (first["first"], first["first worst"], later["later"])
        )
        body.append(
            [row["name"], ", ".join(row["dear"]) or "–", number(1000 * row["opened"]),
             f"{at_first} ({first['name']})", at_worst, f"{at_last} ({later['name']})"]
        )  # fmt: skip
    head = ["picture", "computed ahead", "opened, ms", "first visit, ms", "at worst, ms",
            "later visit, ms"]  # fmt: skip
    return f"{FRAMES}\n\n{table(head, body)}"


FRAMES = """
## What a frame costs the kernel

Milliseconds of the processor, without a browser: the median over a control's stops, of the control
that costs most. A first visit may have to compute what a later one looks up. What is named as
computed ahead is computed while the kernel rests, until the first event: its first visits cost as
much as this table says only where nobody has paused before.
"""


def before():
    rows = [row for row in rows_of("before") if row["before"]]
    if not rows:
        return ""
    body = [
        [row["name"], row["revision"], row["visits"], number(1000 * row["before"]),
         number(1000 * row["now"]), f"{row['ratio']:.2f}", f"{row['worst']:.2f}"]
        for row in rows
    ]  # fmt: skip
    head = ["picture", "before: revision", "states", "before, ms", "now, ms", "ratio of all",
            "of the control that lost most"]  # fmt: skip
    return f"{BEFORE}\n\n{table(head, body)}"


BEFORE = """
## What a frame cost the kernel before

The same states of the same picture, drawn by the course of an earlier revision and of today, a lap
each in turn; milliseconds of the processor in the median over the states, the quickest of seven
laps. Before means: before the pictures' second edition, or, for pictures that came later, before
their speed was looked at again. A control that came since is not moved.
"""

"""What was aimed at with live pictures: near, far away, and in the kernel alone."""

import statistics

from tests.benchmarks.measure import rows_of

ASKED = 30  # new values of a slider a second, from which on a drag is judged
MORE = 60  # ms beyond the round trip that a far picture may take
FIRST, LATER = 20, 8  # ms of kernel time; a first visit that is dear is computed ahead


def judged_live():
    pictures = [row for row in rows_of("live") if row["what"] == "picture"]
    if pictures:
        yield from judged_pictures(pictures)
    for row in rows_of("live"):
        if row["what"] == "rivals" and "make lab" in row["where"]:
            factor = row["times"]["ipympl"]["median"] / row["times"]["picture"]["median"]
            yield ("live, against ipympl", "≥ 3 × faster", f"{factor:.1f} ×",
                   factor >= 3)  # fmt: skip


def judged_pictures(pictures):
    for key, end, goal in (("median", "", 1.1), ("p95", ", 95th percentile", 1.5)):
        found = {row["name"]: row["times"]["picture"][key] / row["times"]["echo"][key]
                 for row in pictures}  # fmt: skip
        yield (f"live, key press to paint{end}", f"≤ {goal} × echo, every picture",
               most(found, goal, "{:.2f}"), max(found.values()) <= goal)  # fmt: skip
    late = {row["name"]: row["drag"]["last"] for row in pictures}
    yield ("live, final picture after a drag", "≤ 100 ms, every picture",
           most(late, 100, "{:.0f} ms"), max(late.values()) <= 100)  # fmt: skip
    blank = sum(row["drag"]["blank"] for row in pictures)
    looks = sum(row["drag"]["looks"] for row in pictures)
    yield "live, blank frames", "none", f"{blank} in {looks} looks", blank == 0
    # A slider of a few stops cannot ask for 24 pictures a second.
    able = [row for row in pictures if row["drag"]["values"] >= ASKED]
    slow = min(able, key=lambda row: row["drag"]["fps"])
    middle = statistics.median(row["drag"]["fps"] for row in able)
    yield ("live, drag as in make lab", "≥ 24 frames/s, every picture",
           f"median {middle:.0f}, slowest {slow['drag']['fps']:.0f} ({slow['name']})",
           slow["drag"]["fps"] >= 24)  # fmt: skip


def judged_far():
    """One picture a round trip is what a slider's own throttle allows."""
    for trip in sorted({row["trip"] for row in rows_of("far")} - {0}):
        rows = [row for row in rows_of("far") if row["trip"] == trip]
        slow = min(rows, key=lambda row: row["drag"]["fps"])
        goal = 1000 / (trip + 100)
        yield (f"{trip} ms away, drag", f"≥ {goal:.1f} pictures/s",
               f"slowest {slow['drag']['fps']:.1f} ({slow['name']})",
               slow["drag"]["fps"] >= goal)  # fmt: skip
        late = {row["name"]: row["drag"]["last sent"] for row in rows}
        yield (f"{trip} ms away, final picture after its value has left", f"≤ {trip + MORE} ms",
               most(late, trip + MORE, "{:.0f} ms"),
               max(late.values()) <= trip + MORE)  # fmt: skip


def judged_frames():
    rows = rows_of("frames")
    if not rows:
        return
    every = [(row, control) for row in rows for control in row["controls"]]
    for name, key, goal, chosen in (
        ("first visit of what is not computed ahead", "first", FIRST, not_ahead),
        ("later visit", "later", LATER, lambda row, control: True),
        ("density on 90 × 90 points, later visit", "later", 8, on_ninety),
    ):
        found = {f"{row['name']}, {control['name']}": 1000 * control[key]
                 for row, control in every if chosen(row, control)}  # fmt: skip
        yield (f"kernel time of a frame, {name}", f"≤ {goal} ms, every control",
               most(found, goal, "{:.1f} ms"),
               max(found.values(), default=0.0) <= goal)  # fmt: skip


def judged_before():
    found = {row["name"]: row["ratio"] for row in rows_of("before") if row["before"]}
    if found:
        yield ("kernel time of a frame, against before", "≤ 1.1 ×, every picture",
               most(found, 1.1, "{:.2f}"), max(found.values()) <= 1.1)  # fmt: skip


def not_ahead(row, control):
    return control["name"] not in row["dear"]


def on_ninety(row, control):
    return 90 in row["rasters"]


def most(found, goal, form):
    """The middle and the worst of {name: value}, and who else is above the goal.

    >>> most({"a": 1.0, "b": 1.2, "c": 1.4}, 1.1, "{:.1f}")
    'median 1.2, worst 1.4 (c), above it also b'
    """
    if not found:
        return "none"
    falling = sorted(found, key=found.get, reverse=True)
    middle, worst = statistics.median(found.values()), found[falling[0]]
    text = f"median {form.format(middle)}, worst {form.format(worst)} ({falling[0]})"
    others = [name for name in falling[1:] if found[name] > goal]
    return f"{text}, above it also {', '.join(others)}" if others else text

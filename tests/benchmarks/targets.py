"""What was aimed at: every target, what has been measured, and whether it is reached."""

import statistics

from tests.benchmarks.measure import load

ASKED = 30  # new values of a slider a second, from which on a drag is judged


def judged():
    """(what, target, measured, reached) of every target whose suite has been run."""
    yield from judged_flows()
    yield from judged_live()
    yield from judged_course()


def judged_flows():
    for row in rows_of("flows"):
        if row["n"] == 100_000 and row["dtype"] == "float32":
            goal = 0.6 if row["each"] else 0.8
            name = f"spline, {row['what']}, {'per sample' if row['each'] else 'shared'}, 1e5"
            yield (name, f"≤ {goal} × best peer", f"{row['ratio']:.2f} ({row['best']})",
                   row["ratio"] <= goal)  # fmt: skip
    goals = {"density": 0.5, "fit": 0.5, "samples": 0.2, "samples, gradients": 0.15}
    for row in rows_of("mixtures"):
        if row["n"] == 100_000:
            goal = goals[row["what"]]
            yield (f"mixture, {row['what']}, {row['dtype']}, 1e5", f"≤ {goal} × zuko, tight",
                   f"{row['ratio']:.2f}", row["ratio"] <= goal)  # fmt: skip

    for row in rows_of("layers"):
        yield (f"{row['kind']}, {row['what']}, {row['n']:.0e}", "≤ 0.9 × best peer",
               f"{row['ratio']:.2f} ({row['best']})", row["ratio"] <= 0.9)  # fmt: skip


def judged_live():
    pictures = [row for row in rows_of("live") if row["what"] == "picture"]
    if pictures:
        worst = max(pictures, key=lambda row: row["ratio"])
        middle = statistics.median(row["ratio"] for row in pictures)
        yield ("live, key press to paint", "≤ 1.25 × echo, every picture",
               f"median {middle:.2f}, worst {worst['ratio']:.2f} ({worst['name']})",
               worst["ratio"] <= 1.25)  # fmt: skip
        late = max(pictures, key=lambda row: row["drag"]["last"])
        yield ("live, final picture after a drag", "≤ 100 ms, every picture",
               f"worst {late['drag']['last']:.0f} ms ({late['name']})",
               late["drag"]["last"] <= 100)  # fmt: skip
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
    for row in rows_of("live"):
        if row["what"] == "rivals" and "make lab" in row["where"]:
            ours = row["times"]["picture"]["median"]
            for name, goal in (("interact", 8), ("ipympl", 3)):
                factor = row["times"][name]["median"] / ours
                yield (f"live, against {name}", f"≥ {goal} × faster", f"{factor:.1f} ×",
                       factor >= goal)  # fmt: skip


def judged_course():
    chapters = [row for row in rows_of("course") if row["what"] == "chapter"]
    if chapters:
        worst = max(chapters, key=lambda row: row["seconds"])
        total = sum(row["seconds"] for row in chapters)
        yield ("Run All of a chapter", "≤ 30 s", f"slowest {worst['seconds']:.0f} s "
               f"({worst['name'][:2]})", worst["seconds"] <= 30)  # fmt: skip
        yield "Run All of all chapters", "≤ 4 min", f"{total / 60:.1f} min", total <= 240
    for row in rows_of("course"):
        if row["what"] == "import":
            seconds, more = row["course_lib"]["median"], row["memory added"]["median"] / 1e6
            yield ("import beyond the dependencies", "≤ 0.3 s", f"{seconds:.2f} s",
                   seconds <= 0.3)  # fmt: skip
            yield ("memory after set-up beyond the dependencies", "≤ 40 MB", f"{more:.0f} MB",
                   more <= 40)  # fmt: skip


def rows_of(suite):
    result = load(suite)
    return result["rows"] if result else []

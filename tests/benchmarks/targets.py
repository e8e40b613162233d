"""What was aimed at: every target, what has been measured, and whether it is reached."""

from tests.benchmarks.measure import rows_of
from tests.benchmarks.targets_course import judged_course
from tests.benchmarks.targets_live import judged_before, judged_far, judged_frames, judged_live


def judged():
    """(what, target, measured, reached) of every target whose suite has been run."""
    yield from judged_flows()
    yield from judged_live()
    yield from judged_far()
    yield from judged_frames()
    yield from judged_before()
    yield from judged_course()


def judged_flows():
    for row in rows_of("flows"):
        if row["n"] == 100_000:
            goal = 0.6 if row["each"] else 0.8
            shared = "per sample" if row["each"] else "shared"
            name = f"spline, {row['what']}, {shared}, {row['dtype']}, 1e5"
            yield (name, f"≤ {goal} × best peer", f"{row['ratio']:.2f} ({row['best']})",
                   row["ratio"] <= goal)  # fmt: skip
    goals = {"density": 0.5, "fit": 0.5, "samples": 0.2, "samples, gradients": 0.15}
    for row in rows_of("mixtures"):
        if row["n"] == 100_000:
            goal = goals[row["what"]]
            ratio = against(row, "zuko, tight")
            yield (f"mixture, {row['what']}, {row['dtype']}, 1e5",
                   f"≤ {goal} × zuko with logarithms, tight", f"{ratio:.2f}",
                   ratio <= goal)  # fmt: skip
        if row["n"] <= 100_000 and "zuko, our sums" in row["times"]:
            yield (f"mixture, {row['what']}, {row['dtype']}, {size(row)}", *best_peer(row))
    for row in rows_of("layers"):
        dtype = row.get("dtype", "float32")
        yield (f"{row['kind']}, {row['what']}, {dtype}, {size(row)}", *best_peer(row))


def best_peer(row):
    return ("≤ 0.9 × best peer", f"{row['ratio']:.2f} ({row['best']})",
            row["ratio"] <= 0.9)  # fmt: skip


def size(row):
    return f"{row['n']:.0e}".replace("e+0", "e")


def against(row, name):
    """Our time as a share of this library's."""
    return row["times"]["course_lib"]["median"] / row["times"][name]["median"]

"""What was aimed at: every target, what has been measured, and whether it is reached."""

from tests.benchmarks.measure import rows_of
from tests.benchmarks.targets_course import judged_course
from tests.benchmarks.targets_live import judged_far, judged_frames, judged_live


def judged():
    """(what, target, measured, reached) of every target whose suite has been run."""
    yield from judged_flows()
    yield from judged_live()
    yield from judged_far()
    yield from judged_frames()
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

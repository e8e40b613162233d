"""The course as a whole, drawn: Run All, memory, sizes, imports."""

from tests.benchmarks.measure import rows_of
from tests.benchmarks.tables import table
from tests.benchmarks.targets_course import growth


def course():
    rows = rows_of("course")
    if not rows:
        return ""
    (imports,) = (row for row in rows if row["what"] == "import")
    body = [
        [row["name"], f"{row['seconds']:.1f}", *(f"{row[key] / 1e6:.0f}" for key in
         ("after setup", "peak")), *(f"{row[key] / 1e3:.0f}" for key in
         ("size", "size with outputs"))]
        for row in rows if row["what"] == "chapter"
    ]  # fmt: skip
    head = ["chapter", "Run All, s", "kernel after set-up, MB", "at its peak, MB", "notebook, kB",
            "solved, with pictures, kB"]  # fmt: skip
    told = (
        f"The imports of the set-up cell take {imports['course_lib']['median']:.2f} s and "
        f"{imports['memory added']['median'] / 1e6:.0f} MB after torch, numpy, pyplot and "
        f"ipywidgets ({imports['dependencies']['median']:.1f} s, "
        f"{imports['memory before']['median'] / 1e6:.0f} MB)."
    )
    made = [f"`{row['name']}`: {row['seconds'] / 60:.1f} min" for row in rows_of("commands")]
    more = f"\n\n{'; '.join(made)}." if made else ""
    return f"## The course\n\n{told}\n\n{table(head, body)}{more}{memory()}"


def memory():
    rows = rows_of("memory")
    if not rows:
        return ""
    times = len(rows[0]["resident"])
    body = [
        [row["name"], *(f"{row['resident'][k] / 1e6:.0f}" for k in (0, times // 2, -1)),
         f"{100 * (growth(row) - 1):+.0f} %", row["widgets"][0], row["widgets"][-1]]
        for row in rows
    ]  # fmt: skip
    head = ["chapter", "after the first, MB", f"after {times // 2 + 1}", f"after {times}", "growth",
            "widgets after the first", "after the last"]  # fmt: skip
    return f"\n\n{MEMORY.format(times)}\n\n{table(head, body)}"


MEMORY = "A kernel in which a learner runs the whole chapter {} times:"

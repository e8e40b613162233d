"""What was aimed at with the course as a whole: Run All, memory, imports."""

from tests.benchmarks.measure import rows_of

RUNS, GROWTH = 10, 1.1  # of a chapter in one kernel; the memory after the last to that before


def judged_course():
    chapters = [row for row in rows_of("course") if row["what"] == "chapter"]
    if chapters:
        worst = max(chapters, key=lambda row: row["seconds"])
        total = sum(row["seconds"] for row in chapters)
        yield ("Run All of a chapter", "≤ 30 s", f"slowest {worst['seconds']:.0f} s "
               f"({worst['name'][:2]})", worst["seconds"] <= 30)  # fmt: skip
        yield "Run All of all chapters", "≤ 8 min", f"{total / 60:.1f} min", total <= 480
    for row in rows_of("course"):
        if row["what"] == "import":
            seconds, more = row["course_lib"]["median"], row["memory added"]["median"] / 1e6
            yield ("import beyond the dependencies", "≤ 0.3 s", f"{seconds:.2f} s",
                   seconds <= 0.3)  # fmt: skip
            yield ("memory after set-up beyond the dependencies", "≤ 40 MB", f"{more:.0f} MB",
                   more <= 40)  # fmt: skip
    grown = {row["name"][:2]: growth(row) for row in rows_of("memory")}
    if grown:
        worst = max(grown, key=grown.get)
        yield (f"memory of a kernel that runs a chapter {RUNS} times", "no growth beyond 10 %",
               f"worst {100 * (grown[worst] - 1):.0f} % ({worst})",
               grown[worst] <= GROWTH)  # fmt: skip


def growth(row):
    """The memory after the last run to that after the first."""
    return row["resident"][-1] / row["resident"][0]

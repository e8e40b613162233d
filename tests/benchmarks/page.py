"""Draws README.md of this folder, and three figures in the course's README, from results/."""

import re
from pathlib import Path

from tests.benchmarks import web_page
from tests.benchmarks.measure import load, rows_of
from tests.benchmarks.page_course import course
from tests.benchmarks.page_live import before, far, frames, live
from tests.benchmarks.tables import number, table, unit
from tests.benchmarks.targets import judged

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
WORDS = HERE / "missed.md"  # written by hand: what misses its target, why, and what was tried
SUITES = ("flows", "mixtures", "layers", "learning", "live", "far", "frames", "before", "course",
          "memory", "growth", "web", "commands")  # fmt: skip
MARK = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


def write():
    (HERE / "README.md").write_text(page(), encoding="utf-8")
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(MARK.sub(lambda m: m[1] + quote() + m[2], text), encoding="utf-8")


def page():
    missed = WORDS.read_text(encoding="utf-8")
    parts = [INTRODUCTION, provisional(), versions(), targets(), missed, splines(), mixtures(),
             layers(), learning(), live(), far(), frames(), before(), course(), growth(),
             web_page.section(table, number)]  # fmt: skip
    return "\n\n".join(part.strip() for part in parts if part) + "\n"


INTRODUCTION = """
# How fast is it?

This page is drawn by `make bench` from `results/*.json`; do not edit it. One suite alone:
`make bench SUITE=flows` (or `mixtures`, `layers`, `learning`, `live`, `far`, `frames`, `course`,
`growth`, `web`; and, by name only, `before`, `memory`, half an hour, and `commands`, which times
make's own).

All who are compared run in turn in one process, round after round, so that the machine's moods
fall on everybody alike: read the ratios, not the milliseconds. Times are medians on one thread. A
ratio below 1 means that the course is faster.
"""


def versions():
    found = [result for name in SUITES if (result := load(name))]
    if not found:
        return ""
    rows = [
        [r["suite"], r["date"], r["machine"],
         f"{r['seconds']:.0f} s" + (" (quick)" if r["quick"] else ""), f"{r['load']:.1f}"]
        for r in found
    ]  # fmt: skip
    names = ", ".join(f"{n} {v}" for n, v in found[-1]["versions"].items())
    head = ["suite", "date", "machine", "took", "other load at the end"]
    return f"{table(head, rows)}\n\nVersions: {names}."


def provisional():
    """A warning, as long as some numbers come from small counts."""
    names = [name for name in SUITES if (result := load(name)) and result["quick"]]
    return QUICK.format(", ".join(names)) if names else ""


QUICK = """
**Provisional:** of {} there are only quick runs, with small counts on a machine that had much else
to do. They show that everything runs; their times mean little.
"""


# --- the targets --------------------------------------------------------------------------------


def targets():
    rows = [[what, goal, shown, "yes" if fine else "**no**"]
            for what, goal, shown, fine in judged()]  # fmt: skip
    return "## What was aimed at, and what is reached\n\n" + table(
        ["what", "target", "measured", "reached"], rows
    )


def quote():
    """Three figures for the course's README, those of them that have been measured."""
    shared = [r for r in rows_of("flows")
              if r["n"] == 100_000 and r["what"] == "inverse" and not r["each"]]  # fmt: skip
    samples = [r for r in rows_of("mixtures") if r["n"] == 100_000 and r["what"] == "samples"]
    live = [r for r in rows_of("live") if r["what"] == "rivals" and "make lab" in r["where"]]
    lines = []
    if live:
        ours = live[0]["times"]["picture"]["median"]
        times = live[0]["times"]["interact"]["median"] / ours
        lines.append(
            f"From a key press to the painted picture: {ours:.0f} ms, {times:.0f} times faster "
            "than `interact`."
        )
    if shared:
        lines.append(
            "The inverse of one spline, 100 000 numbers at once, takes "
            f"{both(shared)} of the time of the fastest other library."
        )
    if samples:
        lines.append(
            "100 000 samples of the mixture flow, to the last digit, take "
            f"{both(samples)} of the time of {named(samples)}."
        )
    return "".join(f"- {line}\n" for line in lines)


def both(rows):
    """The ratios of rows that differ in dtype: neither is left out because it is less friendly."""
    return " and ".join(f"{row['ratio']:.2f} ({row['dtype']})" for row in rows)


def named(rows):
    """Whom the ratios compare with, each once."""
    forms = {True: "zuko's search on our own sums", False: "zuko's search on logarithms"}
    names = (row["best"] for row in rows)
    told = (forms["our sums" in name] if "zuko" in name else name for name in names)
    return " or ".join(dict.fromkeys(told))


# --- the tables ---------------------------------------------------------------------------------


def splines():
    rows = rows_of("flows")
    if not rows:
        return ""
    names = list(max((row["times"] for row in rows), key=len))
    body = [
        [row["what"], f"{row['n']:,}", row["dtype"], "per sample" if row["each"] else "shared",
         *(cell(row, name) for name in names), f"{row['ratio']:.2f} ({row['best']})",
         *(peak(row, name) for name in ("course_lib", row["best"]))]
        for row in rows
    ]  # fmt: skip
    head = ["what", "batch", "dtype", "parameters", *names, "ratio to best", "our peak",
            "best peer's peak"]  # fmt: skip
    return f"{SPLINES}\n\n{table(head, body)}"


SPLINES = """
## Rational-quadratic splines

Eight bins on [−4, 4], the same knots in every library. Each cell: milliseconds, and in brackets the
largest errors of the value and of the log-det against the formula in 50 digits (through the knots
that the library's parameters stand for in float64, so rounding the knots counts). Peaks are the
rise of the resident memory in MB. A fit is one log-likelihood and its gradient.
"""


def mixtures():
    rows = rows_of("mixtures")
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row["times"]))
    body = [
        [row["what"], f"{row['n']:,}", row["dtype"], *(cell(row, name) for name in names),
         f"{row['ratio']:.2f} ({row['best']})",
         *(peak(row, name) for name in ("course_lib", row["best"]))]
        for row in rows
    ]  # fmt: skip
    head = ["what", "batch", "dtype", *names, "ratio to best", "our peak", "best peer's peak"]
    return f"{MIXTURES}\n\n{table(head, body)}"


MIXTURES = """
## A mixture of eight logistics

Milliseconds, and in brackets the largest error: of log p(x), of a sample x (both in 50 digits), or
of a parameter's gradient relative to the largest (against float64). zuko's MonotonicTransform has
the same map as its function, once at its default (bound 10, tolerance 1e-6), once at one rounding
unit; as logarithms, which hold everywhere and which chapter 05 teaches, and as "our sums", log F/S
with F and S added as they stand, the fastest form that it can take. Torch's mixture is a density
only. The best peer is the fastest of those whose error is at most 20 times ours, or 20 rounding
units.
"""


def layers():
    rows = rows_of("layers")
    if not rows:
        return ""
    names = list(dict.fromkeys(name for row in rows for name in row["times"]))
    body = [
        [row["kind"], row["what"], f"{row['n']:,}", row.get("dtype", "float32"),
         *(milliseconds(row, name) for name in names),
         f"{row['ratio']:.2f} ({row['best']})"]
        for row in rows
    ]  # fmt: skip
    head = ["flow", "what", "batch", "dtype", *names, "ratio to best"]
    return f"{LAYERS}\n\n{table(head, body)}"


def milliseconds(row, name):
    """The time, and in brackets what the flow has learned, if that has been measured."""
    if name not in row["times"]:
        return "–"
    time, nats = number(1000 * row["times"][name]["median"]), row.get("nats", {})
    return f"{time} ({nats[name]:.2f})" if name in nats else time


LAYERS = """
## Whole flows of two dimensions

Milliseconds, one thread, and in brackets the mean log p of held-out events, in nats: everyone has
taken 400 equal steps (Adam, 256 of 20 000 events each, in float32) before it is timed. Eight bins
on [−4, 4], two hidden layers of 64 units for each layer of a flow, a context of three numbers for
the conditional one. A fit is one log-likelihood and its gradient; samples are one event for each
context. The networks are each library's own; normflows takes a context only with one layer more,
of 64 units. In Gaussianization "zuko, our mixture" is our bend in zuko's layers, in plain sums,
with zuko's search (tolerance 1e-6) for samples; zuko's own has fewer parameters and is
invertible for |x| < 10.
"""


def cell(row, name):
    if name not in row["times"]:
        return "–"
    error = row["errors"].get(name)
    told = error.values() if isinstance(error, dict) else [error]
    errors = ", ".join("–" if e is None else f"{e:.0e}" for e in told)
    return f"{number(1000 * row['times'][name]['median'])} ({errors})"


def peak(row, name):
    found = row["peaks"].get(name)
    return "–" if found is None else f"{found / 1e6:.0f}"


def learning():
    rows = rows_of("learning")
    if not rows:
        return ""
    names = list(rows[0]["times"])
    body = []
    for name in names:
        cells = [
            f"{row['times'][name]['median']:.2f} s ({row['reached'][name]})"
            if row["times"][name]
            else f"– ({row['reached'][name]})"
            for row in rows
        ]
        body.append([name, *cells, f"{rows[0]['best'][name]:.4f}"])
    head = ["flow", *(f"to a gap of {row['gap']} nats" for row in rows), "smallest gap (median)"]
    return f"{LEARNING}\n\n{table(head, body)}"


LEARNING = """
## Learning a density with two humps

Seconds of training until the gap above the true entropy is so small: medians over seeds (and how
many of them get there). 5000 samples, Adam, learning rate 0.05, at most 400 steps.
"""


def growth():
    rows = rows_of("growth")
    if not rows:
        return ""
    body = [
        [row["what"], "; ".join(f"{size:,}: {number(1000 * s)} ms ({unit(s / size)})"
         for size, s in zip(row["sizes"], row["seconds"], strict=True)),
         f"from {row['bends']:,} on" if row["bends"] else "no"]
        for row in rows
    ]  # fmt: skip
    head = ["what grows", "size: time (per unit)", "dearer per unit?"]
    return f"{GROWTH}\n\n{table(head, body)}"


GROWTH = """
## How each grows

A size is called dearer when its cost per unit is more than half above the cheapest before it.
"""


if __name__ == "__main__":
    write()

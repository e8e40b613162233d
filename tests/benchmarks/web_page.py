"""The section on the web edition, drawn from results/web.json."""

import statistics

from tests.benchmarks.measure import rows_of

HEAVY = 8  # pages and pictures that are named


def section(table, number):
    """The tables; "" before the suite has been run. ``table`` and ``number`` are the page's."""
    rows = rows_of("web")
    if not rows:
        return ""
    goals = table(["what", "goal", "measured", "reached"], judged(rows, number))
    pages = sorted(_of(rows, "bytes"), key=lambda row: -row["words"])[:HEAVY]
    heavy = table(
        ["page", "before its pictures, kB", "gzipped", "still pictures", "frames"],
        [[r["page"], *(f"{r[key] / 1e3:.0f}" for key in ("words", "sent", "stills", "frames"))]
         for r in pages],
    )  # fmt: skip
    slow = sorted(_of(rows, "picture"), key=lambda row: -row["painted"]["median"])[:HEAVY]
    keys = table(
        ["picture", "drawn by the script, ms", "painted", "95 %", "second frame"],
        [[r["name"], *(number(r[a][b]) for a, b in
         (("drawn", "median"), ("painted", "median"), ("painted", "p95"), ("second", "median")))]
         for r in slow],
    )  # fmt: skip
    (whole,) = _of(rows, "whole")
    told = TOLD.format(len(_of(rows, "bytes")), whole["bytes"] / 1e6, whole["common"] / 1e3)
    growth = table(
        ["frames of a picture", "pictures", "kB", "kB a frame", "unpacked, ms", "painted, ms"],
        grown(rows, number),
    )
    return f"{WORDS}\n\n{goals}\n\n{told}\n\n{heavy}\n\n{SLOW}\n\n{keys}\n\n{GROWS}\n\n{growth}"


def grown(rows, number):
    """Rows of medians over the pictures that have so many frames."""
    lines, above = [], 0
    for most in SIZES:
        group = [row for row in _of(rows, "picture") if above < row["frames"] <= most]
        if group:
            size = statistics.median(row["bytes"] / 1e3 for row in group)
            each = statistics.median(row["bytes"] / 1e3 / row["frames"] for row in group)
            times = (statistics.median(row[of]["median"] for row in group)
                     for of in ("unpacked", "painted"))  # fmt: skip
            lines.append([f"{above + 1} to {most}", len(group), f"{size:.0f}", number(each),
                          *map(number, times)])  # fmt: skip
        above = most
    return lines


WORDS = """
## The web edition

Opened from its folder in Chromium. A key's time ends when the frame with the new picture has been
painted. "Second frame" is the stopwatch of the live pictures above, which waits for one frame of
the screen more, 17 ms; the notebook's picture, `live.linear`, was pressed under it in the same run.
""".strip()
TOLD = (
    "All {} pages are {:.0f} MB; what they share, without typefaces, is {:.0f} kB. The heaviest, "
    "in kB:"
)
SIZES = (15, 30, 60, 120, 240, 480)  # frames of a picture
GROWS = (
    "How a picture grows with its frames, in medians. They are fetched when a reader comes near, "
    "and a line of SVG that several frames share is kept once:"
)
SLOW = "The slowest pictures, by their slider with the most stops:"


def _of(rows, what):
    return [row for row in rows if row["what"] == what]


def judged(rows, number):
    """Rows of what was aimed at."""
    lines = []
    for row in _of(rows, "build"):
        left = f", {row['drawn']} things drawn anew" if row["drawn"] else ", all drawn before"
        lines.append(["build", "–", f"{row['seconds']:.0f} s{left}", "–"])
    pictures = _of(rows, "picture")
    painted = [row["painted"]["median"] for row in pictures]
    second = [row["second"]["median"] for row in pictures]
    lab = _of(rows, "notebook")[0]["times"]["median"]
    if painted:
        middle = statistics.median(painted)
        lines += [
            ["key to painted picture", "≤ 20 ms", f"median {number(middle)} ms of {len(painted)} "
             f"pictures, worst {number(max(painted))} ms", _yes(middle <= 20)],
            ["the same to the second frame", "below the notebook's",
             f"median {number(statistics.median(second))} ms, notebook {number(lab)} ms",
             _yes(statistics.median(second) < lab)],
        ]  # fmt: skip
    for row in _of(rows, "first page"):
        seen, moves = row["seen"]["median"], row["moves"]["median"]
        lines += [
            ["first page, seen", "≤ 1 s", f"{number(seen / 1000)} s", _yes(seen <= 1000)],
            ["first page, moves", "≤ 1 s", f"{number(moves / 1000)} s", _yes(moves <= 1000)],
        ]
    opened = _of(rows, "opened")
    if opened:
        worst = max(opened, key=lambda row: row["seen"])
        lines.append(["a chapter, seen", "≤ 1 s", f"slowest {number(worst['seen'] / 1000)} s "
                      f"({worst['page'][:2]})", _yes(worst["seen"] <= 1000)])  # fmt: skip
    heaviest = max(_of(rows, "bytes"), key=lambda row: row["words"])
    lines.append(["a page before its pictures", "≤ 300 kB", f"{heaviest['words'] / 1e3:.0f} kB "
                  f"({heaviest['page']})", _yes(heaviest["words"] <= 300_000)])  # fmt: skip
    return lines


def _yes(fine):
    return "yes" if fine else "**no**"

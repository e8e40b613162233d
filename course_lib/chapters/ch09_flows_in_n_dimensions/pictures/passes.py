"""Who waits for whom: squares that are filled pass by pass, for three flows and both tasks."""

import numpy as np

from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, INK, QUIET, TARGET

FLOWS = ("autoregressive", "coupling", "inverse autoregressive")
TASKS = ("samples", "density")
MOST = 8
ROW_Z, ROW_X = 0, 1


def batches(flow, task, n):
    """The coordinates that each pass of the network fills: a list of lists."""
    if flow == "coupling":
        return [list(range(n // 2, n))]
    waits = (flow == "autoregressive") == (task == "samples")
    return [[i] for i in range(n)] if waits else [list(range(n))]


def asked(flow, task, n, filled):
    """(i, row) of the squares that the network is given for each j of those filled just now."""
    if flow == "coupling":
        given = ROW_Z if task == "samples" else ROW_X
        return [(i, given, j) for i in range(n // 2) for j in filled]
    row = ROW_X if flow == "autoregressive" else ROW_Z
    return [(i, row, j) for j in filled for i in range(j)]


class PassesPicture(Picture):
    """A row of z, a row of x; strokes lead to the squares that this pass fills."""

    size = (900, 330)
    title = "Who waits for whom?"
    on_page = ("flow", "task", "step")
    played = "step"

    def __init__(self):
        super().__init__([
            Choice("flow", "flow", FLOWS, "autoregressive"),
            Choice("task", "wanted", TASKS, "samples"),
            Slider("n", "coordinates D", 2, MOST, 1, 5),
            Slider("step", "passes made", 0, MOST, 1, 2),
        ])  # fmt: skip

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(-1.9, MOST - 0.4), ylim=(-0.75, 1.8))
        ax.set_axis_off()
        self.names = [self.words(ax, 0.0, y, fontsize=17) for y in (0.33, 0.73)]
        self.strokes = self.line(ax, INK, lw=1.5)
        self.own = self.line(ax, QUIET, lw=1.5, ls=(0, (2, 2)))
        self.z, self.x, self.open = (
            self.points(ax, color, size=34, alpha=alpha)
            for color, alpha in ((BASE, 1), (TARGET, 1), (QUIET, 0.5))
        )
        self.now = self.points(ax, INK, size=42, alpha=1)
        for squares in (self.z, self.x, self.open, self.now):
            squares.set_marker("s")
        self.now.set(markerfacecolor="none", markeredgewidth=3)
        self.count = self.words(ax, 0.2, 1.0, fontsize=15, weight="bold")

    def update(self, flow, task, n, step):
        wanted, given = (ROW_X, ROW_Z) if task == "samples" else (ROW_Z, ROW_X)
        fills = batches(flow, task, n)
        step = min(step, len(fills))
        passive = list(range(n // 2)) if flow == "coupling" else []
        now = fills[step - 1] if step else []
        there = passive + [i for one in fills[:step] for i in one]
        row = {given: np.arange(n), wanted: np.array(there)}
        for squares, k in ((self.z, ROW_Z), (self.x, ROW_X)):
            squares.set_data(row[k], np.full(len(row[k]), k))
        rest = [i for i in range(n) if i not in there]
        self.open.set_data(rest, np.full(len(rest), wanted))
        self.now.set_data(now, np.full(len(now), wanted))
        strokes = [((i, k), (j, wanted)) for i, k, j in asked(flow, task, n, now)]
        self.strokes.set_data(*_strokes(strokes))
        self.own.set_data(*_strokes([((i, given), (i, wanted)) for i in passive + now]))
        for words, letter, k in zip(self.names, ("base z", "data x"), (ROW_Z, ROW_X), strict=True):
            words.set_text(f"{letter},\n{'wanted' if k == wanted else 'given'}")
        self.count.set_text(f"pass {step} of {len(fills)}")
        return {"passes of the network": str(len(fills)), "filled": f"{len(there)} of {n}"}

    def describe(self, flow, task, n, step):
        said = self.readings(flow=flow, task=task, n=n, step=step)
        return (
            f"{flow.capitalize()}, {task}, {n} coordinates: {said['passes of the network']} passes "
            f"of the network are needed; so far {said['filled']} squares are filled. Strokes lead "
            "from the squares that the network is given to those that it lets move."
        )


def _strokes(pairs):
    """x and y of strokes from square to square; those within a row make an arc outside of it."""
    x, y = [], []
    t = np.linspace(0, 1, 17)
    for (i, start), (j, end) in pairs:
        lift = 0.2 * np.sqrt(j - i) * (1 if end else -1) if start == end else 0.0
        x += [*(i + (j - i) * t), np.nan]
        y += [*(start + (end - start) * t + 4 * lift * t * (1 - t)), np.nan]
    return (x, y) if x else ([np.nan], [np.nan])


def passes(**start: float | str | bool) -> View:
    """Who waits for whom?"""
    return show(PassesPicture(), **start)

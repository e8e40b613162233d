"""Newton's steps in a flat region, alone and inside a bracket."""

import functools

import torch

from course_lib.chapters.ch06_root_finding_inverses.pictures.problems import (
    DOUBLE,
    MIXTURES,
    places,
    problem,
)
from course_lib.flows import newton, safeguarded_newton
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, MAP, TARGET
from course_lib.live.words import number

SHOWN = 12.0
X = torch.linspace(-SHOWN, SHOWN, 361, dtype=DOUBLE)
CURVES = {name: flow.inverse(X)[0] for name, flow in MIXTURES.items()}
MOST = 14


@functools.lru_cache(maxsize=256)
def inside_bracket(mixture, start, z):
    """The places of the safeguarded search, and its brackets as (low, high)."""
    task = problem(mixture, z)
    ends = task.low, task.high
    root = safeguarded_newton(task.g, task.z, *ends, task.start(start), scale=1.0)
    return places(root), [(low.item(), high.item()) for low, high in root.brackets]


class SafeguardPicture(Picture):
    """Where Newton goes without and with a bracket, from the same start."""

    size = (900, 380)
    title = "What keeps Newton from running away?"

    def __init__(self):
        super().__init__([
            Slider("step", "step", 0, MOST, 1, 6),
            Choice("mixture", "map of", tuple(MIXTURES), "two bumps apart"),
            Slider("start", "start in bracket", 0.0, 1.0, 0.05, 0.7),
            Slider("z", "wanted y", -4.0, 4.0, 0.1, -2.0),
        ])  # fmt: skip

    def layout(self, figure):
        ax, ax_way = figure.subplots(1, 2, width_ratios=(1, 1.2))
        ax.set(xlim=(-SHOWN, SHOWN), ylim=(-7, 7), xlabel="$x$", ylabel="$y = g(x)$")
        ax.set(title="the map", xticks=[-10, -5, 0, 5, 10], yticks=[-6, -3, 0, 3, 6])
        self.wanted = self.line(ax, BASE, lw=2, ls=(0, (4, 3)))
        self.curve = self.line(ax, MAP, lw=3)
        ax_way.set(xlim=(0, MOST), ylim=(-SHOWN, SHOWN), xlabel="step", ylabel="$x$")
        ax_way.set(title="the way", yticks=[-10, -5, 0, 5, 10])
        self.band = self.area(ax_way, TARGET, alpha=0.2)
        self.root = self.line(ax_way, MAP, lw=1.5)
        style = {"marker": "s", "ms": 9, "lw": 2, "ls": (0, (4, 2))}
        self.alone = self.line(ax_way, BASE, **style)
        self.safe = self.line(ax_way, TARGET, marker="o", ms=10, lw=2.5)
        self.dots = [self.points(ax, c, size=12, alpha=1) for c in (BASE, TARGET)]
        ax_way.legend([self.alone, self.safe, self.band, self.root],
                      ["Newton alone", "with safeguard", "bracket", "root"],
                      loc="upper center", ncols=2, bbox_to_anchor=(0.5, 1.02))  # fmt: skip
        self.away = self.words(ax_way, 0.98, 0.04, ha="right", va="bottom", fontsize=14)

    def update(self, step, mixture, start, z):
        task, alone, safe = self._searches(mixture, start, z)
        root = safe[-1]  # to the last digit
        self.curve.set_data(X, CURVES[mixture])
        self.wanted.set_data([-SHOWN, SHOWN], [z, z])
        for line, dot, way in zip((self.alone, self.safe), self.dots, (alone, safe), strict=True):
            xs = way[: step + 1]
            line.set_data(range(len(xs)), [x if abs(x) < 1e4 else float("nan") for x in xs])
            at = torch.tensor(xs[-1:], dtype=DOUBLE)
            dot.set_data(at, task.g(at)[0] if abs(xs[-1]) < SHOWN else [99.0])
        self._draw_band(inside_bracket(mixture, start, z)[1][: step + 1])
        self.root.set_data([0, MOST], [root, root])
        last = alone[min(step, len(alone) - 1)]
        gone = not abs(last) < SHOWN
        self.away.set_text(f"Newton alone is at x = {number(last, 0)}" if gone else "")
        there = len(safe) - 1
        return {
            "root": number(root, 4),
            "Newton alone": number(last, 4),
            "with safeguard": number(safe[min(step, there)], 4),
            "last digit after": f"{there} steps",
        }

    @staticmethod
    @functools.lru_cache(maxsize=256)
    def _searches(mixture, start, z):
        task = problem(mixture, z)
        alone = places(newton(task.g, task.z, task.start(start), steps=MOST))
        return task, alone, inside_bracket(mixture, start, z)[0]

    def _draw_band(self, brackets):
        lows = [(step, low) for step, (low, _) in enumerate(brackets)]
        highs = [(step, high) for step, (_, high) in enumerate(brackets)]
        self.band.set_xy(lows + highs[::-1])

    def describe(self, step, mixture, start, z):
        _, alone, safe = self._searches(mixture, start, z)
        return (
            f"Searched is the x with g(x) = {number(z, 1)} for {mixture}; it is "
            f"{number(safe[-1], 4)}. After {step} steps Newton alone is at "
            f"{number(alone[step], 2)}; inside its bracket it needs {len(safe) - 1} steps in all."
        )


def safeguard(**start: float | str | bool) -> View:
    """Newton alone and Newton inside a bracket."""
    return show(SafeguardPicture(), **start)

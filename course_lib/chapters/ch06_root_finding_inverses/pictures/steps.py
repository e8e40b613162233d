"""Bisection and Newton beside each other, step by step, and what is left of the error."""

import functools
import math
from collections.abc import Callable

import numpy as np
import torch

from course_lib.chapters.ch06_root_finding_inverses.pictures.problems import (
    DOUBLE,
    MIXTURES,
    Problem,
    problem,
    stops,
)
from course_lib.flows import bisection, newton
from course_lib.flows.flow import check_event
from course_lib.live.controls import Choice, Slider
from course_lib.live.host import View, show
from course_lib.live.picture import Picture
from course_lib.live.style import BASE, DASH, MAP, TARGET, YOURS
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed

STEPS = 50
SHOWN, Z_SHOWN = 8.0, 8.0
X = torch.linspace(-SHOWN, SHOWN, 321, dtype=DOUBLE)
CURVES = {name: flow.inverse(X)[0] for name, flow in MIXTURES.items()}
SMALLEST = 5e-16  # the last digit: what lies below is rounding
START = Slider("start", "Newton's start", 0.0, 1.0, 0.05, 0.9)
WANTED = Slider("z", "wanted y", -4.0, 4.0, 0.1, 1.0)


def searches(mixture, z, start):
    """The root; the ends of bisection's brackets; the places of bisection and of Newton."""
    (zs, i), (starts, j) = stops(WANTED, z), stops(START, start)
    roots, brackets, half, tangents = _all_searches(mixture, zs, starts)
    found = roots[i], brackets[:, :, i], half[:, i], tangents[:, j, i]
    return [part.tolist() for part in found]


@functools.lru_cache(maxsize=6)
def _all_searches(mixture, zs, starts):
    """The same for every z and, with Newton, from every start; a step is along the first axis."""
    task = Problem(mixture, zs)
    half = bisection(task.g, task.z, task.low, task.high, steps=STEPS)
    begin = task.start(torch.tensor(starts, dtype=DOUBLE).unsqueeze(-1))
    tangents = newton(task.g, task.z.expand_as(begin), begin, steps=STEPS)
    brackets = torch.stack([torch.stack(ends) for ends in half.brackets])
    ways = [torch.stack([*found.history, found.x]) for found in (half, tangents)]
    return task.roots, brackets, *ways


class StepsPicture(Picture):
    """The curve y = g(x) with the bracket of bisection and with Newton's tangent; both errors.

    ``yours`` is the learner's ``newton(g, slope, y, x, steps)``.
    """

    size = (900, 380)
    title = "How fast do two searches close in on the root?"
    dear = ("mixture",)

    def __init__(self, yours=None):
        self.yours = None if yours is None else Yours(yours)
        super().__init__([
            Slider("step", "step", 0, STEPS, 1, 0),
            Choice("mixture", "map of", tuple(MIXTURES), "two close bumps"),
            START,
            WANTED,
        ])  # fmt: skip

    def layout(self, figure):
        ax_half, ax_tangent, ax_error = figure.subplots(1, 3, width_ratios=(1, 1, 1.15))
        self.curves, self.wanted = [], []
        for ax, title in ((ax_half, "bisection"), (ax_tangent, "Newton")):
            ax.set(xlim=(-SHOWN, SHOWN), ylim=(-Z_SHOWN, Z_SHOWN), xlabel="$x$", title=title)
            ax.set(xticks=[-6, -3, 0, 3, 6], yticks=[-6, -3, 0, 3, 6])
            self.wanted.append(self.line(ax, BASE, lw=2, ls=(0, (4, 3))))
            self.curves.append(self.line(ax, MAP, lw=2.5))
        ax_half.set_ylabel("$y = g(x)$")
        self.bracket = self.area(ax_half, TARGET, alpha=0.25)
        self.middle = self.points(ax_half, TARGET, size=11, alpha=1)
        self.tangent = self.line(ax_tangent, BASE, lw=2.5)
        self.here = self.points(ax_tangent, BASE, size=11, alpha=1)
        self.away = self.words(ax_tangent, 0.5, 0.07, ha="center", va="bottom", fontsize=14)
        ax_error.set(xlim=(0, STEPS), ylim=(-17, 2), xlabel="step", title="error of $x$")
        powers = (0, -4, -8, -12, -16)
        ax_error.set_yticks(powers, [f"$10^{{{p}}}$" if p else "1" for p in powers])
        looks = [(TARGET, "-", "bisection"), (BASE, (0, (5, 2)), "Newton")]
        if self.yours:
            looks.append((YOURS, DASH["yours"], "yours"))
        self.errors = [self.line(ax_error, c, ls=dash, lw=3) for c, dash, _ in looks]
        self.now = [self.points(ax_error, c, size=10, alpha=1) for c, *_ in looks[:2]]
        ax_error.legend(self.errors, [name for *_, name in looks], loc="upper right",
                        handlelength=3)  # fmt: skip

    def update(self, step, mixture, start, z):
        task = problem(mixture, z)
        root, brackets, half, tangents = searches(mixture, z, start)
        for line, wanted in zip(self.curves, self.wanted, strict=True):
            line.set_data(X, CURVES[mixture])
            wanted.set_data([-SHOWN, SHOWN], [z, z])
        low, high = brackets[min(step, STEPS - 1)]
        self.bracket.set_xy([[low, -Z_SHOWN], [low, Z_SHOWN], [high, Z_SHOWN], [high, -Z_SHOWN]])
        self.middle.set_data([half[step]], [z])
        self._draw_tangent(task, tangents[step])
        errors = [[abs(x - root) for x in found] for found in (half, tangents)]
        for line, dot, error in zip(self.errors, self.now, errors, strict=False):
            heights = [log10(e) for e in error]
            line.set_data(range(len(heights)), heights)
            dot.set_data([step], [heights[step]])
        said = {
            "root": number(root, 6),
            "bisection is off by": power(errors[0][step]),
            "Newton is off by": power(errors[1][step]),
        }
        return said | (self._draw_yours(task, root, start) if self.yours else {})

    def _draw_tangent(self, task, x):
        outside = not abs(x) < SHOWN
        self.away.set_text("Newton has left the picture" if outside else "")
        if outside:
            self.here.set_data([], [])
            self.tangent.set_data([], [])
            return
        value, slope = (part.item() for part in task.g(torch.tensor([x], dtype=DOUBLE)))
        ends = np.array([-2 * SHOWN, 2 * SHOWN])
        self.here.set_data([x], [value])
        self.tangent.set_data(ends, value + slope * (ends - x))

    def _draw_yours(self, task, root, start):
        """The error of the learner's search after 0, 1, 2, … steps."""
        g, heights = remembering(task.g), []
        try:
            for steps in range(12):
                args = (lambda x: g(x)[0], lambda x: g(x)[1], task.z, task.start(start))
                x = self.yours(*args, steps)
                heights.append(log10(abs(float(x.reshape(-1)[0]) - root)))
        except YoursFailed as failed:
            self.errors[2].set_data([], [])
            return {"yours": f"⚠ not drawn: {failed}"}
        self.errors[2].set_data(range(12), heights)
        return {"yours, after 11 steps": power(10 ** heights[-1])}

    def describe(self, step, mixture, start, z):
        root, _, half, tangents = searches(mixture, z, start)
        off = [power(abs(found[step] - root)) for found in (half, tangents)]
        return (
            f"Searched is the x with g(x) = {number(z, 1)} for {mixture}. After {step} steps "
            f"bisection is off by {off[0]} and Newton by {off[1]}. Bisection's error falls along a "
            "straight line, one bit a step; Newton's falls down a cliff, if it does not run away."
        )


def remembering(g):
    """g that looks up where it has been: a search comes past all places of a shorter one."""
    seen = {}

    def remembered(x):
        check_event(x, (), "x")
        place = (x.shape, *x.flatten().tolist())
        if place not in seen or x.requires_grad:
            seen[place] = g(x)
        return [part.clone() for part in seen[place]]  # whoever changes one changes its own

    return remembered


def log10(error):
    """The error's power of ten; very large ones and none at all stay in the picture."""
    if math.isnan(error):
        return 3.0
    return min(3.0, math.log10(max(error, SMALLEST)))


def power(error):
    """An error for people.

    >>> power(0.0), power(0.00123), power(float("inf"))
    ('0', '1e-03', '∞')
    """
    if error <= SMALLEST * 1.01:
        return "0"
    return "∞" if not error < 1e6 else f"{error:.0e}"


def root_steps(yours: Callable | None = None, **start: float | str | bool) -> View:
    """Bisection and Newton, step by step; ``yours`` is your ``newton(g, slope, y, x, steps)``."""
    return show(StepsPicture(yours), **start)

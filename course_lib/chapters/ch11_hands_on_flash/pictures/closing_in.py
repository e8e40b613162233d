"""The learner's flow on its way to the exact density of a flash's place."""

from collections.abc import Callable

import torch

from course_lib.chapters.ch11_hands_on_flash.pictures.answers import Flow, gap
from course_lib.chapters.ch11_hands_on_flash.pictures.approach import (
    SHOWN,
    Approach,
    one_step,
)
from course_lib.chapters.ch11_hands_on_flash.pictures.planes import (
    N,
    cross,
    exact,
    image_color,
    plane,
    points,
)
from course_lib.live.controls import Slider
from course_lib.live.picture import Picture
from course_lib.live.plane import contours, mass_levels
from course_lib.live.style import BASE, INK, TARGET, WRONG, YOURS
from course_lib.live.trainings import TrainingView
from course_lib.live.words import number
from course_lib.live.yours import LEARNER

FARTHEST = 3.2  # nats: before the first step it is 2.8
LEVELS = {"squared error": WRONG, "one Gaussian": BASE}


class ClosingInPicture(Picture):
    """The density of one event after each few steps, and the gap to the exact one."""

    size = (900, 400)
    title = "How near does the flow come to the exact answer?"
    played = "step"

    def __init__(self, given, instead, features, steps, lr, every, seed, around):
        self.learning = Approach(given, instead, features, steps, lr, every, seed, around)
        self.learning.start()
        self.owner = self.learning.owner
        self.is_ours = given[0] is Flow
        self.color = YOURS if self.owner is LEARNER else self.owner.color
        self.color = TARGET if self.is_ours else self.color
        super().__init__([Slider("step", "step", 0, steps, every, 0)])

    def layout(self, figure):
        ax, ax_g = figure.subplots(1, 2, width_ratios=(1, 1.25))
        plane(ax, "for one event" if self.is_ours else self.owner.words("yours, for one event"))
        ax.set_ylabel("$y$")
        self.answer = self.raster(ax, TARGET if self.is_ours else image_color(self.owner), N)
        log_p = exact(self.learning.counts)
        levels = mass_levels(log_p.exp(), (0.95, 0.68))
        ax.plot(*contours(points(), log_p.exp(), levels).T, color=INK, lw=1.5, ls=(0, (4, 2)),
                label="exact:\n68, 95 %")  # fmt: skip
        ax.plot(*cross(*SHOWN), color=INK, lw=1.8)
        ax.legend(loc="lower left", handlelength=1, handletextpad=0.4, borderaxespad=0.2)
        ax_g.set(xlim=(0, self.learning.steps), ylim=(0, FARTHEST), xlabel="step")
        ax_g.set_title("gap to the exact density (nats)")
        for kind, color in LEVELS.items():
            level = gap(kind)[0]
            ax_g.axhline(level, color=color, lw=2, ls=(0, (4, 3)))
            ax_g.annotate(f"{kind} {ends(kind)}", (0.98, level), xytext=(0, 3),
                          xycoords=("axes fraction", "data"), textcoords="offset points",
                          ha="right", va="bottom", fontsize=14)  # fmt: skip
        self.gaps = self.line(ax_g, self.color, lw=3)
        self.here = self.points(ax_g, self.color, size=11, alpha=1, clip_on=False)
        self.here.set_in_layout(False)
        self.said = self.words(ax_g, 0.98, 0.97, ha="right", fontsize=17, weight="bold")

    def update(self, step):
        now = self.learning.at(step)
        past = [f for f in self.learning.frames if now and f.step <= now.step]
        self.gaps.set_data([f.step for f in past], [f.gap for f in past])
        self.here.set_data([f.step for f in past[-1:]], [f.gap for f in past[-1:]])
        self.answer.set_values(torch.zeros(N**2) if now is None else now.log_q.exp())
        self.said.set_text("not trained" if now is None else f"gap {number(now.gap, 2)}")
        problem = {"⚠": self.learning.problem} if self.learning.problem else {}
        if now is None:
            return problem or {"step": "0"}
        return {
            "step": f"{now.step} of {self.learning.steps}",
            "gap": f"{number(now.gap)} nats",
        } | problem

    def describe(self, step):
        now = self.learning.at(step)
        if now is None:
            return f"No density yet: {self.learning.problem}."
        whose = "a network" if self.is_ours else "yours"
        return (
            f"After {now.step} of {self.learning.steps} steps the density of one event's place, by "
            f"{whose}, beside dashed contours of the exact one. The gap over held-out events is "
            f"{number(now.gap)} nats; a squared error ends at {ends('squared error')}, one "
            f"Gaussian at {ends('one Gaussian')}."
        )


def ends(kind):
    """Where another answer's gap ends, in words."""
    return number(gap(kind)[0], 2)


class ClosingInView(TrainingView):
    """Trains when it is displayed; ``flow`` is what has been trained so far."""

    @property
    def flow(self):
        return self.picture.learning.flow


def closing_in(
    yours: Callable | None = None,
    step: Callable | None = None,
    features: Callable | None = None,
    instead: tuple[Callable, Callable] | None = None,
    steps: int = 1000,
    lr: float = 0.01,
    every: int = 50,
    seed: int = 0,
    pace: float = 0.0,
    around: Callable | None = None,
) -> ClosingInView:
    """Train your flow on fresh flashes with your step, and watch the gap to the exact density.

    ``yours()`` makes the flow, ``step(flow, optimizer, simulator, features, size)`` takes one step
    and returns its loss. If they raise, ``instead`` (another class and step) is trained. Without
    ``yours`` it is a flow of the course, whose features are the counts.
    """
    given = (yours or Flow, step or one_step)
    features = features or (lambda counts: counts)
    picture = ClosingInPicture(given, instead, features, steps, lr, every, seed, around)
    return ClosingInView(picture, pace)

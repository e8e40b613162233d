"""Gradient ascent on the entropy at a fixed second moment: any flow becomes a Gaussian."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch

from course_lib.chapters.ch08_differentiable_expectations.pictures.families import NORMAL
from course_lib.expectations import samples
from course_lib.flows import FlowDistribution, Logistic, RationalQuadraticSpline, TrainableMixture
from course_lib.live.controls import Slider
from course_lib.live.picture import Picture
from course_lib.live.style import INK, TARGET, YOURS
from course_lib.live.trainings import TrainingView
from course_lib.live.words import number
from course_lib.live.yours import YoursFailed, whose
from course_lib.training import minimise

BEST = 0.5 * math.log(2 * math.pi * math.e)  # the entropy of N(0, 1)
WIDE = torch.linspace(-40, 40, 8001, dtype=torch.float64)
SHOWN = 4.0
X = torch.linspace(-SHOWN, SHOWN, 321, dtype=torch.float64)


def mixture(seed):
    """Five logistic bumps with weights, centres and scales drawn at random."""
    generator = torch.Generator().manual_seed(seed)
    flow = TrainableMixture(5).double()
    with torch.no_grad():
        for part, spread in ((flow.logits, 1.0), (flow.means, 0.5), (flow.log_scales, 0.4)):
            part += spread * torch.randn(part.shape, generator=generator, dtype=part.dtype)
        flow.log_scales -= 0.6
    return FlowDistribution(flow, Logistic(torch.zeros((), dtype=torch.float64), 1.0))


def spline(seed):
    """A spline of eight bins with parameters drawn at random."""
    generator = torch.Generator().manual_seed(seed)
    flow = RationalQuadraticSpline(8, bound=4.0).double()
    with torch.no_grad():
        for part in flow.parameters():
            part.copy_(torch.randn(part.shape, generator=generator, dtype=part.dtype))
    return FlowDistribution(flow, NORMAL)


FLOWS = {"mixture": mixture, "spline": spline}


def objective(log_prob, x):
    """H − ½ log E[x²]: stretching x by c adds log c to both, so only the shape counts."""
    return -log_prob(x).mean() - 0.5 * (x**2).mean().log()


@dataclass(frozen=True)
class Shape:
    """A density brought to the second moment 1: its curve, entropy and excess kurtosis."""

    curve: torch.Tensor
    entropy: float
    kurtosis: float

    @property
    def divergence(self):
        """KL(p‖Gaussian): for equal second moments it is the difference of the entropies."""
        return BEST - self.entropy

    @classmethod
    @torch.no_grad()
    def of(cls, p):
        log_p = p.log_prob(WIDE)
        density = log_p.exp()
        second, fourth = (torch.trapezoid(density * WIDE**k, WIDE) for k in (2, 4))
        size = second.sqrt()
        entropy = torch.trapezoid(-torch.special.xlogy(density, density), WIDE) - size.log()
        curve = size * p.log_prob(size * X).exp()
        return cls(curve, entropy.item(), (fourth / second**2 - 3).item())


class Climb:
    """The ascent, recorded every few steps; ``yours(log_prob, x)`` takes the objective's place."""

    def __init__(self, distribution, yours, steps, lr, n, every, seed):
        self.distribution, self.objective = distribution, yours or objective
        self.steps, self.lr, self.n, self.every, self.seed = steps, lr, n, every, seed
        self.frames, self.problem, self.done = [], "", False
        self._record(0)

    def at(self, step):
        """The last frame recorded at or before a step."""
        return next(f for f in reversed(self.frames) if f[0] <= step)

    def run(self, on_frame=None):
        """Take all steps; call ``on_frame(frame)`` for every state that is recorded."""

        module = self.distribution.flow
        optimizer = torch.optim.Adam(module.parameters(), lr=self.lr)

        def on_step(step, history):
            # Shorter steps in the second half: the samples' noise must not be what is left.
            left = 1 - (step + 1) / self.steps
            for group in optimizer.param_groups:
                group["lr"] = self.lr * min(1.0, 2 * left + 0.02)
            if (step + 1) % self.every == 0 or step + 1 == self.steps:
                frame = self._record(step + 1)
                if on_frame:
                    on_frame(frame)

        self.done = True
        try:
            minimise(self._loss, module, self.steps, optimizer=optimizer, on_step=on_step,
                     seed=self.seed)  # fmt: skip
        except Exception as error:  # the objective may be the learner's
            self.problem = f"{type(error).__name__}: {error}"

    def _loss(self):
        value = self.objective(self.distribution.log_prob, samples(self.distribution, self.n))
        if not (isinstance(value, torch.Tensor) and not value.ndim):
            raise YoursFailed("an objective is one number, as a tensor")
        if not value.requires_grad:
            raise YoursFailed("your objective has no gradient: the graph is cut")
        return -value

    def _record(self, step):
        frame = Frame(step, Shape.of(self.distribution))
        self.frames.append(frame)
        return frame


class Frame(tuple):
    """(step, shape), by name, too: the view that drives the slider asks for the step."""

    __slots__ = ()

    def __new__(cls, step, shape):
        return super().__new__(cls, (step, shape))

    @property
    def step(self):
        return self[0]

    @property
    def shape(self):
        return self[1]


class ClimbPicture(Picture):
    """The density at the second moment 1 beside the Gaussian; its entropy against the step."""

    size = (900, 400)
    title = "Which density has the largest entropy?"

    def __init__(self, distribution, yours, steps, lr, n, every, seed):
        self.owner = whose(yours)
        self.color = YOURS if yours else TARGET
        self.learning = Climb(distribution, yours, steps, lr, n, every, seed)
        super().__init__([Slider("step", "step", 0, steps, every, 0)])

    def layout(self, figure):
        ax, ax_entropy = figure.subplots(1, 2)
        ax.set(xlim=(-SHOWN, SHOWN), ylim=(0, 1.0), xlabel="$x$", yticks=[0, 0.2, 0.4, 0.6, 0.8])
        ax.set_title("density with $E[x^2] = 1$")
        (gauss,) = ax.plot(X, NORMAL.log_prob(X).exp(), color=INK, lw=2, ls=(0, (4, 3)))
        self.curve = self.line(ax, self.color, lw=3)
        names = ["the flow" if self.color == TARGET else "yours", "Gaussian"]
        ax.legend([self.curve, gauss], names, loc="upper left", handlelength=2.6)
        first = self.learning.frames[0][1].entropy
        ax_entropy.set(xlim=(0, self.learning.steps), xlabel="step", title="entropy $H$")
        span = BEST - min(first, BEST - 0.2)
        self.lowest = BEST - 1.35 * span
        ax_entropy.set_ylim(self.lowest, BEST + 0.25 * span)
        ax_entropy.axhline(BEST, color=INK, lw=2, ls=(0, (4, 3)))
        ax_entropy.annotate(f"Gaussian {BEST:.3f}", (0.98, BEST), xytext=(0, 5), ha="right",
                            xycoords=("axes fraction", "data"), textcoords="offset points",
                            fontsize=14)  # fmt: skip
        self.entropy = self.line(ax_entropy, self.color, lw=3)
        self.here = self.points(ax_entropy, self.color, size=12, alpha=1, clip_on=False)
        self.here.set_in_layout(False)
        self.note = self.words(ax_entropy, 0.98, 0.12, ha="right", va="bottom", fontsize=16)

    def update(self, step):
        now, shape = self.learning.at(step)
        self.curve.set_data(X, shape.curve)
        past = [(k, s.entropy) for k, s in self.learning.frames if k <= now]
        self.entropy.set_data(*zip(*past, strict=True))
        fallen = shape.entropy < self.lowest  # out of the picture
        self.here.set_data(*([], []) if fallen else ([now], [shape.entropy]))
        told = f"▼ H = {number(shape.entropy, 2)}\n" if fallen else ""
        self.note.set_text(f"{told}step {now} of {self.learning.steps}")
        problem = {"⚠ stopped": self.learning.problem} if self.learning.problem else {}
        return {
            "step": str(now),
            "entropy": number(shape.entropy, 4),
            "KL to the Gaussian": number(shape.divergence, 4),
            "excess kurtosis": number(shape.kurtosis),
        } | problem

    def describe(self, step):
        now, shape = self.learning.at(step)
        problem = self.learning.problem
        return (
            f"After {now} steps of ascent on the entropy at a fixed second moment the entropy is "
            f"{number(shape.entropy)}; the largest possible, the Gaussian's, is {BEST:.3f}. "
            f"The excess kurtosis is {number(shape.kurtosis)}."
        ) + (f" Stopped: {problem}." if problem else "")


def entropy_ascent(
    flow: str = "mixture",
    yours: Callable | None = None,
    seed: int = 1,
    steps: int = 300,
    lr: float = 0.03,
    n: int = 500,
    every: int = 5,
    pace: float = 0.03,
) -> TrainingView:
    """The entropy's ascent, drawn while it runs; afterwards a slider replays it.

    ``flow`` is "mixture" or "spline", with parameters drawn from the seed; ``yours`` is your own
    ``objective(log_prob, x)``, a number to be made large. Raises ValueError for another flow.
    """
    if flow not in FLOWS:
        raise ValueError(f"flow is one of {list(FLOWS)}, not {flow!r}.")
    return TrainingView(ClimbPicture(FLOWS[flow](seed), yours, steps, lr, n, every, seed), pace)

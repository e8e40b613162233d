"""A flow that learns while it is being drawn: what is recorded of the way, frame by frame."""

import inspect
import math
from dataclasses import dataclass

import torch

from course_lib.flows import Affine, FlowDistribution, Linear, TrainableAffine
from course_lib.flows.distribution import standard_normal
from course_lib.live.words import number
from course_lib.live.yours import Yours, YoursFailed
from course_lib.training import fit


@dataclass(frozen=True)
class Frame:
    """The state after ``step`` steps; ``drawing`` is whatever the picture needs to show it."""

    step: int
    loss: float
    drawing: object


class Learning:
    """Maximum likelihood on ``data``, recorded every few steps.

    ``draw(log_prob)`` turns a density into the drawing that is kept. ``problem`` says in words what
    has stopped it, if it was the learner's own code or a loss that is not finite.
    """

    def __init__(self, distribution, data, steps, lr, every, seed, draw):
        self.data, self.steps, self.lr, self.every, self.seed = data, steps, lr, every, seed
        self.draw = draw
        self.frames, self.problem, self.history = [], "", None
        self.optimum = gaussian_optimum(data)
        self.distribution = distribution

    def start(self):
        """Record the state before the first step."""
        self._guarded(lambda: self._record(0))

    def run(self, on_frame=None):
        """Take all steps; call ``on_frame(frame)`` for every state that is recorded."""
        if not self.problem:
            self._guarded(lambda: self._run(on_frame or (lambda frame: None)))

    def at(self, step):
        """The last frame recorded at or before a step; None if there is none."""
        return next((f for f in reversed(self.frames) if f.step <= step), None)

    @property
    def done(self):
        return self.history is not None or bool(self.problem)

    def _run(self, on_frame):
        def on_step(step, *_):
            if (step + 1) % self.every == 0 or step + 1 == self.steps:
                on_frame(self._record(step + 1))

        self.history = ()
        self.history = fit(self.distribution, self.data, steps=self.steps, lr=self.lr,
                           on_step=on_step, seed=self.seed)  # fmt: skip

    def _record(self, step):
        with torch.no_grad():
            loss = -float(self.distribution.log_prob(self.data).mean())
            if not math.isfinite(loss):
                raise YoursFailed(f"after {step} steps the loss is {number(loss)}")
            frame = Frame(step, loss, self.draw(self.distribution.log_prob))
        self.frames.append(frame)
        return frame

    def _guarded(self, work):
        try:
            work()
        except YoursFailed as failed:
            self.problem = str(failed)


class YoursLearning(Learning):
    """The same with the learner's own flow (an object or a class): it may fail, with a reason."""

    def __init__(self, yours, data, *args):
        super().__init__(None, data, *args)
        self.yours = yours

    def start(self):
        self._guarded(self._prepare)
        if not self.problem:
            super().start()

    def _prepare(self):
        flow = self.yours() if inspect.isclass(self.yours) else self.yours
        if not hasattr(flow, "log_prob"):
            few = self.data[:5]
            z, log_det = Yours(flow.inverse, parts=2)(few)
            events = few.shape[: few.ndim - (self.data.ndim - 1)]
            if z.shape != few.shape or log_det.shape != events:
                raise YoursFailed(
                    f"for x of shape {tuple(few.shape)} your inverse returned the shapes "
                    f"{tuple(z.shape)} and {tuple(log_det.shape)}; expected are "
                    f"{tuple(few.shape)} and {tuple(events)}"
                )
            flow = FlowDistribution(flow, standard_normal(few.shape[1:], few))
        self.distribution = flow

    def _guarded(self, work):
        try:
            super()._guarded(work)
        except Exception as error:
            self.problem = f"your flow raised {type(error).__name__}: {error}"


class YoursStep(Learning):
    """Gradient descent with the learner's own ``step(x, log_diagonal, below, b, lr)``.

    It returns the new (log_diagonal, below, b) of the affine flow with
    L = diag(exp(log_diagonal)) + the part of ``below`` under the diagonal.
    """

    def __init__(self, step, data, *args):
        super().__init__(None, data, *args)
        self.step = Yours(step, parts=3)
        n = data.shape[-1]
        zeros = (data.new_zeros(n), data.new_zeros(n, n), data.new_zeros(n))
        self._set(zeros)

    def _set(self, parameters):
        log_diagonal, below, b = self.parameters = parameters
        L = log_diagonal.exp().diag() + below.tril(-1)
        try:
            self.distribution = FlowDistribution(Affine(L, b))
        except (ValueError, TypeError) as error:  # infinite, 0 or of another shape
            raise YoursFailed(f"your step led out of the parameters' domain: {error}") from error

    def _run(self, on_frame):
        self.history = ()
        try:
            for step in range(1, self.steps + 1):
                self._set(self.step(self.data, *self.parameters, self.lr))
                if step % self.every == 0 or step == self.steps:
                    on_frame(self._record(step))
        except KeyboardInterrupt:
            print(f"Stopped after {step - 1} of {self.steps} steps.")


def gaussian_optimum(data):
    """The smallest loss that a Gaussian can reach: ½ log det(2πe C), C the data's covariance."""
    covariance = torch.atleast_2d(torch.cov(data.reshape(len(data), -1).T, correction=0))
    return float(0.5 * torch.logdet(2 * math.pi * math.e * covariance))


def learning(distribution, yours, step, data, *how):
    """The kind of Learning that was asked for; the course's own affine flow if nothing was."""
    given = [thing for thing in (distribution, yours, step) if thing is not None]
    if len(given) > 1:
        raise ValueError("Give one of distribution, yours and step, not several.")
    if step is not None:
        return YoursStep(step, data, *how)
    if yours is not None:
        return YoursLearning(yours, data, *how)
    if distribution is None:
        flow = Linear(1.0, 0.0) if data.ndim == 1 else TrainableAffine(data.shape[-1])
        distribution = FlowDistribution(flow)
    return Learning(distribution, data, *how)

"""A training that is watched: the learner's steps, and every few of them the gap to the exact."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from course_lib.chapters.ch11_hands_on_flash.pictures.answers import BATCH, FLASH, held_out
from course_lib.chapters.ch11_hands_on_flash.pictures.planes import YoursPlane, counted
from course_lib.flows.random_stream import RandomStream
from course_lib.learners_function import lent
from course_lib.live.words import number
from course_lib.live.yours import COURSE, YoursFailed, whose
from course_lib.training.rates import Rates, one_cycle

SHOWN = (-0.7, 0.3)  # the flash whose density is drawn on the way


@dataclass(frozen=True)
class Frame:
    """The state after ``step`` steps: the gap in nats, and log q on the lattice."""

    step: int
    gap: float
    log_q: Tensor


def one_step(flow, optimizer, simulator, features, size):
    """The course's own step, for a picture that was given none."""
    theta, counts = simulator.sample(size)
    loss = -flow.log_prob(theta, features(counts)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


class Approach:
    """Steps of ``step(flow, optimizer, simulator, features, size)``, recorded every few of them.

    ``given`` are the learner's class and step, ``instead`` the course's: they are taken if the
    learner's fail before the first step, and then ``owner`` says so. ``problem`` says why.
    """

    def __init__(self, given, instead, features, steps, lr, every, seed, around):
        self.given, self.instead, self.features = given, instead, features
        self.steps, self.lr, self.every, self.seed = steps, lr, every, seed
        self.owner = whose(around or given[0])
        self.frames, self.problem, self.done = [], "", False
        self.counts = counted(SHOWN, 0)
        self.flow = self.step = self.optimizer = None

    @property
    def distribution(self):
        return self.flow

    def start(self):
        """Record the state before the first step."""
        self._begin(*self.given)
        if self.problem and self.instead is not None:
            self.owner = COURSE
            why, self.problem = self.problem, ""
            make, step = self.instead
            self._begin(lent(make), step)
            self.problem = self.problem or f"{why}. What learns here is the course's"

    def _begin(self, make, step):
        self.step = step
        self.stream = RandomStream(self.seed)
        try:
            with self.stream:
                self.flow = make()
                self.optimizer = torch.optim.Adam(self.flow.parameters(), lr=self.lr)
                before = {k: v.clone() for k, v in self.flow.state_dict().items()}
                self._take(0)  # does it run at all?
                self.flow.load_state_dict(before)
            self.optimizer = torch.optim.Adam(self.flow.parameters(), lr=self.lr)
            self.stream = RandomStream(self.seed)
            self._record(0)
        except YoursFailed as failed:
            self.problem = str(failed)
        except Exception as error:
            self.problem = f"your training raised {type(error).__name__}: {error}"

    def run(self, on_frame=lambda frame: None):
        """Take all steps; call ``on_frame(frame)`` for every state that is recorded."""
        self.done = True
        if not self.frames:
            return
        rates, k = Rates(self.optimizer, one_cycle, self.steps), 0
        try:
            for k in range(1, self.steps + 1):
                rates.set(k - 1)
                with self.stream:
                    self._take(k)
                if k % self.every == 0 or k == self.steps:
                    on_frame(self._record(k))
        except KeyboardInterrupt:
            print(f"Stopped after {k} of {self.steps} steps; the flow keeps what it has learnt.")
        except YoursFailed as failed:
            self.problem = str(failed)
        except Exception as error:
            self.problem = f"after {k} steps your training raised {type(error).__name__}: {error}"

    def _take(self, k):
        loss = self.step(self.flow, self.optimizer, FLASH, self.features, BATCH)
        if loss is None or loss is ...:
            raise YoursFailed("your step returned nothing; it must return the loss")
        if not math.isfinite(float(loss)):
            raise YoursFailed(f"after {k} steps the loss is {number(loss)}")

    @torch.no_grad()
    def _record(self, k):
        theta, counts, log_p = held_out()
        log_q = self.flow.log_prob(theta, self.features(counts))
        if getattr(log_q, "shape", None) != log_p.shape:
            raise YoursFailed(
                f"for {len(theta)} events your log_prob returned the shape "
                f"{tuple(getattr(log_q, 'shape', ()))}, not {tuple(log_p.shape)}"
            )
        gap = (log_p - log_q.double()).mean().item()
        if not math.isfinite(gap):
            raise YoursFailed(f"after {k} steps the gap is {number(gap)}")
        on_lattice, problem = YoursPlane(self.flow, self.features)(self.counts)
        if problem:
            raise YoursFailed(problem)
        self.frames.append(Frame(k, gap, on_lattice))
        return self.frames[-1]

    def at(self, step):
        """The last frame recorded at or before a step; None if there is none."""
        return next((f for f in reversed(self.frames) if f.step <= step), None)

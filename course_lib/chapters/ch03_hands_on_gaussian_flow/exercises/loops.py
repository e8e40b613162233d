"""Wrong training loops, for the misconceptions of exercise 3.5."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import fit


@dataclass(frozen=True)
class Loop:
    """A training loop that does ``order``, word by word, in each step.

    Its words: new (an optimizer), loss, zero, backward, step, keep.
    """

    order: str = "loss zero backward step keep"
    loss: Callable = lambda log_p: -log_p.mean()
    kept: Callable = lambda loss: loss.item()
    optimizer: Callable = lambda parameters, lr: torch.optim.Adam(parameters, lr=lr)
    only: Callable = lambda flow: list(flow.parameters())

    def __call__(self, flow, data, steps, lr):
        optimizer, losses = self.optimizer(self.only(flow), lr), []
        for _ in range(steps):
            for word in self.order.split():
                if word == "new":
                    optimizer = self.optimizer(self.only(flow), lr)
                elif word == "loss":
                    loss = self.loss(flow.log_prob(data))
                elif word == "zero":
                    optimizer.zero_grad()
                elif word == "backward":
                    loss.backward()
                elif word == "step":
                    optimizer.step()
                else:
                    losses.append(self.kept(loss))
        return losses


def computed_once(flow, data, steps, lr):
    optimizer = torch.optim.Adam(flow.parameters(), lr=lr)
    loss = -flow.log_prob(data).mean()
    for _ in range(steps):
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def running_minimum(flow, data, steps, lr):
    losses = fit(flow, data, steps, lr)
    return [min(losses[: k + 1]) for k in range(steps)]


def after_the_step(flow, data, steps, lr):
    losses = fit(flow, data, steps, lr)
    return [*losses[1:], -flow.log_prob(data).mean().item()]


def last_alone(flow, data, steps, lr):
    return fit(flow, data, steps, lr)[-1:]


def empty_list(flow, data, steps, lr):
    fit(flow, data, steps, lr)
    return []


def one_less(flow, data, steps, lr):
    return fit(flow, data, steps - 1, lr)


def one_step(flow, data, steps, lr):
    return fit(flow, data, 1, lr)

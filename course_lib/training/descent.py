"""Gradient descent on any loss."""

import contextlib
import math
from collections.abc import Callable

import torch
from torch import Tensor

from course_lib.advice import (
    raise_if_broken,
    raise_if_steep,
    trainable,
    warn_if_it_rose,
    words_for,
)
from course_lib.flows.random_stream import RandomStream
from course_lib.training.history import Best, History, Trained
from course_lib.training.rates import Rates, constant
from course_lib.training.watch import Watch


def minimise(
    loss: Callable[[], Tensor],
    module: torch.nn.Module,
    steps: int = 300,
    lr: float = 0.05,
    optimizer: torch.optim.Optimizer | None = None,
    on_step: Callable[[int, History], object] | None = None,
    seed: int | None = 0,
    *,
    schedule: Callable[[int, int], float] = constant,
    clip: float | None = None,
    held_out: Callable[[], Tensor] | None = None,
    patience: int | None = None,
    look_every: int = 1,
    progress: bool = True,
) -> History:
    """Lower ``loss()`` by gradient descent on the module's parameters; return the History.

    ``loss`` may draw new samples at each call; the seed makes them the same in every run, and
    torch's own generators are left as they were (with None, ``loss`` draws from these). Without an
    ``optimizer`` it is Adam; LBFGS works, too. ``on_step(k, history)`` is called after each step.
    An interrupt (KeyboardInterrupt) ends the descent early and keeps what was reached.

    ``schedule(k, steps)`` is a factor of the learning rate at step k (``one_cycle``). A gradient
    that is longer than ``clip``, all parameters together, is shortened to that length.

    ``held_out`` is another loss, looked at before every ``look_every``-th step: the parameters at
    which it was lowest are put back at the end (buffers, too, and whatever else the optimizer
    trains), and ``patience`` steps without a lower one end the descent. A descent that takes more
    than some seconds says how far it is (unless ``on_step`` does, or ``progress=False``).

    Raises ValueError when the loss stops being a finite number, and warns when it has only risen.

    >>> from course_lib.flows import Linear
    >>> line = Linear(1.0, 0.5)
    >>> _ = minimise(lambda: (line(torch.randn(200))[0] ** 2).mean(), line, steps=200)
    >>> abs(line.b.item()) < 0.01
    True
    """
    check_settings(clip, look_every)
    if optimizer is None:
        if not 0 < lr < float("inf"):
            raise ValueError(f"lr must be a positive number, not {lr}.")
        optimizer = torch.optim.Adam(trainable(module), lr=lr)
    trained = Trained(module, optimizer)
    history = History(trained if trained.others else module)
    stream = contextlib.nullcontext() if seed is None else RandomStream(seed)
    watch = Watch(steps, progress and on_step is None)
    best = Best(history, held_out, patience, look_every)
    rates = Rates(optimizer, schedule, steps)
    try:
        for step in range(steps):
            if best.is_over(step):
                break
            rates.set(step)
            descend(loss, optimizer, history, stream, clip)
            watch.say(step, history)
            if on_step is not None:
                on_step(step, history)
    except KeyboardInterrupt:
        done = len(history.losses)
        watch.end(history)
        print(f"Stopped after {done} of {steps} steps; the flow keeps what it has learnt.")
    finally:
        rates.put_back()
    watch.end(history)
    best.put_back()
    warn_if_it_rose(history.losses, optimizer)
    return history


def descend(loss, optimizer, history, stream, clip):
    """One step of the optimizer. LBFGS asks for the loss more than once: the first is recorded."""
    step = len(history.losses)

    def closure():
        optimizer.zero_grad()
        try:
            with stream:
                value = loss()
        except ValueError as error:  # of log p, at parameters that are no numbers any more
            raise_if_broken(history, step, optimizer, error)
            raise
        if not value.isfinite():
            raise_if_broken(history, step, optimizer, None)
            raise ValueError(words_for(value.item(), step, history, optimizer))
        if not value.requires_grad:
            raise ValueError(
                "The loss has no gradient: on its way from the parameters it was cut off (by "
                "detach, item, no_grad, or by sample in the place of rsample)."
            )
        value.backward()
        norm = None if clip is None else shorten(optimizer, clip, history, step)
        if len(history.losses) == step:
            history.record(value.item())
            history.norms += [] if norm is None else [norm]
        return value

    optimizer.step(closure)


def shorten(optimizer, clip, history, step):
    """Shorten the gradient of all parameters together to ``clip``, if it is longer.

    Returns its length before.
    """
    parameters = [p for group in optimizer.param_groups for p in group["params"]]
    norm = torch.nn.utils.clip_grad_norm_(parameters, clip).item()
    if not math.isfinite(norm):
        raise_if_steep(history, step)
    return norm


def check_settings(clip, look_every):
    if clip is not None and not 0 < clip < math.inf:
        raise ValueError(f"clip must be a positive number, the longest gradient, not {clip}.")
    if isinstance(look_every, bool) or not isinstance(look_every, int) or look_every < 1:
        raise ValueError(f"look_every must be a whole number of at least one, not {look_every!r}.")

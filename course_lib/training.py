"""Gradient descent with a record of the way: maximum likelihood, or any loss."""

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from course_lib.advice import (
    check_base,
    check_data,
    raise_if_broken,
    trainable,
    warn_if_it_rose,
    words_for,
)
from course_lib.flows.random_stream import RandomStream

__all__ = ["History", "fit", "gaussian_mle", "minimise"]

NUMBERS = 1_000_000  # so many numbers of snapshots are kept (4 MB in float32)
PATIENCE = 3.0  # so many seconds of a fit go by in silence


class History:
    """Losses and parameter snapshots of a fit; ``restore(k)`` puts step k's parameters back.

    ``states[i]`` are the parameters before step ``steps[i]``. Of few parameters every step is kept;
    of many every second, fourth … one, so that a long fit of a large flow takes no more than 4 MB.
    ``held_out[k]`` is the held-out loss before step k, if data were held out, ``best`` the step
    whose was the lowest.
    """

    def __init__(self, module: torch.nn.Module) -> None:
        self.module = module
        self.losses: list[float] = []
        self.held_out: list[float] = []
        self.steps: list[int] = []
        self.states: list[dict[str, Tensor]] = []
        self.best: int | None = None
        self._every = 1

    def record(self, loss: float) -> None:
        """Note the loss before a step, and the parameters with it."""
        step = len(self.losses)
        self.losses.append(loss)
        if step % self._every:
            return
        self.steps.append(step)
        self.states.append(snapshot(self.module))
        size = sum(value.numel() for value in self.states[-1].values())
        if len(self.states) > 2 and len(self.states) * size > NUMBERS:
            self._every *= 2
            self.steps, self.states = self.steps[::2], self.states[::2]

    def restore(self, k: int) -> None:
        """Put the parameters before step k back. Raises ValueError if they were not kept."""
        k = range(len(self.losses))[k]
        if k not in self.steps:
            raise ValueError(
                f"Of so many parameters only every {self._every}th step was kept: not step {k}, "
                f"but {k - k % self._every}, and all others in .steps."
            )
        put_back(self.module, self.states[self.steps.index(k)])


def fit(
    distribution: torch.distributions.Distribution | torch.nn.Module,
    data: Tensor,
    steps: int = 300,
    lr: float = 0.05,
    optimizer: torch.optim.Optimizer | None = None,
    on_step: Callable[[int, History], object] | None = None,
    seed: int | None = 0,
    *,
    batch_size: int | None = None,
    held_out: Tensor | None = None,
    patience: int | None = None,
    progress: bool = True,
) -> History:
    """Maximise the mean of log p(x) over ``data`` by gradient descent; return the History.

    ``distribution`` has ``log_prob`` and either is a module or has one as ``flow``. ``losses[k]``
    is the mean of −log p(x) before step k. With a ``batch_size`` each step takes so many of the
    data, in an order that is drawn anew each time all have had their turn. With ``held_out`` data
    the fit ends with the parameters that explain *them* best, and ends early if that was more than
    ``patience`` steps ago. The rest is as in ``minimise``.

    Raises TypeError or ValueError, in words, for data and distributions that cannot be fitted, and
    warns if most of the data are one and the same.

    >>> from course_lib.flows import FlowDistribution, Linear
    >>> flow = Linear(1.0, 0.0)
    >>> history = fit(FlowDistribution(flow), torch.tensor([1.0, 2.0, 3.0]), steps=200)
    >>> round(flow.b.item(), 1)
    2.0
    """
    event_dim = len(getattr(distribution, "event_shape", ()))
    check_data(data, "data", event_dim)
    if held_out is not None:
        check_data(held_out, "held_out", event_dim)
    module = getattr(distribution, "flow", distribution)
    check_base(distribution, module, optimizer)
    batches = None if batch_size is None else mini_batches(data, batch_size, seed)

    def loss():
        return -distribution.log_prob(data if batches is None else next(batches)).mean()

    def held_out_loss():
        return -distribution.log_prob(held_out).mean()

    return minimise(
        loss, module, steps, lr, optimizer, on_step, seed, patience=patience, progress=progress,
        held_out=None if held_out is None else held_out_loss,
    )  # fmt: skip


def minimise(
    loss: Callable[[], Tensor],
    module: torch.nn.Module,
    steps: int = 300,
    lr: float = 0.05,
    optimizer: torch.optim.Optimizer | None = None,
    on_step: Callable[[int, History], object] | None = None,
    seed: int | None = 0,
    *,
    held_out: Callable[[], Tensor] | None = None,
    patience: int | None = None,
    progress: bool = True,
) -> History:
    """Lower ``loss()`` by gradient descent on the module's parameters; return the History.

    ``loss`` may draw new samples at each call; the seed makes them the same in every run, and
    torch's own generators are left as they were (with None, ``loss`` draws from these). Without an
    ``optimizer`` it is Adam; LBFGS works, too. ``on_step(k, history)`` is called after each step.
    An interrupt (KeyboardInterrupt) ends the descent early and keeps what was reached.
    ``held_out`` is another loss: the parameters at which it was lowest are put back at the end, and
    ``patience`` steps without a lower one end the descent. A descent that takes more than some
    seconds says how far it is (unless ``on_step`` does, or ``progress=False``).

    Raises ValueError when the loss stops being a finite number, and warns when it has only risen.

    >>> from course_lib.flows import Linear
    >>> line = Linear(1.0, 0.5)
    >>> _ = minimise(lambda: (line(torch.randn(200))[0] ** 2).mean(), line, steps=200)
    >>> abs(line.b.item()) < 0.01
    True
    """
    if optimizer is None:
        if not 0 < lr < float("inf"):
            raise ValueError(f"lr must be a positive number, not {lr}.")
        optimizer = torch.optim.Adam(trainable(module), lr=lr)
    elif not isinstance(module, torch.nn.Module):
        module = FreeTensors(optimizer)
    history = History(module)
    stream = contextlib.nullcontext() if seed is None else RandomStream(seed)
    watch = Watch(steps, progress and on_step is None)
    best = Best(history, held_out, patience)
    try:
        for step in range(steps):
            if best.is_over(step):
                break
            descend(loss, optimizer, history, stream)
            watch.say(step, history)
            if on_step is not None:
                on_step(step, history)
    except KeyboardInterrupt:
        done = len(history.losses)
        print(f"Stopped after {done} of {steps} steps; the flow keeps what it has learnt.")
    watch.end()
    best.put_back()
    warn_if_it_rose(history.losses, optimizer)
    return history


def descend(loss, optimizer, history, stream):
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
        if len(history.losses) == step:
            history.record(value.item())
        return value

    optimizer.step(closure)


class Best:
    """Watches the held-out loss, if there is one, and keeps the parameters where it is lowest."""

    def __init__(self, history, held_out, patience):
        self.history, self.held_out, self.patience = history, held_out, patience
        self.state, self.value = None, torch.inf

    def is_over(self, step):
        """Look at the parameters before a step. Has it been too long since the best ones?"""
        if self.held_out is None:
            return False
        with torch.no_grad():
            value = self.held_out().item()
        self.history.held_out.append(value)
        if value < self.value:
            self.value, self.state = value, snapshot(self.history.module)
            self.history.best = step
        late = step - (self.history.best or 0)
        return self.patience is not None and late > self.patience

    def put_back(self):
        if self.held_out is None or not self.history.losses:
            return
        self.is_over(len(self.history.losses))  # the parameters after the last step, too
        if self.state is not None:
            put_back(self.history.module, self.state)


class Watch:
    """Says how far a long descent is, on one line of the error stream, once a second."""

    def __init__(self, steps, on):
        self.steps = steps
        self.on = on and not os.environ.get("COURSE_STATIC")  # what is saved has no use for it
        self.start = self.last = time.monotonic()
        self.said = False

    def say(self, step, history):
        now = time.monotonic()
        if not self.on or now - self.start < PATIENCE or now - self.last < 1:
            return
        self.last, self.said = now, True
        left = (now - self.start) / (step + 1) * (self.steps - step - 1)
        line = f"step {step + 1} of {self.steps}, loss {history.losses[-1]:.4g}, {left:.0f} s left"
        print(f"\r{line:60}", end="", file=sys.stderr, flush=True)

    def end(self):
        if self.said:
            print(file=sys.stderr)


class FreeTensors:
    """The tensors of an optimizer whose object is no module, by number."""

    def __init__(self, optimizer):
        self.tensors = [t for group in optimizer.param_groups for t in group["params"]]

    def named_parameters(self) -> Iterator[tuple[str, Tensor]]:
        return ((str(i), tensor) for i, tensor in enumerate(self.tensors))


def snapshot(module):
    return {name: p.detach().clone() for name, p in module.named_parameters()}


@torch.no_grad()
def put_back(module, state):
    for name, parameter in module.named_parameters():
        parameter.copy_(state[name])


def mini_batches(data, batch_size, seed):
    """Endless parts of the data, in a new random order in each round; from a generator of its own.

    >>> batches = mini_batches(torch.arange(4.0), 2, seed=0)
    >>> torch.cat([next(batches), next(batches)]).sort()[0].tolist()
    [0.0, 1.0, 2.0, 3.0]
    """
    if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size < 1:
        raise ValueError(f"batch_size must be a whole number of at least one, not {batch_size!r}.")
    generator = torch.Generator()
    generator.seed() if seed is None else generator.manual_seed(seed)
    return _rounds(data, batch_size, generator)


def _rounds(data, batch_size, generator):
    while True:
        order = torch.randperm(len(data), generator=generator).to(data.device)
        for chosen in order.split(batch_size):
            yield data[chosen]


def gaussian_mle(data: Tensor) -> tuple[Tensor, Tensor]:
    """The maximum-likelihood Gaussian in closed form: (mean, covariance) of data of shape (N, n).

    The covariance is 1/N Σ (xᵢ − mean)(xᵢ − mean)ᵀ: with 1/N, not 1/(N − 1).

    >>> mean, covariance = gaussian_mle(torch.tensor([[0.0, 0.0], [2.0, 4.0]]))
    >>> mean.tolist(), covariance.tolist()
    ([1.0, 2.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    mean = data.mean(0)
    return mean, (data - mean).T @ (data - mean) / len(data)

"""What is remembered of a descent: its losses, and its parameters on the way."""

from collections.abc import Iterator

import torch
from torch import Tensor

NUMBERS = 1_000_000  # so many numbers of snapshots are kept (4 MB in float32)


class History:
    """Losses and parameter snapshots of a fit; ``restore(k)`` puts step k's parameters back.

    ``states[i]`` are the parameters before step ``steps[i]`` (and the buffers, as that step's loss
    has left them). Of few parameters every step is kept; of many every second, fourth … one, so
    that a long fit of a large flow takes no more than 4 MB.
    ``held_out[i]`` is the held-out loss before step ``looks[i]``, if data were held out, ``best``
    the step whose was the lowest. ``norms[k]`` is the length of step k's gradient before it was
    clipped, if there was a ``clip``. ``outside`` is the share of data beyond the bound of a spline
    when the fit began, or None if there is no spline.
    """

    def __init__(self, module: torch.nn.Module) -> None:
        self.module = module
        self.losses: list[float] = []
        self.held_out: list[float] = []
        self.looks: list[int] = []
        self.norms: list[float] = []
        self.steps: list[int] = []
        self.states: list[dict[str, Tensor]] = []
        self.best: int | None = None
        self.outside: float | None = None
        self._every = 1

    def record(self, loss: float) -> None:
        """Note the loss before a step, and the parameters with it."""
        step = len(self.losses)
        self.losses.append(loss)
        if step % self._every:
            return
        before = self.states[-1] if self.states else None
        self.steps.append(step)
        self.states.append(snapshot(self.module, before))
        if len(self.states) > 2 and self._size() > NUMBERS:
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

    def _size(self):
        """How many numbers the snapshots hold: as many as the last one added, each."""
        last, before = self.states[-1], self.states[-2]
        return len(self.states) * sum(
            value.numel() for name, value in last.items() if value is not before.get(name)
        )


class Best:
    """Watches the held-out loss, if there is one, and keeps the parameters where it is lowest."""

    def __init__(self, history, held_out, patience, look_every):
        self.history, self.held_out = history, held_out
        self.patience, self.every = patience, look_every
        self.state, self.value = None, torch.inf

    def is_over(self, step):
        """Look at the parameters before a step. Has it been too long since the best ones?"""
        if self.held_out is None or step % self.every:
            return False
        self._look(step)
        late = step - (self.history.best or 0)
        return self.patience is not None and late > self.patience

    def _look(self, step):
        with torch.no_grad():
            value = self.held_out().item()
        self.history.held_out.append(value)
        self.history.looks.append(step)
        if value < self.value:
            self.value, self.state = value, snapshot(self.history.module, self.state)
            self.history.best = step

    def put_back(self):
        done = len(self.history.losses)
        if self.held_out is None or not done:
            return
        self._look(done)  # the parameters after the last step, too
        if self.state is not None:
            put_back(self.history.module, self.state)


class Trained:
    """All that a descent may change: the module's tensors, and the optimizer's other ones.

    The optimizer may know more than the module, a base's mean for example: these are named by
    their number in it. Without a module they are all there is.
    """

    def __init__(self, module, optimizer):
        self.module = module if isinstance(module, torch.nn.Module) else None
        own = [] if self.module is None else [id(p) for p in self.module.parameters()]
        tensors = [t for group in optimizer.param_groups for t in group["params"]]
        name = "{}" if self.module is None else "{} of the optimizer"
        self.others = {name.format(i): t for i, t in enumerate(tensors) if id(t) not in own}

    def named_parameters(self) -> Iterator[tuple[str, Tensor]]:
        yield from () if self.module is None else self.module.named_parameters()
        yield from self.others.items()

    def named_buffers(self) -> Iterator[tuple[str, Tensor]]:
        yield from () if self.module is None else self.module.named_buffers()


def snapshot(module, before=None):
    """The module's parameters and buffers; a buffer that is as ``before`` is not kept twice."""
    state = {name: p.detach().clone() for name, p in module.named_parameters()}
    for name, buffer in module.named_buffers():
        old = None if before is None else before.get(name)
        state[name] = old if is_same(old, buffer) else buffer.detach().clone()
    return state


def is_same(old, new):
    return old is not None and old.shape == new.shape and torch.equal(old, new)


@torch.no_grad()
def put_back(module, state):
    for name, parameter in [*module.named_parameters(), *module.named_buffers()]:
        if name in state:
            parameter.copy_(state[name])

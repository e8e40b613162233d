"""Maximum likelihood: of events, of pairs, of fresh events in each step."""

from collections.abc import Callable

import torch
from torch import Tensor

from course_lib.advice import check_base, check_data, check_numbers, warn_if_outside
from course_lib.training.batches import check_batch_size, mini_batches
from course_lib.training.descent import minimise
from course_lib.training.history import History
from course_lib.training.rates import constant
from course_lib.training.reach import share_outside

Events = Tensor | tuple[Tensor, Tensor]  # x, or pairs (x, c)


def fit(
    distribution: torch.distributions.Distribution | torch.nn.Module,
    data: Events | Callable[[int], Events],
    steps: int = 300,
    lr: float = 0.05,
    optimizer: torch.optim.Optimizer | None = None,
    on_step: Callable[[int, History], object] | None = None,
    seed: int | None = 0,
    *,
    batch_size: int | None = None,
    schedule: Callable[[int, int], float] = constant,
    clip: float | None = None,
    held_out: Events | None = None,
    patience: int | None = None,
    look_every: int = 1,
    progress: bool = True,
) -> History:
    """Maximise the mean of log p over ``data`` by gradient descent; return the History.

    The data are one of three things:

    - events x: maximised is log p(x). ``distribution`` has ``log_prob`` and either is a module or
      has one as ``flow``.
    - pairs (x, c), a tuple of two tensors with equally many rows: maximised is log p(x|c), by
      ``distribution(c).log_prob(x)``. ``distribution`` is a module that makes a distribution of
      contexts c, as ``Conditional(flow)`` does.
    - a function of n that draws n fresh events (or pairs), as the ``sample`` of a simulator or a
      density: each step takes ``batch_size`` new ones. They follow ``seed``.

    ``losses[k]`` is the mean of −log p before step k. With a ``batch_size`` each step takes so many
    of the data, in an order that is drawn anew each time all have had their turn; x and c are drawn
    together. With ``held_out`` data, of the same kind, the fit ends with the parameters that
    explain *them* best, and ends early if that was more than ``patience`` steps ago.
    The rest is as in ``minimise``.

    Raises TypeError or ValueError, in words, for data and distributions that cannot be fitted. It
    warns if most of the data are one and the same, or if at the end more than a tenth of them lie
    beyond the bound of a spline, where it is straight (the share is ``history.outside``).

    >>> from course_lib.flows import FlowDistribution, Linear
    >>> flow = Linear(1.0, 0.0)
    >>> history = fit(FlowDistribution(flow), torch.tensor([1.0, 2.0, 3.0]), steps=200)
    >>> round(flow.b.item(), 1)
    2.0
    """
    event_dim = len(getattr(distribution, "event_shape", ()))
    given = {"data": data} if held_out is None else {"data": data, "held_out": held_out}
    for name, events in given.items():
        if isinstance(events, tuple):
            check_pairs(events, name)
            check_data(events[0], f"x of {name}", events[0].dim() - 1)
        elif name == "held_out" or not callable(events):
            check_data(events, name, event_dim)
    module = getattr(distribution, "flow", distribution)
    check_base(distribution, module, optimizer)
    draw, latest = drawn_from(data, batch_size, seed), []

    def loss():
        latest[:] = [draw()]
        return -log_prob(distribution, latest[0]).mean()

    history = minimise(
        loss,
        module, steps, lr, optimizer, on_step, seed,
        schedule=schedule, clip=clip, patience=patience, look_every=look_every, progress=progress,
        held_out=None if held_out is None else lambda: -log_prob(distribution, held_out).mean(),
    )  # fmt: skip
    for events in latest if callable(data) else [data]:
        history.outside = share_outside(distribution, events)
    warn_if_outside(history.outside)
    return history


def drawn_from(data, batch_size, seed):
    """A function that gives the events of the next step."""
    if isinstance(data, Tensor | tuple):
        if batch_size is None:
            return lambda: data
        batches = mini_batches(data, batch_size, seed)
        return lambda: next(batches)
    if batch_size is None:
        raise ValueError("To draw fresh events in each step, say how many: batch_size=256.")
    check_batch_size(batch_size)

    def fresh():
        events = data(batch_size)
        if isinstance(events, tuple):
            check_pairs(events, "what was drawn")
        elif not isinstance(events, Tensor):
            kind = type(events).__name__
            raise TypeError(f"Fresh events are a tensor x, or a pair of them (x, c), not {kind}.")
        return events

    return fresh


def log_prob(distribution, events):
    """log p(x), or log p(x|c) for pairs (x, c)."""
    kind = type(distribution).__name__
    if not isinstance(events, tuple):
        if not hasattr(distribution, "log_prob"):
            raise TypeError(
                f"{kind} has no log_prob. If it needs a context, give pairs: fit(…, (x, c))."
            )
        return distribution.log_prob(events)
    x, c = events
    if not callable(distribution):
        raise TypeError(
            f"{kind} takes no context, but the data are pairs (x, c). Conditional(flow) takes one."
        )
    given = distribution(c)
    if not hasattr(given, "log_prob"):
        raise TypeError(
            f"{kind} made {type(given).__name__} of the contexts: it must make a distribution, "
            "something with log_prob."
        )
    log_p = given.log_prob(x)
    if log_p.shape != x.shape[:1]:
        raise ValueError(
            f"log p(x|c) must be one number for each pair, shape ({len(x)},), not "
            f"{tuple(log_p.shape)}: x has shape {tuple(x.shape)}, c {tuple(c.shape)}."
        )
    return log_p


def check_pairs(pairs, name):
    """Raise unless these are two tensors of finite floats, with equally many rows."""
    if len(pairs) != 2:
        raise ValueError(f"{name} must be x, or a pair (x, c), not {len(pairs)} things.")
    for part, letter in zip(pairs, "xc", strict=True):
        check_numbers(part, f"{letter} of {name}")
        if not part.dim():
            raise ValueError(f"{letter} of {name} is a single number: it needs a row for each c.")
    x, c = pairs
    if len(x) != len(c):
        raise ValueError(
            f"x and c of {name} belong together, row by row, but have shapes {tuple(x.shape)} and "
            f"{tuple(c.shape)}."
        )


def gaussian_mle(data: Tensor) -> tuple[Tensor, Tensor]:
    """The maximum-likelihood Gaussian in closed form: (mean, covariance) of data of shape (N, n).

    The covariance is 1/N Σ (xᵢ − mean)(xᵢ − mean)ᵀ: with 1/N, not 1/(N − 1).

    >>> mean, covariance = gaussian_mle(torch.tensor([[0.0, 0.0], [2.0, 4.0]]))
    >>> mean.tolist(), covariance.tolist()
    ([1.0, 2.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    mean = data.mean(0)
    return mean, (data - mean).T @ (data - mean) / len(data)

"""Parts of the data for each step of a descent."""

from collections.abc import Iterator

import torch
from torch import Tensor


def mini_batches(
    data: Tensor | tuple[Tensor, ...], batch_size: int, seed: int | None = 0
) -> Iterator:
    """Endless parts of the data, in a new random order in each round; from a generator of its own.

    Of several tensors, (x, c) say, a part has the *same rows* of each: what belongs together stays
    together. (Shuffled apart, x would be independent of c, and no flow could learn p(x|c).)

    Raises ValueError unless ``batch_size`` is a whole number of at least one and all tensors have
    equally many rows.

    >>> batches = mini_batches(torch.arange(4.0), 2, seed=0)
    >>> torch.cat([next(batches), next(batches)]).sort()[0].tolist()
    [0.0, 1.0, 2.0, 3.0]
    >>> x, c = next(mini_batches((torch.arange(4.0), 10 * torch.arange(4.0)), 3))
    >>> (c == 10 * x).all().item(), len(x)
    (True, 3)
    """
    check_batch_size(batch_size)
    together = (data,) if isinstance(data, torch.Tensor) else tuple(data)
    rows = [len(part) for part in together]
    if len(set(rows)) != 1 or not rows[0]:
        raise ValueError(
            f"What is drawn together must have equally many rows, at least one, not {rows}."
        )
    generator = torch.Generator()
    generator.seed() if seed is None else generator.manual_seed(seed)
    parts = _rounds(together, batch_size, generator)
    return (part[0] for part in parts) if isinstance(data, torch.Tensor) else parts


def check_batch_size(batch_size):
    if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size < 1:
        raise ValueError(f"batch_size must be a whole number of at least one, not {batch_size!r}.")


def _rounds(together, batch_size, generator):
    while True:
        order = torch.randperm(len(together[0]), generator=generator)
        for chosen in order.split(batch_size):
            yield tuple(part[chosen.to(part.device)] for part in together)

"""Contexts as the table writes them, brought to the widths that a flow was given."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Scale:
    """From the table's units to widths around a mean: (raw − mean)/sigma, each of shape (C,).

    ``low`` and ``high`` are the ends of what the rows of the table have, in its units.
    """

    names: tuple[str, ...]
    mean: Tensor
    sigma: Tensor
    low: Tensor
    high: Tensor

    def __call__(self, numbers: Tensor) -> Tensor:
        """(n, C) in the table's units → (n, C) float32 in widths."""
        return ((numbers - self.mean) / self.sigma).float()


def scale_of(names: tuple[str, ...], learnt: Tensor, every: Tensor) -> Scale:
    """The scale of the rows that are learnt from, (n, C); the ends are those of every row."""
    mean = learnt.mean(0)
    sigma = (learnt - mean).square().mean(0).sqrt()
    return Scale(names, mean, sigma, every.amin(0), every.amax(0))


def scaled(values: Sequence | Tensor, scale: Scale) -> Tensor:
    """Contexts of one's own, (n, C) in the table's units, as a flow was given them.

    Raises ValueError, in words, for another shape, for what is no number, and for a context that
    no row of the table comes near.
    """
    if not scale.names:
        raise ValueError("This table has no context: ask the flow itself, as in q.sample((5,)).")
    names = ", ".join(scale.names)
    try:
        numbers = torch.as_tensor(values, dtype=torch.float64).detach().cpu()
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"Contexts are rows of numbers, ({names}) each, not {values!r}.") from None
    if numbers.dim() != 2 or numbers.shape[1] != len(scale.names):
        raise ValueError(
            f"Contexts have shape {tuple(numbers.shape)}, and must have (n, {len(scale.names)}): "
            f"n rows, each with {names} in this order, as in [[{_row(scale.mean)}]]."
        )
    for k, name in enumerate(scale.names):
        _check_seen(name, numbers[:, k], scale.low[k].item(), scale.high[k].item())
    return scale(numbers)


def _check_seen(name, column, low, high):
    """A value outside of the table's rows, or NaN: nothing was learnt there."""
    # A number that was typed with seven digits is the table's own.
    slack = 1e-6 * max(abs(low), abs(high))
    for value in column.tolist():
        if not low - slack <= value <= high + slack:
            raise ValueError(
                f"{name} = {value:.6g} is outside of what the table has seen, {low:.6g} to "
                f"{high:.6g}: nothing was learnt there.".replace("-", "−")
            )


def _row(values):
    return ", ".join(f"{value:.4g}" for value in values.tolist())

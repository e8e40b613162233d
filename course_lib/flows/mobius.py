"""Möbius's map of the circle and sums of it, in the forms that keep their digits.

The textbook's 1 + r² − 2 r cos d is a difference: in float32 it is 0 at r = 1 − 1e-4, and the slope
infinite. Here it is (1 − r)² + 4 r sin²(d/2), two terms that are not negative.
"""

import torch
from torch import Tensor


def mobius(d: Tensor, r: Tensor) -> tuple[Tensor, Tensor]:
    """How far an angle d from the centre is turned, within (−π, π), and the map's log-slope.

    (...), and r that broadcasts to it → (...), (...). The image of x is x + the turn.

    >>> turn, log_slope = mobius(torch.tensor(0.0), torch.tensor(0.5))
    >>> turn.item(), round(log_slope.exp().item(), 4)
    (0.0, 3.0)
    """
    gap, square = 1 - r, torch.sin(d / 2) ** 2
    turn = 2 * torch.atan2(r * torch.sin(d), gap + 2 * r * square)
    return turn, torch.log(gap * (1 + r)) - torch.log(gap**2 + 4 * r * square)


def sum_of_mobius(x: Tensor, log_weights: Tensor, r: Tensor, c: Tensor) -> tuple[Tensor, Tensor]:
    """The weighted sum of K turns at x (...), and the log-slope of x + that. (..., K) → (...)."""
    turns, log_slopes = mobius(x.unsqueeze(-1) - c, r)
    return (log_weights.exp() * turns).sum(-1), torch.logsumexp(log_weights + log_slopes, -1)

"""A wave on a slope, read backwards: one y, up to three x."""

import math

import numpy as np
import torch
from torch import Tensor

from course_lib.densities import from_seed, standard_normal_log_prob
from course_lib.flows.flow import broadcast

NODES = 10  # of the Gauss-Legendre sum over x, for each width that fits into 0 … 1


class InverseSine:
    """x ~ U(0, 1) and y = x + 0.3 sin(2πx) + noise: given y, where was x?

    p(x|y) = N(y; x + 0.3 sin(2πx), width²) / p(y) for x in [0, 1], else 0, with
    p(y) = ∫₀¹ N(y; x + 0.3 sin(2πx), width²) dx by a Gauss-Legendre sum.

    For y between 0.3 and 0.7 three x are likely. The mean of log p(x|y) is 1.226 nats for the
    width 0.05; a Gaussian of one width for all y (mean squared error) stays 1.0 below it.

    ``sample`` gives pairs (x, y) of shape (n,) and (n, 1): y is the context, with a dimension for
    its one feature. Raises ValueError for shapes that do not fit and unless the width is
    between 0.01 and 1.

    Reference: C. M. Bishop, "Mixture Density Networks" (1994), with a uniform noise.

    >>> problem = InverseSine()
    >>> x, y = problem.sample(20_000, seed=0)
    >>> x.shape, y.shape, round(problem.log_posterior(x, y).mean().item(), 2)
    (torch.Size([20000]), torch.Size([20000, 1]), 1.23)
    """

    def __init__(self, width: float = 0.05) -> None:
        if not 0.01 <= width <= 1:
            raise ValueError(f"width must be a number from 0.01 to 1, not {width}.")
        self.width = width

    def wave(self, x: Tensor) -> Tensor:
        """The y that x leads to without noise: x + 0.3 sin(2πx), elementwise."""
        return x + 0.3 * torch.sin(2 * math.pi * x)

    def sample(self, n: int, seed: int | None = None) -> tuple[Tensor, Tensor]:
        """n pairs (x, y), shapes (n,) and (n, 1); with a seed always the same."""
        with from_seed(seed):
            x, noise = torch.rand(n), torch.randn(n)
        return x, (self.wave(x) + self.width * noise).unsqueeze(-1)

    def log_likelihood(self, x: Tensor, y: Tensor) -> Tensor:
        """log p(y|x), for x (...) and y (..., 1), broadcast against each other."""
        check_context(x, y)
        z = (y.squeeze(-1) - self.wave(x)) / self.width
        return standard_normal_log_prob(z) - math.log(self.width)

    def log_evidence(self, y: Tensor) -> Tensor:
        """log p(y), (..., 1) → (...)."""
        check_context(y[..., 0], y)
        node, weight = np.polynomial.legendre.leggauss(max(50, round(NODES / self.width)))
        x, log_weight = (torch.tensor(node) + 1) / 2, (torch.tensor(weight) / 2).log()
        flat = y.double().reshape(-1, 1, 1)
        parts = [
            (self.log_likelihood(x, part) + log_weight).logsumexp(-1) for part in flat.split(10_000)
        ]
        return torch.cat(parts).reshape(y.shape[:-1]).to(y)

    def log_posterior(self, x: Tensor, y: Tensor) -> Tensor:
        """log p(x|y), normalised over x; −∞ outside of [0, 1]."""
        check_context(x, y)
        log_p = self.log_likelihood(x.double(), y.double()) - self.log_evidence(y.double())
        return log_p.masked_fill((x < 0) | (x > 1), -math.inf).to(x)


def check_context(x, y):
    """Raise unless x (...) and y (..., 1) are floats whose shapes can be broadcast."""
    for name, value in (("x", x), ("y", y)):
        if not isinstance(value, torch.Tensor) or not value.is_floating_point():
            given = value.dtype if isinstance(value, torch.Tensor) else type(value).__name__
            raise TypeError(f"{name} must be a tensor of floating-point numbers, not {given}.")
    if y.shape[-1:] != (1,) or broadcast(x.shape, y.shape[:-1]) is None:
        raise ValueError(
            f"y must have shape (..., 1) and x (...), not {tuple(y.shape)} and {tuple(x.shape)}: "
            "y is a context, with a dimension for its one feature."
        )

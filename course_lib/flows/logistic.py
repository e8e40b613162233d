"""The logistic distribution: the base of a mixture flow."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.distributions import Distribution, constraints
from torch.distributions.utils import broadcast_all
from torch.nn.functional import logsigmoid


class Logistic(Distribution):
    """The logistic distribution, with CDF σ((x − μ)/s) and σ(u) = 1/(1 + e⁻ᵘ).

    p(x) = σ(u) σ(−u) / s with u = (x − μ)/s. Its variance is (π s)²/3.

    Raises ValueError if the scale s is not positive.

    >>> round(Logistic().log_prob(torch.tensor(0.0)).exp().item(), 4)
    0.25
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive}  # noqa: RUF012
    support = constraints.real
    has_rsample = True

    def __init__(
        self,
        loc: float | Tensor = 0.0,
        scale: float | Tensor = 1.0,
        validate_args: bool | None = None,
    ) -> None:
        self.loc, self.scale = broadcast_all(loc, scale)
        super().__init__(self.loc.shape, validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return Logistic(self.loc.expand(batch_shape), self.scale.expand(batch_shape), False)

    @property
    def mean(self) -> Tensor:
        return self.loc

    @property
    def variance(self) -> Tensor:
        return (math.pi * self.scale) ** 2 / 3

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x), in the shape of x broadcast against the batch shape."""
        if self._validate_args:
            self._validate_sample(x)
        u = (x - self.loc) / self.scale
        return logsigmoid(u) + logsigmoid(-u) - self.scale.log()

    def cdf(self, x: Tensor) -> Tensor:
        """P(X ≤ x), in the shape of x broadcast against the batch shape."""
        if self._validate_args:
            self._validate_sample(x)
        return torch.sigmoid((x - self.loc) / self.scale)

    def icdf(self, u: Tensor) -> Tensor:
        """The x with P(X ≤ x) = u, in the shape of u broadcast against the batch shape."""
        return self.loc + self.scale * torch.logit(u)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples (*sample_shape, *batch_shape), differentiable with respect to μ and s."""
        # The logarithm of a quotient of two exponential variables is logistic. Unlike logit(u) it
        # reaches both tails alike: u near 1 has fewer digits left than u near 0.
        shape = self._extended_shape(torch.Size(sample_shape))
        tiny = torch.finfo(self.loc.dtype).tiny
        above = self.loc.new_empty(shape).exponential_().clamp(min=tiny)
        below = self.loc.new_empty(shape).exponential_().clamp(min=tiny)
        return self.loc + self.scale * (above.log() - below.log())

    def entropy(self) -> Tensor:
        """−E[log p(x)] = log s + 2, of the batch shape."""
        return self.scale.log() + 2

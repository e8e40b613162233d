"""The logistic distribution: the base of a mixture flow, and the way from the normal one to it."""

import math
from collections.abc import Sequence

import torch
from torch import Tensor
from torch.distributions import Distribution, constraints
from torch.distributions.utils import broadcast_all
from torch.nn.functional import logsigmoid

from course_lib.flows.flow import Flow
from course_lib.flows.root_finding import implicit, safeguarded_newton


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
        u = (x - self.loc) / self.scale
        return logsigmoid(u) + logsigmoid(-u) - self.scale.log()

    def cdf(self, x: Tensor) -> Tensor:
        """P(X ≤ x), in the shape of x broadcast against the batch shape."""
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


class NormalToLogistic(Flow):
    """The fixed map from the standard normal to the logistic distribution: x = σ⁻¹(Φ(z)).

    In log space, x = log Φ(z) − log Φ(−z): exact as far out as numbers reach. Its inverse
    Φ⁻¹ ∘ σ has no formula that holds in the tails (Φ⁻¹(u) ends at u = 1 − ε), so it is a root
    search. Composed behind a flow on a logistic base, it puts that flow on a standard-normal base.

    Shapes (...) → (...), (...).

    >>> x, log_det = NormalToLogistic()(torch.tensor([0.0, 40.0]))
    >>> [round(v, 3) for v in x.tolist()]
    [0.0, 804.608]
    """

    def _forward(self, z):
        infinite = z.isinf()
        value, slope = self._value_and_slope(z.masked_fill(infinite, 0.0))
        return torch.where(infinite, z, value), torch.where(infinite, torch.inf, slope.log())

    def _inverse(self, x):
        infinite = x.isinf()
        y = x.masked_fill(infinite, 0.0)
        # Φ(−|z|) < e^(−z²/2) bounds |z| by √(2|x|), and the slope is smallest at 0.
        bound = torch.minimum((2 * y.abs()).sqrt(), y.abs() / math.sqrt(8 / math.pi)).detach()
        start = y.detach().sign() * bound
        root = safeguarded_newton(
            self._value_and_slope, y, -bound, bound, start, scale=1.0, check=False
        )
        z = implicit(self._value_and_slope, y, root.x)
        _, slope = self._value_and_slope(z)
        return torch.where(infinite, x, z), torch.where(infinite, -torch.inf, -slope.log())

    @staticmethod
    def _value_and_slope(z):
        value = torch.special.log_ndtr(z) - torch.special.log_ndtr(-z)
        # The slope φ/Φ(z) + φ/Φ(−z) is even. erfcx holds φ/Φ(−t) in the tail, where φ/φ would be
        # 0/0; the other term is harmless there.
        t = z.abs()
        tail = math.sqrt(2 / math.pi) / torch.special.erfcx(t / math.sqrt(2))
        head = torch.exp(-0.5 * t**2) / math.sqrt(2 * math.pi) / torch.special.ndtr(t)
        return value, tail + head

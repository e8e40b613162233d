"""Three classical ways to construct a one-dimensional density from data, to compare with a flow.

All have ``log_prob(x)``, elementwise for x of any shape, and ``sample(n, seed)`` of shape (n,).
Data have shape (N,) and the unit of x.
"""

import contextlib
import math
from collections.abc import Callable

import torch
from torch import Tensor

from course_lib.flows.random_stream import RandomStream

__all__ = [
    "BSplineDensity",
    "GaussianMixture",
    "KernelDensity",
    "area",
    "standard_normal_log_prob",
]


def standard_normal_log_prob(z: Tensor) -> Tensor:
    """log p0(z) = −z²/2 − log(2π)/2, elementwise.

    >>> round(standard_normal_log_prob(torch.tensor(0.0)).item(), 4)
    -0.9189
    """
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def area(density: Callable[[Tensor], Tensor], low: float, high: float, n: int = 4001) -> float:
    """∫ density(x) dx from low to high by the trapezoidal rule with n points.

    >>> round(area(lambda x: standard_normal_log_prob(x).exp(), -8, 8), 6)
    1.0
    """
    x = torch.linspace(low, high, n, dtype=torch.float64)
    return torch.trapezoid(density(x), x).item()


class KernelDensity:
    """A Gaussian bump of width ``bandwidth`` on every data point, averaged.

    p(x) = 1/N Σ N(x; xᵢ, bandwidth²)

    Raises ValueError unless the data are finite numbers of shape (N,) and the bandwidth positive.

    Reference: E. Parzen, "On Estimation of a Probability Density Function and Mode" (1962).

    >>> p = KernelDensity(torch.tensor([0.0, 4.0]), bandwidth=1.0)
    >>> round(p.log_prob(torch.tensor(0.0)).exp().item(), 4)
    0.1995
    """

    def __init__(self, data: Tensor, bandwidth: float) -> None:
        check_data(data)
        if not bandwidth > 0:
            raise ValueError(f"The bandwidth must be positive, not {bandwidth}.")
        self.data, self.bandwidth = data, bandwidth

    def log_prob(self, x: Tensor) -> Tensor:
        z = (x.unsqueeze(-1) - self.data) / self.bandwidth
        n = len(self.data)
        return standard_normal_log_prob(z).logsumexp(-1) - math.log(n * self.bandwidth)

    def sample(self, n: int, seed: int | None = None) -> Tensor:
        """n samples, new ones at each call; with a seed always the same."""
        with from_seed(seed):
            chosen = torch.randint(len(self.data), (n,))
            noise = torch.randn(n, dtype=self.data.dtype)
        return self.data[chosen] + self.bandwidth * noise


class GaussianMixture:
    """A weighted sum of k Gaussians: p(x) = Σ wᵢ N(x; μᵢ, σᵢ²).

    Weights, means and widths have shape (k,). Raises ValueError if the weights do not sum to 1 or a
    width is not positive.

    Reference: A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum Likelihood from Incomplete Data
    via the EM Algorithm" (1977).

    >>> half = torch.tensor([0.5, 0.5])
    >>> p = GaussianMixture(half, torch.tensor([-1.0, 1.0]), half)
    >>> round(area(lambda x: p.log_prob(x).exp(), -9, 9), 6)
    1.0
    """

    def __init__(self, weights: Tensor, means: Tensor, widths: Tensor) -> None:
        if not weights.shape == means.shape == widths.shape or weights.dim() != 1:
            shapes = [tuple(t.shape) for t in (weights, means, widths)]
            raise ValueError(f"Weights, means and widths must have one shape (k,), not {shapes}.")
        check_weights(weights)
        if not (widths > 0).all():
            raise ValueError(f"All widths must be positive, not {widths.tolist()}.")
        self.weights, self.means, self.widths = weights, means, widths

    @classmethod
    def fit(cls, data: Tensor, k: int, seed: int = 0, steps: int = 200) -> "GaussianMixture":
        """Fit by expectation maximisation, starting from the data's quantiles.

        Widths stay above 1/50 of the data's, so that no component collapses onto one point.

        Raises ValueError unless the data are finite numbers of shape (N,) and 1 ≤ k ≤ N.
        """
        check_data(data)
        if not 1 <= k <= len(data):
            raise ValueError(f"k must lie between 1 and the number of data, not {k}.")
        if data.min() == data.max():
            raise ValueError(f"All data are {data[0].item():g}: a Gaussian there has no width.")
        shares = (torch.arange(k, dtype=data.dtype) + 0.5) / k
        means = data.quantile(shares) + 1e-3 * data.std() * torch.randn(
            k, generator=torch.Generator().manual_seed(seed), dtype=data.dtype
        )
        widths = torch.full_like(means, data.std().item() / k)
        mixture = cls(torch.full_like(means, 1 / k), means, widths)
        for _ in range(steps):
            share = mixture._log_parts(data).softmax(-1)  # of each point in each component
            total = share.sum(0)
            means = (share * data[:, None]).sum(0) / total
            variance = (share * (data[:, None] - means) ** 2).sum(0) / total
            widths = variance.sqrt().clamp(min=data.std().item() / 50)
            mixture = cls(total / len(data), means, widths)
        return mixture

    def _log_parts(self, x):
        z = (x.unsqueeze(-1) - self.means) / self.widths
        return self.weights.log() + standard_normal_log_prob(z) - self.widths.log()

    def log_prob(self, x: Tensor) -> Tensor:
        return self._log_parts(x).logsumexp(-1)

    def sample(self, n: int, seed: int | None = None) -> Tensor:
        """n samples, new ones at each call; with a seed always the same."""
        with from_seed(seed):
            chosen = torch.multinomial(self.weights, n, replacement=True)
            noise = torch.randn(n, dtype=self.means.dtype)
        return self.means[chosen] + self.widths[chosen] * noise


class BSplineDensity:
    """A weighted sum of cubic B-splines, each scaled to area 1: p(x) = Σ wᵢ Bᵢ(x).

    The weights, shape (k,) with k ≥ 4, are not negative and sum to 1: then p is a density. Outside
    low … high it is zero. Raises ValueError for other weights or an empty interval.

    Reference: C. de Boor, "A Practical Guide to Splines" (1978).

    >>> p = BSplineDensity(torch.tensor([0.2, 0.3, 0.1, 0.4]), low=0.0, high=2.0)
    >>> round(p.log_prob(torch.tensor(0.0)).exp().item(), 4)  # 0.2 · (3 + 1) / 2
    0.4
    """

    DEGREE = 3

    def __init__(self, weights: Tensor, low: float, high: float) -> None:
        check_weights(weights)
        if weights.dim() != 1 or len(weights) <= self.DEGREE:
            shape = tuple(weights.shape)
            raise ValueError(f"A cubic B-spline needs at least 4 weights, shape (k,), not {shape}.")
        if not low < high:
            raise ValueError(f"The interval must not be empty: low = {low}, high = {high}.")
        self.weights, self.low, self.high = weights, low, high
        inner = torch.linspace(low, high, len(weights) - self.DEGREE + 1, dtype=weights.dtype)
        ends = torch.ones(self.DEGREE, dtype=weights.dtype)
        self.knots = torch.cat([low * ends, inner, high * ends])

    @classmethod
    def fit(
        cls,
        data: Tensor,
        n_basis: int,
        low: float | None = None,
        high: float | None = None,
        steps: int = 400,
    ) -> "BSplineDensity":
        """Fit the weights by expectation maximisation; the interval is the data's, a bit wider.

        Raises ValueError for data outside the interval, which no weights could explain.
        """
        check_data(data)
        margin = 0.25 * (data.max() - data.min()).item()
        low = data.min().item() - margin if low is None else low
        high = data.max().item() + margin if high is None else high
        density = cls(torch.full((n_basis,), 1 / n_basis, dtype=data.dtype), low, high)
        if data.min() < low or data.max() > high:
            raise ValueError(f"Some data lie outside the interval {low} … {high}.")
        basis = density.basis(data)
        for _ in range(steps):
            parts = density.weights * basis
            density.weights = (parts / parts.sum(-1, keepdim=True)).mean(0)
        return density

    def basis(self, x: Tensor) -> Tensor:
        """The normalised B-splines at x: shape (..., n_basis), by de Boor's recursion."""
        knots, x = self.knots, x.unsqueeze(-1)
        # Each interval has its lower end; the last one that is not empty has its upper end, too.
        last = (knots[:-1] < knots[1:]) & (knots[1:] == knots[-1])
        inside = (x >= knots[:-1]) & ((x < knots[1:]) | (last & (x == knots[1:])))
        value = inside.to(knots.dtype)
        for degree in range(1, self.DEGREE + 1):
            left = knots[degree:-1] - knots[: -degree - 1]
            right = knots[degree + 1 :] - knots[1:-degree]
            rising = _ratio(x - knots[: -degree - 1], left) * value[..., :-1]
            falling = _ratio(knots[degree + 1 :] - x, right) * value[..., 1:]
            value = rising + falling
        span = knots[self.DEGREE + 1 :] - knots[: -self.DEGREE - 1]
        return value * (self.DEGREE + 1) / span

    def log_prob(self, x: Tensor) -> Tensor:
        basis = self.basis(x)
        return (basis @ self.weights.to(basis)).log()

    def sample(self, n: int, seed: int | None = None) -> Tensor:
        """n samples, new ones at each call; with a seed always the same.

        They are drawn by inverting the cumulative sum on a fine grid.
        """
        x = torch.linspace(self.low, self.high, 4001, dtype=self.weights.dtype)
        cdf = self.log_prob(x).exp().cumsum(0)
        with from_seed(seed):
            u = torch.rand(n, dtype=x.dtype) * cdf[-1]
        return x[torch.searchsorted(cdf, u)]


def from_seed(seed):
    """Draws from torch's own generator; with a seed, from a stream that leaves it as it was."""
    return contextlib.nullcontext() if seed is None else RandomStream(seed)


def _ratio(above, below):
    """above / below, and 0 where a knot is repeated (0/0 counts as 0 in the recursion)."""
    repeated = below == 0
    return (above / below.masked_fill(repeated, 1.0)).masked_fill(repeated, 0.0)


def check_data(data):
    """Raise a ValueError unless ``data`` is a float tensor of shape (N,) with finite numbers."""
    if not isinstance(data, torch.Tensor) or data.dim() != 1 or not len(data):
        given = tuple(data.shape) if isinstance(data, torch.Tensor) else type(data).__name__
        raise ValueError(f"The data must be a tensor of shape (N,), not {given}.")
    if not data.is_floating_point():
        raise ValueError(
            f"The data must be floating-point numbers, not {data.dtype}: data.float()."
        )
    if not data.isfinite().all():
        count = int((~data.isfinite()).sum())
        raise ValueError(f"{count} of the {len(data)} data are not finite numbers.")


def check_weights(weights):
    """Raise a ValueError unless the weights are floats, not negative, and sum to 1."""
    if not weights.is_floating_point():
        raise ValueError(f"The weights must be floating-point numbers, not {weights.dtype}.")
    if not (weights >= 0).all() or abs(weights.sum().item() - 1) > 1e-4:
        raise ValueError(
            f"The weights must not be negative and must sum to 1, not {weights.tolist()}."
        )

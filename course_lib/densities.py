"""Three classical ways to construct a one-dimensional density from data, to compare with a flow.

All have ``log_prob(x)`` and ``sample(n, seed)``; x has any shape.
"""

import math

import torch


def standard_normal_log_prob(z):
    """log p0(z) = −z²/2 − log(2π)/2, elementwise.

    >>> round(standard_normal_log_prob(torch.tensor(0.0)).item(), 4)
    -0.9189
    """
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def area(density, low, high, n=4001):
    """∫ density(x) dx from low to high by the trapezoidal rule with n points.

    >>> round(area(lambda x: standard_normal_log_prob(x).exp(), -8, 8), 6)
    1.0
    """
    x = torch.linspace(low, high, n, dtype=torch.float64)
    return torch.trapezoid(density(x), x).item()


class KernelDensity:
    """A Gaussian bump of width ``bandwidth`` on every data point, averaged.

    p(x) = 1/N Σ N(x; xᵢ, bandwidth²)
    """

    def __init__(self, data, bandwidth):
        if bandwidth <= 0:
            raise ValueError(f"The bandwidth must be positive, not {bandwidth}.")
        self.data, self.bandwidth = data, bandwidth

    def log_prob(self, x):
        z = (x.unsqueeze(-1) - self.data) / self.bandwidth
        n = len(self.data)
        return standard_normal_log_prob(z).logsumexp(-1) - math.log(n * self.bandwidth)

    def sample(self, n, seed=0):
        generator = torch.Generator().manual_seed(seed)
        chosen = torch.randint(len(self.data), (n,), generator=generator)
        noise = torch.randn(n, generator=generator, dtype=self.data.dtype)
        return self.data[chosen] + self.bandwidth * noise


class GaussianMixture:
    """A weighted sum of k Gaussians: p(x) = Σ wᵢ N(x; μᵢ, σᵢ²)."""

    def __init__(self, weights, means, widths):
        self.weights, self.means, self.widths = weights, means, widths

    @classmethod
    def fit(cls, data, k, seed=0, steps=200):
        """Fit by expectation maximisation, starting from the data's quantiles.

        Widths stay above 1/50 of the data's, so that no component collapses onto one point.
        """
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

    def log_prob(self, x):
        return self._log_parts(x).logsumexp(-1)

    def sample(self, n, seed=0):
        generator = torch.Generator().manual_seed(seed)
        chosen = torch.multinomial(self.weights, n, replacement=True, generator=generator)
        noise = torch.randn(n, generator=generator, dtype=self.means.dtype)
        return self.means[chosen] + self.widths[chosen] * noise


class BSplineDensity:
    """A weighted sum of cubic B-splines, each scaled to area 1: p(x) = Σ wᵢ Bᵢ(x).

    The weights are positive and sum to one, so p is a density for any of them. Outside the interval
    it is zero. Reference: C. de Boor, "A Practical Guide to Splines" (1978).
    """

    DEGREE = 3

    def __init__(self, weights, low, high):
        self.weights, self.low, self.high = weights, low, high
        inner = torch.linspace(low, high, len(weights) - self.DEGREE + 1, dtype=weights.dtype)
        ends = torch.ones(self.DEGREE, dtype=weights.dtype)
        self.knots = torch.cat([low * ends, inner, high * ends])

    @classmethod
    def fit(cls, data, n_basis, low=None, high=None, steps=400):
        """Fit the weights by expectation maximisation; the interval is the data's, a bit wider."""
        if n_basis <= cls.DEGREE:
            raise ValueError(f"A cubic B-spline needs at least 4 basis functions, not {n_basis}.")
        margin = 0.25 * (data.max() - data.min()).item()
        low = data.min().item() - margin if low is None else low
        high = data.max().item() + margin if high is None else high
        density = cls(torch.full((n_basis,), 1 / n_basis, dtype=data.dtype), low, high)
        basis = density.basis(data)
        for _ in range(steps):
            parts = density.weights * basis
            density.weights = (parts / parts.sum(-1, keepdim=True)).mean(0)
        return density

    def basis(self, x):
        """The normalised B-splines at x: shape (..., n_basis), by de Boor's recursion."""
        knots, x = self.knots, x.unsqueeze(-1)
        inside = (x >= knots[:-1]) & (x < knots[1:])
        value = inside.to(knots.dtype)
        for degree in range(1, self.DEGREE + 1):
            left = knots[degree:-1] - knots[: -degree - 1]
            right = knots[degree + 1 :] - knots[1:-degree]
            rising = _ratio(x - knots[: -degree - 1], left) * value[..., :-1]
            falling = _ratio(knots[degree + 1 :] - x, right) * value[..., 1:]
            value = rising + falling
        span = knots[self.DEGREE + 1 :] - knots[: -self.DEGREE - 1]
        return value * (self.DEGREE + 1) / span

    def log_prob(self, x):
        return (self.basis(x) @ self.weights).log()

    def sample(self, n, seed=0):
        """Draw by inverting the cumulative sum on a fine grid."""
        generator = torch.Generator().manual_seed(seed)
        x = torch.linspace(self.low, self.high, 4001, dtype=self.weights.dtype)
        cdf = self.log_prob(x).exp().cumsum(0)
        u = torch.rand(n, generator=generator, dtype=x.dtype) * cdf[-1]
        return x[torch.searchsorted(cdf, u)]


def _ratio(above, below):
    """above / below, and 0 where a knot is repeated (0/0 counts as 0 in the recursion)."""
    return torch.where(below > 0, above / below.clamp(min=1e-300), torch.zeros_like(above))

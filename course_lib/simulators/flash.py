"""A flash of light, seen by strings of sensors: where was it?"""

import numpy as np
import torch
from torch import Tensor

from course_lib.densities import from_seed, standard_normal_log_prob
from course_lib.flows.flow import broadcast

DARK = 0.3  # counts that a sensor has without a flash
LIGHT = 24.0  # counts of a flash at no distance
ABSORPTION = 0.9  # the length over which absorption takes a factor e

# The evidence is a Gauss-Legendre sum, cell by cell. The likelihood has a kink at each sensor: so
# sensors stand at corners of cells, near which such a sum has most of its points.
NODES = 12  # with fewer, 8 say, 1e−3 nat are lost
X_EDGES = [-5.0, -3.5, -2.5, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.5, 5.0]
Y_EDGES = [-5.0, -3.75] + [-2.75 + 0.5 * k for k in range(12)] + [3.75, 5.0]

STRINGS = (
    [(0.0, -1.75 + 0.5 * k) for k in range(8)],
    [(1.5, -1.25), (1.5, 1.25)],
)


class Flash:
    """A flash at theta = (x, y) ~ N(0, I₂), and the counts of 8 or 10 sensors.

    counts_i ~ Poisson(λ(d_i)),  λ(d) = 0.3 + 24 e^(−d/0.9) / (1 + 4 d²)

    with d_i the distance from theta to sensor i. The first string stands at x = 0 and has 8 sensors
    at y = −1.75, −1.25, … 1.75. To it, left and right look alike: the posterior has two bumps that
    are mirror images. The second string, at x = 1.5, has 2 sensors at y = ±1.25, and tells them
    apart where it sees the light.

    With one string the exact posterior is 2.0 nats better than a Gaussian of one width for all
    events (mean squared error), and 0.64 better than the best Gaussian for each event; with two
    strings 1.9 and 0.6.

    The exact answers hold to 1e−3 nat for the events of this simulator. Shapes: theta (..., 2),
    counts (..., S) with S = 8 or 10, log-probabilities (...); theta and counts are broadcast
    against each other. Raises ValueError for shapes that do not fit, for counts that are no counts,
    and unless ``strings`` is 1 or 2.

    Reference for the kind of problem: T. Glüsenkamp, "Unifying supervised learning and VAEs",
    European Physical Journal C 84 (2024).

    >>> flash = Flash(strings=1)
    >>> theta, counts = flash.sample(1000, seed=0)
    >>> theta.shape, counts.shape, flash.log_posterior(theta, counts).shape
    (torch.Size([1000, 2]), torch.Size([1000, 8]), torch.Size([1000]))
    """

    def __init__(self, strings: int = 2) -> None:
        if isinstance(strings, bool) or strings not in (1, 2):
            raise ValueError(f"strings must be 1 or 2, not {strings!r}.")
        self.strings = strings
        places = [place for string in STRINGS[:strings] for place in string]
        self.sensors = torch.tensor(places, dtype=torch.float64)  # (S, 2)
        self._cells, self._grids = None, {}  # made when they are asked for

    def rates(self, theta: Tensor) -> Tensor:
        """The expected counts of each sensor: (..., 2) → (..., S).

        >>> Flash(1).rates(torch.tensor([0.0, 0.25]).double()).round(decimals=1).tolist()
        [0.5, 0.8, 1.9, 7.2, 24.3, 7.2, 1.9, 0.8]
        """
        check_last(theta, 2, "theta")
        away = theta.unsqueeze(-2) - self.sensors.to(theta)
        d = torch.linalg.vector_norm(away, dim=-1)
        return DARK + LIGHT * torch.exp(-d / ABSORPTION) / (1 + 4 * d**2)

    def counts(self, theta: Tensor, seed: int | None = None) -> Tensor:
        """What the sensors count, drawn anew: (..., 2) → (..., S), whole numbers as floats."""
        with torch.no_grad(), from_seed(seed):
            return torch.poisson(self.rates(theta))

    def sample(self, n: int, seed: int | None = None) -> tuple[Tensor, Tensor]:
        """n events (theta, counts), (n, 2) and (n, S); with a seed always the same."""
        with from_seed(seed):
            theta = torch.randn(n, 2)
            return theta, self.counts(theta)

    def log_prior(self, theta: Tensor) -> Tensor:
        """log p(theta) of the standard normal, (..., 2) → (...)."""
        check_last(theta, 2, "theta")
        return standard_normal_log_prob(theta).sum(-1)

    def log_likelihood(self, theta: Tensor, counts: Tensor) -> Tensor:
        """log p(counts | theta) = Σ n_i log λ_i − λ_i − log n_i!; differentiable in theta."""
        counts = self._checked(counts)
        rates = self.rates(theta)
        self._refuse_unlike(theta, counts)
        return (counts.to(rates) * rates.log() - rates - (counts.to(rates) + 1).lgamma()).sum(-1)

    def log_evidence(self, counts: Tensor) -> Tensor:
        """log Z = log ∫ p(counts | theta) p(theta) dtheta over −5 … 5, (..., S) → (...)."""
        counts = self._checked(counts)
        if self._cells is None:
            x, y = cells(X_EDGES), cells(Y_EDGES)
            weight = (x[1][:, None] * y[1]).flatten()
            self._cells = Points(self, torch.cartesian_prod(x[0], y[0]), weight.log())
        flat = counts.double().reshape(-1, counts.shape[-1])
        # In parts: each event is compared with some 28 000 points.
        parts = [self._cells.log_joint(part).logsumexp(-1) for part in flat.split(256)]
        log_z = torch.cat(parts) - (flat + 1).lgamma().sum(-1)
        return log_z.reshape(counts.shape[:-1]).to(counts)

    def log_posterior(self, theta: Tensor, counts: Tensor) -> Tensor:
        """log p(theta | counts), normalised: likelihood · prior / evidence."""
        counts = self._checked(counts)
        log_joint = self.log_likelihood(theta.double(), counts.double())
        log_joint = log_joint + self.log_prior(theta.double())
        return (log_joint - self.log_evidence(counts.double())).to(theta)

    def posterior(self, counts: Tensor, points: int = 161) -> tuple[Tensor, Tensor]:
        """The posterior on a grid, to be drawn: (axis, density), shapes (G,), (..., G, G).

        ``density[..., i, j]`` is the exact one at x = axis[i], y = axis[j]; the axis goes from −5
        to 5. Times the square of the spacing it sums to 1, but for what is narrower than that.
        """
        if isinstance(points, bool) or not isinstance(points, int) or points < 2:
            raise ValueError(f"points must be a whole number of at least 2, not {points!r}.")
        counts = self._checked(counts).double()
        if points not in self._grids:
            axis = torch.linspace(X_EDGES[0], X_EDGES[-1], points, dtype=torch.float64)
            self._grids[points] = axis, Points(self, torch.cartesian_prod(axis, axis))
        axis, grid = self._grids[points]
        flat = counts.reshape(-1, counts.shape[-1])
        log_p = grid.log_joint(flat) - (flat + 1).lgamma().sum(-1, keepdim=True)
        density = (log_p - self.log_evidence(flat)[:, None]).exp()
        return axis, density.reshape(*counts.shape[:-1], points, points)

    def _checked(self, counts):
        check_last(counts, len(self.sensors), "counts")
        if not ((counts >= 0) & (counts == counts.round()) & counts.isfinite()).all():
            raise ValueError("counts must be whole numbers from 0 upward.")
        return counts

    @staticmethod
    def _refuse_unlike(theta, counts):
        if broadcast(theta.shape[:-1], counts.shape[:-1]) is None:
            raise ValueError(
                f"theta of shape {tuple(theta.shape)} and counts of shape {tuple(counts.shape)} "
                "do not fit together: apart from the last dimension they must be broadcastable."
            )


class Points:
    """Points of the plane with what does not depend on the counts: log-rates, prior, −Σ rates."""

    def __init__(self, flash, theta, log_weight=0.0):
        rates = flash.rates(theta)
        self.log_rates = rates.log().T.contiguous()  # (S, number of points)
        self.rest = flash.log_prior(theta) - rates.sum(-1) + log_weight

    def log_joint(self, counts):
        """log p(counts, theta) + Σ log n_i! + log_weight, (N, S) → (N, number of points)."""
        return torch.addmm(self.rest, counts, self.log_rates)


def cells(edges):
    """Places and weights of a Gauss-Legendre sum in each of the cells, one after the other."""
    node, weight = (torch.tensor(part) for part in np.polynomial.legendre.leggauss(NODES))
    edges = torch.tensor(edges, dtype=torch.float64)
    half = edges.diff()[:, None] / 2
    return (edges[:-1, None] + half * (1 + node)).flatten(), (half * weight).flatten()


def check_last(value, n, name):
    """Raise unless ``value`` is a tensor of floats with a last dimension of n."""
    if not isinstance(value, torch.Tensor) or not value.is_floating_point():
        given = value.dtype if isinstance(value, torch.Tensor) else type(value).__name__
        raise TypeError(f"{name} must be a tensor of floating-point numbers, not {given}.")
    if value.shape[-1:] != (n,):
        raise ValueError(f"{name} has shape {tuple(value.shape)}, but must have (..., {n}).")

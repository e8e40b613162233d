"""The exact triangular map of two moons: coordinate after coordinate, by their distributions.

    x₁ = F₁⁻¹(Φ(z₁)),   x₂ = F₂⁻¹(Φ(z₂) | x₁)

F₁ is the distribution function of the first coordinate, F₂ that of the second one where the first
is known. The moons are an average of round bells along two arcs, so both are averages, too.

References: M. Rosenblatt (1952), "Remarks on a multivariate transformation"; V. I. Bogachev,
A. V. Kolesnikov, K. V. Medvedev (2005), "Triangular transformations of measures".
"""

import numpy as np
import torch
from torch.special import ndtr

from course_lib.live.densities import base_log_density
from course_lib.planar import Moons

NODES = 80  # on each arc: the bells stand closer than half their width
FAR = 5.0  # all moons lie within
STEPS = 60  # of a search, at most; it ends with
ROUNDING, CLOSE = 1e-15, 1e-12  # such a gap in F, or such a step


class TriangularMap:
    """z → x with p(x) the moons, exactly. ``first`` is the coordinate that waits for none: 0 or 1.

    >>> x = TriangularMap(first=0)(torch.zeros(1, 2, dtype=torch.float64))
    >>> x.shape
    torch.Size([1, 2])
    """

    def __init__(self, first=0, moons=None):
        moons = moons or Moons()
        node, weight = (torch.tensor(v) for v in np.polynomial.legendre.leggauss(NODES))
        t = (node + 1) * torch.pi / 2
        arc = moons.radius * torch.stack([t.cos() - 0.5, t.sin() - 0.25], -1)
        self.centres, self.width = torch.cat([arc, -arc]), moons.width
        self.log_weights = (torch.cat([weight, weight]) / 4).log()
        self.first, self.second = first, 1 - first

    def __call__(self, z):
        """x of shape (N, 2) for z of shape (N, 2), float64."""
        u = ndtr(z)
        x = torch.empty_like(z)
        alone = self.log_weights.expand(len(z), -1)
        x[:, self.first] = self._quantile(u[:, self.first], alone, self.first)
        x[:, self.second] = self._quantile(u[:, self.second], self._shares(x), self.second)
        return x

    def jacobian(self, z, x):
        """∂x/∂z at the points z that go to x: (N, 2, 2), triangular."""
        a, b = self.first, self.second
        J = torch.zeros(len(z), 2, 2, dtype=z.dtype)
        alone, shares = self.log_weights.expand(len(z), -1), self._shares(x)
        p_z = base_log_density(z).exp()
        bells = self._bells(x)
        p_a, p_b = ((log_w.exp() * bells[..., k]).sum(-1) for log_w, k in ((alone, a), (shares, b)))
        J[:, a, a], J[:, b, b] = p_z[:, a] / p_a, p_z[:, b] / p_b
        # How F₂(x₂ | x₁) changes with x₁: by the shares, whose logarithms have these slopes.
        slopes = (self.centres[:, a] - x[:, [a]]) / self.width**2
        w = shares.exp()
        slopes = slopes - (w * slopes).sum(-1, keepdim=True)
        below = ndtr((x[:, [b]] - self.centres[:, b]) / self.width)
        J[:, b, a] = -(w * slopes * below).sum(-1) / p_b * J[:, a, a]
        return J

    def _shares(self, x):
        """log of the share that each bell has in the moons where the first coordinate is x's."""
        away = (x[:, [self.first]] - self.centres[:, self.first]) / self.width
        return (self.log_weights - away**2 / 2).log_softmax(-1)

    def _bells(self, x):
        away = (x.unsqueeze(-2) - self.centres) / self.width
        return base_log_density(away).exp() / self.width

    def _quantile(self, u, log_weights, k):
        """Where the mixture's distribution function of coordinate k reaches u.

        By Newton's steps; by halving where such a step would leave the interval that is known.
        """
        w, centres = log_weights.exp(), self.centres[:, k]
        x, low, high = torch.zeros_like(u), torch.full_like(u, -FAR), torch.full_like(u, FAR)
        left = torch.arange(len(u))  # those that have not been found
        for _ in range(STEPS):
            at, share = x[left], w[left]
            away = (at.unsqueeze(-1) - centres) / self.width
            gap = (share * ndtr(away)).sum(-1) - u[left]
            slope = (share * base_log_density(away).exp()).sum(-1) / self.width
            low[left] = lower = torch.where(gap < 0, at, low[left])
            high[left] = upper = torch.where(gap < 0, high[left], at)
            step = at - gap / slope
            inside = (step > lower) & (step < upper)
            step = torch.where(inside, step, (lower + upper) / 2)
            off = gap.abs() > ROUNDING  # what is on it stays: it may have no slope
            x[left[off]] = step[off]
            left = left[off & ((step - at).abs() > CLOSE)]
            if not len(left):
                break
        return x

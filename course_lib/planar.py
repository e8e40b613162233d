"""Two densities in the plane that are known exactly: two moons, and a pinwheel.

Flows are fitted to their samples; how far a fit is from the truth can then be said in nats. Both
have ``log_prob(x)``, (..., 2) → (...), and ``sample(n, seed)`` of shape (n, 2). Their numbers
lie between −4 and 4 or so, with a standard deviation near 1: there is no need to standardise them.
"""

import math

import numpy as np
import torch
from torch import Tensor

from course_lib.densities import from_seed

__all__ = ["Moons", "Pinwheel"]

NODES = 24  # of the quadrature along a quarter of a circle
CUT = 32.0  # nats below its largest value, where the integrand is left out: e⁻³² = 1e−14


class Moons:
    """Two half circles that reach into each other, every point moved by normal noise.

    p(x) = ½ Σ 1/π ∫ N(x; c(t), width² I) dt over t = 0 … π, the sum over both arcs, with
    c(t) = ± radius · (cos t − ½, sin t − ¼)

    There is no closed form. The integral is a Gauss-Legendre sum whose nodes stand where the
    integrand does: in float64 it holds to 1e−6 nat at any distance from the moons.

    Raises ValueError unless radius and width are positive and x has shape (..., 2), TypeError
    unless it is a tensor of floats.

    >>> p = Moons()
    >>> p.sample(3, seed=0).shape, round(p.log_prob(torch.tensor([0.75, -0.375])).item(), 4)
    (torch.Size([3, 2]), -1.957)
    """

    def __init__(self, radius: float = 1.5, width: float = 0.15) -> None:
        check_positive(radius=radius, width=width)
        self.radius, self.width = radius, width

    def log_prob(self, x: Tensor) -> Tensor:
        check_plane(x)
        # In parts: each point is compared with some hundred points of the arcs.
        parts = [self._log_prob(part) for part in x.reshape(-1, 2).split(10_000)]
        return torch.cat(parts).reshape(x.shape[:-1])

    def _log_prob(self, x):
        both = torch.stack([x, -x], -2)  # the lower arc is the upper one, turned by 180°
        y = (both - both.new_tensor([-0.5, -0.25]) * self.radius).unsqueeze(-2)  # (N, 2, 1, 2)
        t, log_weight = self._nodes(y.detach())  # (N, arcs, quarters, nodes)
        circle = self.radius * torch.stack([t.cos(), t.sin()], -1)
        squares = ((y.unsqueeze(-2) - circle) ** 2).sum(-1)
        log_p = log_weight - squares / (2 * self.width**2)
        constant = math.log(2 * math.pi) + 2 * math.log(self.width) + math.log(2 * math.pi)
        return log_p.flatten(1).logsumexp(-1) - constant

    def _nodes(self, y):
        """Angles t on both quarters of the arc, and their log-weights: near y, where it counts.

        Seen from the middle of the circle, the integrand is exp(κ cos(t − φ)) with the angle φ of
        y. It is largest where the arc comes nearest to φ, and falls from there: after an angle s
        with κ (cos a − cos(a + s)) = CUT nothing is left.
        """
        low = torch.tensor([0.0, math.pi / 2], dtype=y.dtype, device=y.device)
        high = low + math.pi / 2
        phi, middle = torch.atan2(y[..., 1], y[..., 0]), (low + high) / 2
        phi = middle + torch.remainder(phi - middle + math.pi, 2 * math.pi) - math.pi
        nearest = torch.clamp(phi, low, high)
        slope = (phi - nearest).abs().sin()
        kappa = self.radius * y.norm(dim=-1) / self.width**2
        fall = 2 * CUT / kappa.clamp(min=CUT / 10)
        s = fall / ((slope**2 + fall).sqrt() + slope)
        start, end = torch.maximum(nearest - s, low), torch.minimum(nearest + s, high)
        node, weight = (
            torch.tensor(part, dtype=y.dtype, device=y.device)
            for part in np.polynomial.legendre.leggauss(NODES)
        )
        half = ((end - start) / 2).unsqueeze(-1)
        return start.unsqueeze(-1) + half * (1 + node), (half * weight).log()

    def sample(self, n: int, seed: int | None = None) -> Tensor:
        """n samples, new ones at each call; with a seed always the same."""
        with from_seed(seed):
            t, upper, noise = math.pi * torch.rand(n), torch.rand(n) < 0.5, torch.randn(n, 2)
        arc = self.radius * torch.stack([t.cos() - 0.5, t.sin() - 0.25], -1)
        return torch.where(upper[:, None], arc, -arc) + self.width * noise


class Pinwheel:
    """Five Gaussian arms, then every point turned about the origin by an angle ∝ its radius.

    u from one of five Gaussians with mean (radius, 0) and widths (length, width), turned by a
    multiple of 72°, and x = R(turn · |u|) u. Turning changes no radius, and a ring that is turned
    keeps its area: |det ∂x/∂u| = 1, so p(x) is the mixture of Gaussians at u = R(−turn · |x|) x.
    ``turn`` is in radians per unit of length.

    Raises ValueError unless radius, length and width are positive, ``arms`` is a whole number of at
    least 1 and x has shape (..., 2), TypeError unless it is a tensor of floats.

    Reference for the figure: M. J. Johnson et al., "Composing Graphical Models with Neural
    Networks for Structured Representations and Fast Inference" (2016).

    >>> p = Pinwheel()
    >>> p.sample(3, seed=0).shape, round(p.log_prob(torch.tensor([0.3, 1.3])).item(), 4)
    (torch.Size([3, 2]), -0.4967)
    """

    def __init__(
        self,
        arms: int = 5,
        radius: float = 1.35,
        length: float = 0.4,
        width: float = 0.13,
        turn: float = 1.0,
    ) -> None:
        check_positive(radius=radius, length=length, width=width)
        if isinstance(arms, bool) or not isinstance(arms, int) or arms < 1:
            raise ValueError(f"arms must be a whole number of at least 1, not {arms!r}.")
        if not math.isfinite(turn):
            raise ValueError(f"turn must be a finite number, not {turn}.")
        self.arms, self.radius, self.length, self.width, self.turn = (
            arms, radius, length, width, turn,
        )  # fmt: skip

    def log_prob(self, x: Tensor) -> Tensor:
        check_plane(x)
        u = rotated(x, -self.turn * torch.linalg.vector_norm(x, dim=-1))
        u = rotated(u.unsqueeze(-2), -self._directions().to(x))  # as each of the arms sees it
        along, across = (u[..., 0] - self.radius) / self.length, u[..., 1] / self.width
        parts = -0.5 * (along**2 + across**2)
        return parts.logsumexp(-1) - math.log(2 * math.pi * self.arms * self.length * self.width)

    def sample(self, n: int, seed: int | None = None) -> Tensor:
        """n samples, new ones at each call; with a seed always the same."""
        with from_seed(seed):
            arm, noise = torch.randint(self.arms, (n,)), torch.randn(n, 2)
        straight = noise * noise.new_tensor([self.length, self.width])
        straight = straight + noise.new_tensor([self.radius, 0.0])
        u = rotated(straight, self._directions()[arm].to(noise))
        return rotated(u, self.turn * u.norm(dim=-1))

    def _directions(self):
        return 2 * math.pi * torch.arange(self.arms, dtype=torch.float64) / self.arms


def rotated(x: Tensor, angle: Tensor) -> Tensor:
    """Points (..., 2) turned counter-clockwise about the origin, by angles (...) in radians.

    >>> rotated(torch.tensor([1.0, 0.0]), torch.tensor(math.pi / 2)).round(decimals=4).tolist()
    [-0.0, 1.0]
    """
    cos, sin = angle.cos(), angle.sin()
    return torch.stack(
        [cos * x[..., 0] - sin * x[..., 1], sin * x[..., 0] + cos * x[..., 1]], dim=-1
    )


def check_positive(**numbers):
    for name, value in numbers.items():
        if not 0 < value < math.inf:
            raise ValueError(f"{name} must be a positive number, not {value}.")


def check_plane(x):
    """Raise unless x is a tensor of floats, of shape (..., 2)."""
    if not isinstance(x, torch.Tensor):
        raise TypeError(f"x must be a torch tensor, not {type(x).__name__}: try torch.tensor(…).")
    if not x.is_floating_point():
        raise TypeError(f"x must hold floating-point numbers, not {x.dtype}.")
    if x.shape[-1:] != (2,):
        raise ValueError(f"x has shape {tuple(x.shape)}: points of the plane have (..., 2).")

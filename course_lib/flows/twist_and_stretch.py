"""Two maps of the sphere that together bend it as one likes: about an axis, and along it.

A point is a unit vector (X, Y, h). The twist turns each circle of height h into itself; the stretch
moves whole circles up and down. A rotation between them changes the axis.
"""

import math

import torch
from torch import Tensor, nn

from course_lib.flows.circle_root import search
from course_lib.flows.composition import Composition
from course_lib.flows.networks import whole
from course_lib.flows.root_finding import implicit
from course_lib.flows.sphere import (
    SphereFlow,
    SphereRotation,
    TrainableZoom,
    rests,
    sized,
)
from course_lib.flows.spline import bin_of, places, positive, terms

START = 0.5  # the size of the v at the start; evenly spread, they nearly cancel


class TrainableTwist(SphereFlow):
    """Turn each circle of height h into itself, by a weighted sum of k Möbius maps of the circle.

        φ_z = φ_x + τ + Σ wᵢ 2 atan2(Y pᵢ − X qᵢ, 1 − X pᵢ − Y qᵢ)
        log_det = log Σ wᵢ (1 − Rᵢ²)/|…|²  with  Rᵢ² = (pᵢ² + qᵢ²)(X² + Y²)

    So it goes from data to base: the density needs no search, and given h it is a mixture of
    wrapped Cauchys. Samples search the angle and are differentiable. (pᵢ, qᵢ) is multiplied by
    (X, Y), so the twist fades at the poles and is smooth there.

    τ, the weights and the (p, q) = v/√(1 + |v|²) are polynomials of h with ``terms`` terms, made of
    the free numbers u. At u = 0 the map is near the identity: k vectors v, evenly around, cancel
    but for a little. ``u`` (..., size), if given, is taken as it is: one map for each of a batch.

    Raises TypeError or ValueError unless k and ``terms`` are whole numbers of at least one, and for
    a u of another size.

    >>> twist = TrainableTwist(4, terms=3)
    >>> x = torch.tensor([0.6, 0.0, 0.8])
    >>> twist.size, [round(v, 2) for v in twist(x)[0].tolist()]
    (39, [0.6, 0.0, 0.8])
    """

    def __init__(self, k: int = 8, terms: int = 5, u: Tensor | None = None) -> None:
        super().__init__()
        self.k, self.terms = whole(k, "k"), whole(terms, "terms")
        self.size = self.terms * (1 + 3 * self.k)
        self._hold("u", nn.Parameter(torch.zeros(self.size)) if u is None else sized(u, self.size))
        around = torch.arange(k, dtype=torch.float64) * (2 * math.pi / k)
        start = START * torch.stack([around.cos(), around.sin()]) * (k > 1)
        self.register_buffer("start", start.to(torch.get_default_dtype()), persistent=False)

    @property
    def batch_shape(self) -> torch.Size:
        return self.u.shape[:-1]

    def extra_repr(self) -> str:
        return f"k={self.k}, terms={self.terms}"

    def _down(self, x):
        turn, log_slope = turned(x, *self._at(x[..., 2]))
        return rotated(x, turn), log_slope

    def _up(self, z):
        numbers = self._at(z[..., 2])  # h stays, and with it all that depends on h
        tau, log_w, v = numbers

        def g(turn):
            by, log_slope = turned(rotated(z, -turn), *numbers)
            return turn - by, log_slope.exp()

        with torch.no_grad():  # the angle at a pole has a value here, though no derivative
            (p, q), square = v.unbind(-2), v.square().sum(-2)
            R = (square / (1 + square) * z[..., :2].square().sum(-1, keepdim=True)).sqrt()
            angle = torch.atan2(z[..., 1], z[..., 0])
            root = angle - search(angle - tau, log_w, R, torch.atan2(q, p))
        turn = implicit(g, torch.zeros_like(root), root)
        x = rotated(z, -turn)
        return x, -turned(x, *numbers)[1]

    def _at(self, h):
        """τ (...), log-weights (..., k) and v (..., 2, k) at these heights."""
        powers = [torch.ones_like(h), h][: self.terms]
        while len(powers) < self.terms:
            powers.append(2 * h * powers[-1] - powers[-2])  # Chebyshev's polynomials
        u = self.u.to(h).unflatten(-1, (self.terms, 1 + 3 * self.k))
        found = (torch.stack(powers, -1).unsqueeze(-2) @ u).squeeze(-2)
        tau, logits, v = found.split([1, self.k, 2 * self.k], -1)
        v = v.unflatten(-1, (2, self.k)) + self.start.to(h)
        return tau.squeeze(-1), logits.log_softmax(-1), v


def turned(point, tau, log_weights, v):
    """By which angle the twist turns a point (..., 3), and the logarithm of that map's slope."""
    X, Y, h = (part.unsqueeze(-1) for part in point.unbind(-1))
    rest = 1 / (1 + v.square().sum(-2))  # 1 − p² − q²
    p, q = (v * rest.sqrt().unsqueeze(-2)).unbind(-2)
    up, right = Y * p - X * q, 1 - X * p - Y * q
    turn = tau + (log_weights.exp() * (2 * torch.atan2(up, right))).sum(-1)
    # 1 − R² as a sum of what is not negative: (1 − p² − q²) + (p² + q²) h²
    log_slopes = torch.log(rest + (1 - rest) * h.square()) - torch.log(up.square() + right.square())
    return turn, torch.logsumexp(log_weights + log_slopes, -1)


class AxialStretch(SphereFlow):
    """Move the circles of height h to spline(h), on [−1, 1]; log_det is the spline's log-slope.

        h_x = spline(h_z),   (X, Y) scaled by √((1 − h_x²)/(1 − h_z²))

    At the poles that factor is the root of the spline's slope; it is computed without 0/0. Areas
    change as heights do. u holds ``bins`` widths, ``bins`` heights and ``bins`` + 1 slopes, the
    ends' among them; at u = 0 it is the identity. ``u`` (..., size), if given, is taken as it is.

    Raises TypeError or ValueError unless ``bins`` ≥ 1 is a whole number, and for another size of u.

    >>> stretch = AxialStretch(bins=4)
    >>> stretch.size, [round(v, 4) for v in stretch(torch.tensor([0.6, 0.0, 0.8]))[0].tolist()]
    (13, [0.6, 0.0, 0.8])
    """

    def __init__(self, bins: int = 8, u: Tensor | None = None) -> None:
        super().__init__()
        self.bins = whole(bins, "bins")
        self.size = 3 * self.bins + 1
        self._hold("u", nn.Parameter(torch.zeros(self.size)) if u is None else sized(u, self.size))

    @property
    def batch_shape(self) -> torch.Size:
        return self.u.shape[:-1]

    def extra_repr(self) -> str:
        return f"bins={self.bins}"

    def knots(self) -> tuple[Tensor, Tensor, Tensor]:
        """Heights before, heights behind, slopes: three tensors (..., bins + 1)."""
        return self._knots(self.u)

    def _knots(self, u):
        both = places(u[..., : 2 * self.bins].unflatten(-1, (2, self.bins)), 1.0)
        return (*both.unbind(-2), positive(u[..., 2 * self.bins :]))

    def _up(self, z):
        h, s2 = z[..., 2], z[..., :2].square().sum(-1)
        up, down = rests(h, s2)
        ends = self._bins_of(h, 0)
        z0, z1 = ends[:2]
        w = z1 - z0
        # From the bin's ends to h; at the poles' own ends without a difference.
        t = torch.where(z0 == -1, down, h - z0) / w
        t1 = torch.where(z1 == 1, up, z1 - h) / w
        scale, log_slope, h_x = stretched(t, t1, ends)
        return lifted(z, h_x, scale.sqrt()), log_slope

    def _down(self, x):
        h, s2 = x[..., 2], x[..., :2].square().sum(-1)
        up, down = rests(h, s2)
        ends = self._bins_of(h, 1)
        z0, z1, x0, x1, d0, d1 = ends
        high = x1 - x0
        s = high / (z1 - z0)
        e0, e1 = d0 / s, d1 / s
        r = torch.where(x0 == -1, down, h - x0) / high
        r1 = torch.where(x1 == 1, up, x1 - h) / high
        # ``spline_down``'s root, for the shares of the bin below and above h.
        q, product = e0 * r1 - e1 * r, 4 * r * r1
        root = torch.sqrt(q * q + product)
        size, twice = q.abs(), 2 * r
        rest = product / (size + root) + (q + size)
        t, t1 = twice / (twice + rest), rest / (twice + rest)
        h_z = torch.where(t < t1, z0 + (z1 - z0) * t, z1 - (z1 - z0) * t1)
        scale, log_slope, _ = stretched(t, t1, ends)
        return lifted(x, h_z, (1 / scale).sqrt()), -log_slope

    def _bins_of(self, h, table):
        knots = self._knots(self.u.to(h))
        return bin_of(h.clamp(-1, 1), knots[table], knots)


def stretched(t, t1, ends):
    """(1 − h_x²)/(1 − h_z²), the spline's log-slope and h_x, for h_z at t = 1 − t1 of a bin."""
    z0, z1, x0, x1, d0, d1 = ends
    w, high = z1 - z0, x1 - x0
    s = high / w
    left, right, below = terms(t, t1, d0 / s, d1 / s)
    low, rest = high * t * left / below, high * t1 * right / below  # h_x from the bin's ends
    # (1 + h_x)/(1 + h_z): in the lowest bin t cancels, and elsewhere nothing is near 0.
    lowest, topmost = z0 == -1, z1 == 1
    under = (x0 + 1 + low) / torch.where(lowest, 1.0, z0 + 1 + w * t)
    over = (1 - x1 + rest) / torch.where(topmost, 1.0, 1 - z1 + w * t1)
    under = torch.where(lowest, s * left / below, under)
    over = torch.where(topmost, s * right / below, over)
    log_slope = torch.log(s * (t1 * left + t * right)) - 2 * torch.log(below)
    return under * over, log_slope, torch.where(t < t1, x0 + low, x1 - rest)


def lifted(point, h, factor):
    """The point with another height, X and Y times the factor that belongs to it."""
    return torch.cat([factor.unsqueeze(-1) * point[..., :2], h.unsqueeze(-1)], -1)


def rotated(point, angle):
    """The points turned about the third axis."""
    X, Y, h = point.unbind(-1)
    c, s = angle.cos(), angle.sin()
    return torch.stack([c * X - s * Y, s * X + c * Y, h], -1)


def sphere_flow(
    blocks: int = 2, k: int = 8, terms: int = 5, bins: int = 8, zoom: bool = True
) -> Composition:
    """A trainable flow of the sphere: ``blocks`` times twist and stretch, each about another axis.

    With ``zoom`` a ``TrainableZoom`` comes last on the way to the data; its ``start_at``
    brings it where they are.

    >>> x = sphere_flow(2, k=3, terms=2, bins=2)(torch.tensor([0.6, 0.0, 0.8]))[0]
    >>> round(x.norm().item(), 4)
    1.0
    """
    next_axis = torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]])
    flows = [TrainableZoom()] if zoom else []
    for _ in range(whole(blocks, "blocks")):
        flows += [TrainableTwist(k, terms), AxialStretch(bins), SphereRotation(next_axis)]
    return Composition(*flows)

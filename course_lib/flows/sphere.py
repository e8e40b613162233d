"""Chapter 14 as code: flows that bend the sphere. A point is a unit vector (X, Y, h).

A log-det here compares areas: dΩ of a patch behind the map and before it. Heights and angles about
the third axis have dΩ = dh dφ (Archimedes), so no sin θ stands in these formulas; and none of them
uses the angle φ itself, which has no value at the poles.

References: D. Rezende et al., "Normalizing Flows on Tori and Spheres" (2020), arXiv:2002.02428;
S. Kato, P. McCullagh, "Some properties of a Cauchy family on the sphere" (2020), arXiv:1510.07679.
"""

import math

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow, check_sets, decided
from course_lib.flows.manifold import SPHERE, on_sphere
from course_lib.flows.rotation import Rotation


class SphereFlow(Flow):
    """What flows of the sphere share: points (..., 3) of length 1, log-dets per area.

    A subclass writes ``_up(z)`` and ``_down(x)`` for points whose length is 1 to the last digit.
    Raises ValueError for points whose length differs from 1 by more than 1e-3.
    """

    event_shape = torch.Size([3])
    manifold = SPHERE

    def _forward(self, z):
        return self._up(self._checked(z, "z"))

    def _inverse(self, x):
        return self._down(self._checked(x, "x"))

    def _checked(self, point, name):
        check_sets(self.batch_shape, point[..., 0], "One map")
        return on_sphere(point, name)


class SphereMobius(SphereFlow):
    """The *zoom*: back from the data it stretches the sphere around n. With a = r n:

        z = (1 − r²)(x − a)/|x − a|² − a,   log_det = 2 log((1 − r²)/|x − a|²)

    n and −n stay where they are, and the way forward has −r in the place of r. Samples over the
    uniform base gather at n: a spherical Cauchy density.

    ``n`` (3,) and r, 0 ≤ r < 1, make one map for all points; (..., 3) and (...) one for each.

    Raises TypeError or ValueError for an n that is no unit vector and an r outside of [0, 1).

    >>> zoom = SphereMobius(torch.tensor([0.0, 0.0, 1.0]), 0.5)
    >>> z, log_det = zoom.inverse(torch.tensor([0.0, 0.0, 1.0]))
    >>> [round(v, 4) for v in z.tolist()], round(log_det.item(), 4)  # 2 log 3
    ([0.0, 0.0, 1.0], 2.1972)
    """

    def __init__(self, n: Tensor, r: float | Tensor) -> None:
        super().__init__()
        if not isinstance(n, Tensor) or not n.is_floating_point():
            raise TypeError(f"n must be a floating-point tensor of shape (3,), not {n!r}.")
        r = torch.as_tensor(r, dtype=n.dtype, device=n.device)
        if not decided(((r >= 0) & (r < 1)).all(), otherwise=True):
            raise ValueError(f"r must be at least 0 and smaller than 1, not {r.tolist()}.")
        size = r / ((1 - r) * (1 + r)).sqrt()
        self._hold("u", on_sphere(n, "n") * size.unsqueeze(-1))

    @property
    def batch_shape(self) -> torch.Size:
        return self.u.shape[:-1]

    @property
    def a(self) -> Tensor:
        """r n, a point inside of the ball: u/√(1 + |u|²)."""
        return self.u / (1 + self.u.square().sum(-1, keepdim=True)).sqrt()

    def _up(self, z):
        return zoomed(z, -self.u.to(z))

    def _down(self, x):
        return zoomed(x, self.u.to(x))


class TrainableZoom(SphereMobius):
    """The zoom with three free numbers u: a = r n = u/√(1 + |u|²). At u = 0 it is the identity.

    ``u`` (..., 3), if given, is taken as it is: one map for each of a batch, from a network, say.

    >>> TrainableZoom()(torch.tensor([0.6, 0.0, 0.8]))[1].item()
    0.0
    """

    def __init__(self, u: Tensor | None = None) -> None:
        SphereFlow.__init__(self)
        self._hold("u", nn.Parameter(torch.zeros(3)) if u is None else sized(u, 3))

    @torch.no_grad()
    def start_at(self, x: Tensor) -> "TrainableZoom":
        """Begin with samples that gather where the points x (N, 3) are: a is their mean."""
        mean = on_sphere(x).mean(0)
        self.u.copy_(mean / (1 - mean.square().sum()).clamp(min=1e-6).sqrt())
        return self


def zoomed(x, u):
    """SphereMobius in terms of u = a/√(1 − r²): points (..., 3) and their log-dets (...).

    |x − a|² is a difference that cancels where x is near n and r near 1. There it is taken as
    (1 − r)² + r |x − n|², and x − a as (x − n) + (1 − r) n.
    """
    size = u.square().sum(-1, keepdim=True)
    rest = 1 / (1 + size)  # 1 − r², to the last digit even where r rounds to 1
    a = u * rest.sqrt()
    far = size > 1 / 3  # r > 1/2
    safe = torch.where(far, u, torch.ones_like(u))  # a direction where there is none
    n = safe / safe.norm(dim=-1, keepdim=True)
    r = (1 - rest).clamp(min=0.25).sqrt()  # there it is above 1/2
    short = rest / (1 + r)  # 1 − r
    away = torch.where(far, (x - n) + short * n, x - a)
    near = short.square() + r * (x - n).square().sum(-1, keepdim=True)
    square = torch.where(far, near, (x - a).square().sum(-1, keepdim=True))
    ratio = rest / square
    return ratio * away - a, 2 * ratio.log().squeeze(-1)


class SphereRotation(Rotation):
    """A trainable rotation of the sphere, log_det = 0; it starts at ``start``, a matrix (3, 3).

    >>> SphereRotation()(torch.tensor([0.6, 0.0, 0.8]))[0].tolist() == torch.tensor(
    ...     [0.6, 0.0, 0.8]).tolist()
    True
    """

    manifold = SPHERE

    def __init__(self, start: Tensor | None = None) -> None:
        super().__init__(3, start)

    def _forward(self, z):
        return super()._forward(on_sphere(z, "z"))

    def _inverse(self, x):
        return super()._inverse(on_sphere(x))


class NormalToSphere:
    """From the normal plane to the sphere: the disk of mass p becomes a cap of area p:

        h = 2 e^(−|z|²/2) − 1,   log_det = log 2 − |z|²/2 (area over area)

    z (..., 2) ↔ x (..., 3). Not a ``Flow``: those keep the number of coordinates. The whole far
    end of the plane is one point, the antipode (0, 0, −1); back it gives an infinite z.

    >>> x, log_det = NormalToSphere().forward(torch.zeros(2))
    >>> x.tolist(), round(log_det.item(), 4)
    ([0.0, 0.0, 1.0], 0.6931)
    """

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        """z (..., 2) → points (..., 3) and log-dets (...)."""
        q = 0.5 * z.square().sum(-1)
        factor = 2 * (0.5 * (-q).exp() * even(q)).sqrt()
        x = torch.cat([factor.unsqueeze(-1) * z, (2 * (-q).exp() - 1).unsqueeze(-1)], -1)
        return x, math.log(2) - q

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Points (..., 3) → z (..., 2) and log-dets (...)."""
        x = on_sphere(x)
        h, s2 = x[..., 2], x[..., :2].square().sum(-1)
        up, down = rests(h, s2)
        q = torch.where(h > 0, -torch.log1p(-0.5 * up.clamp(max=1.5)), -torch.log(0.5 * down))
        factor = 2 * (0.5 * (-q).exp() * even(q)).sqrt()
        z = torch.where((factor > 0).unsqueeze(-1), x[..., :2] / factor.unsqueeze(-1), torch.inf)
        return z, q - math.log(2)


def even(q):
    """(1 − e^(−q))/q, also at q = 0."""
    small = q < 1e-3
    safe = torch.where(small, torch.ones_like(q), q)
    series = 1 - q / 2 * (1 - q / 3 * (1 - q / 4 * (1 - q / 5)))
    return torch.where(small, series, -torch.expm1(-safe) / safe)


def rests(h, s2):
    """1 − h and 1 + h of points with X² + Y² = s2, without a difference near the poles."""
    near = s2 / (1 + h.abs())
    return torch.where(h > 0, near, 1 - h), torch.where(h > 0, 1 + h, near)


def sized(u, size):
    """u, if its last dimension is ``size``. Raises ValueError."""
    if u.dim() == 0 or u.shape[-1] != size:
        raise ValueError(f"u has shape {tuple(u.shape)}, but this flow takes (..., {size}).")
    return u

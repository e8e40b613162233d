"""Chapter 14 as code: each point of the sphere walks along a field, and the way back is searched.

A point x goes along the great circle that leaves in the direction of a tangent vector v, as far as
v is long: exp_x(v) = cos|v| x + sin|v|/|v| v. Here v is a sum of pulls towards K centres μᵢ.

References: D. Rezende et al., "Normalizing Flows on Tori and Spheres" (2020), arXiv:2002.02428;
S. Cohen et al., "Riemannian Convex Potential Maps" (2021), arXiv:2106.10272.
"""

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from course_lib.flows.flow import decided, short
from course_lib.flows.manifold import on_sphere
from course_lib.flows.networks import whole
from course_lib.flows.sphere import SphereFlow
from course_lib.flows.univariate import bounded

SMALL = 1e-4  # |v|² below which sin|v|/|v| is taken as its series
FIRST = 4.0  # so far the spare logit is above the others at the start: hardly any pull
STEPS = 60  # of the search; three to five are the rule


class ExponentialMap(SphereFlow):
    """From data to base along a field that pulls towards K centres; forward it is searched.

        z = exp_x(v),   v = Σ wᵢ exp(βᵢ (μᵢ·x − 1)) (μᵢ − (μᵢ·x) x)

    log_det compares areas: the two tangent vectors of a basis at x, carried along, span
    |z · (J e₁ × J e₂)|. With Σ wᵢ ≤ 1 no two points meet.

    Weights w ≥ 0 and sharpness β > 0 have shape (K,), centres μ (K, 3); numbers or tensors. The
    search is Newton's, in the tangent plane, with steps halved until they help; the result is
    differentiable, up to third derivatives. It looks at its values, so it needs no torch.func.vmap:
    give it the whole batch.

    Raises ValueError for a negative weight, weights whose sum is above 1, a sharpness that is not
    positive, centres off the sphere, and shapes that do not fit.

    >>> flow = ExponentialMap([0.5], [2.0], [[0.0, 0.0, 1.0]])
    >>> z, log_det = flow.inverse(torch.tensor([0.0, 0.0, 1.0]))
    >>> [round(v, 4) for v in z.tolist()], round(log_det.item(), 4)  # 2 log(1 − 1/2)
    ([0.0, 0.0, 1.0], -1.3863)
    """

    def __init__(
        self,
        weights: Sequence[float] | Tensor,
        sharpness: Sequence[float] | Tensor,
        centres: Sequence[Sequence[float]] | Tensor,
    ) -> None:
        super().__init__()
        w, beta, mu = (torch.as_tensor(value) for value in (weights, sharpness, centres))
        if w.dim() != 1 or beta.shape != w.shape or mu.shape != (*w.shape, 3):
            shapes = [tuple(value.shape) for value in (w, beta, mu)]
            raise ValueError(f"Shapes must be (K,), (K,) and (K, 3), not {shapes}.")
        if not decided((w >= 0).all() & (beta > 0).all(), otherwise=True):
            raise ValueError(
                "Weights are not negative and the sharpness is positive; they are "
                f"{short(w)} and {short(beta)}."
            )
        if not decided(w.sum() <= 1 + 1e-6, otherwise=True):
            raise ValueError(
                f"The weights' sum is {w.sum().item():.4g}. It may be 1 at most: beyond, the map "
                "can fold, and two points meet in one."
            )
        for name, value in (("weights", w), ("sharpness", beta), ("centres", on_sphere(mu))):
            self._hold(name, value)

    def parts(self) -> tuple[Tensor, Tensor, Tensor]:
        """Weights (K,), sharpness (K,) and centres (K, 3)."""
        return self.weights, self.sharpness, self.centres

    def _down(self, x):
        return walk(x, *(part.to(x) for part in self.parts()))

    def _up(self, z):
        parts = [part.to(z) for part in self.parts()]
        with torch.no_grad():
            x = search(z, parts)
        for _ in range(2):  # two Newton steps of value 0 carry the derivatives, as ``implicit``'s
            step = newton_step(x, z, parts)[0]
            x = exp(x, step - step.detach())
        return x, -walk(x, *parts)[1]


class TrainableExponentialMap(ExponentialMap):
    """The exponential map with free numbers: K logits and a spare one, K log β, K vectors.

    Weights are a softmax in which the spare logit leads at the start, so the map begins near the
    identity; log β stays within ±3; the centres begin evenly on the sphere (Fibonacci's points).

    Raises TypeError or ValueError unless K is a whole number of at least one.

    >>> TrainableExponentialMap(4).parts()[0].sum() < 0.1
    tensor(True)
    """

    def __init__(self, k: int) -> None:
        SphereFlow.__init__(self)
        self.k = whole(k, "k")
        self.logits = nn.Parameter(torch.zeros(k))
        self.log_sharpness = nn.Parameter(torch.zeros(k))
        self.moves = nn.Parameter(torch.zeros(k, 3))
        self.register_buffer("even", fibonacci(k).to(torch.get_default_dtype()), persistent=False)

    def parts(self) -> tuple[Tensor, Tensor, Tensor]:
        spare = self.logits.new_full((1,), FIRST)
        weights = torch.cat([self.logits, spare]).softmax(0)[:-1]
        towards = self.even.to(self.moves) + self.moves
        length = towards.norm(dim=-1, keepdim=True)
        return weights, bounded(self.log_sharpness, 3.0).exp(), towards / length


def walk(x: Tensor, weights: Tensor, sharpness: Tensor, centres: Tensor) -> tuple[Tensor, Tensor]:
    """The map of ``ExponentialMap`` and its log-det, whatever the weights: beyond 1 it may fold.

    Shapes (..., 3) → (..., 3), (...).
    """
    value, first, second = carried(x, *tangents(x), weights, sharpness, centres)
    area = (value * torch.linalg.cross(first, second)).sum(-1)
    return value, area.abs().log()


def carried(x, e1, e2, weights, sharpness, centres):
    """exp_x(v(x)), and the derivatives of that along the tangent vectors e1 and e2."""
    c = x @ centres.T  # (..., K)
    pull = weights * torch.exp(sharpness * (c - 1))
    along = (pull * c).sum(-1, keepdim=True)
    v = pull @ centres - along * x
    square = v.square().sum(-1, keepdim=True)
    cosine, ratio, change = series(square)
    results = [cosine * x + ratio * v]
    for e in (e1, e2):
        d = e @ centres.T
        dv = (pull * sharpness * d) @ centres - (pull * d * (1 + sharpness * c)).sum(
            -1, keepdim=True
        ) * x
        dv = dv - along * e
        by = (v * dv).sum(-1, keepdim=True)
        results.append(cosine * e - ratio * by * x + change * by * v + ratio * dv)
    return results


def series(square):
    """cos t, sin t/t and (cos t − sin t/t)/t² from t², also at t = 0."""
    small = square < SMALL
    safe = torch.where(small, torch.ones_like(square), square)
    t = safe.sqrt()
    ratio = torch.where(small, 1 - square / 6 * (1 - square / 20 * (1 - square / 42)), t.sin() / t)
    cosine = torch.where(small, 1 - square / 2 * (1 - square / 12 * (1 - square / 30)), t.cos())
    change = -1 / 3 + square / 30 * (1 - square / 28 * (1 - square / 54))
    return cosine, ratio, torch.where(small, change, (t.cos() - t.sin() / t) / safe)


def exp(x, v):
    """From x along v, a tangent vector there: to the end of the great circle's piece."""
    cosine, ratio, _ = series(v.square().sum(-1, keepdim=True))
    return cosine * x + ratio * v


def tangents(x: Tensor) -> tuple[Tensor, Tensor]:
    """Two unit vectors at right angles to x and to each other: (..., 3) → twice (..., 3).

    Reference: T. Duff et al., "Building an Orthonormal Basis, Revisited" (2017).
    """
    X, Y, h = x.unbind(-1)
    sign = torch.copysign(torch.ones_like(h), h.detach())
    a = -1 / (sign + h)
    b = X * Y * a
    first = torch.stack([1 + sign * X * X * a, sign * b, -sign * X], -1)
    return first, torch.stack([b, sign + Y * Y * a, -Y], -1)


@torch.no_grad()
def search(z, parts):
    """The x whose image is z. Raises RuntimeError for those that are not found."""
    x = z.clone()
    step, miss = newton_step(x, z, parts)
    for _ in range(STEPS):
        going = (miss > 4 * torch.finfo(z.dtype).eps).unsqueeze(-1)
        if not decided(going.any(), otherwise=False):
            return x
        share = torch.ones_like(miss)
        for _ in range(8):
            tried = exp(x, share.unsqueeze(-1) * step)
            new_step, new_miss = newton_step(tried, z, parts)
            worse = new_miss > miss
            if not decided((worse & going.squeeze(-1)).any(), otherwise=False):
                break
            share = torch.where(worse, share / 2, share)
        better = going & (new_miss < miss).unsqueeze(-1)
        if not decided(better.any(), otherwise=False):
            break  # the last digits
        x = torch.where(better, tried / tried.norm(dim=-1, keepdim=True), x)
        step = torch.where(better, new_step, step)
        miss = torch.where(better.squeeze(-1), new_miss, miss)
    lost = miss > 1e3 * torch.finfo(z.dtype).eps
    if decided(lost.any(), otherwise=False):
        raise RuntimeError(f"{int(lost.sum())} of the {lost.numel()} points were not found.")
    return x


def newton_step(x, z, parts):
    """The tangent vector at x that brings its image to z, were the map straight; and the miss."""
    e1, e2 = tangents(x)
    value, first, second = carried(x, e1, e2, *parts)
    off = z - value
    # Least squares in the plane that the images of e1 and e2 span.
    a, b, d = (first * first).sum(-1), (first * second).sum(-1), (second * second).sum(-1)
    p, q = (first * off).sum(-1), (second * off).sum(-1)
    det = a * d - b * b
    s, t = (d * p - b * q) / det, (a * q - b * p) / det
    return s.unsqueeze(-1) * e1 + t.unsqueeze(-1) * e2, off.norm(dim=-1)


def fibonacci(k: int) -> Tensor:
    """k points spread evenly on the sphere: (k, 3), float64."""
    i = torch.arange(k, dtype=torch.float64)
    h, phi = 1 - (2 * i + 1) / k, i * math.pi * (3 - math.sqrt(5))
    s = (1 - h * h).sqrt()
    return torch.stack([s * phi.cos(), s * phi.sin(), h], -1)

"""Monotone rational-quadratic splines: a line that bends and stays invertible.

In the bin from (z0, x0) to (z1, x1), with width w, height h, mean slope s = h/w and the slopes d0
and d1 at its ends, a quotient of two quadratics in ξ = (z − z0)/w rises from x0 to x1:

    x = x0 + h · (s ξ² + d0 ξ(1−ξ)) / (s + (d0 + d1 − 2s) ξ(1−ξ))

References: J. A. Gregory, R. Delbourgo, "Piecewise Rational Quadratic Interpolation to Monotonic
Data" (1982); C. Durkan, A. Bekasov, I. Murray, G. Papamakarios, "Neural Spline Flows" (2019).
"""

import math

import torch
from torch import Tensor, nn
from torch.nn.functional import pad, softplus

from course_lib.flows.flow import Flow, check_event, check_sets, decided

FLOOR = 1e-3  # the smallest width and height, as a share of the interval, and the smallest slope
FEW = 32  # knots that are counted through faster than searched, on the processors that were tried


class RationalQuadraticSpline(Flow):
    """A trainable spline x = f(z) on [−bound, bound], with straight tails of slope 1.

    The parameters are unconstrained: every value of them gives a rising spline. At zero, where they
    start, it is the identity. Shapes (...) → (...), (...).

    Raises TypeError or ValueError unless ``bins`` is a whole number from 1 to 500 and ``bound`` is
    positive.

    >>> x, log_det = RationalQuadraticSpline(4)(torch.tensor([0.5]))
    >>> round(x.item(), 5), round(abs(log_det.item()), 5)
    (0.5, 0.0)
    """

    def __init__(self, bins: int = 8, bound: float = 4.0) -> None:
        super().__init__()
        if isinstance(bins, bool) or not isinstance(bins, int):
            raise TypeError(f"bins must be a whole number, not {bins!r}.")
        if not 1 <= bins <= 500:
            raise ValueError(f"bins must lie between 1 and 500, not {bins}.")
        if not 0 < bound < math.inf:
            raise ValueError(f"bound must be a positive number, not {bound}.")
        self.bins, self.bound = bins, float(bound)
        self.raw_widths = nn.Parameter(torch.zeros(bins))
        self.raw_heights = nn.Parameter(torch.zeros(bins))
        self.raw_slopes = nn.Parameter(torch.zeros(bins - 1))

    def knots(self) -> tuple[Tensor, Tensor, Tensor]:
        """The knots' places z and x and the slopes there: three tensors of shape (bins + 1,)."""
        return spline_knots(self.raw_widths, self.raw_heights, self.raw_slopes, self.bound)

    def extra_repr(self) -> str:
        return f"bins={self.bins}, bound={self.bound:g}, {super().extra_repr()}"

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        super()._save_to_state_dict(destination, prefix, keep_vars)
        destination[f"{prefix}bound"] = torch.tensor(self.bound, dtype=torch.float64)

    def _load_from_state_dict(self, state_dict, prefix, metadata, strict, missing, more, errors):
        for old in ("widths", "heights", "slopes"):  # the names of the course's first edition
            if f"{prefix}{old}" in state_dict:
                state_dict[f"{prefix}raw_{old}"] = state_dict.pop(f"{prefix}{old}")
        bound = state_dict.pop(f"{prefix}bound", None)
        if bound is not None:
            self.bound = float(bound)
        else:  # from the first edition, too: an error, unless strict=False says that it is known
            missing.append(f"{prefix}bound")
        super()._load_from_state_dict(state_dict, prefix, metadata, strict, missing, more, errors)

    def _forward(self, z):
        return rational_quadratic(z, *self.knots())

    def _inverse(self, x):
        return rational_quadratic_inverse(x, *self.knots())


def spline_knots(
    raw_widths: Tensor, raw_heights: Tensor, raw_slopes: Tensor, bound: float
) -> tuple[Tensor, Tensor, Tensor]:
    """Turn unconstrained parameters into the knots of a rising spline on [−bound, bound].

    Widths and heights are shares of the interval, FLOOR + (1 − K FLOOR) softmax(raw), and their
    cumulative sums the knots' places z and x; inner slopes are FLOOR + softplus(raw + a constant).
    At raw = 0 all bins are equal and all slopes 1. The slope at both ends is 1, so that straight
    tails of slope 1 join smoothly.
    Shapes (..., K), (..., K), (..., K−1) → three times (..., K+1).

    >>> z, x, d = spline_knots(torch.zeros(2), torch.zeros(2), torch.zeros(1), 3.0)
    >>> z.tolist(), [round(v, 4) for v in d.tolist()]
    ([-3.0, 0.0, 3.0], [1.0, 1.0, 1.0])
    """
    if raw_widths.dim() == 1 and raw_widths.shape == raw_heights.shape:  # one spline: in one go
        both = places(torch.stack([raw_widths, raw_heights]), bound)
        return (*both.unbind(), _slopes(raw_slopes))
    return places(raw_widths, bound), places(raw_heights, bound), _slopes(raw_slopes)


def knots_of(u, bins, bound):
    """``spline_knots`` of one tensor (..., 3K − 1): K widths, K heights, K − 1 slopes."""
    both = places(u[..., : 2 * bins].unflatten(-1, (2, bins)), bound)  # in one go
    return (*both.unbind(-2), _slopes(u[..., 2 * bins :]))


def _slopes(raw_slopes):
    return pad(positive(raw_slopes), (1, 1), value=1.0)  # (..., K−1) → (..., K+1)


def positive(raw_slopes: Tensor) -> Tensor:
    """Slopes above FLOOR from free numbers: 1 where the number is 0."""
    shift = math.log(math.expm1(1 - FLOOR))
    return FLOOR + softplus(raw_slopes + shift)


def places(raw_lengths: Tensor, bound: float) -> Tensor:
    """Knots from −bound to bound, K bins of free lengths: (..., K) → (..., K+1)."""
    bins = raw_lengths.shape[-1]
    # torch's softmax along a short last axis is several times slower than along the first one.
    share = raw_lengths.movedim(-1, 0).softmax(0).movedim(0, -1)  # (..., K) by way of (K, ...)
    # In place where a number is new and nobody else's: the memory is what takes the time.
    share = ((1 - bins * FLOOR) * share).add_(FLOOR)
    inner = (2 * bound * share.cumsum(-1)[..., :-1]).sub_(bound)  # (..., K−1)
    # Both ends are exact: a sum of shares would miss the upper one by a rounding error.
    end = inner.new_full((), bound).expand(*inner.shape[:-1], 1)
    return torch.cat([-end, inner, end], -1)  # (..., K+1)


def rational_quadratic(
    z: Tensor, knots_z: Tensor, knots_x: Tensor, slopes: Tensor
) -> tuple[Tensor, Tensor]:
    """Return x = f(z) and log|∂f/∂z| of the spline through the knots, straight outside of them.

    The knots (..., K+1) are shared by all z, or one set for each: their leading shape must
    broadcast to z's. For z of shape (100, 2), knots of shape (K+1,) are one spline for all,
    (2, K+1) one for each column, (100, 1, K+1) one for each row, (100, 2, K+1) one for each number.

    With t = ξ and t1 = 1 − ξ = (z1 − z)/w, e0 = d0/s and e1 = d1/s, divide the formula at the head
    of this file by s, above and below, and write 1 as (t + t1)²:

        x = x0 + h t (t + e0 t1) / D    with  D = t (t + e0 t1) + t1 (t1 + e1 t)
        dx/dz = s (t1 (t + e0 t1) + t (t1 + e1 t)) / D²

    Sums of terms ≥ 0: nothing cancels, however steep the bin.

    Raises ValueError if shapes do not fit, knots do not rise or a slope is not positive.

    >>> knots = torch.tensor([-1.0, 0.0, 1.0])
    >>> x, log_det = rational_quadratic(torch.tensor([0.0, 5.0]), knots, 2 * knots, 2 + 0 * knots)
    >>> x.tolist(), torch.allclose(log_det, torch.tensor(2.0).log())
    ([0.0, 10.0], True)
    """
    check_event(z, (), "z")
    return spline_up(z, *_checked(z, knots_z, knots_x, slopes))


def rational_quadratic_inverse(
    x: Tensor, knots_z: Tensor, knots_x: Tensor, slopes: Tensor
) -> tuple[Tensor, Tensor]:
    """Return z = f⁻¹(x) and log|∂f⁻¹/∂x| of the same spline; shapes and errors as above.

    With r = (x − x0)/h, r1 = 1 − r and q = e0 r1 − e1 r the formula above is a quadratic equation
    for the ratio ρ = t/t1: r1 ρ² + q ρ − r = 0. Its positive root is ρ = 2r / (q + √(q² + 4 r r1)),
    and there dx/dz = s √(q² + 4 r r1) / D.

    >>> knots = torch.tensor([-1.0, 0.0, 1.0])
    >>> x = torch.tensor([0.0, 10.0])
    >>> rational_quadratic_inverse(x, knots, 2 * knots, 2 + 0 * knots)[0].tolist()
    [0.0, 5.0]
    """
    check_event(x, (), "x")
    return spline_down(x, *_checked(x, knots_z, knots_x, slopes))


def spline_up(z, knots_z, knots_x, slopes):
    """``rational_quadratic`` through knots that are known to rise, in the dtype of z."""
    # In the tails the spline's own end goes on as a straight line: no mask, no branch.
    c = z.clamp(knots_z[..., 0], knots_z[..., -1])
    z0, z1, x0, x1, d0, d1 = bin_of(c, knots_z, (knots_z, knots_x, slopes))
    w, h = z1 - z0, x1 - x0
    s = h / w
    t, t1 = (c - z0) / w, (z1 - c) / w  # ξ and 1 − ξ, each without cancellation
    left, right, below = terms(t, t1, d0 / s, d1 / s)
    # addcmul(a, b, c) is a + b c, in one go.
    x = torch.addcmul(x0, h, t * left / below)
    log_det = torch.sub(torch.log(s * torch.addcmul(t1 * left, t, right)), below.log(), alpha=2)
    outside = torch.where(z < c, slopes[..., 0], slopes[..., -1])
    return torch.addcmul(x, outside, z - c), log_det


def spline_down(x, knots_z, knots_x, slopes):
    """``rational_quadratic_inverse`` through knots that are known to rise, in the dtype of x."""
    c = x.clamp(knots_x[..., 0], knots_x[..., -1])
    z0, z1, x0, x1, d0, d1 = bin_of(c, knots_x, (knots_z, knots_x, slopes))
    w, h = z1 - z0, x1 - x0
    s = h / w
    e0, e1 = d0 / s, d1 / s
    r, r1 = (c - x0) / h, (x1 - c) / h  # how far up in the bin, and how far from its top
    # A square root of a sum: rounding cannot make it negative.
    q, product = e0 * r1 - e1 * r, 4 * r * r1
    root = torch.sqrt(q * q + product)
    # q + root, where q < 0 without a difference: root − |q| = 4 r r1 / (root + |q|).
    size, twice = q.abs(), 2 * r
    rest = product / (size + root) + (q + size)
    both = twice + rest
    t, t1 = twice / both, rest / both
    log_det = torch.log(terms(t, t1, e0, e1)[2]) - torch.log(s * root)
    z = torch.lerp(z0, z1, t)
    return z + (x - c) / torch.where(x < c, slopes[..., 0], slopes[..., -1]), log_det


def terms(t, t1, e0, e1):
    """The formula's denominator divided by s, as t · left + t1 · right: sums of terms ≥ 0."""
    left, right = torch.addcmul(t, e0, t1), torch.addcmul(t1, e1, t)
    return left, right, torch.addcmul(t * left, t1, right)


def bin_of(c, edges, tables):
    """Left and right entry of the first table, of the second … in the bin of ``edges`` with c.

    With edges 0, 1, 2 (two bins) and c = 1.7 it is bin 1: from the table (5, 6, 8) come 6 and 8.
    Shapes: c (...), tables (K+1,) or (..., K+1) → for each table two of shape (...).
    """
    k = number_of_bin(c.detach(), edges.detach())
    if edges.dim() == 1:
        # One table with a column for each bin, and one look-up: (2 · tables, K) → (2 · tables, n).
        rows = [end for table in tables for end in (table[:-1], table[1:])]
        found = columns(torch.stack(rows), k.flatten())
        return found.reshape(len(rows), *c.shape).unbind()
    ends = torch.stack([k, k + 1], -1)  # (..., 2)
    pairs = [table.expand(*c.shape, -1).gather(-1, ends) for table in tables]
    return [end for pair in pairs for end in pair.unbind(-1)]


def number_of_bin(c, edges):
    """Which bin each c (...) lies in: as many inner edges as are not above it.

    Only the inner ones of the edges, (K+1,) or (..., K+1), are looked at: the result is a bin for
    every c, at the very ends, too. A few are counted, many are searched: a search halves what is
    left, but the processor cannot guess which half, and waits.
    """
    inner = edges[..., 1:-1]
    if inner.shape[-1] < FEW:
        if inner.dim() == 1:
            return (c >= inner.reshape(-1, *[1] * c.dim())).sum(0, dtype=torch.uint8).long()
        return (c.unsqueeze(-1) >= inner).sum(-1, dtype=torch.uint8).long()
    if inner.dim() == 1:
        return torch.searchsorted(inner.contiguous(), c.contiguous(), right=True)
    inner, c = inner.expand(*c.shape, -1).contiguous(), c.unsqueeze(-1).contiguous()
    return torch.searchsorted(inner, c, right=True).squeeze(-1)


def columns(table, k):
    """The columns k (n,) of a table (m, K): (m, n). Of torch's two ways the quicker one."""
    if table.dtype == torch.float64:
        return table.gather(1, k.expand(len(table), -1))
    return table.index_select(1, k)


def _checked(value, knots_z, knots_x, slopes):
    """The knots in the dtype of ``value``, if they make a rising spline that fits it."""
    shapes = [tuple(part.shape) for part in (knots_z, knots_x, slopes)]
    if len(set(shapes)) > 1 or not shapes[0] or shapes[0][-1] < 2:
        raise ValueError(f"Knots and slopes must have one shape (..., K+1), K ≥ 1, not {shapes}.")
    check_sets(knots_z.shape[:-1], value, "One set of knots")
    given = knots_z, knots_x
    knots_z, knots_x, slopes = (part.to(value) for part in (knots_z, knots_x, slopes))
    if not (_positive(knots_z.diff()) and _positive(knots_x.diff())):
        if all(_positive(part.diff()) for part in given):
            raise ValueError(
                f"{value.dtype} has too few digits for these knots: some of them coincide in it."
            )
        raise ValueError("The knots must rise, in z and in x, or the spline has no inverse.")
    if not _positive(slopes):
        raise ValueError("All slopes at the knots must be positive, or the spline has no inverse.")
    return knots_z, knots_x, slopes


def _positive(part):
    """Is every number positive? (NaN is not.) Faster than comparing each of them."""
    return part.numel() == 0 or decided(part.min() > 0, otherwise=True)

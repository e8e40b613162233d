"""Monotone rational-quadratic splines: a line that bends and stays invertible.

Reference: C. Durkan, A. Bekasov, I. Murray, G. Papamakarios, "Neural Spline Flows" (2019).
"""

import torch
from torch import nn
from torch.nn.functional import pad, softplus

from course_lib.flows.flow import Flow

FLOOR = 1e-3  # smallest width, height (as a share of the interval) and slope


class RationalQuadraticSpline(Flow):
    """x = f(z), a monotone rational-quadratic spline on [−bound, bound] with straight tails.

    The ends have slope 1, so that the tails join smoothly. Parameters are unconstrained; at zero
    the spline is the identity.

    >>> x, log_det = RationalQuadraticSpline(4)(torch.tensor([0.5]))
    >>> round(x.item(), 5), round(abs(log_det.item()), 5)
    (0.5, 0.0)
    """

    def __init__(self, bins=8, bound=4.0):
        super().__init__()
        self.bins, self.bound = bins, bound
        self.widths = nn.Parameter(torch.zeros(bins))
        self.heights = nn.Parameter(torch.zeros(bins))
        self.slopes = nn.Parameter(torch.zeros(bins - 1))

    def knots(self, like):
        z = _positions(self.widths.to(like), self.bound)
        x = _positions(self.heights.to(like), self.bound)
        # softplus(u + shift) + FLOOR is 1 at u = 0
        shift = torch.log(torch.expm1(torch.tensor(1.0 - FLOOR, dtype=torch.float64))).item()
        slopes = pad(FLOOR + softplus(self.slopes.to(like) + shift), (1, 1), value=1.0)
        return z, x, slopes

    def _forward(self, z):
        knots, values, slopes = self.knots(z)
        c = z.clamp(-self.bound, self.bound)
        k = torch.searchsorted(knots[1:-1].detach(), c.detach().contiguous(), right=True)
        w, h = knots[k + 1] - knots[k], values[k + 1] - values[k]
        s, d0, d1 = h / w, slopes[k], slopes[k + 1]
        t, t1 = (c - knots[k]) / w, (knots[k + 1] - c) / w
        below = t * t + t1 * t1 + (d0 + d1) / s * t * t1
        x = values[k] + h * (t * t + d0 / s * t * t1) / below
        log_det = torch.log((d1 * t * t + 2 * s * t * t1 + d0 * t1 * t1) / below**2)
        return x + (z - c), log_det

    def _inverse(self, x):
        knots, values, slopes = self.knots(x)
        c = x.clamp(-self.bound, self.bound)
        k = torch.searchsorted(values[1:-1].detach(), c.detach().contiguous(), right=True)
        w, h = knots[k + 1] - knots[k], values[k + 1] - values[k]
        s, d0, d1 = h / w, slopes[k], slopes[k + 1]
        e0, e1 = d0 / s, d1 / s
        r, r1 = (c - values[k]) / h, (values[k + 1] - c) / h
        b = e0 * r1 + (2 - e1) * r  # t solves (1 − b) t² + b t − r = 0
        root = torch.sqrt((b - 2 * r) ** 2 + 4 * r * r1)  # a sum of squares: never negative
        # Of the two forms of the root, take the one that adds: the other cancels.
        minus, plus = b.clamp(max=0), b.clamp(min=0)
        t = torch.where(b < 0, (root - minus) / (2 * (1 - minus)), 2 * r / (plus + root))
        z = knots[k] + w * t
        t1 = 1 - t
        below = t * t + t1 * t1 + (e0 + e1) * t * t1
        log_det = -torch.log((d1 * t * t + 2 * s * t * t1 + d0 * t1 * t1) / below**2)
        return z + (x - c), log_det


def _positions(unconstrained, bound):
    bins = len(unconstrained)
    share = FLOOR + (1 - bins * FLOOR) * unconstrained.softmax(-1)
    inner = 2 * bound * share.cumsum(-1)[:-1] - bound
    ends = torch.tensor([-bound, bound], dtype=inner.dtype, device=inner.device)
    return torch.cat([ends[:1], inner, ends[1:]])

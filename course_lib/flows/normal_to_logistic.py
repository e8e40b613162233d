"""The way from the standard normal to the logistic distribution and back, in closed form."""

import math

import torch
from torch.special import log_ndtr, ndtri

from course_lib.flows.flow import Flow, decided

NEAR = 5.0  # up to here erfc(z/√2) is exact enough; beyond, a continued fraction is
TERMS = 25  # so many are enough at NEAR for the last digit of float64


class NormalToLogistic(Flow):
    """The fixed map from the standard normal to the logistic distribution: x = σ⁻¹(Φ(z)).

    In log space, x = log Φ(z) − log Φ(−z): exact as far out as numbers reach. Its inverse is
    z = Φ⁻¹(σ(x)), taken in the lower tail, where σ(−|x|) keeps its digits: Φ⁻¹(u) for u near 1
    would end at u = 1 − ε. Composed behind a flow on a logistic base, it puts that flow on a
    standard-normal base. Both directions can be differentiated, again and again, wherever they are
    finite.

    Shapes (...) → (...), (...).

    >>> x, log_det = NormalToLogistic()(torch.tensor([0.0, 40.0]))
    >>> [round(v, 3) for v in x.tolist()]
    [0.0, 804.608]
    """

    def _forward(self, z):
        return with_limits(to_log_odds, z, torch.inf)

    def _inverse(self, x):
        return with_limits(to_normal, x, -torch.inf)


def to_log_odds(z):
    """x of z and log dx/dz."""
    slope = log_slope(z)
    return LogOddsOfNormal.apply(z, slope), slope


def to_normal(x):
    """z of x and log dz/dx."""
    z = NormalOfLogOdds.apply(x)
    return z, -log_slope(z)


def with_limits(function, value, log_det_far_out):
    """``function(value)``; at ±∞ the value itself, and the limit of its log-det."""
    infinite = value.isinf()
    if not decided(infinite.any(), otherwise=True):
        return function(value)
    result, log_det = function(value.masked_fill(infinite, 0.0))
    return torch.where(infinite, value, result), torch.where(infinite, log_det_far_out, log_det)


class LogOddsOfNormal(torch.autograd.Function):
    """x = log Φ(z) − log Φ(−z); its derivative is e to the ``log_slope(z)`` that it is given.

    (torch's own derivative of log Φ takes a difference of two numbers of size z²: in float32 there
    is nothing left of it at z = 1000.)
    """

    generate_vmap_rule = True

    @staticmethod
    def forward(z, slope):
        wide = z if z.element_size() >= 4 else z.float()
        return (log_ndtr(wide) - log_ndtr(-wide)).to(z)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(inputs[1])
        ctx.save_for_forward(inputs[1])

    @staticmethod
    def backward(ctx, grad):
        (slope,) = ctx.saved_tensors
        return grad * slope.exp(), None

    @staticmethod
    def jvp(ctx, tangent, _):
        (slope,) = ctx.saved_tensors
        return tangent * slope.exp()


class NormalOfLogOdds(torch.autograd.Function):
    """z = Φ⁻¹(σ(x)), the inverse of ``LogOddsOfNormal``, with dz/dx = 1/(dx/dz) at that z."""

    generate_vmap_rule = True

    @staticmethod
    def forward(x):
        y = x.abs().double()
        below = torch.sigmoid(-y)
        far = below < torch.finfo(below.dtype).tiny  # here u loses its digits
        t = -ndtri(below.masked_fill(far, 0.5))
        if decided(far.any(), otherwise=True):
            t = torch.where(far, far_quantile(y), t)
        return (x.sign() * t).to(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output)
        ctx.save_for_forward(output)

    @staticmethod
    def backward(ctx, grad):
        return grad * torch.exp(-log_slope(*ctx.saved_tensors))

    @staticmethod
    def jvp(ctx, tangent):
        return tangent * torch.exp(-log_slope(*ctx.saved_tensors))


def log_slope(z):
    """log dx/dz = log φ(z) − log Φ(z) − log Φ(−z): it and its derivatives are right for every z.

    Near 0 Φ(z) = erfc(−z/√2)/2. In the tail, with t = |z|, dx/dz = φ/Φ(−t) + φ/Φ(t), and the first
    part is t + 1/(t + 2/(t + 3/(t + …))): a sum of positive terms, where φ and Φ would be 0/0.

    Reference: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 26.2.14.
    """
    near = z.abs() <= NEAR
    if decided(near.all(), otherwise=False):
        return log_slope_near(z)
    middle = log_slope_near(z.masked_fill(~near, 0.0))
    t = z.abs().masked_fill(near, NEAR)
    fraction = torch.zeros_like(t)
    for k in range(TERMS, 0, -1):
        fraction = k / (t + fraction)
    other = torch.exp(-0.5 * t**2) / math.sqrt(math.tau) / (1 - 0.5 * torch.erfc(t / math.sqrt(2)))
    return torch.where(near, middle, (t + fraction + other).log())


def log_slope_near(z):
    """``log_slope`` where |z| ≤ NEAR."""
    w = z / math.sqrt(2)
    return -(w**2) - torch.erfc(w).log() - torch.erfc(-w).log() + math.log(4 / math.sqrt(math.tau))


def far_quantile(y):
    """The t > 0 with log Φ(t) − log Φ(−t) = y, for y so large that σ(−y) underflows.

    Newton's steps from t = √(2y): they come from above on a convex curve, and the third one is
    right to the last digit.
    """
    t = (2 * y).sqrt()
    for _ in range(3):
        t = t - (log_ndtr(t) - log_ndtr(-t) - y) * torch.exp(-log_slope(t))
    return t

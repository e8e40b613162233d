"""Chapter 05 as code: the map of a mixture of logistics to its logistic base, z = log F − log S.

With u = (x − μ)/s the mixture's CDF is F = Σ wᵢ σ(uᵢ) and its survival function S = Σ wᵢ σ(−uᵢ).
They are carried side by side: log(1 − F) would be −∞ from u ≈ 17 (float32) or 37 (float64) on. Far
out in the tails, where F or S itself would become 0, their logarithms take over.

Everywhere parameters have shape (K,), or (..., K) with one mixture for each x.
"""

from functools import reduce

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from course_lib.flows.flow import decided


def log_odds(
    x: Tensor, log_weights: Tensor, means: Tensor, scales: Tensor
) -> tuple[Tensor, Tensor]:
    """Return z = log F(x) − log S(x) of a mixture of logistics, and the logarithm of its slope.

    The slope is dz/dx = p/(F S) with the density p = Σ wᵢ/sᵢ σ(uᵢ) σ(−uᵢ).
    Shapes (...) with parameters (K,) or (..., K) → (...), (...).

    >>> log_odds(torch.tensor(400.0), torch.zeros(1), torch.zeros(1), torch.full((1,), 2.0))[0]
    tensor(200.)
    """
    F, S, p = plain_sums(x, log_weights, means, scales)
    if not underflows(F, S, p):
        return (F / S).log(), (p / F / S).log()
    components = components_first(x, log_weights, means, scales)
    log_F, log_S, _, _, slope_terms = log_sums(x, *components)
    return log_F - log_S, slope_terms.logsumexp(0)


def plain_sums(x, log_weights, means, scales):
    """F, S and p as their formulas stand: quick, but they may underflow."""
    centres, widths = components_first(x, means, scales)  # (K, ...)
    u = (x - centres) / widths
    up, down = u.sigmoid(), (-u).sigmoid()
    weights = log_weights.exp()
    return (
        weighted_sum(weights, up),
        weighted_sum(weights, down),
        weighted_sum(weights / scales, up * down),
    )


def weighted_sum(weights, values):
    """Σ wᵢ vᵢ over the components: weights (K,) or (..., K), values (K, ...) → (...)."""
    if weights.dim() == 1:  # one mixture for all: a product of matrices
        return torch.tensordot(weights, values, 1)
    if shared_along_a_row(weights):  # (..., 1, K): such a product for each row
        return (weights @ values.movedim(0, -2)).squeeze(-2)
    return (weights.expand(*values.shape[1:], -1).movedim(-1, 0) * values).sum(0)


def shared_along_a_row(parameter):
    """Is there one mixture for all values, (K,), or one for each row of values, (..., 1, K)?"""
    return parameter.dim() == 1 or parameter.shape[-2] == 1


def underflows(*sums):
    """Is any sum so small that it, or a derivative of it, may have lost more than its rounding?

    Second derivatives of log(F/S) go by way of F/S³: so S may be as small as the fourth root of the
    smallest number, which is far above where S itself underflows.
    """
    smallest = torch.finfo(sums[0].dtype).tiny ** 0.25
    least = reduce(torch.minimum, sums)
    return not decided((least > smallest).all(), otherwise=False)


def components_first(x, *parameters):
    """Parameters (K,) or (..., K) as (K, ...) beside x: sums over the first axis are faster."""
    return [parameter.expand(*x.shape, -1).movedim(-1, 0) for parameter in parameters]


def log_sums(x, log_weights, means, scales):
    """log F, log S, every component's share in each, and its term in the slope, as logarithms.

    Nothing here can underflow. The slope p/(F S) is the sum of wᵢ σ(uᵢ) σ(−uᵢ)/sᵢ / (F S).
    Parameters (K, ...), components first; results (...), (...), (K, ...), (K, ...), (K, ...).
    """
    u = (x - means) / scales
    log_F, F_shares = log_total(log_weights + logsigmoid(u))
    log_S, S_shares = log_total(log_weights + logsigmoid(-u))
    # wᵢFᵢ/F · wᵢSᵢ/S / (wᵢ sᵢ): each share is divided by its sum before the rest is multiplied.
    # (A weight of 0 has the logarithm −∞, which must not be subtracted from itself.)
    log_weights = log_weights.clamp(min=torch.finfo(x.dtype).min)
    return log_F, log_S, F_shares, S_shares, F_shares + S_shares - log_weights - scales.log()


def log_total(log_terms):
    """log Σ eᵗ over the components, and t − log Σ eᵗ, the logarithms of their shares in it.

    With the largest t taken away at first, its share keeps all digits, however large t is.
    """
    largest = log_terms.detach().amax(0)
    rest = log_terms - largest
    log_sum = rest.logsumexp(0)
    return largest + log_sum, rest - log_sum

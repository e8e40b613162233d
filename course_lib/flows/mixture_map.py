"""Chapter 05 as code: the map of a mixture of logistics to its logistic base, z = log F − log S.

With u = (x − μ)/s the mixture's CDF is F = Σ wᵢ σ(uᵢ) and its survival function S = Σ wᵢ σ(−uᵢ).
They are carried side by side: log(1 − F) would be −∞ from u ≈ 17 (float32) or 37 (float64) on. Far
out in the tails, where F or S itself would become 0, their logarithms take over.

Everywhere parameters have shape (K,), or (..., K) with one mixture for each x.
"""

import torch
from torch import Tensor
from torch.nn.functional import logsigmoid


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
    _, _, log_F, log_S, slope_terms = log_sums(x, *components)
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
    return (weights.expand(*values.shape[1:], -1).movedim(-1, 0) * values).sum(0)


def underflows(*sums):
    """Is any sum so small that what is lost of one of its terms may be more than its rounding?"""
    info = torch.finfo(sums[0].dtype)
    return not all((value > info.tiny / info.eps).all() for value in sums)


def components_first(x, *parameters):
    """Parameters (K,) or (..., K) as (K, ...) beside x: sums over the first axis are faster."""
    return [parameter.expand(*x.shape, -1).movedim(-1, 0) for parameter in parameters]


def log_sums(x, log_weights, means, scales):
    """log wᵢFᵢ, log wᵢSᵢ of every component, log F, log S, and the logarithms of the slope's terms.

    Nothing here can underflow. The slope p/(F S) is the sum of wᵢ σ(uᵢ) σ(−uᵢ)/sᵢ / (F S).
    Parameters (K, ...), components first; results (K, ...), (K, ...), (...), (...), (K, ...).
    """
    u = (x - means) / scales
    log_wF, log_wS = log_weights + logsigmoid(u), log_weights + logsigmoid(-u)
    log_F, log_S = log_wF.logsumexp(0), log_wS.logsumexp(0)
    # F and S are subtracted from their own terms before the rest is added: log p − log F − log S
    # would lose as many digits as z has before its decimal point.
    slope_terms = (log_wF - log_F) + (log_wS - log_S) - (log_weights + scales.log())
    return log_wF, log_wS, log_F, log_S, slope_terms

"""Chapter 06 as code: x for a given z of a mixture of logistics, and its derivatives.

The map z(x) = log F − log S has no inverse in closed form. Its root is searched, in a bracket that
is exact, from a first guess that is good; the derivatives come from the implicit function theorem.
"""

import torch

from course_lib.flows.mixture_map import components_first, log_odds, log_sums, underflows
from course_lib.flows.root_finding import safeguarded_newton


def quantile(z, log_weights, means, scales):
    """The x with log F(x) − log S(x) = z, differentiable. Shapes as in ``log_odds``."""
    root = find_root(z.detach(), log_weights, means, scales).x
    return Quantile.apply(root, z, *components_first(z, log_weights.exp(), means, scales))


@torch.no_grad()
def find_root(z, log_weights, means, scales):
    """Search x in its exact bracket: each component alone would have put it at μᵢ + sᵢ z."""

    def g(x):
        value, log_slope = log_odds(x, log_weights, means, scales)
        return value, log_slope.exp()

    weights, centres, widths = components_first(z, log_weights.exp(), means, scales)
    quantiles = centres + widths * z  # (K, ...)
    if means.dim() == 1:
        start = start_from_table(g, z, means, scales)
    else:
        start = weighted_median(quantiles, weights)
    low, high = quantiles.amin(0), quantiles.amax(0)
    # F/S is near 1 where z is near 0, and known to eps: so z is a number of size 1 at least.
    return safeguarded_newton(g, z, low, high, start, scale=1.0, check=False)


def weighted_median(quantiles, weights):
    """A first guess for x, which lies between the components' quantiles, (K, ...) → (...)."""
    ordered, order = quantiles.sort(0)
    share = weights.gather(0, order).cumsum(0)
    median = (share < 0.5).sum(0, keepdim=True).clamp(max=len(share) - 1)
    return ordered.gather(0, median).squeeze(0)


def start_from_table(g, z, means, scales):
    """A first guess for x: Newton's step from the nearest of the components' own quantiles."""
    reach = torch.linspace(-8, 8, 65, dtype=z.dtype, device=z.device).unsqueeze(-1)  # (65, 1)
    places = (means + scales * reach).flatten().sort()[0]  # (65 K,)
    levels, slopes = g(places)
    k = torch.searchsorted((levels[1:] + levels[:-1]) / 2, z.contiguous()).flatten()
    rows = torch.stack([places, levels, slopes]).index_select(1, k)
    place, level, slope = rows.reshape(3, *z.shape)
    return place + (z - level) / slope.clamp(min=torch.finfo(z.dtype).tiny)


class Quantile(torch.autograd.Function):
    """A root x and its derivatives with respect to z and the parameters, in closed form.

    With the shares rᵢ = wᵢ pᵢ / p of the components in the density: ∂x/∂μᵢ = rᵢ, ∂x/∂sᵢ = rᵢ uᵢ,
    ∂x/∂z = F S/p and ∂x/∂wᵢ = (Sᵢ/S − Fᵢ/F) F S/p. It is what ``implicit`` gives, without going
    back through g; being functions of x, these can be differentiated again.
    """

    @staticmethod
    def forward(ctx, root, z, *parameters):
        x = root.clone()
        ctx.save_for_backward(x, *parameters)
        return x

    @staticmethod
    def backward(ctx, grad):
        x, weights, means, scales = ctx.saved_tensors  # parameters (K, ...)
        u = (x - means) / scales
        Fs, Ss = u.sigmoid(), (-u).sigmoid()
        terms = weights / scales * Fs * Ss
        F, S, p = (weights * Fs).sum(0), (weights * Ss).sum(0), terms.sum(0)
        if underflows(F, S, p):
            log_wF, log_wS, log_F, log_S, terms = log_sums(x, weights.log(), means, scales)
            log_slope = terms.logsumexp(0)
            # Where the slope underflows to 0 this is too large to hold; ∞ · 0 would be NaN.
            by_z = grad * torch.exp(-log_slope).clamp(max=torch.finfo(grad.dtype).max)
            shares = torch.exp(terms - log_slope)
            lean = (torch.exp(log_wS - log_S) - torch.exp(log_wF - log_F)) / weights
        else:
            by_z, shares, lean = grad * F * S / p, terms / p, Ss / S - Fs / F
        return None, by_z, by_z * lean, grad * shares, grad * shares * u

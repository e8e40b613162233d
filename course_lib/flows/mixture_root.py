"""Chapter 06 as code: x for a given z of a mixture of logistics, and its derivatives.

The map z(x) = log F − log S has no inverse in closed form. Its root is searched, in a bracket that
is exact, from a first guess that is good; the derivatives come from the implicit function theorem.
"""

import torch

from course_lib.flows.mixture_map import (
    components_first,
    log_odds,
    log_sums,
    log_total,
    shared_along_a_row,
    underflows,
)
from course_lib.flows.root_finding import safeguarded_newton
from course_lib.flows.searched import Searched

PLACES = 65  # a table has so many of each component's quantiles


def quantile(z, log_weights, means, scales):
    """The x with log F(x) − log S(x) = z, differentiable. Shapes as in ``log_odds``."""
    root = Search.apply(*(value.detach() for value in (z, log_weights, means, scales)))
    weights = log_weights.exp()  # once for all z, before they are spread
    return Quantile.apply(root, z, *components_first(z, weights, log_weights, means, scales))


@torch.no_grad()
def find_root(z, log_weights, means, scales):
    """Search x in its exact bracket: each component alone would have put it at μᵢ + sᵢ z."""

    def g(x):
        value, log_slope = log_odds(x, log_weights, means, scales)
        return value, log_slope.exp()

    weights, centres, widths = components_first(z, log_weights.exp(), means, scales)
    quantiles = centres + widths * z  # (K, ...)
    if means.dim() == 1 or one_for_many(means, z):
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
    reach = torch.linspace(-8, 8, PLACES, dtype=z.dtype, device=z.device).unsqueeze(-1)  # (65, 1)
    rows = means.shape[:-2]  # (): one table for all
    places = (means.unsqueeze(-2) + scales.unsqueeze(-2) * reach).reshape(*rows, -1).sort()[0]
    levels, slopes = g(places)  # (*rows, 65 K)
    middles = (levels[..., 1:] + levels[..., :-1]) / 2
    k = torch.searchsorted(middles, z.reshape(*rows, -1).contiguous())
    found = torch.stack([places, levels, slopes]).gather(-1, k.expand(3, *k.shape))
    place, level, slope = found.reshape(3, *z.shape)
    return place + (z - level) / slope.clamp(min=torch.finfo(z.dtype).tiny)


def one_for_many(means, z):
    """Does each row of z have a mixture, (..., 1, K), and more values than a table would have?"""
    if not shared_along_a_row(means) or z.shape[:-1] != means.shape[:-2]:
        return False
    return z.shape[-1] > PLACES * means.shape[-1]


class Search(Searched):
    """``find_root``'s x."""

    @staticmethod
    def forward(z, log_weights, means, scales):
        return find_root(z, log_weights, means, scales).x


class Quantile(torch.autograd.Function):
    """A root x and its derivatives with respect to z and the parameters, in closed form.

    With the shares rᵢ = wᵢ pᵢ / p of the components in the density: ∂x/∂μᵢ = rᵢ, ∂x/∂sᵢ = rᵢ uᵢ,
    ∂x/∂z = F S/p and ∂x/∂log wᵢ = (wᵢ Sᵢ/S − wᵢ Fᵢ/F) F S/p. It is what ``implicit`` gives, without
    going back through g; being functions of x, these can be differentiated again. (Weights come
    twice, as numbers and as logarithms; the gradient is given to the logarithms.)
    """

    generate_vmap_rule = True

    @staticmethod
    def forward(root, z, *parameters):
        return root.clone()

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.save_for_backward(output, *inputs[2:])
        ctx.save_for_forward(output, *inputs[2:])

    @staticmethod
    def backward(ctx, grad):
        by_z, lean, shares, u = derivatives(*ctx.saved_tensors)
        by_z = grad * by_z
        return None, by_z, None, by_z * lean, grad * shares, grad * shares * u

    @staticmethod
    def jvp(ctx, _, z, __, log_weights, means, scales):
        by_z, lean, shares, u = derivatives(*ctx.saved_tensors)
        return by_z * (z + (lean * log_weights).sum(0)) + (shares * (means + u * scales)).sum(0)


def derivatives(x, weights, log_weights, means, scales):
    """∂x/∂z (...), and (K, ...): ∂x/∂log wᵢ through it, the shares rᵢ, and uᵢ."""
    u = (x - means) / scales
    Fs, Ss = u.sigmoid(), (-u).sigmoid()
    terms = weights / scales * Fs * Ss
    F, S, p = (weights * Fs).sum(0), (weights * Ss).sum(0), terms.sum(0)
    if not underflows(F, S, p):
        return F * S / p, weights * (Ss / S - Fs / F), terms / p, u
    _, _, F_shares, S_shares, terms = log_sums(x, log_weights, means, scales)
    log_slope, shares = log_total(terms)
    # Where the slope underflows to 0 this is too large to hold; ∞ · 0 would be NaN.
    by_z = torch.exp(-log_slope).clamp(max=torch.finfo(x.dtype).max)
    return by_z, S_shares.exp() - F_shares.exp(), shares.exp(), u

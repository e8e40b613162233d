"""CDF flows: a mixture of logistics as a map to its logistic base.

With u = (x − μ)/s the mixture's CDF is F = Σ wᵢ σ(uᵢ) and its survival function S = Σ wᵢ σ(−uᵢ).
The flow's inverse z = log F − log S carries x to the logistic distribution. F and S are carried
side by side: log(1 − F) would be −∞ from u ≈ 17 (float32) or 37 (float64) on. Far out in the tails,
where F or S itself would become 0, their logarithms take over.

Reference: J. Ho et al., "Flow++" (2019), for mixtures of logistics as flows.
"""

import torch
from torch import nn
from torch.nn.functional import logsigmoid

from course_lib.flows.flow import Flow, check_sets
from course_lib.flows.root_finding import safeguarded_newton

PIECE = 8192  # so many values go through at once: what they need then fits into the cache


class MixtureOfLogistics(Flow):
    """The flow of a mixture of logistics: z = f⁻¹(x) = log F(x) − log S(x), base logistic.

    Its density with a logistic base is the mixture's own, Σ wᵢ/sᵢ σ(uᵢ) σ(−uᵢ). f has no formula:
    sampling searches the root, to the last digit, and is differentiable with respect to z and all
    parameters, up to third derivatives.

    Weights, centres and scales have shape (K,), or (..., K) with one mixture for each x. They are
    used as they are, so that you can differentiate with respect to them. Shapes (...) → (...),
    (...).

    Raises TypeError if a parameter is no floating-point tensor, ValueError if shapes differ, a
    weight or scale is not positive, or weights do not sum to 1.

    >>> half = torch.tensor([0.5, 0.5])
    >>> flow = MixtureOfLogistics(half, torch.tensor([-1.0, 1.0]), half)
    >>> flow.inverse(torch.tensor([0.0, 1001.0]))[0].tolist()[0]
    0.0
    """

    def __init__(self, weights, means, scales):
        super().__init__()
        check_mixture(weights, means, scales)
        self._hold("weights", weights)
        self._hold("means", means)
        self._hold("scales", scales)

    @property
    def log_weights(self):
        return self.weights.log()

    def _parameters_like(self, value):
        """(log w, μ, s) in the dtype of ``value``, if they fit its shape."""
        parts = [part.to(value) for part in (self.log_weights, self.means, self.scales)]
        check_sets(parts[1].shape[:-1], value, "One mixture")
        return parts

    def _inverse(self, x):
        return in_pieces(self._backward, x, self._parameters_like(x))

    def _forward(self, z):
        return in_pieces(self._search, z, self._parameters_like(z))

    @staticmethod
    def _backward(x, *parameters):
        infinite = x.isinf()
        z, log_slope = log_odds(x.masked_fill(infinite, 0.0), *parameters)
        # In the far tails only the widest part is left: there the map is a straight line.
        log_slope = torch.where(infinite, -parameters[2].amax(-1).log(), log_slope)
        return torch.where(infinite, x, z), log_slope

    def _search(self, z, *parameters):
        infinite = z.isinf()
        y = z.masked_fill(infinite, 0.0)

        def g(x):
            value, log_slope = log_odds(x, *parameters)
            return value, log_slope.exp()

        root = self._root(g, y.detach(), *parameters).x
        x = Quantile.apply(root, y, *parts_first(y, parameters[0].exp(), *parameters[1:]))
        _, log_slope = log_odds(x, *parameters)
        log_slope = torch.where(infinite, -parameters[2].amax(-1).log(), log_slope)
        return torch.where(infinite, z, x), -log_slope

    @staticmethod
    @torch.no_grad()
    def _root(g, y, log_weights, means, scales):
        """Search x in the exact bracket: each part alone would have put it at μᵢ + sᵢ y."""
        weights, centres, widths = parts_first(y, log_weights.exp(), means, scales)
        quantiles = centres + widths * y
        if means.dim() == 1:
            start = from_table(g, y, means, scales)
        else:
            # The mixture's x lies between them; their weighted median is a good first guess.
            ordered, order = quantiles.sort(0)
            share = weights.gather(0, order).cumsum(0)
            median = (share < 0.5).sum(0, keepdim=True).clamp(max=len(share) - 1)
            start = ordered.gather(0, median).squeeze(0)
        return safeguarded_newton(g, y, quantiles.amin(0), quantiles.amax(0), start)


class TrainableMixture(MixtureOfLogistics):
    """The mixture flow with free parameters: every value of them is a mixture.

    w = softmax(logits), s = exp(log_scales). The K centres start evenly between ``low`` and
    ``high``, the scales at half their distance.

    Raises TypeError or ValueError unless K is a whole number of at least 1 and low < high.

    >>> TrainableMixture(3).means.tolist()
    [-2.0, 0.0, 2.0]
    """

    def __init__(self, k, low=-2.0, high=2.0):
        Flow.__init__(self)
        if isinstance(k, bool) or not isinstance(k, int):
            raise TypeError(f"k must be a whole number, not {k!r}.")
        if k < 1 or not low < high:
            raise ValueError(f"Give at least one part and low < high, not {k}, {low} and {high}.")
        means = torch.linspace(low, high, k) if k > 1 else torch.tensor([(low + high) / 2])
        self.means = nn.Parameter(means)
        self.logits = nn.Parameter(torch.zeros(k))
        width = torch.tensor((high - low) / (2 * max(k - 1, 1)))
        self.log_scales = nn.Parameter(width.log().expand(k).clone())

    @property
    def log_weights(self):
        return self.logits.log_softmax(-1)

    @property
    def weights(self):
        return self.logits.softmax(-1)

    @property
    def scales(self):
        return self.log_scales.exp()


def in_pieces(way, value, parameters):
    """``way(value, *parameters)``, some thousand values at a time where all share one mixture."""
    if parameters[1].dim() > 1 or value.numel() <= PIECE:
        return way(value, *parameters)
    found = zip(*(way(piece, *parameters) for piece in value.flatten().split(PIECE)), strict=True)
    return tuple(torch.cat(part).reshape(value.shape) for part in found)


def log_odds(x, log_weights, means, scales):
    """Return log F(x) − log S(x) of the mixture and the logarithm of its slope.

    >>> log_odds(torch.tensor(400.0), torch.zeros(1), torch.zeros(1), torch.full((1,), 2.0))[0]
    tensor(200.)
    """
    F, S, p = sums(x, log_weights, means, scales)
    if held(F, S, p):
        return (F / S).log(), (p / F / S).log()
    _, _, log_F, log_S, terms = by_part(x, *parts_first(x, log_weights, means, scales))
    return log_F - log_S, terms.logsumexp(0)


def sums(x, log_weights, means, scales):
    """F, S and p = Σ wᵢ/sᵢ σ(uᵢ) σ(−uᵢ) as their formulas stand: quick, but they may underflow."""
    centres, widths = parts_first(x, means, scales)
    u = (x - centres) / widths
    up, down = u.sigmoid(), (-u).sigmoid()
    weights = log_weights.exp()
    return total(weights, up), total(weights, down), total(weights / scales, up * down)


def total(weights, values):
    """Σ wᵢ vᵢ over the parts, which stand first in ``values`` and last in ``weights``."""
    if weights.dim() == 1:  # one mixture for all: a product of matrices
        return torch.tensordot(weights, values, 1)
    return (weights.expand(*values.shape[1:], -1).movedim(-1, 0) * values).sum(0)


def held(*sums):
    """Is every sum so large that what is lost of one of its parts is less than its rounding?"""
    info = torch.finfo(sums[0].dtype)
    return all((value > info.tiny / info.eps).all() for value in sums)


def parts_first(x, *parameters):
    """The parameters (..., K) as (K, ...) beside x: sums over the first axis are faster."""
    return [part.expand(*x.shape, -1).movedim(-1, 0) for part in parameters]


def by_part(x, log_weights, means, scales):
    """log wᵢFᵢ, log wᵢSᵢ of every part, log F, log S, and the parts' terms in the log of the slope.

    Nothing here can underflow. The slope is p/(F S), a sum with the terms
    wᵢ σ(uᵢ) σ(−uᵢ)/sᵢ / (F S).
    """
    u = (x - means) / scales
    up, down = log_weights + logsigmoid(u), log_weights + logsigmoid(-u)
    log_F, log_S = up.logsumexp(0), down.logsumexp(0)
    # F and S are subtracted from their own parts before the rest is added: log p − log F − log S
    # would lose as many digits as z has before its decimal point.
    terms = (up - log_F) + (down - log_S) - (log_weights + scales.log())
    return up, down, log_F, log_S, terms


class Quantile(torch.autograd.Function):
    """A root x and its derivatives with respect to z and the parameters, in closed form.

    With the shares rᵢ = wᵢ pᵢ / p of the parts in the density: ∂x/∂μᵢ = rᵢ, ∂x/∂sᵢ = rᵢ uᵢ,
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
        x, weights, means, scales = ctx.saved_tensors
        u = (x - means) / scales
        Fs, Ss = u.sigmoid(), (-u).sigmoid()
        terms = weights / scales * Fs * Ss
        F, S, p = (weights * Fs).sum(0), (weights * Ss).sum(0), terms.sum(0)
        if held(F, S, p):
            by_z, shares, lean = grad * F * S / p, terms / p, Ss / S - Fs / F
        else:
            up, down, log_F, log_S, terms = by_part(x, weights.log(), means, scales)
            log_slope = terms.logsumexp(0)
            # Where the slope underflows to 0 this is too large to hold; ∞ · 0 would be NaN.
            by_z = grad * torch.exp(-log_slope).clamp(max=torch.finfo(grad.dtype).max)
            shares = torch.exp(terms - log_slope)
            lean = (torch.exp(down - log_S) - torch.exp(up - log_F)) / weights
        return None, by_z, by_z * lean, grad * shares, grad * shares * u


def from_table(g, y, means, scales):
    """A first guess for x: Newton's step from the nearest of the parts' own quantiles."""
    reach = torch.linspace(-8, 8, 65, dtype=y.dtype, device=y.device).unsqueeze(-1)
    places = (means + scales * reach).flatten().sort()[0]
    levels, slopes = g(places)
    k = torch.searchsorted((levels[1:] + levels[:-1]) / 2, y.contiguous()).flatten()
    rows = torch.stack([places, levels, slopes]).index_select(1, k)
    place, level, slope = rows.reshape(3, *y.shape)
    return place + (y - level) / slope.clamp(min=torch.finfo(y.dtype).tiny)


def check_mixture(weights, means, scales):
    """Raise unless the three are float tensors of one shape (..., K) that make a mixture."""
    named = {"weights": weights, "means": means, "scales": scales}
    for name, part in named.items():
        if not isinstance(part, torch.Tensor) or not part.is_floating_point():
            raise TypeError(f"{name} must be a floating-point tensor, not {part!r}.")
    shapes = [tuple(part.shape) for part in named.values()]
    if len(set(shapes)) > 1 or not shapes[0] or not shapes[0][-1]:
        raise ValueError(f"Weights, means and scales need one shape (..., K), not {shapes}.")
    if not ((weights > 0).all() and weights.isfinite().all()):
        raise ValueError(f"All weights must be positive, not {weights.tolist()}.")
    if (weights.sum(-1) - 1).abs().max() > 1e-5:
        raise ValueError(f"The weights must sum to 1, not to {weights.sum(-1).tolist()}.")
    if not means.isfinite().all():
        raise ValueError(f"All means must be finite, not {means.tolist()}.")
    if not ((scales > 0).all() and scales.isfinite().all()):
        raise ValueError(f"All scales must be positive, not {scales.tolist()}.")

"""CDF flows: a mixture of logistics as a map to its logistic base.

The map, z = log F(x) − log S(x), stands in ``mixture_map``; the search for its inverse, which has
no formula, in ``mixture_root``.

Reference: J. Ho et al., "Flow++" (2019), for mixtures of logistics as flows.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow, check_sets
from course_lib.flows.mixture_map import log_odds
from course_lib.flows.mixture_root import quantile

PIECE = 8192  # so many values go through at once: what they need then fits into the cache


class Mixture(Flow):
    """What all mixture flows share: the map from x to the base, and the way back.

    A subclass has ``log_weights``, ``means`` and ``scales`` of shape (K,), or (..., K) with one
    mixture for each x.
    """

    log_weights: Tensor
    means: Tensor
    scales: Tensor

    def _forward(self, z):
        return in_pieces(to_data, z, self._parameters_like(z))

    def _inverse(self, x):
        return in_pieces(to_base, x, self._parameters_like(x))

    def _parameters_like(self, value):
        """(log w, μ, s) in the dtype of ``value``, if they fit its shape."""
        parameters = [p.to(value) for p in (self.log_weights, self.means, self.scales)]
        check_sets(parameters[1].shape[:-1], value, "One mixture")
        return parameters


class MixtureOfLogistics(Mixture):
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

    def __init__(self, weights: Tensor, means: Tensor, scales: Tensor) -> None:
        super().__init__()
        check_mixture(weights, means, scales)
        self._hold("weights", weights)
        self._hold("means", means)
        self._hold("scales", scales)

    @property
    def log_weights(self) -> Tensor:
        return self.weights.log()


class TrainableMixture(Mixture):
    """The mixture flow with free parameters: every value of them is a mixture.

    w = softmax(logits), s = exp(log_scales). The K centres start evenly between ``low`` and
    ``high``, the scales at half their distance.

    Raises TypeError or ValueError unless K is a whole number of at least 1 and low < high.

    >>> TrainableMixture(3).means.tolist()
    [-2.0, 0.0, 2.0]
    """

    def __init__(self, k: int, low: float = -2.0, high: float = 2.0) -> None:
        super().__init__()
        if isinstance(k, bool) or not isinstance(k, int):
            raise TypeError(f"k must be a whole number, not {k!r}.")
        if k < 1 or not low < high:
            raise ValueError(
                f"Give at least one component and low < high, not {k}, {low} and {high}."
            )
        means = torch.linspace(low, high, k) if k > 1 else torch.tensor([(low + high) / 2])
        self.means = nn.Parameter(means)
        self.logits = nn.Parameter(torch.zeros(k))
        width = torch.tensor((high - low) / (2 * max(k - 1, 1)))
        self.log_scales = nn.Parameter(width.log().expand(k).clone())

    @property
    def log_weights(self) -> Tensor:
        return self.logits.log_softmax(-1)

    @property
    def weights(self) -> Tensor:
        return self.logits.softmax(-1)

    @property
    def scales(self) -> Tensor:
        return self.log_scales.exp()


def to_base(x, log_weights, means, scales):
    """z of x and log dz/dx: ``log_odds``, and at ±∞ its limit."""
    infinite = x.isinf()
    z, log_slope = log_odds(x.masked_fill(infinite, 0.0), log_weights, means, scales)
    return torch.where(infinite, x, z), torch.where(infinite, slope_at_infinity(scales), log_slope)


def to_data(z, log_weights, means, scales):
    """x of z and log dx/dz: the root of ``log_odds``, and at ±∞ its limit."""
    infinite = z.isinf()
    x = quantile(z.masked_fill(infinite, 0.0), log_weights, means, scales)
    _, log_slope = log_odds(x, log_weights, means, scales)
    log_slope = torch.where(infinite, slope_at_infinity(scales), log_slope)
    return torch.where(infinite, z, x), -log_slope


def slope_at_infinity(scales):
    """In the far tails only the widest component is left, and the map is straight: log 1/s."""
    return -scales.amax(-1).log()


def in_pieces(function: Callable, value, parameters):
    """``function(value, *parameters)``, some thousand values at a time if they share a mixture."""
    if parameters[1].dim() > 1 or value.numel() <= PIECE:
        return function(value, *parameters)
    pieces = [function(piece, *parameters) for piece in value.flatten().split(PIECE)]
    return tuple(torch.cat(results).reshape(value.shape) for results in zip(*pieces, strict=True))


def check_mixture(weights, means, scales):
    """Raise unless the three are float tensors of one shape (..., K) that make a mixture."""
    named = {"weights": weights, "means": means, "scales": scales}
    for name, parameter in named.items():
        if not isinstance(parameter, torch.Tensor) or not parameter.is_floating_point():
            raise TypeError(f"{name} must be a floating-point tensor, not {parameter!r}.")
    shapes = [tuple(parameter.shape) for parameter in named.values()]
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

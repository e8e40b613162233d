"""CDF flows: a mixture of logistics as a map to its logistic base.

The map, z = log F(x) − log S(x), stands in ``mixture_map``; the search for its inverse, which has
no formula, in ``mixture_root``.

Reference: J. Ho et al., "Flow++" (2019), for mixtures of logistics as flows.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from course_lib.flows.flow import Flow, check_sets, decided, short
from course_lib.flows.mixture_map import log_odds, shared_along_a_row
from course_lib.flows.mixture_root import quantile

SPOILT = "(Training can do that; with TrainableMixture and a smaller lr it should not.)"
PIECE = 8192  # so many values go through at once: what they need then fits into the cache


class Mixture(Flow):
    """What all mixture flows share: the map from x to the base, and the way back.

    A subclass has ``log_weights`` (their exponentials sum to 1), ``means`` and ``scales`` of shape
    (K,), or (..., K) with one mixture for each x.
    """

    log_weights: Tensor
    means: Tensor
    scales: Tensor

    @property
    def batch_shape(self) -> torch.Size:
        """The leading shape of the parameters: () if all x share one mixture."""
        return self.means.shape[:-1]

    def _forward(self, z):
        return in_pieces(to_data, z, self._parameters_like(z))

    def _inverse(self, x):
        return in_pieces(to_base, x, self._parameters_like(x))

    def _parameters_like(self, value):
        """(log w, μ, s) in the dtype of ``value``; they must fit it and make a mixture."""
        parameters = [p.to(value) for p in (self.log_weights, self.means, self.scales)]
        check_sets(self.batch_shape, value, "One mixture")
        scales = parameters[2]
        if self._can_change() and not decided(scales.min() > 0, otherwise=True):
            raise ValueError(f"All scales must be positive, not {short(scales)}. {SPOILT}")
        return parameters

    def _can_change(self):
        """Can the scales be others than those that have been checked?"""
        return True


class MixtureOfLogistics(Mixture):
    """The flow of a mixture of logistics: z = f⁻¹(x) = log F(x) − log S(x), base logistic.

    Its density with a logistic base is the mixture's own, Σ wᵢ/sᵢ σ(uᵢ) σ(−uᵢ). f has no formula:
    sampling searches the root, to the last digit, and is differentiable with respect to z and all
    parameters, up to third derivatives. (torch.func's transforms work, too. Under vmap the formula
    for the tails is taken everywhere, since nobody can look where it is needed.)

    Weights, centres and scales have shape (K,), or (..., K) with one mixture for each x. You can
    differentiate with respect to them. A weight may be 0: that component has no part in anything,
    and its gradient is 0. In the place of weights you can give ``log_weights``, which do not
    underflow. Both are divided by their sum wherever they are used: a mixture that is trained stays
    normalised, and says so if a weight or a scale has become negative. Shapes (...) → (...), (...).

    Raises TypeError if a parameter is no floating-point tensor, ValueError if shapes differ, a
    scale is not positive, a weight is negative, or weights do not sum to 1.

    >>> half = torch.tensor([0.5, 0.5])
    >>> flow = MixtureOfLogistics(half, torch.tensor([-1.0, 1.0]), half)
    >>> flow.inverse(torch.tensor([0.0, 1001.0]))[0].tolist()[0]
    0.0
    """

    def __init__(
        self,
        weights: Tensor | None = None,
        means: Tensor | None = None,
        scales: Tensor | None = None,
        *,
        log_weights: Tensor | None = None,
    ) -> None:
        super().__init__()
        if (weights is None) == (log_weights is None):
            raise TypeError("Give either weights or log_weights.")
        by = "log_weights" if weights is None else "weights"
        given = log_weights if weights is None else weights
        check_mixture({by: given, "means": means, "scales": scales})
        self._by_logarithms = weights is None
        self._hold(f"given_{by}" if self._by_logarithms else by, given)
        self._hold("means", means)
        self._hold("scales", scales)
        self._has_dead = not decided((given > 0).all(), otherwise=False)

    def _can_change(self):
        return trained(self.scales)

    def __getattr__(self, name):
        if name == "weights" and self._by_logarithms:
            return self.log_weights.exp()
        return super().__getattr__(name)

    @property
    def log_weights(self) -> Tensor:
        if self._by_logarithms:
            return self.given_log_weights.log_softmax(-1)
        weights = self.weights
        if trained(weights) and not decided(weights.min() >= 0, otherwise=True):
            raise ValueError(f"All weights must be positive or 0, not {short(weights)}. {SPOILT}")
        if not (self._has_dead or trained(weights)):
            return (weights / weights.sum(-1, keepdim=True)).log()
        dead = weights == 0  # cut off from the gradient, which would be 0 · ∞
        shares = weights / weights.masked_fill(dead, 0.0).sum(-1, keepdim=True)
        return shares.masked_fill(dead, 1.0).log().masked_fill(dead, -torch.inf)


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


def to_base(x, *parameters):
    """z of x and log dz/dx: ``log_odds``, and at ±∞ its limit."""
    return with_limits(log_odds, x, parameters)


def to_data(z, *parameters):
    """x of z and log dx/dz: the root of ``log_odds``, and at ±∞ its limit."""
    x, log_slope = with_limits(root_and_slope, z, parameters)
    return x, -log_slope


def root_and_slope(z, *parameters):
    """The x whose z this is, and log dz/dx there."""
    x = quantile(z, *parameters)
    return x, log_odds(x, *parameters)[1]


def with_limits(function, value, parameters):
    """``function(value, *parameters)``, a value and the log-slope dz/dx; at ±∞ their limits.

    In the far tails only the widest component is left, and the map is straight: log 1/s.
    """
    infinite = value.isinf()
    if not decided(infinite.any(), otherwise=True):
        return function(value, *parameters)
    result, log_slope = function(value.masked_fill(infinite, 0.0), *parameters)
    log_widest = parameters[-1].amax(-1).log()
    return torch.where(infinite, value, result), torch.where(infinite, -log_widest, log_slope)


def trained(tensor):
    """Can an optimizer have changed it since it was checked? (The result of a formula cannot.)"""
    return tensor.is_leaf and tensor.requires_grad and tensor.numel() > 0


def in_pieces(function: Callable, value, parameters):
    """``function(value, *parameters)``, some thousand values at a time if they share a mixture."""
    if value.numel() <= PIECE or not shared_along_a_row(parameters[1]):
        return function(value, *parameters)
    rows = value.reshape(1, -1) if parameters[1].dim() == 1 else value
    length = max(1, PIECE * rows.shape[-1] // rows.numel())
    pieces = [function(piece, *parameters) for piece in rows.split(length, -1)]
    return tuple(torch.cat(part, -1).reshape(value.shape) for part in zip(*pieces, strict=True))


def check_mixture(named):
    """Raise unless weights (or log_weights), means and scales, by name, make a mixture."""
    for name, parameter in named.items():
        if not isinstance(parameter, torch.Tensor) or not parameter.is_floating_point():
            raise TypeError(f"{name} must be a floating-point tensor, not {parameter!r}.")
    shapes = [tuple(parameter.shape) for parameter in named.values()]
    if len(set(shapes)) > 1 or not shapes[0] or not shapes[0][-1]:
        raise ValueError(f"Weights, means and scales need one shape (..., K), not {shapes}.")
    means, scales = named["means"], named["scales"]
    weights = named["weights"] if "weights" in named else named["log_weights"].exp()
    if not means.numel():
        return
    sums = weights.sum(-1)
    # One number of each is looked at, its smallest or largest: NaN is both, and fails.
    if not decided(weights.min() >= 0, otherwise=True):
        raise ValueError(f"All weights must be positive or 0, not {short(weights)}.")
    if not decided((sums - 1).abs().max() <= 1e-5, otherwise=True):
        raise ValueError(f"The weights must sum to 1, not to {short(sums)}.")
    if not decided(means.abs().max() < torch.inf, otherwise=True):
        raise ValueError(f"All means must be finite, not {short(means)}.")
    if not decided(scales.min() > 0, True) or not decided(scales.max() < torch.inf, True):
        raise ValueError(f"All scales must be positive and finite, not {short(scales)}.")

"""One-dimensional flows whose parameters come from elsewhere: from a network, or a table.

Each class here is a recipe: ``size`` numbers u, of any value, make one flow of a number, and u = 0
makes the identity (or what comes close to it). Called with u of shape (..., size) it returns a flow
of batch shape (...): one map for each set of parameters. All maps of a batch are computed at once.
"""

import math
from typing import Protocol

import torch
from torch import Tensor

from course_lib.flows.cdf import Mixture
from course_lib.flows.composition import Composition
from course_lib.flows.flow import Flow, check_sets
from course_lib.flows.networks import whole
from course_lib.flows.normal_to_logistic import NormalToLogistic
from course_lib.flows.spline import RationalQuadraticSpline, knots_of, spline_down, spline_up

SPREAD = 1.4 / 3  # the variance of the mixture's centres at the start: six of them lie within ±1
MOST = 3.0  # scales change by e^±3 at most


class Univariate(Protocol):
    """A recipe: ``size`` free numbers u make a flow of one number.

    >>> recipe: Univariate = UnivariateAffine()
    >>> recipe(torch.zeros(5, recipe.size)).batch_shape
    torch.Size([5])
    """

    size: int

    def __call__(self, u: Tensor) -> Flow:
        """The flows of u (..., size): event shape (), batch shape (...)."""


class UnivariateAffine:
    """x = eᵃ z + b with u = (b, a₀) and a = A tanh(a₀/A): a scale between e⁻ᴬ and eᴬ.

    Without the bound a large step of an optimizer makes the scale overflow.

    Raises ValueError unless the bound A, ``most``, is positive.

    >>> x, log_det = UnivariateAffine()(torch.tensor([0.5, 1.0]))(torch.tensor(2.0))
    >>> round(log_det.item(), 4), round(x.item(), 4)  # 3 tanh(1/3), and 0.5 + 2 e^that
    (0.9645, 5.7472)
    """

    size = 2

    def __init__(self, most: float = MOST) -> None:
        if not 0 < most < math.inf:
            raise ValueError(f"The bound of the log-scale must be a positive number, not {most}.")
        self.most = most

    def __call__(self, u: Tensor) -> Flow:
        shift, log_scale = check_size(u, self.size).unbind(-1)
        return ScaleAndShift(bounded(log_scale, self.most), shift)

    def __repr__(self):
        return f"UnivariateAffine({self.most:g})"


class UnivariateSpline:
    """A rational-quadratic spline on [−bound, bound] with straight tails of slope 1.

    u holds ``bins`` widths, ``bins`` heights and ``bins − 1`` slopes, as ``spline_knots`` takes
    them. Beyond the bound it is the identity: bring data inside of it.

    Raises TypeError or ValueError unless ``bins`` is a whole number from 1 to 500 and ``bound`` is
    positive.

    >>> recipe = UnivariateSpline(bins=8, bound=4.0)
    >>> x, log_det = recipe(torch.zeros(recipe.size))(torch.tensor(0.5))
    >>> recipe.size, round(x.item(), 5)
    (23, 0.5)
    """

    def __init__(self, bins: int = 8, bound: float = 4.0) -> None:
        RationalQuadraticSpline(bins, bound)  # raises
        self.bins, self.bound = bins, float(bound)
        self.size = 3 * bins - 1

    def __call__(self, u: Tensor) -> Flow:
        return Spline(*knots_of(check_size(u, self.size), self.bins, self.bound))

    def __repr__(self):
        return f"UnivariateSpline({self.bins}, {self.bound:g})"


class UnivariateMixture:
    """A mixture of k logistics, mapped to its base: the standard normal, or the logistic.

    u holds k logits, k moves of the centres and k log-scales. Centres start evenly around 0, and
    scales at a common one, so that the mixture has the base's variance: with k ≥ 3 the map of u = 0
    is within 0.1 of the identity for |x| < 3. Log-scales are bounded, log s = log s₀ + 3 tanh(u/3),
    weights go in as logarithms: no u makes a mixture that is none.

    Its density is in closed form and its samples search a root. In the middle of a chain on a
    logistic base you may take ``base="logistic"`` for all layers, too.

    Raises TypeError or ValueError unless k is a whole number of at least 1 and the base one of the
    two.

    >>> recipe = UnivariateMixture(6)
    >>> z, log_det = recipe(torch.zeros(recipe.size)).inverse(torch.tensor(1.5))
    >>> recipe.size, round(z.item(), 1)
    (18, 1.5)
    """

    def __init__(self, k: int = 6, base: str = "normal") -> None:
        if base not in ("normal", "logistic"):
            raise ValueError(f'base must be "normal" or "logistic", not {base!r}.')
        self.k, self.base = whole(k, "k"), base
        self.size = 3 * k
        spread = SPREAD if k > 1 else 0.0
        # k centres, evenly within ±r, have the variance r² (k + 1)/(3 (k − 1)).
        reach = math.sqrt(3 * spread * (k - 1) / (k + 1))
        self.centres = [reach * (2 * i / (k - 1) - 1) if k > 1 else 0.0 for i in range(k)]
        variance = 1.0 if base == "normal" else math.pi**2 / 3
        self.log_scale = 0.5 * math.log((variance - spread) * 3 / math.pi**2)

    def __call__(self, u: Tensor) -> Flow:
        logits, moves, log_scales = check_size(u, self.size).split(self.k, -1)
        mixture = MixtureOf(
            logits.log_softmax(-1),
            moves + torch.tensor(self.centres, dtype=u.dtype, device=u.device),
            torch.exp(self.log_scale + bounded(log_scales, MOST)),
        )
        return mixture if self.base == "logistic" else Composition(mixture, NormalToLogistic())

    def u_of(self, log_weights: Tensor, means: Tensor, scales: Tensor) -> Tensor:
        """The u of a mixture with these parameters, (..., k) each; scales as near as they can."""
        centres = torch.tensor(self.centres, dtype=means.dtype, device=means.device)
        change = ((scales.log() - self.log_scale) / MOST).clamp(-0.99, 0.99)
        return torch.cat([log_weights, means - centres, MOST * change.atanh()], -1)

    def __repr__(self):
        return f"UnivariateMixture({self.k}, base={self.base!r})"


class ScaleAndShift(Flow):
    """x = eᵃ z + b, with a and b of the batch shape."""

    def __init__(self, log_scale, shift):
        super().__init__()
        self._hold("log_scale", log_scale)
        self._hold("shift", shift)
        self.batch_shape = shift.shape

    def _forward(self, z):
        check_sets(self.batch_shape, z, "One map")
        a = self.log_scale.to(z)
        return a.exp() * z + self.shift.to(z), a.expand(z.shape)

    def _inverse(self, x):
        check_sets(self.batch_shape, x, "One map")
        a = self.log_scale.to(x)
        return (-a).exp() * (x - self.shift.to(x)), (-a).expand(x.shape)


class Spline(Flow):
    """The spline through knots (..., K+1), which rise: ``spline_knots`` made them."""

    def __init__(self, knots_z, knots_x, slopes):
        super().__init__()
        for name, knots in (("knots_z", knots_z), ("knots_x", knots_x), ("slopes", slopes)):
            self._hold(name, knots)
        self.batch_shape = slopes.shape[:-1]

    def _forward(self, z):
        check_sets(self.batch_shape, z, "One spline")
        return spline_up(z, self.knots_z.to(z), self.knots_x.to(z), self.slopes.to(z))

    def _inverse(self, x):
        check_sets(self.batch_shape, x, "One spline")
        return spline_down(x, self.knots_z.to(x), self.knots_x.to(x), self.slopes.to(x))


class MixtureOf(Mixture):
    """The mixture of these log-weights, centres and scales, which make one: no check is needed."""

    def __init__(self, log_weights, means, scales):
        super().__init__()
        for name, value in (("log_weights", log_weights), ("means", means), ("scales", scales)):
            self._hold(name, value)

    def _can_change(self):
        return False


def bounded(u, most):
    """A tanh(u/A): u itself where it is small, and never beyond ±A."""
    return most * torch.tanh(u / most)


def check_size(u, size):
    """u, if its last dimension is ``size``. Raises ValueError."""
    if u.dim() == 0 or u.shape[-1] != size:
        raise ValueError(f"u has shape {tuple(u.shape)}, but this flow takes (..., {size}).")
    return u

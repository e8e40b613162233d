"""Chapter 14: turns of the circle, Möbius's maps, and weighted sums of these.

Data → base, with the angle x not wrapped ("lifted"):

    z = x + 2 atan2(r sin(x − c), 1 − r cos(x − c)),   dz/dx = (1 − r²) / (1 + r² − 2 r cos(x − c))

It rises by 2π in one turn, so the circle closes: there is no seam. Over the uniform base its
density is the wrapped Cauchy with its peak at c, and a weighted sum of such maps is their mixture.

References: P. McCullagh, "Möbius transformation and Cauchy parameter estimation" (1996); D. J.
Rezende et al., "Normalizing Flows on Tori and Spheres" (2020), arXiv:2002.02428.
"""

import math

import torch
from torch import Tensor, nn

from course_lib.flows.affine import number
from course_lib.flows.circle_root import angle_of_mixture
from course_lib.flows.flow import Flow, check_sets, decided, short
from course_lib.flows.manifold import CIRCLE, wrapped
from course_lib.flows.mobius import mobius, sum_of_mobius
from course_lib.flows.networks import whole

MOST = 0.999  # what a trainable r stays below
EVEN = 0.3  # the r at which it starts


class Turn(Flow):
    """Turn the circle: x = z + angle, wrapped; log_det = 0. Angles come back in [−π, π).

    Raises TypeError or ValueError if ``angle`` is not one finite number.

    >>> x, log_det = Turn(torch.pi)(torch.tensor(1.0))
    >>> round(x.item(), 4), log_det.item()
    (-2.1416, 0.0)
    """

    manifold = CIRCLE

    def __init__(self, angle: float | Tensor) -> None:
        super().__init__()
        self._hold("angle", number(angle, "angle"))

    def _forward(self, z):
        return wrapped(z + self.angle.to(z)), torch.zeros_like(z)

    def _inverse(self, x):
        return wrapped(x - self.angle.to(x)), torch.zeros_like(x)


class Mobius(Flow):
    """Pull the circle towards the angle c: data at c spread by (1 + r)/(1 − r) on their way back.

    z = x + 2 atan2(r sin(x − c), 1 − r cos(x − c)); the way from z to x is the same with −r. Over
    the uniform circle x has the wrapped Cauchy density, with mean direction c and mean length r.

    Shapes (...) → (...), (...); r and c are numbers (trained, then), or tensors () or (b,), one map
    for each angle. Angles come back in [−π, π).

    Raises TypeError if r or c is no number or float tensor; ValueError if r is not in [0, 1), or if
    b does not fit the angles.

    >>> z, log_det = Mobius(0.5, 0.0).inverse(torch.tensor([0.0, 1.0]))
    >>> [round(v, 4) for v in [*z.tolist(), *log_det.exp().tolist()]]
    [0.0, 2.0459, 3.0, 1.0568]
    """

    manifold = CIRCLE

    def __init__(self, r: float | Tensor, c: float | Tensor) -> None:
        super().__init__()
        self._hold("r", parameter(r, "r"))
        self._hold("c", parameter(c, "c"))
        check_radius(self.r)
        self.batch_shape = torch.broadcast_shapes(self.r.shape, self.c.shape)

    def _forward(self, z):
        return self._map(z, math.pi, -1)

    def _inverse(self, x):
        return self._map(x, 0.0, 1)

    def _map(self, a, half_turn, sign):
        check_sets(self.batch_shape, a, "One map")
        check_radius(self.r)
        # −r around c is r around the point across.
        turn, log_slope = mobius(a - self.c.to(a) - half_turn, self.r.to(a))
        return wrapped(a + turn), log_slope


class Mixture(Flow):
    """What both mixtures share. A subclass has ``log_weights``, ``r`` and ``c``, each (..., K)."""

    manifold = CIRCLE
    log_weights: Tensor
    r: Tensor
    c: Tensor

    @property
    def batch_shape(self) -> torch.Size:
        """The leading shape of the parameters: () if all angles share one mixture."""
        return self.c.shape[:-1]

    def _like(self, a):
        check_sets(self.batch_shape, a, "One mixture")
        return self.log_weights.to(a), self.r.to(a), self.c.to(a)

    def _inverse(self, x):
        turn, log_slope = sum_of_mobius(x, *self._like(x))
        return wrapped(x + turn), log_slope

    def _forward(self, z):
        x, log_slope = angle_of_mixture(z, *self._like(z))
        return wrapped(x), -log_slope


class MobiusMixture(Mixture):
    """The flow of a mixture of wrapped Cauchys: z = Σ wᵢ zᵢ(x), a weighted sum of Möbius maps.

    The sum of the maps, not wrapped, rises by one turn, as each does, and its slope is the mixture
    of theirs. So over the uniform circle log p = logsumexp(log w + log dzᵢ/dx) − log 2π. Sampling
    has no formula: it searches, between z ± 2 asin(max r), and is differentiable with respect to z
    and all parameters.

    Shapes: ``weights``, ``r`` and ``c`` (K,), or (..., K) with one mixture for each angle;
    (...) → (...), (...). Weights are divided by their sum wherever they are used.

    Raises TypeError if a parameter is no float tensor; ValueError if shapes differ, an r is not in
    [0, 1), a weight is not positive, or weights do not sum to 1.

    >>> half = torch.tensor([0.5, 0.5])
    >>> flow = MobiusMixture(half, torch.tensor([0.8, 0.2]), torch.tensor([0.0, 2.0]))
    >>> x, log_det = flow(torch.tensor(1.0))
    >>> round(flow.inverse(x)[0].item(), 4)
    1.0
    """

    def __init__(self, weights: Tensor, r: Tensor, c: Tensor) -> None:
        super().__init__()
        check_parts(weights=weights, r=r, c=c)
        check_radius(r)
        if not decided((weights > 0).all(), otherwise=True):
            raise ValueError(f"All weights must be positive, not {short(weights)}.")
        off = (weights.sum(-1) - 1).abs()
        if not decided((off < 1e-3).all(), otherwise=True):
            raise ValueError(f"Weights must sum to 1, these to {short(weights.sum(-1))}.")
        for name, value in (("weights", weights), ("r", r), ("c", c)):
            self._hold(name, value)

    @property
    def log_weights(self) -> Tensor:
        return self.weights.log() - self.weights.sum(-1, keepdim=True).log()

    def _like(self, a):
        check_radius(self.r)
        return super()._like(a)


class TrainableMobiusMixture(Mixture):
    """The mixture of k Möbius maps with free parameters: every value of them is a mixture.

    w = softmax(logits), r = 0.999 σ(raw_r), and c any angle. Centres start evenly around the
    circle, all with r = 0.3: close to the identity, with k ≥ 2.

    Raises TypeError or ValueError unless k is a whole number of at least 1.

    >>> [round(c, 4) for c in TrainableMobiusMixture(4).c.tolist()]
    [-2.3562, -0.7854, 0.7854, 2.3562]
    """

    def __init__(self, k: int) -> None:
        super().__init__()
        places = (torch.arange(whole(k, "k")) + 0.5) / k
        self.c = nn.Parameter(2 * math.pi * places - math.pi)
        self.logits = nn.Parameter(torch.zeros(k))
        self.raw_r = nn.Parameter(torch.full((k,), EVEN / MOST).logit())

    @property
    def log_weights(self) -> Tensor:
        return self.logits.log_softmax(-1)

    @property
    def weights(self) -> Tensor:
        return self.logits.softmax(-1)

    @property
    def r(self) -> Tensor:
        return MOST * self.raw_r.sigmoid()


def parameter(value, name):
    """A number as a parameter, or a float tensor of finite numbers as it is."""
    if not isinstance(value, Tensor) or value.dim() == 0:
        return number(value, name)
    if not value.is_floating_point():
        raise TypeError(f"{name} must hold floating-point numbers, not {value.dtype}.")
    if not decided(value.isfinite().all(), otherwise=True):
        raise ValueError(f"{name} has an entry that is not finite: {short(value)}.")
    return value


def check_radius(r):
    """Raise a ValueError unless 0 ≤ r < 1 everywhere."""
    if not decided(((r >= 0) & (r < 1)).all(), otherwise=True):
        raise ValueError(
            f"r must lie in [0, 1), not {short(r)}: at 1 the whole circle lands on one point. "
            "(If training has done that: the trainable one cannot.)"
        )


def check_parts(**parts):
    """Raise unless these are float tensors of one shape (..., K), of finite numbers."""
    for name, value in parts.items():
        if not isinstance(value, Tensor) or not value.is_floating_point():
            raise TypeError(f"{name} must be a floating-point tensor, not {value!r}.")
        parameter(value.reshape(-1), name)
    shapes = {name: tuple(value.shape) for name, value in parts.items()}
    if len(set(shapes.values())) > 1 or () in shapes.values():
        raise ValueError(f"One shape (..., K) for all is needed, not {shapes}.")

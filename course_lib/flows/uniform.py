"""Chapter 14: the uniform densities of the circle and of the sphere, as torch distributions.

They take the place that the standard normal has on the line: the base that knows no direction.
"""

import math
from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import Tensor
from torch.distributions import Distribution, constraints

from course_lib.flows.flow import broadcast, check_event
from course_lib.flows.manifold import CIRCLE, OFF, SPHERE, on_sphere


class _OnSphere(constraints.Constraint):
    """Vectors of three numbers, of length 1."""

    event_dim = 1

    def check(self, value):
        return (torch.linalg.vector_norm(value, dim=-1) - 1).abs() <= OFF


class Uniform(Distribution):
    """What both have in common: a constant density, and no parameter but dtype and device."""

    arg_constraints: ClassVar[dict] = {}
    has_rsample = True  # samples depend on no parameter: all their derivatives are there, and 0
    log_area: float

    def __init__(
        self,
        batch_shape: Sequence[int] = (),
        dtype: torch.dtype | None = None,
        device: torch.device | str | None = None,
        validate_args: bool | None = None,
    ) -> None:
        self._kind = {"dtype": dtype or torch.get_default_dtype(), "device": device}
        event_shape = torch.Size(self.shape_of_event)
        super().__init__(torch.Size(batch_shape), event_shape, validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return type(self)(batch_shape, **self._kind, validate_args=self._validate_args)

    def entropy(self) -> Tensor:
        """The logarithm of the whole length, or area."""
        return torch.full(self.batch_shape, self.log_area, **self._kind)

    def _constant(self, value):
        leading = value.shape[: value.dim() - len(self.event_shape)]
        shape = broadcast(leading, self.batch_shape)
        if shape is None:
            given, own = tuple(leading), tuple(self.batch_shape)
            raise ValueError(f"Events of shape {given} do not fit a batch of shape {own}.")
        return value.new_full(shape, -self.log_area)

    def __repr__(self):
        return f"{type(self).__name__}({'' if not self.batch_shape else tuple(self.batch_shape)})"


class UniformCircle(Uniform):
    """Every direction alike: p = 1/2π per radian, samples in [−π, π).

    Shapes: samples (k, *batch); ``log_prob`` takes any angles (...), whatever their turn, to (...).

    Raises TypeError if an angle is no floating-point tensor, ValueError if one is NaN or infinite.

    >>> p = UniformCircle()
    >>> round(p.log_prob(torch.tensor(10.0)).item(), 4), p.sample((5,)).shape
    (-1.8379, torch.Size([5]))
    """

    manifold = CIRCLE
    shape_of_event = ()
    log_area = math.log(2 * math.pi)
    support = constraints.half_open_interval(-math.pi, math.pi)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Angles in [−π, π)."""
        share = torch.rand(self._extended_shape(torch.Size(sample_shape)), **self._kind)
        # In float32 2π · share may be rounded up to the end, which is the beginning.
        a = math.pi * (2 * share - 1)
        return torch.where(a >= math.pi, -math.pi, a)

    def log_prob(self, a: Tensor) -> Tensor:
        """−log 2π everywhere."""
        check_event(a, (), "the angle")
        if self._validate_args and not a.isfinite().all():
            count = int((~a.isfinite()).sum())
            raise ValueError(f"{count} of the {a.numel()} angles are NaN or infinite.")
        return self._constant(a)


class UniformSphere(Uniform):
    """Every point of the unit sphere alike: p = 1/4π per steradian.

    Shapes: samples (k, *batch, 3); ``log_prob`` takes (..., 3) to (...).

    Raises TypeError if x is no floating-point tensor, ValueError if its last dimension is not 3 or
    a length differs from 1 by more than 1e-3.

    Samples by Archimedes: height and longitude are uniform, each by itself.

    >>> p = UniformSphere()
    >>> round(p.log_prob(torch.tensor([0.0, 0.0, 1.0])).item(), 4), p.sample((5,)).shape
    (-2.531, torch.Size([5, 3]))
    """

    manifold = SPHERE
    shape_of_event = (3,)
    log_area = math.log(4 * math.pi)
    support = _OnSphere()

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Points of length 1."""
        shape = self._extended_shape(torch.Size(sample_shape))
        u, v = torch.rand((2, *shape[:-1]), **self._kind)
        # Height 2u − 1; and the ring's radius √(1 − h²) without a difference.
        ring, phi = 2 * torch.sqrt(u * (1 - u)), 2 * math.pi * v
        return torch.stack([ring * phi.cos(), ring * phi.sin(), 2 * u - 1], -1)

    def log_prob(self, x: Tensor) -> Tensor:
        """−log 4π everywhere."""
        check_event(x, (3,), "x")
        return self._constant(on_sphere(x) if self._validate_args else x)


BASES = {CIRCLE: UniformCircle, SPHERE: UniformSphere}


def uniform_on(manifold: str, like: Tensor | None = None) -> Distribution:
    """The uniform base of this manifold, in the dtype and on the device of ``like``."""
    kind = {} if like is None else {"dtype": like.dtype, "device": like.device}
    return BASES[manifold](**kind, validate_args=False)


def check_base(manifold, base):
    """Raise a ValueError unless ``base`` is what a flow on this manifold can start from."""
    there = getattr(base, "manifold", "line")
    if manifold in BASES and not isinstance(base, BASES[manifold]):
        raise ValueError(
            f"This flow lives on the {manifold}, so its base is {BASES[manifold].__name__}(), "
            f"which is taken if you give none, not {base!r}."
        )
    if manifold not in BASES and there != manifold:
        raise ValueError(
            f"The base {base!r} lives on the {there}, the flow on the {manifold}: a flow stays "
            "where its base is."
        )

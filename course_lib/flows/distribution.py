"""A flow and a base together are a distribution."""

import contextlib
import math
from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import Tensor
from torch.distributions import Distribution, Independent, Normal, register_kl

from course_lib.flows.contexts import check_side_by_side, waits
from course_lib.flows.flow import (
    Flow,
    apply,
    batch_shape_of,
    broadcast,
    check_event,
    check_flow,
    context_size_of,
    decided,
    event_shape_of,
    warn_of_untouched,
)
from course_lib.flows.manifold import LINE, SPHERE, manifold_of, on_sphere
from course_lib.flows.random_stream import RandomStream
from course_lib.flows.support import (
    bounds,
    ends_of_image,
    everywhere,
    image,
    support_of,
    two_inside,
    unchecked,
)
from course_lib.flows.uniform import check_base, uniform_on


class FlowDistribution(Distribution):
    """The distribution of x = f(z) with z from the base: a real torch distribution.

    log p(x) = log p0(f⁻¹(x)) + log|det ∂f⁻¹/∂x|

    ``flow`` is anything with ``forward(z) -> (x, log_det)`` and ``inverse(x) -> (z, log_det)``; its
    attribute ``event_shape`` (or else the base's) says what one event is.
    Without a base it is the standard normal, which takes dtype and device from x (for samples: from
    the flow's parameters). Infinitely far away, and outside of the support, the density is 0.

    On the circle and on the sphere (``flow.manifold``) the base is the uniform one, and the density
    is per radian or per steradian. There an angle is the same place after a whole turn; a point of
    the sphere has length 1.

    Shapes: with event shape (n,) ``log_prob`` takes (..., n) to (...), with () it takes (...) to
    (...); ``rsample((k,))`` gives (k, n) or (k,). If the flow has a batch of parameters (b, K), or
    the base a batch shape, there are b distributions: x is broadcast against (b,), as in torch, and
    samples are (k, b) or (k, b, n).

    Raises TypeError for something that is not a flow, ValueError for shapes that do not fit (of x,
    of the base, and of what the flow returns), for a base that is not on the flow's manifold, for a
    CDF on the circle, for a point that is not on the sphere, and for NaN; ``validate_args=False``
    switches the checks of values off, the base's, too. (Inside torch.func.vmap nobody can look at
    values: there they are not checked.)

    Reference: G. Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and
    Inference", JMLR 22 (2021), section 2.

    >>> from course_lib.flows import Linear
    >>> p = FlowDistribution(Linear(2.0, 1.0))
    >>> torch.allclose(p.log_prob(torch.tensor(0.5)), Normal(1.0, 2.0).log_prob(torch.tensor(0.5)))
    True
    >>> p
    FlowDistribution(Linear(a=2, b=1), base: standard normal, batch_shape=(), event_shape=())
    """

    arg_constraints: ClassVar[dict] = {}

    def __init__(
        self, flow: Flow, base: Distribution | None = None, validate_args: bool | None = None
    ) -> None:
        check_flow(flow)
        if context_size_of(flow):
            raise ValueError(waits(flow))
        warn_of_untouched(flow)
        self.flow = flow
        event_shape = event_shape_of(flow)
        if base is not None and not hasattr(flow, "event_shape"):
            event_shape = getattr(base, "event_shape", event_shape)  # the base knows
        self.manifold = manifold_of(flow if hasattr(flow, "manifold") else base)
        self.base = default_base(self.manifold, event_shape) if base is None else base
        if not isinstance(self.base, Distribution):
            raise TypeError(f"base must be a torch distribution, not {base!r}.")
        check_base(self.manifold, self.base)
        # The default base follows dtype and device.
        self._follows = base is None or self.manifold != LINE
        if self.base.event_shape != event_shape:
            raise ValueError(
                f"One event of the base has shape {tuple(self.base.event_shape)}, one of the flow "
                f"{tuple(event_shape)}: they must be the same. (torch.distributions.Independent "
                "makes one event of several numbers.)"
            )
        batches = batch_shape_of(flow), self.base.batch_shape
        batch_shape = broadcast(*batches)
        if batch_shape is None:
            raise ValueError(
                f"The flow's batch shape {tuple(batches[0])} and the base's {tuple(batches[1])} do "
                "not fit together."
            )
        if batch_shape != self.base.batch_shape:
            self.base = self.base.expand(batch_shape)
        super().__init__(batch_shape, event_shape, validate_args=validate_args)
        self._hold_base(self.base)

    def _hold_base(self, base):
        self.base = base
        self._quiet_base = unchecked(base)  # what lies outside of its support is seen to here
        # A map of a manifold leads to all of it: nothing lies outside.
        self._real = self.manifold != LINE or everywhere(support_of(base))

    def __repr__(self):
        base = "standard normal" if self._follows else repr(self.base)
        base = base if self.manifold == LINE else f"uniform on the {self.manifold}"
        return (
            f"FlowDistribution({self.flow!r}, base: {base}, "
            f"batch_shape={tuple(self.batch_shape)}, event_shape={tuple(self.event_shape)})"
        )

    @property
    def has_rsample(self):
        return self.base.has_rsample

    @property
    def support(self):
        """Where the density is positive: the image of the base's support."""
        if self.manifold != LINE:
            return self.base.support
        return image(self.flow, support_of(self.base), self.event_shape, self._zeros())

    def expand(self, batch_shape, _instance=None):
        new = self._get_checked_instance(FlowDistribution, _instance)
        new.flow, new._follows, new.manifold = self.flow, self._follows, self.manifold
        new._hold_base(self.base.expand(batch_shape))
        super(FlowDistribution, new).__init__(batch_shape, self.event_shape, validate_args=False)
        new._validate_args = self._validate_args
        return new

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x), the logarithm of the density."""
        x = self._broadcast(x, "x")
        if self._validate_args:
            refuse_nan(x, "x", "Look for missing values in your data")
        if self.manifold == SPHERE:
            x = on_sphere(x)
        log_p = self._log_prob(x, self._any_of_event(x.isinf()), 0.0)
        if not decided(log_p.isnan().any(), otherwise=False):
            return log_p
        below, above, inside = self._beyond(x)
        far = self._any_of_event(x.isinf()) | below | above
        log_p = self._log_prob(x, far, inside)
        if self._validate_args:
            refuse_nan(log_p, "log p(x)", "The flow's inverse or its log_det gives NaN there")
        return log_p

    def _log_prob(self, x, far, inside):
        """log p(x); where x is ``far`` it is −∞, and ``inside`` is put in the place of x."""
        # There the map may give ∞ − ∞: so no NaN reaches the gradient either.
        x = torch.where(self._each_of_event(far), inside, x)
        z, log_det = apply(self.flow.inverse, x, self.event_shape)
        if not z.numel():  # torch's Independent cannot sum nothing
            return log_det
        base = self._base_like(x)
        if not self._real:
            missing = self._any_of_event(z.isnan())
            outside = ~support_of(base).check(z) & ~missing
            z = torch.where(self._each_of_event(outside), two_inside(support_of(base))[0].to(z), z)
            log_det = log_det.masked_fill(missing, torch.nan)  # a base may know nothing of NaN
            far = far | outside
        return (base.log_prob(z) + log_det).masked_fill(far, -torch.inf)

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples x = f(z) that are differentiable functions of the flow's parameters."""
        z = self._base_like(None).rsample(torch.Size(sample_shape))
        return apply(self.flow.forward, z, self.event_shape)[0]

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples x = f(z), cut from the graph: no gradient flows through them."""
        with torch.no_grad():
            z = self._base_like(None).sample(torch.Size(sample_shape))
            return apply(self.flow.forward, z, self.event_shape)[0]

    def cdf(self, x: Tensor) -> Tensor:
        """P(X ≤ x), in one dimension: the base's CDF of z, or 1 minus that if the flow falls."""
        self._refuse_events("A CDF")
        x = self._broadcast(x, "x")
        if self._validate_args:
            refuse_nan(x, "x", "Look for missing values in your data")
        z = apply(self.flow.inverse, x.masked_fill(x.isinf(), 0.0), self.event_shape)[0]
        base, rising = self._base_like(x), self._rises(x)
        if self._follows:  # Φ, in either tail to the last digit
            u = 0.5 * torch.erfc(torch.where(rising, -z, z) / math.sqrt(2))
        else:
            low, high = bounds(support_of(base))
            u = base.cdf(z if self._real else z.clamp(low, high))
            u = torch.where(rising, u, 1 - u)
        below, above = x == -torch.inf, x == torch.inf
        if decided(u.isnan().any(), otherwise=False):
            beyond = self._beyond(x)
            below, above = below | beyond[0], above | beyond[1]
        return u.masked_fill(below, 0.0).masked_fill(above, 1.0)

    def icdf(self, u: Tensor) -> Tensor:
        """The quantile x with P(X ≤ x) = u, in one dimension: f of the base's quantile."""
        self._refuse_events("A quantile")
        u = self._broadcast(u, "u")
        if self._validate_args and not decided(((u >= 0) & (u <= 1)).all(), otherwise=True):
            raise ValueError("u is a probability: all its numbers must lie between 0 and 1.")
        base, rising = self._base_like(u), self._rises(u)
        if self._follows:
            z = torch.special.ndtri(u)
            z = torch.where(rising, z, -z)
        else:
            z = base.icdf(torch.where(rising, u, 1 - u))
        return apply(self.flow.forward, z, self.event_shape)[0]

    def entropy(self, n: int = 1000, seed: int | None = None) -> Tensor:
        """The entropy −E[log p(x)], estimated with n samples, differentiable.

        With a seed the same samples are drawn every time, and torch's generators are left as they
        were.
        """
        with contextlib.nullcontext() if seed is None else RandomStream(seed):
            x = self.rsample((n,))
        return -self.log_prob(x).mean(0)

    @property
    def mean(self):
        raise NotImplementedError(
            "The mean of a flow has no formula. Estimate it: p.sample((100_000,)).mean(0)."
        )

    @property
    def variance(self):
        raise NotImplementedError(
            "The variance of a flow has no formula. Estimate it: p.sample((100_000,)).var(0)."
        )

    @property
    def mode(self):
        raise NotImplementedError(
            "The mode of a flow has no formula. Look for it: the largest p.log_prob(x) on a grid."
        )

    def _base_like(self, like):
        """The base without its checks; the default one like ``like`` in dtype, or like the flow."""
        if not self._follows:
            return self._quiet_base
        like = first_tensor(self.flow) if like is None else like
        return default_base(self.manifold, self.event_shape, like).expand(self.batch_shape)

    def _zeros(self, like=None):
        """Zeros of the batch shape, in the dtype and on the device of ``like`` or of the flow."""
        like = first_tensor(self.flow) if like is None else like
        kind = {} if like is None else {"dtype": like.dtype, "device": like.device}
        return torch.zeros(self.batch_shape, **kind)

    def _rises(self, like):
        """Does the map rise? One answer for each of the batch."""
        places = torch.stack([self._zeros(like) + z for z in two_inside(support_of(self.base))])
        with torch.no_grad():
            low, high = apply(self.flow.forward, places, self.event_shape)[0]
        return low < high

    def _beyond(self, x):
        """Which x lie below, which above all that f reaches; and an x that f does reach."""
        nowhere = self._any_of_event(torch.zeros_like(x, dtype=torch.bool))
        if self.event_shape or self.manifold != LINE:
            return nowhere, nowhere, 0.0
        zeros = self._zeros(x)
        low, high = ends_of_image(self.flow, support_of(self.base), zeros)
        if not decided((low < high).all(), otherwise=False):
            return nowhere, nowhere, 0.0
        with torch.no_grad():
            inside = self.flow.forward(zeros + two_inside(support_of(self.base))[0].to(x))[0]
        return x <= low, x >= high, inside

    def _any_of_event(self, mask):
        return mask.flatten(-len(self.event_shape)).any(-1) if self.event_shape else mask

    def _each_of_event(self, mask):
        return mask.reshape(mask.shape + (1,) * len(self.event_shape))

    def _broadcast(self, value, name):
        """``value`` for each of the batch. Raises unless its shape fits, as torch's rules say."""
        check_event(value, self.event_shape, name)
        if not self.batch_shape:
            return value
        leading = value.shape[: value.dim() - len(self.event_shape)]
        shape = broadcast(leading, self.batch_shape)
        if shape is None:
            raise ValueError(
                f"{name} has shape {tuple(value.shape)}, which does not fit the batch shape "
                f"{tuple(self.batch_shape)} of these distributions."
            )
        if self._validate_args and getattr(self.flow, "conditioned", False):
            check_side_by_side(self.batch_shape, value, self.event_shape, name)
        return value.expand(shape + self.event_shape)

    def _refuse_events(self, what):
        if self.event_shape:
            raise ValueError(f"{what} needs single numbers; events here are {self.event_shape}.")
        if self.manifold != LINE:
            raise ValueError(
                f"{what} counts from the lowest value on, and a circle has none: no angle comes "
                "first. Cut it yourself, and integrate log_prob(…).exp() from there."
            )


def default_base(manifold, event_shape, like=None):
    """What a flow starts from, if you name no base: standard normal, or uniform on its manifold."""
    return standard_normal(event_shape, like) if manifold == LINE else uniform_on(manifold, like)


def standard_normal(event_shape, like=None):
    """The standard normal for events of this shape, in the dtype and on the device of ``like``."""
    like = torch.zeros(()) if like is None else like
    mean = torch.zeros(event_shape, dtype=like.dtype, device=like.device)
    normal = Normal(mean, torch.ones_like(mean), validate_args=False)
    return Independent(normal, len(event_shape), validate_args=False) if event_shape else normal


def first_tensor(flow):
    """The first of the flow's floating-point parameters or buffers, or None."""
    if isinstance(flow, torch.nn.Module):
        tensors = (*flow.parameters(), *flow.buffers())
        return next((tensor for tensor in tensors if tensor.is_floating_point()), None)
    return None


def refuse_nan(values, name, advice):
    """Raise a ValueError that counts the NaN in ``values``."""
    missing = values.isnan()
    if decided(missing.any(), otherwise=False):
        count = int(missing.sum())
        raise ValueError(f"{count} of the {values.numel()} numbers in {name} are NaN. {advice}.")


@register_kl(FlowDistribution, FlowDistribution)
@register_kl(FlowDistribution, Distribution)
@register_kl(Distribution, FlowDistribution)
def _no_formula(p, q):
    raise NotImplementedError(
        "KL(p‖q) has no formula where one of them is a flow. Estimate it: "
        "x = p.rsample((100_000,)), (p.log_prob(x) - q.log_prob(x)).mean()."
    )

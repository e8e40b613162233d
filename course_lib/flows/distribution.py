"""A flow and a base together are a distribution."""

import contextlib
from collections.abc import Sequence
from typing import ClassVar

import torch
from torch import Tensor
from torch.distributions import Distribution, Independent, Normal, constraints

from course_lib.flows.flow import Flow, check_event, check_flow, event_shape_of


class FlowDistribution(Distribution):
    """The distribution of x = f(z) with z from the base: a real torch distribution.

    log p(x) = log p0(f⁻¹(x)) + log|det ∂f⁻¹/∂x|

    ``flow`` is anything with ``forward(z) -> (x, log_det)`` and ``inverse(x) -> (z, log_det)``; its
    attribute ``event_shape`` (or else the base's) says what one event is.
    Without a base it is the standard normal, which takes dtype and device from x (for samples: from
    the flow's parameters). Infinitely far away the density is 0.

    Shapes: with event shape (n,) ``log_prob`` takes (..., n) to (...), with () it takes (...) to
    (...); ``rsample((k,))`` gives (k, n) or (k,).

    Raises TypeError for something that is not a flow, ValueError for shapes that do not fit (of x,
    of the base, and of what the flow returns) and for NaN; ``validate_args=False`` switches the
    checks of values off.

    Reference: G. Papamakarios et al., "Normalizing Flows for Probabilistic Modeling and
    Inference", JMLR 22 (2021), section 2.

    >>> from course_lib.flows import Linear
    >>> p = FlowDistribution(Linear(2.0, 1.0))
    >>> torch.allclose(p.log_prob(torch.tensor(0.5)), Normal(1.0, 2.0).log_prob(torch.tensor(0.5)))
    True
    """

    arg_constraints: ClassVar[dict] = {}

    def __init__(
        self, flow: Flow, base: Distribution | None = None, validate_args: bool | None = None
    ) -> None:
        check_flow(flow)
        self.flow = flow
        event_shape = event_shape_of(flow)
        if base is not None and not hasattr(flow, "event_shape"):
            event_shape = getattr(base, "event_shape", event_shape)  # the base knows
        self._follows = base is None  # the default base follows dtype and device
        self.base = standard_normal(event_shape) if base is None else base
        if not isinstance(self.base, Distribution):
            raise TypeError(f"base must be a torch distribution, not {base!r}.")
        if self.base.event_shape != event_shape:
            raise ValueError(
                f"One event of the base has shape {tuple(self.base.event_shape)}, one of the flow "
                f"{tuple(event_shape)}: they must be the same. (torch.distributions.Independent "
                "makes one event of several numbers.)"
            )
        super().__init__(self.base.batch_shape, event_shape, validate_args=validate_args)

    @property
    def has_rsample(self):
        return self.base.has_rsample

    @property
    def support(self):
        return constraints.independent(constraints.real, len(self.event_shape))

    def expand(self, batch_shape, _instance=None):
        new = self._get_checked_instance(FlowDistribution, _instance)
        new.flow, new._follows = self.flow, self._follows
        new.base = self.base.expand(batch_shape)
        super(FlowDistribution, new).__init__(batch_shape, self.event_shape, validate_args=False)
        new._validate_args = self._validate_args
        return new

    def log_prob(self, x: Tensor) -> Tensor:
        """log p(x), the logarithm of the density."""
        check_event(x, self.event_shape, "x")
        if self._validate_args:
            refuse_nan(x, "x", "Look for missing values in your data")
        far = x.isinf()
        if self.event_shape:
            far = far.flatten(-len(self.event_shape)).any(-1)
        # There the map may give ∞ − ∞. Put 0 in, so that no NaN reaches the gradient either.
        mask = far.reshape(far.shape + (1,) * len(self.event_shape))
        z, log_det = self._mapped(self.flow.inverse, x.masked_fill(mask, 0.0))
        log_p = (self._base_like(x).log_prob(z) + log_det).masked_fill(far, -torch.inf)
        if self._validate_args:
            refuse_nan(log_p, "log p(x)", "The flow's inverse or its log_det gives NaN there")
        return log_p

    def rsample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples x = f(z) that are differentiable functions of the flow's parameters."""
        z = self._base_like(None).rsample(torch.Size(sample_shape))
        return self._mapped(self.flow.forward, z)[0]

    def sample(self, sample_shape: Sequence[int] = ()) -> Tensor:
        """Samples x = f(z), cut from the graph: no gradient flows through them."""
        with torch.no_grad():
            z = self._base_like(None).sample(torch.Size(sample_shape))
            return self._mapped(self.flow.forward, z)[0]

    def cdf(self, x: Tensor) -> Tensor:
        """P(X ≤ x), in one dimension: the base's CDF of z, or 1 minus that if the flow falls."""
        if self.event_shape:
            raise ValueError(f"A CDF needs single numbers; events here are {self.event_shape}.")
        check_event(x, self.event_shape, "x")
        u = self._base_like(x).cdf(self._mapped(self.flow.inverse, x)[0])
        low, high = self._mapped(self.flow.forward, x.new_tensor([-1.0, 1.0]))[0]
        return u if low < high else 1 - u

    def entropy(self, n: int = 1000, seed: int | None = None) -> Tensor:
        """The entropy −E[log p(x)], estimated with n samples, differentiable.

        With a seed the same samples are drawn every time, and torch's generator is left as it was.
        """
        with torch.random.fork_rng(devices=[]) if seed is not None else contextlib.nullcontext():
            if seed is not None:
                torch.manual_seed(seed)
            x = self.rsample((n,))
        return -self.log_prob(x).mean(0)

    def _base_like(self, like):
        """The base; the default one in the dtype and on the device of ``like`` or of the flow."""
        if not self._follows:
            return self.base
        if like is None:
            like = first_tensor(self.flow)
        return standard_normal(self.event_shape, like).expand(self.batch_shape)

    def _mapped(self, function, value):
        """Apply ``function`` and check what it returns, so that nothing is broadcast in silence."""
        result = function(value)
        name = getattr(function, "__name__", "the flow")
        if not (isinstance(result, tuple) and len(result) == 2):
            raise TypeError(f"{name} must return a pair (value, log_det), not {result!r}.")
        expected = (value.shape, value.shape[: value.dim() - len(self.event_shape)])
        for what, tensor, shape in zip(("value", "log_det"), result, expected, strict=True):
            if not isinstance(tensor, torch.Tensor) or tensor.shape != shape:
                given = tuple(tensor.shape) if isinstance(tensor, torch.Tensor) else repr(tensor)
                raise ValueError(
                    f"{name} was given shape {tuple(value.shape)} and must return a {what} of "
                    f"shape {tuple(shape)}, not {given}. (One event of this flow has shape "
                    f"{tuple(self.event_shape)}: its attribute event_shape says so.)"
                )
        return result


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
    count = int(values.isnan().sum())
    if count:
        raise ValueError(f"{count} of the {values.numel()} numbers in {name} are NaN. {advice}.")

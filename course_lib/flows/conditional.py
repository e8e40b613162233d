"""Chapter 10 as code: a conditional flow is a function from a context c to a flow.

``flow.given(c)`` is a flow like every other: forward and inverse take one argument, and everything
that holds for flows holds for it. The function keeps no context; the flow that it returns does.

    p(x | c) = p0(f⁻¹(x; c)) |det ∂f⁻¹/∂x|

A context is a vector of ``context_size`` numbers; c has shape (..., context_size), and its leading
shape is the batch shape of the flow: one map for each context.
"""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.distributions import Distribution

from course_lib.flows.contexts import check_batch, check_context, leading_shape, uses_none, waits
from course_lib.flows.distribution import FlowDistribution
from course_lib.flows.flow import (
    Flow,
    batch_shape_of,
    check_flow,
    context_size_of,
    event_shape_of,
    warn_of_untouched,
)
from course_lib.flows.manifold import manifold_of

Network = Callable[[Tensor], Tensor]  # contexts (..., n) → parameters (..., size)


class ConditionalFlow(Flow):
    """A flow whose map depends on a context: a function from contexts to flows.

    ``given(c)`` returns the flow at c, with one map for each context: c of shape (*batch,
    context_size) gives a flow of batch shape ``batch``. Without a context there is no map:
    ``forward`` and ``inverse`` say so. With ``context_size = 0`` it is an ordinary flow.

    A subclass sets ``event_shape`` and ``context_size`` and writes ``_forward(z, c)`` and
    ``_inverse(x, c)``, with c of shape (*batch, context_size), to be broadcast against the leading
    shape of z. (Or it writes ``_given(c)``, which returns the flow.)

    Raises TypeError if c is no floating-point tensor, ValueError if it has the wrong width, if a
    number of it is NaN or infinite, if there is nobody to use it, or, once data come, if its batch
    does not fit theirs.

    >>> from course_lib.flows import Autoregressive, UnivariateSpline
    >>> flow = Autoregressive(2, UnivariateSpline(8, 4.0), hidden=16, context=3)
    >>> x, log_det = flow.given(torch.zeros(5, 3))(torch.ones(5, 2))
    >>> x.shape, log_det.shape
    (torch.Size([5, 2]), torch.Size([5]))
    """

    context_size: int = 0

    def given(self, c: Tensor) -> Flow:
        """The flow at the context c: one map for each of c's leading shape."""
        check_context(c, self)
        flow = self._given(c)
        flow.conditioned = True
        return flow

    def forward(self, z: Tensor) -> tuple[Tensor, Tensor]:
        self._refuse_without_context()
        return super().forward(z)

    def inverse(self, x: Tensor) -> tuple[Tensor, Tensor]:
        self._refuse_without_context()
        return super().inverse(x)

    def _given(self, c):
        return Given(self, c)

    def _refuse_without_context(self):
        if self.context_size:
            raise ValueError(waits(self))


class Given(Flow):
    """A conditional flow at its contexts c: what ``given`` returns."""

    def __init__(self, flow, c):
        super().__init__()
        self.flow = flow
        self._hold("c", c)
        self.event_shape, self.batch_shape = flow.event_shape, c.shape[:-1]
        self.manifold = manifold_of(flow)

    def _forward(self, z):
        check_batch(self.batch_shape, z, self.event_shape, "z")
        return self.flow._forward(z, self.c.to(z))

    def _inverse(self, x):
        check_batch(self.batch_shape, x, self.event_shape, "x")
        return self.flow._inverse(x, self.c.to(x))


class Conditional(nn.Module):
    """A conditional distribution p(x | c): call it with contexts, and it is a distribution.

    ``Conditional(flow)(c)`` is the ``FlowDistribution`` of ``flow.given(c)``: with c of shape
    (*batch, context_size) its batch shape is ``batch``. So ``log_prob(x)`` takes the i-th x with
    the i-th context, and ``sample((k,))`` draws k for each, shape (k, *batch, *event).

    Raises TypeError or ValueError if the flow takes no context; those of ``given``.

    >>> from course_lib.flows import MLP, ConditionalUnivariate, UnivariateAffine
    >>> flow = ConditionalUnivariate(UnivariateAffine(), MLP(3, 2, hidden=8))
    >>> p = Conditional(flow)(torch.zeros(5, 3))
    >>> p.batch_shape, p.sample((7,)).shape
    (torch.Size([5]), torch.Size([7, 5]))
    """

    def __init__(self, flow: ConditionalFlow, base: Distribution | None = None) -> None:
        super().__init__()
        check_flow(flow)
        if not context_size_of(flow):
            raise ValueError(uses_none(flow))
        warn_of_untouched(flow)
        self.flow, self.base = flow, base

    def forward(self, c: Tensor) -> FlowDistribution:
        """p(x | c), one distribution for each context."""
        return FlowDistribution(self.flow.given(c), self.base)


class ConditionalUnivariate(ConditionalFlow):
    """A one-dimensional flow whose parameters a network makes of the context: p(x | c), x a number.

    θ = network(c), and x = g(z; θ) with the ``univariate``'s g: affine, spline or mixture. Events
    have no dimension: with c of shape (*batch, context_size) x has shape (*batch).

    ``network`` maps (..., context_size) to (..., univariate.size). The size of a context is asked
    of its ``n_in`` or its first ``nn.Linear``; for others give ``context``.

    Raises ValueError if the network's result has another shape; those of ``given``.

    >>> from course_lib.flows import MLP, UnivariateSpline
    >>> spline = UnivariateSpline(bins=8, bound=4.0)
    >>> flow = ConditionalUnivariate(spline, MLP(2, spline.size, hidden=16))
    >>> x, log_det = flow.given(torch.zeros(5, 2))(torch.full((5,), 0.5))
    >>> x.shape, torch.allclose(x, torch.tensor(0.5))
    (torch.Size([5]), True)
    """

    def __init__(
        self, univariate: Callable[[Tensor], Flow], network: Network, context: int | None = None
    ) -> None:
        super().__init__()
        self.univariate, self.network = univariate, network
        self.context_size = inputs_of(network) if context is None else context

    def _given(self, c):
        return self.univariate(parameters_from(self.network, c, self.univariate.size))


class ParametersOf(ConditionalFlow):
    """One network gives all the parameters of a flow, a set for each context (jammy_flows' way).

    The parameters are θ(c) = θ₀ + network(c), with the flow's own as θ₀: if the network's last
    layer starts at zero, the conditional flow starts as the flow itself, which may have been
    started from data. Any flow will do, chains too; θ₀ is trained with the network.

    ``network`` maps (..., context_size) to (..., size), where ``size`` is the number of the flow's
    parameters, ``parameters_in(flow)``. The size of a context is asked of its ``n_in`` or its first
    ``nn.Linear``; for others give ``context``.

    Raises TypeError or ValueError if the flow has no parameters, or waits for a context itself; if
    the network's result has another shape; those of ``given``.

    Reference: T. Glüsenkamp, "Unifying supervised learning and VAEs" (2024), arXiv:2008.05825.

    >>> from course_lib.flows import MLP, TrainableAffine
    >>> affine = TrainableAffine(2)
    >>> flow = ParametersOf(affine, MLP(3, parameters_in(affine), hidden=8))
    >>> x, log_det = flow.given(torch.zeros(5, 3))(torch.zeros(5, 2))
    >>> x.shape, log_det.shape
    (torch.Size([5, 2]), torch.Size([5]))
    """

    def __init__(self, flow: Flow, network: Network, context: int | None = None) -> None:
        super().__init__()
        check_flow(flow)
        self.size = parameters_in(flow)
        if not self.size:
            raise ValueError(f"{flow!r} has no parameters that a network could give.")
        if context_size_of(flow) or batch_shape_of(flow):
            raise ValueError(f"The flow must be one map, without contexts or batches: {flow!r}.")
        self.flow, self.network = flow, network
        self.event_shape, self.manifold = event_shape_of(flow), manifold_of(flow)
        self.context_size = inputs_of(network) if context is None else context

    def _given(self, c):
        change = parameters_from(self.network, c, self.size)
        own = dict(self.flow.named_parameters())
        parts = change.split([p.numel() for p in own.values()], -1)
        batch = c.shape[:-1]
        return WithParameters(self.flow, batch, {
            name: p + part.reshape((*batch, *p.shape))
            for (name, p), part in zip(own.items(), parts, strict=True)
        })  # fmt: skip


class WithParameters(Flow):
    """A flow with other parameters than its own: a set for each of a batch, (*batch, *shape)."""

    def __init__(self, flow, batch_shape, parameters):
        super().__init__()
        self.there, self.back = Way(flow, "forward"), Way(flow, "inverse")
        self.sets = parameters
        self.event_shape, self.batch_shape = event_shape_of(flow), batch_shape
        self.manifold = manifold_of(flow)

    def _forward(self, z):
        check_batch(self.batch_shape, z, self.event_shape, "z")
        return self._run(self.there, z)

    def _inverse(self, x):
        check_batch(self.batch_shape, x, self.event_shape, "x")
        return self._run(self.back, x)

    def _run(self, way, value):
        """The map with each set of parameters by itself, all at once: torch.func.vmap."""

        def one(parameters, value):
            return torch.func.functional_call(way, parameters, (value,))

        sets = {f"flow.{name}": p.to(value) for name, p in self.sets.items()}
        axes = len(self.batch_shape)
        if not axes:
            return one(sets, value)
        leading = leading_shape(value, self.event_shape)
        front, batch = leading[: len(leading) - axes], leading[len(leading) - axes :]
        if not batch.numel():  # torch.func.vmap needs one at least
            return value, value.new_zeros(leading)
        for name, p in sets.items():
            sets[name] = p.expand(*batch, *p.shape[axes:]).flatten(0, axes - 1)
        columns = value.reshape(front.numel(), batch.numel(), *self.event_shape)  # (k, b, *event)
        result, log_det = torch.func.vmap(one, in_dims=(0, 1), out_dims=1)(sets, columns)
        return result.reshape(value.shape), log_det.reshape(leading)


class Way(nn.Module):
    """A flow's ``forward`` or ``inverse`` as the call of a module."""

    def __init__(self, flow, name):
        super().__init__()
        self.flow, self.name = flow, name

    def forward(self, value):
        return getattr(self.flow, self.name)(value)


def parameters_in(flow: nn.Module) -> int:
    """How many parameters a flow has: so many numbers must ``ParametersOf``'s network give.

    >>> from course_lib.flows import TrainableMixture
    >>> parameters_in(TrainableMixture(4))
    12
    """
    return sum(parameter.numel() for parameter in flow.parameters())


def parameters_from(network, c, size):
    """What the network makes of the contexts (*batch, n): (*batch, size), or a ValueError."""
    result = network(c)
    expected = (*c.shape[:-1], size)
    if not isinstance(result, Tensor) or result.shape != expected:
        found = tuple(result.shape) if isinstance(result, Tensor) else repr(result)
        raise ValueError(
            f"For contexts of shape {tuple(c.shape)} the network must give {size} parameters each, "
            f"shape {expected}, not {found}."
        )
    return result


def inputs_of(network):
    """How many numbers the network takes."""
    if hasattr(network, "n_in"):
        return network.n_in
    modules = network.modules() if isinstance(network, nn.Module) else ()
    for module in modules:
        if isinstance(module, nn.Linear):
            return module.in_features
    raise ValueError(
        "This network does not say how many numbers a context has: give it as context=…."
    )

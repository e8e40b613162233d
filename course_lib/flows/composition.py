"""Flows in a chain, and flows run backwards."""

from torch import Tensor, nn

from course_lib.flows.conditional import ConditionalFlow
from course_lib.flows.flow import (
    Flow,
    batch_shape_of,
    broadcast,
    check_flow,
    context_size_of,
    event_shape_of,
    untouched_by,
)
from course_lib.flows.manifold import common_manifold, manifold_of


class Composition(ConditionalFlow):
    """f = f2 ∘ f1: ``Composition(f2, f1)`` applies f1 first, as in mathematics.

    The log-dets add: log|det ∂f/∂z| = log|det ∂f1/∂z| + log|det ∂f2/∂f1|. Any number of flows;
    everything with forward and inverse will do. If some of them are conditional, so is the chain:
    ``given(c)`` hands the context to those that take one.

    Raises TypeError for something that is not a flow, ValueError if event shapes differ or batch
    shapes do not fit, if they live on different manifolds, or if two of them take contexts of
    different sizes.

    >>> import torch
    >>> from course_lib.flows.affine import Scale, Shift
    >>> x, log_det = Composition(Shift(1.0), Scale(2.0))(torch.tensor([0.5]))
    >>> x.item(), round(log_det.item(), 4)
    (2.0, 0.6931)
    """

    def __init__(self, *flows: Flow) -> None:
        super().__init__()
        if not flows:
            raise ValueError("A composition needs at least one flow.")
        for flow in flows:
            check_flow(flow)
        self.manifold = common_manifold(flows)
        shapes = [tuple(event_shape_of(flow)) for flow in flows]
        if len(set(shapes)) > 1:
            raise ValueError(f"These flows do not fit together: their events have shapes {shapes}.")
        self.batch_shape = broadcast(*map(batch_shape_of, flows))
        if self.batch_shape is None:
            batches = [tuple(batch_shape_of(flow)) for flow in flows]
            raise ValueError(
                f"These flows do not fit together: their batches have shapes {batches}."
            )
        self.flows = flows
        self.event_shape = event_shape_of(flows[0])
        self.context_size = common_context_size(flows)
        # A tuple does not show its modules to torch; this registers their parameters.
        self.modules_inside = nn.ModuleList(f for f in flows if isinstance(f, nn.Module))

    def _forward(self, z):
        total = 0.0
        for flow in reversed(self.flows):
            z, log_det = flow.forward(z)
            total = total + log_det
        return z, total

    def _inverse(self, x):
        total = 0.0
        for flow in self.flows:
            x, log_det = flow.inverse(x)
            total = total + log_det
        return x, total

    def _given(self, c):
        return Composition(*(f.given(c) if context_size_of(f) else f for f in self.flows))

    def untouched(self, still: Tensor, backwards: bool = False) -> Tensor:
        for flow in self.flows if backwards else reversed(self.flows):
            still = untouched_by(flow, still, backwards)
        return still


class Inverse(ConditionalFlow):
    """The flow backwards: its forward is the other's inverse. Conditional, if the other is.

    Raises TypeError for something that is not a flow.

    >>> import torch
    >>> from course_lib.flows.affine import Scale
    >>> Inverse(Scale(2.0))(torch.tensor([1.0]))[0].item()
    0.5
    """

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        check_flow(flow)
        self.flow = flow
        self.event_shape, self.manifold = event_shape_of(flow), manifold_of(flow)
        self.batch_shape = batch_shape_of(flow)
        self.context_size = context_size_of(flow)

    def _forward(self, z):
        return self.flow.inverse(z)

    def _inverse(self, x):
        return self.flow.forward(x)

    def _given(self, c):
        return Inverse(self.flow.given(c))

    def untouched(self, still: Tensor, backwards: bool = False) -> Tensor:
        return untouched_by(self.flow, still, not backwards)


def common_context_size(flows):
    """The size of the context that some of the flows take. Raises ValueError if they differ."""
    sizes = {size for flow in flows if (size := context_size_of(flow))}
    if len(sizes) > 1:
        raise ValueError(
            "These flows do not fit together: their contexts have sizes "
            f"{[context_size_of(flow) for flow in flows]} (0 for those that take none)."
        )
    return sizes.pop() if sizes else 0

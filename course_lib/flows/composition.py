"""Flows in a chain, and flows run backwards."""

import torch
from torch import nn

from course_lib.flows.flow import Flow


class Composition(Flow):
    """f = f2 ∘ f1: ``Composition(f2, f1)`` applies f1 first, as in mathematics.

    The log-dets add: log|det ∂f/∂z| = log|det ∂f1/∂z| + log|det ∂f2/∂f1|. Any number of flows.

    Raises TypeError for something without forward and inverse, ValueError if event shapes differ.

    >>> from course_lib.flows.affine import Scale, Shift
    >>> x, log_det = Composition(Shift(1.0), Scale(2.0))(torch.tensor([0.5]))
    >>> x.item(), round(log_det.item(), 4)
    (2.0, 0.6931)
    """

    def __init__(self, *flows):
        super().__init__()
        if not flows:
            raise ValueError("A composition needs at least one flow.")
        shapes = {tuple(getattr(flow, "event_shape", ())) for flow in flows}
        if len(shapes) > 1:
            raise ValueError(f"These flows do not fit together: event shapes {sorted(shapes)}.")
        self.flows = nn.ModuleList(flows)
        self.event_shape = torch.Size(shapes.pop())

    @property
    def increasing(self):
        return sum(not flow.increasing for flow in self.flows) % 2 == 0

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


class Inverse(Flow):
    """The flow backwards: its forward is the other's inverse.

    >>> from course_lib.flows.affine import Scale
    >>> Inverse(Scale(2.0))(torch.tensor([1.0]))[0].item()
    0.5
    """

    def __init__(self, flow):
        super().__init__()
        self.flow = flow
        self.event_shape = getattr(flow, "event_shape", torch.Size())

    @property
    def increasing(self):
        return self.flow.increasing

    def _forward(self, z):
        return self.flow.inverse(z)

    def _inverse(self, x):
        return self.flow.forward(x)

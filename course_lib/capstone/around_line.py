"""The Gaussian that every flow must beat, as a flow: around its mean, or around a line in c."""

import torch
from torch import Tensor

from course_lib.capstone.baselines import line
from course_lib.capstone.tables import Table
from course_lib.flows import Conditional, FlowDistribution
from course_lib.flows.conditional import ConditionalFlow


class AroundLine(ConditionalFlow):
    """x = mean(c) + A z, A lower triangular: with a straight line as mean, or a constant."""

    def __init__(self, table: Table):
        super().__init__()
        self.event_shape = torch.Size([len(table.target)])
        self.context_size = len(table.context)
        weights, noise = line(table, with_context=True)
        self.register_buffer("weights", weights.float())
        self.register_buffer("A", noise.scale_tril.float())

    def _mean(self, c):
        constant = self.weights[0]
        return constant if c is None else constant + c @ self.weights[1:].to(c)

    def _forward(self, z: Tensor, c: Tensor | None = None):
        return self._mean(c).to(z) + z @ self.A.to(z).T, self._log_det(z)

    def _inverse(self, x: Tensor, c: Tensor | None = None):
        off = (x - self._mean(c).to(x)).unsqueeze(-1)
        A = self.A.to(x).expand(*off.shape[:-2], *self.A.shape)
        return torch.linalg.solve_triangular(A, off, upper=False)[..., 0], -self._log_det(x)

    def _log_det(self, like):
        return self.A.diagonal().log().sum().to(like).expand(like.shape[:-1])


def gaussian(table: Table) -> FlowDistribution | Conditional:
    """The Gaussian of the training rows in closed form; with a context, around a straight line.

    >>> from course_lib import capstone
    >>> p = gaussian(capstone.table("faithful", "duration"))
    >>> round(p.flow.weights.item(), 1)
    3.5
    """
    flow = AroundLine(table)
    return Conditional(flow) if table.context else FlowDistribution(flow)

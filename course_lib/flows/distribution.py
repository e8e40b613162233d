"""A flow and a base together are a distribution."""

import torch
from torch.distributions import Distribution, Independent, Normal, constraints


class FlowDistribution(Distribution):
    """The distribution of x = f(z) with z from the base: a real torch distribution.

    log p(x) = log p0(f⁻¹(x)) + log|det ∂f⁻¹/∂x|
    """

    arg_constraints = {}
    has_rsample = True

    def __init__(self, flow, base=None, validate_args=None):
        self.flow = flow
        event_shape = torch.Size(getattr(flow, "event_shape", ()))
        self.base = standard_normal(event_shape) if base is None else base
        super().__init__(self.base.batch_shape, self.base.event_shape, validate_args=validate_args)

    @property
    def support(self):
        return constraints.independent(constraints.real, len(self.event_shape))

    def log_prob(self, x):
        z, log_det = self.flow.inverse(x)
        return self.base.log_prob(z) + log_det

    def rsample(self, sample_shape=torch.Size()):
        return self.flow.forward(self.base.rsample(sample_shape))[0]

    def sample(self, sample_shape=torch.Size()):
        with torch.no_grad():
            return self.flow.forward(self.base.sample(sample_shape))[0]

    def cdf(self, x):
        u = self.base.cdf(self.flow.inverse(x)[0])
        return u if getattr(self.flow, "increasing", True) else 1 - u

    def entropy(self, n=1000, seed=None):
        if seed is not None:
            torch.manual_seed(seed)
        return -self.log_prob(self.rsample((n,))).mean(0)


def standard_normal(event_shape):
    normal = Normal(torch.zeros(event_shape), torch.ones(event_shape))
    return Independent(normal, len(event_shape)) if event_shape else normal

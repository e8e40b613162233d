"""Small objects with zuko's interface: they answer as zuko does, and need no zuko.

As in zuko, a transform runs from the data to the base, an event is the last dimension, and the
contexts c of shape (*batch, C) give a distribution of batch shape (*batch). What broadcasts
silently there, does so here: tests/chapters/ch16 holds both beside each other.
"""

import math

import torch
from torch import nn

HALF_LOG_2PI = 0.5 * math.log(2 * math.pi)


class Bent:
    """The transform z = a asinh(x) + b, or its inverse; numbers, one by one."""

    def __init__(self, a, b, turned=False):
        self.a, self.b, self.turned = a, b, turned

    def __call__(self, value):
        return self.call_and_ladj(value)[0]

    @property
    def inv(self):
        return Bent(self.a, self.b, not self.turned)

    def call_and_ladj(self, value):
        """The result, and the log of the slope of this very direction."""
        if self.turned:
            u = (value - self.b) / self.a
            return torch.sinh(u), u.abs() + torch.log1p(torch.exp(-2 * u.abs())) - torch.log(
                2 * self.a
            )
        slope = torch.log(self.a) - 0.5 * torch.log1p(value**2)
        return self.a * torch.asinh(value) + self.b, slope

    def log_abs_det_jacobian(self, x, y):
        return self.call_and_ladj(x)[1]


class Bells:
    """A distribution of events with independent coordinates: what a flow returns for contexts."""

    def __init__(self, mean, log_s):
        self.mean, self.log_s = mean, log_s

    @property
    def batch_shape(self):
        return self.mean.shape[:-1]

    def log_prob(self, x):
        z = (x - self.mean) * torch.exp(-self.log_s)
        return (-0.5 * z**2 - HALF_LOG_2PI - self.log_s.expand(z.shape)).sum(-1)

    def sample(self, shape=()):
        with torch.no_grad():
            return self.rsample(shape)

    def rsample(self, shape=()):
        shape = (*shape, *self.mean.shape)
        return self.mean + self.log_s.exp() * torch.randn(shape, dtype=self.mean.dtype)


class Flow(nn.Module):
    """A conditional flow of ``features`` numbers: call it with contexts (*batch, context)."""

    def __init__(self, features=2, context=3, log_s=0.3, seed=9):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        drawn = torch.randn(features, context, generator=generator, dtype=torch.float64)
        self.weight = nn.Parameter(0.6 * drawn)
        self.bias = nn.Parameter(torch.linspace(0.2, -0.4, features, dtype=torch.float64))
        self.log_s = nn.Parameter(torch.full((features,), log_s, dtype=torch.float64))

    def forward(self, c):
        return Bells(nn.functional.linear(c, self.weight, self.bias), self.log_s)

"""Wrong answers of the learner's class, one for each misconception."""

import math

import torch
from torch import nn
from torch.nn.functional import logsigmoid, softplus

from course_lib import flows
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import (
    Density,
    Forward,
    Inverse,
    Parameters,
)


def parameters_like(mixture):
    """Right parameters, another mixture made of them."""
    return type("Wrong", (Parameters,), {"mixture": mixture})


WEIGHTS_WITHOUT_LOG = parameters_like(
    lambda self: (self.logits.softmax(0), self.mu, self.log_s.exp())
)
LOGITS_AS_THEY_ARE = parameters_like(lambda self: (self.logits, self.mu, self.log_s.exp()))
LOG_SCALES = parameters_like(lambda self: (self.logits.log_softmax(0), self.mu, self.log_s))
SOFTPLUS_WEIGHTS = parameters_like(
    lambda self: (softplus(self.logits).log(), self.mu, self.log_s.exp())
)

ABS_SCALES = parameters_like(lambda self: (self.logits.log_softmax(0), self.mu, self.log_s.abs()))
SOFTPLUS_SCALES = parameters_like(
    lambda self: (self.logits.log_softmax(0), self.mu, softplus(self.log_s))
)


class PlainTensors(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.logits, self.mu = torch.zeros(k), torch.linspace(-1, 1, k)
        self.log_s = torch.full((k,), -1.0)

    mixture = Parameters.mixture


def inverse_like(change):
    """A right inverse, changed: change(z, log_det, x, log_w, mu, s) → (z, log_det)."""

    class Wrong(Inverse):
        def inverse(self, x):
            return change(*super().inverse(x), x, *self.mixture())

    return Wrong


def naive(z, log_det, x, log_w, mu, s):
    F = (log_w.exp() * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F), log_det


def without_scale(z, log_det, x, log_w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_p = torch.logsumexp(log_w + logsigmoid(u) + logsigmoid(-u), -1)
    right = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return z, log_det + log_p - right


def density_as_slope(z, log_det, x, log_w, mu, s):
    return z, log_det + logsigmoid(z) + logsigmoid(-z)


def scale_without_log(z, log_det, x, log_w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_p = torch.logsumexp(log_w - s + logsigmoid(u) + logsigmoid(-u), -1)
    right = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return z, log_det + log_p - right


def weights_twice_logged(z, log_det, x, log_w, mu, s):
    return _z_with(log_w.abs().log(), x, mu, s), log_det


def weights_without_log(z, log_det, x, log_w, mu, s):
    return _z_with(log_w.exp(), x, mu, s), log_det


def _z_with(w, x, mu, s):
    """z with w in the place of the weights' logarithms."""
    u = (x.unsqueeze(-1) - mu) / s
    up, down = (torch.logsumexp(w + logsigmoid(side), -1) for side in (u, -u))
    return up - down


def density_like(log_p0, sign=1):
    class Wrong(Inverse):
        def log_prob(self, x):
            z, log_det = self.inverse(x)
            return log_p0(z) + sign * log_det

    return Wrong


def logistic(z):
    return logsigmoid(z) + logsigmoid(-z)


def normal(z):
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi)


def forward_like(change):
    """A forward made of the root x (without gradient): change(self, x, z) → (x, log_det)."""

    class Wrong(Density):
        def g(self, x):
            z, log_det = self.inverse(x)
            return z, log_det.exp()

        def forward(self, z):
            _, mu, s = self.mixture()
            ends = (mu + s * z.unsqueeze(-1)).detach()
            low, high = ends.min(-1).values, ends.max(-1).values
            root = flows.safeguarded_newton(self.g, z.detach(), low, high).x
            return change(self, root, z)

    return Wrong


def _without_gradient(flow, root, z):
    return root, -flow.inverse(root)[1]


def _log_det_turned(flow, root, z):
    x = flows.implicit(flow.g, z, root)
    return x, flow.inverse(x)[1]


def _only_z(flow, root, z):
    slope = flow.g(root)[1].detach()
    x = root + (z - z.detach()) / slope
    return x, -flow.inverse(x)[1]


def _weighted_mean(flow, root, z):
    log_w, mu, s = flow.mixture()
    x = (log_w.exp() * (mu + s * z.unsqueeze(-1))).sum(-1)
    return x, -flow.inverse(x)[1]


def _swapped(flow, root, z):
    value, log_det = flow.inverse(z)
    return value, log_det


NO_GRADIENT = forward_like(_without_gradient)
LOG_DET_TURNED = forward_like(_log_det_turned)
ONLY_Z = forward_like(_only_z)
WEIGHTED_MEAN = forward_like(_weighted_mean)
INVERSE_INSTEAD = forward_like(_swapped)


class UnrolledBisection(Density):
    def forward(self, z):
        _, mu, s = self.mixture()
        ends = mu + s * z.unsqueeze(-1)
        low, high = ends.min(-1).values, ends.max(-1).values
        for _ in range(60):
            x = (low + high) / 2
            below = self.inverse(x)[0] < z
            low, high = torch.where(below, x, low), torch.where(below, high, x)
        return x, -self.inverse(x)[1]


def sample_like(draw):
    """draw(self, count) → x."""
    return type("Wrong", (Forward,), {"sample": draw})


def _logistic_noise(flow, count):
    u = torch.rand(count, dtype=flow.mu.dtype).clamp(1e-7, 1 - 1e-7)
    return torch.log(u) - torch.log(1 - u)


def _picked(self, count, cut=True):
    log_w, mu, s = self.mixture()
    part = torch.multinomial(log_w.exp().detach(), count, replacement=True)
    x = mu + s * _logistic_noise(self, count).unsqueeze(-1)
    x = x.gather(-1, part[:, None])[:, 0]
    return x.detach() if cut else x


NORMAL_NOISE = sample_like(
    lambda self, count: self.forward(torch.randn(count, dtype=self.mu.dtype))[0]
)
UNIFORM_NOISE = sample_like(
    lambda self, count: self.forward(torch.rand(count, dtype=self.mu.dtype))[0]
)
BASE_SAMPLES = sample_like(_logistic_noise)
WRONG_DIRECTION = sample_like(lambda self, count: self.inverse(_logistic_noise(self, count))[0])
PICKED = sample_like(_picked)
PICKED_WITH_GRADIENT = sample_like(lambda self, count: _picked(self, count, cut=False))

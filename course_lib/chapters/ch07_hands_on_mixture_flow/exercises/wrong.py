"""Wrong answers of the learner's class, one for each misconception."""

import math

import torch
from torch.nn.functional import logsigmoid

from course_lib import flows
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import (
    Density,
    Inverse,
)


def inverse_like(change):
    """A right inverse, changed: change(z, log_det, x, log_w, mu, s) → (z, log_det)."""

    class Wrong(Inverse):
        def inverse(self, x):
            return change(*super().inverse(x), x, *self.mixture())

    return Wrong


def parts_of(x, log_w, mu, s):
    """log F, log S and log p of the mixture."""
    u = (x.unsqueeze(-1) - mu) / s
    log_F, log_S = (torch.logsumexp(log_w + logsigmoid(side), -1) for side in (u, -u))
    log_p = torch.logsumexp(log_w - s.log() + logsigmoid(u) + logsigmoid(-u), -1)
    return log_F, log_S, log_p


def with_mixture(change):
    """A wrong inverse that is right but for the mixture that it takes."""

    def wrong(z, log_det, x, log_w, mu, s):
        log_F, log_S, log_p = parts_of(x, *change(log_w, mu, s))
        return log_F - log_S, log_p - log_F - log_S

    return inverse_like(wrong)


def log_det_of(change):
    """A wrong inverse with the right z: ``change(log F, log S, log p)`` is its log-det."""
    return inverse_like(lambda z, log_det, x, *mixture: (z, change(*parts_of(x, *mixture))))


def log_p_of(change):
    """A wrong inverse whose log p is ``change(log p, u, log_w, s)``."""

    def wrong(z, log_det, x, log_w, mu, s):
        log_F, log_S, log_p = parts_of(x, log_w, mu, s)
        u = (x.unsqueeze(-1) - mu) / s
        return z, change(log_p, u, log_w, s) - log_F - log_S

    return inverse_like(wrong)


def naive(z, log_det, x, log_w, mu, s):
    F = (log_w.exp() * torch.sigmoid((x.unsqueeze(-1) - mu) / s)).sum(-1)
    return torch.log(F) - torch.log(1 - F), log_det


def unscaled(z, log_det, x, log_w, mu, s):
    """u = x − μ, and the factor 1/s of p is there."""
    log_F, log_S, _ = parts_of(x, log_w, mu, 1 + 0 * s)
    log_p = torch.logsumexp(log_w - s.log() + logistic(x.unsqueeze(-1) - mu), -1)
    return log_F - log_S, log_p - log_F - log_S


def summed(z, log_det, x, log_w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F, log_S = ((log_w + logsigmoid(side)).sum(-1) for side in (u, -u))
    return log_F - log_S, (log_w - s.log() + logistic(u)).sum(-1) - log_F - log_S


class WithoutGraph(Inverse):
    def inverse(self, x):
        with torch.no_grad():
            return super().inverse(x)


def weights_without_log(z, log_det, x, log_w, mu, s):
    return _z_with(log_w.exp(), x, mu, s), log_det


def _z_with(w, x, mu, s):
    """z with w in the place of the weights' logarithms."""
    u = (x.unsqueeze(-1) - mu) / s
    up, down = (torch.logsumexp(w + logsigmoid(side), -1) for side in (u, -u))
    return up - down


def density(of):
    """A wrong log_prob: ``of(z, log_det, x)``, with the right z and log-det."""

    def asked(flow, x):
        return of(*flow.inverse(x), x)

    return type("Wrong", (Inverse,), {"log_prob": asked})


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


def _right(flow, root, z):
    x = flows.implicit(flow.g, z, root)
    return x, -flow.inverse(x)[1]


def _with_log_det(log_det):
    """The right x, with another log-det: ``log_det(flow, x, z, root)``."""

    def change(flow, root, z):
        x = flows.implicit(flow.g, z, root)
        return x, log_det(flow, x, z, root)

    return forward_like(change)


def _bracketed(ends):
    """A right forward but for its bracket: ``ends(mu, s, z)`` are its low and high."""

    class Wrong(Density):
        def g(self, x):
            z, log_det = self.inverse(x)
            return z, log_det.exp()

        def forward(self, z):
            _, mu, s = (part.detach() for part in self.mixture())
            low, high = ends(mu, s, z.detach())
            root = flows.safeguarded_newton(self.g, z.detach(), low, high).x
            return _right(self, root, z)

    return Wrong


def _outer(values):
    return values.min(-1).values, values.max(-1).values


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


LOG_DET_AT_Z = _with_log_det(lambda flow, x, z, root: -flow.inverse(z)[1])
SLOPE = _with_log_det(lambda flow, x, z, root: (-flow.inverse(x)[1]).exp())
INVERSE_SLOPE = _with_log_det(lambda flow, x, z, root: flow.g(x)[1])
ZERO = _with_log_det(lambda flow, x, z, root: torch.zeros_like(x))
LOG_DET_CUT = _with_log_det(lambda flow, x, z, root: -flow.inverse(root)[1])
LOG_DET_DETACHED = _with_log_det(lambda flow, x, z, root: -flow.inverse(x)[1].detach())
TURNED = forward_like(lambda flow, root, z: _right(flow, root, z)[::-1])
CENTRES = _bracketed(lambda mu, s, z: _outer(mu + 0 * z.unsqueeze(-1)))
UNSCALED = _bracketed(lambda mu, s, z: _outer(mu + z.unsqueeze(-1)))
SMALLEST = _bracketed(lambda mu, s, z: (mu.min() + s.min() * z, mu.max() + s.max() * z))

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


def plain(log_s, log_p):
    """F, S or p as plain sums: ``log_s(F, S)`` and whether p is one as well."""

    def wrong(z, log_det, x, log_w, mu, s):
        u = (x.unsqueeze(-1) - mu) / s
        w = log_w.exp()
        F, S = ((w * torch.sigmoid(side)).sum(-1) for side in (u, -u))
        p = (w / s * torch.sigmoid(u) * torch.sigmoid(-u)).sum(-1)
        log_F, log_S = torch.log(F), log_s(F, S)
        logs = p.log() if log_p else parts_of(x, log_w, mu, s)[2]
        return log_F - log_S, logs - log_F - log_S

    return inverse_like(wrong)


def s_from_f(how):
    def wrong(z, log_det, x, *mixture):
        log_F, _, log_p = parts_of(x, *mixture)
        return log_F - how(log_F), log_p - log_F - how(log_F)

    return inverse_like(wrong)


def p_alone(z, log_det, x, log_w, mu, s):
    log_F, log_S, log_p = parts_of(x, log_w, mu, s)
    return z, log_p.exp().log() - log_F - log_S


def weights_multiplied(z, log_det, x, log_w, mu, s):
    u = (x.unsqueeze(-1) - mu) / s
    log_F, log_S = (torch.logsumexp(log_w * logsigmoid(side), -1) for side in (u, -u))
    log_p = torch.logsumexp(log_w * logistic(u) - s.log(), -1)
    return log_F - log_S, log_p - log_F - log_S


def unweighted_sides(z, log_det, x, log_w, mu, s):
    log_F, log_S, _ = parts_of(x, 0 * log_w, mu, s)
    log_p = parts_of(x, log_w, mu, s)[2]
    return log_F - log_S, log_p - log_F - log_S


def exp_of_s(z, log_det, x, log_w, mu, s):
    """s is taken for the logarithm of the scales, in u and in p."""
    log_F, log_S, log_p = parts_of(x, log_w, mu, s.exp())
    return log_F - log_S, log_p - log_F - log_S


class NoDimension(Inverse):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x - mu) / s
        return torch.logsumexp(log_w + logsigmoid(u), -1), u


class ZAlone(Inverse):
    def inverse(self, x):
        return super().inverse(x)[0]


def clamped(edge):
    def wrong(z, log_det, x, *mixture):
        log_F, log_S, log_p = parts_of(x.clamp(-edge, edge), *mixture)
        return log_F - log_S, log_p - log_F - log_S

    return inverse_like(wrong)


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
            root = flows.safeguarded_newton(self.g, z.detach(), low, high, scale=1.0).x
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
            root = flows.safeguarded_newton(self.g, z.detach(), low, high, scale=1.0).x
            return _right(self, root, z)

    return Wrong


def _outer(values):
    return values.min(-1).values, values.max(-1).values


def _searched(steps):
    """Bisection of so many steps, then the right gradient."""

    class Wrong(Density):
        def g(self, x):
            z, log_det = self.inverse(x)
            return z, log_det.exp()

        def forward(self, z):
            with torch.no_grad():
                _, mu, s = self.mixture()
                low, high = _outer(mu + s * z.unsqueeze(-1))
                for _ in range(steps):
                    x = (low + high) / 2
                    below = self.inverse(x)[0] < z
                    low, high = torch.where(below, x, low), torch.where(below, high, x)
            return _right(self, (low + high) / 2, z)

    return Wrong


def _without_graph(flow, root, z):
    with torch.no_grad():
        return root, -flow.inverse(root)[1]


def _implicit_turned(flow, root, z):
    x = flows.implicit(flow.g, root, z)
    return x, -flow.inverse(x)[1]


def _sign_of_the_step(flow, root, z):
    value, slope = flow.g(root)
    residual = value - z
    x = root + (residual - residual.detach()) / slope.detach()
    return x, -flow.inverse(x)[1]


def _z_cut(flow, root, z):
    x = flows.implicit(flow.g, z.detach(), root)
    return x, -flow.inverse(x)[1]


class NoDimensionInTheBracket(Density):
    def forward(self, z):
        _, mu, s = self.mixture()
        return _outer(mu + s * z)


NOTHING_FOLLOWS = forward_like(_without_graph)
IMPLICIT_TURNED = forward_like(_implicit_turned)
SIGN_OF_THE_STEP = forward_like(_sign_of_the_step)
Z_CUT = forward_like(_z_cut)
X_ALONE = forward_like(lambda flow, root, z: _right(flow, root, z)[0])
SHORT_SEARCHES = tuple(map(_searched, (10, 3, 5, 8, 12, 15)))
INVERSE_TURNED = forward_like(lambda flow, root, z: (flow.inverse(z)[0], -flow.inverse(z)[1]))
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

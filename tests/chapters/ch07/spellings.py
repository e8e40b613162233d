"""Other right ways to write the answers of chapter 07."""

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

# --- 7.1


class OneTable(nn.Module):
    """All parameters in one table."""

    def __init__(self, k):
        super().__init__()
        rows = torch.stack([torch.zeros(k), torch.linspace(-1, 1, k), torch.full((k,), -1.0)])
        self.table = nn.Parameter(rows)

    def mixture(self):
        return torch.log_softmax(self.table[0], 0), self.table[1], torch.exp(self.table[2])


class ByLogsumexp(Parameters):
    def mixture(self):
        return self.logits - torch.logsumexp(self.logits, 0), self.mu * 1, torch.e**self.log_s


class ByCategorical(nn.Module):
    """torch's distribution brings its logits to weights that sum to 1."""

    def __init__(self, k):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(k))
        self.b = nn.Parameter(torch.linspace(-1.0, 1.0, steps=k))
        self.c = nn.Parameter(-torch.ones(k))

    def mixture(self):
        return torch.distributions.Categorical(logits=self.a).logits, self.b, self.c.exp()


# --- 7.2


class FromTheLibrary(Parameters):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        return flows.MixtureOfLogistics(log_w.exp(), mu, s).inverse(x)


class WithSoftplus(Parameters):
    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x[..., None] - mu) / s
        up, down = -softplus(-u), -softplus(u)
        log_F, log_S = (log_w + up).logsumexp(-1), (log_w + down).logsumexp(-1)
        log_det = (log_w - torch.log(s) + up + down).logsumexp(-1) - log_F - log_S
        return log_F - log_S, log_det


class InALoop(Parameters):
    def inverse(self, x):
        log_F = log_S = log_p = torch.full_like(x, -torch.inf)
        for log_w, mu, s in zip(*self.mixture(), strict=True):
            u = (x - mu) / s
            log_F = torch.logaddexp(log_F, log_w + logsigmoid(u))
            log_S = torch.logaddexp(log_S, log_w + logsigmoid(-u))
            log_p = torch.logaddexp(log_p, log_w - s.log() + logsigmoid(u) + logsigmoid(-u))
        return log_F - log_S, log_p - log_F - log_S


# --- 7.3


class OfLogistic(Inverse):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return flows.Logistic(0.0 * z, torch.ones_like(z)).log_prob(z) + log_det


class ShortWay(Inverse):
    def log_prob(self, x):
        log_w, mu, s = self.mixture()
        u = (x.unsqueeze(-1) - mu) / s
        return (log_w - s.log() + logsigmoid(u) + logsigmoid(-u)).logsumexp(-1)


class ByExponential(Inverse):
    def log_prob(self, x):
        z, log_det = self.inverse(x)
        return -z.abs() - 2 * torch.log1p(torch.exp(-z.abs())) + log_det


# --- 7.4


class LibraryForward(Density):
    def forward(self, z):
        log_w, mu, s = self.mixture()
        return flows.MixtureOfLogistics(log_w.exp(), mu, s).forward(z)


class WithoutGrad(Forward):
    def forward(self, z):
        with torch.no_grad():
            _, mu, s = self.mixture()
            ends = mu + s * z[..., None]
            root = flows.bisection(self.g, z, ends.amin(-1), ends.amax(-1), steps=80).x
        x = flows.implicit(self.g, z, root)
        return x, -self.inverse(x)[1]


class OneRealStep(Forward):
    def forward(self, z):
        root = super().forward(z)[0].detach()
        value, slope = self.g(root)
        x = root - (value - z) / slope.detach()
        return x, -self.inverse(x)[1]


# --- 7.5


class ByLogit(Forward):
    def sample(self, count):
        return self(torch.logit(torch.rand(count, dtype=self.mu.dtype), eps=1e-7))[0]


class ByTheBase(Forward):
    def sample(self, count):
        z = flows.Logistic(torch.zeros(()), torch.ones(())).sample((count,))
        return self.forward(z.to(self.mu.dtype))[0]


class ByTwoExponentials(Forward):
    def sample(self, count):
        a, b = (torch.empty(count, dtype=self.mu.dtype).exponential_() for _ in range(2))
        return self.forward(a.log() - b.log())[0]


# --- 7.6 and 7.7


def score_by_hand(scores):
    n = len(scores)
    mean = sum(scores) / n
    variance = sum((score - mean) ** 2 for score in scores) / (n - 1)
    return mean, (variance / n) ** 0.5


def score_with_numpy(scores):
    values = scores.numpy()
    return values.mean(), values.std(ddof=1) / values.size**0.5


def score_by_variance(scores):
    return torch.mean(scores), torch.sqrt(torch.var(scores) / scores.numel())


def plane_by_unbind(x, first, second):
    x1, x2 = x.unbind(-1)
    return second(x2, x1) + first(x1)


def plane_by_select(x, first, second):
    x1 = x.select(-1, 0)
    return first(x1) + second(x.select(-1, 1), x1)


def plane_point_by_point(x, first, second):
    points = [first(p[0]) + second(p[1], p[0]) for p in x.reshape(-1, 2)]
    return torch.stack(points).reshape(x.shape[:-1])


SPELLINGS = {
    "7.1": (OneTable, ByLogsumexp, ByCategorical),
    "7.2": (FromTheLibrary, WithSoftplus, InALoop),
    "7.3": (OfLogistic, ShortWay, ByExponential),
    "7.4": (LibraryForward, WithoutGrad, OneRealStep),
    "7.5": (ByLogit, ByTheBase, ByTwoExponentials),
    "7.6": (score_by_hand, score_with_numpy, score_by_variance),
    "7.7": (plane_by_unbind, plane_by_select, plane_point_by_point),
}

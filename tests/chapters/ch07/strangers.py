"""Answers of chapter 07 as strangers write them."""

import torch
from torch import nn
from torch.nn.functional import logsigmoid

from course_lib import flows
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import (
    Density,
    Forward,
    Inverse,
    Parameters,
)


class Once(nn.Module):
    """Log-weights and scales are computed once, in the constructor."""

    def __init__(self, k):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(k))
        self.mu = nn.Parameter(torch.linspace(-1, 1, k))
        self.log_s = nn.Parameter(torch.full((k,), -1.0))
        self.log_w, self.s = torch.log_softmax(self.a, 0), self.log_s.exp()

    def mixture(self):
        return self.log_w, self.mu, self.s


def mixture(of, start=0.0):
    class Made(nn.Module):
        def __init__(self, k):
            super().__init__()
            self.a = nn.Parameter(torch.full((k,), start))
            self.mu = nn.Parameter(torch.linspace(-1, 1, k))
            self.log_s = nn.Parameter(-torch.ones(k))

        def mixture(self):
            return of(self.a, self.mu, self.log_s)

    return Made


class OwnScales(Parameters):
    """log s from the learner's own parameter, in a list."""

    def inverse(self, x):
        log_w, mu, s = self.mixture()
        u = (x[..., None] - mu) / s
        log_F, log_S = (torch.logsumexp(log_w + logsigmoid(v), -1) for v in (u, -u))
        log_p = torch.logsumexp(log_w - self.log_s + logsigmoid(u) + logsigmoid(-u), -1)
        return [log_F - log_S, log_p - log_F - log_S]


class DetachedInverse(Parameters):
    def inverse(self, x):
        log_w, mu, s = (part.detach() for part in self.mixture())
        return flows.MixtureOfLogistics(log_w.exp(), mu, s).inverse(x)


def log_prob(of):
    return type("Answer", (Inverse,), {"log_prob": of})


def _no_grad(self, x):
    with torch.no_grad():
        z, log_det = self.inverse(x)
    return logsigmoid(z) + logsigmoid(-z) + log_det


def _cut(z, log_det):
    return logsigmoid(z) + logsigmoid(-z) + log_det


def forward(ends, log_det=lambda self, x, root: -self.inverse(x)[1]):
    class Answer(Density):
        g = Forward.g

        def forward(self, z):
            _, mu, s = self.mixture()
            low, high = ends(mu, s, z)
            root = flows.safeguarded_newton(
                self.g, z.detach(), low.detach(), high.detach()
            ).x.detach()
            x = flows.implicit(self.g, z, root)
            return x, log_det(self, x, root)

    return Answer


def exact(mu, s, z):
    ends = mu + s * z.unsqueeze(-1)
    return ends.amin(-1), ends.amax(-1)


def wide(mu, s, z):
    return mu.min() - s.max() * z.abs() - 1, mu.max() + s.max() * z.abs() + 1


class ListForward(Forward):
    def forward(self, z):
        return list(super().forward(z))


def sample(of):
    return type("Answer", (Forward,), {"sample": of})


def logit(u):
    return torch.log(u) - torch.log1p(-u)


def uniform(self, *shape):
    return torch.rand(*shape, dtype=self.mu.dtype).clamp(1e-7, 1 - 1e-7)


def _seeded(self, count):
    torch.manual_seed(0)
    return self.forward(logit(uniform(self, count)))[0]


def _in_no_grad(self, count):
    with torch.no_grad():
        return self.forward(logit(torch.rand(count).clamp(1e-7, 1 - 1e-7)))[0]


RIGHT = {
    "7.1": (mixture(lambda a, mu, log_s: [a.log_softmax(-1), mu, torch.exp(log_s)]),),
    "7.2": (OwnScales,),
    "7.4": (ListForward, forward(exact), forward(wide)),
    "7.5": (
        sample(lambda self, count: self.forward(torch.logit(uniform(self, count)))[0]),
        sample(lambda self, count: self.forward(logit(uniform(self, count, 1)))[0][:, 0]),
    ),
}

NAMED = {
    "7.1": (
        ("weights and scales computed once", Once),
        ("exponentials divided by their sum",
         mixture(lambda a, mu, log_s: ((a.exp() / a.exp().sum()).log(), mu, log_s.exp()))),
        ("log of softmax", mixture(lambda a, mu, log_s: (
            torch.log(torch.softmax(a, dim=-1)), mu, log_s.exp()))),
        ("divided by their sum",
         mixture(lambda a, mu, log_s: ((a / a.sum()).log(), mu, log_s.exp()), start=1.0)),
        ("divided by their sum, which is 0",
         mixture(lambda a, mu, log_s: ((a / a.sum()).log(), mu, log_s.exp()))),
        ("scales kept away from 0", mixture(lambda a, mu, log_s: (
            a.log_softmax(0), mu, torch.clamp(torch.exp(log_s), min=0.05)))),
        ("another order", mixture(lambda a, mu, log_s: (
            log_s.exp(), a.log_softmax(-1), mu))),
        ("cut off", mixture(lambda a, mu, log_s: (a.log_softmax(0).data, mu.data,
                                                  log_s.exp().data))),
    ),
    "7.2": (("parameters cut off", DetachedInverse),),
    "7.3": (
        ("z cut off",
         log_prob(lambda self, x: (lambda z, d: _cut(z.detach(), d))(*self.inverse(x)))),
        ("log-det cut off",
         log_prob(lambda self, x: (lambda z, d: _cut(z, d.detach()))(*self.inverse(x)))),
        ("no gradient", log_prob(_no_grad)),
        ("σ(z) squared", log_prob(lambda self, x: 2 * logsigmoid(self.inverse(x)[0])
                                  + self.inverse(x)[1])),
        ("z and log_det exchanged",
         log_prob(lambda self, x: (lambda d, z: _cut(z, d))(*self.inverse(x)))),
    ),
    "7.4": (
        ("smallest with smallest",
         forward(lambda mu, s, z: (mu.min() + s.min() * z, mu.max() + s.max() * z))),
        ("log_det without gradient",
         forward(exact, lambda self, x, root: -self.inverse(root)[1])),
    ),
    "7.5": (
        ("always the same samples", sample(_seeded)),
        ("always the same samples",
         sample(lambda self, count: self.forward(logit(torch.linspace(0.001, 0.999, count)))[0])),
        ("one number for all",
         sample(lambda self, count: self.forward(logit(uniform(self, 1)).expand(count))[0])),
        ("two different u",
         sample(lambda self, count: self.forward(
             torch.log(uniform(self, count)) - torch.log(1 - uniform(self, count)))[0])),
        ("sigmoid in place of its inverse",
         sample(lambda self, count: self.forward(torch.sigmoid(uniform(self, count)))[0])),
        ("plus in place of minus",
         sample(lambda self, count: self.forward(
             (lambda u: u.log() + (1 - u).log())(uniform(self, count)))[0])),
        ("a column",
         sample(lambda self, count: self.forward(logit(uniform(self, count, 1)))[0])),
        ("another number of samples",
         sample(lambda self, count: self.forward(logit(uniform(self, 1000)))[0])),
        ("samples with their log-det",
         sample(lambda self, count: self.forward(torch.logit(torch.rand(count).clamp(1e-6))))),
        ("u kept away from 0 and 1",
         sample(lambda self, count: self.forward(logit(torch.rand(count).clamp(0.1, 0.9)))[0])),
        ("a single part", sample(lambda self, count: (
            self.mixture()[1][0] + self.mixture()[2][0] * logit(torch.rand(count))))),
        ("1 − u without the logarithm",
         sample(lambda self, count: self.forward(
             (lambda u: u.log() + u - 1)(torch.rand(count)))[0])),
        ("the samples cut off", sample(_in_no_grad)),
    ),
}  # fmt: skip

WRONG = {
    "7.1": (
        Parameters(3),
        mixture(lambda a, mu, log_s: (a.softmax(0).log().clamp(min=-100), mu, log_s.exp())),
    ),
    "7.3": (lambda k: k,),
    "7.4": (type("Answer", (Density,), {"forward": lambda self, z: z}),),
    "7.5": (
        sample(lambda self, count: self.forward(logit(2 * torch.rand(count) - 1))[0]),
        sample(lambda self, count: self.forward(2 * logit(uniform(self, count)))[0]),
    ),
}

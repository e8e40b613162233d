"""Answers of chapter 05 as strangers write them."""

import torch
from torch.nn.functional import logsigmoid


def naive(x, w, mu, s, change=lambda F: F):
    F = change(torch.sum(w * torch.sigmoid((x[..., None] - mu) / s), dim=-1))
    return torch.log(F / (1 - F))


def sides(x, w, mu, s):
    u = (x[..., None] - mu) / s
    return u, [torch.logsumexp(w.log() + logsigmoid(v), dim=-1) for v in (u, -u)]


RIGHT = {
    "5.3": (naive,),
}

NAMED = {
    "5.1": (("logarithm of the CDF", lambda x, mu, s: torch.log(torch.sigmoid((x - mu) / s))),),
    "5.2": (
        ("u kept away from 0 and 1",
         lambda z, cdf1, icdf2: icdf2(torch.clamp(cdf1(z), 0.001, 0.999))),
    ),
    "5.3": (
        ("odds without logarithm", lambda *args: torch.exp(naive(*args))),
        ("logarithm to base 10", lambda *args: naive(*args) / torch.log(torch.tensor(10.0))),
    ),
    "5.6": (
        ("density instead of log-density", lambda x, w, mu, s: (
            w / s * torch.sigmoid((x[..., None] - mu) / s)
            * torch.sigmoid(-(x[..., None] - mu) / s)).sum(-1)),
    ),
    "5.7": (("log Φ alone", lambda z: torch.special.log_ndtr(z)),),
}  # fmt: skip

WRONG = {
    "5.2": (
        lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(0.1, 0.9)),
        lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(1e-6, 1 - 1e-6)),
        lambda z, cdf1, icdf2: icdf2(torch.rand(z.shape) * 0.5),
    ),
    "5.3": (
        lambda *args: naive(*args, change=lambda F: F.clamp(0.05, 0.95)),
        lambda *args: naive(*args, change=lambda F: F.clamp(1e-6, 1 - 1e-6)),
    ),
    "5.4": (lambda *args: sides(*args)[1],),
}

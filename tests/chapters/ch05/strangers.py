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
    "5.1": (
        ("logarithm of the CDF", lambda x, mu, s: torch.log(torch.sigmoid((x - mu) / s))),
        ("centre added", lambda x, mu, s: 1 / (1 + torch.exp(-(x + mu) / s))),
        ("scale outside of the sigmoid", lambda x, mu, s: 1 / (1 + torch.exp(mu - x)) / s),
        ("tanh with the whole distance", lambda x, mu, s: torch.sigmoid((x - mu) / s * 2)),
        ("one number for all points", lambda x, mu, s: torch.sum(torch.sigmoid((x - mu) / s))),
        ("shares of all points",
         lambda x, mu, s: torch.exp((x - mu) / s) / torch.exp((x - mu) / s).sum(-1, True)
         if x.ndim else torch.ones_like(x)),
    ),
    "5.2": (
        ("u kept away from 0 and 1",
         lambda z, cdf1, icdf2: icdf2(torch.clamp(cdf1(z), 0.001, 0.999))),
        ("u kept away from 0 and 1",
         lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(1e-6, 1 - 1e-6))),
        ("u kept away from 0 and 1",
         lambda z, cdf1, icdf2: icdf2(torch.minimum(torch.maximum(
             cdf1(z), torch.tensor(0.1)), torch.tensor(0.9)))),
        ("one more map in between", lambda z, cdf1, icdf2: icdf2(torch.square(cdf1(z)))),
        ("an inverse by division", lambda z, cdf1, icdf2: icdf2(cdf1(z)) ** -1),
    ),
    "5.3": (
        ("odds without logarithm", lambda *args: torch.exp(naive(*args))),
        ("logarithm to base 10", lambda *args: naive(*args) / torch.log(torch.tensor(10.0))),
        ("F kept away from 0 and 1",
         lambda *args: naive(*args, change=lambda F: F.clamp(0.05, 0.95))),
        ("F kept away from 0 and 1",
         lambda *args: naive(*args, change=lambda F: F.clip(1e-6, 1 - 1e-6))),
        ("no dimension for the parts",
         lambda x, w, mu, s: torch.logit((torch.sigmoid((x - mu) / s) * w).sum(-1))),
        ("the first part alone",
         lambda x, w, mu, s: torch.logit(w[0] / (1 + torch.exp((mu[0] - x) / s[0])))),
        ("a dimension left over", lambda *args: naive(*args)[..., None]),
    ),
    "5.4": (
        ("infinities replaced",
         lambda *args: torch.nan_to_num(naive(*args), posinf=100.0, neginf=-100.0)),
        ("weights in F alone", lambda x, w, mu, s: (
            torch.logsumexp(w.log() + logsigmoid((x[..., None] - mu) / s), -1)
            - torch.logsumexp(logsigmoid((mu - x[..., None]) / s), -1))),
    ),
    "5.5": (
        ("p out of log space", lambda x, w, mu, s: (
            torch.log((w / s * torch.sigmoid((x[..., None] - mu) / s)
                       * torch.sigmoid((mu - x[..., None]) / s)).sum(-1))
            - sum(sides(x, w, mu, s)[1]))),
        ("half of the density", lambda x, w, mu, s: (
            torch.logsumexp((w / s).log() + logsigmoid((x[..., None] - mu) / s), -1)
            - sum(sides(x, w, mu, s)[1]))),
    ),
    "5.6": (
        ("density instead of log-density", lambda x, w, mu, s: (
            w / s * torch.sigmoid((x[..., None] - mu) / s)
            * torch.sigmoid(-(x[..., None] - mu) / s)).sum(-1)),
        ("one number for all points", lambda x, w, mu, s: torch.logsumexp(
            (w / s).log() + logsigmoid((x[..., None] - mu) / s)
            + logsigmoid((mu - x[..., None]) / s), -1).mean()),
    ),
    "5.7": (
        ("log Φ alone", lambda z: torch.special.log_ndtr(z)),
        ("z clamped", lambda z: torch.special.log_ndtr(z.clip(-5, 5))
         - torch.special.log_ndtr(-z.clip(-5, 5))),
        ("minus outside of log Φ",
         lambda z: torch.special.log_ndtr(z) + torch.special.log_ndtr(z)),
    ),
}  # fmt: skip

WRONG = {
    "5.2": (
        lambda z, cdf1, icdf2: icdf2(cdf1(z).clamp(0.07, 0.93)),
        lambda z, cdf1, icdf2: icdf2(torch.rand(z.shape) * 0.5),
    ),
    "5.3": (lambda *args: naive(*args, change=lambda F: F.clamp(0.07, 0.93)),),
    "5.4": (lambda *args: sides(*args)[1],),
}

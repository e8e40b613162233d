"""Answers of chapter 10 as strangers write them."""

import math

import torch
from torch.nn import functional as F


def _normal(x, mu, log_s):
    return torch.distributions.Normal(mu, log_s.exp()).log_prob(x)


def _heads(width):
    return lambda out: (out[..., 0], width(out[..., 1]))


def _mixture(log_w, width=lambda u: 0.01 + F.softplus(u), third=None):
    def mixture(out):
        K = out.shape[-1] // 3
        parts = third(out) if third else (out[..., :K], out[..., K : 2 * K], out[..., 2 * K :])
        return log_w(parts[0]), parts[1], width(parts[2])

    return mixture


def _own_softmax(logits):
    e = torch.exp(logits - logits.max(-1, keepdim=True).values.detach())
    return torch.log(e / e.sum(-1, keepdim=True))


def _case(u):
    return torch.where(u > 20, u, torch.log(1 + torch.exp(u.clamp(max=20))))


def _nearest_to_the_mean(x, p):
    mean = (x * p).sum(-1) / p.sum(-1)
    mode = x[(x - mean[..., None]).abs().argmin(-1)]
    return mean, mode


def _permuted(x, c, i):
    order = torch.randperm(len(x))
    return x[order][: len(i)], c[torch.randperm(len(c))][: len(i)]


def _drawn_in_pairs(x, c, i):
    j = torch.randint(len(x), i.shape)
    return x[j], c[j]


def _in_place(x, c, i):
    """Right numbers, but the row numbers themselves are shuffled on the way."""
    x, c = x[i], c[i]
    order = torch.randperm(len(i))
    return x[order], c[order]


log_softmax = F.log_softmax


def _filled(x, mu, log_s):
    """Right numbers, and z is scaled, squared and scaled again where it stands."""
    z = (x - mu[:, 0]) * torch.exp(-log_s[:, 0])
    squares = z**2
    z *= 2
    return -0.5 * squares - 0.5 * math.log(2 * math.pi) - log_s[:, 0]


RIGHT = {
    "10.1": (
        lambda x, mu, log_s: -_normal(x, mu, log_s),
        lambda x, mu, log_s: (
            torch.log(torch.exp(log_s) * math.sqrt(2 * math.pi))
            + (x - mu) ** 2 / (2 * torch.exp(2 * log_s))
        ),
    ),
    "10.2": (lambda r: (r @ r / len(r)).sqrt() if r.ndim == 1 else r.pow(2).mean() ** 0.5,),
    "10.3": (_heads(lambda u: 0.01 + _case(u)), _heads(lambda u: F.softplus(u, beta=1) + 0.01)),
    "10.4": (
        lambda x, mu, log_s: _normal(x.view(-1, 1), mu, log_s).view(-1),
        lambda x, mu, log_s: torch.stack(
            [_normal(*one)[0] for one in zip(x, mu, log_s, strict=True)]
        ),
    ),
    "10.5": (_mixture(lambda a: a - torch.logsumexp(a, dim=-1, keepdim=True)),),
    "10.6": (lambda x, c, i: (torch.stack([x[j] for j in i]), torch.stack([c[j] for j in i])),),
    "10.7": (lambda log_p, sigma: torch.log(torch.exp(log_p) / sigma.prod()),),
    "10.8": (
        lambda x, p: (torch.einsum("...m,m->...", p, x) / p.sum(-1), x[torch.argmax(p, dim=-1)]),
    ),
}

NAMED = {
    "10.1": (
        ("mean over the events", lambda x, mu, log_s: -_normal(x, mu, log_s).mean()),
        ("constant left out", lambda x, mu, log_s: F.gaussian_nll_loss(
            x.expand_as(mu), mu, torch.exp(2 * log_s), reduction="none")),
        ("exp(log_s) taken for the variance", lambda x, mu, log_s: F.gaussian_nll_loss(
            x.expand_as(mu), mu, torch.exp(log_s), full=True, reduction="none")),
        ("the log-likelihood, not its negative", _normal),
        ("all cut off", lambda x, mu, log_s: -_normal(x, mu.detach(), log_s.detach())),
    ),
    "10.2": (
        ("about the mean of the residuals", lambda r: (r - r.mean()).square().mean().sqrt()),
        ("torch.std: about the mean, with n − 1", lambda r: torch.var(r).sqrt()),
        ("mean absolute residual", lambda r: r.square().sqrt().mean()),
    ),
    "10.3": (
        ("width of any sign", lambda out: out.unbind(-1)),
        ("rows for columns", lambda out: (out[0], F.softplus(out[1]) + 0.01)),
        ("exp", lambda out: (out[..., 0], torch.exp(out[..., 1]))),
        ("softplus by hand, which overflows",
         _heads(lambda u: 0.01 + torch.log1p(torch.exp(u)))),
        ("a case around the overflow",
         _heads(lambda u: 0.01 + torch.where(u > 20, u, torch.log(1 + torch.exp(u))))),
        ("the second dimension in place of the last one",
         lambda out: (out[:, 0], 0.01 + F.softplus(out[:, 1]))),
    ),
    "10.4": (
        ("every event with every answer", _normal),
        ("the table averaged over the answers",
         lambda x, mu, log_s: _normal(x, mu, log_s).mean(0)),
        ("the result is a column", lambda x, mu, log_s: _normal(x.unsqueeze(1), mu, log_s)),
        ("the result is a table of one row",
         lambda x, mu, log_s: _normal(x, mu.reshape(1, -1), log_s.reshape(1, -1))),
        ("log-det left out", lambda x, mu, log_s: torch.distributions.Normal(0.0, 1.0).log_prob(
            (x - mu[:, 0]) / log_s[:, 0].exp())),
        ("log-det with the wrong sign", lambda x, mu, log_s: -0.5 * (
            (x - mu[:, 0]) / log_s[:, 0].exp()) ** 2 - 0.5 * math.log(2 * math.pi) + log_s[:, 0]),
    ),
    "10.5": (
        ("softmax over the events", _mixture(lambda a: a.log_softmax(0))),
        ("softmax over the second dimension", _mixture(lambda a: log_softmax(a, 1))),
        ("logarithm of softmax", _mixture(lambda a: torch.softmax(a, -1).log())),
        ("logarithm of softmax", _mixture(_own_softmax)),
        ("the weights, not their logarithms", _mixture(lambda a: log_softmax(a, -1).exp())),
        ("bump by bump", _mixture(
            lambda a: log_softmax(a, -1), third=lambda out: [out[..., k::3] for k in range(3)])),
        ("widths without a floor", _mixture(lambda a: log_softmax(a, -1), F.softplus)),
    ),
    "10.6": (
        ("c in its own order", lambda x, c, i: (x[i], c[torch.arange(len(i))])),
        ("c shuffled apart", lambda x, c, i: (x[i], c[i[torch.randperm(len(i))]])),
        ("c shuffled apart", lambda x, c, i: (x[i], c[torch.randint(len(c), i.shape)])),
        ("rows drawn anew", _permuted),
        ("rows drawn anew", _drawn_in_pairs),
        ("rows drawn anew", _in_place),
        ("rows that come twice left out",
         lambda x, c, i: (x[sorted(set(i.tolist()))], c[sorted(set(i.tolist()))])),
    ),
    "10.7": (
        ("plus in place of minus", lambda log_p, sigma: log_p + sigma.log().sum()),
        ("plus in place of minus", lambda log_p, sigma: log_p - (1 / sigma).log().sum()),
        ("the logarithms not summed", lambda log_p, sigma: log_p - sigma.log()),
        ("variances", lambda log_p, sigma: log_p - (sigma**2).prod().log()),
        ("product without its logarithm", lambda log_p, sigma: log_p - torch.prod(sigma)),
    ),
    "10.8": (
        ("flat argmax", lambda x, p: (
            (x * p).sum() / p.sum(), x[torch.argmax(p)])),
        ("the row number", lambda x, p: ((x * p).sum(-1) / p.sum(-1), torch.argmax(p, -1))),
        ("times the step, not normalised", lambda x, p: (
            torch.trapezoid(x * p, x), x[p.argmax(-1)])),
    ),
}  # fmt: skip

WRONG = {
    "10.1": (
        lambda x, mu, log_s: -_normal(x, mu, log_s.clamp(-1, 1)),
        lambda x, mu, log_s: -_normal(x, mu, log_s).clamp(min=-20),
        lambda x, mu, log_s: F.huber_loss(x, mu, reduction="none") + log_s,
    ),
    "10.2": (lambda r: r.abs().max(), lambda r: r.square().mean().sqrt().clamp(max=100)),
    "10.3": (
        _heads(lambda u: 0.1 + F.softplus(u)),
        _heads(lambda u: 0.01 + F.softplus(u, beta=2)),
        _heads(lambda u: 0.01 + F.softplus(u.clamp(-20, 20))),
        _heads(lambda u: 0.01 + F.elu(u) + 1),
    ),
    "10.4": (
        _filled,
        lambda x, mu, log_s: _normal(x, mu[:, 0], log_s[:, 0].clamp(-1, 1)),
        lambda x, mu, log_s: _normal(x, mu.mean(), log_s.mean()),
    ),
    "10.5": (
        _mixture(lambda a: torch.log(torch.softmax(a, -1).clamp(min=1e-6))),
        _mixture(lambda a: log_softmax(a.clamp(-50, 50), -1)),
    ),
    "10.6": (
        lambda x, c, i: (x[i], c[i.flip(0)]),
        lambda x, c, i: (x[i].float().round(), c[i]),
    ),
    "10.7": (
        lambda log_p, sigma: log_p - sigma.log().sum().clamp(min=0),
        lambda log_p, sigma: log_p * sigma.log().sum(),
    ),
    "10.8": (_nearest_to_the_mean,),
}

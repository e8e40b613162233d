"""Answers of chapter 13 as strangers write them."""

import math

import torch
from torch.special import gammainc


def _of(D, s):
    return gammainc(torch.as_tensor(D / 2, dtype=s.dtype), s / 2)


def _distances(theta, draws, reference):
    return (draws - reference).norm(dim=-1), (theta - reference).norm(dim=-1)


def _groups(feature, edges):
    return torch.bucketize(feature, edges)


def _shares(u, group, count, p):
    return torch.stack([(u[group == k] <= p).double().mean() for k in range(count)])


RIGHT = {
    "13.1": (
        lambda z: _of(z.shape[-1], z.norm(dim=-1).square()),
        lambda z: torch.special.gammainc(0 * z[..., 0] + z.size(-1) / 2, (z * z).sum(-1) * 0.5),
    ),
    "13.2": (lambda u, p: (u <= p[:, None]).sum(-1) / u.numel(),),
    "13.3": (lambda n, level: math.sqrt(math.log(2 / (1 - level)) / 2) / math.sqrt(n),),
    "13.4": (lambda theta, draws: torch.count_nonzero(theta - draws > 0, 0),),
    "13.5": (lambda log_p, draws: 1 - (log_p >= draws).double().mean(0),),
    "13.6": (lambda u, f, edges, p: _shares(u, _groups(f, edges), len(edges) + 1, p),),
    "13.7": (lambda log_p: -math.log(log_p.shape[0]) + torch.logsumexp(log_p.T, 1),),
    "13.8": (lambda t, ref: ((ref.unsqueeze(0) >= t.unsqueeze(1)).sum(1) + 1) / (ref.numel() + 1),),
    "13.9": (lambda *args: torch.lt(*_distances(*args)).double().mean(0),),
}

NAMED = {
    "13.1": (
        ("two degrees of freedom always", lambda z: 1 - torch.exp(-z.square().sum(-1) / 2)),
        ("½ of s forgotten", lambda z: gammainc(torch.tensor(z.shape[-1] / 2.0),
                                               z.square().sum(-1))),
        ("radius not squared", lambda z: _of(z.shape[-1], z.norm(dim=-1))),
        ("the number of events for D", lambda z: _of(len(z), z.square().sum(-1))),
        ("D for D/2", lambda z: gammainc(torch.tensor(float(z.shape[-1])),
                                         z.square().sum(-1) / 2)),
        ("each coordinate by itself", lambda z: 2 * torch.special.ndtr(z.abs()) - 1),
        ("the mass outside", lambda z: torch.special.gammaincc(
            torch.tensor(z.shape[-1] / 2), z.square().sum(-1) / 2)),
    ),
    "13.2": (
        ("those above", lambda u, p: (p < u[:, None]).double().mean(0)),
        ("quantile", lambda u, p: torch.quantile(u, p)),
        ("counts", lambda u, p: (u[:, None] <= p).sum(dim=0)),
        ("averaged over the promises", lambda u, p: (u[:, None] <= p).float().mean(-1)),
    ),
    "13.3": (
        ("two standard errors at one p", lambda n, level: 1 / math.sqrt(n)),
        ("level for 1 − level", lambda n, level: math.sqrt(-math.log(level / 2) / 2 / n)),
        ("one-sided", lambda n, level: math.sqrt(-math.log(1 - level) / (2 * n))),
        ("no root", lambda n, level: math.log(2 / (1 - level)) / (2 * n)),
    ),
    "13.4": (
        ("those above", lambda theta, draws: (theta < draws).sum(0)),
        ("share", lambda theta, draws: (draws < theta).float().mean(0)),
        ("over the events", lambda theta, draws: (draws < theta).sum(dim=1)),
    ),
    "13.5": (
        ("less dense", lambda log_p, draws: (log_p > draws).double().mean(0)),
        ("count", lambda log_p, draws: (log_p < draws).sum(0)),
        ("densities, which underflow",
         lambda log_p, draws: (log_p.exp() < draws.exp()).double().mean(0)),
        ("ratio to the mode", lambda log_p, draws: (log_p - draws.max(0)[0]).exp()),
    ),
    "13.6": (
        ("divided by all events", lambda u, f, edges, p: torch.bincount(
            _groups(f, edges), (u <= p).double()) / len(u)),
        ("composition of the covered", lambda u, f, edges, p: torch.bincount(
            _groups(f, edges)[u <= p], minlength=len(edges) + 1) / (u <= p).sum()),
        ("the last group is missing",
         lambda u, f, edges, p: _shares(u, _groups(f, edges), len(edges), p)),
        ("u sorted first", lambda u, f, edges, p: _shares(
            torch.sort(u)[0], _groups(f, edges), len(edges) + 1, p)),
    ),
    "13.7": (
        ("mean of the logarithms", lambda log_p: torch.mean(log_p, dim=0)),
        ("exp before log", lambda log_p: torch.log(torch.exp(log_p).sum(0) / len(log_p))),
        ("profile", lambda log_p: torch.max(log_p, 0)[0]),
        ("log K forgotten", lambda log_p: log_p.logsumexp(dim=0)),
    ),
    "13.8": (
        ("without the 1", lambda t, ref: (t <= ref[:, None]).float().mean(0)),
        ("strictly odder", lambda t, ref: (1 + (t < ref[:, None]).sum(0)) / (len(ref) + 1)),
        ("the lower tail", lambda t, ref: (1 + (t >= ref[:, None]).sum(0)) / (len(ref) + 1)),
        ("normal tail", lambda t, ref: 1 - torch.distributions.Normal(
            ref.mean(), ref.std()).cdf(t)),
    ),
    "13.9": (
        ("measured from 0", lambda theta, draws, reference: (
            draws.norm(dim=-1) < theta.norm(dim=-1)).float().mean(0)),
        ("farther", lambda *args: torch.gt(*_distances(*args)).double().mean(0)),
        ("count", lambda *args: torch.lt(*_distances(*args)).sum(0)),
    ),
}  # fmt: skip

WRONG = {
    "13.1": (
        lambda z: _of(z.shape[-1], z.square().sum(-1)).clamp(0.05, 0.95),
        lambda z: torch.tanh(z.square().sum(-1) / z.shape[-1]),
    ),
    "13.2": (
        lambda u, p: (u[:, None] <= p + 0.1).double().mean(0),
        lambda u, p: 0.5 * ((u[:, None] <= p).double().mean(0) + p),
    ),
    "13.3": (
        lambda n, level: math.sqrt(math.log(3 / (1 - level)) / (2 * n)),
        lambda n, level: math.sqrt(math.log(2 / (1 - level)) / (2 * n + 10)),
    ),
    "13.4": (lambda theta, draws: (draws[1:] < theta).sum(0),),
    "13.5": (lambda log_p, draws: (draws > log_p + 0.5).double().mean(0),),
    "13.6": (lambda u, f, edges, p: _shares(u, _groups(f, edges + 0.3), len(edges) + 1, p),),
    "13.7": (lambda log_p: log_p.logsumexp(0) - math.log(len(log_p) + 1),),
    "13.8": (lambda t, ref: (2 + (ref[:, None] >= t).sum(0)) / (2 + len(ref)),),
    "13.9": (lambda *args: torch.lt(_distances(*args)[0], 1.2 * _distances(*args)[1])
             .double().mean(0),),
}  # fmt: skip

"""Answers of chapter 15 as strangers write them."""

import math

import torch


def _light(d, log_energy, length):
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02


def _distance(n, r):
    return (r.square().sum(-1) - (n @ r.T).square()).relu().sqrt()


def _normal(z):
    return -0.5 * z * z - 0.5 * math.log(2 * math.pi)


def _step(value, size=256):
    def loss(flow, simulate):
        x, seen = simulate(size)
        return value(flow(seen).log_prob(x))

    return loss


def _drawn(ice):
    return lambda track, count: track.sample(count, ice=ice(count))


def _told(track, count):
    ice = 0.7 * (0.3 * torch.randn(count)).exp()
    x, seen = track.sample(count, ice=ice)
    return x, torch.hstack([seen, ice.unsqueeze(1)])


def _cut(log_p, area, p, key=None, more=1):
    order = torch.argsort(log_p if key is None else key, descending=True)
    mass = torch.exp(log_p[order]) * area[order]
    return area[order][: int((mass.cumsum(0) < p).sum()) + more]


RIGHT = {
    "15.1": (lambda n, e, length, r: _light(_distance(n, r), e, length),),
    "15.2": (lambda a, z, b: a + b + _normal(z) - torch.log(torch.tensor(4 * torch.pi)).double(),),
    "15.3": (_step(lambda log_p: torch.mean(-log_p)),),
    "15.4": (lambda h0: 0.5 * (1.0 - h0),),
    "15.5": (_drawn(lambda count: torch.exp(math.log(0.7) + 0.3 * torch.randn(count))),),
    "15.6": (lambda log_p, area, p: torch.sum(_cut(log_p, area, p)),),
    "15.7": (lambda t, ref: ((t[None] <= ref[:, None]).sum(0) + 1) / (ref.numel() + 1),),
}

NAMED = {
    "15.1": (
        (
            "distance from the tip",
            lambda n, e, length, r: _light(torch.cdist(n, r), e, length),
        ),
        (
            "sensors at distance 1",
            lambda n, e, length, r: _light(torch.sqrt(1 - (n @ r.T) ** 2), e, length),
        ),
        ("times λ", lambda n, e, length, r: _light(_distance(n, r), e, 1 / length)),
        (
            "NaN on the track",
            lambda n, e, length, r: _light(
                (r.norm(dim=-1) ** 2 - (n @ r.T) ** 2) ** 0.5, e, length
            ),
        ),
    ),
    "15.2": (
        ("no 4π", lambda a, z, b: a + b + _normal(z)),
        ("2π", lambda a, z, b: a + b + _normal(z) - math.log(2 * math.pi)),
        ("the energy's norm", lambda a, z, b: a + b - z**2 / 2 - math.log(4 * math.pi)),
    ),
    "15.3": (
        ("sum", _step(lambda log_p: -torch.sum(log_p))),
        ("everything without gradients", _step(lambda log_p: -log_p.mean().data)),
        ("the median", _step(lambda log_p: -log_p.median())),
    ),
    "15.4": (
        ("the far side", lambda h0: 1 - (1 - h0) / 2),
        ("angle over π", lambda h0: torch.arccos(torch.as_tensor(h0)) / torch.pi),
    ),
    "15.5": (
        ("one λ for all", _drawn(lambda count: 0.7 * torch.exp(torch.randn(1) * 0.3))),
        ("λ shown to the network", _told),
        (
            "normal, so it may be negative",
            _drawn(lambda count: torch.normal(0.7, 0.3, size=(count,))),
        ),
    ),
    "15.6": (
        ("by mass", lambda log_p, area, p: _cut(log_p, area, p, log_p.exp() * area).sum()),
        ("68 % whatever p is", lambda log_p, area, p: _cut(log_p, area, 0.68).sum()),
        ("the last cell left out", lambda log_p, area, p: _cut(log_p, area, p, more=0).sum()),
        (
            "share of the sky",
            lambda log_p, area, p: _cut(log_p, area, p).sum() / area.sum(),
        ),
    ),
    "15.7": (
        ("without the 1", lambda t, ref: (t <= ref[:, None]).float().mean(0)),
        ("strictly odder", lambda t, ref: (1 + (t < ref[:, None]).sum(0)) / (len(ref) + 1)),
        ("the lower tail", lambda t, ref: (1 + (t >= ref[:, None]).sum(0)) / (len(ref) + 1)),
    ),
}

WRONG = {
    "15.1": (
        lambda n, e, length, r: _light(_distance(n, r).clamp(min=0.9), e, length),
        lambda n, e, length, r: _light(_distance(n, r) + 0.1, e, length),
    ),
    "15.2": (
        lambda a, z, b: a + b + _normal(z.clamp(-3, 3)) - math.log(4 * math.pi),
        lambda a, z, b: a + b + _normal(0.9 * z) - math.log(4 * math.pi),
    ),
    "15.3": (_step(lambda log_p: -log_p.clamp(min=-4).mean()),),
    "15.4": (lambda h0: (1 - h0) / 2 + 0.01, lambda h0: (1 - h0**3) / 2),
    "15.5": (
        _drawn(lambda count: 0.7 * torch.exp(0.4 * torch.randn(count))),
        _drawn(lambda count: 0.8 * torch.exp(0.3 * torch.randn(count))),
    ),
    "15.6": (lambda log_p, area, p: _cut(log_p, area, p, log_p * area).sum(),),
    "15.7": (lambda t, ref: (2 + (ref[:, None] >= t).sum(0)) / (2 + len(ref)),),
}

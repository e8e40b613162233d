"""A training's picture against the same descent, written out here, and closed forms."""

import functools
import math

import numpy as np
import torch
from scipy import stats

from course_lib import live
from course_lib.data import old_faithful
from tests.live.oracles import apart, disk, mass_radius
from tests.live.proofs import Proof

STEPS, RATE, EVERY = 40, 0.1, 10
ORIGIN, UNIT = np.array([3.0, 60.0]), np.array([1.0, 10.0])


@functools.cache
def descent(n):
    """(loss, L, b) of z = L (x − b) before every step; n = 1 or 2 dimensions of Old Faithful."""
    data = (old_faithful() - torch.tensor(ORIGIN)) / torch.tensor(UNIT)
    x = data[:, 2 - n :].float()  # as the flow's own parameters
    diagonal, below, b = (torch.zeros(n, requires_grad=True), torch.zeros(1, requires_grad=True),
                          torch.zeros(n, requires_grad=True))  # fmt: skip
    scale = torch.ones(1, requires_grad=True)
    parameters = [diagonal, below, b] if n == 2 else [scale, b]
    optimizer = torch.optim.Adam(parameters, lr=RATE)
    found = []
    for _ in range(STEPS + 1):
        if n == 2:
            L = diagonal.exp().diag() + below * torch.tensor([[0.0, 0.0], [1.0, 0.0]])
        else:
            L = (1 / scale).diag()
        z = (x - b) @ L.T
        log_p = -0.5 * (z**2).sum(1) - n / 2 * math.log(2 * math.pi) + L.diagonal().log().sum()
        loss = -log_p.mean()
        found.append((loss.item(), L.detach().double().numpy(), b.detach().double().numpy()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return found


def way(see, step, n):
    """The loss so far, the point where it is, and what is said."""
    picture, losses = see.picture, [loss for loss, *_ in descent(n)]
    past = range(0, step + 1, EVERY)
    see.curve(picture.loss, list(past), [losses[k] for k in past])
    see.points(picture.here, [step], [losses[step]])
    see.text(picture.progress, "step {} of {}", step, STEPS)
    data = ((old_faithful().numpy() - ORIGIN) / UNIT)[:, 2 - n :]
    covariance = np.atleast_2d(np.cov(data.T, bias=True))
    best = 0.5 * np.linalg.slogdet(2 * np.pi * np.e * covariance)[1]
    see.reads("step", "{} of {}", step, STEPS)
    see.reads("loss", "{}", losses[step])
    see.reads("closed form", "{}", best)
    see.reads("above it", "{}", losses[step] - best)


def plane(see, step, best):
    picture, (_, L, b) = see.picture, descent(2)[step]
    unit, origin = UNIT[:, None], ORIGIN[:, None]
    for patch, share in zip(picture.panel.patches, (0.68, 0.95), strict=True):
        ellipse = np.linalg.inv(L) @ disk(mass_radius(share)) + b[:, None]
        # The levels are sought on a lattice of 101 × 101 points: a pixel or two.
        see.region(patch, *(origin + unit * ellipse), within=2.5)
    data = old_faithful().numpy()
    A = np.linalg.cholesky(np.cov(data.T, bias=True))
    ellipses = (A @ disk(mass_radius(s)) + data.mean(0)[:, None] for s in (0.68, 0.95))
    if best:
        see.curve(picture.panel.best, *apart(*ellipses))
    else:
        see.nothing(picture.panel.best)
    way(see, step, 2)


def line(see, step, best):
    picture, (_, L, b) = see.picture, descent(1)[step]
    x = np.linspace(0, 130, 4001)
    fit = stats.norm(ORIGIN[1] + UNIT[1] * b[0], UNIT[1] / L[0, 0])
    see.curve(picture.panel.curve, x, fit.pdf(x))
    waiting = old_faithful()[:, 1].numpy()
    if best:
        see.curve(picture.panel.best, x, stats.norm(waiting.mean(), waiting.std()).pdf(x))
    else:
        see.nothing(picture.panel.best)
    way(see, step, 1)


def training(*data, **more):
    view = live.training(None, *data, steps=STEPS, lr=RATE, every=EVERY, **more)
    view.prepare()
    return view.picture


SETTINGS = ({"step": 20, "best": True}, {"step": 40, "best": False}, {"step": 10, "best": True})
PROOFS = (
    Proof(plane, SETTINGS, make=training),
    Proof(
        line,
        SETTINGS,
        make=lambda: training(old_faithful()[:, 1], origin=ORIGIN[1], unit=UNIT[1]),
    ),
)

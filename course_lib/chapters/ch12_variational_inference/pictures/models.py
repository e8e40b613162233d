"""The fits that the pictures of chapter 12 show.

Each was made once, from seed 0; their parameters lie beside this file, so that nobody waits for
them. ``python -m course_lib.chapters.ch12_variational_inference.pictures.models`` makes them anew.
"""

import functools
import math
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_lib.densities import standard_normal_log_prob
from course_lib.expectations import elbo, importance
from course_lib.flows import (
    MLP,
    Composition,
    Coupling,
    FlowDistribution,
    TrainableAffine,
    UnivariateAffine,
)
from course_lib.flows.random_stream import RandomStream
from course_lib.simulators import Flash
from course_lib.stored import numbers_of, restored
from course_lib.training import minimise, one_cycle

FILE = Path(__file__).with_name("learnt.npz")
HOW = {"schedule": one_cycle, "clip": 5.0, "progress": False}


def log_normal(x, mean, width):
    """log N(x; mean, width²)."""
    return standard_normal_log_prob((x - mean) / width) - math.log(width)


# --- eight schools (Rubin 1981) -----------------------------------------------------------------

EFFECTS = torch.tensor([28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0])
ERRORS = torch.tensor([15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0])
LOG_Z = -31.3114
KINDS = ("mean field", "flow")


def log_joint(v):
    """log p(data, v) of v = (mean / 5, log spread, eight standardised effects), shape (..., 10)."""
    mean, log_tau, eta = 5 * v[..., 0], v[..., 1], v[..., 2:]
    theta = mean[..., None] + log_tau.exp()[..., None] * eta
    data = standard_normal_log_prob((EFFECTS - theta) / ERRORS) - ERRORS.log()
    tau = math.log(2 / (5 * math.pi)) - torch.log1p((log_tau.exp() / 5) ** 2) + log_tau
    prior = standard_normal_log_prob(v[..., 0]) + standard_normal_log_prob(eta).sum(-1)
    return data.sum(-1) + tau + prior


class MeanField(nn.Module):
    """Independent normals: a mean and a log-width for each of n coordinates."""

    def __init__(self, n):
        super().__init__()
        self.mean, self.log_s = nn.Parameter(torch.zeros(n)), nn.Parameter(torch.zeros(n))

    def law(self):
        return torch.distributions.Independent(
            torch.distributions.Normal(self.mean, self.log_s.exp()), 1
        )


def couplings(n, layers=6, seed=0):
    """Affine couplings, every second number still in turn, and an affine flow at the end."""
    turn = torch.arange(n) % 2
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        parts = [
            Coupling(turn == k % 2, UnivariateAffine(), hidden=(32, 32)) for k in range(layers)
        ]
    return Composition(*parts, TrainableAffine(n))


def untrained(kind, seed=0):
    """A q(v) of one kind before it is fitted."""
    return MeanField(10) if kind == "mean field" else couplings(10, seed=seed)


def fitted(kind, seed=0):
    """The same after its fit."""
    q = untrained(kind, seed)
    if kind == "mean field":
        minimise(lambda: -elbo(q.law(), log_joint, 256).mean, q, steps=300, lr=0.05,
                 seed=seed, **HOW)  # fmt: skip
        return q

    def loss():  # log q on the way down: no second pass upwards
        z = torch.randn(512, 10)
        v, log_det = q(z)
        return (standard_normal_log_prob(z).sum(-1) - log_det - log_joint(v)).mean()

    minimise(loss, q, steps=500, lr=0.01, seed=seed, **HOW)
    return q


def law(q):
    """The distribution that one of them is."""
    return q.law() if isinstance(q, MeanField) else FlowDistribution(q)


@functools.cache
def schools(kind):
    """The fitted q(v) of one kind."""
    return law(restored(untrained(kind), FILE, kind))


@functools.cache
def weighed(kind, n=8000):
    """Samples of q and their weights."""
    with torch.no_grad():
        return importance(schools(kind), log_joint, n, seed=100)


# --- flashes beside a string: left and right look alike -----------------------------------------

FLASH = Flash(strings=1)
AWAY, NEAR, ALONG = 1.5, 0.15, 0.7  # where flashes are: x = ±1.5 ± 0.15, y = 0 ± 0.7
WAYS = ("with labels", "without labels")


def log_prior(theta):
    """log p(theta): half of the flashes left of the string, half of them right of it."""
    x, y = theta.unbind(-1)
    sides = torch.stack([log_normal(x, side, NEAR) for side in (-AWAY, AWAY)])
    return sides.logsumexp(0) - math.log(2) + log_normal(y, 0.0, ALONG)


def flashes(n):
    """n places and the counts that they make, from torch's own stream."""
    side = torch.randint(0, 2, (n,)) * 2 - 1
    x = AWAY * side + NEAR * torch.randn(n)
    theta = torch.stack([x, ALONG * torch.randn(n)], -1)
    return theta, torch.poisson(FLASH.rates(theta))


def log_target(theta, counts):
    """log p(counts, theta)."""
    return FLASH.log_likelihood(theta, counts) + log_prior(theta)


class Answer(nn.Module):
    """A network from counts to a Gaussian of the place: the same for both ways of training."""

    def __init__(self, seed):
        super().__init__()
        self.network = MLP(8, 5, hidden=(64, 64), seed=seed)
        with torch.no_grad():  # to the left or to the right: the start shall not decide alone
            stream = torch.Generator().manual_seed(seed)
            self.network.layers[-1].weight.normal_(0, 0.1, generator=stream)

    def forward(self, counts):
        u = self.network((1 + counts).log() - 1)
        s = 0.02 + nn.functional.softplus(u[..., 2:4])
        L = torch.diag_embed(s)
        L = L + nn.functional.pad(u[..., 4, None, None], (0, 1, 1, 0))
        return torch.distributions.MultivariateNormal(u[..., :2], scale_tril=L)


def taught(way, seed=0, steps=400):
    """A network after its training with pairs (theta, counts), or with counts alone."""
    network = Answer(seed)

    def with_labels():
        theta, counts = flashes(256)
        return -network(counts).log_prob(theta).mean()

    def without_labels():
        _, counts = flashes(256)
        q = network(counts)
        theta = q.rsample()
        return (q.log_prob(theta) - log_target(theta, counts)).mean()

    loss = with_labels if way == "with labels" else without_labels
    minimise(loss, network, steps=steps, lr=0.005, seed=seed, **HOW)
    return network


@functools.cache
def trained(way):
    """The network of the pictures, trained in this way."""
    return restored(Answer(0), FILE, way)


@functools.cache
def events(n=200):
    """(places, counts) of flashes that no training has seen."""
    with RandomStream(1000):
        return flashes(n)


if __name__ == "__main__":
    made = {kind: fitted(kind) for kind in KINDS} | {way: taught(way) for way in WAYS}
    np.savez_compressed(FILE, **{name: numbers_of(module) for name, module in made.items()})

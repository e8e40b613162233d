"""The fits that the pictures of chapter 10 show: four answers to one question, and many answers.

Depths are in 100 km, longitudes in degrees. Each fit was made once, from its own seed; their
parameters lie beside this file, so that nobody waits for them, and so that every processor shows
what the text says: a training goes another way on another one. ``python -m
course_lib.chapters.ch10_conditional_flows.pictures.models`` makes them anew.
"""

import functools
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_lib.data import quakes, split, standardise
from course_lib.flows import (
    MLP,
    Conditional,
    ConditionalUnivariate,
    FlowDistribution,
    UnivariateAffine,
    UnivariateMixture,
    UnivariateSpline,
)
from course_lib.simulators import InverseSine
from course_lib.stored import numbers_of, restored
from course_lib.training import fit, minimise, one_cycle

FILE = Path(__file__).with_name("learnt.npz")
KINDS = ("one width", "its own width", "mixture flow", "spline flow")
HOW = {"lr": 0.01, "schedule": one_cycle, "clip": 5.0, "batch_size": 256, "progress": False}
HIDDEN = (32, 32)
STEPS = 250


class OneWidth(nn.Module):
    """x = e^a z + b: the network gives b, and one a is shared by all contexts."""

    size = 1

    def __init__(self):
        super().__init__()
        self.log_scale = nn.Parameter(torch.zeros(1))

    def forward(self, u):
        return UnivariateAffine()(torch.cat([u, self.log_scale.expand_as(u)], -1))


RECIPES = {
    "one width": OneWidth,
    "its own width": UnivariateAffine,
    "mixture flow": lambda: UnivariateMixture(6),
    "spline flow": lambda: UnivariateSpline(8, 4.0),
}


class Answers:
    """A p(y | c) in the units of the data, y and c being single numbers; its fit comes after."""

    def __init__(self, kind, y, c, steps=STEPS, seed=0):
        (self.y, self.back), (self.c, self.back_c) = standardise(y.float()), standardise(c.float())
        self.steps, self.seed = steps, seed
        with torch.random.fork_rng(devices=[]):
            recipe = RECIPES[kind]()
            network = MLP(1, recipe.size, hidden=HIDDEN, seed=seed)
        self.p = Conditional(ConditionalUnivariate(recipe, network))

    def fit(self):
        """The same, fitted here and now."""
        with torch.random.fork_rng(devices=[]):
            fit(self.p, (self.y, self.c[:, None]), steps=self.steps, seed=self.seed, **HOW)
        return self

    def kept(self, name):
        """The same, with the parameters of this name in the file."""
        restored(self.p, FILE, name)
        return self

    @torch.no_grad()
    def log_prob(self, y, c):
        """log p(y | c), for c of the shape of y, or one number."""
        inside = self.back_c.inverse(c.float())[0][..., None]
        log_p = self.p(inside).log_prob(self.back.inverse(y.float())[0])
        return (log_p - self.back.log_sigma).double()

    def at(self, y, c):
        """p(y | c) on the points y, for one number c."""
        return self.log_prob(y, torch.tensor(float(c))).exp()

    def at_each(self, y, cs):
        """{c: p(y | c) on the points y} for many numbers c: one batch takes as long as a few c."""
        found = self.log_prob(y[:, None].expand(-1, len(cs)), torch.tensor(cs).double()).exp()
        return dict(zip(cs, found.T.contiguous(), strict=True))

    @torch.no_grad()
    def middle(self, c):
        """Where the map sends z = 0: the mean, where the map is affine."""
        inside = self.back_c.inverse(c.float())[0][..., None]
        return self.back.forward(self.p.flow.given(inside)(torch.zeros(c.shape))[0])[0].double()


@functools.cache
def pairs(divided=0):
    """(depth, longitude) of 700 quakes to learn from, and of 300 that are held out."""
    parts = split(quakes(), share=0.3, seed=divided)
    return tuple((part[:, 2] / 100, part[:, 1]) for part in parts)


def of_quakes(kind, seed=0, divided=0):
    """p(depth | longitude) of one kind before its fit; the seed is that of the network's start."""
    return Answers(kind, *pairs(divided)[0], seed=seed)


@functools.cache
def depths(kind, seed=0):
    """p(depth | longitude) of one kind, fitted."""
    return of_quakes(kind, seed).kept(f"{kind} {seed}")


@functools.cache
def score(kind):
    """Its mean log p on the held-out quakes, in nats, depths in 100 km."""
    return depths(kind).log_prob(*pairs()[1]).mean().item()


PROBLEM = InverseSine()
EVENTS = 2000


def of_wave(seed=0):
    """p(x | y) of the inverse sine for all y, by one network, before its fit to 2000 pairs."""
    x, y = PROBLEM.sample(EVENTS, seed=seed)
    return Answers("mixture flow", x, y[:, 0], steps=300)


@functools.cache
def network():
    """The same, fitted."""
    return of_wave().kept("wave")


PLACES = tuple(round(0.1 * k, 1) for k in range(11))  # the y that get a flow of their own
EACH = 400  # events for each of them
X = torch.linspace(0, 1, 1001, dtype=torch.float64)


def exact(y):
    """p(x | y) on X, for one number y."""
    y = torch.tensor([float(y)], dtype=torch.float64)
    return (PROBLEM.log_likelihood(X, y) - PROBLEM.log_evidence(y)).exp()


class Singles(nn.Module):
    """A flow for each of the places, without a network: a table of numbers, a row for each."""

    def __init__(self):
        super().__init__()
        self.recipe = UnivariateMixture(6)
        self.table = nn.Parameter(torch.zeros(len(PLACES), self.recipe.size))
        events = torch.stack([drawn(exact(y), EACH, k) for k, y in enumerate(PLACES)], -1)
        self.values, self.back = standardise(events.float())

    def fit(self):
        """The same, fitted here and now."""
        with torch.random.fork_rng(devices=[]):
            minimise(lambda: -self._log_prob(self.values).mean(), self, steps=150, lr=0.04,
                     schedule=one_cycle, progress=False)  # fmt: skip
        return self

    def _log_prob(self, values):
        return FlowDistribution(self.recipe(self.table)).log_prob(values)

    @torch.no_grad()
    def densities(self):
        """p(x) on X of each of the flows, shape (places, points)."""
        values = (X[:, None] - self.back.mean.double()) / self.back.sigma.double()
        return (self._log_prob(values.float()).double() - self.back.sigma.double().log()).exp().T


def drawn(p, n, seed):
    """n numbers from a density p on X: through the inverse of its cdf."""
    cdf = torch.cumulative_trapezoid(p, X)
    u = torch.rand(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    k = torch.searchsorted(cdf / cdf[-1], u)
    return (X[k] + X[k + 1]) / 2


@functools.cache
def singles():
    """The flows that were fitted to one y each."""
    return restored(Singles(), FILE, "singles")


def gap(p, q):
    """KL(p ‖ q) in nats on X: by how much q is worse than the exact p, on average."""
    inside = (p > 0) & (q > 0)
    return torch.trapezoid(torch.where(inside, p * (p / q).log(), 0.0), X).item()


STARTS = (0, 1, 2)  # of the mixture: they differ in nothing else


def unfitted():
    """{name in the file: what is fitted}."""
    which = [(kind, 0) for kind in KINDS] + [("mixture flow", seed) for seed in STARTS[1:]]
    answers = {f"{kind} {seed}": of_quakes(kind, seed) for kind, seed in which}
    return answers | {"wave": of_wave(), "singles": Singles()}


def module_of(found):
    """What has the parameters."""
    return found.p if isinstance(found, Answers) else found


if __name__ == "__main__":
    made = {name: numbers_of(module_of(found.fit())) for name, found in unfitted().items()}
    np.savez_compressed(FILE, **made)

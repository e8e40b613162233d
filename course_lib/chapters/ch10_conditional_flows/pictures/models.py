"""The fits that the pictures of chapter 10 show: four answers to one question, and many answers.

Depths are in 100 km, longitudes in degrees. Each fit is made once, from its own seed.
"""

import functools

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
from course_lib.training import fit, minimise, one_cycle

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
    """A fitted p(y | c) in the units of the data, y and c being single numbers."""

    def __init__(self, kind, y, c, steps=STEPS, seed=0):
        (y, self.back), (c, self.back_c) = standardise(y.float()), standardise(c.float())
        with torch.random.fork_rng(devices=[]):
            recipe = RECIPES[kind]()
            network = MLP(1, recipe.size, hidden=HIDDEN, seed=seed)
            self.p = Conditional(ConditionalUnivariate(recipe, network))
            fit(self.p, (y, c[:, None]), steps=steps, seed=seed, **HOW)

    @torch.no_grad()
    def log_prob(self, y, c):
        """log p(y | c), for c of the shape of y, or one number."""
        inside = self.back_c.inverse(c.float())[0][..., None]
        log_p = self.p(inside).log_prob(self.back.inverse(y.float())[0])
        return (log_p - self.back.log_sigma).double()

    def at(self, y, c):
        """p(y | c) on the points y, for one number c."""
        return self.log_prob(y, torch.tensor(float(c))).exp()

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


def depths(kind, seed=0, divided=0):
    """p(depth | longitude) of one kind; the seed is that of the network's start."""
    return _fitted(kind, seed, divided)


@functools.cache  # of three plain arguments: depths(kind) and depths(kind, divided=0) are one fit
def _fitted(kind, seed, divided):
    return Answers(kind, *pairs(divided)[0], seed=seed)


@functools.cache
def score(kind, divided=0):
    """Its mean log p on the held-out quakes, in nats, depths in 100 km."""
    return depths(kind, divided=divided).log_prob(*pairs(divided)[1]).mean().item()


PROBLEM = InverseSine()
EVENTS = 2000


@functools.cache
def network(seed=0):
    """p(x | y) of the inverse sine for all y, by one network from 2000 pairs."""
    x, y = PROBLEM.sample(EVENTS, seed=seed)
    return Answers("mixture flow", x, y[:, 0], steps=300)


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
        values, self.back = standardise(events.float())
        with torch.random.fork_rng(devices=[]):
            minimise(lambda: -self._log_prob(values).mean(), self, steps=150, lr=0.04,
                     schedule=one_cycle, progress=False)  # fmt: skip

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
    return Singles()


def gap(p, q):
    """KL(p ‖ q) in nats on X: by how much q is worse than the exact p, on average."""
    inside = (p > 0) & (q > 0)
    return torch.trapezoid(torch.where(inside, p * (p / q).log(), 0.0), X).item()

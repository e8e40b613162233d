"""Two tables that the course has not, and flows fitted to them: one right, the others sabotaged."""

import functools

import torch

from course_lib import capstone, data, flows, training


def stream(seed):
    return torch.Generator().manual_seed(seed)


@functools.cache
def heavy(n=6000):
    """Two targets given two contexts: heavy tails (Student's t, 4), and ties (steps of 0.1)."""
    g = stream(1)
    c = torch.stack([torch.rand(n, generator=g) * 40 + 100, torch.randn(n, generator=g)], 1)
    chi = torch.randn(n, 4, generator=g).square().sum(1) / 4
    t = torch.randn(n, generator=g) / chi.sqrt()
    first = 0.2 * c[:, 0] + (1 + (c[:, 1] > 0)) * t
    second = 30 * torch.sin(c[:, 1]) + 5 * torch.randn(n, generator=g)
    columns = {"dose": c[:, 0], "age": c[:, 1], "mass": (10 * first).round() / 10, "turn": second}
    return capstone.table(columns, ["mass", "turn"], ["dose", "age"])


@functools.cache
def bent(n=6000):
    """Three targets without a context: a bent sheet, far from 0 and with three units."""
    z = torch.randn(n, 3, generator=stream(2))
    x = torch.stack([z[:, 0], z[:, 0] ** 2 + 0.5 * z[:, 1], z[:, 2] * (0.3 + z[:, 0].sigmoid())], 1)
    x = x * torch.tensor([300.0, 0.02, 5.0]) + torch.tensor([2000.0, 1.0, -40.0])
    return capstone.table(x, ["length", "share", "charge"], names=["length", "share", "charge"])


def fitted(table, part=None, steps=300, context=True, hidden=32, choose=False):
    """(values' flow, way back) after a fit to the standardised targets of a part."""
    part = part or table.train
    _, back = data.standardise(table.train.x)
    values = back.inverse(part.x)[0]
    given = {"context": len(table.context)} if table.context and context else {}
    recipe = flows.UnivariateMixture(5)
    flow = flows.Autoregressive(len(table.target), recipe, hidden=hidden, seed=0, **given)
    events = (values, part.c) if given else values
    more = {}
    if choose:
        values = back.inverse(table.held_out.x)[0]
        more = {"held_out": (values, table.held_out.c) if given else values, "look_every": 10}
    training.fit(
        made(flow), events, steps, lr=0.02, batch_size=256, schedule=training.one_cycle, clip=5.0,
        progress=False, **more,
    )  # fmt: skip
    return flow, back


def made(flow):
    return flows.Conditional(flow) if flow.context_size else flows.FlowDistribution(flow)


@functools.cache
def right(name):
    """(table, flow of the values, way back) of one of the two tables."""
    table = {"heavy": heavy, "bent": bent}[name]()
    return table, *fitted(table, choose=True)


def in_units(flow, back):
    whole = flows.Composition(back, flow)
    return made(whole)


class WithoutLogDet:
    """Samples are right, and log p is that of the standardised values: Σ log σ is forgotten."""

    def __init__(self, p, back):
        self.p, self.back = p, back

    def log_prob(self, x):
        return self.p.log_prob(self.back.inverse(x)[0])

    def sample(self, shape):
        return self.back(self.p.sample(shape))[0]


def without_log_det(flow, back):
    if not flow.context_size:
        return WithoutLogDet(made(flow), back)
    return lambda c: WithoutLogDet(made(flow)(c), back)


def scaled(flow, back, factor):
    """Each region is narrower (or wider): x = f(factor · z)."""
    D = flow.event_shape[0]
    scale = data.Standardisation(torch.zeros(D), torch.full((D,), factor))
    return in_units(flows.Composition(flow, scale), back)


def shifted(flow, back, by):
    D = flow.event_shape[0]
    shift = data.Standardisation(torch.full((D,), by), torch.ones(D))
    return in_units(flows.Composition(flow, shift), back)

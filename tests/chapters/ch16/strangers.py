"""Answers of chapter 16 as strangers write them."""

import math

import torch

from course_lib.chapters.ch16_real_tools.exercises.jammys import gg
from course_lib.chapters.ch16_real_tools.exercises.knots import zuko_knots
from course_lib.chapters.ch16_real_tools.exercises.loop import train


def normal(z):
    return torch.distributions.Normal(0.0, 1.0).log_prob(z)


def _trained(change):
    """``train`` with something changed in what it is given."""

    def wrong(flow, theta, c, batches, lr, centre, width):
        given = {"theta": theta, "c": c, "batches": batches, "lr": lr, "centre": centre}
        given |= {"width": width} | change(theta, c, batches, lr, centre, width)
        return train(flow, **given)

    return wrong


def _knots(change):
    return lambda u, bound: change(*zuko_knots(u, bound), bound)


def _rows(row):
    """One row made of each pair, in a loop."""

    def read(manifolds, letters):
        pairs = zip(manifolds.split("+"), letters.split("+"), strict=True)
        return [row(name, layers) for name, layers in pairs]

    return read


RIGHT = {
    "16.1": (lambda t, x: torch.stack([normal(t(x)), t.call_and_ladj(x)[1]]).sum(0),),
    "16.2": (lambda u, bound: list(zuko_knots(u, bound)),),
    "16.3": (lambda flow, x, c: torch.cat([flow(one).log_prob(x[:, None])[None] for one in c]),),
    "16.4": (lambda flow, c, k: torch.stack([flow(c).sample() for _ in range(k)], 1),),
    "16.5": (_trained(lambda theta, c, batches, *rest: {"batches": list(batches)}),),
    "16.6": (_rows(lambda name, layers: (name[0], int(name[1:]), layers[-1::-1])),),
}

NAMED = {
    "16.1": (
        ("taken as z → x", lambda t, x: normal(t.inv(x)) + t.inv.log_abs_det_jacobian(x, None)),
        ("log-det subtracted", lambda t, x: normal(t(x)) - t.log_abs_det_jacobian(x, None)),
        ("the density", lambda t, x: normal(t(x)).exp() * t.call_and_ladj(x)[1].exp()),
    ),
    "16.2": (
        ("widths and heights exchanged", _knots(lambda x, z, d, bound: (z, x, d))),
        ("between −1 and 1", _knots(lambda x, z, d, bound: (x / bound, z / bound, d))),
        ("no slopes at the ends", _knots(lambda x, z, d, bound: (x, z, d[..., 1:-1]))),
        ("from 0", _knots(lambda x, z, d, bound: (x + bound, z + bound, d))),
    ),
    "16.3": (
        ("x without its last dimension", lambda flow, x, c: flow(c).log_prob(x.float())),
        ("rows and columns exchanged",
         lambda flow, x, c: torch.stack([flow(c).log_prob(one[None]) for one in x])),
    ),
    "16.4": (
        ("draws first", lambda flow, c, k: torch.stack([flow(c).sample() for _ in range(k)])),
        ("the same draw k times",
         lambda flow, c, k: torch.stack([flow(c).sample()] * k, 1)),
    ),
    "16.5": (
        ("raw units", _trained(lambda theta, c, batches, lr, centre, width:
                               {"centre": 0.0, "width": 1.0})),
        ("each step on the first batch", _trained(lambda theta, c, batches, *rest:
                                                  {"batches": batches[:1] * len(batches)})),
    ),
    "16.6": (
        ("layers as they are written",
         _rows(lambda name, layers: (name[0], int(name[1:]), "".join(layers)))),
        ("a text for the dimension",
         _rows(lambda name, layers: [name[0], name[1:], layers[::-1]])),
    ),
    "16.7": (
        ("layers exchanged", lambda x, near_base, near_data: gg(x, near_data, near_base)),
        ("the density", lambda x, near_base, near_data:
         (lambda z, log_p: (z, torch.exp(log_p)))(*gg(x, near_base, near_data))),
    ),
}  # fmt: skip

WRONG = {
    "16.1": (lambda t, x: normal(t(x)) + 2 * t.call_and_ladj(x)[1],),
    "16.2": (_knots(lambda x, z, d, bound: (x, z, d + 0.01)),),
    "16.3": (lambda flow, x, c: 2 * flow(c[:, None]).log_prob(x[:, None]),),
    "16.4": (lambda flow, c, k: 3 * flow(c).sample((k,)).movedim(0, 1),),
    "16.5": (_trained(lambda theta, c, batches, *rest: {"c": c.roll(5, 0)}),),
    "16.6": (_rows(lambda name, layers: (name[0], int(name[1:]) + 1, layers[::-1])),),
    "16.7": (lambda x, near_base, near_data:
             (gg(x, near_base, near_data)[0], gg(x, near_base, near_data)[1] + math.log(2)),),
}  # fmt: skip

"""Ways to draw a place, right and wrong, and what many such places have in common.

A way is a function ``(flow, c, normal) → (x, y)``, where ``normal()`` draws (count, N) numbers. So
the same way serves as a learner's class, and to find out where its moments lead.
"""

import functools
import types

import torch
from torch import nn

from course_lib import flows
from course_lib.flows.networks import check_width

BIAS = {"y": (0.4, 0.3), "x": (-0.5, -0.2)}  # shift and log-scale of each coordinate
OF_Y = 0.8  # how x follows y


class Straight(nn.Module):
    """A linear network for an affine recipe: with it all moments are known."""

    def __init__(self, weight, bias):
        super().__init__()
        self.weight, self.bias = nn.Parameter(weight), nn.Parameter(torch.tensor(bias))
        self.n_in, self.n_out = weight.shape[1], 2

    def forward(self, *inputs):
        check_width(inputs, self.n_in)
        leading = torch.broadcast_shapes(*(one.shape[:-1] for one in inputs))
        table = torch.cat([one.expand(*leading, one.shape[-1]) for one in inputs], -1)
        return nn.functional.linear(table.to(self.weight), self.weight, self.bias)


def networks(width):
    """(y_net, x_net) for this number of features: shifts and scales follow c, and x follows y."""
    generator = torch.Generator().manual_seed(2)
    size = torch.tensor([[0.5], [0.15]])  # of shifts and of log-scales: no event scatters too far
    of_y, of_x = (size * torch.randn(2, width, generator=generator) for _ in range(2))
    by_y = torch.tensor([[OF_Y], [0.0]])  # the scale of x does not follow y
    return Straight(of_y, BIAS["y"]), Straight(torch.cat([by_y, of_x], 1), BIAS["x"])


def _y(flow, c):
    return flow.recipe(flow.y_net(c))


def _x(flow, y, c):
    return flow.recipe(flow.x_net(y.unsqueeze(-1), c))


def right(flow, c, normal):
    y = _y(flow, c).forward(normal())[0]
    return _x(flow, y, c).forward(normal())[0], y


def another_y(flow, c, normal):
    y, other = _y(flow, c).forward(normal())[0], _y(flow, c).forward(normal())[0]
    return _x(flow, other, c).forward(normal())[0], y


def same_z(flow, c, normal):
    z = normal()
    y = _y(flow, c).forward(z)[0]
    return _x(flow, y, c).forward(z)[0], y


def _for_all(normal):
    """One number for all events, as often as they are."""

    def drawn():
        z = normal()
        return z[:, :1].expand(z.shape)

    return drawn


def one_z(flow, c, normal):
    return right(flow, c, _for_all(normal))


def one_z_for_both(flow, c, normal):
    return same_z(flow, c, _for_all(normal))


def one_z_of_y(flow, c, normal):
    y = _y(flow, c).forward(_for_all(normal)())[0]
    return _x(flow, y, c).forward(normal())[0], y


def one_z_of_x(flow, c, normal):
    y = _y(flow, c).forward(normal())[0]
    return _x(flow, y, c).forward(_for_all(normal)())[0], y


def z_into_the_network(flow, c, normal):
    z = normal()
    return _x(flow, z, c).forward(normal())[0], _y(flow, c).forward(z)[0]


def zero_into_the_network(flow, c, normal):
    y = _y(flow, c).forward(normal())[0]
    return _x(flow, 0 * y, c).forward(normal())[0], y


def inverse(flow, c, normal):
    y = _y(flow, c).inverse(normal())[0]
    return _x(flow, y, c).inverse(normal())[0], y


def _uniform(normal):
    return lambda: torch.special.ndtr(normal())


def uniform(flow, c, normal):
    return right(flow, c, _uniform(normal))


def symmetric(flow, c, normal):
    return right(flow, c, lambda: 2 * _uniform(normal)() - 1)


def logistic(flow, c, normal):
    return right(flow, c, lambda: torch.logit(_uniform(normal)().clamp(1e-6, 1 - 1e-6)))


def base_of_x(flow, c, normal):
    return normal(), _y(flow, c).forward(normal())[0]


def base(flow, c, normal):
    return normal(), normal()


def first_for_both(flow, c, normal):
    return _y(flow, c).forward(normal())[0], _y(flow, c).forward(normal())[0]


def log_dets(flow, c, normal):
    y, log_det = _y(flow, c).forward(normal())
    return _x(flow, y, c).forward(normal())[1], log_det


def exchanged(flow, c, normal):
    x, y = right(flow, c, normal)
    return y, x


def no_noise(flow, c, normal):
    return right(flow, c, lambda: 0 * normal())


def no_noise_of_x(flow, c, normal):
    y = _y(flow, c).forward(normal())[0]
    return _x(flow, y, c).forward(0 * normal())[0], y


WAYS = (
    right, another_y, same_z, one_z, one_z_for_both, one_z_of_y, one_z_of_x, z_into_the_network,
    zero_into_the_network, inverse, uniform, symmetric, logistic, base_of_x, base, first_for_both,
    log_dets, exchanged, no_noise, no_noise_of_x,
)  # fmt: skip


def moments(places):
    """What is looked at in places (count, N, 2): one entry for each thing that can be wrong."""
    x, y = places.detach().double().unbind(-1)
    u, v = _standard(x), _standard(y)
    return {
        "the mean of y": y.mean(0),
        "the standard deviation of y": y.std(0),
        "the mean of x": x.mean(0),
        "the standard deviation of x": x.std(0),
        "how x goes along with y (correlation)": (u * v).mean(0),
        "how y goes along with the y of the next event": (v * v.roll(1, -1)).mean(0),
        "how x goes along with the x of the next event": (u * u.roll(1, -1)).mean(0),
    }


def error(name):
    """What chance may do to a moment of one place, in units of 1 + its largest value."""
    return 2.0 if "deviation" in name or "with y (" in name else 5.5


def _standard(values):
    """Around 0 with width 1, event by event; 0 where nothing scatters."""
    away = values - values.mean(0)
    return away / away.std(0).clamp(min=1e-6)


@functools.lru_cache(maxsize=8)
def known(rows):
    """[the moments of each way, the right one first], for features with these rows."""
    c = torch.tensor(rows)
    y_net, x_net = networks(c.shape[-1])
    flow = types.SimpleNamespace(recipe=flows.UnivariateAffine(), y_net=y_net, x_net=x_net)
    found = []
    for way in WAYS:
        generator = torch.Generator().manual_seed(1)
        draw = functools.partial(torch.randn, 20_000, len(c), generator=generator)
        with torch.no_grad():
            found.append(moments(torch.stack(way(flow, c, draw), -1)))
    return found

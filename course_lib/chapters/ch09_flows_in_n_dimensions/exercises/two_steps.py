"""The map in two steps of exercises 9.2 and 9.3, and the functions that it is tried with."""

import math

import torch

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.base import Trainable
from course_lib.exercises.exercise import Misconception

LOG_2 = math.log(2)
SHIFT_NAMES = ("shift", "log_scale")


def inverse(x, shift, log_scale):
    x1, x2 = x[..., 0], x[..., 1]
    z1 = (x1 + 1) / 2
    z2 = (x2 - shift(x1)) * torch.exp(-log_scale(x1))
    return torch.stack([z1, z2], -1), -LOG_2 - log_scale(x1)


def forward(z, shift, log_scale):
    z1, z2 = z[..., 0], z[..., 1]
    x1 = 2 * z1 - 1
    x2 = shift(x1) + torch.exp(log_scale(x1)) * z2
    return torch.stack([x1, x2], -1), LOG_2 + log_scale(x1)


# No two of them agree anywhere near, none is 0, and the scales stay in range far out.
BOWL = Trainable("bowl", lambda x, t: t[0] * x**2 + t[1], [0.4, -1.3])
WAVE = Trainable("wave", lambda x, t: t[0] * torch.sin(x) + t[1] * x + 2.2, [1.5, 0.3])
NARROWER = Trainable("narrower", lambda x, t: t[0] * torch.tanh(x) + t[1], [-0.9, 0.35])
RAMP = Trainable("ramp", lambda x, t: t[0] * x + t[1], [0.6, -0.25])
PULSE = Trainable("pulse", lambda x, t: t[0] * torch.cos(t[1] * x) - 0.4, [0.8, 1.7])

SHAPES = r"""
`shift` and `log_scale` are functions, for a batch as well: in a flow, a small network. Return the
image, of the shape `(..., 2)`, and the log-det, one number per point, shape `(...)`. Both must keep
their gradients: the networks are to be trained through them.
"""


def turned(map_, name):
    """Its coordinates taken from ``x.T``: that turns more than a table round."""

    def wrong(value, shift, log_scale):
        first, second = value.T
        return map_(torch.stack([first, second], -1), shift, log_scale)

    return Misconception(
        "taken from .T",
        wrong,
        f"`{name}.T` turns *all* dimensions round. That is right for one point and for a table of "
        f"points, and not for {name} of shape (2, 2, 2). `{name}[..., 0]` is the first coordinate "
        "in every shape.",
        also=(lambda value, shift, log_scale: map_(value.T.mT, shift, log_scale),),
    )


def detached(map_):
    """The map, cut off from its two functions."""

    def wrong(value, shift, log_scale):
        return map_(value, lambda v: shift(v).detach(), lambda v: log_scale(v).detach())

    return wrong

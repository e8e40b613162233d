"""What the first pictures must show."""

import functools
import math

import numpy as np
import torch
from scipy import stats

from course_lib.chapters.ch00_start_here.pictures.learnt import learnt
from tests.live.proofs import Proof

# --- noise and data: the trained layers are the library's, what is made of them is not -----------


def through(layers, way, values, direction):
    """Points after these layers, whose networks say only ``way`` of what they have learnt."""
    values, log_det = torch.as_tensor(values), 0.0
    for layer in layers:
        still, moved = (0, 1) if layer.mask[0] else (1, 0)
        spline = layer.univariate(way * layer.network(values[..., [still]]))
        there, more = getattr(spline, direction)(values[..., moved])
        parts = {still: values[..., still], moved: there}
        values, log_det = torch.stack([parts[0], parts[1]], -1), log_det + more
    return values.numpy(), log_det.numpy()


@functools.cache
def noise():
    random = torch.Generator().manual_seed(0)
    return torch.randn(2000, 2, generator=random, dtype=torch.float64)


def noise_to_data(see, way, figure):
    picture, layers = see.picture, list(learnt(figure).flows)
    see.cloud(picture.points_x, *through(layers[::-1], way, noise(), "forward")[0].T)

    def density(x, y):
        z, log_det = through(layers, way, np.stack([x, y], -1), "inverse")
        return np.exp(stats.norm.logpdf(z).sum(-1) + log_det)

    see.raster(picture.density, density, within=0.02)
    middles = np.arange(-3.6 + 0.05, 3.6, 0.1)
    see.reads("all the probability", "{}", density(*np.meshgrid(middles, middles)).sum() * 0.01)
    see.reads("on the way", "{} %", 100 * way)
    see.small("there and back, off by at most", 1e-9)


# --- hello ----------------------------------------------------------------------------------------


def hello(see, shift, stretch):
    picture, bell = see.picture, stats.norm(shift, stretch)
    x = np.linspace(shift - 5 * stretch, shift + 5 * stretch, 1001)
    see.curve(picture.curve, x, bell.pdf(x))
    see.region(picture.region, x, bell.pdf(x))
    see.area(picture.region, 1.0)
    see.reads("centre", "{}", shift)
    see.reads("height", "{}", 1 / (stretch * math.sqrt(2 * math.pi)))
    see.reads("area under the target", "{}", 1.0)


SETTINGS = ({"shift": 1.1, "stretch": 0.7}, {"shift": -2.3, "stretch": 1.9})
CARRIED = (
    {"way": 0.4, "figure": "two moons"},
    {"way": 1.0, "figure": "a galaxy"},
    {"way": 0.0, "figure": "a galaxy"},
    {"way": 1.0, "figure": "two moons"},
)
PROOFS = {
    "noise_to_data": (Proof(noise_to_data, CARRIED, quick=True),),
    "hello": (Proof(hello, SETTINGS, quick=True),),
}

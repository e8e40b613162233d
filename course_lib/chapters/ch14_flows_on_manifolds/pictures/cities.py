"""A flow from the uniform sphere that has learnt from cities, at six moments of its training.

Its parameters lie beside this file. ``python -m
course_lib.chapters.ch14_flows_on_manifolds.pictures.cities`` trains them anew, with the seeds that
stand here. Nobody tells the flow where land is: it sees the places of 2000 cities.
"""

import copy
import functools
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from course_lib import data
from course_lib.flows import Composition, FlowDistribution, sphere_flow
from course_lib.stored import restored
from course_lib.training import fit, one_cycle

FILE = Path(__file__).with_name("cities.npz")
STEPS = (0, 20, 50, 100, 200, 400)
SHAPE = {"blocks": 4, "k": 6, "terms": 5, "bins": 12, "zoom": False}
LATITUDES, LONGITUDES = np.linspace(-90, 90, 91), np.linspace(-180, 180, 181)


@functools.cache
def known_and_new():
    """Points of the sphere: (2000, 3) to learn from, (1000, 3) held out."""
    table = data.cities()
    return data.split(data.directions(table[:, 0], table[:, 1]), share=1 / 3, seed=0)


def chain() -> Composition:
    """The untrained flow: a twist and a stretch around one axis, then around others."""
    return sphere_flow(**SHAPE).double()


@functools.cache
def learnt(step):
    """The flow after so many steps, in float64."""
    return restored(chain(), FILE, str(step), torch.float64)


class Sphere(NamedTuple):
    """What a state says of the whole sphere, on a net of 2°: p and the cap's share, (91, 181)."""

    p: np.ndarray
    cap: np.ndarray
    p_new: np.ndarray  # at the cities that were held out
    cap_new: np.ndarray


@functools.cache
def seen(step):
    """``Sphere`` after so many steps."""
    flow = learnt(step)
    b, along = np.meshgrid(LATITUDES, LONGITUDES, indexing="ij")
    net = data.directions(torch.tensor(b), torch.tensor(along))
    p, cap = at(flow, net.reshape(-1, 3))
    return Sphere(p.reshape(b.shape), cap.reshape(b.shape), *at(flow, known_and_new()[1]))


@functools.cache
def means(step):
    """The means of log p after so many steps: of what is learnt from, and held out."""
    return tuple(np.log(at(learnt(step), x)[0]).mean() for x in known_and_new())


@torch.no_grad()
def at(flow, x):
    """p per steradian at x, and the share of the base in the cap that has z on its rim."""
    z, log_det = flow.inverse(x)
    return (log_det.exp() / (4 * torch.pi)).numpy(), ((1 - z[:, 2]) / 2).numpy()


def train():
    """{step: parameters} of one training."""
    flow, (known, _) = chain(), known_and_new()
    found = {}

    def keep(step, history):
        if step in STEPS:
            found[step] = copy.deepcopy(list(flow.parameters()))

    keep(0, None)
    fit(FlowDistribution(flow), known, steps=STEPS[-1], lr=0.03, schedule=one_cycle, clip=5.0,
        on_step=lambda step, history: keep(step + 1, history))  # fmt: skip
    return {str(step): torch.nn.utils.parameters_to_vector(numbers).detach().numpy()
            for step, numbers in found.items()}  # fmt: skip


if __name__ == "__main__":
    np.savez_compressed(FILE, **{k: v.astype(np.float32) for k, v in train().items()})

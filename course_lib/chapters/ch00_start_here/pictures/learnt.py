"""Two flows that have learnt a figure from points: two moons, and a galaxy.

Each is a chain of six couplings (chapter 09). Their parameters, and how they were made, lie beside
this file. ``python -m course_lib.chapters.ch00_start_here.pictures.learnt`` trains them anew, from
the seeds that stand here.
"""

import copy
import functools
import json
from pathlib import Path

import numpy as np

from course_lib.flows import Composition, Coupling, FlowDistribution, UnivariateSpline
from course_lib.planar import Moons, Pinwheel
from course_lib.stored import numbers_of, restored
from course_lib.training import fit, one_cycle

FILE = Path(__file__).with_name("learnt.npz")
FIGURES = {"two moons": Moons(), "a galaxy": Pinwheel()}
MADE = {
    "by": "course_lib.chapters.ch00_start_here.pictures.learnt",
    "layers": 6, "bins": 6, "hidden": 24, "seed": 0,
    "points": 10_000, "points_seed": 1, "steps": 1500, "lr": 0.01, "batch_size": 512,
}  # fmt: skip


def chain():
    """The untrained flow, the identity: a Composition names what comes last first."""
    spline = UnivariateSpline(MADE["bins"], bound=4.0)
    couplings = [
        Coupling([k % 2 == 0, k % 2 == 1], spline, hidden=MADE["hidden"], seed=MADE["seed"] + k)
        for k in range(MADE["layers"])
    ]
    return Composition(*reversed(couplings))


@functools.cache
def learnt(figure):
    """The trained flow of one of the FIGURES, in float64."""
    return restored(chain(), FILE, figure).double()


@functools.lru_cache(maxsize=8)
def part_way(figure, t):
    """The flow with t times what its networks say: at 0 it is the identity, at 1 all is learnt.

    Each t in between is a flow of its own, with an inverse and an exact density.
    """
    flow = copy.deepcopy(learnt(figure))
    for layer in flow.flows:
        last = layer.network.layers[-1]
        last.weight *= t
        last.bias *= t
    return flow


def train(figure, steps=MADE["steps"]):
    """The parameters, one after the other, after so many steps of descent."""
    flow = chain()
    points = FIGURES[figure].sample(MADE["points"], MADE["points_seed"])
    fit(FlowDistribution(flow), points, steps=steps, lr=MADE["lr"], schedule=one_cycle,
        batch_size=MADE["batch_size"], seed=MADE["seed"])  # fmt: skip
    return numbers_of(flow)


if __name__ == "__main__":
    made = {figure: train(figure) for figure in FIGURES}
    np.savez_compressed(FILE, made=json.dumps(MADE), **made)

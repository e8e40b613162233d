"""Two chains of four couplings that have learnt the pinwheel; their parameters lie beside this.

``python -m course_lib.chapters.ch09_flows_in_n_dimensions.pictures.chains`` trains them anew, with
the seeds that stand here.
"""

import functools
from pathlib import Path

import numpy as np

from course_lib.flows import Composition, Coupling, FlowDistribution, UnivariateSpline
from course_lib.planar import Pinwheel
from course_lib.stored import numbers_of, restored
from course_lib.training import fit, one_cycle

FILE = Path(__file__).with_name("chains.npz")
LAYERS = 4
MASKS = {"alternating": (0, 1, 0, 1), "always the same": (0, 0, 0, 0)}
"""Which coordinate stands still, in the order of the way from z to x."""
SPLINE = UnivariateSpline(bins=6, bound=4.0)


def chain(masks, seed=0):
    """The untrained chain: a Composition names what comes last first."""
    return Composition(*(
        Coupling([still == 0, still == 1], SPLINE, hidden=24, seed=seed + k)
        for k, still in reversed(list(enumerate(masks)))
    ))  # fmt: skip


@functools.cache
def trained(masks):
    """The trained chain of one of the MASKS, in float64."""
    return restored(chain(MASKS[masks]), FILE, masks).double()


def train(masks):
    """The parameters, one after the other, after 800 steps on 4000 points."""
    flow = chain(MASKS[masks])
    fit(FlowDistribution(flow), Pinwheel().sample(4000, 1), steps=800, lr=0.01, batch_size=512,
        schedule=one_cycle, seed=0)  # fmt: skip
    return numbers_of(flow)


if __name__ == "__main__":
    np.savez_compressed(FILE, **{masks: train(masks) for masks in MASKS})

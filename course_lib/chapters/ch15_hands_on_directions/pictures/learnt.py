"""Two networks that have learnt where tracks come from: one in one ice, one in many.

Their parameters, and how they were made, lie beside this file. ``python -m
course_lib.chapters.ch15_hands_on_directions.pictures.learnt`` trains them anew, from the seeds that
stand here; with a number behind it, from that seed, and tells what they promise and keep.
"""

import functools
import json
import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

from course_lib.calibration import leaves, simultaneous_band
from course_lib.densities import from_seed, standard_normal_log_prob
from course_lib.flows import (
    AxialStretch,
    Composition,
    TrainableTwist,
    TrainableZoom,
    UnivariateAffine,
    UnivariateSpline,
)
from course_lib.simulators import Track
from course_lib.simulators.track import evenly_on_sphere
from course_lib.stored import numbers_of, restored
from course_lib.training import fit, one_cycle

FILE = Path(__file__).with_name("learnt.npz")
NOMINAL, MANY = "one ice", "many ices"
SPREAD = 0.3  # of log λ
MIDDLES = 100  # places on the base that are tried
TRACK = Track()
MADE = {
    "by": "course_lib.chapters.ch15_hands_on_directions.pictures.learnt",
    "hidden": 96, "beside": 48, "k": 3, "terms": 3, "bins": 4, "energy_bins": 5, "seed": 0,
    "batch_size": 256, "clip": 5.0, NOMINAL: {"steps": 3000, "lr": 0.012},
    MANY: {"steps": 1600, "lr": 0.004, "from": NOMINAL, "spread of log λ": SPREAD},
}  # fmt: skip


class Learner(nn.Module):
    """24 features → p(n, log E | seen): a network for n, and one that sees n for log E.

    ``learner(seen)`` is the distribution of x = (n, log E), for each event its own.
    """

    def __init__(self):
        super().__init__()
        hidden, beside = MADE["hidden"], MADE["beside"]
        twist, stretch = TrainableTwist(MADE["k"], MADE["terms"]), AxialStretch(MADE["bins"])
        self.spline = UnivariateSpline(MADE["energy_bins"], bound=4.0)
        self.sizes = [3, twist.size, stretch.size]
        self.body = nn.Sequential(
            nn.Linear(24, hidden), nn.SiLU(), nn.Linear(hidden, hidden), nn.SiLU()
        )
        self.of_sky = nn.Linear(hidden, sum(self.sizes))
        self.of_energy = nn.Sequential(
            nn.Linear(hidden + 3, beside), nn.SiLU(), nn.Linear(beside, 2 + self.spline.size)
        )
        for last in (self.of_sky, self.of_energy[-1]):  # all flows begin near the identity
            nn.init.zeros_(last.bias)
            last.weight.data *= 0.1

    def forward(self, seen):
        return Learnt(self, self.body(TRACK.features(seen)))


class Learnt:
    """The distribution that a Learner gives to each event of a batch."""

    def __init__(self, learner, h):
        u, twist, stretch = learner.of_sky(h).split(learner.sizes, -1)
        self.learner, self.h, self.zoom = learner, h, u
        self.sky = Composition(
            TrainableZoom(u=u),
            TrainableTwist(MADE["k"], MADE["terms"], u=twist),
            AxialStretch(MADE["bins"], u=stretch),
        )

    def energy(self, n):
        """The flow of (log E − 0.7)/0.8 of a track that flies along n, (..., 3)."""
        h = self.h.expand(*n.shape[:-1], -1)
        affine, rest = self.learner.of_energy(torch.cat([h, n], -1)).tensor_split([2], -1)
        return Composition(UnivariateAffine()(affine), self.learner.spline(rest))

    def base(self, x):
        """(z on the sphere, its log-det, z of the energy, its log-det), of x (..., 4)."""
        n = x[..., :3]
        z, log_det = self.sky.inverse(n)
        e, of_energy = self.energy(n).inverse((x[..., 3] - 0.7) / 0.8)
        return z, log_det, e, of_energy - math.log(0.8)

    def log_prob(self, x):
        """log p(n, log E | seen), per steradian and unit of log E."""
        _, log_det, e, of_energy = self.base(x)
        return log_det - math.log(4 * math.pi) + standard_normal_log_prob(e) + of_energy

    def middle(self):
        """A middle on the base for each event, (B, 3): the caps of an event are around it.

        Every cap of share 0.68 is carried to a region of mass 0.68, whatever its middle, as long as
        that knows of nothing but what was seen. Taken is, of some, the one with the smallest
        region: as a rule the place where the flow presses most together.
        """
        z, _, log_det = self.tried
        caps = (z @ z.T >= 1 - 2 * 0.68).to(z)
        return z[(caps @ log_det.exp()).argmin(0)]

    @functools.cached_property
    def tried(self):
        """Places on the base (M, 3), where they are carried (M, B, 3), and the log-dets (M, B)."""
        z = evenly_on_sphere(MIDDLES).to(self.h)
        return z, *self.sky.forward(z[:, None].expand(-1, len(self.h), -1))

    def shares(self, x, middle=None):
        """(share of the cap that just reaches n, share of energies below log E): uniform if right.

        The cap on the *base*, around ``middle``, or else the pole: its share of the area is its
        share of the mass.
        """
        z, _, e, _ = self.base(x)
        height = z[..., 2] if middle is None else (z * middle).sum(-1)
        return (1 - height) / 2, torch.special.ndtr(e)


def ices(count, generator=None):
    """One λ for each event, 0.7 times e^N(0, 0.3²)."""
    return TRACK.ice * torch.exp(SPREAD * torch.randn(count, generator=generator))


def simulate(count, seed=None, how=NOMINAL):
    """Events (x, seen) in the nominal ice, or each in its own."""
    with from_seed(seed):
        return TRACK.sample(count, ice=None if how == NOMINAL else ices(count))


@functools.cache
def learnt(how):
    """The trained Learner of one of NOMINAL and MANY."""
    return restored(Learner(), FILE, how)


def train(seed=MADE["seed"]):
    """{how: parameters, one after the other}: first in one ice, then from there in many."""
    with from_seed(seed):
        learner = Learner()
    found = {}
    for how in (NOMINAL, MANY):
        fit(learner, functools.partial(simulate, how=how), steps=MADE[how]["steps"],
            lr=MADE[how]["lr"], schedule=one_cycle, batch_size=MADE["batch_size"],
            clip=MADE["clip"], seed=seed, progress=False)  # fmt: skip
        found[how] = numbers_of(learner)
    return found


@torch.no_grad()
def kept(learner, x, seen):
    """What a learner promises and keeps on these events, in numbers."""
    posterior, band = learner(seen), simultaneous_band(len(x))
    sky, energy = posterior.shares(x)
    smallest, _ = posterior.shares(x, posterior.middle())
    return {
        "direction": (sky <= 0.68).double().mean().item(),
        "direction left": bool(leaves(sky, band)),
        "smallest region": (smallest <= 0.68).double().mean().item(),
        "smallest region left": bool(leaves(smallest, band)),
        "energy": ((2 * energy - 1).abs() <= 0.68).double().mean().item(),
        "energy left": bool(leaves(energy, band)),
        "mean z of energy": posterior.base(x)[2].mean().item(),
        "log p": posterior.log_prob(x).mean().item(),
    }


def events(which, count=3000):
    """Events that no training saw: nominal, each in its own ice, or all at λ = 0.5."""
    if which == "λ = 0.5":
        return TRACK.sample(count, seed=1002, ice=0.5)
    return simulate(count, 1000 if which == NOMINAL else 1001, which)


if __name__ == "__main__":
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else MADE["seed"]
    made = train(seed)
    if len(sys.argv) == 1:
        np.savez_compressed(FILE, made=json.dumps(MADE), **made)
    for how, numbers in made.items():
        learner = Learner()
        nn.utils.vector_to_parameters(torch.tensor(numbers), learner.parameters())
        for which in (NOMINAL, MANY, "λ = 0.5"):
            print(f"seed {seed}, {how} on {which}:", kept(learner, *events(which)), flush=True)

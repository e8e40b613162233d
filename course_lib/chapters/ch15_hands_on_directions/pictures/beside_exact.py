"""What the network promises beside the exact posterior, and how well an event agrees with it."""

import math

import torch

from course_lib.calibration import region_area
from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import TRACK
from course_lib.densities import from_seed
from course_lib.flows import UniformSphere
from course_lib.simulators.track import CLOCK, drawn

SKY = 4 * math.pi * (180 / math.pi) ** 2  # square degrees: 41 253


@torch.no_grad()
def sky_shares(learner, seen, n):
    """The cap's share of each direction, for each event: n (G, 3), seen (B, 24) → (G, B).

    Directions with a share below p are the event's region of mass p.
    """
    posterior = learner(seen)
    z, _ = posterior.sky.inverse(n.to(seen)[:, None].expand(-1, len(seen), -1))
    return (1 - (z * posterior.middle()).sum(-1)) / 2


@torch.no_grad()
def beside_exact(learner, seen, p=0.68):
    """Of each event: (exact mass in the flow's region, its area, area of the exact one).

    seen (B, 24) → three tensors (B); areas in square degrees. The exact region is the smallest.
    """
    found = []
    for part in seen.split(40):
        n, _, mass = TRACK.posterior(part.double())
        of_n = mass.sum(-1)
        inside = (sky_shares(learner, part, n) <= p).T
        cell = torch.full((len(n),), SKY / len(n), dtype=torch.float64)
        exact = torch.stack([region_area(one.log(), cell, p) for one in of_n])
        found.append(torch.stack([(of_n * inside).sum(-1), inside.double().mean(-1) * SKY, exact]))
    return torch.cat(found, -1).unbind(0)


def deviance(seen, rates, times):
    """How far counts and times lie from what is expected, (..., 24), (..., 12) twice → (...)."""
    counts, at = seen.split(12, -1)
    of_counts = 2 * (rates - counts + torch.xlogy(counts, counts / rates))
    of_times = torch.where(counts > 0, ((at - times) / CLOCK).square(), 0.0)
    return (of_counts + of_times).sum(-1)


@torch.no_grad()
def naive_p(learner, seen, draws=100, seed=0):
    """Share of tracks from the event's own posterior that agree worse with it, (B, 24) → (B).

    Each draw x of the posterior brings one track; its deviance is compared with the event's at
    that x. It is not uniform for good events: calibrate it.
    """
    posterior = learner(seen)
    with from_seed(seed):
        z = UniformSphere((len(seen),)).sample((draws,))
        n, _ = posterior.sky.forward(z)
        e, _ = posterior.energy(n).forward(torch.randn(draws, len(seen)))
        x = torch.cat([n, (0.7 + 0.8 * e)[..., None]], -1)
        rates, times = TRACK.rates(x), TRACK.times(x)
        again = drawn(rates, times)
    return (deviance(again, rates, times) >= deviance(seen, rates, times)).double().mean(0)

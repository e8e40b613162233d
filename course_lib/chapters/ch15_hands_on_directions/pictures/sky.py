"""One event that a picture can be asked for: what was seen, and what it says of n and log E.

The same luck goes with an event whatever its energy and its ice, so a slider moves it smoothly. The
sky is a net of 4°, rows from the south, as ``course_lib.live.sphere_views`` looks it up.
"""

import functools
import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from course_lib.chapters.ch15_hands_on_directions.pictures.beside_exact import SKY
from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import TRACK, learnt
from course_lib.densities import standard_normal_log_prob
from course_lib.simulators.track import CLOCK, MEAN, WIDTH, log_prior_of_energy

STEP = 4  # degrees between two points of the net
LATITUDES, LONGITUDES = np.arange(-90, 91, STEP), np.arange(-180, 181, STEP)
COUNTED = torch.arange(128, dtype=torch.float64)  # no sensor counts more in these pictures
ENERGIES = torch.linspace(-2.5, 3.1, 57, dtype=torch.float64)  # 4 widths below the mean
SPACING = (ENERGIES[1] - ENERGIES[0]).item()


@dataclass(frozen=True)
class Said:
    """What is said of one event.

    ``sky`` is a table on the net, (46, 91): of the exact answer a density per steradian, of a
    network's the share of the cap that reaches so far. ``energy`` is a density at ENERGIES, (57).
    """

    sky: np.ndarray
    energy: Tensor

    def mean_and_width(self):
        """Of log E."""
        mass = self.energy / self.energy.sum()
        mean = (mass * ENERGIES).sum()
        return mean.item(), (mass * (ENERGIES - mean).square()).sum().sqrt().item()


@functools.cache
def net():
    """(directions (46 · 91, 3), the share of the sphere that each stands for, (46, 91))."""
    b, a = np.meshgrid(np.radians(LATITUDES), np.radians(LONGITUDES), indexing="ij")
    x = np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)], -1)
    weight = np.cos(b) * np.r_[0.5, np.ones(len(LONGITUDES) - 2), 0.5]  # both ends are one meridian
    return torch.tensor(x.reshape(-1, 3)).float(), weight / weight.sum()


@functools.lru_cache(maxsize=64)
def luck(event):
    """Of an event: its direction (3), twelve shares for the counts, twelve normal numbers."""
    generator = torch.Generator().manual_seed(150 + event)
    n = torch.randn(3, generator=generator, dtype=torch.float64)
    u = torch.rand(12, generator=generator, dtype=torch.float64)
    return n / n.norm(), u, torch.randn(12, generator=generator, dtype=torch.float64)


@functools.lru_cache(maxsize=256)
def seen(event, log_energy, ice):
    """What the sensors see of it, (24), float64: each count is its law's quantile."""
    n, u, noise = luck(event)
    x = torch.cat([n, torch.tensor([log_energy], dtype=torch.float64)])
    rates, times = TRACK.rates(x, ice), TRACK.times(x) + CLOCK * noise
    up_to = torch.special.gammaincc(COUNTED + 1, rates[:, None])  # P(at most k counts)
    counts = (up_to < u[:, None]).sum(1).double()
    return torch.cat([counts, torch.where(counts > 0, times, 0.0)])


@functools.lru_cache(maxsize=3)
def _expected(ice):
    """(log-rates (12, G K), minus their sum with the prior (G K), times (12, G)) on the net."""
    n, _ = net()
    d, energies = TRACK._distance(n), ENERGIES.float()
    light = torch.exp(-d / ice) / (d + 0.3)  # of log E = 0
    rates = (light.T[..., None] * energies.exp()).add_(0.02)  # in place: 11 MB each time
    rest = log_prior_of_energy(energies) - rates.sum(0)
    return rates.log_().flatten(1), rest.flatten(), TRACK.times(torch.cat([n, n[:, :1]], -1)).T


@functools.lru_cache(maxsize=256)  # 35 kB each
def exact(event, log_energy, ice):
    """What the exact posterior says that knows the ice of the event."""
    counts, at = seen(event, log_energy, ice).float().split(12)
    log_rates, rest, times = _expected(ice)
    log_p = (counts @ log_rates + rest).reshape(-1, len(ENERGIES))
    late = torch.where(counts[:, None] > 0, (at[:, None] - times) / CLOCK, 0.0)
    log_p = log_p - late.square().sum(0)[:, None] / 2
    p = (log_p - log_p.max()).exp().double()
    weight = torch.tensor(net()[1])
    of_n = p.sum(1).reshape(weight.shape)
    whole = (weight * of_n).sum()
    energy = (weight.reshape(-1, 1) * p).sum(0) / (whole * SPACING)
    return Said((of_n / (whole * 4 * math.pi)).numpy(), energy)


@functools.lru_cache(maxsize=256)
@torch.no_grad()
def network(event, log_energy, ice, trained):
    """What a network says of the same event; it is not told the ice."""
    posterior = learnt(trained)(seen(event, log_energy, ice).float()[None])
    n, weight = net()
    z, _ = posterior.sky.inverse(n[:, None])
    sky = ((1 - (z * posterior.middle()).sum(-1)) / 2).reshape(weight.shape)
    _, towards, _ = posterior.tried
    e = ((ENERGIES.float() - MEAN) / WIDTH)[:, None, None].expand(-1, *towards.shape[:2])
    z, log_det = posterior.energy(towards).inverse(e)
    p = (standard_normal_log_prob(z) + log_det).exp().mean((1, 2)).double() / WIDTH
    return Said(sky.numpy(), p)


def densest(sky, p):
    """(the density at the border of the smallest region of mass p, which points are inside)."""
    _, weight = net()
    order = np.argsort(-sky, axis=None)
    mass = (weight * sky).ravel()[order]
    last = min(np.searchsorted(np.cumsum(mass) / mass.sum(), p), mass.size - 1)
    level = float(sky.ravel()[order][last])
    return level, sky >= level


def square_degrees(inside):
    """The area of a region on the net."""
    return float((net()[1] * inside).sum() * SKY)

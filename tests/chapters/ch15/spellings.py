"""Other right ways to write the answers of chapter 15."""

import math

import numpy as np
import torch

from course_lib import goodness

# --- 15.1: Pythagoras, the cross product, numpy, track by track


def light_by_pythagoras(n, log_energy, length, sensors):
    d = (sensors.square().sum(-1) - (n @ sensors.T) ** 2).clamp(min=0).sqrt()
    return torch.exp(log_energy[:, None] - d / length) / (d + 0.3) + 0.02


def light_by_the_cross_product(n, log_energy, length, sensors):
    both = torch.broadcast_tensors(n[:, None], sensors)
    d = torch.linalg.vector_norm(torch.linalg.cross(*both), dim=-1)
    return torch.exp(log_energy).unsqueeze(-1) * torch.exp(-d / length) / (0.3 + d) + 0.02


def light_with_numpy(n, log_energy, length, sensors):
    n, r = n.numpy(), sensors.numpy()
    d = np.linalg.norm(np.cross(n[:, None], r[None]), axis=-1)
    return np.exp(log_energy.numpy())[:, None] * np.exp(-d / length) / (d + 0.3) + 0.02


def light_track_by_track(n, log_energy, length, sensors):
    rows = []
    for one, energy in zip(n, log_energy, strict=True):
        across = torch.eye(3, dtype=n.dtype) - torch.outer(one, one)
        d = (sensors @ across).norm(dim=-1)
        rows.append(energy.exp() * (-d / length).exp() / (d + 0.3) + 0.02)
    return torch.stack(rows)


# --- 15.3: unpacked later, the mean by hand, simulated without gradients


def loss_unpacked_later(flow, simulate):
    pair = simulate(256)
    return flow(pair[1]).log_prob(pair[0]).neg().mean()


def loss_by_hand(flow, simulate):
    x, seen = simulate(256)
    log_p = flow(seen).log_prob(x)
    return -sum(log_p) / len(log_p)


def loss_simulated_without_gradients(flow, simulate):
    with torch.no_grad():
        x, seen = simulate(256)
    return -flow(seen.detach()).log_prob(x).mean()


# --- 15.5: torch's normal, its log-normal, powers


def ice_by_normal(track, count):
    return track.sample(count, ice=torch.normal(math.log(0.7), 0.3, (count,)).exp())


def ice_by_log_normal(track, count):
    ice = torch.distributions.LogNormal(math.log(0.7), 0.3).sample((count,))
    x, seen = track.sample(count, ice=ice)
    return x, seen


def ice_as_a_list(track, count):
    epsilon = torch.randn(count, dtype=torch.float64)
    return list(track.sample(n=count, ice=0.7 * math.e ** (0.3 * epsilon)))


# --- 15.6: the mass before each cell, a loop, numpy, a search


def area_by_the_mass_before(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    return cell_area[order][mass.cumsum(0) - mass < p].sum()


def area_by_a_loop(log_p, cell_area, p):
    mass = area = 0.0
    for k in torch.argsort(-log_p):
        if mass >= p:
            break
        mass, area = mass + log_p[k].exp() * cell_area[k], area + cell_area[k]
    return area


def area_with_numpy(log_p, cell_area, p):
    order = np.argsort(-log_p.numpy())
    area = cell_area.numpy()[order]
    cumulated = np.cumsum(np.exp(log_p.numpy()[order]) * area)
    return area[: np.searchsorted(cumulated, p) + 1].sum()


def area_above_an_edge(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    cumulated = (log_p.exp() * cell_area)[order].cumsum(0)
    edge = log_p[order][int((cumulated < p).sum())]
    return cell_area[log_p >= edge].sum()


# --- 15.7: event by event, by a search, numpy


def odd_event_by_event(t, reference):
    m = len(reference)
    return torch.stack([((reference >= one).sum() + 1) / (m + 1) for one in t])


def odd_with_the_event_among_them(t, reference):
    return torch.stack([(torch.cat([reference, one[None]]) >= one).double().mean() for one in t])


def odd_with_numpy(t, reference):
    return (1 + (reference.numpy() >= t.numpy()[:, None]).sum(1)) / (1 + len(reference))


SPELLINGS = {
    "15.1": (
        light_by_pythagoras,
        light_by_the_cross_product,
        light_with_numpy,
        light_track_by_track,
    ),
    "15.2": (
        lambda sky, z, energy: (
            torch.distributions.Normal(0.0, 1.0).log_prob(z) + sky + energy - math.log(4 * math.pi)
        ),
        lambda sky, z, energy: sky + energy - 0.5 * (z * z + math.log(32 * math.pi**3)),
        lambda sky, z, energy: (
            sky - 2.5310242469692907 + torch.distributions.Normal(0.0, 1.0).log_prob(z) + energy
        ),
    ),
    "15.3": (loss_unpacked_later, loss_by_hand, loss_simulated_without_gradients),
    "15.4": (
        lambda h0: 0.5 - h0 / 2,
        lambda h0: 1 - (1 + h0) / 2,
        lambda h0: (0.5 * torch.acos(torch.as_tensor(h0))).sin() ** 2,
        lambda h0: 2 * math.pi * (1 - h0) / (4 * math.pi),
    ),
    "15.5": (ice_by_normal, ice_by_log_normal, ice_as_a_list),
    "15.6": (area_by_the_mass_before, area_by_a_loop, area_with_numpy, area_above_an_edge),
    "15.7": (
        goodness.calibrated_p,
        odd_event_by_event,
        odd_with_the_event_among_them,
        odd_with_numpy,
    ),
}

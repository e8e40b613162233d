"""What the picture of one track must show: counts by scipy, the posterior by a sum of its own.

What a network says is asked of its flow (tests/flows prove those); its regions are cut out here.
"""

import functools

import contourpy
import numpy as np
import torch
from scipy import interpolate, special, stats

from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import learnt
from tests.live.proofs import Proof

PI = np.pi
B, A = np.meshgrid(np.arange(-90, 91, 4), np.arange(-180, 181, 4), indexing="ij")
CELLS = np.cos(np.radians(B)) * np.where(abs(A) == 180, 0.5, 1)
CELLS = CELLS / CELLS.sum()
E = np.linspace(-2.5, 3.1, 57)
DEGREES = 4 * PI * (180 / PI) ** 2
PIXELS = -1.06 + 2.12 * (np.arange(90) + 0.5) / 90


def unit(latitude, longitude):
    b, a = np.broadcast_arrays(np.radians(latitude), np.radians(longitude))
    return np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)], -1)


def fibonacci(n):
    k = np.arange(n)
    return unit(np.degrees(np.arcsin(1 - (2 * k + 1) / n)), k * 180 * (3 - np.sqrt(5)))


SENSORS = fibonacci(12)


def closest(n):
    """(along, away): where a line is nearest to each sensor, and how far off; n is (..., 3)."""
    along = n @ SENSORS.T
    return along, np.sqrt(np.maximum(1 - along**2, 0))


def light(away, log_energy, ice):
    return np.exp(log_energy - away / ice) / (away + 0.3) + 0.02


@functools.cache
def measured(event, log_energy, ice):
    """The direction, the counts and the times of one event, from the same random numbers."""
    generator = torch.Generator().manual_seed(150 + event)
    n, u, noise = (
        draw(size, generator=generator, dtype=torch.float64).numpy()
        for draw, size in ((torch.randn, 3), (torch.rand, 12), (torch.randn, 12))
    )
    n = n / np.linalg.norm(n)
    along, away = closest(n)
    counts = stats.poisson.ppf(u, light(away, log_energy, ice))
    return n, counts, np.where(counts > 0, along + away / 2 + noise / 2, 0)


@functools.cache
def exact(event, log_energy, ice):
    """(density per steradian on the net, density of log E)."""
    _, counts, times = measured(event, log_energy, ice)
    along, away = closest(unit(B, A))
    log_p = stats.norm.logpdf(E, 0.7, 0.8) + np.zeros((*B.shape, 1))
    for k in np.flatnonzero(counts >= 0):
        log_p = log_p + stats.poisson.logpmf(counts[k], light(away[..., k : k + 1], E, ice))
        if counts[k]:
            late = times[k] - along[..., k] - away[..., k] / 2
            log_p = log_p + stats.norm.logpdf(late, scale=0.5)[..., None]
    mass = CELLS[..., None] * np.exp(log_p - special.logsumexp(log_p, b=CELLS[..., None]))
    with np.errstate(invalid="ignore"):
        of_n = np.exp(special.logsumexp(log_p, -1) - special.logsumexp(log_p, b=CELLS[..., None]))
    return of_n / (4 * PI), mass.sum((0, 1)) / 0.1


@functools.cache
@torch.no_grad()
def claimed(event, log_energy, ice, trained):
    """(the caps' shares on the net, the density of log E) of a network."""
    _, counts, times = measured(event, log_energy, ice)
    posterior = learnt(trained)(torch.tensor(np.r_[counts, times]).float()[None])

    def tensor(x):
        return torch.tensor(x).float().unsqueeze(-2)

    z = fibonacci(100)
    places, log_det = posterior.sky.forward(tensor(z))
    carried = np.exp(log_det[:, 0].numpy())
    middle = z[np.argmin([carried[z @ c >= 1 - 2 * 0.68].sum() for c in z])]
    back, _ = posterior.sky.inverse(tensor(unit(B, A).reshape(-1, 3)))
    shares = (1 - back[:, 0].numpy() @ middle) / 2
    energies = torch.tensor(E).float().reshape(57, 1, 1, 1).expand(57, 100, 1, 1)
    x = torch.cat([places.expand(57, 100, 1, 3), energies], -1)
    joint = posterior.log_prob(x)[..., 0].numpy() + log_det[:, 0].numpy() + np.log(4 * PI)
    return shares.reshape(B.shape), np.exp(joint).mean(1)


def axes(n, turn):
    """Towards, across and up of the viewer: 35° to the east, at 0.6 of the latitude."""
    a = np.degrees(np.arctan2(n[1], n[0])) + 35 + turn
    b = 0.6 * np.degrees(np.arcsin(n[2]))
    return np.array([unit(b, a), unit(0, a + 90), unit(b + 90, a)])


def on_the_sky(table, seen_along):
    read = interpolate.RegularGridInterpolator((B[:, 0], A[0]), table)

    def at(across, up):
        depth = 1 - across**2 - up**2
        x = np.stack([np.sqrt(np.maximum(depth, 0)), across, up], -1) @ seen_along
        x = x / np.linalg.norm(x, axis=-1, keepdims=True)
        places = np.degrees([np.arcsin(x[..., 2]), np.arctan2(x[..., 1], x[..., 0])])
        return np.where(depth >= 0, read(np.moveaxis(places, 0, -1)), np.nan)

    return at


def border(see, artist, shown, level):
    grid = np.ma.masked_invalid(shown(*np.meshgrid(PIXELS, PIXELS)))
    lines = contourpy.contour_generator(PIXELS, PIXELS, grid).lines(level)
    if lines:
        see.curve(artist, *lifted(lines).T, within=1.0)
    else:
        see.nothing(artist)


def lifted(lines):
    return np.concatenate([part for one in lines for part in (one, np.full((1, 2), np.nan))])


def ball(see, n, counts, times, towards_across_up):
    picture = see.picture
    places = SENSORS @ towards_across_up.T
    turn = np.linspace(0, 2 * PI, 97)
    rings = [at[1:] + 0.065 * np.sqrt(c) * np.column_stack([np.cos(turn), np.sin(turn)])
             for at, c in zip(places, counts, strict=True)]  # fmt: skip
    for circles, front in zip(picture.circles, (True, False), strict=True):
        shown = [rings[k] for k in range(12) if counts[k] and (places[k, 0] >= 0) == front]
        see.curve(circles, *lifted(shown).T) if shown else see.nothing(circles)
    see.points(picture.silent, *places[counts == 0, 1:].T)
    hands = []
    for k in np.flatnonzero(counts):
        angle = PI / 2 - np.radians(60 * times[k])  # counter-clockwise from the right
        end = 0.065 * np.sqrt(counts[k]) * np.array([np.cos(angle), np.sin(angle)])
        hands.append(np.stack([places[k, 1:], places[k, 1:] + end]))
    see.curve(picture.hands, *lifted(hands).T) if hands else see.nothing(picture.hands)
    towards, *tip = towards_across_up @ n
    tip = np.array(tip)
    solid = tip if towards >= 0 else -tip
    for way, end in zip(picture.ways, (solid, -solid), strict=True):
        see.curve(way, [0, end[0]], [0, end[1]])
    back = -tip / np.linalg.norm(tip)
    turned = np.array([[np.cos(0.5), np.sin(0.5)], [-np.sin(0.5), np.cos(0.5)]])
    see.curve(
        picture.head, *np.stack([tip + 0.12 * turned @ back, tip, tip + 0.12 * turned.T @ back]).T
    )


def sky(see, n, density, shares, towards_across_up):
    """The images and borders on the globe; (the exact region, the network's) on the net."""
    picture = see.picture
    shown = on_the_sky(density, towards_across_up)
    paler = 0.75 / 0.9  # than other images; at the rim a hundredth of a pixel is a degree
    see.raster(picture.image, lambda x, y: paler * np.nan_to_num(shown(x, y)), density.max(), 0.03)
    order = np.argsort(-density, axis=None)
    mass = np.cumsum((CELLS * density).ravel()[order])
    level = density.ravel()[order][np.searchsorted(mass / mass[-1], 0.68)]
    border(see, picture.exact, shown, level)
    border(see, picture.region, on_the_sky(shares, towards_across_up), 0.68)
    parallels = [unit(b, np.linspace(-180, 180, 61)) for b in range(-60, 90, 30)]
    meridians = [unit(np.linspace(-180, 180, 61), a) for a in range(0, 180, 30)]
    lines = [one @ towards_across_up.T for one in (*parallels, *meridians)]
    see.curve(picture.net, *lifted([np.where(x[:, :1] > 1e-9, x[:, 1:], np.nan) for x in lines]).T)
    towards, across, up = towards_across_up @ n
    see.points(picture.truth, [across] if towards > 0 else [], [up] if towards > 0 else [])
    return density >= level * (1 - 1e-9), shares <= 0.68


def track(see, event, log_energy, ice, turn, trained):
    picture = see.picture
    n, counts, times = measured(event, log_energy, ice)
    view = axes(n, turn)
    ball(see, n, counts, times, view)
    density, energy = exact(event, log_energy, ice)
    shares, of_network = claimed(event, log_energy, ice, trained)
    dense, inside = sky(see, n, density, shares, view)
    see.under(picture.bell, E, energy)
    see.curve(picture.energy, E, energy)
    see.curve(picture.claimed, E, of_network)
    see.curve(picture.here, [log_energy] * 2, [0, 2.3])
    see.reads("sensors hit", "{} of 12", (counts > 0).sum())
    see.reads("counts", "{}", counts.sum())
    see.reads("exact 68 % region", "{} deg²", DEGREES * (CELLS * dense).sum())
    see.reads("network's", "{} deg²", DEGREES * (CELLS * inside).sum())
    see.reads("exact mass in it", "{} %", 100 * 4 * PI * (CELLS * density * inside).sum())
    for label, p in (("log E, exact", energy), ("network's log E", of_network)):
        mean = (E * p).sum() / p.sum()
        see.reads(label, "{} ± {}", mean, np.sqrt(((E - mean) ** 2 * p).sum() / p.sum()))


SETTINGS = (
    {"event": 1, "log_energy": 1.2, "ice": 0.7, "turn": 0, "trained": "one ice"},
    {"event": 5, "log_energy": 2.3, "ice": 0.5, "turn": 30, "trained": "many ices"},
    {"event": 7, "log_energy": -0.9, "ice": 1.1, "turn": -100, "trained": "one ice"},
    {"event": 33, "log_energy": -0.4, "ice": 0.7, "turn": 180, "trained": "many ices"},
)
PROOFS = {"track": (Proof(track, SETTINGS),)}

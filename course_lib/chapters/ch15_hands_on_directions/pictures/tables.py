"""What takes minutes to count, counted beforehand: coverage, exact masses, p-values of odd events.

``python -m course_lib.chapters.ch15_hands_on_directions.pictures.tables`` makes ``tables.npz`` anew
from the networks of ``learnt.npz`` and the seeds that stand here.
"""

import functools
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from course_lib.calibration import coverage
from course_lib.chapters.ch15_hands_on_directions.pictures.beside_exact import (
    SKY,
    naive_p,
    sky_shares,
)
from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import (
    MANY,
    NOMINAL,
    TRACK,
    events,
    learnt,
)

FILE = Path(__file__).with_name("tables.npz")
HALF, OTHER = "λ = 0.5", "another event's"
TRAINED, TESTED = (NOMINAL, MANY), (NOMINAL, MANY, HALF, OTHER)
FIXED, SMALLEST = "fixed", "smallest"
CAPS = (FIXED, SMALLEST)
SHARES = torch.arange(1, 100, dtype=torch.float64) / 100  # p of the coverage curves
PROMISES = SHARES[1::2]  # p of the exact masses
MADE = {
    "by": "course_lib.chapters.ch15_hands_on_directions.pictures.tables",
    "coverage": {"events": 3000, "seeds": "as learnt.events has them"},
    "masses": {"events": 300, "seed": 78},
    "odd": {"events": 2000, "draws": 100, "reference": [5, 0], "tracks": [6, 1],
            "cascades": [7, 2]},  # seeds of the events and of the draws
}  # fmt: skip
FINE = 250  # a mass is kept as so manieth parts of 1, and a naive p as hundredths


@dataclass(frozen=True)
class Tables:
    """All that the file holds, as arrays.

    counts (2, 4, 3, 99): events inside, by TRAINED, TESTED, (cap fixed, smallest, energy), SHARES.
    shift (2, 4): the mean z of log E. masses (2, 49, 300): the exact mass in the region by CAPS,
    PROMISES, event. areas (3, 49): mean square degrees by (cap fixed, smallest, exact), PROMISES.
    hits: sensors hit, naive: the naive p, each for "masses" or "reference", "tracks", "cascades".
    """

    counts: np.ndarray
    shift: np.ndarray
    masses: np.ndarray
    areas: np.ndarray
    hits: dict
    naive: dict


@functools.cache
def tables():
    """The file's ``Tables``."""
    with np.load(FILE) as file:
        return Tables(
            file["counts"].astype(int),
            file["shift"],
            file["masses"] / FINE,
            file["areas"],
            {name: file[f"hits {name}"] for name in ("masses", "tracks", "cascades")},
            {name: file[f"p {name}"] / 100 for name in ("reference", "tracks", "cascades")},
        )


@torch.no_grad()
def counted(trained, tested, count=MADE["coverage"]["events"]):
    """(events inside at SHARES by the fixed cap, the smallest, the energy, (3, 99); mean z)."""
    x, seen = events(NOMINAL if tested == OTHER else tested, count)
    if tested == OTHER:  # each truth is compared with what is said of the event before it
        seen = seen.roll(1, 0)
    posterior = learnt(trained)(seen)
    fixed, energy = posterior.shares(x)
    smallest, _ = posterior.shares(x, posterior.middle())
    inside = coverage(torch.stack([fixed, smallest, (2 * energy - 1).abs()]), SHARES)
    return (inside * count).round().numpy(), posterior.base(x)[2].mean().item()


@torch.no_grad()
def weighed(seen):
    """(exact masses (2, 49, n) in the network's regions, their areas, those of the exact ones)."""
    learner, masses, areas, exact = learnt(NOMINAL), [], [], []
    for part in seen.split(25):
        n, _, mass = TRACK.posterior(part.double())
        of_n = mass.sum(-1)
        densest = of_n.sort(-1, descending=True).values.cumsum(-1)
        exact.append((densest < PROMISES[:, None, None]).sum(-1) + 1)
        posterior = learner(part)
        z, _ = posterior.sky.inverse(n.to(part)[:, None].expand(-1, len(part), -1))
        shares = torch.stack([(1 - z[..., 2]) / 2, sky_shares(learner, part, n)]).mT
        inside = shares[:, None] <= PROMISES[:, None, None]
        masses.append((inside * of_n).sum(-1))
        areas.append(inside.sum(-1))
    cell = SKY / len(n)
    return torch.cat(masses, -1), cell * torch.cat(areas, -1), cell * torch.cat(exact, -1)


def odd(name, count=MADE["odd"]["events"]):
    """(the naive p of so many events of a kind, how many sensors each has hit)."""
    of_events, of_draws = MADE["odd"][name]
    if name == "cascades":
        seen = TRACK.cascades(count, seed=of_events)
    else:
        _, seen = TRACK.sample(count, seed=of_events)
    return naive_p(learnt(NOMINAL), seen, MADE["odd"]["draws"], of_draws), hit(seen)


def hit(seen):
    return (seen[:, :12] > 0).sum(1)


def made():
    """{name: array} of the whole file."""
    found = {}
    curves = [[counted(one, other) for other in TESTED] for one in TRAINED]
    found["counts"] = np.array([[c for c, _ in row] for row in curves]).astype(np.uint16)
    found["shift"] = np.array([[z for _, z in row] for row in curves]).astype(np.float32)
    _, seen = TRACK.sample(MADE["masses"]["events"], seed=MADE["masses"]["seed"])
    masses, areas, exact = weighed(seen)
    found["masses"] = (masses * FINE).round().numpy().astype(np.uint8)
    found["areas"] = torch.cat([areas, exact[None]]).double().mean(-1).float().numpy()
    found["hits masses"] = hit(seen).numpy().astype(np.uint8)
    for name in ("reference", "tracks", "cascades"):
        p, hits = odd(name)
        found[f"p {name}"] = (100 * p).round().numpy().astype(np.uint8)
        found[f"hits {name}"] = hits.numpy().astype(np.uint8)
    return found


if __name__ == "__main__":
    np.savez_compressed(FILE, made=json.dumps(MADE), **made())
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.0f} kB")

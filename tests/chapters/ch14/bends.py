"""What the pictures of chapter 14 on cells and their areas must show."""

import numpy as np
from scipy import integrate

from tests.chapters.ch14.globes import onto_picture, unit
from tests.live.proofs import Proof

PI = np.pi


def with_gaps(lines):
    gap = np.full((1, 2), np.nan)
    return np.concatenate([part for line in lines for part in (line, gap)])


def in_front(x, latitude):
    across, up, towards = onto_picture(x, latitude)
    return np.where(towards >= 0, across, np.nan), up


# --- twist_stretch --------------------------------------------------------------------------------


def slope(h, phi, turn, pull, pole, stretch):
    """The ratio of areas, by the complex form of Möbius's map and the derivative of the cubic."""
    r = pull * np.sqrt(1 - h**2) if pole == "fades" else pull
    w = np.exp(1j * (phi + np.radians(turn) * h))
    return (1 - r**2) / abs(1 + r * w) ** 2 * (1 - stretch + 3 * stretch * h**2)


def bent(h, phi, turn, pull, pole, stretch):
    r = pull * np.sqrt(1 - h**2) if pole == "fades" else pull
    w = np.exp(1j * (phi + np.radians(turn) * h))
    new = (1 - stretch) * h + stretch * h**3
    end = abs(h) == 1  # where all longitudes are one
    w, r = np.where(end, 1, w), np.where(end, 0, r)
    with np.errstate(invalid="ignore"):  # the gaps of a curve
        return unit(np.arccos(np.clip(new, -1, 1)), np.angle((w + r) / (1 + r * w)))


def cell_ratio(band, sector, values):
    """The mean slope over a cell, by Gauss's rule in both."""
    t, weight = np.polynomial.legendre.leggauss(24)
    h = -1 + 0.25 * (band + (t[:, None] + 1) / 2)
    phi = -PI + PI / 6 * (sector + (t[None] + 1) / 2)
    return (slope(h, phi, *values) * weight[:, None] * weight[None]).sum() / 4


def band(k):
    """13 heights of a band of the height 1/4, at even angles from the pole."""
    low = -1 + 0.25 * k
    return np.cos(np.linspace(np.arccos(low), np.arccos(low + 0.25), 13))


def twist_stretch(see, turn, pull, pole, stretch, cell, latitude):
    picture, values = see.picture, (turn, pull, pole, stretch)
    around = np.linspace(-PI, PI, 145)
    heights = np.concatenate([[-1], *(band(k)[1:] for k in range(8))])
    net = with_gaps(
        [np.column_stack([np.full(145, h), around]) for h in np.linspace(-0.75, 0.75, 7)]
        + [np.column_stack([heights, np.full(97, a)]) for a in around[:-1:12]]
    ).T
    low = -1 + 0.25 * (cell - 1)
    h, a = band(cell - 1), np.linspace(0, PI / 6, 13)
    one, other = np.full(13, 1.0), np.full(13, PI / 6)
    rows = np.concatenate([low * one, h, (low + 0.25) * one, h[::-1]])
    columns = np.concatenate([a, other, a[::-1], 0 * one])
    u = np.random.default_rng(14).random((2, 500))
    dots = 2 * u[0] - 1, PI * (2 * u[1] - 1)
    for k, at in enumerate(((0, 0, "fades", 0), values)):
        see.curve(picture.nets[k], *in_front(bent(*net, *at), latitude))
        see.curve(picture.cells[k], *in_front(bent(rows, columns, *at), latitude))
        across, up, towards = onto_picture(bent(*dots, *at), latitude)
        see.points(picture.dots[k], across[towards > 0], up[towards > 0])
    ratios = np.array([[cell_ratio(i, j, values) for j in range(12)] for i in range(8)])
    see.points(picture.compared, ratios.ravel(), PI / 24 * ratios.ravel(), within=0.6)
    chosen = ratios[cell - 1, 6]
    see.points(picture.chosen, [chosen], [PI / 24 * chosen], within=0.6)
    see.reads("the cell's area, after / before", "{}", chosen)
    see.reads("mean of exp(log-det) in it", "{}", chosen)
    r = 0.0 if pole == "fades" else pull
    ends = [(1 - r) / (1 + r), (1 + r) / (1 - r)]
    see.reads("density next to the pole", "{} to {}",
              *(e / (1 + 2 * stretch) / (4 * PI) for e in ends))  # fmt: skip


# --- exp_map --------------------------------------------------------------------------------------

CENTRES = {
    "1": np.array([[1.0, 0, 0]]),
    "3": np.array([[24, 7, 0], [24, -4.2, 5.6], [20, -9, -12]]) / 25,
}


def walked(x, alpha, beta, centres):
    """Along the great circle: sin and cos of the way, in the plane of x and the direction."""
    mu = CENTRES[centres]
    v = sum(alpha / len(mu) * np.exp(beta * ((x @ m)[..., None] - 1)) * (m - (x @ m)[..., None] * x)
            for m in mu)  # fmt: skip
    way = np.linalg.norm(v, axis=-1, keepdims=True)
    return np.cos(way) * x + np.sin(way) * v / np.where(way > 0, way, 1)


def covered(alpha, beta, centres):
    """∫ |det| dΩ / 4π: in closed form up to one integral for one centre, else by differences."""
    if centres == "1":
        theta = np.linspace(0, PI, 20_001)
        to = theta - alpha * np.exp(beta * (np.cos(theta) - 1)) * np.sin(theta)
        return integrate.trapezoid(abs(np.sin(to) * np.gradient(to, theta)), theta) / 2
    h = -1 + (np.arange(240)[:, None] + 0.5) / 120
    phi = -PI + 2 * PI * (np.arange(240)[None] + 0.5) / 240

    def f(dh=0.0, dphi=0.0):
        return walked(unit(np.arccos(h + dh), phi + dphi), alpha, beta, centres)

    e = 1e-5
    by_h, by_phi = (f(e) - f(-e)) / (2 * e), (f(0, e) - f(0, -e)) / (2 * e)
    return abs((f() * np.cross(by_h, by_phi)).sum(-1)).mean()


def exp_map(see, alpha, beta, centres, latitude):
    picture = see.picture
    angle = np.linspace(-PI, PI, 121)
    rings = [unit(PI / 2 - np.radians(b), angle) for b in range(-75, 90, 15)]
    rings += [unit(PI / 2 - angle, np.radians(a)) for a in range(0, 180, 15)]
    gap = np.full((1, 3), np.nan)
    net = np.concatenate([part for ring in rings for part in (ring, gap)])
    see.curve(picture.net, *in_front(walked(net, alpha, beta, centres), latitude))
    across, up, towards = onto_picture(CENTRES[centres], latitude)
    see.points(picture.middles, across[towards > 0], up[towards > 0])
    grid = unit(np.arccos(np.linspace(-1, 1, 49))[:, None], np.linspace(-PI, PI, 97)[None])
    x = walked(grid, alpha, beta, centres)
    a, b, c, d = x[:-1, :-1], x[:-1, 1:], x[1:, 1:], x[1:, :-1]
    over = excess(a, b, c) + excess(a, c, d) < -1e-9
    across, up, towards = onto_picture(a[::3, ::3][over[::3, ::3]], latitude)
    see.points(picture.folded, across[towards > 0], up[towards > 0])
    pushes = np.linspace(0, 3, 16)
    see.curve(picture.curve, pushes, [covered(p, beta, centres) for p in pushes], within=0.8)
    area = covered(alpha, beta, centres)
    see.points(picture.here, [alpha], [area], within=0.6)
    see.reads("area / 4π", "{}", area)
    see.reads("cells turned over", "{} %", 100 * over.mean())


def excess(a, b, c):
    """A triangle's signed area (Eriksson, 1990), its volume as a determinant."""
    volume = np.linalg.det(np.stack([a, b, c], -2))
    return 2 * np.arctan2(volume, 1 + (a * b + b * c + c * a).sum(-1))


PROOFS = {
    "twist_stretch": (
        Proof(
            twist_stretch,
            (
                {"turn": 60, "pull": 0.5, "pole": "fades", "stretch": 0.3, "cell": 6},
                {"turn": -95, "pull": 0.7, "pole": "does not fade", "stretch": -0.2, "cell": 5,
                 "latitude": 70},
                {"turn": 20, "pull": 0.3, "pole": "fades", "stretch": 0.6, "cell": 8,
                 "latitude": 45},
            ),
        ),
    ),
    "exp_map": (
        Proof(
            exp_map,
            (
                {"alpha": 0.8, "beta": 2.0, "centres": "1", "latitude": 20},
                {"alpha": 2.6, "beta": 1.0, "centres": "3", "latitude": -25},
                {"alpha": 2.3, "beta": 1.0, "centres": "1", "latitude": 35},
            ),
        ),
    ),
}  # fmt: skip

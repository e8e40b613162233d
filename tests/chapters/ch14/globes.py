"""What the pictures of chapter 14 on areas and caps must show."""

import contourpy
import numpy as np
import torch
from scipy import integrate, interpolate, stats

from course_lib import data, live
from course_lib.chapters.ch14_flows_on_manifolds.pictures import cities
from tests.live.proofs import Proof

PI = np.pi


def onto_picture(x, latitude):
    """Across, up, towards: the viewer's own three axes, written down."""
    b = np.radians(latitude)
    across = np.array([0, 1, 0])
    up = np.array([-np.sin(b), 0, np.cos(b)])
    towards = np.array([np.cos(b), 0, np.sin(b)])
    return x @ across, x @ up, x @ towards


# --- globe ----------------------------------------------------------------------------------------


def viewer(longitude, latitude):
    """The three unit vectors across, up and towards, of a viewer above this place."""
    a, b = np.radians(longitude), np.radians(latitude)
    return np.array([
        [-np.sin(a), np.cos(a), 0],
        [-np.sin(b) * np.cos(a), -np.sin(b) * np.sin(a), np.cos(b)],
        [np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)],
    ])  # fmt: skip


def on_net(step):
    """(p, the cap's share) on the net of 2°, from the flow itself: tests/flows proves flows."""
    b, a = np.meshgrid(np.linspace(-90, 90, 91), np.linspace(-180, 180, 181), indexing="ij")
    return (
        field.reshape(b.shape) for field in fields(step, unit(np.radians(90 - b), np.radians(a)))
    )


def fields(step, x):
    z, log_det = cities.learnt(step).inverse(torch.tensor(x.reshape(-1, 3)))
    return np.exp(log_det.numpy()) / (4 * PI), (1 - z[:, 2].numpy()) / 2


def globe(see, longitude, latitude, zoom, step, region, p):
    picture, axes = see.picture, viewer(longitude, latitude)
    net_p, net_cap = on_net(step)

    def look(table):
        read = interpolate.RegularGridInterpolator(
            (np.linspace(-90, 90, 91), np.linspace(-180, 180, 181)), table
        )

        def at(across, up):
            depth = zoom**2 - across**2 - up**2
            x = np.stack([across, up, np.sqrt(np.maximum(depth, 0))], -1) / zoom @ axes
            x = x / np.linalg.norm(x, axis=-1, keepdims=True)
            places = np.degrees([np.arcsin(x[..., 2]), np.arctan2(x[..., 1], x[..., 0])])
            return np.where(depth >= 0, read(np.moveaxis(places, 0, -1)), np.nan)

        return at

    top = max(np.quantile(net_p, 0.995), 1 / (2 * PI))
    shown = look(net_p)
    see.raster(picture.image, lambda x, y: np.sqrt(np.nan_to_num(shown(x, y))), top=top**0.5,
               within=0.03)  # at the rim a hundredth of a pixel is a degree  # fmt: skip
    circles = [unit(PI / 2 - np.radians(b), np.linspace(-PI, PI, 61)) for b in range(-60, 90, 30)]
    circles += [unit(PI / 2 - np.linspace(-PI, PI, 61), np.radians(a)) for a in range(0, 180, 30)]
    lines = np.concatenate([part for c in circles for part in (c, np.full((1, 3), np.nan))])
    across, up, towards = zoom * axes @ lines.T
    see.curve(picture.net, np.where(towards > 1e-9, across, np.nan), up)  # the rim is drawn
    t = np.linspace(0, 2 * PI, 241)
    see.curve(picture.rim, zoom * np.cos(t), zoom * np.sin(t))
    table = data.cities().numpy()
    x = unit(np.radians(90 - table[:, 0]), np.radians(table[:, 1]))
    order = torch.randperm(3000, generator=torch.Generator().manual_seed(0)).numpy()
    new = x[order[:1000]]
    across, up, towards = zoom * axes @ new.T
    see.points(picture.dots, across[towards > 0], up[towards > 0])
    see.reads("cities in front", "{}", int((towards > 0).sum()))
    see.curve(picture.here, [cities.STEPS.index(step)] * 2, picture.ends)
    p_new, cap_new = fields(step, new)
    see.reads("held-out log p", "{}", np.log(p_new).mean())
    if region == "none":
        return see.nothing(picture.border)
    area = np.cos(np.radians(np.linspace(-90, 90, 91)))[:, None] * np.r_[0.5, np.ones(179), 0.5]
    area = area * np.radians(2) ** 2
    if region == "densest":
        order = np.argsort(-net_p, axis=None)
        share = np.cumsum((area * net_p).ravel()[order])
        level = net_p.ravel()[order][np.searchsorted(share / share[-1], p)]
        field, inside, held_out = net_p, net_p >= level, p_new >= level
    else:
        field, level, inside, held_out = net_cap, p, net_cap <= p, cap_new <= p
    middle = -1.05 + 2.1 * (np.arange(110) + 0.5) / 110
    grid = look(field)(*np.meshgrid(middle, middle))
    lines = contourpy.contour_generator(middle, middle, np.ma.masked_invalid(grid)).lines(level)
    if lines:
        joined = np.concatenate([part for c in lines for part in (c, np.full((1, 2), np.nan))])
        see.curve(picture.border, *joined.T, within=1.0)
    else:
        see.nothing(picture.border)
    see.reads("cities in the region", "{} %", 100 * held_out.mean())
    see.reads("its share of the globe", "{} %", 100 * (area * inside).sum() / (4 * PI))


# --- measure --------------------------------------------------------------------------------------


def spherical_cauchy(x, n, r):
    return ((1 - r**2) / (1 + r**2 - 2 * r * (x @ n))) ** 2 / (4 * PI)


def unit(theta, phi):
    theta, phi = np.broadcast_arrays(theta, phi)
    return np.stack([np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)], -1)


def measure(see, shape, per, turn):
    picture = see.picture
    r = 0.6 if shape == "a spot" else 0.0
    middle = unit(PI / 2 - np.radians(turn), 0.0)  # of the spot

    def shown(phi, minus_theta):
        p = spherical_cauchy(unit(-minus_theta, phi), middle, r)
        return p * np.sin(-minus_theta) if per == "dθ dφ" else p

    peak = ((1 + r) / (1 - r)) ** 2 / (4 * PI)
    see.raster(picture.image, shown, top=1.5 * peak)
    if picture.yours:  # all of them in one place
        x = np.tile([0.6, 0, 0.8], (4000, 1))
    else:
        generator = torch.Generator().manual_seed(14)
        u = torch.rand(4000, 2, generator=generator, dtype=torch.float64).numpy()
        x = unit(np.arccos(2 * u[:, 0] - 1), 2 * PI * u[:, 1])
    # The spot's points: along its meridian tan(half the angle) shrinks by (1 − r)/(1 + r).
    angle = 2 * np.arctan((1 - r) / (1 + r) * np.tan(np.arccos(x[:, 0]) / 2))
    side = x[:, 1:] / np.hypot(x[:, 1], x[:, 2])[:, None]
    x = np.column_stack([np.cos(angle), np.sin(angle)[:, None] * side])
    a = np.radians(turn)
    x = np.column_stack([np.cos(a) * x[:, 0] - np.sin(a) * x[:, 2], x[:, 1],
                         np.sin(a) * x[:, 0] + np.cos(a) * x[:, 2]])  # fmt: skip
    across, up, towards = onto_picture(x[:400], 15)
    see.points(picture.front, across[towards > 0], up[towards > 0])
    see.points(picture.dots, np.arctan2(x[:400, 1], x[:400, 0]), -np.arccos(x[:400, 2]))
    see.reads("points within 10° of a pole", "{} %",
              100 * (abs(x[:, 2]) > np.cos(np.radians(10))).mean())  # fmt: skip
    area = whole(lambda t, f: shown(f, -t) * np.sin(t))
    angles = whole(lambda t, f: shown(f, -t))
    see.reads("∫ over the area", "{}", area)
    see.reads("∫ over dθ dφ", "{}", angles)
    own = (lambda t: np.sin(t)) if per == "steradian" else (lambda t: 1.0)
    see.reads("entropy", "{}", whole(lambda t, f: -own(t) * shown(f, -t) * np.log(shown(f, -t))))
    grid = (np.arange(90) + 0.5) / 90
    largest = shown(-PI + 2 * PI * grid[:, None], -PI * grid[None]).max()
    see.reads("largest in the map", "{}", largest)


def whole(f):
    """The integral over 0 < θ < π and a turn of φ, by Simpson's rule in θ."""
    theta = np.linspace(1e-9, PI - 1e-9, 2001)[:, None]
    phi = np.linspace(-PI, PI, 400, endpoint=False)[None]
    return integrate.simpson(f(theta, phi).mean(1) * 2 * PI, x=theta[:, 0])


def one_place(u):
    return torch.tensor([0.6, 0, 0.8], dtype=torch.float64).expand(*u.shape[:-1], 3)


# --- cap ------------------------------------------------------------------------------------------


def ring_at(angle, front):
    t = np.linspace(0, 2 * PI, 181)
    x = np.column_stack([np.sin(angle) * np.cos(t), np.sin(angle) * np.sin(t),
                         np.cos(angle) + 0 * t])  # fmt: skip
    across, up, towards = onto_picture(x, 35)
    return np.where((towards >= 0) == front, across, np.nan), up


def cap(see, radius):
    picture = see.picture
    generator = torch.Generator().manual_seed(149)
    z = torch.randn(600, 2, generator=generator, dtype=torch.float64).numpy()
    share = stats.chi2(2).cdf(radius**2)
    angle = np.arccos(1 - 2 * share)
    far, longitude = np.hypot(*z.T), np.arctan2(z[:, 1], z[:, 0])
    x = unit(np.arccos(1 - 2 * stats.chi2(2).cdf(far**2)), longitude)
    across, up, towards = onto_picture(x, 35)
    for dots, which in ((picture.inside, far <= radius), (picture.outside, far > radius)):
        see.points(dots[0], *z[which].T)
        seen = which & (towards > 0)
        see.points(dots[1], across[seen], up[seen])
    t = np.linspace(0, 2 * PI, 181)
    see.curve(picture.disk, radius * np.cos(t), radius * np.sin(t))
    see.curve(picture.front, *ring_at(angle, True))
    see.curve(picture.back, *ring_at(angle, False))
    see.reads("mass of the disk", "{} %", 100 * share)
    see.reads("area of the cap", "{} %", 50 * (1 - np.cos(angle)))
    for label in ("points in the disk", "in the cap"):
        see.reads(label, "{} %", 100 * (far <= radius).mean())
    see.reads("cap's angle", "{}°", np.degrees(angle))
    if picture.yours:
        see.curve(picture.line_yours, *ring_at(radius / 2, True))
        see.reads("angle of yours", "{}°", np.degrees(radius / 2))


def half(radius):
    return radius / 2


GLOBES = (
    {"longitude": 15, "latitude": 25, "zoom": 1.0, "step": 400, "region": "densest", "p": 0.68},
    {"longitude": -80, "latitude": -30, "zoom": 1.7, "step": 50, "region": "densest", "p": 0.3},
    {"longitude": 120, "latitude": 60, "zoom": 1.0, "step": 400, "region": "round on the base",
     "p": 0.5},
    {"longitude": 0, "latitude": 0, "zoom": 2.0, "step": 0, "region": "none", "p": 0.5},
)  # fmt: skip
MEASURES = (
    {"shape": "uniform", "per": "steradian", "turn": 0},
    {"shape": "uniform", "per": "dθ dφ", "turn": 50},
    {"shape": "a spot", "per": "dθ dφ", "turn": 35},
    {"shape": "a spot", "per": "steradian", "turn": 80},
)
CAPS = ({"radius": 0.8}, {"radius": 1.5}, {"radius": 2.6})
PROOFS = {
    "globe": (Proof(globe, GLOBES),),
    "measure": (
        Proof(measure, MEASURES),
        Proof(measure, MEASURES[:3], make=lambda: live.measure(one_place).picture),
    ),
    "cap": (
        Proof(cap, CAPS),
        Proof(cap, CAPS, make=lambda: live.cap(half).picture),
    ),
}

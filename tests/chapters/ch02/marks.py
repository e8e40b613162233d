"""What the pictures of chapter 02 must show; its training has a file of its own."""

import math

import numpy as np
import torch
from scipy import stats

from course_lib import live
from course_lib.data import old_faithful
from tests.chapters.ch02 import trained
from tests.live.oracles import apart, disk, mass_radius
from tests.live.proofs import Proof

WIDEST, HIGHEST = 8.0, 0.7  # of x and of its density, as far as they are shown


def sign(value):
    return "−" if value < 0 else "+"


# --- one line -----------------------------------------------------------------------------------


def linear(see, a, b):
    picture, t = see.picture, see.picture.t
    a, b = (1 - t) * (-1 if a < 0 else 1) + t * a, t * b
    low, high = b - abs(a), b + abs(a)
    see.curve(picture.line_map, [-3.5, 3.5], [b - 3.5 * a, b + 3.5 * a])
    see.region(picture.band_z, [-1, -1, 1, 1], [-WIDEST, b - a, b + a, -WIDEST])
    see.region(picture.band_x, [-1, 1, 3.5, 3.5], [b - a, b + a, b + a, b - a])
    see.points(picture.one_map, [1], [a + b])
    see.points(picture.one_x, [0], [a + b])
    see.level(picture.band_x, picture.inside, [low, high, a + b])
    if b:
        see.text(picture.formula, f"map  x = {{}} z {sign(b)} {{}}", a, abs(b))
    else:
        see.text(picture.formula, "map  x = {} z", a)
    if a == 0:
        see.nothing(picture.target)
        see.nothing(picture.peak)
        see.text(picture.note, "a = 0 is not invertible:\nthere is no density")
        see.reads("a = 0 is not invertible", "every z lands on x = {}", b)
        return
    bell = stats.norm(b, abs(a))
    x, inside = np.linspace(-WIDEST, WIDEST, 4001), np.linspace(low, high, 401)
    see.curve(picture.target, bell.pdf(x), x)
    see.beside(picture.inside, bell.pdf(inside), inside)
    see.area(picture.inside, math.erf(math.sqrt(0.5)))
    top = 1 / (abs(a) * math.sqrt(2 * math.pi))
    see.text(picture.peak, "peak {} ▶" if top > HIGHEST else "", *([top] if top > HIGHEST else []))
    see.nothing(picture.note)
    see.reads("mean", "{}", b)
    see.reads("standard deviation |a|", "{}", abs(a))
    see.reads("68 % between", "{} and {}", low, high)
    see.reads("area", "{}", 1.0)
    if picture.yours:  # it has forgotten the Jacobian
        see.curve(picture.line_yours, abs(a) * bell.pdf(x), x)
        see.reads("area of yours", "{}", abs(a))


def flat_log_prob(x, a, b):
    return torch.distributions.Normal(0.0, 1.0).log_prob((x - b) / a)


# --- two steps ----------------------------------------------------------------------------------


def two_steps(see, a, b):
    steps = [(1.0, 0.0), (a, 0.0), (a, b), (1.0, 0.0), (1.0, b), (a, a * b)]
    for stage, (scale, shift) in zip(see.picture.stages, steps, strict=True):
        curve, inside, one, note = stage
        see.points(one, [scale + shift], [0])
        if scale == 0:
            see.nothing(curve)
            see.text(note, "no density")
            continue
        bell = stats.norm(shift, abs(scale))
        x = shift + scale * np.linspace(-6, 6, 1001)
        see.curve(curve, x, bell.pdf(x))
        see.under(inside, middle := shift + scale * np.linspace(-1, 1, 201), bell.pdf(middle))
        see.area(inside, math.erf(math.sqrt(0.5)))
        see.text(note, "mean {}", shift)
    if a == 0:
        see.reads("a = 0 is not invertible", "scaling by 0 puts everything on one point")
        return
    see.reads("scale, then shift", "mean b = {}, sd |a| = {}", b, abs(a))
    see.reads("shift, then scale", "mean a·b = {}, sd |a| = {}", a * b, abs(a))
    see.reads("means apart by", "{}", abs(a * b - b))


# --- the plane ----------------------------------------------------------------------------------


def affine(see, l11, l21, l22, b1, b2):
    picture, t = see.picture, see.picture.t
    A = (1 - t) * np.eye(2) + t * np.linalg.inv([[l11, 0], [l21, l22]])
    b, L, C = t * np.array([[b1], [b2]]), np.linalg.inv(A), A @ A.T
    random = torch.Generator().manual_seed(2)
    samples = torch.randn(160, 2, generator=random, dtype=torch.float64).numpy().T
    grid, points, circles, arms = picture.target
    # Both ellipses fit into axes of ±5, ±10 or ±20.
    farthest = max(abs(A @ disk(2) + b).max(), abs(A + b).max())
    scale = 1 if farthest <= 5 else 2 if farthest <= 10 else 4
    assert farthest <= 5 * scale and see.within(picture.disks[1])
    for k, text in enumerate(picture.ticks):
        see.text(text, "{}", scale * (2 * (k % 5) - 4))
    if scale == 1:
        see.nothing(picture.frame_note)
    else:
        see.text(picture.frame_note, "axes {} times as long", scale)
    whole, A, b = A, A / scale, b / scale
    t = np.linspace(-4, 4, 2)
    lines = [line for k in range(-4, 5) for line in ([k + 0 * t, t], [t, k + 0 * t])]
    see.curve(grid, *apart(*(A @ np.array(line) + b for line in lines)))
    see.points(points, *(A @ samples + b))
    see.curve(circles, *apart(*(A @ disk(r) + b for r in (1, 2))))
    see.curve(arms, *apart(*(np.array([[0, A[0, k]], [0, A[1, k]]]) + b for k in (0, 1))))
    for region, radius in zip(picture.disks, (1, 2), strict=True):
        see.region(region, *(A @ disk(radius) + b))
        see.area(region, math.pi * radius**2 * np.linalg.det(A))
    for matrix, entries in zip(picture.matrices, (L, whole, C, np.linalg.inv(C)), strict=True):
        for text, value in zip(matrix.entries, entries.ravel(), strict=True):
            see.text(text, "{}" if value else "0", *([value] if value else []))
    see.reads("log|det ∂f⁻¹/∂x| = log ℓ₁₁ + log ℓ₂₂", "{}", np.log(np.linalg.det(L)))
    see.reads("area of the ellipses ÷ circles", "{}", abs(np.linalg.det(whole)))
    see.reads("correlation", "{}", C[0, 1] / math.sqrt(C[0, 0] * C[1, 1]))
    if picture.yours:  # a density twice too high: it has the height of a circle farther out
        radii = [math.sqrt(r**2 + 2 * math.log(2)) for r in (1, 2)]
        ellipses = (A @ disk(r) + b for r in radii)
        # Sought on a lattice, which is wider where the axes are longer.
        off = 1.0 if scale == 1 else 1.5
        see.curve(picture.line_yours, *apart(*ellipses), within=off)
        see.reads("mass of yours", "{}", 2.0)


def twice(x, L, b):
    right = torch.distributions.MultivariateNormal(b, precision_matrix=L.T @ L)
    return math.log(2) + right.log_prob(x)


# --- coverage -----------------------------------------------------------------------------------


def coverage(see, p, data):
    picture, points = see.picture, old_faithful().numpy()
    if data == "Gaussian":
        random = torch.Generator().manual_seed(0)
        z = torch.randn(272, 2, generator=random, dtype=torch.float64).numpy()
        points = points.mean(0) + z @ np.linalg.cholesky(np.cov(points.T, bias=True)).T
    order = torch.randperm(272, generator=torch.Generator().manual_seed(1)).numpy()
    held_out, train = points[order[:136]], points[order[136:]]
    mean, A = train.mean(0), np.linalg.cholesky(np.cov(train.T, bias=True))
    z = np.linalg.solve(A, (held_out - mean).T)
    radius, far = mass_radius(p), np.hypot(*z)
    found = (far <= radius).sum()
    places = (z, held_out.T)
    outlines = (disk(radius), A @ disk(radius) + mean[:, None])
    for k in (0, 1):
        see.region(picture.disks[k], *outlines[k])
        see.points(picture.points_in[k], *places[k][:, far <= radius])
        see.points(picture.points_out[k], *places[k][:, far > radius])
    see.area(picture.disks[0], math.pi * radius**2)
    see.text(picture.note, "r = {}", radius)
    _shares(see, p, found / 136, stats.chi2(2).cdf(np.sort(far) ** 2))
    see.reads("promised", "{} %", 100 * p)
    see.reads("radius", "{}", radius)
    see.reads("found", "{} of {} = {} %", found, 136, 100 * found / 136)
    chance = math.sqrt(p * (1 - p) / 136)
    see.reads("expected by chance", "{} % ± {} %", 100 * p, 100 * chance)
    if picture.yours:  # the radius of one dimension
        wrong = stats.norm.ppf((1 + p) / 2)
        see.curve(picture.rings[0], *disk(wrong))
        see.curve(picture.rings[1], *(A @ disk(wrong) + mean[:, None]))
        see.reads("your radius", "{}, {} % inside", wrong, 100 * (far <= wrong).mean())


def _shares(see, p, found, promised):
    """The share found against the share promised, its band of two standard errors, and the gap."""
    picture = see.picture
    steps = np.arange(137) / 136
    see.curve(picture.curve, np.repeat(np.r_[0, promised, 1], 2)[1:-1], np.repeat(steps, 2))
    t = np.linspace(0, 1, 101)
    error = 2 * np.sqrt(t * (1 - t) / 136)
    see.region(picture.band, np.r_[t, t[::-1]], np.r_[t + error, (t - error)[::-1]])
    see.curve(picture.gap, [p, p], [p, found])
    see.points(picture.here, [p], [found])


def one_dimensional(p):
    return stats.norm.ppf((1 + float(p)) / 2).item()


TILTED = {"l11": 0.7, "l21": 1.2, "l22": 1.6, "b1": 1.0, "b2": -0.5}
OTHER = {"l11": 1.3, "l21": -0.6, "l22": 0.8, "b1": -1.5, "b2": 0.7}
FLAT = {"l11": 0.5, "l21": -1.5, "l22": 0.5, "b1": 0.5, "b2": -0.5}
COVERED = ({"p": 0.68, "data": "Gaussian"}, {"p": 0.3, "data": "Old Faithful"})
PROOFS = {
    "linear": (
        Proof(
            linear,
            (
                {"a": -1.5, "b": 0.7},
                {"a": 0.4, "b": -1.2},
                {"a": 0.0, "b": 0.4},
                {"a": 2.5, "b": 0.0},
                {"a": -2.0, "b": 1.5, "t": 0.6},
                {"a": 0.0, "b": -1.5, "t": 0.5},
                {"a": 2.5, "b": 0.7, "t": 0.0},
            ),
            quick=True,
        ),
        Proof(
            linear,
            ({"a": -1.5, "b": 0.7}, {"a": 0.6, "b": -1.2}, {"a": -1.5, "b": 0.7, "t": 0.3}),
            make=lambda: live.linear(flat_log_prob).picture,
        ),
    ),
    "two_steps": (
        Proof(two_steps, ({"a": -1.3, "b": 0.8}, {"a": 0.0, "b": 1.5}, {"a": 1.6, "b": -1.1})),
    ),
    "affine": (
        Proof(affine, (TILTED, OTHER, FLAT), quick=True),
        Proof(
            affine,
            (TILTED, OTHER, OTHER | {"t": 0.4}, FLAT),
            make=lambda: live.affine(twice).picture,
        ),
    ),
    "coverage": (
        Proof(coverage, COVERED),
        Proof(coverage, COVERED, make=lambda: live.coverage(one_dimensional).picture),
    ),
    "training": trained.PROOFS,
}

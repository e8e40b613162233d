"""What the pictures of chapter 01 must show."""

import math
from itertools import pairwise

import numpy as np
import torch
from scipy import integrate, stats

from course_lib import live
from course_lib.data import old_faithful
from tests.chapters.ch01 import four_ways
from tests.chapters.ch01.strips import P0, G, constant, forgotten, formula, meters, strips
from tests.live.marks import to_pixels
from tests.live.oracles import apart, stairs
from tests.live.proofs import Proof

# --- cells --------------------------------------------------------------------------------------

MIDDLE = 2.0


def whole_plane(map, w, s):
    """The maps of the plane in complex numbers, w = z₁ + i z₂."""
    v = w - MIDDLE
    bump = np.exp(-(abs(v) ** 2) / 2)
    return {
        "shear": w + s * w.imag,
        "turn and stretch": MIDDLE
        + np.exp(1j * s * np.pi / 6) * ((1 + s / 2) * v.real + 1j * v.imag),
        "polar": w.real * np.exp(1j * s * w.imag),
        "lens": MIDDLE + (1 - 0.7 * s * bump) * np.exp(1.2j * s * bump) * v,
    }[map]


CELL_WORDS = {
    "shear": lambda s: ("x₁ = z₁ + {}·z₂,  x₂ = z₂", (s,)),
    "turn and stretch": lambda s: ("stretched {} times, turned by {}°", (1 + s / 2, 30 * s)),
    "polar": lambda s: ("x = (z₁·cos({}·z₂), z₁·sin({}·z₂))", (s, s)),
    "lens": lambda s: ("the middle shrunk and twisted, s = {}", (s,)),
}


def cells(see, z1, z2, side, map="polar", s=1.0):
    picture, centre, t = see.picture, z1 + 1j * z2, see.picture.t

    def plane(map, w, s):
        """As far on its way as t says."""
        return (1 - t) * w + t * whole_plane(map, w, s)

    across, up = np.linspace(0, 4, 601), np.linspace(-2, 2, 601)
    lines = [k + 1j * up for k in range(5)] + [across + 1j * k for k in range(-2, 3)]
    see.curve(picture.grid_z, *apart(*([w.real, w.imag] for w in lines)))
    images = [plane(map, w, s) for w in lines]
    see.curve(picture.grid_x, *apart(*([w.real, w.imag] for w in images)))
    k = np.linspace(-0.5, 0.5, 201)
    edge = np.concatenate([k - 0.5j, 0.5 + 1j * k, -k + 0.5j, -0.5 - 1j * k])
    cell = centre + side * edge
    image = plane(map, cell, s)
    see.region(picture.cell_z, cell.real, cell.imag)
    see.area(picture.cell_z, side**2)
    # The Jacobian's columns, by difference quotients.
    h = 1e-5
    du, dv = ((plane(map, centre + h * k, s) - plane(map, centre - h * k, s)) / (2 * h)
              for k in (1, 1j))  # fmt: skip
    middle = plane(map, centre, s)
    flat = middle + side * (edge.real * du + edge.imag * dv)
    ratio = abs(np.sum(image.conj() * np.roll(image, -1)).imag / 2) / side**2
    det = abs((du.conjugate() * dv).imag)
    # As it is, and through the glass, which the image by J alone fills to four fifths.
    reach = 1.25 * abs(flat - middle).max()
    ring = middle + reach * np.exp(2j * np.pi * np.linspace(0, 1, 721))
    see.curve(picture.ring, ring.real, ring.imag)
    for (cell_x, by_j, *yours), seen in zip(
        picture.views, (lambda x: x, lambda x: (x - middle) / reach), strict=True
    ):
        see.region(cell_x, seen(image).real, seen(image).imag)
        see.curve(by_j, seen(flat).real, seen(flat).imag)
        for line in yours:  # it has forgotten to turn
            see.curve(line, seen(cell).real, seen(cell).imag)
    see.area(picture.views[0][0], ratio * side**2)
    px = [np.hypot(*np.diff(to_pixels(mark, [0, 1], [0, 0]), axis=0)[0])
          for mark in (picture.ring, picture.views[1][1])]  # fmt: skip
    see.text(picture.magnified, "seen at {} times the size", px[1] / px[0] / reach)
    mixed = ("x = {}·z + {}·f(z)", (1 - t, t))
    see.text(picture.formula, *_spread(CELL_WORDS[map](s) if t == 1 else mixed))
    see.reads("cell's area, after ÷ before", "{}", ratio)
    see.reads("|det J| at its centre", "{}", det)
    values = [ratio, det]
    if picture.yours:  # its log_det has the wrong sign
        values.append(1 / z1)
        see.reads("exp(your log_det)", "{}", 1 / z1)
    meters(see, values, highest=4.0)


def _spread(pattern_and_numbers):
    pattern, numbers = pattern_and_numbers
    return pattern, *numbers


def unturned(z):
    return z, -z[..., 0].log()


# --- samples ------------------------------------------------------------------------------------

WINDOW = {"line": (-6, 6), "exp": (0, 8), "falling": (-5, 3), "S-curve": (0, 4)}
START = {"line": (1.5, -0.5), "exp": (1.0, 0.0), "falling": (1.0, 0.0), "S-curve": (1.3, 0.3)}


def histogram(see, n, draw, map="exp"):
    picture, (low, high), (a, b) = see.picture, WINDOW[map], START[map]
    g, inverse, slope = G[map]
    random = torch.Generator().manual_seed(draw)
    z = torch.randn(-(-n // 16) * 16, generator=random, dtype=torch.float64)[:n].numpy()
    bins = 32 if n > 100 else 16
    for artist, values, ends in (
        (picture.bars_z, z, (-4, 4)),
        (picture.bars_x, g(a * z + b), (low, high)),
    ):
        counts, edges = np.histogram(values, bins, ends)
        heights = counts / n / np.diff(edges)
        unit = (low, high - low) if artist is picture.bars_x else (0, 1)
        see.region(artist, *stairs((edges - unit[0]) / unit[1], heights))
        see.area(artist, counts.sum() / n / unit[1])
    x = np.linspace(low, high, 4003)[1:-1]
    at = (inverse(x) - b) / a
    p = P0(at) / abs(a * slope(a * at + b))
    see.curve(picture.target, (x - low) / (high - low), p)
    see.curve(picture.wrong, (x - low) / (high - low), P0(at))
    words, numbers = formula(map, a, b)
    see.text(picture.formula, f"… and send it through   {words}", *numbers)
    for k, tick in enumerate(picture.ticks):
        see.text(tick, "{}", low + k * (high - low) / 4)
    see.reads("samples", "{}", n)
    shares = np.histogram(g(a * z + b), 16, (low, high))[0] / n
    _off_by(see, shares, (low, high), inverse, a, b)
    if picture.yours:
        see.curve(picture.line_yours, (x - low) / (high - low), P0(at))


def _off_by(see, shares, ends, inverse, a, b):
    """Half of all differences between the shares of the bins and their exact masses, in percent."""
    edges = np.linspace(*ends, 17)
    with np.errstate(divide="ignore"):
        exact = abs(np.diff(stats.norm.cdf((inverse(edges) - b) / a)))
    forgotten = np.array([
        integrate.quad(lambda x: P0((inverse(x) - b) / a), *pair)[0] for pair in pairwise(edges)
    ])  # fmt: skip
    labels = {"off by, with Jacobian": exact, "without": forgotten}
    for label, masses in (labels | ({"yours": forgotten} if see.picture.yours else {})).items():
        beyond = abs((1 - shares.sum()) - (1 - masses.sum()))
        see.reads(label, "{} %", 50 * (abs(shares - masses).sum() + beyond))


def without_jacobian(x):
    return torch.distributions.Normal(0.0, 1.0).log_prob(x.log())


# --- units --------------------------------------------------------------------------------------

PER_MINUTE = {"seconds": 60.0, "minutes": 1.0, "hours": 1 / 60, "days": 1 / 1440}


def squeeze(see, s, unit):
    picture, scale = see.picture, PER_MINUTE[unit]
    x = np.linspace(-4 * s, 4 * s, 1001)
    p = stats.norm(0, s).pdf(x)
    see.curve(picture.curve, x, p)
    see.region(picture.under, x, p)
    see.area(picture.under, 1.0, within=3e-3)  # cut off at ±4 s
    highest = 1 / (s * math.sqrt(2 * math.pi))
    see.text(picture.said, "area {}\nhighest {}", 1.0, highest)
    see.reads("left: area", "{}", 1.0)
    see.reads("highest", "{}", highest)
    for text, minutes in zip(picture.numbers_x, range(1, 6), strict=True):
        see.text(text, "{}", minutes * scale)
    for text, per_minute in zip(picture.numbers_y, (0, 0.2, 0.4, 0.6), strict=True):
        see.text(text, "{}", per_minute / scale)
    see.text(picture.label_x, f"duration in {unit}")
    minutes = old_faithful()[:, 0].numpy()
    kernels = stats.gaussian_kde(minutes, bw_method=0.15 / np.std(minutes, ddof=1))
    area = kernels.integrate_box_1d(0.8, 6.0)
    top = kernels(np.linspace(0.8, 6, 4001)).max() / scale
    mean = np.log(kernels(minutes)).mean() - math.log(scale)
    numbers = (area, top, mean)
    one = unit.removesuffix("s")
    see.text(picture.label_y, f"area {{}}\nhighest {{}} per {one}\nmean log p {{}}", *numbers)
    see.reads("right: area", "{}", area)
    see.reads("highest density", f"{{}} per {one}", top)
    see.reads("mean log-density", "{}", mean)


PROOFS = {
    "strips": (
        Proof(
            strips,
            (
                {"map": "exp", "a": 0.8, "b": -0.3, "strip": 4},
                {"map": "falling", "a": 1.2, "b": 0.2, "strip": 8},
                {"map": "line", "a": 0.7, "b": 0.4, "strip": 2},
                {"map": "S-curve", "a": 1.2, "b": -0.4, "strip": 10},
                {"map": "exp", "a": 1.0, "b": 0.0, "strip": 1},
                {"map": "exp", "a": 2.0, "b": 0.5, "strip": 9},
                {"map": "falling", "a": 2.0, "b": 0.0, "strip": 10},
                {"map": "line", "a": 0.5, "b": 0.0, "strip": 5},
                {"map": "falling", "a": 1.2, "b": 0.2, "strip": 8, "t": 0.4},
                {"map": "S-curve", "a": 1.2, "b": -0.4, "strip": 10, "t": 0.7},
                {"map": "exp", "a": 2.0, "b": 0.5, "strip": 9, "t": 0.0},
            ),
            quick=True,
        ),
        Proof(
            strips,
            ({"map": "line", "a": 1.4, "b": 0.3, "strip": 3}, {"map": "exp", "strip": 7}),
            make=lambda: live.strips(forgotten, any_map=True).picture,
        ),
        Proof(strips, ({"strip": 4}, {"strip": 8}), make=lambda: live.strips(constant).picture),
    ),
    "cells": (
        Proof(
            cells,
            (
                {"map": "lens", "s": 0.8, "z1": 2.5, "z2": 0.75, "side": 1.0},
                {"map": "polar", "s": 0.6, "z1": 1.5, "z2": -0.5, "side": 0.5},
                {"map": "shear", "s": 0.9, "z1": 0.75, "z2": 1.25, "side": 1.0},
                {"map": "turn and stretch", "s": 0.7, "z1": 3.25, "z2": -1.0, "side": 0.25},
                {"map": "polar", "s": 0.9, "z1": 1.5, "z2": 0.75, "side": 1.0, "t": 0.4},
                {"map": "lens", "s": 0.8, "z1": 2.5, "z2": 0.5, "side": 0.5, "t": 0.7},
                {"map": "shear", "s": 0.9, "z1": 0.75, "z2": 1.25, "side": 1.0, "t": 0.0},
            ),
        ),
        Proof(
            cells,
            (
                {"z1": 1.5, "z2": 0.5, "side": 1.0},
                {"z1": 2.5, "z2": -0.75, "side": 0.5},
            ),
            make=lambda: live.cells(unturned).picture,
        ),
    ),
    "histogram": (
        Proof(
            histogram,
            (
                {"map": "S-curve", "n": 1000, "draw": 3},
                {"map": "line", "n": 100, "draw": 5},
                {"map": "falling", "n": 10, "draw": 2},
                {"map": "exp", "n": 10_000, "draw": 1},
            ),
        ),
        Proof(
            histogram,
            ({"n": 100, "draw": 4}, {"n": 1000, "draw": 2}),
            make=lambda: live.histogram(without_jacobian).picture,
        ),
    ),
    "squeeze": (
        Proof(squeeze, ({"s": 0.4, "unit": "seconds"}, {"s": 1.7, "unit": "days"}), quick=True),
    ),
    "four_ways": (
        Proof(
            four_ways.check,
            ({"data": "galaxies", "level": 8}, {"data": "Old Faithful", "level": 6}),
        ),
    ),
}

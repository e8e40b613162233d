"""Four ways to a density from the same data: the fits are the library's, the formulas scipy's."""

import functools

import numpy as np
import torch
from scipy import interpolate, stats

from course_lib.chapters.ch01_change_of_variables.pictures import four_fits
from course_lib.data import galaxies, old_faithful, split
from course_lib.densities import BSplineDensity, GaussianMixture
from course_lib.flows import Composition, Linear, RationalQuadraticSpline
from course_lib.stored import restored
from tests.live.oracles import spline, stairs

SETS = {  # the data, what is shown of them, the density at the top, and what they are
    "Old Faithful": (lambda: old_faithful()[:, 1], (35, 105), 0.062, "waiting time in minutes"),
    "galaxies": (galaxies, (7.5, 42.5), 0.24, "speed in 1000 km/s"),
}
LEVELS = {
    "kernel density: width {} · std": (1.0, 0.6, 0.4, 0.25, 0.15, 0.1, 0.06, 0.03),
    "mixture: {} Gaussians": (1, 2, 3, 4, 6, 8, 12, 16),
    "B-spline: {} bumps": (4, 6, 8, 10, 14, 20, 28, 40),
    "flow: bends cost {}": (0.03, 0.01, 0.003, 0.001, 3e-4, 1e-4, 3e-5, 0.0),
}
NAMES = ("kernel density", "mixture", "B-spline", "flow")
LEAST, MOST = -0.6, 0.9  # of the gain that is shown


def kernels(train, share, name):
    std = train.std().item()
    return stats.gaussian_kde(train.numpy(), bw_method=share * std / train.std().item())


def mixture(train, k, name):
    fit = GaussianMixture.fit(train, k)
    parts = np.stack([t.numpy() for t in (fit.weights, fit.means, fit.widths)], 1)
    return lambda x: sum(w * stats.norm.pdf(x, m, s) for w, m, s in parts)


def bumps(train, k, name):
    fit = BSplineDensity.fit(train, k)
    knots = fit.knots.numpy()
    heights = fit.weights.numpy() * 4 / (knots[4:] - knots[:-4])  # each bump has the area 1
    curve = interpolate.BSpline(knots, heights, 3, extrapolate=False)
    return lambda x: np.nan_to_num(curve(x))


def flow(train, price, name):
    """x = a·f(z) + b with a spline f; the density by its slope, over a fine grid of z.

    Its parameters are those in the file: what is in there, test_four_ways compares with a new fit.
    """
    line, bend = Linear(1.0, 0.0), RationalQuadraticSpline(12, 3.0)
    restored(Composition(line, bend).double(), four_fits.FILE, name, torch.float64)
    knots = [part.detach().numpy() for part in bend.knots()]
    z = np.linspace(-6, 6, 400_001)  # fine: across a gap the map is steep
    y, slope = spline(z, *knots)
    a, b = line.a.item(), line.b.item()
    return lambda x: np.interp(x, a * y + b, stats.norm.pdf(z) / (a * slope))


@functools.cache
def fitted(data, way, level):
    train, held_out = split(SETS[data][0]())
    setting, name = list(LEVELS.values())[way][level - 1], f"{data} {NAMES[way]} {level}"
    p = (kernels, mixture, bumps, flow)[way](train, setting, name)
    alone = stats.norm(train.mean().item(), train.std(correction=0).item())
    scores = [np.log(p(part.numpy())).mean() for part in (train, held_out)]
    before = [alone.logpdf(part.numpy()).mean() for part in (train, held_out)]
    return p, scores[1], [s - b for s, b in zip(scores, before, strict=True)]


def check(see, data, level):
    picture = see.picture
    _, (low, high), top, label = SETS[data]
    train, held_out = (part.numpy() for part in split(SETS[data][0]()))
    x = np.linspace(low, high, 301)
    heights, edges = np.histogram(train, 28, (low, high), density=True)
    inside = held_out[(held_out >= low) & (held_out <= high)]
    gains = []
    for way, (pattern, settings) in enumerate(LEVELS.items()):
        p, score, gain = fitted(data, way, level)
        gains.append(gain)
        see.curve(picture.curves[way], (x - low) / (high - low), p(x) / top)
        words = pattern.removesuffix("s") if settings[level - 1] == 1 else pattern
        see.text(picture.titles[way], words, settings[level - 1])
        see.region(picture.bars[way], *stairs((edges - low) / (high - low), heights / top))
        see.points(picture.held_out[way], (inside - low) / (high - low), 0.025)
        see.reads(f"{NAMES[way]}, held out", "{}", score)
    for text in picture.labels:
        see.text(text, label)
    wanted = (40, 60, 80, 100) if high == 105 else (10, 20, 30, 40)
    for numbers in picture.numbers:
        for text, at in zip(numbers, wanted, strict=True):
            see.text(text, "{}", at)
            assert np.isclose(text.get_position()[0], (at - low) / (high - low))
    _gains(see, np.array(gains))


def _gains(see, gains):
    picture, rows = see.picture, np.arange(4)
    shown = gains.clip(LEAST, MOST)
    see.points(picture.dots["training"], shown[:, 0], rows)
    see.points(picture.dots["held out"], shown[:, 1], rows)
    gap = np.full(4, np.nan)
    see.curve(picture.links, np.column_stack([shown, gap]).ravel(), np.repeat(rows, 3))
    for text, gain in zip(picture.beyond, gains[:, 1], strict=True):
        see.text(text, "◀ {}" if gain < LEAST else "", *([gain] if gain < LEAST else []))

"""What the pictures of chapter 10 must show: the fits are the library's, the formulas by hand."""

import functools
import math
from pathlib import Path

import numpy as np
import torch
from scipy import integrate, stats

from course_lib import data, live
from course_lib.chapters.ch10_conditional_flows.pictures import models
from course_lib.flows.spline import spline_knots
from tests.live.oracles import Logistics, spline
from tests.live.proofs import Proof

KINDS = ("one width", "its own width", "mixture flow", "spline flow")


# --- the fitted models, by numpy ----------------------------------------------------------------


def network(answers, c):
    """The network's numbers for the contexts c, layer by layer."""
    back = answers.back_c
    h = (np.atleast_1d(np.asarray(c, float)) - back.mean.item())[:, None] / back.sigma.item()
    layers = [
        [part.detach().double().numpy() for part in (layer.weight, layer.bias)]
        for layer in answers.p.flow.network.layers
    ]
    for weight, bias in layers[:-1]:
        h = np.maximum(h @ weight.T + bias, 0)
    return h @ layers[-1][0].T + layers[-1][1]


def bounded(u):
    return 3 * np.tanh(u / 3)


def logistics(u):
    """Six logistics: their centres start evenly, with the variance 1.4/3 together."""
    logits, moves, scales = np.split(u, 3)
    reach = math.sqrt(1.4 * 5 / 7)
    start = 0.5 * math.log((1 - 1.4 / 3) * 3 / math.pi**2)
    w = np.exp(logits - logits.max())
    return Logistics(w / w.sum(), np.linspace(-reach, reach, 6) + moves,
                     np.exp(start + bounded(scales)))  # fmt: skip


def bell(u, kind, answers):
    """(mean, width) of the standardised values."""
    free = u[1] if kind == "its own width" else answers.p.flow.univariate.log_scale.item()
    return u[0], math.exp(bounded(free))


def density(answers, kind, y, c):
    """p(y | c) at the points y, for one c."""
    (u,) = network(answers, c)
    x = (y - answers.back.mean.item()) / answers.back.sigma.item()
    if kind == "mixture flow":
        p = logistics(u).pdf(x)
    elif kind == "spline flow":
        knots = (u[:8], u[8:16], u[16:])
        z = np.linspace(-7, 7, 40_001)
        made = spline_knots(*(torch.tensor(part) for part in knots), 4.0)
        there, slope = spline(z, *(part.numpy() for part in made))
        p = np.interp(x, there, stats.norm.pdf(z) / slope)
    else:
        p = stats.norm.pdf(x, *bell(u, kind, answers))
    return p / answers.back.sigma.item()


@functools.cache
def quakes():
    """(depth in 100 km, longitude): to learn from, held out, and all."""
    path = Path(data.__file__).parent / "quakes.csv"
    table = np.loadtxt(path, delimiter=",", skiprows=1, quotechar='"')[:, 1:]
    order = torch.randperm(1000, generator=torch.Generator().manual_seed(0)).numpy()
    parts = table[order[300:]], table[order[:300]], table
    return [(part[:, 2] / 100, part[:, 1]) for part in parts]


def mean(c):
    """The fitted mean depth at c, in 100 km."""
    answers = models.depths("one width")
    return answers.back.mean.item() + answers.back.sigma.item() * network(answers, c)[:, 0]


# --- one longitude, and all ---------------------------------------------------------------------


def one_slice(see, c):
    picture = see.picture
    depth, longitude = quakes()[2]
    near = abs(longitude - c) <= 1
    see.curve(picture.here, [c, c], [-800, 100])
    see.points(picture.near, longitude[near], -100 * depth[near])
    (middle,) = mean(c)
    see.points(picture.dot, [c], [-100 * middle])
    see.curve(picture.level, [0, 1.2], [-100 * middle] * 2)
    edges = np.arange(0, 7.1, 0.5)
    shares = np.histogram(depth[near], edges)[0] / near.sum() / 0.5
    see.region(picture.bars, np.r_[0, np.repeat(shares, 2), 0], -100 * np.repeat(edges, 2))
    y = np.linspace(-1.5, 8.5, 251)
    for kind in KINDS:
        p = density(models.depths(kind), kind, y, c)
        see.curve(picture.curves[kind], p, -100 * y)
    see.reads("quakes near c", "{}", near.sum())
    see.reads("the dashed curve says", "{} km", 100 * middle)
    few = abs(depth[near] - middle) < 0.5
    see.reads("of them within 50 km of it", "{}", few.sum())
    there = density(models.depths("mixture flow"), "mixture flow", np.array([middle]), c)
    see.reads("p there, mixture flow", "{}", there[0])
    if picture.yours:  # two bells that follow the longitude
        m, s = (np.mean(quakes()[0][0]), np.std(quakes()[0][0]))
        east = (c - np.mean(quakes()[0][1])) / np.std(quakes()[0][1])
        p = [stats.norm.pdf(y, m + s * at, width * s) for at, width in ((east / 2, 0.5), (-1, 0.2))]
        p = 0.3 * p[0] + 0.7 * p[1]
        see.curve(picture.line_yours, p, -100 * y)
        see.reads("area of yours", "{}", integrate.trapezoid(p, y))


class Halved(torch.nn.Module):
    def forward(self, c):
        return c / 2


def yours(out):
    means = torch.cat([out, torch.full_like(out, -1.0)], -1)
    return torch.tensor([0.3, 0.7]).log(), means, torch.tensor([0.5, 0.2])


@functools.cache
def score(kind):
    answers = models.depths(kind)
    depth, longitude = quakes()[1]
    at = zip(depth, longitude, strict=True)
    return np.mean([np.log(density(answers, kind, np.array([d]), c)) for d, c in at])


def levels(see, kind):
    picture = see.picture
    answers = models.depths(kind)

    def p(x, y):
        columns = [density(answers, kind, y[:, k] / -100, x[0, k]) for k in range(x.shape[1])]
        return np.stack(columns, 1)

    see.raster(picture.raster, p, top=1.0, within=0.01)  # splines in float32
    at = KINDS.index(kind)
    see.text(picture.name, kind)
    see.curve(picture.here, [at, at], [-2, -1.12])
    see.text(picture.said, "{} nats", score(kind))
    see.reads("model", kind)
    see.reads("held-out mean log p", "{}", score(kind))
    see.reads("better than one width by", "{}", score(kind) - score("one width"))


# --- one bell -----------------------------------------------------------------------------------


def width(see, sigma, shift):
    picture = see.picture
    depth, longitude = quakes()[0]
    residuals = depth - mean(longitude)

    def loss(s, m):
        return -stats.norm.logpdf(residuals[:, None], m, s).mean(0)

    x, widths = np.linspace(-6, 6, 241), np.linspace(0.5, 4, 141)
    rms = np.sqrt(((residuals - shift) ** 2).mean())
    see.curve(picture.bell, x, stats.norm.pdf(x, shift, sigma))
    see.curve(picture.middle, [shift, shift], [0, 0.7])
    see.curve(picture.loss, widths, loss(widths, shift))
    see.points(picture.dot, [sigma], loss(sigma, shift))
    see.curve(picture.best, [rms, rms], [1.5, 4])
    see.text(picture.rms, "rms {}", rms)
    see.reads("mean of −log p", "{}", loss(sigma, shift)[0])
    see.reads("smallest", "{} at σ = {}", loss(rms, shift)[0], rms)
    step = 1e-4
    squares = [((residuals - shift - h) ** 2).mean() for h in (step, -step)]
    see.reads("slope by the shift: of MSE", "{}", (squares[0] - squares[1]) / (2 * step))
    losses = [loss(sigma, shift + h)[0] for h in (step, -step)]
    see.reads("of −log p", "{}", (losses[0] - losses[1]) / (2 * step))
    see.reads("2σ²", "{}", 2 * sigma**2)


# --- one network for all ------------------------------------------------------------------------

GRID = np.linspace(0, 1, 1001)


def exact(y):
    likelihood = stats.norm.pdf(y, GRID + 0.3 * np.sin(2 * np.pi * GRID), 0.05)
    return likelihood / integrate.simpson(likelihood, x=GRID)


def gap(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        integrand = np.where((p > 0) & (q > 0), p * (np.log(p) - np.log(q)), 0.0)
    return integrate.trapezoid(integrand, GRID)


def one_place(y):
    """p(x) of the flow that was fitted to this y alone, or None."""
    places = np.linspace(0, 1, 11)
    k = int(abs(places - y).argmin())
    if abs(places[k] - y) > 1e-6:
        return None
    own = models.singles()
    m, s = own.back.mean[k].item(), own.back.sigma[k].item()
    return logistics(own.table[k].detach().double().numpy()).pdf((GRID - m) / s) / s


def amortised(see, y):
    picture = see.picture
    p, q, own = exact(y), density(models.network(), "mixture flow", GRID, y), one_place(y)
    see.under(picture.truth, GRID, p)
    see.curve(picture.one, GRID, q)
    if own is None:
        see.nothing(picture.own)
        see.reads("of a flow for this y", "there is none")
    else:
        see.curve(picture.own, GRID, own)
        see.reads("of a flow for this y", "{}", gap(p, own))
    see.curve(picture.here, [y, y], [0, 0.4])
    see.points(picture.dot, [y], [gap(p, q)])
    see.reads("y", "{}", y)
    see.reads("gap of the network", "{}", gap(p, q))


def beyond(see, c):
    picture = see.picture
    y = np.linspace(-20, 30, 501)
    three = [density(models.depths("mixture flow", k), "mixture flow", y, c) for k in range(3)]
    for curve, p in zip(picture.curves, three, strict=True):
        see.curve(curve, p, -100 * y)
    pairs = [(p, q) for p in three for q in three]
    share = max(np.maximum(p - q, 0).sum() * 0.1 for p, q in pairs)
    see.curve(picture.here, [c, c], [0, 1])
    see.points(picture.dot, [c], [share])
    longitude = quakes()[0][1]
    far = max(longitude.min() - c, c - longitude.max(), 0)
    see.reads("degrees beyond the data", "{}", far)
    see.reads("share on which they disagree", "{}", share)
    above = [p[y < -1e-9].sum() * 0.1 for p in three]
    see.reads("mass above the ground", "{} {} {}", *above)


PROOFS = {
    "slice": (
        Proof(one_slice, ({"c": 180.0}, {"c": 170.5})),
        Proof(
            one_slice,
            ({"c": 168.0}, {"c": 185.0}),
            make=lambda: live.slice(yours, Halved()).picture,
        ),
    ),
    "width": (Proof(width, ({"sigma": 0.8, "shift": 0.5}, {"sigma": 2.0, "shift": -1.0})),),
    "levels": (Proof(levels, tuple({"kind": kind} for kind in KINDS)),),
    "amortised": (Proof(amortised, ({"y": 0.5}, {"y": 0.925}, {"y": 0.2})),),
    "beyond": (Proof(beyond, ({"c": 182.0}, {"c": 193.5})),),
}

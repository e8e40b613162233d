"""What the pictures of chapter 12 must show: the fits are the library's, the formulas by hand."""

import functools
import math

import numpy as np
import torch
from scipy import integrate, stats

from course_lib.chapters.ch12_variational_inference.pictures import bumps, models
from tests.live.proofs import Proof

X = np.linspace(-12, 12, 1201)
W = 0.7


def bumps_at(x, d, right=0.3):
    return (1 - right) * stats.norm.pdf(x, -d, W) + right * stats.norm.pdf(x, d, W)


def log_bumps(x, d, right=0.3):
    parts = [math.log(1 - right) + stats.norm.logpdf(x, -d, W)]
    if right:
        parts.append(math.log(right) + stats.norm.logpdf(x, d, W))
    return np.logaddexp.reduce(parts)


def kl(log_p, log_q):
    return integrate.trapezoid(np.exp(log_p) * (log_p - log_q), X)


def two_kls(see, m, s, d):
    picture = see.picture
    log_p, log_q = log_bumps(X, d), stats.norm.logpdf(X, m, s)
    see.under(picture.p, X, np.exp(log_p))
    see.curve(picture.q, X, np.exp(log_q))
    means = np.linspace(-3.5, 3.5, 71)
    bells = [stats.norm.logpdf(X, mean, s) for mean in means]
    see.curve(picture.reverse, means, np.array([kl(bell, log_p) for bell in bells]))
    see.curve(picture.forward, means, np.array([kl(log_p, bell) for bell in bells]))
    reverse, forward = kl(log_q, log_p), kl(log_p, log_q)
    see.points(picture.here, [m, m], [reverse, forward])
    see.reads("KL(q‖p)", "{}", reverse)
    see.reads("KL(p‖q)", "{}", forward)
    see.reads("area of q on the grid", "{}", stats.norm.cdf(12, m, s) - stats.norm.cdf(-12, m, s))


def elbo(see, step):
    picture = see.picture
    m, s, _ = bumps.path()[step]
    gap = kl(stats.norm.logpdf(X, m, s), log_bumps(X, 1.0))
    see.curve(picture.q, X, stats.norm.pdf(X, m, s))
    see.curve(picture.gap, [step, step], [-2 - gap, -2])
    see.points(picture.dot, [step], [-2 - gap])
    see.reads("ELBO", "{}", -2 - gap)
    see.reads("KL(q‖p)", "{}", gap)
    see.reads("sum: log Z", "{}", -2.0)


def blind(see, share):
    picture = see.picture
    x = bumps.draws().numpy()
    w = bumps_at(x, 3.0, share) / stats.norm.pdf(x, -3, 1.05 * W)
    ess = w.sum() ** 2 / (w**2).sum() / len(w)
    off = math.log(w.mean())
    see.under(picture.p, X, bumps_at(X, 3.0, share))
    see.points(picture.dots, [share, share], [ess, off])
    see.reads("ESS / n", "{} %", 100 * ess)
    see.reads("log Ẑ − log Z", "{}", off)
    see.reads("log(1 − share)", "{}", math.log(1 - share))


# --- flashes ------------------------------------------------------------------------------------

SENSORS = np.array([(0.0, -1.75 + 0.5 * k) for k in range(8)])


def log_joint(x, y, counts):
    d = np.hypot(x[..., None] - SENSORS[:, 0], y[..., None] - SENSORS[:, 1])
    rates = 0.3 + 24 * np.exp(-d / 0.9) / (1 + 4 * d**2)
    sides = 0.5 * (stats.norm.pdf(x, -1.5, 0.15) + stats.norm.pdf(x, 1.5, 0.15))
    prior = np.log(sides) + stats.norm.logpdf(y, 0, 0.7)
    return stats.poisson.logpmf(counts, rates).sum(-1) + prior


@functools.cache
def log_evidence(event):
    x, y = np.meshgrid(np.linspace(-3, 3, 301), np.linspace(-4, 4, 301), indexing="ij")
    p = np.exp(log_joint(x, y, models.events()[1][event].numpy()))
    return math.log(integrate.simpson(integrate.simpson(p, x=y[0]), x=x[:, 0]))


def labels(see, way, event):
    picture = see.picture
    theta, counts = (part[event].double().numpy() for part in models.events())
    z = log_evidence(event)
    see.raster(picture.exact, lambda x, y: np.exp(log_joint(x, y, counts) - z), within=0.01)
    with torch.no_grad():
        q = models.trained(way)(models.events()[1][event])
    mean, L = q.mean.double().numpy(), q.scale_tril.double().numpy()
    turn = np.linspace(0, 2 * np.pi, 121)
    for k, ring in enumerate(picture.rings):
        corners = mean[:, None] + (k + 1) * L @ np.stack([np.cos(turn), np.sin(turn)])
        see.curve(ring, *corners)
    see.points(picture.place, theta[:1], theta[1:])
    see.curve(picture.bars, SENSORS[:, 1], counts)
    see.reads("P(left) by q", "{}", stats.norm.cdf(0, mean[0], L[0, 0]))
    normal = torch.randn(2000, 2, generator=torch.Generator().manual_seed(0)).double().numpy()
    places = mean + normal @ L.T
    log_q = stats.multivariate_normal(mean, L @ L.T).logpdf(places)
    w = np.exp(log_joint(*places.T, counts) - log_q)
    see.reads("ESS / n", "{} %", 100 * w.sum() ** 2 / (w**2).sum() / len(w))
    see.reads("log Ẑ − log Z", "{}", math.log(w.mean()) - z)


# --- schools ------------------------------------------------------------------------------------

Y = np.array([28, 8, -3, 7, -1, 1, 18, 12.0])
S = np.array([15, 10, 16, 11, 9, 11, 10, 18.0])


def schools(see, kind, weights):
    picture = see.picture
    found = models.weighed(kind)
    v = found.x.double().numpy()
    tau = np.exp(v[:, 1])
    theta = 5 * v[:, :1] + tau[:, None] * v[:, 2:]
    log_p = stats.norm.logpdf(Y, theta, S).sum(1) + stats.norm.logpdf(v[:, 0])
    log_p += stats.norm.logpdf(v[:, 2:]).sum(1) + stats.halfcauchy.logpdf(tau, scale=5) + v[:, 1]
    with torch.no_grad():
        log_q = models.schools(kind).log_prob(found.x).double().numpy()
    w = np.exp(log_p - log_q)
    shares = w / w.sum() if weights == "weighted" else np.full(len(w), 1 / len(w))
    heights = np.histogram(tau, np.linspace(0, 25, 51), weights=shares)[0] / 0.5
    edges = np.repeat(np.linspace(0, 25, 51), 2)[1:-1]
    see.under(picture.q, edges, np.repeat(heights, 2))
    see.points(picture.means, np.arange(1, 9), shares @ theta)
    see.reads("KL(q‖p)", "{}", -31.3114 - (log_p - log_q).mean())
    see.reads("ESS / n", "{} %", 100 * w.sum() ** 2 / (w**2).sum() / len(w))
    see.reads("log Ẑ", "{}", math.log(w.mean()))


WAYS = ("with labels", "without labels")
PROOFS = {
    "two_kls": (Proof(two_kls, ({"m": 1.0, "s": 1.0, "d": 2.0}, {"m": -2.0, "s": 0.7, "d": 1.5})),),
    "elbo": (Proof(elbo, ({"step": 0}, {"step": 37}), quick=True),),
    "blind": (Proof(blind, ({"share": 0.3}, {"share": 0.8})),),
    "labels": (Proof(labels, tuple({"way": way, "event": k} for way in WAYS for k in (0, 3))),),
    "schools": (
        Proof(
            schools,
            (
                {"kind": "mean field", "weights": "as they are"},
                {"kind": "flow", "weights": "as they are"},
                {"kind": "flow", "weights": "weighted"},
            ),
        ),
    ),
}

"""What the picture of chapter 03 must show."""

import numpy as np
import torch
from scipy import stats

from course_lib.data import old_faithful
from tests.live.oracles import disk, mass_radius
from tests.live.proofs import Proof

COUNTS = (2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 100, 200)


def few_points(see, n, seed):
    picture, data = see.picture, old_faithful().numpy()
    data = data[torch.randperm(272, generator=torch.Generator().manual_seed(seed)).numpy()]
    see.points(picture.chosen, *data[:n].T)
    scores = np.array([judged(data, count) for count in COUNTS[1:]])
    see.marked(picture.seen, COUNTS[1:], scores[:, 0])
    see.marked(picture.unseen, COUNTS[1:], scores[:, 1])
    see.curve(picture.here, [n, n], [-9, -1])
    if n == 2:
        way = data[1] - data[0]
        see.curve(picture.edge, *np.stack([data[0] - 50 * way, data[1] + 50 * way]).T)
        see.nothing(picture.region)
        see.text(picture.note, "2 points: the best Gaussian is a line")
        said = "the covariance is singular: log p(x) grows without bound"
        see.reads("2 points", said)
        return
    A = np.linalg.cholesky(np.cov(data[:n].T, bias=True))
    ellipse = A @ disk(mass_radius(0.95)) + data[:n].mean(0)[:, None]
    see.curve(picture.edge, *ellipse)
    see.region(picture.region, *ellipse)
    see.area(picture.region, np.pi * mass_radius(0.95) ** 2 * np.linalg.det(A))
    see.text(picture.note, "dashed: the fit to all 272 points")
    seen, unseen = judged(data, n)
    see.reads("points", "{}", n)
    see.reads("mean log p, these points", "{}", seen)
    see.reads("all others", "{}", unseen)


def judged(data, n):
    """The mean log-density of the n points of the fit, and of all others."""
    fit = stats.multivariate_normal(data[:n].mean(0), np.cov(data[:n].T, bias=True))
    return fit.logpdf(data[:n]).mean(), fit.logpdf(data[n:]).mean()


SETTINGS = ({"n": 20, "seed": 3}, {"n": 2, "seed": 8}, {"n": 50, "seed": 11})
PROOFS = {"few_points": (Proof(few_points, SETTINGS, quick=True),)}

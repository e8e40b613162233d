"""What the review's picture must show, by numpy and scipy; the densities' own maps are torch's."""

import functools

import numpy as np
import torch
from scipy import stats

from course_lib import data
from course_lib.calibration import simultaneous_band
from course_lib.flows.random_stream import RandomStream
from tests.live.proofs import Proof

NAMES = ("longitude", "depth", "latitude")
COLUMNS = {"latitude": 0, "longitude": 1, "depth": 2}
P = np.arange(1, 100) / 100


@functools.cache
def parts():
    """(training rows, sealed rows, all rows) of the quakes, cut as the course's table is."""
    rows = data.quakes()[:, [COLUMNS[name] for name in NAMES]]
    order = torch.randperm(1000, generator=torch.Generator().manual_seed(0))
    return [rows[k].numpy() for k in (order[:600], order[800:], slice(None))]


@functools.cache
def found(picture, density):
    """(log p, draws, u) of the sealed rows."""
    train, sealed, _ = parts()
    with RandomStream(1):
        z = torch.randn(200, 3)
    if density == "a Gaussian":
        mean, cov = train.mean(0), np.cov(train.T, bias=True)
        off = np.linalg.solve(np.linalg.cholesky(cov), (sealed - mean).T).T
        drawn = mean + z.double().numpy() @ np.linalg.cholesky(cov).T
        log_p = stats.multivariate_normal(mean, cov).logpdf(sealed)
    else:  # the flows' maps are proved in tests/flows: what is shown of them is asked here
        p = picture.densities[density]
        with torch.no_grad():
            drawn = p.flow(z)[0].double().numpy()
            off, log_det = p.flow.inverse(torch.tensor(sealed).float())
        off = off.double().numpy()
        log_p = stats.norm.logpdf(off).sum(1) + log_det.double().numpy()
    return log_p, drawn, stats.chi2(3).cdf((off**2).sum(1))


def samples_beside(see, n, columns, density):
    picture = see.picture
    log_p, drawn, u = (part[:n] for part in found(picture, density))
    _, sealed, every = parts()
    i, j = (NAMES.index(name) for name in columns.split(", "))
    margin = np.ptp(every, axis=0) / 20
    low, span = every.min(0) - margin, np.ptp(every, axis=0) + 2 * margin
    for dots, rows in ((picture.rows, sealed[:n]), (picture.draws, drawn)):
        placed = (rows - low) / span
        see.points(dots, placed[:, i], placed[:, j])
    for words in picture.along:
        ends = [f"{NAMES[k]} {low[k]:.4g} … {low[k] + span[k]:.4g}" for k in (i, j)]
        see.text(words, f"→ {ends[0]}\n↑ {ends[1]}".replace("-", "−"))
    band = simultaneous_band(n)  # tests/test_calibration.py has proved it
    curve = (u[:, None] <= P).mean(0)
    see.curve(picture.gap, P, curve - P)
    low, high = band.low.numpy() - P, band.high.numpy() - P
    see.region(picture.band, np.r_[P, P[::-1]], np.r_[high, low[::-1]])
    see.reads("mean log p", "{} ± {}", log_p.mean(), log_p.std(ddof=1) / np.sqrt(n))
    see.reads("correlation of rows", "{}", np.corrcoef(sealed[:n, i], sealed[:n, j])[0, 1])
    see.reads("of draws", "{}", np.corrcoef(drawn[:, i], drawn[:, j])[0, 1])
    see.reads("in the 68 % region", "{} %", 100 * curve[67])
    off = curve - P
    leaves = ((off < low - 1e-12) | (off > high + 1e-12)).any()
    most = 100 * P[np.maximum(off - high, low - off).argmax()]
    see.reads("leaves the band", f"yes, most at {most:.0f} %" if leaves else "no")


SETTINGS = (
    {"n": 200, "columns": "longitude, depth", "density": "a Gaussian"},
    {"n": 50, "columns": "depth, latitude", "density": "a Gaussian"},
    {"n": 100, "columns": "longitude, latitude", "density": "axis by axis"},
    {"n": 200, "columns": "longitude, depth", "density": "autoregressive"},
)
PROOFS = {"samples_beside": (Proof(samples_beside, SETTINGS),)}

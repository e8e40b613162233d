"""One problem in the plane, its exact posterior, and six claims that are wrong; what tests see.

θ is standard normal in two dimensions, and two sensors measure x = Aθ + 0.5 ε. The posterior is a
Gaussian, so nothing is fitted and nothing is approximate: what a test finds is the claim's fault.
"""

import functools
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from course_lib.calibration import (
    ball_share,
    coverage,
    leaves,
    ranks,
    tarp_share,
)
from course_lib.chapters.ch13_coverage.pictures.bands import band
from course_lib.goodness import depends_on

A = torch.tensor([[1.0, 0.2], [0.2, 1.0]], dtype=torch.float64)
NOISE = 0.5
DRAWS = 99  # of the claimed posterior, for each event
FAULTS = (
    "none",
    "10 % too narrow",
    "shifted by 0.2 widths",
    "correlation's sign flipped",
    "the prior itself",
    "ignores one sensor",
    "width by side of x",
)
TESTS = (
    "ball",
    "PIT of z",
    "ranks",
    "TARP, free reference",
    "TARP, reference from x",
    "z on x",
)


@dataclass(frozen=True)
class Claimed:
    """Events with a claimed posterior μ + L z each: θ, x, z of shape (n, 2), draws (S, n, 2)."""

    theta: Tensor
    x: Tensor
    z: Tensor
    draws: Tensor


def posterior(sensors):
    """(K, C): the posterior given these rows of A is a Gaussian around K x with covariance C."""
    rows = A[sensors]
    C = torch.linalg.inv(torch.eye(2, dtype=A.dtype) + rows.T @ rows / NOISE**2)
    return C @ rows.T / NOISE**2, C


def claim(fault, x):
    """What is claimed: means (n, 2), and the factors L of the covariances, (n, 2, 2)."""
    K, C = posterior([0, 1])
    mean, L = x @ K.T, torch.linalg.cholesky(C).expand(len(x), 2, 2)
    if fault == "10 % too narrow":
        L = 0.9 * L
    elif fault == "shifted by 0.2 widths":
        mean = mean - 0.2 * L.sum(-1)  # each z grows by 0.2
    elif fault == "correlation's sign flipped":
        L = torch.linalg.cholesky(C * torch.tensor([[1.0, -1.0], [-1.0, 1.0]])).expand_as(L)
    elif fault == "the prior itself":
        mean, L = torch.zeros_like(mean), torch.eye(2, dtype=A.dtype).expand_as(L)
    elif fault == "ignores one sensor":
        K, C = posterior([1])
        mean, L = x[:, 1:] @ K.T, torch.linalg.cholesky(C).expand_as(L)
    elif fault == "width by side of x":
        L = L * torch.where(x[:, 0] < 0, 0.8, 1.3)[:, None, None]
    return mean, L


def claimed(fault, n, seed):
    """n events, their claimed posteriors, and draws of those."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape):
        return torch.randn(*shape, generator=generator, dtype=torch.float64)

    theta = normal(n, 2)
    x = theta @ A.T + NOISE * normal(n, 2)
    mean, L = claim(fault, x)
    z = torch.linalg.solve_triangular(L, (theta - mean)[..., None], upper=False)[..., 0]
    draws = mean + (L @ normal(DRAWS, n, 2)[..., None])[..., 0]
    return Claimed(theta, x, z, draws)


def shares(events, seed):
    """{test: (n) or (2, n) shares that are uniform for a right claim}: all tests but the last.

    Counts of draws are whole numbers: each is put at random between itself and the next.
    """
    generator = torch.Generator().manual_seed(1000 + seed)
    n = len(events.theta)

    def uniform(*shape):
        return torch.rand(*shape, generator=generator, dtype=torch.float64)

    def spread(count):
        return (count + uniform(*count.shape)) / (DRAWS + 1)

    free = torch.randn(n, 2, generator=generator, dtype=torch.float64)
    return {
        "ball": ball_share(events.z),
        "PIT of z": torch.special.ndtr(events.z).T.contiguous(),
        "ranks": spread(ranks(events.theta, events.draws, generator).T),
        "TARP, free reference": spread(DRAWS * tarp_share(events.theta, events.draws, free)),
        "TARP, reference from x": spread(DRAWS * tarp_share(events.theta, events.draws, events.x)),
    }


@functools.lru_cache(maxsize=128)
def looked_at(fault, n, seed):
    """(curves, verdicts, events, R²): each test's coverage minus p, does it reject the claim?

    Two curves, one for each coordinate, have a band of 97.5 % each: 95 % together. The events come
    without their draws, which would be remembered with them: megabytes for each.
    """
    events = claimed(fault, n, seed)
    curves, verdicts = {}, {}
    for test, u in shares(events, seed).items():
        wide = band(n, 0.95 if u.dim() == 1 else 0.975)
        curves[test] = coverage(u, wide.p) - wide.p
        verdicts[test] = bool(leaves(u, wide).any())
    r_squared, p = depends_on(events.z, events.x)
    verdicts["z on x"] = p.item() < 0.05
    kept = replace(events, draws=events.draws[:0].clone())  # a slice alone would hold all
    return curves, verdicts, kept, r_squared.item()

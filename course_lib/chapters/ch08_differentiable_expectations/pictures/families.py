"""Distributions with one parameter θ, and what each estimator makes of each of their samples."""

import functools

import torch

from course_lib.expectations import quadrature
from course_lib.flows import FlowDistribution, NormalToLogistic
from course_lib.live.one_parameter import DOUBLE, LOGISTIC, NORMAL, Knots, bumps, line, tensor

ESTIMATORS = ("pathwise", "score", "detached")
LOW, HIGH, STEP, START = 0.4, 2.4, 0.1, 1.2  # θ, in every family
# Samples are rounded, so that a million of them need some 2400 derivatives: to even steps, and to
# ever smaller ones towards the z between the mixture's two bumps. There x = f(z) jumps from one to
# the other, the more suddenly the narrower they are, and even steps alone made the right gradients
# wrong by more than their error bars.
EVEN = torch.linspace(-6, 6, 2001, dtype=DOUBLE)
BETWEEN = torch.special.ndtri(tensor(0.4))  # the left bump has 0.4 of the probability
FROM_IT = 0.1 * 0.94 ** torch.arange(200, dtype=DOUBLE)
EDGES = torch.cat([BETWEEN - FROM_IT, BETWEEN + FROM_IT.flip(0)])
Z = torch.cat([EVEN, (EDGES[1:] + EDGES[:-1]) / 2])


def on_normal(flow):
    return lambda theta: FlowDistribution(flow(theta), NORMAL)


def mixture(theta):
    return FlowDistribution(bumps(theta), LOGISTIC)


FAMILIES = {
    "line: scale θ": on_normal(line),
    "mixture: scales θ": mixture,
    "spline: slope θ": on_normal(Knots),
}
# What is averaged: F(p, x).
INTEGRANDS = {
    "x²": lambda p, x: x**2,
    "x³": lambda p, x: x**3,
    "−log p(x)": lambda p, x: -p.log_prob(x),
}


@functools.lru_cache(maxsize=8)
def base_samples(family):
    """The samples of the family's base that stand for the normal z in ``Z``."""
    return NormalToLogistic()(Z)[0] if family.startswith("mixture") else Z


@functools.lru_cache(maxsize=256)
def contributions(family, what, theta):
    """{estimator: its gradient from each sample alone}, for the samples of all z in ``Z``.

    An estimate with N samples is the mean of N of these numbers.
    """
    make, F, z = FAMILIES[family], INTEGRANDS[what], base_samples(family)
    x = make(tensor(theta)).flow(z)[0]

    def derivative(of):
        t = tensor(theta).requires_grad_()
        values = of(t)
        # Σ uᵢ ∂valueᵢ/∂θ is linear in u: its derivative with respect to u is each ∂valueᵢ/∂θ.
        u = torch.ones_like(values).requires_grad_()
        (total,) = torch.autograd.grad(values, t, u, create_graph=True)
        return values.detach(), torch.autograd.grad(total, u)[0]

    def moving(t):
        p = make(t)
        return F(p, p.flow(z)[0])

    values, detached = derivative(lambda t: F(make(t), x) + 0 * t)
    _, score = derivative(lambda t: make(t).log_prob(x))
    _, pathwise = derivative(moving)
    found = (pathwise, values * score + detached, detached)
    return dict(zip(ESTIMATORS, found, strict=True))


@functools.lru_cache(maxsize=1024)
def exact(family, what, theta):
    """(I(θ), dI/dθ) by quadrature: over x for the mixture, over z for the others.

    A spline that is flat at its knots has peaks in x that no even steps would resolve; in z the
    mixture jumps.
    """
    t = tensor(theta).requires_grad_()
    p = FAMILIES[family](t)
    over, low, high = (p, -25.0, 25.0) if family.startswith("mixture") else (NORMAL, -9.0, 9.0)
    x = (lambda at: at) if over is p else (lambda at: p.flow(at)[0])
    value = quadrature(over, lambda at: INTEGRANDS[what](p, x(at)), low, high, 8001)
    return value.item(), torch.autograd.grad(value, t)[0].item()


@functools.lru_cache(maxsize=32)
def places(runs, n, seed):
    """Indices into ``Z`` of ``runs`` × ``n`` samples of the base, shape (runs, n)."""
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(runs, n, generator=generator)
    step = (EVEN[1] - EVEN[0]).item()
    at = ((z - EVEN[0].item()) / step).round().clamp(0, len(EVEN) - 1).long()
    near = (z > EDGES[0]) & (z < EDGES[-1])
    at[near] = len(EVEN) + torch.bucketize(z[near].to(DOUBLE), EDGES[1:-1])
    return at


def estimates(of, at):
    """The estimates of all runs: the means of the contributions at their places."""
    return of[at].mean(1)

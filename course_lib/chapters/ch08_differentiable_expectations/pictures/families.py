"""Distributions with one parameter θ, and what each estimator makes of each of their samples."""

import functools

import torch

from course_lib.expectations import quadrature
from course_lib.flows import FlowDistribution, NormalToLogistic
from course_lib.live.one_parameter import DOUBLE, LOGISTIC, NORMAL, Knots, bumps, line, tensor

ESTIMATORS = ("pathwise", "score", "detached")
LOW, HIGH, STEP, START = 0.4, 2.4, 0.1, 1.2  # θ, in every family
# Samples are rounded to this grid, so that a million of them need 2001 derivatives.
Z = torch.linspace(-6, 6, 2001, dtype=DOUBLE)


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
    """(I(θ), dI/dθ) by quadrature over x."""
    t = tensor(theta).requires_grad_()
    p = FAMILIES[family](t)
    value = quadrature(p, lambda x: INTEGRANDS[what](p, x), -25.0, 25.0, 8001)
    return value.item(), torch.autograd.grad(value, t)[0].item()


@functools.lru_cache(maxsize=32)
def places(runs, n, seed):
    """Indices into ``Z`` of ``runs`` × ``n`` samples of the base, shape (runs, n)."""
    generator = torch.Generator().manual_seed(seed)
    z = torch.randn(runs, n, generator=generator)
    step = (Z[1] - Z[0]).item()
    return ((z - Z[0].item()) / step).round().clamp(0, len(Z) - 1).long()


def estimates(of, at):
    """The estimates of all runs: the means of the contributions at their places."""
    return of[at].mean(1)

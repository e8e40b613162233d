"""Two flows with parameters θ, and probes that judge an average by its gradient, too."""

import math

import torch

from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import gradients


def forward(theta, z):
    """x = θ₀ sinh z + θ₁: rising, bent, not symmetric."""
    return theta[0] * torch.sinh(z) + theta[1]


def log_prob(theta, x):
    """log p(x) = log p0(z) − log(θ₀ cosh z) with z = f⁻¹(x) and a standard normal base."""
    z = torch.asinh((x - theta[1]) / theta[0])
    return -0.5 * z**2 - 0.5 * math.log(2 * math.pi) - torch.log(theta[0] * torch.cosh(z))


def with_flow(candidate, theta, *rest):
    """The candidate's f(z) with these θ, then the other arguments."""
    return candidate(lambda z: forward(theta, z), *rest)


def with_density(candidate, theta, *rest):
    """The candidate's f(z) and log_prob(x) with these θ, then the other arguments."""
    return candidate(lambda z: forward(theta, z), lambda x: log_prob(theta, x), *rest)


def by_theta(call):
    """A probe: the value and the gradient with respect to θ, the first argument."""

    def probe(candidate, *args):
        return gradients(θ=0)(lambda *args: call(candidate, *args), *args)

    return probe


# Not symmetric, and not of mean 0, variance 1: nothing may vanish by accident.
FIVE = tensor([0.3, -1.1, 0.8, 1.9, -0.4])
SEVEN = tensor([-2.1, 0.6, 0.1, 1.4, -0.9, 0.35, 1.15])

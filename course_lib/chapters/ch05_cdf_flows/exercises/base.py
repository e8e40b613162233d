"""What the exercises of chapter 05 stand on: mixtures of logistics, and their logarithms."""

import torch
from torch.nn.functional import logsigmoid

from course_lib.exercises.inputs import tensor

# Uneven weights, scales that are not 1, no two alike: (w, mu, s).
TWO = (tensor([0.3, 0.7]), tensor([-1.0, 2.0]), tensor([0.5, 1.6]))
THREE = (tensor([0.15, 0.6, 0.25]), tensor([-2.5, 0.4, 3.0]), tensor([0.4, 2.0, 0.7]))
ONE = (tensor([1.0]), tensor([0.7]), tensor([2.5]))

NAMES = ("x", "w", "mu", "s")
NEAR = (
    (tensor(0.8), *TWO),
    (tensor([-2.1, 0.3, 4.0]), *TWO),
    (tensor([1.9, -0.6, 3.3, 0.1, -4.2]), *ONE),
    (tensor([[0.5, -3.0], [2.6, 1.1]]), *THREE),
)


def scaled(x, mu, s):
    """uᵢ = (x − μᵢ)/sᵢ, with one more dimension for the parts."""
    return (x.unsqueeze(-1) - mu) / s


def log_sides(x, w, mu, s):
    """log F(x) and log S(x)."""
    u = scaled(x, mu, s)
    return [torch.logsumexp(torch.log(w) + logsigmoid(side), -1) for side in (u, -u)]


def log_density(x, w, mu, s):
    """log p(x) of the mixture itself."""
    u = scaled(x, mu, s)
    parts = torch.log(w) - torch.log(s) + logsigmoid(u) + logsigmoid(-u)
    return torch.logsumexp(parts, -1)


def cdf(x, w, mu, s):
    return (w * torch.sigmoid(scaled(x, mu, s))).sum(-1)

"""What several exercises of chapter 14 stand on: turns of the circle, points on the sphere."""

import math

import torch

from course_lib.exercises.inputs import tensor

TURN = 2 * math.pi


def wrapped(a):
    """The same angle in [−π, π)."""
    return torch.remainder(a + math.pi, TURN) - math.pi


def mobius_map(x, r, c):
    """The Möbius map of the circle, lifted to the line."""
    return x + 2 * torch.atan2(r * torch.sin(x - c), 1 - r * torch.cos(x - c))


def mobius_slope(x, r, c):
    return (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x - c))


def unit(vectors):
    """Vectors (..., 3) made as long as 1."""
    vectors = vectors if isinstance(vectors, torch.Tensor) else tensor(vectors)
    return vectors / vectors.norm(dim=-1, keepdim=True)


def zoom(x, n, r):
    """The Möbius map of the sphere, and by how much it stretches lengths."""
    away = x - r * n
    stretch = (1 - r**2) / away.square().sum(-1)
    return stretch[..., None] * away - r * n, stretch

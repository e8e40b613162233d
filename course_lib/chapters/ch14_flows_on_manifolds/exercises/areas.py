"""The zoom of a sphere, and what goes wrong with its log-det in exercise 14.8."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import zoom
from course_lib.exercises.exercise import Misconception


def sphere_mobius(x, n, r):
    z, stretch = zoom(x, n, r)
    return z, 2 * torch.log(stretch)


def _log_det(change):
    """A wrong answer with the right z; ``change(stretch)`` stands for the log-det."""

    def wrong(x, n, r):
        z, stretch = zoom(x, n, r)
        return z, change(stretch)

    return wrong


def squared_length(away):
    return away.square().sum(-1)


def _ambient(x, n, r):
    """log |det| of all three directions of space."""

    def f(y):
        away = y - r * n
        return (1 - r**2) * away / squared_length(away)[..., None] - r * n

    flat = x.reshape(-1, 3)
    jacobians = torch.stack([torch.autograd.functional.jacobian(f, y) for y in flat])
    return torch.linalg.slogdet(jacobians).logabsdet.reshape(x.shape[:-1])


AREAS = (
    Misconception(
        "lengths, not areas",
        _log_det(torch.log),
        "this is by how much a *length* grows. An area has two directions, and both are "
        "stretched alike: take it twice.",
    ),
    Misconception(
        "three directions",
        _log_det(lambda s: 3 * torch.log(s)),
        "you count three directions of space. The sphere's surface has two: what the map does "
        "above and below the surface says nothing about a density on it.",
        also=(lambda x, n, r: (sphere_mobius(x, n, r)[0], _ambient(x, n, r)),),
    ),
    Misconception(
        "four times",
        _log_det(lambda s: 4 * torch.log(s)),
        "you square twice: the factor (1 − r²)/|x − rn|² is a length's, with its square "
        "below. An area's is its square: 2 log.",
    ),
    Misconception(
        "half",
        _log_det(lambda s: 0.5 * torch.log(s)),
        "you take ½ log. The factor (1 − r²)/|x − rn|² is a length's already, and an area's is "
        "its square: 2 log.",
    ),
    Misconception(
        "sign of the log-det",
        _log_det(lambda s: -2 * torch.log(s)),
        "the sign of your log-det is turned: this is the one of the way back. Around n the "
        "map stretches, so the log-det is positive there.",
    ),
    Misconception(
        "sign of the log-det, and a length",
        _log_det(lambda s: -torch.log(s)),
        "two things are wrong in your log-det. Its sign is turned: around n the map stretches. And "
        "it is that of a *length*; an area has two directions.",
    ),
    Misconception(
        "no log-det",
        _log_det(torch.zeros_like),
        "your log-det is 0: the map would keep every area. It keeps the *whole* area, but it "
        "stretches around n and squeezes opposite.",
    ),
    Misconception(
        "a base's log 4π",
        _log_det(lambda s: 2 * torch.log(s) - math.log(4 * math.pi)),
        "log 4π has got into your log-det. It belongs to the density of the uniform base. A "
        "map knows nothing of a base.",
        also=(_log_det(lambda s: 2 * torch.log(s) + math.log(4 * math.pi)),),
    ),
    Misconception(
        "not a logarithm",
        _log_det(lambda s: s**2),
        "this is the factor by which an area grows, and a right one. Return its logarithm.",
    ),
    Misconception(
        "a length's factor, not a logarithm",
        _log_det(lambda s: s),
        "this is the factor by which a *length* grows, without a logarithm. An area's is its "
        "square; return the logarithm of that.",
    ),
    Misconception(
        "1 − r² missing in the log-det",
        lambda x, n, r: (zoom(x, n, r)[0], -2 * torch.log(squared_length(x - r * n))),
        "1 − r² is missing in your log-det. Test it: at x = n the length's factor is "
        "(1 + r)/(1 − r).",
    ),
    Misconception(
        "1 − r² and a 2 missing in the log-det",
        lambda x, n, r: (zoom(x, n, r)[0], -torch.log(squared_length(x - r * n))),
        "two things are missing in your log-det: 1 − r² above, and the second direction of an "
        "area.",
    ),
    Misconception(
        "1 − r² only once in the log-det",
        lambda x, n, r: (
            zoom(x, n, r)[0],
            torch.log(1 - r**2) - 2 * torch.log(squared_length(x - r * n)),
        ),
        "your 2 multiplies one logarithm alone. The whole quotient is squared: both of them.",
        also=(
            lambda x, n, r: (
                zoom(x, n, r)[0],
                2 * torch.log(1 - r**2) - torch.log(squared_length(x - r * n)),
            ),
        ),
    ),
    Misconception(
        "summed over the batch",
        _log_det(lambda s: 2 * torch.log(s).sum()),
        "this is one log-det for all points. Each has its own.",
        also=(_log_det(lambda s: 2 * torch.log(s).mean()),),
    ),
    Misconception(
        "kept as a column",
        _log_det(lambda s: 2 * torch.log(s)[..., None]),
        "the numbers of your log-det are right, but they still have the points' last "
        "dimension, with length 1: (..., 1) in place of (...). `keepdim=True` has kept it.",
    ),
    Misconception(
        "three directions, and a base",
        _log_det(lambda s: 3 * torch.log(s) - math.log(4 * math.pi)),
        "two things are wrong in your log-det. You count three directions, and the surface has "
        "two. And log 4π belongs to the density of the uniform base, not to a map.",
    ),
    Misconception(
        "length's factor, and a base",
        _log_det(lambda s: torch.log(s) - math.log(4 * math.pi)),
        "two things are wrong in your log-det. An area has two directions, and you count one. "
        "And log 4π belongs to the density of the uniform base, not to a map.",
    ),
    Misconception(
        "only what stands below",
        lambda x, n, r: (zoom(x, n, r)[0], 2 * torch.log(squared_length(x - r * n))),
        "your log-det is made of |x − r n|² alone, and not as what stands below: "
        "2 log((1 − r²)/|x − r n|²).",
    ),
)

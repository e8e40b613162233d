"""Exercise 14.7: even points on the sphere, from two even numbers."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import TURN, unit
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _point(h, ring, phi):
    return torch.stack([ring * torch.cos(phi), ring * torch.sin(phi), h], -1)


def _height(u):
    return 2 * u[..., 0] - 1


def _ring(h):
    return torch.sqrt(1 - h**2)


def _phi(u):
    return TURN * u[..., 1]


def _with(height=_height, ring=_ring, phi=_phi):
    """A wrong answer that is right but for its height, its ring's radius or its angle."""

    def wrong(u):
        h = height(u)
        return _point(h, ring(h), phi(u))

    return wrong


def uniform_to_sphere(u):
    return _with()(u)


def _at_angle(theta):
    """A wrong answer with θ from the north pole even in some way."""
    return lambda u: _point(torch.cos(theta(u)), torch.sin(theta(u)), _phi(u))


def _latitude(angle, phi):
    return _point(torch.sin(angle), torch.cos(angle), phi)


def _permuted(*order):
    return lambda u: uniform_to_sphere(u)[..., list(order)]


def _random(u):
    return unit(torch.randn(*u.shape[:-1], 3, dtype=u.dtype))


UNIFORM_TO_SPHERE = Exercise(
    id="14.7",
    title="Even on the sphere",
    minutes=5,
    difficulty="medium",
    prompt=r"""
How do you draw points evenly over the sphere's *area*? Archimedes found: put the sphere into a
cylinder that just touches it at the equator. Between two heights the sphere has the same area as
the cylinder, $2\pi$ times the difference of the heights, at the equator as at a pole.

So let two numbers, each even in $[0, 1]$, choose a place on the cylinder, and move it inwards at
its height until it meets the sphere, the surface of points with $x^2 + y^2 + h^2 = 1$:

- the first number chooses the height $h$, from $-1$ for $0$ to $1$ for $1$;
- the second one chooses the angle $\varphi$ around the axis, one full turn from $0$ to $2\pi$, from
  the $x$-axis towards the $y$-axis.

Write `uniform_to_sphere(u)`: the points $(x, y, h)$. Shapes: `u` is `(..., 2)`, the result
`(..., 3)`.
""",
    inputs=(
        (tensor([0.3, 0.15]),),
        (tensor([[0.82, 0.4], [0.1, 0.65], [0.55, 0.9], [0.97, 0.07]]),),
        (tensor([[0.2, 0.3], [0.7, 0.85], [0.4, 0.6]]),),
        (tensor([[[0.35, 0.55], [0.9, 0.2]], [[0.05, 0.8], [0.65, 0.95]]]),),
        (tensor([[0.0, 0.3], [1.0, 0.6], [1e-6, 0.45]]),),
        (tensor([[0.61, 0.78]]),),
    ),
    labels=("one point", "", "three points", "a table of points", "at the poles", "a batch of one"),
    names=("u",),
    reference=uniform_to_sphere,
    returns="the points, of shape (..., 3)",
    misconceptions=(
        Misconception(
            "θ even",
            _at_angle(lambda u: math.pi * u[..., 0]),
            "you make the angle θ from the pole even. Rings near the poles are short, and they get "
            "as many points as the equator: the points crowd there. Make the *height* even.",
            also=(
                lambda u: _point(
                    torch.cos(math.pi * u[..., 1]),
                    torch.sin(math.pi * u[..., 1]),
                    TURN * u[..., 0],
                ),
            ),
        ),
        Misconception(
            "angle 2π u from the pole",
            _at_angle(lambda u: TURN * u[..., 0]),
            "you make the angle from the pole run through a full turn, evenly. From pole to pole "
            "it is half a turn; and the *height* has to be even, not an angle.",
        ),
        Misconception(
            "latitude even",
            lambda u: _latitude(math.pi * (u[..., 0] - 0.5), _phi(u)),
            "you make an angle even, the latitude. Rings near the poles are short, and they get "
            "as many points as the equator: the points crowd there. Make the *height* even.",
        ),
        Misconception(
            "angle from the pole taken for the latitude",
            lambda u: _latitude(math.pi * u[..., 0], _phi(u)),
            "you make an angle even from 0 to π, and take its sine for the height and its cosine "
            "for the ring: no height is negative then. And an even angle crowds the points at the "
            "poles. Make the *height* even.",
        ),
        Misconception(
            "latitude taken for the angle from the pole",
            _at_angle(lambda u: torch.asin(_height(u))),
            "asin of the height is the *latitude*, from the equator, and you go on with it as with "
            "the angle from the pole. The angle from the pole is acos(h); and with h in hand "
            "neither is needed.",
        ),
        Misconception(
            "upper half, and half a turn",
            _with(lambda u: u[..., 0], phi=lambda u: math.pi * u[..., 1]),
            "three quarters of the sphere stay empty: your heights start at 0, not at −1, and your "
            "φ makes half a turn.",
        ),
        Misconception(
            "height from ½",
            _with(lambda u: (u[..., 0] + 1) / 2),
            "your heights run from ½ to 1. You have turned the rule round: from [0, 1] to [−1, 1] "
            "it is 2u − 1.",
        ),
        Misconception(
            "a quarter of a turn",
            _with(phi=lambda u: math.pi / 2 * u[..., 1]),
            "your φ makes a quarter of a turn. One turn is 2π.",
        ),
        Misconception(
            "a plus below the root",
            _with(ring=lambda h: torch.sqrt(1 + h**2)),
            "your points are not on the sphere: there is a plus below the root. x² + y² + h² = 1.",
        ),
        Misconception(
            "upper half",
            _with(lambda u: u[..., 0]),
            "your heights run from 0 to 1: the lower half of the sphere stays empty. They run from "
            "−1 to 1.",
            also=(
                _with(lambda u: 1 - u[..., 0]),
                _at_angle(lambda u: torch.acos(u[..., 0])),
            ),
        ),
        Misconception(
            "height from −½ to ½",
            _with(lambda u: u[..., 0] - 0.5),
            "your heights run from −½ to ½: both caps stay empty. They run from −1 to 1.",
        ),
        Misconception(
            "height not on the sphere",
            _with(lambda u: 2 * u[..., 0] - 1, lambda h: torch.sqrt(1 - ((h + 1) / 2) ** 2)),
            "you make the ring's radius from the first number itself. It belongs to the height h: "
            "√(1 − h²).",
        ),
        Misconception(
            "half a turn",
            _with(phi=lambda u: math.pi * u[..., 1]),
            "your φ runs through half a turn: half of the sphere stays empty. One turn is 2π.",
        ),
        Misconception(
            "φ not multiplied",
            _with(phi=lambda u: u[..., 1]),
            "your φ runs from 0 to 1 radian. One turn is 2π.",
        ),
        Misconception(
            "degrees",
            _with(phi=lambda u: 360 * u[..., 1]),
            "you give sine and cosine an angle in degrees. They want radians: one turn is 2π.",
        ),
        Misconception(
            "φ from −π",
            _with(phi=lambda u: TURN * u[..., 1] - math.pi),
            "your points are even, too, but each lies opposite, half a turn round the axis: φ "
            "starts at 0 here, on the x-axis.",
        ),
        Misconception(
            "φ the other way round",
            _with(phi=lambda u: -TURN * u[..., 1]),
            "your points are even, too, but φ runs the other way: from the x-axis towards the "
            "y-axis, so y = √(1 − h²) sin φ.",
        ),
        Misconception(
            "the height squared in place of the root",
            _with(ring=lambda h: 1 - h**2),
            "your points are not on the sphere: x² + y² = 1 − h² is the ring's radius *squared*. "
            "Take the root.",
        ),
        Misconception(
            "root of 1 − |h|",
            _with(ring=lambda h: torch.sqrt(1 - h.abs())),
            "your points are not on the sphere: h is not squared below the root. √(1 − h²).",
            also=(_with(ring=lambda h: torch.sqrt(1 - h)),),
        ),
        Misconception(
            "1 − |h|",
            _with(ring=lambda h: 1 - h.abs()),
            "this is a double cone: the ring shrinks along a straight line. On the sphere its "
            "radius is √(1 − h²).",
        ),
        Misconception(
            "1 − h",
            _with(ring=lambda h: 1 - h),
            "this is a cone: the ring shrinks along a straight line, from 2 at the bottom to 0 at "
            "the top. On the sphere its radius is √(1 − h²).",
        ),
        Misconception(
            "the cylinder itself",
            _with(ring=torch.ones_like),
            "these are places on the cylinder. Move them inwards, at their height, until they meet "
            "the sphere: the ring has the radius √(1 − h²).",
        ),
        Misconception(
            "cylinder made shorter",
            lambda u: unit(_with(ring=torch.ones_like)(u)),
            "you pull the places on the cylinder straight towards the *centre*, which changes "
            "their height: the caps around the poles stay empty. Move them inwards at their "
            "height.",
        ),
        Misconception(
            "a square pulled onto the sphere",
            lambda u: unit(torch.cat([2 * u - 1, torch.ones_like(u[..., :1])], -1)),
            "you pull a flat square onto the sphere. It covers a part of it, and its corners get "
            "too many points.",
        ),
        Misconception(
            "the two numbers exchanged",
            lambda u: uniform_to_sphere(u.flip(-1)),
            "your points are even, too, but the two numbers have changed roles: the first one "
            "chooses the height, the second one the angle.",
        ),
        Misconception(
            "sine and cosine exchanged",
            _permuted(1, 0, 2),
            "your points are even, too, but x and y have changed places: φ starts on the x-axis, "
            "so x has the cosine.",
        ),
        Misconception(
            "another order of the coordinates",
            _permuted(2, 0, 1),
            "your points are on the sphere, but their coordinates stand in another order: x, y, "
            "and the height as the last one.",
            also=(_permuted(0, 2, 1), _permuted(2, 1, 0), _permuted(1, 2, 0)),
        ),
        Misconception(
            "upside down",
            _with(lambda u: 1 - 2 * u[..., 0]),
            "your points are even, too, but upside down: for the number 0 the height is −1.",
        ),
        Misconception(
            "a disk pushed up",
            lambda u: _point(torch.sqrt(1 - u[..., 0]), torch.sqrt(u[..., 0]), _phi(u)),
            "these are even places of a flat disk, pushed up to the sphere. Where the sphere is "
            "steep, near the equator, they are too thin; and one half stays empty.",
        ),
        Misconception(
            "points of your own",
            _random,
            "your answer is another one at every call: you draw random numbers of your own. They "
            "are given: u.",
        ),
        Misconception(
            "stacked in front",
            lambda u: uniform_to_sphere(u).movedim(-1, 0),
            "x, y and h stand along the *first* dimension. A point is one row, (..., 3): stack "
            "along the last one, −1.",
        ),
        Misconception(
            "three results",
            lambda u: tuple(uniform_to_sphere(u).unbind(-1)),
            "you return three tensors. `torch.stack([x, y, h], -1)` makes points of them.",
        ),
    ),
    tips=(
        (
            r"too many indices|index .* out of (bounds|range)|not enough values|too many values",
            "u can have any number of dimensions: `u[..., 0]` and `u[..., 1]` are its two numbers.",
        ),
    ),
    hints=(
        "At height h, how far from the axis is the sphere? x² + y² + h² = 1.",
        "h = 2 u₁ − 1 and φ = 2π u₂. On the ring at height h, with radius √(1 − h²), φ gives x and "
        "y; `torch.stack([…], -1)` makes points.",
        "In code, with two places left to you:\n\n"
        "    h = 2 * u[..., 0] - 1\n"
        "    phi = 2 * math.pi * u[..., 1]\n"
        "    ring = …\n"
        "    return torch.stack([ring * torch.cos(phi), …, h], -1)",
    ),
    praise="even in height is even in area: Archimedes wanted this on his gravestone.",
)

"""Exercise 14.9: the cap that holds as much as a disk."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def cap_of_disk(radius):
    return _cap(_share(radius))


def _share(radius):
    """The normal's mass in the disk."""
    return -torch.expm1(-(radius**2) / 2)


def _cap(share):
    """The opening angle of the cap with a share of the sphere's area."""
    return 2 * torch.asin(torch.sqrt(share))


def _of_share(change):
    """A wrong answer that has the right share and another angle, ``change(share)``."""
    return lambda radius: change(_share(radius))


CAP_OF_DISK = Exercise(
    id="14.9",
    title="From the disk to the cap",
    minutes=5,
    difficulty="medium",
    core=False,
    prompt=r"""
The base of a sphere can be had from the plane: two standard normal numbers say how far to go from
the north pole, and where. The map keeps mass, so the normal's disk becomes a cap with the same
share.

In the plane the disk of radius $\rho$ holds the share $1 - e^{-\rho^2/2}$ of the normal. On the
sphere the cap with **opening angle** $\alpha$, measured at the sphere's centre from the middle of
the cap to its rim, has the area $2\pi\,(1 - \cos\alpha)$; the whole sphere has $4\pi$.

Write `cap_of_disk(radius)`: the opening angle $\alpha$, in radians, of the cap whose share of the
sphere's area is the disk's share of the normal. `radius` is a tensor of any shape, not negative;
the result has the same shape.
""",
    inputs=(
        (tensor(0.9),),
        (tensor([0.3, 1.7, 1.2, 2.4]),),
        (tensor([[0.05, 3.1], [0.6, 2.0]]),),
        (tensor([4.5, 0.01]),),
    ),
    labels=("", "", "", "nearly the whole sphere, and nearly nothing"),
    names=("radius",),
    reference=cap_of_disk,
    elementwise=True,
    returns="the opening angle in radians, of the shape of radius",
    misconceptions=(
        Misconception(
            "the radius itself",
            lambda radius: radius,
            "your angle is the radius. A disk can be as large as you like; the largest cap is the "
            "whole sphere, with the angle π.",
        ),
        Misconception(
            "linear in the share",
            _of_share(lambda s: math.pi * s),
            "you take the angle as a share of π. But the area does not grow evenly with the angle: "
            "rings near the pole are short. Solve 2π(1 − cos α)/4π = share for α.",
            also=(
                _of_share(lambda s: 2 * math.pi * s),
                lambda radius: math.pi * radius / (1 + radius),
            ),
        ),
        Misconception(
            "half of the sphere",
            _of_share(lambda s: torch.acos(1 - s)),
            "you divide the cap's area by 2π, a half of the sphere. The whole one has 4π: the "
            "share is (1 − cos α)/2.",
        ),
        Misconception(
            "flat",
            _of_share(lambda s: 2 * torch.sqrt(s)),
            "you take π α² for the cap's area, as on a flat paper. That holds for small caps "
            "alone; the sphere's is 2π(1 − cos α).",
            also=(_of_share(torch.sqrt), _of_share(lambda s: math.pi * torch.sqrt(s))),
        ),
        Misconception(
            "height",
            _of_share(lambda s: 1 - 2 * s),
            "this is cos α, the *height* of the rim. Asked for is the angle: `torch.acos`.",
        ),
        Misconception(
            "asin",
            _of_share(lambda s: torch.asin(1 - 2 * s)),
            "1 − 2·share is the cosine of α, and you take asin: this is the rim's latitude, from "
            "the equator. α is measured from the middle of the cap: `torch.acos`.",
        ),
        Misconception(
            "asin of the share",
            _of_share(torch.asin),
            "you take asin of the share. The share is (1 − cos α)/2: solve that for α.",
            also=(_of_share(torch.acos),),
        ),
        Misconception(
            "one number, not two",
            lambda radius: _cap(torch.erf(radius / math.sqrt(2))),
            "your share is the one of an interval, for one normal number: erf(ρ/√2). A disk needs "
            "two: 1 − exp(−ρ²/2).",
        ),
        Misconception(
            "one-sided normal",
            lambda radius: _cap(torch.special.ndtr(radius)),
            "your share is the normal's mass to the left of ρ, for one number. A disk's is "
            "1 − exp(−ρ²/2).",
        ),
        Misconception(
            "stereographic",
            lambda radius: 2 * torch.atan(radius / 2),
            "this is the stereographic map, which keeps angles. Asked for is the cap with the same "
            "*share*.",
            also=(
                lambda radius: 2 * torch.atan(radius),
                lambda radius: torch.atan(radius),
                lambda radius: 2 * torch.atan(1 / radius),
            ),
        ),
        Misconception(
            "mass outside",
            lambda radius: _cap(1 - _share(radius)),
            "your cap shrinks when the disk grows: it holds what is *outside* of the disk, "
            "exp(−ρ²/2). The disk's share is 1 minus that.",
            also=(lambda radius: math.pi - cap_of_disk(radius),),
        ),
        Misconception(
            "radius not squared",
            lambda radius: _cap(1 - torch.exp(-radius / 2)),
            "ρ is not squared in your share: 1 − exp(−ρ²/2).",
            also=(lambda radius: _cap(1 - torch.exp(-radius)),),
        ),
        Misconception(
            "½ forgotten",
            lambda radius: _cap(1 - torch.exp(-(radius**2))),
            "the ½ in the exponent is missing: the share is 1 − exp(−ρ²/2).",
        ),
        Misconception(
            "share",
            _share,
            "this is the share, and a right one. Asked for is the angle of the cap that has it.",
        ),
        Misconception(
            "area",
            _of_share(lambda s: 4 * math.pi * s),
            "this is the area of the cap. Asked for is its opening angle.",
        ),
        Misconception(
            "radius put in for the angle",
            lambda radius: 2 * math.pi * (1 - torch.cos(radius)),
            "you put the radius in for α: this is the size of a cap with *that* angle. Set the "
            "cap's share equal to the disk's, and solve for α.",
            also=(lambda radius: (1 - torch.cos(radius)) / 2,),
        ),
        Misconception(
            "degrees",
            lambda radius: torch.rad2deg(cap_of_disk(radius)),
            "your angle is in degrees. Asked for are radians.",
        ),
        Misconception(
            "half of the angle",
            lambda radius: cap_of_disk(radius) / 2,
            "this is half of the opening angle. (1 − cos α)/2 = sin²(α/2): after asin a factor 2 "
            "is needed.",
        ),
        Misconception(
            "from rim to rim",
            lambda radius: 2 * cap_of_disk(radius),
            "this is the angle from rim to rim. Asked for is from the middle of the cap to its "
            "rim.",
        ),
        Misconception(
            "no root",
            _of_share(lambda s: 2 * torch.asin(s)),
            "(1 − cos α)/2 = sin²(α/2): take the root of the share before asin.",
        ),
    ),
    hints=(
        "Which share of the sphere has the cap with the angle α? Which share has the disk?",
        "(1 − cos α)/2 = 1 − exp(−ρ²/2). Solve for cos α, and take `torch.acos`.",
        "In code, with two places left to you:\n\n"
        "    inside = 1 - torch.exp(…)\n"
        "    return torch.acos(…)",
    ),
    praise="the ball of the base and the cap of the base are one notion: coverage goes over.",
)

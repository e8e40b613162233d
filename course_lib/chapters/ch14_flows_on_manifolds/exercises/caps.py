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
            "your angle grows evenly with the share. But the area does not grow evenly with the "
            "angle: rings near the pole are short. Solve 2π(1 − cos α)/4π = share for α.",
            also=(_of_share(lambda s: 2 * math.pi * s),),
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
            "your angle grows with the root of the share, as the radius of a disk on flat paper "
            "does. That holds for small caps alone; the sphere's area is 2π(1 − cos α).",
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
            "twice the sphere",
            _of_share(lambda s: torch.acos(1 - s / 2)),
            "the factor 2 is on the wrong side: the share is (1 − cos α)/2, so "
            "cos α = 1 − 2·share.",
        ),
        Misconception(
            "cos for acos",
            _of_share(lambda s: torch.cos(1 - 2 * s)),
            "1 − 2·share is cos α. To get α from it, undo the cosine: `torch.acos`, not "
            "`torch.cos`.",
        ),
        Misconception(
            "no number that acos takes",
            lambda radius: torch.acos(1 - 2 * (1 - torch.exp(radius**2 / 2))),
            "your results are nan: acos takes numbers from −1 to 1, and a root none below 0. The "
            "share 1 − exp(−ρ²/2) lies between 0 and 1. Are both of its minus signs there, and all "
            "brackets?",
        ),
        Misconception(
            "π in the exponent",
            lambda radius: _cap(1 - torch.exp(-math.pi * radius**2 / 2)),
            "a π has got into the exponent, as if it were a disk's area. The share is "
            "1 − exp(−ρ²/2).",
            also=(lambda radius: _cap(1 - torch.exp(-math.pi * radius**2)),),
        ),
        Misconception(
            "flat disk",
            lambda radius: torch.acos(1 - radius**2 / 2),
            "the normal is missing: your cap has the *area* of the flat disk. It has to have its "
            "share, 1 − exp(−ρ²/2).",
        ),
        Misconception(
            "share put in for the angle",
            _of_share(lambda s: 2 * math.pi * (1 - torch.cos(s))),
            "you put the share in for α. Set (1 − cos α)/2 equal to it, and solve for α.",
            also=(_of_share(lambda s: (1 - torch.cos(s)) / 2),),
        ),
        Misconception(
            "asin of the share",
            _of_share(torch.asin),
            "you take asin, or acos, of the share itself. The share is (1 − cos α)/2: solve that "
            "for α.",
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
            "you project the disk onto the sphere with an atan, as makers of maps do. Asked for is "
            "the cap with the same *share*.",
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
            "this is the cap for exp(−ρ²) in the place of exp(−ρ²/2). Is the ½ missing in the "
            "exponent? Or, if you went by half of the angle, a root: cos²(α/2) = exp(−ρ²/2).",
            also=(lambda radius: 2 * torch.acos(torch.exp(-(radius**2) / 2)),),
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

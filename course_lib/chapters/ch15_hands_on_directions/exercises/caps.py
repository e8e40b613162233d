"""Exercise 15.4: which share of the base lies in a cap?"""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def cap_share(h0):
    return (1 - h0) / 2


def _counted(h0):
    flat = torch.as_tensor(h0).reshape(-1)
    return (flat >= flat[:, None]).to(flat).mean(1).reshape(torch.as_tensor(h0).shape)


CAP_SHARE = Exercise(
    id="15.4",
    title="A cap of the base",
    minutes=4,
    difficulty="easy",
    prompt=r"""
Your flow carries the truth back to the base, a uniform sphere. There a **cap** around a middle $c$
plays the part that the ball had on a normal base: it is all points $z$ whose height $h = z\cdot c$
is at least $h_0$. A cap that just reaches the truth has $h_0$ equal to the truth's height.

Write `cap_share(h0)`: the share of the whole base that lies in the cap of all heights
from $h_0$ to 1. At $h_0 = 1$ it is a point, at $-1$ the whole sphere. `h0` is a tensor of any
shape, with numbers between $-1$ and 1; the result has the same shape.
""",
    inputs=(
        (tensor([0.8, -0.35, 0.1]),),
        (tensor([[0.97, -0.9], [0.55, -0.02]]),),
        (tensor([1.0, -1.0]),),
    ),
    labels=("", "a table of heights", "a point, the whole sphere"),
    names=("h0",),
    elementwise=True,
    reference=cap_share,
    returns="the share of the cap, a tensor of the shape of h0",
    misconceptions=(
        Misconception(
            "the far side",
            lambda h0: (1 + h0) / 2,
            "this is the rest of the sphere, below the cap. At h₀ = 1 the cap is a point: 0.",
        ),
        Misconception(
            "height",
            lambda h0: 1 - h0,
            "heights go from −1 to 1, over a length of 2: divide 1 − h₀ by that.",
            also=(lambda h0: 2 * (1 - h0), lambda h0: (1 - h0) / 4),
        ),
        Misconception(
            "area",
            lambda h0: 2 * math.pi * (1 - h0),
            "a share has no π: it is the cap's area, 2π(1 − h₀), divided by the sphere's, 4π.",
            also=(lambda h0: math.pi * (1 - h0),),
        ),
        Misconception(
            "brackets missing",
            lambda h0: 1 - h0 / 2,
            "only h₀ is divided by 2. The whole 1 − h₀ is: put it in brackets.",
        ),
        Misconception(
            "brackets missing, and a plus",
            lambda h0: 1 + h0 / 2,
            "only h₀ is divided by 2, and it is added. The cap grows where h₀ falls, and the whole "
            "of 1 − h₀ is divided: put it in brackets.",
        ),
        Misconception(
            "only the 1 divided",
            lambda h0: 0.5 - h0,
            "only the 1 is divided by 2. The whole 1 − h₀ is.",
        ),
        Misconception(
            "clamped at the equator",
            lambda h0: (1 - torch.as_tensor(h0).clamp(min=0)) / 2,
            "below the equator you stop at a half. There the cap is larger than half of the "
            "sphere, up to all of it at −1.",
            also=(lambda h0: ((1 - h0) / 2).clamp(max=0.5),),
        ),
        Misconception(
            "a normal base",
            lambda h0: 1 - torch.special.ndtr(torch.as_tensor(h0)),
            "Φ belongs to a normal number, as on the energy's base. A height on the uniform sphere "
            "is *uniform* between −1 and 1.",
            also=(
                lambda h0: torch.special.ndtr(torch.as_tensor(h0)),
                lambda h0: (2 * torch.special.ndtr(torch.as_tensor(h0)) - 1).abs(),
                lambda h0: 1 - (2 * torch.special.ndtr(torch.as_tensor(h0)) - 1).abs(),
            ),
        ),
        Misconception(
            "the mean of all",
            lambda h0: ((1 - torch.as_tensor(h0)) / 2).mean(),
            "this is one number for all. Each height has its own cap.",
            also=(lambda h0: ((1 - torch.as_tensor(h0)) / 2).sum(),),
        ),
        Misconception(
            "flat",
            lambda h0: (1 - torch.as_tensor(h0).reshape(-1, 1)) / 2,
            "the numbers are right, the shape is lost. Compute with h0 as it is, of any shape.",
            also=(
                lambda h0: (1 - torch.as_tensor(h0).reshape(-1)) / 2,
                lambda h0: (1 - torch.as_tensor(h0)[..., None]) / 2,
            ),
        ),
        Misconception(
            "whole numbers",
            lambda h0: (1 - torch.as_tensor(h0)) // 2,
            "`//` cuts off what is behind the point. A share has decimals: `/`.",
        ),
        Misconception(
            "events counted",
            _counted,
            "you count how many of the given heights lie above each. The share of the *base* is "
            "asked for; it does not depend on the other events.",
        ),
        Misconception(
            "angle over π",
            lambda h0: torch.acos(torch.as_tensor(h0)) / math.pi,
            "yours grows evenly with the angle. Rings near the pole are short: the area grows "
            "evenly with the *height* (Archimedes).",
            also=(lambda h0: torch.acos(torch.as_tensor(h0)),),
        ),
        Misconception(
            "h₀ itself",
            lambda h0: h0,
            "a height is no share, whatever its sign. How much of −1 … 1 lies above h₀?",
            also=(lambda h0: -h0, lambda h0: abs(h0)),
        ),
        Misconception(
            "χ² of the angle",
            lambda h0: 1 - torch.exp(-(torch.acos(torch.as_tensor(h0)) ** 2) / 2),
            "this is the mass of a *disk* under a normal base. This base is a uniform sphere.",
            also=(lambda h0: 1 - torch.exp(-(torch.as_tensor(h0) ** 2) / 2),),
        ),
        Misconception(
            "height without its sign",
            lambda h0: (1 - abs(h0)) / 2,
            "h₀ has lost its sign. With h₀ below 0 the cap is more than half of the sphere.",
        ),
        Misconception(
            "sine",
            lambda h0: torch.sqrt(1 - torch.as_tensor(h0) ** 2),
            "√(1 − h₀²) is the radius of the cap's edge, seen from above. Below the equator it "
            "shrinks again, as yours does, and the cap grows on.",
            also=(
                lambda h0: 1 - h0**2,
                lambda h0: (1 - h0**2) / 2,
                lambda h0: (1 - h0**2) / 4,
                lambda h0: torch.sqrt(1 - torch.as_tensor(h0) ** 2) / 2,
            ),
        ),
        Misconception(
            "squared",
            lambda h0: ((1 - h0) / 2) ** 2,
            "the share of the heights is the area's already: no square, and no root.",
            also=(lambda h0: ((1 - h0) / 2) ** 0.5,),
        ),
        Misconception(
            "volume",
            lambda h0: (2 + h0) * (1 - h0) ** 2 / 4,
            "this is the share of the *volume* of a full ball. The base is its surface.",
        ),
    ),
    hints=(
        "A sphere cut into slices of equal thickness: what did Archimedes know of their skins?",
        "Slices of equal thickness have equal areas. The cap has the thickness 1 − h₀, the sphere "
        "2.",
        "    return (1 - …) / …",
    ),
    praise="no integral: on a uniform sphere heights are uniform.",
)

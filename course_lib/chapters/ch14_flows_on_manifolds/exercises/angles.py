"""Exercise 14.6: per steradian, or per pair of angles."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def in_angles(log_p, theta):
    return log_p + torch.log(torch.sin(theta))


def _plus(change):
    """A wrong answer with another addend, a function of θ."""
    return lambda log_p, theta: log_p + change(theta)


IN_ANGLES = Exercise(
    id="14.6",
    title="Per what?",
    minutes=4,
    difficulty="medium",
    prompt=r"""
A density says how much there is *per* something. On the sphere this is an area,
$\mathrm d\Omega$ in steradians. A histogram in the angles $\theta$ and $\varphi$ counts per
$\mathrm d\theta\,\mathrm d\varphi$ instead. With $\theta$ from the north pole, $0$ to $\pi$, and
$\varphi$ around the axis,
$$\mathrm d\Omega = \sin\theta\;\mathrm d\theta\,\mathrm d\varphi,$$
because a ring near a pole is short. The mass in a patch is one number, however its size is
measured.

Write `in_angles(log_p, theta)`: from `log_p`, the log-density per $\mathrm d\Omega$ at places with
the angle `theta`, to the log-density per $\mathrm d\theta\,\mathrm d\varphi$ at the same places.
`log_p` and `theta` have the same shape, and so has the result.
""",
    inputs=(
        (tensor(-2.4), tensor(0.7)),
        (tensor([1.3, -0.6, -5.2, 0.4]), tensor([2.3, 0.35, 1.2, 2.9])),
        (tensor([[-3.1, 2.2], [-0.9, -1.7]]), tensor([[1.9, 0.5], [2.6, 1.0]])),
        (tensor([3.6, -2.5, -40.0]), tensor([1e-5, 3.1415, 0.9])),
        (tensor([-2.5310242469692907] * 3), tensor([0.2, 1.3, 2.8])),
    ),
    labels=("", "", "", "close to the poles", "uniform"),
    names=("log_p", "theta"),
    reference=in_angles,
    elementwise=True,
    returns="the log-density per dθ dφ, of the shape of log_p",
    misconceptions=(
        Misconception(
            "minus",
            _plus(lambda t: -torch.log(torch.sin(t))),
            "the sign is turned: this leads from dθ dφ to dΩ. Near a pole a patch dθ dφ is a tiny "
            "area and holds little: the density per dθ dφ has to be small there.",
        ),
        Misconception(
            "unchanged",
            lambda log_p, theta: log_p,
            "nothing has changed. Even points of the sphere are not even in θ: near a pole a patch "
            "dθ dφ is a tiny area.",
            also=(lambda log_p, theta: log_p.clone(),),
        ),
        Misconception(
            "cosine",
            _plus(lambda t: torch.log(torch.cos(t))),
            "the cosine belongs to a *latitude*, counted from the equator. θ is counted from the "
            "pole: the ring at θ has the length 2π sin θ.",
            also=(
                _plus(lambda t: torch.log(torch.cos(t).abs())),
                _plus(lambda t: torch.cos(t)),
                _plus(lambda t: -torch.log(torch.cos(t))),
            ),
        ),
        Misconception(
            "sine, not its logarithm",
            _plus(torch.sin),
            "log_p is a logarithm, and to multiply the density by sin θ you have to *add* log "
            "sin θ. You add sin θ itself.",
        ),
        Misconception(
            "sine subtracted",
            _plus(lambda t: -torch.sin(t)),
            "you subtract sin θ. log_p is a logarithm, and to multiply the density by sin θ you "
            "have to add *log* sin θ.",
        ),
        Misconception(
            "squared",
            _plus(lambda t: 2 * torch.log(torch.sin(t))),
            "the sine is squared. One direction shrinks near the pole, the one around the axis; "
            "dθ stays as long as it is.",
        ),
        Misconception(
            "root of the sine",
            _plus(lambda t: 0.5 * torch.log(torch.sin(t))),
            "you add ½ log sin θ. The whole sine belongs to the area.",
        ),
        Misconception(
            "log_p multiplied",
            lambda log_p, theta: log_p * torch.sin(theta),
            "you multiply log_p, a *logarithm*. The density is multiplied by sin θ: in logarithms "
            "that is + log sin θ.",
            also=(lambda log_p, theta: log_p * torch.log(torch.sin(theta)),),
        ),
        Misconception(
            "log_p divided",
            lambda log_p, theta: log_p / torch.sin(theta),
            "you divide the logarithm by sin θ. The density is *multiplied* by sin θ: in "
            "logarithms + log sin θ.",
        ),
        Misconception(
            "log θ",
            _plus(torch.log),
            "you add log θ. Close to the north pole sin θ is nearly θ, but at the south pole the "
            "rings are short again.",
        ),
        Misconception(
            "+ log 2π",
            _plus(lambda t: torch.log(torch.sin(t)) + math.log(2 * math.pi)),
            "log 2π is too much: that would be summed over φ, a density per dθ alone. Asked for is "
            "per dθ dφ.",
        ),
        Misconception(
            "− log 2π",
            _plus(lambda t: torch.log(torch.sin(t)) - math.log(2 * math.pi)),
            "log 2π is taken away, and nothing asks for it: log_p is normalised already, and dΩ is "
            "sin θ dθ dφ.",
        ),
        Misconception(
            "log 4π",
            _plus(lambda t: torch.log(torch.sin(t)) - math.log(4 * math.pi)),
            "log 4π, the area of the sphere, has got in. log_p has its norm already: only the "
            "measure changes.",
            also=(_plus(lambda t: torch.log(torch.sin(t)) + math.log(4 * math.pi)),),
        ),
        Misconception(
            "density",
            lambda log_p, theta: in_angles(log_p, theta).exp(),
            "this is the density, and a right one. Return its logarithm.",
        ),
        Misconception(
            "logarithm of the logarithm",
            lambda log_p, theta: torch.log(log_p * torch.sin(theta)),
            "you take the logarithm of log_p · sin θ, and log_p is a logarithm already: "
            "log(p sin θ) = log p + log sin θ.",
        ),
        Misconception(
            "the sine alone",
            lambda log_p, theta: torch.log(torch.sin(theta)),
            "log_p is missing: what you return is made of θ alone.",
            also=(lambda log_p, theta: torch.sin(theta),),
        ),
        Misconception(
            "degrees",
            _plus(lambda t: torch.log(torch.sin(torch.deg2rad(t)))),
            "you turn θ from degrees into radians, and it is in radians already.",
        ),
        Misconception(
            "sine of degrees",
            _plus(lambda t: torch.log(torch.sin(torch.rad2deg(t)))),
            "you turn θ into degrees, and `torch.sin` takes radians: leave θ as it is.",
        ),
        Misconception(
            "tangent",
            _plus(lambda t: torch.log(torch.tan(t))),
            "you add the logarithm of the tangent. The ring at θ has the length 2π sin θ.",
        ),
        Misconception(
            "summed over the places",
            lambda log_p, theta: in_angles(log_p, theta).sum(),
            "this is one number for all places. Each place has its own.",
            also=(lambda log_p, theta: in_angles(log_p, theta).mean(),),
        ),
        Misconception(
            "half of the angle",
            _plus(lambda t: torch.log(torch.sin(t / 2))),
            "you take the sine of θ/2. The ring at θ has the length 2π sin θ.",
        ),
        Misconception(
            "area of the cap",
            _plus(lambda t: torch.log(1 - torch.cos(t))),
            "1 − cos θ belongs to the area of the whole cap down to θ. You need the ring *at* θ, "
            "its derivative: sin θ.",
            also=(_plus(lambda t: torch.log((1 - torch.cos(t)) / 2)),),
        ),
        Misconception(
            "kept away from 0",
            _plus(lambda t: torch.log(torch.sin(t).clamp(min=1e-3))),
            "close to a pole your sine stops falling: it is clamped, or something is added to it. "
            "The density per dθ dφ really goes to 0 there.",
            also=(
                _plus(lambda t: torch.log(torch.sin(t).clamp(min=1e-4))),
                _plus(lambda t: torch.log(torch.sin(t).clamp(min=1e-2))),
                _plus(lambda t: torch.log(torch.sin(t) + 1e-3)),
                _plus(lambda t: torch.log(torch.sin(t) + 1e-6)),
                _plus(lambda t: torch.log(torch.sin(t) + 1e-8)),
            ),
        ),
        Misconception(
            "logarithm to base 10",
            _plus(lambda t: torch.log10(torch.sin(t))),
            "this is the logarithm to base 10. log_p is a natural logarithm: `torch.log`.",
        ),
        Misconception(
            "logarithm to base 2",
            _plus(lambda t: torch.log2(torch.sin(t))),
            "this is the logarithm to base 2. log_p is a natural logarithm: `torch.log`.",
        ),
    ),
    hints=(
        "The mass in a small patch is p dΩ. It is also (density per dθ dφ) · dθ dφ.",
        "So the density per dθ dφ is p sin θ. What does a product become in logarithms?",
        "In code, with one place left to you:\n\n    return log_p + …",
    ),
    praise="two densities, one distribution. A number without its measure says nothing.",
)

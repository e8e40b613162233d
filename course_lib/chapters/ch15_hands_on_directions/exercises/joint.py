"""Exercise 15.2: the density of a direction and an energy together."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor
from course_lib.exercises.probes import gradients

SPHERE, NORM = math.log(4 * math.pi), 0.5 * math.log(2 * math.pi)


def joint_log_prob(direction_log_det, z, energy_log_det):
    return _sky(direction_log_det) + _energy(z) + energy_log_det


def _sky(log_det, base=SPHERE):
    return log_det - base


def _energy(z, norm=NORM):
    return -(z**2) / 2 - norm


def _with(base=SPHERE, norm=NORM, a=1, b=1, square=lambda z: z**2 / 2):
    return lambda sky, z, energy: a * sky - base - square(z) - norm + b * energy


JOINT = Exercise(
    id="15.2",
    title="Where and how much, together",
    minutes=5,
    difficulty="easy",
    prompt=r"""
What you look for is a pair: a direction $n$ on the sphere, and $\log E$ on the line. By the product
rule $p(n, \log E) = p(n)\,p(\log E\mid n)$, and each factor is a flow with a base of its own:
the **uniform density of the whole sphere** for $n$, and the **standard normal** for $\log E$.

Write `joint_log_prob(direction_log_det, z, energy_log_det)`: the logarithm of $p(n, \log E)$. Both
flows have been run back, from the data to the base. `direction_log_det` is the log-det of that
inverse map of the sphere; `z` is where $\log E$ has landed on the normal base, and
`energy_log_det` the log-det of *its* inverse map. All three are `(k,)`, and so is the result. Both
flows are trained with it, so keep the gradient.
""",
    inputs=(
        (tensor([1.7, -0.9, 3.2]), tensor([0.6, -1.8, 0.2]), tensor([0.5, 1.3, -0.7])),
        (tensor([-2.1, 0.8]), tensor([41.0, -2.6]), tensor([-1.4, 0.9])),
        (tensor([2.4]), tensor([1.1]), tensor([-0.3])),
    ),
    labels=("", "far out in the tails", "one event"),
    names=("direction_log_det", "z", "energy_log_det"),
    reference=joint_log_prob,
    probe=gradients(direction_log_det=0, z=1, energy_log_det=2),
    returns="log p(n, log E) of each event, a tensor of shape (k,)",
    misconceptions=(
        Misconception(
            "no gradient",
            lambda *args: joint_log_prob(*args).detach(),
            "the numbers are right, and they have no gradient (`.item()`, `.detach()`, `no_grad`, "
            "NumPy): no flow could be trained with them.",
        ),
        Misconception(
            "no 4π",
            _with(base=0.0),
            "the sphere's base is missing. Uniform on an area of 4π: p = 1/4π, log p = −log 4π. "
            "A constant, and without it the density does not add up to 1.",
        ),
        Misconception(
            "2π",
            _with(base=math.log(2 * math.pi)),
            "log 2π belongs to a circle, or to a normal in the plane. The whole sphere has "
            "the area 4π.",
        ),
        Misconception(
            "another area",
            _with(base=math.log(4 * math.pi / 3)),
            "the number below your logarithm is not the area of the whole sphere, 4π. (π is a "
            "disk's, 4π/3 the volume of a ball.)",
            also=(_with(base=math.log(math.pi)), _with(base=math.log(2 * math.pi**2))),
        ),
        Misconception(
            "4π added",
            _with(base=-SPHERE),
            "you add log 4π. The base has 1/4π per area, and log(1/4π) = −log 4π.",
        ),
        Misconception(
            "1/4π itself",
            _with(base=1 / (4 * math.pi)),
            "among logarithms stands 1/4π itself. Its logarithm is −log 4π.",
            also=(_with(base=-1 / (4 * math.pi)),),
        ),
        Misconception(
            "4π itself",
            _with(base=4 * math.pi),
            "among logarithms stands 4π itself, and not its logarithm.",
        ),
        Misconception(
            "both log-dets subtracted",
            _with(a=-1, b=-1),
            "you subtract the log-dets. They are those of the way *back*: they are added.",
        ),
        Misconception(
            "the sphere's log-det subtracted",
            _with(a=-1),
            "the sphere's log-det is subtracted. It is that of the way back: add it.",
        ),
        Misconception(
            "the energy's log-det subtracted",
            _with(b=-1),
            "the energy's log-det is subtracted. It is that of the way back: add it.",
        ),
        Misconception(
            "no log-dets",
            _with(a=0, b=0),
            "these are the two bases alone. Each flow stretches: its log-det belongs to it.",
        ),
        Misconception(
            "one log-det forgotten",
            _with(a=0),
            "one of the two log-dets is missing. Both flows stretch.",
            also=(_with(b=0),),
        ),
        Misconception(
            "the energy's norm",
            _with(norm=0.0),
            "½ log 2π is missing: the standard normal is e^(−z²/2)/√(2π).",
        ),
        Misconception(
            "the wrong norm",
            _with(norm=2 * NORM),
            "what stands before log 2π in yours is not −½. The standard normal is divided by "
            "√(2π), a root.",
            also=(_with(norm=-NORM), _with(norm=NORM / 2)),
        ),
        Misconception(
            "½ forgotten",
            _with(square=lambda z: z**2),
            "log p₀(z) = −z²/2 − ½ log 2π: the ½ before z² is missing.",
        ),
        Misconception(
            "z not squared",
            _with(square=lambda z: z / 2),
            "log p₀(z) = −z²/2 − ½ log 2π: z is not squared in yours.",
        ),
        Misconception(
            "+ z²/2",
            _with(square=lambda z: -(z**2) / 2),
            "your density grows with z²: the minus before z²/2 is missing.",
        ),
        Misconception(
            "a normal base in three dimensions",
            _with(base=3 * NORM),
            "you take a normal base for everything. A direction lives on the sphere, with the "
            "uniform base, 1/4π; only log E has the normal.",
        ),
        Misconception(
            "the energy's density alone",
            lambda sky, z, energy: _energy(z) + energy,
            "this is log p(log E | n) alone. The direction has a density, too.",
        ),
        Misconception(
            "the direction's density alone",
            lambda sky, z, energy: _sky(sky) + 0 * z,
            "this is log p(n) alone. The energy has a density, too.",
        ),
        Misconception(
            "a uniform base for the energy",
            lambda sky, z, energy: _sky(sky) + energy + 0 * z,
            "z is not used: you give log E a uniform base. Its base is the standard normal, and "
            "log p₀(z) = −z²/2 − ½ log 2π is missing.",
        ),
        Misconception(
            "the log-dets alone",
            lambda sky, z, energy: sky + energy + 0 * z,
            "these are the two log-dets alone. Each flow has a base: its log-density is missing.",
        ),
        Misconception(
            "densities added",
            lambda sky, z, energy: torch.logaddexp(_sky(sky), _energy(z) + energy),
            "you add the two *densities*. The product rule multiplies them: their logarithms are "
            "added.",
            also=(lambda sky, z, energy: _sky(sky).exp() + (_energy(z) + energy).exp(),),
        ),
        Misconception(
            "logarithm of a log-det",
            lambda sky, z, energy: _sky(sky.abs().log()) + _energy(z) + energy.abs().log(),
            "a log-det is a logarithm already, and may be negative. Take no second one.",
            also=(lambda sky, z, energy: _sky(sky.log()) + _energy(z) + energy.log(),),
        ),
        Misconception(
            "each event with each z",
            lambda sky, z, energy: _sky(sky) + _energy(z)[:, None] + energy,
            "the result is (k, k): each event meets the numbers of all. All three are (k,), and "
            "none needs a new dimension.",
            also=(lambda sky, z, energy: _sky(sky)[:, None] + _energy(z) + energy,),
        ),
        Misconception(
            "product",
            lambda sky, z, energy: _sky(sky) * (_energy(z) + energy),
            "you multiply two *logarithms*. Densities are multiplied; their logarithms are added.",
        ),
        Misconception(
            "the density",
            lambda *args: joint_log_prob(*args).exp(),
            "this is p itself. Its logarithm is asked for: far out p is too small to be a number.",
        ),
        Misconception(
            "minus the log-density",
            lambda *args: -joint_log_prob(*args),
            "this is −log p. The minus belongs to a loss.",
        ),
        Misconception(
            "one number for all",
            lambda *args: joint_log_prob(*args).sum(),
            "this is one number for all events. Each keeps its own.",
            also=(lambda *args: joint_log_prob(*args).mean(),),
        ),
    ),
    hints=(
        "Two factors: their logarithms are added. What is each of them, with base and log-det?",
        "log p(n) = −log 4π + direction_log_det, and log p(log E | n) = −z²/2 − ½ log 2π + "
        "energy_log_det.",
        "    log_n = direction_log_det - …\n"
        "    log_e = -z**2 / 2 - 0.5 * math.log(2 * math.pi) + …\n"
        "    return log_n + log_e",
    ),
    praise="a sphere and a line in one density.",
)

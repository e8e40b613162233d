"""Exercise 14.3: a map that closes after one turn, and its slope."""

import math

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import (
    TURN,
    mobius_map,
    mobius_slope,
    wrapped,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _log_slope(x, r, c):
    return torch.log(mobius_slope(x, r, c))


def mobius(x, r, c):
    return mobius_map(x, r, c), _log_slope(x, r, c)


def _z(change):
    """A wrong answer with the right slope; ``change(x, d, r, c)`` is its z, with d = x − c."""
    return lambda x, r, c: (change(x, x - c, r, c), _log_slope(x, r, c))


def _slope(change):
    """A wrong answer with the right z; ``change(d, r)`` stands for the log-slope."""
    return lambda x, r, c: (mobius_map(x, r, c), change(x - c, r))


def _both(z, slope):
    return lambda x, r, c: (z(x, r, c), slope(x, r, c))


def _turn(d, r):
    """What is added to x."""
    return 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.cos(d))


def _below(d, r):
    return 1 + r**2 - 2 * r * torch.cos(d)


def _log(d, r):
    return torch.log(1 - r**2) - torch.log(_below(d, r))


MOBIUS = Exercise(
    id="14.3",
    title="A map that closes",
    minutes=7,
    difficulty="medium",
    prompt=r"""
When $x$ has gone round once, its image $z$ must have gone round once, too, and must arrive with the
slope with which it left. The Möbius map, from data $x$ to base $z$, does both. It leaves $c$
where it is, stretches the circle around $c$ and squeezes it on the other side; $0 \le r < 1$ says
how much:
$$z = x + 2\,\mathrm{atan2}\big(r \sin(x - c),\; 1 - r\cos(x - c)\big),\qquad
\frac{\mathrm dz}{\mathrm dx} = \frac{1 - r^2}{1 + r^2 - 2r\cos(x - c)}.$$
Write `mobius(x, r, c)`. Return the pair: $z$, and the **logarithm** of the slope.

`torch.atan2(y, x)` takes the sine's side first. Do not wrap $z$ back into one turn: an $x$ beyond
$\pi$ has a $z$ beyond $\pi$, and the map stays a rising function without a jump.

Shapes: `x` is a tensor of any shape; `r` and `c` are tensors, single numbers or of the shape of
`x`. Both results have the shape of `x`.
""",
    inputs=(
        (tensor(1.3), tensor(0.6), tensor(0.4)),
        (tensor([-2.9, -1.2, 0.5, 2.2, 3.0]), tensor(0.35), tensor(-0.9)),
        (tensor([[7.7, -8.4], [4.6, -3.8]]), tensor(0.8), tensor(2.1)),
        (tensor([0.9, -2.0, 2.7]), tensor([0.15, 0.5, 0.93]), tensor([1.7, -2.4, 2.5])),
        (tensor([-3.1, 3.1, 0.2]), tensor(0.45), tensor(-2.7)),
    ),
    labels=(
        "",
        "",
        "x beyond ±π",
        "each x with an r and a c of its own",
        "c near the seam",
    ),
    names=("x", "r", "c"),
    parts=("z", "log dz/dx"),
    reference=mobius,
    elementwise=True,
    returns="z and log dz/dx, two tensors of the shape of x",
    misconceptions=(
        # --- z -----------------------------------------------------------------------------------
        Misconception(
            "no 2 in z",
            _z(lambda x, d, r, c: x + _turn(d, r) / 2),
            "the factor 2 in front of atan2 is missing in z: x is moved by half of what it should "
            "be. The slope of what you have is not the one of the formula.",
        ),
        Misconception(
            "z minus the arc",
            _z(lambda x, d, r, c: x - _turn(d, r)),
            "the sign of the atan2 is turned: it is subtracted, or its sine is that of c − x. It "
            "has to move points *away* from c, since the circle is stretched there.",
        ),
        Misconception(
            "atan2 with its arguments exchanged",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(1 - r * torch.cos(d), r * torch.sin(d))),
            "the arguments of `atan2` have changed places: first the sine's side, r sin(x − c), "
            "then 1 − r cos(x − c). Test it: z = c at x = c.",
        ),
        Misconception(
            "1 + r cos in z",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(r * torch.sin(d), 1 + r * torch.cos(d))),
            "the second argument of atan2 is 1 *minus* r cos(x − c). With a plus the map "
            "stretches too little around c, and your slope is not its slope.",
        ),
        Misconception(
            "the inverse's z",
            _z(lambda x, d, r, c: mobius_map(x, -r, c)),
            "your z is the one of the inverse map: it has −r for r and pulls points towards c.",
        ),
        Misconception(
            "wrapped",
            _z(lambda x, d, r, c: wrapped(mobius_map(x, r, c))),
            "your z points the right way, but full turns are lost: you wrap z, or x, and so the "
            "map jumps by 2π somewhere. Leave z as it comes.",
            also=(
                _z(lambda x, d, r, c: torch.remainder(mobius_map(x, r, c), TURN)),
                _z(lambda x, d, r, c: mobius_map(wrapped(x), r, c)),
                _z(lambda x, d, r, c: c + wrapped(mobius_map(x, r, c) - c)),
            ),
        ),
        Misconception(
            "only the arc that is added",
            _z(lambda x, d, r, c: _turn(d, r)),
            "this is by how much x is moved. z is x plus that.",
        ),
        Misconception(
            "measured from c",
            _z(lambda x, d, r, c: d + _turn(d, r)),
            "you start from x − c, so that c is carried to 0. The map holds c fixed: x stands in "
            "front of the plus.",
        ),
        Misconception(
            "c added twice",
            _z(lambda x, d, r, c: x + c + _turn(d, r)),
            "you add c to x. The map holds c fixed: x alone stands in front of the plus.",
        ),
        Misconception(
            "arc not centred",
            _z(lambda x, d, r, c: x + _turn(x, r)),
            "c is missing in z: sine and cosine are those of x − c. Test it: z = c at x = c.",
        ),
        Misconception(
            "r missing below",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(r * torch.sin(d), 1 - torch.cos(d))),
            "the second argument of atan2 is 1 − r cos(x − c), and its r is missing.",
        ),
        Misconception(
            "r missing above",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(torch.sin(d), 1 - r * torch.cos(d))),
            "the first argument of atan2 is r sin(x − c), and its r is missing.",
        ),
        Misconception(
            "cosine in both arguments",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(r * torch.cos(d), 1 - r * torch.cos(d))),
            "both arguments of your atan2 have a cosine. The first one has the sine: r sin(x − c).",
        ),
        Misconception(
            "sine in both arguments",
            _z(lambda x, d, r, c: x + 2 * torch.atan2(r * torch.sin(d), 1 - r * torch.sin(d))),
            "both arguments of your atan2 have a sine. The second one has the cosine: "
            "1 − r cos(x − c).",
        ),
        Misconception(
            "the 2 inside",
            _z(lambda x, d, r, c: x + torch.atan2(2 * r * torch.sin(d), 1 - r * torch.cos(d))),
            "your 2 stands inside of atan2, at its first argument. It multiplies the whole atan2.",
        ),
        # --- the slope ---------------------------------------------------------------------------
        Misconception(
            "not a logarithm",
            _slope(lambda d, r: torch.exp(_log(d, r))),
            "this is the slope itself, and a right one. Return its logarithm, as every log-det.",
        ),
        Misconception(
            "sign of the log-slope",
            _slope(lambda d, r: -_log(d, r)),
            "the sign of your log-slope is turned: this is log dx/dz, of the way back. At c the "
            "circle is stretched, so that log dz/dx is positive there.",
        ),
        Misconception(
            "1 − r above",
            _slope(lambda d, r: torch.log((1 - r) / _below(d, r))),
            "above stands 1 − r in your slope; it is 1 − r². Test it: at x = c the slope is "
            "(1 + r)/(1 − r).",
        ),
        Misconception(
            "1 + r² above",
            _slope(lambda d, r: torch.log((1 + r**2) / _below(d, r))),
            "above stands 1 + r² in your slope; it is 1 − r². Test it: at x = c the slope is "
            "(1 + r)/(1 − r).",
        ),
        Misconception(
            "1 above",
            _slope(lambda d, r: -torch.log(_below(d, r))),
            "1 − r² is missing in your slope. Test it: at x = c the slope is (1 + r)/(1 − r).",
        ),
        Misconception(
            "(1 − r)² above",
            _slope(lambda d, r: torch.log((1 - r) ** 2 / _below(d, r))),
            "above stands (1 − r)² in your slope; it is 1 − r², which is (1 − r)(1 + r).",
        ),
        Misconception(
            "+ 2r cos in the slope",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 + r**2 + 2 * r * torch.cos(d)))),
            "your slope has + 2r cos(x − c) below; it is a minus. As it stands, the "
            "circle would be stretched opposite c and squeezed around c.",
        ),
        Misconception(
            "a base's log 2π",
            _slope(lambda d, r: _log(d, r) - math.log(TURN)),
            "log 2π has got into your log-slope. It belongs to the density of the uniform base. "
            "A map knows nothing of a base: log dz/dx alone.",
            also=(_slope(lambda d, r: _log(d, r) + math.log(TURN)),),
        ),
        Misconception(
            "no 2 below",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 + r**2 - r * torch.cos(d)))),
            "below stands r cos(x − c) in your slope; it is 2r cos(x − c).",
        ),
        Misconception(
            "r not squared below",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 + r - 2 * r * torch.cos(d)))),
            "r is not squared below: 1 + r² − 2r cos(x − c).",
        ),
        Misconception(
            "r² missing below",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 - 2 * r * torch.cos(d)))),
            "r² is missing below: 1 + r² − 2r cos(x − c). Without it the slope can be negative.",
        ),
        Misconception(
            "sine in the slope",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 + r**2 - 2 * r * torch.sin(d)))),
            "your slope has the sine of x − c below. It is the cosine, which is largest at c.",
        ),
        Misconception(
            "logarithm above alone",
            _slope(lambda d, r: torch.log(1 - r**2) / _below(d, r)),
            "you take the logarithm of 1 − r² alone and divide then. The logarithm belongs to the "
            "whole quotient.",
        ),
        Misconception(
            "quotient of two logarithms",
            _slope(lambda d, r: torch.log(1 - r**2) / torch.log(_below(d, r))),
            "you divide one logarithm by the other. The logarithm of a quotient is their "
            "difference.",
        ),
        Misconception(
            "logarithm to base 10",
            _slope(lambda d, r: _log(d, r) / math.log(10)),
            "this is the logarithm to base 10. Log-dets are natural logarithms: `torch.log`.",
        ),
        Misconception(
            "logarithm to base 2",
            _slope(lambda d, r: _log(d, r) / math.log(2)),
            "this is the logarithm to base 2. Log-dets are natural logarithms: `torch.log`.",
        ),
        Misconception(
            "twice the log-slope",
            _slope(lambda d, r: 2 * _log(d, r)),
            "you take the log-slope twice. A circle has one direction to stretch.",
        ),
        Misconception(
            "half the log-slope",
            _slope(lambda d, r: _log(d, r) / 2),
            "this is half of the log-slope. Has a root got in, or a ½ that belongs to a normal "
            "density?",
        ),
        Misconception(
            "brackets of the denominator",
            _slope(lambda d, r: torch.log((1 - r**2) / 1 + r**2 - 2 * r * torch.cos(d))),
            "only the 1 divides: put brackets around the whole denominator, "
            "1 + r² − 2r cos(x − c).",
        ),
        Misconception(
            "squared length without its sine",
            _slope(lambda d, r: torch.log((1 - r**2) / (1 - r * torch.cos(d)) ** 2)),
            "below stands (1 − r cos)² in yours: the square of one argument of atan2. Its other "
            "one, r sin, belongs there, too; both squares together make 1 + r² − 2r cos(x − c).",
        ),
        Misconception(
            "log1p",
            _slope(lambda d, r: torch.log1p(torch.exp(_log(d, r)))),
            "`log1p(s)` is log(1 + s). The logarithm of the slope itself is wanted: `torch.log`.",
        ),
        Misconception(
            "slope not centred",
            lambda x, r, c: (mobius_map(x, r, c), _log(x, r)),
            "c is missing in your slope: the cosine is that of x − c.",
        ),
        Misconception(
            "slope at z",
            lambda x, r, c: (mobius_map(x, r, c), _log(mobius_map(x, r, c) - c, r)),
            "you put z into the slope's formula. It is a formula for x: dz/dx where you are, not "
            "where you land.",
        ),
        Misconception(
            "summed over the batch",
            lambda x, r, c: (mobius_map(x, r, c), _log_slope(x, r, c).sum()),
            "this is one log-slope for all x. Each has its own.",
            also=(lambda x, r, c: (mobius_map(x, r, c), _log_slope(x, r, c).mean()),),
        ),
        # --- both --------------------------------------------------------------------------------
        Misconception(
            "the two results exchanged",
            lambda x, r, c: (_log_slope(x, r, c), mobius_map(x, r, c)),
            "both results are right, and they have changed places: first z, then log dz/dx.",
        ),
        Misconception(
            "the inverse",
            lambda x, r, c: mobius(x, -r, c),
            "this is the inverse map, with its slope: it has −r for r and pulls points towards c. "
            "Look at the signs in front of the r's.",
        ),
        Misconception(
            "not centred",
            lambda x, r, c: mobius(x, r, 0 * c),
            "c is missing: sine and cosine are those of x − c. What you have holds 0 fixed.",
        ),
        Misconception(
            "sign of c",
            lambda x, r, c: mobius(x, r, -c),
            "you have x + c in sine and cosine: your map holds −c fixed. It is x − c.",
        ),
    ),
    hints=(
        "x − c appears three times; give it a name. Which z has x = c to give?",
        "z is x plus twice an atan2; the log-slope is the logarithm of the whole quotient, or "
        "log(1 − r²) minus the logarithm of what stands below.",
        "In code, with three places left to you:\n\n"
        "    d = x - c\n"
        "    z = x + 2 * torch.atan2(…, 1 - r * torch.cos(d))\n"
        "    slope = (1 - r**2) / (…)\n"
        "    return z, …",
    ),
    praise="it closes, with one slope at both ends of the turn: no seam is left to see.",
)

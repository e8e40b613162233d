"""Exercise 4.6: the slope of one bin on the way back."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import (
    NAMES,
    bin_inverse,
    bin_log_slope,
    bin_map,
)
from course_lib.chapters.ch04_spline_flows.exercises.inverse import GENERAL, SHAPES
from course_lib.exercises.exercise import Exercise, Misconception


def inverse_log_slope(x, *ends):
    return -bin_log_slope(bin_inverse(x, *ends), *ends)


INVERSE_LOG_SLOPE = Exercise(
    id="4.6",
    title="The slope on the way back",
    minutes=4,
    difficulty="easy",
    core=False,
    prompt=r"""
Write `inverse_log_slope(x, z0, z1, x0, x1, d0, d1)`: the logarithm of $\mathrm dz/\mathrm dx$ at
`x`, which is the log-det $\log|\partial f^{-1}/\partial x|$ that a density needs. The slope of an
inverse is the reciprocal,
$$\frac{\mathrm dz}{\mathrm dx}(x) = \frac{1}{\mathrm dx/\mathrm dz}\bigg|_{z\,=\,f^{-1}(x)}.$$
`bin_inverse` and `bin_log_slope` from above are at your service.
"""
    + SHAPES,
    inputs=GENERAL,
    names=("x", *NAMES),
    reference=inverse_log_slope,
    elementwise=True,
    returns="log dz/dx, a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "log-det of the map forwards",
            lambda x, *ends: bin_log_slope(bin_inverse(x, *ends), *ends),
            "this is log dx/dz, taken at the right place. The way back has the reciprocal slope: "
            "log(1/slope) = −log slope.",
        ),
        Misconception(
            "evaluated at x",
            lambda x, *ends: -bin_log_slope(x, *ends),
            "the slope is asked at x. It is a function of z: ask it at the z that x came from, "
            "z = f⁻¹(x).",
        ),
        Misconception(
            "evaluated at x, with the sign of the map forwards",
            bin_log_slope,
            "this is the slope of 4.2, asked at x. Two things are left to do: go back to z first, "
            "and take the reciprocal.",
        ),
        Misconception(
            "reciprocal of the logarithm",
            lambda x, *ends: 1 / bin_log_slope(bin_inverse(x, *ends), *ends),
            "you take 1 / log slope. The slope is turned over, not its logarithm: "
            "log(1/slope) = −log slope.",
        ),
        Misconception(
            "logarithm forgotten",
            lambda x, *ends: torch.exp(inverse_log_slope(x, *ends)),
            "this is dz/dx itself, and a right one. Return its logarithm.",
        ),
        Misconception(
            "slope of the map forwards",
            lambda x, *ends: bin_log_slope(bin_inverse(x, *ends), *ends).exp(),
            "this is dx/dz, taken at the right place. Turn it over, and take the logarithm: a "
            "minus "
            "before log dx/dz.",
        ),
        Misconception(
            "z itself",
            bin_inverse,
            "this is z, the place where the slope is to be asked. Asked for is log dz/dx there.",
        ),
        Misconception(
            "back twice",
            lambda x, *ends: -bin_log_slope(bin_inverse(bin_inverse(x, *ends), *ends), *ends),
            "you have gone back twice. x goes back to z once, and there the slope is asked.",
        ),
        Misconception(
            "roles exchanged",
            lambda x, z0, z1, x0, x1, d0, d1: bin_log_slope(x, x0, x1, z0, z1, 1 / d0, 1 / d1),
            "you use the formula of 4.2 with z and x exchanged and the slopes turned over. It "
            "agrees at both ends of the bin; in between the inverse is another curve.",
        ),
        Misconception(
            "logarithm of the logarithm",
            lambda x, *ends: torch.log(1 / bin_log_slope(bin_inverse(x, *ends), *ends)),
            "you take the logarithm of 1/(log slope). `bin_log_slope` gives a logarithm already: "
            "log(1/slope) = −log slope.",
        ),
        Misconception(
            "reciprocal of z",
            lambda x, *ends: torch.log(torch.abs(1 / bin_inverse(x, *ends))),
            "you turn z over. It is the slope at z that is turned over: ask `bin_log_slope` there.",
        ),
        Misconception(
            "forwards in place of back",
            lambda x, *ends: -bin_log_slope(bin_map(x, *ends), *ends),
            "x is sent forwards once more before the slope is asked. Go back to the z that x came "
            "from.",
        ),
        Misconception(
            "slope first, then back",
            lambda x, *ends: -bin_inverse(bin_log_slope(x, *ends), *ends),
            "the slope is asked first, and then sent back. x goes back first, and the slope is "
            "asked at the z that comes out.",
        ),
        Misconception(
            "absolute value of the logarithm",
            lambda x, *ends: -torch.abs(bin_log_slope(bin_inverse(x, *ends), *ends)),
            "you take |log slope|. The slope is positive, so it needs no |·|; its logarithm may "
            "have either sign.",
        ),
        Misconception(
            "the bin not handed on",
            lambda x, *ends: bin_inverse(x),
            "`bin_inverse` needs the bin, too: hand on all seven, x and z0, z1, x0, x1, d0, d1.",
        ),
        Misconception(
            "z returned, too",
            lambda x, *ends: (bin_inverse(x, *ends), inverse_log_slope(x, *ends)),
            "your log-slope is right, and z is not asked for here. Return the log-slope alone.",
        ),
        Misconception(
            "d₀ and d₁ exchanged in the slope",
            lambda x, z0, z1, x0, x1, d0, d1: (
                -bin_log_slope(bin_inverse(x, z0, z1, x0, x1, d0, d1), z0, z1, x0, x1, d1, d0)
            ),
            "z is right, but `bin_log_slope` is handed d₁ and d₀ in this order. The left end's "
            "slope comes first.",
        ),
        Misconception(
            "mean slope of the bin",
            lambda x, z0, z1, x0, x1, d0, d1: torch.log((z1 - z0) / (x1 - x0)) + 0 * x,
            "this is the mean slope of the bin on the way back, the same at every x. The bin is "
            "bent: ask the slope at the z that x came from.",
        ),
    ),
    hints=(
        "You have the slope of the map as a function of z. Which z belongs to this x?",
        "First z = bin_inverse(x, …), then the log-slope there. A reciprocal is a minus in the "
        "logarithm.",
        "In code, with one place left to you:\n\n"
        "    z = bin_inverse(x, z0, z1, x0, x1, d0, d1)\n"
        "    return -bin_log_slope(…, z0, z1, x0, x1, d0, d1)",
    ),
    praise="back to z, the slope there, and a minus: the log-det that a density needs.",
)

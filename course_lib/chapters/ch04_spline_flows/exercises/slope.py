"""Exercise 4.2: the slope of one bin."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import (
    NAMES,
    bin_log_slope,
)
from course_lib.chapters.ch04_spline_flows.exercises.one_bin import INPUTS, SHAPES, changed
from course_lib.exercises.exercise import Exercise, Misconception


def _above(s, t, d0, d1):
    return d1 * t**2 + 2 * s * t * (1 - t) + d0 * (1 - t) ** 2


def _below(s, t, d0, d1):
    return s + (d0 + d1 - 2 * s) * t * (1 - t)


def _log_slope(s, t, d0, d1):
    return torch.log(s**2 * _above(s, t, d0, d1)) - 2 * torch.log(_below(s, t, d0, d1))


BIN_LOG_SLOPE = Exercise(
    id="4.2",
    title="How much one bin stretches",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The density needs the slope of the curve. Write `bin_log_slope(z, z0, z1, x0, x1, d0, d1)`: the
**logarithm** of
$$\frac{\mathrm dx}{\mathrm dz} =
\frac{s^2\,\big(d_1\,\xi^2 + 2s\,\xi(1-\xi) + d_0\,(1-\xi)^2\big)}
{\big(s + (d_0 + d_1 - 2s)\,\xi(1-\xi)\big)^2}$$
at `z`, with $s = h/w$ and $\xi = (z - z_0)/w$ as before. In one dimension this is the log-det
$\log|\partial f/\partial z|$ of the map forwards.
"""
    + SHAPES,
    inputs=INPUTS,
    names=("z", *NAMES),
    reference=bin_log_slope,
    elementwise=True,
    returns="log dx/dz, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "logarithm forgotten",
            lambda *args: torch.exp(bin_log_slope(*args)),
            "this is the slope dx/dz itself, and a right one. The log-det is its logarithm: slopes "
            "of a chain multiply, log-dets add.",
        ),
        Misconception(
            "denominator not squared",
            changed(
                lambda z, h, s, t, e: (
                    torch.log(s**2 * _above(s, t, *e[4:])) - torch.log(_below(s, t, *e[4:]))
                )
            ),
            "the denominator is not squared. The derivative of a quotient has the square of the "
            "denominator below; in the logarithm that is a factor 2. Test it: at ξ = 0 the slope "
            "has to be d₀.",
        ),
        Misconception(
            "s² left out",
            changed(lambda z, h, s, t, e: _log_slope(s, t, *e[4:]) - 2 * torch.log(s)),
            "the factor s² is missing. Test it: at ξ = 0 the slope has to be d₀, and yours is "
            "d₀/s².",
        ),
        Misconception(
            "s in place of s²",
            changed(lambda z, h, s, t, e: _log_slope(s, t, *e[4:]) - torch.log(s)),
            "s stands in front where s² belongs. Test it: at ξ = 0 the slope has to be d₀, and "
            "yours is d₀/s.",
        ),
        Misconception(
            "derivative with respect to ξ",
            changed(lambda z, h, s, t, e: _log_slope(s, t, *e[4:]) + torch.log(e[1] - e[0])),
            "this is log dx/dξ. z runs through w while ξ runs from 0 to 1, so dξ/dz = 1/w: by the "
            "chain rule dx/dz = (dx/dξ)/w.",
        ),
        Misconception(
            "d₀ and d₁ exchanged",
            changed(lambda z, h, s, t, e: _log_slope(s, t, e[5], e[4])),
            "d₀ and d₁ have changed places. d₁ belongs to ξ², which is 1 at the right end; d₀ "
            "belongs to (1−ξ)², which is 1 at the left end.",
        ),
        Misconception(
            "factor 2 left out of the middle term",
            changed(
                lambda z, h, s, t, e: torch.log(
                    s**2 * (_above(s, t, *e[4:]) - s * t * (1 - t)) / _below(s, t, *e[4:]) ** 2
                )
            ),
            "the middle term is s ξ(1−ξ) in yours, and 2s ξ(1−ξ) in the formula. Test it: with "
            "d₀ = d₁ = s the slope has to be s everywhere.",
        ),
        Misconception(
            "log-det of the inverse",
            lambda *args: -bin_log_slope(*args),
            "the sign is turned: this is log dz/dx, the log-det of the inverse. Here the map runs "
            "forwards, from z to x.",
        ),
        Misconception(
            "mean slope of the bin",
            changed(lambda z, h, s, t, e: torch.log(s) + 0 * t),
            "this is log s, the mean slope of the bin: the same at every z. That belongs to "
            "straight pieces and gives a density with steps.",
        ),
        Misconception(
            "slopes joined by a line",
            changed(lambda z, h, s, t, e: torch.log(e[4] * (1 - t) + e[5] * t)),
            "you go from slope d₀ to slope d₁ along a line. Both ends are right, but such a curve "
            "climbs by w (d₀ + d₁)/2 in all and misses x₁. The formula climbs by h.",
        ),
        Misconception(
            "ξ not divided by the width",
            changed(lambda z, h, s, t, e: _log_slope(s, z - e[0], *e[4:])),
            "your ξ is z − z₀: it runs from 0 to the bin's width. Divide by w = z₁ − z₀.",
        ),
        Misconception(
            "s upside down",
            changed(lambda z, h, s, t, e: _log_slope(1 / s, t, *e[4:])),
            "your s is w/h. A slope is rise over run: s = h/w.",
        ),
        Misconception(
            "quotient of logarithms",
            changed(
                lambda z, h, s, t, e: (
                    torch.log(s**2 * _above(s, t, *e[4:])) / torch.log(_below(s, t, *e[4:]) ** 2)
                )
            ),
            "you divide one logarithm by the other. The logarithm of a quotient is the difference "
            "of the logarithms.",
        ),
        Misconception(
            "squares of ξ and 1 − ξ left out",
            changed(
                lambda z, h, s, t, e: (
                    torch.log(s**2 * (e[5] * t + 2 * s * t * (1 - t) + e[4] * (1 - t)))
                    - 2 * torch.log(_below(s, t, *e[4:]))
                )
            ),
            "ξ and 1 − ξ are not squared in your numerator: it is d₁ ξ² + 2s ξ(1−ξ) + d₀ (1−ξ)².",
        ),
        Misconception(
            "summed over the batch",
            lambda *args: bin_log_slope(*args).sum(),
            "this is one number for the whole batch. Each z has a log-slope of its own.",
        ),
        Misconception(
            "s in place of 2s in the denominator",
            changed(
                lambda z, h, s, t, e: (
                    torch.log(s**2 * _above(s, t, *e[4:]))
                    - 2 * torch.log(s + (e[4] + e[5] - s) * t * (1 - t))
                )
            ),
            "the denominator has −s where −2s belongs: s + (d₀ + d₁ − 2s) ξ(1−ξ). Test it: with "
            "d₀ = d₁ = s the slope has to be s everywhere.",
        ),
        Misconception(
            "multiplied by the height",
            changed(lambda z, h, s, t, e: _log_slope(s, t, *e[4:]) + torch.log(h)),
            "a factor h is too many: the formula is the whole slope, and s² has the height in it. "
            "Test it: at ξ = 0 the slope has to be d₀.",
        ),
        Misconception(
            "2s left out of the denominator",
            changed(
                lambda z, h, s, t, e: (
                    torch.log(s**2 * _above(s, t, *e[4:]))
                    - 2 * torch.log(s + (e[4] + e[5]) * t * (1 - t))
                )
            ),
            "−2s is missing in the denominator: s + (d₀ + d₁ − 2s) ξ(1−ξ). Test it: with "
            "d₀ = d₁ = s the slope has to be s everywhere.",
        ),
    ),
    hints=(
        "What has the slope to be at z = z₀, and at z = z₁? The picture shows both.",
        "Name the numerator and the denominator, and take the logarithm of each: a square below "
        "the line becomes − 2 log(…).",
        "In code, with three places left to you:\n\n"
        "    s, t = (x1 - x0) / (z1 - z0), (z - z0) / (z1 - z0)\n"
        "    both = t * (1 - t)\n"
        "    above = s**2 * (d1 * t**2 + … + d0 * (1 - t) ** 2)\n"
        "    below = …\n"
        "    return torch.log(above) - …",
    ),
    praise="d₀ at the left end, d₁ at the right end, and never zero in between.",
)

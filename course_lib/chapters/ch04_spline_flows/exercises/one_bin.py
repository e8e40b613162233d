"""Exercise 4.1: the curve of one bin."""

from course_lib.chapters.ch04_spline_flows.exercises.base import (
    BENT,
    EACH_ITS_OWN,
    FLAT,
    NAMES,
    STEEP,
    bin_map,
    parts,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

INPUTS = (
    (tensor(-0.9), *BENT),
    (tensor(0.82), *STEEP),
    (tensor([2.3, 4.6, 3.2, 5.0]), *FLAT),
    (tensor([[-1.5, -0.1], [0.3, -1.2]]), *BENT),
    (tensor([-0.2, 1.05, 4.1]), *EACH_ITS_OWN),
)
SHAPES = """
Shapes: `z` is a tensor of any shape; the other six are single numbers, or tensors of the shape of
`z` (each point in a bin of its own). The result has the shape of `z`.
"""


def _curve(t, s, d0, d1):
    """How far up in the bin, as a share of its height."""
    both = t * (1 - t)
    return (s * t**2 + d0 * both) / (s + (d0 + d1 - 2 * s) * both)


def changed(change):
    """A wrong answer: ``change(z, h, s, t, bin)`` in place of the curve."""

    def wrong(z, *ends):
        return change(z, *parts(z, *ends[:4]), ends)

    return wrong


def _with_above(above):
    """The curve with another numerator: ``above(s, t, d0)``."""
    return lambda z, h, s, t, e: (
        e[2] + h * above(s, t, e[4]) / (s + (e[4] + e[5] - 2 * s) * t * (1 - t))
    )


def _cubic(z, h, s, t, ends):
    """The cubic with the same ends and the same slopes at them."""
    z0, z1, x0, _, d0, d1 = ends
    w = z1 - z0
    return x0 + h * t**2 * (3 - 2 * t) + w * t * (1 - t) * (d0 * (1 - t) - d1 * t)


BIN_MAP = Exercise(
    id="4.1",
    title="One bin of the spline",
    minutes=6,
    difficulty="easy",
    prompt=r"""
One bin joins the point $(z_0, x_0)$ to $(z_1, x_1)$; its curve leaves with slope $d_0$ and arrives
with slope $d_1$. Write `bin_map(z, z0, z1, x0, x1, d0, d1)`: the $x$ that $z$ is sent to.

With the width $w = z_1 - z_0$, the height $h = x_1 - x_0$, the mean slope $s = h/w$ and
$\xi = (z - z_0)/w$, which runs from 0 to 1 through the bin,
$$x = x_0 + h\,\frac{s\,\xi^2 + d_0\,\xi(1-\xi)}{s + (d_0 + d_1 - 2s)\,\xi(1-\xi)}.$$
"""
    + SHAPES,
    inputs=INPUTS,
    names=("z", *NAMES),
    reference=bin_map,
    elementwise=True,
    returns="x, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "ξ not divided by the width",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(z - e[0], s, *e[4:])),
            "your ξ is z − z₀: it runs from 0 to the bin's width. Divide by w = z₁ − z₀, so that "
            "it is 1 at the bin's right end. Test it: z = z₁ has to give x₁.",
        ),
        Misconception(
            "z itself in place of ξ",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(z, s, *e[4:])),
            "z itself stands where ξ belongs. ξ = (z − z₀)/w says how far along in the bin you "
            "are: 0 at its left end, 1 at its right end.",
        ),
        Misconception(
            "s upside down",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(t, 1 / s, *e[4:])),
            "your s is w/h. A slope is rise over run: s = h/w, like d₀ and d₁, which it is "
            "compared with.",
        ),
        Misconception(
            "height left out",
            changed(lambda z, h, s, t, e: e[2] + _curve(t, s, *e[4:])),
            "the quotient runs from 0 to 1: it is a share of the bin's height. Multiply it by "
            "h = x₁ − x₀, or the curve ends at x₀ + 1.",
        ),
        Misconception(
            "width in place of the height",
            changed(lambda z, h, s, t, e: e[2] + (e[1] - e[0]) * _curve(t, s, *e[4:])),
            "the quotient is multiplied by the width. It is a share of the bin's height: multiply "
            "by h = x₁ − x₀, or the curve does not arrive at x₁.",
        ),
        Misconception(
            "x₀ left out",
            changed(lambda z, h, s, t, e: h * _curve(t, s, *e[4:])),
            "your curve starts at 0. The bin starts at x₀: add it.",
        ),
        Misconception(
            "d₀ and d₁ exchanged",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(t, s, e[5], e[4])),
            "d₁ stands in the numerator, so your curve leaves the left end with the slope of the "
            "right one. The numerator takes d₀; the denominator takes both.",
        ),
        Misconception(
            "ξ from the right end",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(1 - t, s, *e[4:])),
            "your ξ is (z₁ − z)/w: it is 1 at the left end, and your curve falls from x₁ to x₀. "
            "Measure from the left: (z − z₀)/w.",
        ),
        Misconception(
            "2s left out of the denominator",
            changed(
                lambda z, h, s, t, e: (
                    e[2] + h * (s * t**2 + e[4] * t * (1 - t)) / (s + (e[4] + e[5]) * t * (1 - t))
                )
            ),
            "−2s is missing in the denominator: s + (d₀ + d₁ − 2s) ξ(1−ξ). Test it: with "
            "d₀ = d₁ = s the curve has to be a straight line.",
        ),
        Misconception(
            "straight line",
            changed(lambda z, h, s, t, e: e[2] + h * t),
            "this is the straight line from corner to corner. It is a flow, but its slope jumps "
            "from bin to bin, and the density with it. d₀ and d₁ have to shape the curve.",
        ),
        Misconception(
            "cubic",
            changed(_cubic),
            "this is the cubic with the right ends and the right slopes. It bends well, but with "
            "steep ends it overshoots and falls again, and a map that falls and rises has no "
            "inverse. The rational quadratic rises for all positive slopes.",
        ),
        Misconception(
            "brackets of the denominator",
            changed(
                lambda z, h, s, t, e: (
                    e[2]
                    + h
                    * ((s * t**2 + e[4] * t * (1 - t)) / s + (e[4] + e[5] - 2 * s) * t * (1 - t))
                )
            ),
            "only the first term of the denominator divides. Put brackets around the whole "
            "denominator, s + (d₀ + d₁ − 2s) ξ(1 − ξ).",
        ),
        Misconception(
            "brackets of the denominator, after the height",
            changed(
                lambda z, h, s, t, e: (
                    e[2]
                    + h * (s * t**2 + e[4] * t * (1 - t)) / s
                    + (e[4] + e[5] - 2 * s) * t * (1 - t)
                )
            ),
            "only the first term of the denominator divides; the rest is added at the end. Put "
            "brackets around the whole denominator, s + (d₀ + d₁ − 2s) ξ(1 − ξ).",
        ),
        Misconception(
            "brackets of ξ",
            lambda z, z0, z1, x0, x1, d0, d1: (
                x0 + (x1 - x0) * _curve(z - z0 / (z1 - z0), (x1 - x0) / (z1 - z0), d0, d1)
            ),
            "`z - z0 / w` divides z₀ alone. Put brackets around z − z₀.",
        ),
        Misconception(
            "s in place of 2s in the denominator",
            changed(
                lambda z, h, s, t, e: (
                    e[2]
                    + h * (s * t**2 + e[4] * t * (1 - t)) / (s + (e[4] + e[5] - s) * t * (1 - t))
                )
            ),
            "the denominator has −s where −2s belongs: s + (d₀ + d₁ − 2s) ξ(1−ξ). Test it: with "
            "d₀ = d₁ = s the curve has to be a straight line.",
        ),
        Misconception(
            "ξ not squared",
            changed(_with_above(lambda s, t, d0: s * t + d0 * t * (1 - t))),
            "the first term of your numerator is s ξ. ξ is squared there: s ξ².",
        ),
        Misconception(
            "(1−ξ)² in the numerator",
            changed(_with_above(lambda s, t, d0: s * t**2 + d0 * (1 - t) ** 2)),
            "d₀ is multiplied by (1−ξ)² in your numerator, so that the curve does not begin at "
            "x₀. In the formula it is ξ(1−ξ).",
        ),
        Misconception(
            "brackets of 1 − ξ",
            changed(
                lambda z, h, s, t, e: (
                    e[2]
                    + h * (s * t**2 + e[4] * t * 1 - t) / (s + (e[4] + e[5] - 2 * s) * t * 1 - t)
                )
            ),
            "`xi * 1 - xi` is 0: multiplication comes before subtraction. Put brackets around "
            "1 − ξ.",
        ),
        Misconception(
            "ξ from z₁",
            changed(lambda z, h, s, t, e: e[2] + h * _curve(t - 1, s, *e[4:])),
            "your ξ is (z − z₁)/w: it runs from −1 to 0. Measure from the left end: it is 0 at "
            "z₀ and 1 at z₁.",
        ),
        Misconception(
            "height turned round",
            changed(lambda z, h, s, t, e: e[2] - h * _curve(t, -s, *e[4:])),
            "your h is x₀ − x₁, and so the mean slope is negative. The height is what the bin "
            "climbs: x₁ − x₀.",
        ),
        Misconception(
            "ξ divided by the height",
            changed(lambda z, h, s, t, e: e[2] + h * _curve((z - e[0]) / h, s, *e[4:])),
            "your ξ is (z − z₀)/h. z runs along the width of the bin: divide by w = z₁ − z₀.",
        ),
        Misconception(
            "numerator and denominator side by side",
            changed(
                lambda z, h, s, t, e: (
                    s * t**2 + e[4] * t * (1 - t),
                    s + (e[4] + e[5] - 2 * s) * t * (1 - t),
                )
            ),
            "you return two things, the numerator and the denominator. x is x₀ + h times their "
            "quotient.",
        ),
    ),
    hints=(
        "Which x belongs to z = z₀, and which to z = z₁? Your formula has to give both.",
        "Give the pieces names first: w, h, s and ξ. ξ(1−ξ) appears twice, so it deserves a name, "
        "too. Then write the formula down.",
        "In code, with three places left to you:\n\n"
        "    h, s = x1 - x0, (x1 - x0) / (z1 - z0)\n"
        "    t = …\n"
        "    both = t * (1 - t)\n"
        "    return x0 + h * (…) / (s + (…) * both)",
    ),
    praise="from corner to corner, with the slopes that you ask for, and always upwards.",
)

"""Exercise 4.3: one bin backwards."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import (
    BENT,
    EACH_ITS_OWN,
    FLAT,
    NAMES,
    STEEP,
    bin_inverse,
    bin_map,
    bins,
    parts,
    quadratic,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

GENERAL = (
    (tensor(1.4), *BENT),
    (tensor(-1.1), *STEEP),
    (tensor([1.03, 1.45, 1.2]), *FLAT),
    (tensor([[-0.6, 1.9], [0.3, 1.1]]), *BENT),
    (tensor([0.7, -2.2, 1.3]), *EACH_ITS_OWN),
)
# A straight bin has a = 0 exactly. In a nearly straight one √(b² − 4ac) is b to the last digit, so
# that the cancelling root gives z0, however it is spelled; and a is too large to be taken for 0.
STRAIGHT = bins(-0.25, 1.75, 0.5, 1.5, 0.5, 0.5)
ALMOST = bins(  # a ≈ 1e-4, 1e-5, 1e-6: in float32 the cancelling root is off by a hundredth
    [-1.2] * 3, [0.8] * 3, [0.4] * 3, [2.4] * 3, [1 + 1e-4, 1 + 1e-5, 1 + 1e-6], [1.0] * 3
)
NEARLY_STRAIGHT = bins(2.0**-9, 2 + 2.0**-9, 0.5, 1.5, 0.5 + 2.0**-35, 0.5)
SHAPES = """
Shapes: `x` is a tensor of any shape; the other six are single numbers, or tensors of the shape of
`x`. The result has the shape of `x`.
"""


IN_FLOAT32 = "z computed in float32"


def both_precisions(candidate, *args):
    """z in float64, and in float32, where digits are few; there rounding is taken away again."""
    z = candidate(*args)
    if not isinstance(z, torch.Tensor) or z.shape != args[0].shape:
        return z
    exact = bin_inverse(*args)
    coarse = candidate(*(arg.float() for arg in args))
    if isinstance(coarse, torch.Tensor) and coarse.shape == exact.shape:
        coarse = coarse.to(exact.dtype)
        coarse = torch.where((coarse - exact).abs() <= 2e-4 * (1 + exact.abs()), exact, coarse)
    return {"z": z, IN_FLOAT32: coarse}


def _with(solve):
    """A wrong answer: ``solve(a, b, c)`` gives ξ."""
    return lambda x, *ends: ends[0] + (ends[1] - ends[0]) * solve(*quadratic(x, *ends))


def _from(numbers):
    """The good root of another quadratic: ``numbers(h, s, x − x0, d0, d1)`` gives a, b, c."""

    def wrong(x, z0, z1, x0, x1, d0, d1):
        h, w = x1 - x0, z1 - z0
        return z0 + w * _good(*numbers(h, h / w, x - x0, d0, d1))

    return wrong


def _root(a, b, c):
    return torch.sqrt(b**2 - 4 * a * c)


def _good(a, b, c):
    return 2 * c / (-b - _root(a, b, c))


def _cancelling(a, b, c):
    return (-b + _root(a, b, c)) / (2 * a)


def _share(x, z0, z1, x0, x1, d0, d1):
    return _good(*quadratic(x, z0, z1, x0, x1, d0, d1))


def _roles_exchanged(x, z0, z1, x0, x1, d0, d1):
    return bin_map(x, x0, x1, z0, z1, 1 / d0, 1 / d1)


def _whole_height(x, z0, z1, x0, x1, d0, d1):
    """x itself where its height x − x0 above the bin's foot belongs."""
    h, s, _ = parts(z0, z0, z1, x0, x1)
    bent = x * (d0 + d1 - 2 * s)
    return z0 + (z1 - z0) * _good(h * (s - d0) + bent, h * d0 - bent, -s * x)


def _share_of_height(x, z0, z1, x0, x1, d0, d1):
    """(x − x0)/h in formulas that are made for x − x0."""
    h, s, r = x1 - x0, (x1 - x0) / (z1 - z0), (x - x0) / (x1 - x0)
    bent = r * (d0 + d1 - 2 * s)
    return z0 + (z1 - z0) * _good(h * (s - d0) + bent, h * d0 - bent, -s * r)


BIN_INVERSE = Exercise(
    id="4.3",
    title="One bin backwards",
    minutes=10,
    difficulty="hard",
    prompt=r"""
Write `bin_inverse(x, z0, z1, x0, x1, d0, d1)`: the $z$ that was sent to $x$. Multiply the formula
of 4.1 by its denominator and sort by powers of $\xi$. What remains is a quadratic,
$a\,\xi^2 + b\,\xi + c = 0$, with
$$a = h\,(s - d_0) + (x - x_0)(d_0 + d_1 - 2s),\quad
b = h\,d_0 - (x - x_0)(d_0 + d_1 - 2s),\quad
c = -s\,(x - x_0).$$
The root between 0 and 1 can be written in two ways,
$$\xi = \frac{-b + \sqrt{b^2 - 4ac}}{2a} = \frac{2c}{-b - \sqrt{b^2 - 4ac}},$$
and then $z = z_0 + w\,\xi$. On paper the two are equal. In a computer only one of them survives a
bin that is **straight or nearly straight**: there $a$ is almost 0. A spline that starts as $x = z$,
as the library's does, is made of such bins, and they are among the inputs.
"""
    + SHAPES,
    inputs=(
        *GENERAL,
        (tensor([0.625, 1.25]), *STRAIGHT),
        (tensor(0.5 + 2.0**-23), *NEARLY_STRAIGHT),
        (tensor([0.9, 1.6, 1.3]), *ALMOST),
    ),
    names=("x", *NAMES),
    reference=bin_inverse,
    probe=both_precisions,
    elementwise=True,
    returns="z, a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "the cancelling root",
            _with(_cancelling),
            "you take (−b + √(b² − 4ac)) / 2a, which is right on paper. In a straight bin a is 0, "
            "and you get 0/0. In a nearly straight one the square root is almost b: −b + √… "
            "subtracts two nearly equal numbers, and the digits that count are gone. In "
            "2c / (−b − √…) two negative numbers add up, and nothing is lost.",
        ),
        Misconception(
            "the cancelling root, with a = 0 apart",
            _with(lambda a, b, c: torch.where(a == 0, -c / b, _cancelling(a, b, c))),
            "you have seen that a can be 0, and treat that bin apart. But a bin that is *nearly* "
            "straight is as bad: −b + √(b² − 4ac) cancels, and your z is the bin's left end. "
            "2c / (−b − √(b² − 4ac)) holds for both, without a case.",
        ),
        Misconception(
            "the cancelling root, with small a apart",
            _with(lambda a, b, c: torch.where(a.abs() < 1e-6, -c / b, _cancelling(a, b, c))),
            "you treat bins with a below a bound apart. But cancelling has no bound: in float32, "
            "the type that flows are trained in, −b + √(b² − 4ac) has lost digits long before. "
            "2c / (−b − √(b² − 4ac)) holds for all bins, without a case.",
        ),
        Misconception(
            "both signs turned",
            _with(lambda a, b, c: 2 * c / (b + _root(a, b, c))),
            "your ξ is negative: the denominator is −b − √(b² − 4ac), with a minus before b, too.",
        ),
        Misconception(
            "root forgotten",
            _with(lambda a, b, c: 2 * c / (-b - (b**2 - 4 * a * c))),
            "the root is missing: −b − √(b² − 4ac).",
        ),
        Misconception(
            "plus under the root",
            _with(lambda a, b, c: 2 * c / (-b - torch.sqrt(b**2 + 4 * a * c))),
            "under the root stands b² − 4ac, with a minus.",
        ),
        Misconception(
            "the other root",
            _with(lambda a, b, c: (-b - _root(a, b, c)) / (2 * a)),
            "this is the quadratic's other root. It lies outside of the bin. Take the one with ξ "
            "between 0 and 1: 2c / (−b − √(b² − 4ac)).",
        ),
        Misconception(
            "the other root, with c above",
            _with(lambda a, b, c: 2 * c / (-b + _root(a, b, c))),
            "with c above, the sign before the root turns: 2c / (−b + √…) is the quadratic's other "
            "root, outside of the bin. Take 2c / (−b − √(b² − 4ac)).",
        ),
        Misconception(
            "b with the wrong sign",
            _with(lambda a, b, c: 2 * c / (b - _root(a, b, c))),
            "b has the wrong sign in your denominator. It is −b − √(b² − 4ac), and "
            "b = h d₀ − (x − x₀)(d₀ + d₁ − 2s).",
        ),
        Misconception(
            "c with the wrong sign",
            _with(lambda a, b, c: _good(a, b, -c)),
            "your c is s (x − x₀). On the way from the formula to a ξ² + b ξ + c = 0 everything "
            "comes to one side, and c = −s (x − x₀) is negative.",
        ),
        Misconception(
            "factor 2 left out",
            _with(lambda a, b, c: c / (-b - _root(a, b, c))),
            "a factor 2 is missing: ξ = 2c / (−b − √(b² − 4ac)). Test it: x = x₁ has to give z₁.",
        ),
        Misconception(
            "brackets of the denominator",
            _with(lambda a, b, c: 2 * c / -b - _root(a, b, c)),
            "only −b divides. Put brackets around the denominator: 2c / (−b − √(b² − 4ac)).",
        ),
        Misconception(
            "ξ instead of z",
            _share,
            "this is ξ, and a right one. Return z: go from the bin's left end z₀ by the share ξ of "
            "its width, z = z₀ + w ξ.",
        ),
        Misconception(
            "width left out",
            lambda x, *ends: ends[0] + _share(x, *ends),
            "ξ is a share of the bin's width: multiply it by w = z₁ − z₀ before you add z₀.",
        ),
        Misconception(
            "height in place of the width",
            lambda x, *ends: ends[0] + (ends[3] - ends[2]) * _share(x, *ends),
            "ξ is a share of the bin's *width*, and you multiply it by the height. z = z₀ + w ξ "
            "with w = z₁ − z₀.",
        ),
        Misconception(
            "z₀ left out",
            lambda x, *ends: (ends[1] - ends[0]) * _share(x, *ends),
            "w ξ is how far z is from the bin's left end. Add z₀.",
        ),
        Misconception(
            "x in place of x − x₀",
            _whole_height,
            "x itself stands where x − x₀ belongs: the formula counts from the bin's foot. Test "
            "it: x = x₀ has to give z₀.",
        ),
        Misconception(
            "share of the height in place of x − x₀",
            _share_of_height,
            "you put (x − x₀)/h into a, b and c. They are made for x − x₀: the h is in them "
            "already.",
        ),
        Misconception(
            "the map forwards with the roles exchanged",
            _roles_exchanged,
            "you exchange z and x, turn the slopes over and use the formula of 4.1 again. The "
            "inverse does have these ends and these slopes, but in between it is another curve: "
            "there is a square root in it. Solve the quadratic.",
        ),
        Misconception(
            "straight line",
            lambda x, z0, z1, x0, x1, d0, d1: z0 + (z1 - z0) * (x - x0) / (x1 - x0),
            "this is the inverse of a straight piece. The bin is bent: solve the quadratic.",
        ),
        Misconception(
            "the map forwards",
            bin_map,
            "this is the map from z to x once more. Here x is given and z is wanted.",
        ),
        Misconception(
            "d₁ in place of d₀",
            _from(
                lambda h, s, y, d0, d1: (
                    h * (s - d1) + y * (d0 + d1 - 2 * s),
                    h * d1 - y * (d0 + d1 - 2 * s),
                    -s * y,
                )
            ),
            "d₁ stands in your a and b where d₀ belongs. Test it: near x₀ the curve has the slope "
            "d₀.",
        ),
        Misconception(
            "s upside down",
            _from(
                lambda h, s, y, d0, d1: (
                    h * (1 / s - d0) + y * (d0 + d1 - 2 / s),
                    h * d0 - y * (d0 + d1 - 2 / s),
                    -y / s,
                )
            ),
            "your s is w/h. A slope is rise over run: s = h/w.",
        ),
        Misconception(
            "plus in b",
            _from(
                lambda h, s, y, d0, d1: (
                    h * (s - d0) + y * (d0 + d1 - 2 * s),
                    h * d0 + y * (d0 + d1 - 2 * s),
                    -s * y,
                )
            ),
            "b has a plus: it is h d₀ − (x − x₀)(d₀ + d₁ − 2s).",
        ),
        *(
            Misconception(
                name,
                _with(lambda a, b, c, small=small: (-b + _root(a, b, c)) / (2 * a + small)),
                "a small number in the denominator hides 0/0, and no more: −b + √(b² − 4ac) has "
                "lost its digits before you divide. 2c / (−b − √(b² − 4ac)) holds for all bins.",
            )
            for name, small in (
                ("a small number below", 1e-8),
                ("a small number below, 1e-12", 1e-12),
                ("a small number below, 1e-6", 1e-6),
            )
        ),
    ),
    hints=(
        "Try both forms of the root in a straight bin: d₀ = d₁ = s gives a = 0. Which of them "
        "still has a value?",
        "In a nearly straight bin b is positive and √(b² − 4ac) almost the same. So −b − √… adds "
        "up two numbers of one sign, and −b + √… subtracts nearly equal ones. Use the form with "
        "2c above.",
        "In code, with two places left to you:\n\n"
        "    h, s = x1 - x0, (x1 - x0) / (z1 - z0)\n"
        "    bent = (x - x0) * (d0 + d1 - 2 * s)\n"
        "    a, b, c = h * (s - d0) + bent, h * d0 - bent, -s * (x - x0)\n"
        "    t = 2 * c / (…)\n"
        "    return …",
    ),
    praise="straight bins are no special case, and no digits are lost in them.",
)

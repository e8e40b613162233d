"""Exercise 14.8: the zoom of the sphere, and what it does to an area."""

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.areas import (
    AREAS,
    sphere_mobius,
    squared_length,
)
from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import unit, zoom
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _z(change):
    """A wrong answer with the right log-det; ``change(x, stretch, shift)`` is its z."""

    def wrong(x, n, r):
        _, stretch = zoom(x, n, r)
        return change(x, stretch[..., None], r * n), 2 * torch.log(stretch)

    return wrong


def _stretched_by(change):
    """A wrong answer with another stretch in both: ``change(away, r)``."""

    def wrong(x, n, r):
        away = x - r * n
        stretch = change(away, r)
        return stretch[..., None] * away - r * n, 2 * torch.log(stretch)

    return wrong


N = unit([0.4, -0.7, 0.5])
M = unit([-0.6, 0.2, -0.9])
FOUR = unit([[0.3, -0.5, 0.8], [-0.9, 0.2, 0.1], [0.4, 0.6, -0.7], [0.1, -0.8, 0.3]])
THREE = unit([[-0.2, 0.9, 0.4], [0.7, -0.1, -0.6], [0.5, 0.5, 0.2]])
TABLE = unit([[[0.6, 0.1, -0.3], [-0.4, -0.8, 0.2]], [[0.9, 0.3, 0.5], [-0.1, 0.4, -0.9]]])

SPHERE_MOBIUS = Exercise(
    id="14.8",
    title="Zoom in on a sphere",
    minutes=7,
    difficulty="hard",
    prompt=r"""
The Möbius map of the sphere carries data $x$ to the base $z$. It holds the place $n$,
stretches everything around it, and squeezes the other side together. With $0 < r < 1$,
$$z = \frac{1 - r^2}{|x - r n|^2}\,(x - r n) - r n .$$
On the surface it stretches the lengths around $x$ in **all directions alike**, by
$(1 - r^2)/|x - r n|^2$: a small circle stays a circle.

Write `sphere_mobius(x, n, r)`. Return the pair: $z$, and the log-det at $x$, which on a sphere
is the logarithm of the factor by which a small **area** grows.

Shapes: `x` is `(..., 3)`, points of the unit sphere; `n` is `(3,)`, of length 1; `r` is a tensor, a
single number. The first result is `(..., 3)`, the second one `(...)`.
""",
    inputs=(
        (unit([0.2, 0.7, -0.5]), N, tensor(0.4)),
        (FOUR, N, tensor(0.65)),
        (THREE, M, tensor(0.3)),
        (TABLE, M, tensor(0.85)),
        (torch.stack([N, -N]), N, tensor(0.5)),
        (unit([[0.3, 0.3, -0.8]]), N, tensor(0.55)),
    ),
    labels=(
        "one point",
        "",
        "three points",
        "a table of points",
        "n and the place opposite",
        "a batch of one",
    ),
    names=("x", "n", "r"),
    parts=("z", "the log-det"),
    reference=sphere_mobius,
    returns="z, of shape (..., 3), and the log-det, of shape (...)",
    misconceptions=(
        *AREAS,
        Misconception(
            "n taken away at the end",
            lambda x, n, r: (zoom(x, n, r)[0] + (r - 1) * n, 2 * torch.log(zoom(x, n, r)[1])),
            "at the end you take n away, and not r n.",
        ),
        Misconception(
            "r² n taken away at the end",
            lambda x, n, r: (zoom(x, n, r)[0] + (r - r**2) * n, 2 * torch.log(zoom(x, n, r)[1])),
            "at the end you take r² n away. It is r n, as at the beginning.",
        ),
        Misconception(
            "the area's factor in f",
            _z(lambda x, s, rn: s**2 * (x - rn) - rn),
            "in f you multiply by the *square* of (1 − r²)/|x − r n|². The square is the area's "
            "factor, and belongs to the log-det alone.",
        ),
        Misconception(
            "not shifted back",
            _z(lambda x, s, rn: s * (x - rn)),
            "− r n at the end is missing: your points are not on the sphere.",
        ),
        Misconception(
            "shifted the wrong way at the end",
            _z(lambda x, s, rn: s * (x - rn) + rn),
            "you add r n at the end; it is taken away once more. Test it: f(n) = n, and the result "
            "has the length 1.",
        ),
        Misconception(
            "shifted the wrong way at the beginning",
            _z(lambda x, s, rn: s * (x + rn) - rn),
            "x − r n is multiplied, and you multiply x + r n. Test it: f(n) = n.",
        ),
        Misconception(
            "brackets of the product",
            _z(lambda x, s, rn: s * x - 2 * rn),
            "only x is multiplied by your quotient. Put brackets around x − r n.",
            also=(_z(lambda x, s, rn: s * x - rn),),
        ),
        Misconception(
            "the difference made as long as 1",
            _z(lambda x, s, rn: unit(x - rn)),
            "you make x − r n as long as 1. The result is on the sphere, but it is another map: "
            "it does not stretch alike in all directions, and your log-det is not its log-det.",
        ),
        Misconception(
            "shortened to length 1",
            _z(lambda x, s, rn: unit(s * (x - rn) + rn)),
            "you normalise a vector that was not on the sphere, which hides a mistake before it. "
            "The formula's result has the length 1 by itself.",
        ),
        Misconception(
            "1 − r² missing in f",
            _z(lambda x, s, rn: (x - rn) / squared_length(x - rn)[..., None] - rn),
            "1 − r² is missing in f. Test it: f(n) = n.",
        ),
        # --- both --------------------------------------------------------------------------------
        Misconception(
            "the two results exchanged",
            lambda x, n, r: sphere_mobius(x, n, r)[::-1],
            "both results are right, and they have changed places: first z, then the log-det.",
        ),
        Misconception(
            "cosine of the inner product",
            lambda x, n, r: (lambda s: (s[..., None] * (x - r * n) - r * n, 2 * torch.log(s)))(
                (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x @ n))
            ),
            "the inner product x·n *is* the cosine of the angle between x and n. You take the "
            "cosine once more.",
        ),
        Misconception(
            "the inverse",
            lambda x, n, r: sphere_mobius(x, n, -r),
            "this is the inverse map, with its log-det: it has −r for r, and pulls everything "
            "towards n. It is x *minus* r n, at both places.",
        ),
        Misconception(
            "the inverse's z",
            lambda x, n, r: (sphere_mobius(x, n, -r)[0], sphere_mobius(x, n, r)[1]),
            "your z is the one of the inverse map, which has −r for r.",
        ),
        Misconception(
            "the inverse's log-det at x",
            lambda x, n, r: (sphere_mobius(x, n, r)[0], sphere_mobius(x, n, -r)[1]),
            "your log-det has |x + r n|² below. It is |x − r n|².",
        ),
        Misconception(
            "length below not squared",
            _stretched_by(lambda away, r: (1 - r**2) / away.norm(dim=-1)),
            "below stands |x − r n| in yours; it is |x − r n|². Test it: the result has the length "
            "1.",
        ),
        Misconception(
            "length squared twice",
            _stretched_by(lambda away, r: (1 - r**2) / squared_length(away) ** 2),
            "below stands the fourth power of |x − r n|: x − r n is squared and summed already, "
            "and you square once more.",
        ),
        Misconception(
            "1 − r above",
            _stretched_by(lambda away, r: (1 - r) / squared_length(away)),
            "above stands 1 − r in yours; it is 1 − r². Test it: f(n) = n.",
        ),
        Misconception(
            "(1 − r)² above",
            _stretched_by(lambda away, r: (1 - r) ** 2 / squared_length(away)),
            "above stands (1 − r)² in yours; it is 1 − r², which is (1 − r)(1 + r).",
        ),
        Misconception(
            "1 + r² above",
            _stretched_by(lambda away, r: (1 + r**2) / squared_length(away)),
            "above stands 1 + r² in yours; it is 1 − r². Test it: f(n) = n.",
        ),
        Misconception(
            "1 above",
            _stretched_by(lambda away, r: 1 / squared_length(away)),
            "1 − r² is missing above. Test it: f(n) = n.",
        ),
        Misconception(
            "mean of the squares",
            _stretched_by(lambda away, r: (1 - r**2) / away.square().mean(-1)),
            "|x − r n|² is the *sum* of the three squares; you take their mean.",
        ),
        Misconception(
            "one length for all points",
            _stretched_by(
                lambda away, r: (1 - r**2) / (0 * squared_length(away) + away.square().sum())
            ),
            "you sum the squares of *all* points. Each point has its own |x − r n|²: sum over the "
            "last dimension alone.",
            also=(
                lambda x, n, r: (
                    (1 - r**2) / (x - r * n).square().sum() * (x - r * n) - r * n,
                    2 * torch.log((1 - r**2) / (x - r * n).square().sum()),
                ),
            ),
        ),
        Misconception(
            "n without r",
            lambda x, n, r: (
                (1 - r**2) * (x - n) / squared_length(x - n)[..., None] - n,
                2 * torch.log((1 - r**2) / squared_length(x - n)),
            ),
            "r is missing in front of n: the shift is r n, shorter than 1. With n itself the map "
            "divides by 0 at x = n.",
        ),
        Misconception(
            "r without n",
            lambda x, n, r: (
                (1 - r**2) * (x - r) / squared_length(x - r)[..., None] - r,
                2 * torch.log((1 - r**2) / squared_length(x - r)),
            ),
            "n is missing: you take the number r away from all three coordinates, whichever way n "
            "points. The shift is r n.",
        ),
        Misconception(
            "r not squared",
            _stretched_by(lambda away, r: (1 - 2 * r) / squared_length(away)),
            "above stands 1 − 2r in yours; it is 1 − r².",
        ),
    ),
    tips=(
        (
            r"size of tensor",
            "the quotient is (...), and x − r n is (..., 3). `stretch[..., None]` gives it a last "
            "dimension of length 1.",
        ),
    ),
    hints=(
        "A small square has two sides. Both grow by (1 − r²)/|x − r n|². And its area?",
        "Name x − r n, and the quotient, (...). For f multiply the two, with `[..., None]` on the "
        "quotient, and take r n away. The area's factor is the square of the quotient.",
        "In code, with two places left to you:\n\n"
        "    away = x - r * n\n"
        "    stretch = (1 - r**2) / …\n"
        "    return stretch[..., None] * away - r * n, …",
    ),
    praise="two directions, so twice the logarithm. Under a uniform base this is one peak at n.",
)

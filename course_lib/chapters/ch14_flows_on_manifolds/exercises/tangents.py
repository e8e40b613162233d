"""Exercise 14.10: the log-det of any map of the sphere, by autograd."""

import torch

from course_lib.chapters.ch14_flows_on_manifolds.exercises.base import unit
from course_lib.chapters.ch14_flows_on_manifolds.exercises.pairs import (
    any_two,
    axes,
    basis_at,
    bent,
    helped_by,
    lengthened,
    not_unit,
    of_angles,
    projected_axes,
    second_from_helper,
    skew,
    swirled,
    with_normal,
    zoomed,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- the answer, and its relatives ----------------------------------------------------------------


def _jacobian(f, x):
    return torch.autograd.functional.jacobian(f, x)


def _area(a, b):
    return torch.linalg.cross(a, b).norm()


def tangent_log_det(f, x):
    e1, e2 = basis_at(x)
    J = _jacobian(f, x)
    return torch.log(_area(J @ e1, J @ e2))


def _from(change):
    """A wrong answer made of J and the two tangents: ``change(J, e1, e2)``."""
    return lambda f, x: change(_jacobian(f, x), *basis_at(x))


def _with_basis(basis):
    """A wrong answer with another pair of vectors, ``basis(x)``."""

    def wrong(f, x):
        J = _jacobian(f, x)
        a, b = basis(x)
        return torch.log(_area(J @ a, J @ b))

    return wrong


def _whole(f, x):
    return torch.linalg.slogdet(_jacobian(f, x)).logabsdet


def _gram(J, e1, e2):
    columns = J @ torch.stack([e1, e2], 1)
    return columns.T @ columns


def _one_basis(J, e1, e2):
    both = torch.stack([e1, e2], 1)
    return torch.linalg.det(both.T @ J @ both).abs()


POINT = unit([0.4, -0.6, 0.7])

TANGENT_LOG_DET = Exercise(
    id="14.10",
    title="An area by autograd",
    minutes=6,
    difficulty="hard",
    core=False,
    prompt=r"""
For a new map `f` of the sphere somebody hands you code, and no formula for its log-det. Autograd
knows the Jacobian `J`, a 3 × 3 matrix; but it has three directions, and a density on the sphere
asks for two. What `f` does with points off the sphere must not count.

Take two vectors $e_1$ and $e_2$ of length 1, perpendicular to each other and to $x$: they touch the
sphere at $x$, and the square with these sides has the area 1. The Jacobian carries it to the
parallelogram with the sides $J e_1$ and $J e_2$, which touches the sphere at $f(x)$.

Write `tangent_log_det(f, x)`: the logarithm of this parallelogram's area.

`x` is one point, `(3,)`, anywhere on the unit sphere; `f` takes `(3,)` and returns `(3,)`; the
result is one number `()`. `torch.autograd.functional.jacobian(f, x)` gives `J`;
`torch.linalg.cross` gives a vector perpendicular to two others, as long as the area between them.
""",
    inputs=(
        (bent, POINT),
        (zoomed, unit([-0.7, 0.2, 0.5])),
        (swirled, unit([0.3, 0.8, -0.4])),
        (lengthened, unit([0.9, 0.5, 0.2])),
        (swirled, tensor([0.0, 0.0, 1.0])),
        (bent, tensor([0.0, -1.0, 0.0])),
        (zoomed, tensor([1.0, 0.0, 0.0])),
    ),
    labels=(
        "a bend",
        "a zoom",
        "",
        "f stretches off the sphere",
        "at the pole",
        "on the y-axis",
        "on the x-axis",
    ),
    names=("f", "x"),
    reference=tangent_log_det,
    returns="the log of the area, one number",
    misconceptions=(
        Misconception(
            "all three directions",
            _whole,
            "this is made of the determinant of the whole 3 × 3 matrix. Its third direction leaves "
            "the sphere, and what f does there is a whim of its formula. Take two tangents, J e₁ "
            "and J e₂.",
            also=(
                lambda f, x: torch.log(torch.linalg.det(_jacobian(f, x))),
                lambda f, x: 0.5 * torch.logdet(_jacobian(f, x).T @ _jacobian(f, x)),
                lambda f, x: _whole(f, x) * 2 / 3,
            ),
        ),
        Misconception(
            "½ forgotten",
            _from(lambda *args: torch.logdet(_gram(*args))),
            "this is the log of the *square* of the area, which is what det (JE)ᵀ(JE) gives: in "
            "the logarithm a ½ is missing.",
        ),
        Misconception(
            "one basis for both ends",
            _from(lambda *args: torch.log(_one_basis(*args))),
            "you measure J e₁ and J e₂ against the plane that touches the sphere at x. But they "
            "touch it at f(x), and that is another plane: you see their shadow. Their area needs "
            "no second basis.",
        ),
        Misconception(
            "basis not of length 1",
            _with_basis(not_unit),
            "your two vectors are perpendicular, but not of length 1: the square that you start "
            "from has not the area 1. Divide each by its length.",
            also=(
                _with_basis(lambda x: (unit(not_unit(x)[0]), not_unit(x)[1])),
                _with_basis(lambda x: (2 * basis_at(x)[0], basis_at(x)[1])),
            ),
        ),
        Misconception(
            "basis not perpendicular",
            _with_basis(skew),
            "your two vectors are not perpendicular to each other: you start from a slanted "
            "square, whose area is less than 1.",
        ),
        Misconception(
            "axes without their part along x",
            _with_basis(projected_axes),
            "you take the part along x away from two axes. They touch the sphere then, but they "
            "are neither perpendicular to each other nor of length 1.",
        ),
        Misconception(
            "the first two axes",
            _with_basis(axes),
            "e₁ and e₂ are the x- and the y-axis for you. They have to be perpendicular to *x*, "
            "the point: another pair at each place.",
        ),
        Misconception(
            "the first two coordinates",
            _from(lambda J, a, b: torch.log(torch.linalg.det(J[:2, :2]).abs())),
            "you take a 2 × 2 corner of J: the same two axes at both ends. The planes that touch "
            "the sphere at x and at f(x) are others.",
            also=(_from(lambda J, a, b: torch.log(torch.linalg.det(J[1:, 1:]).abs())),),
        ),
        Misconception(
            "a direction off the sphere",
            _with_basis(with_normal),
            "one of your two vectors is x itself, which points out of the sphere. Both have to be "
            "perpendicular to x.",
        ),
        Misconception(
            "any two vectors",
            _with_basis(any_two),
            "your answer is another one at every call: the two vectors are random, and not "
            "perpendicular to x.",
        ),
        Misconception(
            "trace",
            lambda f, x: torch.log(_jacobian(f, x).trace().abs()),
            "the trace of J adds three slopes. An area is a product, of two: the parallelogram of "
            "J e₁ and J e₂.",
            also=(lambda f, x: _jacobian(f, x).trace(),),
        ),
        Misconception(
            "not a logarithm",
            _from(lambda J, a, b: _area(J @ a, J @ b)),
            "this is the area, and a right one. Return its logarithm.",
        ),
        Misconception(
            "sign",
            lambda f, x: -tangent_log_det(f, x),
            "the sign is turned: this is the log-det of the way back.",
        ),
        Misconception(
            "product of the lengths",
            _from(lambda J, a, b: torch.log((J @ a).norm() * (J @ b).norm())),
            "you multiply the lengths of J e₁ and J e₂: the area of a rectangle. f has made a "
            "slanted parallelogram of the square, which has less: the length of their cross "
            "product.",
        ),
        Misconception(
            "inner product",
            _from(lambda J, a, b: torch.log(((J @ a) @ (J @ b)).abs())),
            "you take the inner product of J e₁ and J e₂, which is 0 where they are "
            "perpendicular. The area is the length of their *cross* product.",
        ),
        Misconception(
            "Jacobian transposed",
            _from(lambda J, a, b: torch.log(_area(J.T @ a, J.T @ b))),
            "your Jacobian is transposed: its columns, not its rows, are the pictures of the "
            "axes. J e₁ is `J @ e1`.",
        ),
        Misconception(
            "a helper that fails",
            _with_basis(helped_by(2)),
            "at some places your two vectors have no direction: where a fixed helper is parallel "
            "to x their cross product is 0, and at a pole φ is not defined. x can be anywhere: "
            "choose as helper the axis that is farthest from x, or a random vector.",
            also=(
                _with_basis(helped_by(0)),
                _with_basis(helped_by(1)),
                _with_basis(of_angles),
                _with_basis(
                    lambda x: (
                        torch.stack([-x[1], x[0], 0 * x[0]]) / torch.hypot(x[0], x[1]),
                        torch.linalg.cross(
                            x, torch.stack([-x[1], x[0], 0 * x[0]]) / torch.hypot(x[0], x[1])
                        ),
                    )
                ),
            ),
        ),
        Misconception(
            "crossed before the Jacobian",
            _from(lambda J, a, b: torch.log((J @ torch.linalg.cross(a, b)).norm())),
            "the cross product of e₁ and e₂ is ± x, and you ask what f does in *that* direction, "
            "off the sphere. First J, then the cross product.",
        ),
        Misconception(
            "sum of the cross product",
            _from(lambda J, a, b: torch.log(torch.linalg.cross(J @ a, J @ b).sum().abs())),
            "you add the coordinates of the cross product. The area is its *length*: `norm()`.",
        ),
        Misconception(
            "second vector from the helper",
            _with_basis(second_from_helper),
            "your second vector is perpendicular to the first one and to the helper, and not to "
            "x. Cross x with the first one.",
        ),
        Misconception(
            "the two largest singular values",
            lambda f, x: torch.linalg.svdvals(_jacobian(f, x))[:2].log().sum(),
            "you take the two largest singular values of the whole J. The third direction, off the "
            "sphere, can be the smallest, the largest, or a mixture of all. Use two tangents.",
        ),
        Misconception(
            "the two smallest singular values",
            lambda f, x: torch.linalg.svdvals(_jacobian(f, x))[1:].log().sum(),
            "you take the two smallest singular values of the whole J. The third direction, off "
            "the sphere, can be the largest, the smallest, or a mixture of all. Use two tangents.",
        ),
        Misconception(
            "one tangent alone",
            _from(lambda J, a, b: torch.log((J @ a).norm())),
            "you ask one tangent alone, by how much its *length* grows. An area needs both.",
            also=(
                _from(lambda J, a, b: 2 * torch.log((J @ a).norm())),
                _from(lambda J, a, b: torch.log((J @ b).norm())),
            ),
        ),
        Misconception(
            "half of the area",
            _from(lambda J, a, b: torch.log(_area(J @ a, J @ b) / 2)),
            "this is the triangle's area, half of the parallelogram's.",
        ),
        Misconception(
            "half of the logarithm",
            lambda f, x: tangent_log_det(f, x) / 2,
            "this is half of the log-det. ½ belongs to det (JE)ᵀ(JE), the square of an area; the "
            "length of the cross product is the area itself.",
        ),
    ),
    hints=(
        "Cross x with any vector that is not parallel to it: the result is perpendicular to x. "
        "What is still missing for length 1? And for the second one?",
        "e₁ is the cross product of x and an axis, divided by its length (take the axis on which x "
        "has the smallest coordinate); e₂ is the cross product of x and e₁. The area is the length "
        "of the cross product of J e₁ and J e₂.",
        "In code, with three places left to you:\n\n"
        "    J = torch.autograd.functional.jacobian(f, x)\n"
        "    other = torch.eye(3, dtype=x.dtype)[x.abs().argmin()]\n"
        "    e1 = torch.linalg.cross(x, other)\n"
        "    e1 = …\n"
        "    e2 = torch.linalg.cross(x, e1)\n"
        "    return torch.log(torch.linalg.cross(…, …).norm())",
    ),
    praise="this measures any map of the sphere, and puts any formula for a log-det to the test.",
)

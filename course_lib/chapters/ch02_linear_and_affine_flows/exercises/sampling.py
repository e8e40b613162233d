"""Exercises 2.5 and 2.8: samples of the affine flow, and the disk that holds a share of them."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.base import B2, B3, L2, L3
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 2.5 ------------------------------------------------------------------------------------------


def affine_sample(z, L, b):
    return torch.linalg.solve_triangular(L, z.T, upper=False).T + b


def _shift_first(z, L, b):
    return torch.linalg.solve_triangular(L, (z + b).T, upper=False).T


SAMPLE = Exercise(
    id="2.5",
    title="Samples without an inverse matrix",
    minutes=5,
    difficulty="medium",
    core=False,
    prompt=r"""
Write `affine_sample(z, L, b)`: turn base samples `z` of shape `(N, n)` into $x = L^{-1}z + b$.

$y = L^{-1}z$ is the solution of $L\,y = z$, and for a triangular $L$ that takes one pass from top
to bottom: $y_1 = z_1/\ell_{11}$, then $y_2 = (z_2 - \ell_{21}y_1)/\ell_{22}$, and so on.
`torch.linalg.solve_triangular(L, columns, upper=False)` does it for every **column** of `columns`,
faster and more exactly than an inverse matrix. Your samples are rows: `.T` turns them.
""",
    inputs=(
        (tensor([[1.5, -0.3]]), L2, B2),
        (tensor([[0.2, 1.1], [-2.0, 0.4], [3.0, -2.5]]), L2, B2),
        (tensor([[0.4, -1.0, 2.0]]), L3, B3),
        (tensor([[0.4, -1.0, 2.0], [1.2, 0.5, -0.7], [0.0, 2.0, 1.0], [-1.0, 0.3, 0.2]]), L3, B3),
    ),
    names=("z", "L", "b"),
    reference=affine_sample,
    returns="x = L⁻¹ z + b for every row of z, a tensor of the shape of z",
    misconceptions=(
        Misconception(
            "b added before multiplying",
            _shift_first,
            "b is added before L⁻¹ acts: this is L⁻¹ (z + b), and the cloud ends up around L⁻¹ b. "
            "The flow multiplies first and shifts last: L⁻¹ z + b.",
        ),
        Misconception(
            "L instead of its inverse",
            lambda z, L, b: z @ L.T + b,
            "you multiply by L. That is how the *inverse* uses it, z = L (x − b). Samples run the "
            "other way, x = L⁻¹ z + b: solve L y = z.",
        ),
        Misconception(
            "rows taken for columns",
            lambda z, L, b: torch.linalg.solve_triangular(L, z, upper=False, left=False) + b,
            "you solve y L = z, which gives z L⁻¹: L⁻ᵀ instead of L⁻¹. Turn the rows of z into "
            "columns, solve L y = z, and turn the result back.",
        ),
        Misconception(
            "upper instead of lower triangle",
            lambda z, L, b: torch.linalg.solve_triangular(L, z.T, upper=True).T + b,
            "only the diagonal of L has acted: your cloud is not tilted. With `upper=True` the "
            "solver does not even look at the numbers below the diagonal, and a division by the "
            "diagonal does not either. L is lower triangular: `upper=False`.",
        ),
        Misconception(
            "L transposed",
            lambda z, L, b: z @ L + b,
            "you multiply by Lᵀ. Samples are x = L⁻¹ z + b: solve L y = z.",
        ),
        Misconception(
            "shift taken away",
            lambda z, L, b: affine_sample(z, L, -b),
            "b is taken away. That belongs to the way back; forwards it is added, last.",
        ),
        Misconception(
            "turned",
            lambda z, L, b: affine_sample(z, L, b).T,
            "your table is turned: it has one row for each coordinate. Points are rows: turn what "
            "comes back from the solver, `.T`.",
        ),
        Misconception(
            "the way back",
            lambda z, L, b: (z - b) @ L.T,
            "this is the inverse, x → z. Samples run forwards, z → x.",
        ),
        Misconception(
            "shift forgotten",
            lambda z, L, b: torch.linalg.solve_triangular(L, z.T, upper=False).T,
            "the shift is missing: your cloud lies around 0 instead of b.",
        ),
    ),
    hints=(
        "For one sample with n = 2, solve L y = z by hand: first y₁, then y₂. What is left to do?",
        "solve_triangular wants columns and gives columns: hand it z.T, take .T of what comes "
        "back, and add b at the end.",
        "In code, with two places left to you:\n\n"
        "    y = torch.linalg.solve_triangular(L, …, upper=False).T\n    return y + …",
    ),
    praise="one triangular solve, then the shift: that is how the library samples, too.",
)


# --- 2.8 ------------------------------------------------------------------------------------------


def radius(p):
    return torch.sqrt(-2 * torch.log1p(-p))


RADIUS = Exercise(
    id="2.8",
    title="How large is the disk with 95 %?",
    minutes=4,
    difficulty="easy",
    core=False,
    prompt=r"""
In two dimensions $|z|^2$ follows the chi-square law with two degrees of freedom, which is an
exponential law: $P(|z|^2 \le r^2) = 1 - e^{-r^2/2}$.

Write `radius(p)`: the radius of the disk around 0 that holds the share $p$ of a standard normal in
the plane.
""",
    inputs=(
        (tensor(0.68),),
        (tensor(0.95),),
        (tensor([0.05, 0.5, 0.999, 1e-9]),),
    ),
    names=("p",),
    reference=radius,
    elementwise=True,
    returns="the radius r with P(|z| ≤ r) = p",
    misconceptions=(
        Misconception(
            "the rule of one dimension",
            lambda p: torch.special.ndtri((1 + p) / 2),
            "this is the rule of one dimension, where 68 % lie within 1 and 95 % within 1.96. In "
            "the plane a disk of radius 1 holds only 39 %: solve 1 − exp(−r²/2) = p.",
        ),
        Misconception(
            "root forgotten",
            lambda p: -2 * torch.log(1 - p),
            "this is r², not r: take the square root.",
        ),
        Misconception(
            "log p instead of log(1 − p)",
            lambda p: torch.sqrt(-2 * torch.log(p)),
            "this disk holds the share 1 − p. Solve 1 − exp(−r²/2) = p for r²: exp(−r²/2) = 1 − p.",
        ),
        Misconception(
            "p itself",
            lambda p: torch.sqrt(2 * p),
            "the logarithm is missing: 1 − exp(−r²/2) = p is solved for r² with a logarithm.",
        ),
        Misconception(
            "factor 2 below",
            lambda p: torch.sqrt(-torch.log(1 - p) / 2),
            "you divide by 2. From r²/2 = −log(1 − p), r² is twice as much.",
        ),
        Misconception(
            "the share as a function of the radius",
            lambda p: 1 - torch.exp(-(p**2) / 2),
            "this is the share within the radius p. The other way round is asked for: the radius "
            "that belongs to the share p.",
        ),
        Misconception(
            "factor 2 forgotten",
            lambda p: torch.sqrt(-torch.log(1 - p)),
            "the 2 of exp(−r²/2) got lost: r² = −2 log(1 − p).",
        ),
    ),
    hints=(
        "Set 1 − exp(−r²/2) equal to p. Which share lies outside of the disk?",
        "Outside lies exp(−r²/2) = 1 − p. Undo the three operations from the outside: exponential, "
        "−½, square.",
        "In code, with one place left to you:\n\n    return torch.sqrt(-2 * torch.log(…))",
    ),
    praise="68 % lie within 1.51, 95 % within 2.45: in the plane the disks are larger.",
)

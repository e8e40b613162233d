"""Stretch tasks: what a fitted L knows."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import GaussianFlow
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, B3, L2, L3, X2, X3
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.probes import with_given
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

WHITEN = Exercise(
    id="3.6",
    title="Whitening",
    minutes=3,
    difficulty="easy",
    core=False,
    prompt="""
*Whitening* data means to carry them to where they have mean 0 and the identity as covariance. A
fitted flow can do that. Write `whiten(flow, x)`.
""",
    inputs=((L2, B2, X2), (L3, B3, X3)),
    names=("L", "b", "x"),
    reference=lambda flow, x: flow.inverse(x)[0],
    probe=lambda candidate, L, b, x: candidate(with_given(GaussianFlow, L, b), x),
    returns="z, of the shape of x",
    misconceptions=(
        Misconception(
            "forward",
            lambda flow, x: flow.forward(x)[0],
            "you go forward. The data live in x; what is white lives in z.",
        ),
        Misconception(
            "only centred",
            lambda flow, x: x - flow.b,
            "the mean is gone, but the data are still stretched and tilted: L is missing.",
        ),
        Misconception(
            "with the log-det",
            lambda flow, x: flow.inverse(x),
            "`inverse` returns z and its log-det. Only z is asked for: take the first of the two.",
        ),
    ),
    hints=(
        "Where does the flow's density have mean 0 and covariance 1?",
        "In the base space. Which of the two maps leads there?",
        "    return flow.…(x)[0]",
    ),
    praise="the inverse of a Gaussian flow whitens; for other flows it makes any density Gaussian.",
)

CORRELATION = Exercise(
    id="3.7",
    title="Reading a correlation from L",
    minutes=8,
    difficulty="hard",
    core=False,
    prompt="""
In two dimensions, write `correlation(L)`: the correlation of $x_1$ and $x_2$,
$\\rho = C_{12} / \\sqrt{C_{11} C_{22}}$, where $C^{-1} = L^\\top L$. You may invert a matrix, or
find the formula: it takes two entries of $L$.
""",
    inputs=((L2,), (tensor([[0.5, 0.0], [1.3, 2.0]]),), (tensor([[2.5, 0.0], [-0.4, 0.3]]),)),
    names=("L",),
    reference=lambda L: -L[1, 0] / torch.hypot(L[0, 0], L[1, 0]),
    returns="one number between −1 and 1",
    misconceptions=(
        Misconception(
            "the sign",
            lambda L: L[1, 0] / torch.hypot(L[0, 0], L[1, 0]),
            "the sign is turned. A positive ℓ₂₁ means that x₂ has to fall where x₁ grows to keep "
            "z₂ as it is. (Did you take the entries of C⁻¹ = Lᵀ L? In two dimensions they give "
            "−ρ; the correlation belongs to C.)",
        ),
        Misconception(
            "L Lᵀ",
            lambda L: _correlation(torch.linalg.inv(L @ L.T)),
            "you inverted L Lᵀ. In the lecture's convention the precision is Lᵀ L.",
        ),
        Misconception(
            "the covariance",
            lambda L: torch.linalg.inv(L.T @ L)[0, 1],
            "this is the covariance C₁₂. Divide it by both standard deviations.",
        ),
    ),
    hints=(
        "C = (Lᵀ L)⁻¹. What are its three entries for a 2 × 2 matrix?",
        "With L⁻¹ = (1/(ℓ₁₁ ℓ₂₂)) · ((ℓ₂₂, 0), (−ℓ₂₁, ℓ₁₁)), form C = L⁻¹ L⁻ᵀ and divide: "
        "ℓ₂₂ drops out.",
        "    return -L[1, 0] / torch.sqrt(L[0, 0] ** 2 + …)",
    ),
    praise="ρ = −ℓ₂₁ / √(ℓ₁₁² + ℓ₂₁²): the tilt relative to the stretch.",
)


def _correlation(C):
    return C[0, 1] / torch.sqrt(C[0, 0] * C[1, 1])


CONDITIONAL = Exercise(
    id="3.8",
    title="Predicting x₂ from x₁",
    minutes=8,
    difficulty="hard",
    core=False,
    prompt="""
How long will you wait if the eruption took $x_1$ minutes? For a Gaussian the mean of $x_2$ given
$x_1$ can be read from $L$: $z_2 = \\ell_{21}(x_1 - b_1) + \\ell_{22}(x_2 - b_2)$ has mean 0,
whatever $x_1$ is. Write `conditional_mean(x1, L, b)` for a whole batch of `x1`.
""",
    inputs=(
        (tensor([0.4]), L2, B2),
        (tensor([-1.0, 0.3, 2.6]), L2, B2),
        (tensor([[0.2, 1.5], [-0.7, 3.0]]), tensor([[0.5, 0.0], [1.3, 2.0]]), tensor([2.0, 0.9])),
    ),
    names=("x1", "L", "b"),
    reference=lambda x1, L, b: b[1] - L[1, 0] / L[1, 1] * (x1 - b[0]),
    returns="the mean of x₂ for each x₁",
    misconceptions=(
        Misconception(
            "the sign",
            lambda x1, L, b: b[1] + L[1, 0] / L[1, 1] * (x1 - b[0]),
            "the sign is turned: solve 0 = ℓ₂₁ (x₁ − b₁) + ℓ₂₂ (x₂ − b₂) for x₂ once more.",
        ),
        Misconception(
            "divided by the other diagonal entry",
            lambda x1, L, b: b[1] - L[1, 0] / L[0, 0] * (x1 - b[0]),
            "you divide by ℓ₁₁. x₂ is multiplied by ℓ₂₂ in the second row, so divide by that.",
        ),
        Misconception(
            "x₁ not centred",
            lambda x1, L, b: b[1] - L[1, 0] / L[1, 1] * x1,
            "x₁ is counted from its mean b₁: at x₁ = b₁ the prediction is b₂.",
        ),
        Misconception(
            "the mean of x₂",
            lambda x1, L, b: b[1] + 0 * x1,
            "this is the mean of x₂ over all x₁. Knowing x₁ moves it, unless ℓ₂₁ = 0.",
        ),
    ),
    hints=(
        "Set z₂ to its mean, 0.",
        "0 = ℓ₂₁ (x₁ − b₁) + ℓ₂₂ (x₂ − b₂): solve for x₂.",
        "    return b[1] - L[1, 0] / … * (x1 - b[0])",
    ),
    praise="triangular maps know conditionals. Part II builds flows from just this.",
)

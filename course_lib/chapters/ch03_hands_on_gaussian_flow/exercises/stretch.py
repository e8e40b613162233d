"""Exercises 3.7 and 3.8: what a fitted L knows."""

import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.inputs import B2, L2
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def _covariance(L):
    return torch.linalg.inv(L.T @ L)


def _of_the_inverse(L):
    return torch.linalg.inv(L)


def _root(C):
    return torch.sqrt(C[0, 0] * C[1, 1])


def _slope(C):
    """How much x₂ grows with x₁ on average."""
    return C[0, 1] / C[0, 0]


def _correlation(C):
    return C[0, 1] / _root(C)


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
    returns="the correlation ρ, one number between −1 and 1",
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
            "this is the correlation for C⁻¹ = L Lᵀ, −ℓ₂₁ / √(ℓ₂₁² + ℓ₂₂²). In the lecture's "
            "convention the precision is Lᵀ L: the product the other way round, and ℓ₁₁ in the "
            "place of ℓ₂₂.",
        ),
        Misconception(
            "the covariance L Lᵀ",
            lambda L: _correlation(L @ L.T),
            "this is the correlation for C = L Lᵀ. Here L belongs to the precision, C⁻¹ = Lᵀ L: "
            "invert that.",
        ),
        Misconception(
            "the inverse of L for C",
            lambda L: _of_the_inverse(L)[1, 0] / _root(_of_the_inverse(L)),
            "you took L⁻¹ for C. C is the inverse of the product Lᵀ L, that is L⁻¹ L⁻ᵀ.",
        ),
        Misconception(
            "the inverse of L for C, above the diagonal",
            lambda L: _of_the_inverse(L)[0, 1] / _root(_of_the_inverse(L)),
            "you took L⁻¹ for C, and above its diagonal it is 0. C is the inverse of the product "
            "Lᵀ L, that is L⁻¹ L⁻ᵀ.",
        ),
        Misconception(
            "L for C",
            lambda L: L[1, 0] / _root(L),
            "you took L for C. C is the inverse of Lᵀ L.",
        ),
        Misconception(
            "the covariance",
            lambda L: torch.linalg.inv(L.T @ L)[0, 1],
            "this is the covariance C₁₂. Divide it by both standard deviations.",
        ),
        Misconception(
            "no root",
            lambda L: _covariance(L)[0, 1] / (_covariance(L)[0, 0] * _covariance(L)[1, 1]),
            "you divide C₁₂ by C₁₁ C₂₂. These are variances; the standard deviations are their "
            "roots: √(C₁₁ C₂₂).",
        ),
        Misconception(
            "the slope of a prediction",
            lambda L: _covariance(L)[0, 1] / _covariance(L)[0, 0],
            "C₁₂ / C₁₁ is how much x₂ grows with x₁ on average. A correlation has no unit: divide "
            "by both standard deviations, √(C₁₁ C₂₂).",
        ),
        Misconception(
            "the slope of the other prediction",
            lambda L: _covariance(L)[0, 1] / _covariance(L)[1, 1],
            "C₁₂ / C₂₂ is how much x₁ grows with x₂ on average. A correlation has no unit: divide "
            "by both standard deviations, √(C₁₁ C₂₂).",
        ),
        Misconception(
            "squared",
            lambda L: _correlation(_covariance(L)) ** 2,
            "this is ρ², which has lost its sign.",
        ),
        Misconception(
            "the root forgotten below",
            lambda L: -L[1, 0] / (L[0, 0] ** 2 + L[1, 0] ** 2),
            "the root is missing below: ρ = −ℓ₂₁ / √(ℓ₁₁² + ℓ₂₁²).",
        ),
        Misconception(
            "ℓ₁₁ alone below",
            lambda L: -L[1, 0] / L[0, 0],
            "−ℓ₂₁ / ℓ₁₁ may be larger than 1. Below stands the root of the sum of both squares.",
        ),
        Misconception(
            "the whole matrix",
            lambda L: _covariance(L) / torch.outer(*2 * [_covariance(L).diagonal().sqrt()]),
            "this is the whole correlation matrix. ρ is one number, its entry [0, 1].",
        ),
        Misconception(
            "counted from 1",
            lambda L: -L[2, 1] / torch.hypot(L[1, 1], L[2, 1]),
            "PyTorch counts from 0: ℓ₂₁ is `L[1, 0]`, and ℓ₁₁ is `L[0, 0]`.",
        ),
        Misconception(
            "absolute value",
            lambda L: _correlation(_covariance(L)).abs(),
            "the sign is lost. A correlation tells how strongly two things go together, and "
            "whether one rises or falls with the other: it has a sign.",
        ),
        Misconception(
            "the correlation of L's rows",
            lambda L: torch.corrcoef(L)[0, 1],
            "`torch.corrcoef` takes the numbers of L for data. L is no table of points: it belongs "
            "to the precision, C⁻¹ = Lᵀ L.",
        ),
        Misconception(
            "squares missing under the root",
            lambda L: -L[1, 0] / torch.sqrt(L[0, 0] + L[1, 0]),
            "under your root stands ℓ₁₁ + ℓ₂₁. It is a length, as in Pythagoras: the squares of "
            "both are added.",
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
            "b₂ forgotten",
            lambda x1, L, b: -L[1, 0] / L[1, 1] * (x1 - b[0]),
            "this is how far the prediction lies from b₂. Add b₂: it is x₂ − b₂ that you have "
            "solved for.",
        ),
        Misconception(
            "no shift at all",
            lambda x1, L, b: -L[1, 0] / L[1, 1] * x1,
            "b is missing, twice: x₁ is counted from b₁, and the prediction from b₂.",
        ),
        Misconception(
            "b₂ taken away",
            lambda x1, L, b: -L[1, 0] / L[1, 1] * (x1 - b[0]) - b[1],
            "b₂ is taken away. From 0 = … + ℓ₂₂ (x₂ − b₂), x₂ is b₂ plus something.",
        ),
        Misconception(
            "not divided by ℓ₂₂",
            lambda x1, L, b: b[1] - L[1, 0] * (x1 - b[0]),
            "x₂ − b₂ is multiplied by ℓ₂₂ in the second row: divide by it.",
        ),
        Misconception(
            "multiplied by ℓ₂₂",
            lambda x1, L, b: b[1] - L[1, 0] * L[1, 1] * (x1 - b[0]),
            "you multiply by ℓ₂₂. x₂ − b₂ is multiplied by it in the second row: divide.",
        ),
        Misconception(
            "the quotient upside down",
            lambda x1, L, b: b[1] - L[1, 1] / L[1, 0] * (x1 - b[0]),
            "your quotient is upside down: ℓ₂₁ belongs to x₁ and stands above, ℓ₂₂ belongs to x₂ "
            "and stands below.",
        ),
        Misconception(
            "the correlation as slope",
            lambda x1, L, b: b[1] + _correlation(_covariance(L)) * (x1 - b[0]),
            "you took the correlation as slope. That holds where both widths are 1; in general it "
            "is C₁₂/C₁₁, which is −ℓ₂₁/ℓ₂₂.",
        ),
        Misconception(
            "the prediction the other way round",
            lambda x1, L, b: b[1] + _covariance(L)[0, 1] / _covariance(L)[1, 1] * (x1 - b[0]),
            "C₁₂/C₂₂ is the slope for predicting x₁ from x₂. Here x₁ is known: C₁₂/C₁₁, which is "
            "−ℓ₂₁/ℓ₂₂.",
        ),
        Misconception(
            "the covariance as slope",
            lambda x1, L, b: b[1] + _covariance(L)[0, 1] * (x1 - b[0]),
            "you took the covariance as slope. Divide it by the variance of x₁.",
        ),
        Misconception(
            "the two b exchanged",
            lambda x1, L, b: b[0] - L[1, 0] / L[1, 1] * (x1 - b[1]),
            "b₁ and b₂ have changed places: x₁ is counted from b₁ (`b[0]`), and the prediction "
            "from b₂ (`b[1]`).",
        ),
        Misconception(
            "the mean of x₂",
            lambda x1, L, b: b[1] + 0 * x1,
            "this is the mean of x₂ over all x₁. Knowing x₁ moves it, unless ℓ₂₁ = 0.",
        ),
        Misconception(
            "counted from 1",
            lambda x1, L, b: b[2] - L[2, 1] / L[2, 2] * (x1 - b[1]),
            "PyTorch counts from 0: ℓ₂₁ is `L[1, 0]`, and ℓ₁₁ is `L[0, 0]`.",
        ),
        Misconception(
            "the covariance L Lᵀ",
            lambda x1, L, b: b[1] + (L @ L.T)[1, 0] / (L @ L.T)[0, 0] * (x1 - b[0]),
            "you took L Lᵀ for the covariance. Here L belongs to the precision, C⁻¹ = Lᵀ L: invert "
            "that, or solve the prompt's equation for x₂.",
        ),
        Misconception(
            "L Lᵀ",
            lambda x1, L, b: b[1] + _slope(torch.linalg.inv(L @ L.T)) * (x1 - b[0]),
            "you took L Lᵀ for the precision. In the lecture's convention it is Lᵀ L: the product "
            "the other way round.",
        ),
        Misconception(
            "the precision for the covariance",
            lambda x1, L, b: b[1] + _slope(L.T @ L) * (x1 - b[0]),
            "you took Lᵀ L for the covariance. It is the precision, C⁻¹: invert it.",
        ),
        Misconception(
            "the first of the batch alone",
            lambda x1, L, b: (b[1] - L[1, 0] / L[1, 1] * (x1 - b[0]))[:1],
            "this is the prediction for the first x₁ alone. Is a `return` inside of the loop? No "
            "loop is needed: the formula takes the whole batch.",
        ),
        Misconception(
            "brackets around b₂",
            lambda x1, L, b: (b[1] - L[1, 0] * (x1 - b[0])) / L[1, 1],
            "b₂ is divided by ℓ₂₂, too. Only −ℓ₂₁ (x₁ − b₁) is: b₂ is added after the division.",
        ),
        Misconception(
            "one number made of a batch",
            lambda x1, L, b: float(b[1] - L[1, 0] / L[1, 1] * (x1 - b[0])),
            "`float(…)` and `.item()` make one plain number, and x₁ is a batch. Keep the tensor: "
            "one prediction for each x₁.",
        ),
        Misconception(
            "the sign, and x₁ not centred",
            lambda x1, L, b: b[1] + L[1, 0] / L[1, 1] * x1,
            "two things: the sign is turned (solve 0 = ℓ₂₁ (x₁ − b₁) + ℓ₂₂ (x₂ − b₂) for x₂ once "
            "more), and x₁ is counted from its mean b₁.",
        ),
    ),
    hints=(
        "Which value has z₂ on average? Put it into the equation of the prompt.",
        "z₂ is 0 on average, so ℓ₂₂ (x₂ − b₂) = −ℓ₂₁ (x₁ − b₁). Two steps are left: divide, and "
        "bring b₂ over.",
        "    return b[1] - L[1, 0] / … * (x1 - b[0])",
    ),
    praise="triangular maps know conditionals. Part II builds flows from just this.",
)

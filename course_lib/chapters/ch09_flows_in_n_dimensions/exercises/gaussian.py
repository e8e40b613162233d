"""Exercise 9.9: the Knothe–Rosenblatt map of a Gaussian."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def kr_matrix(C):
    return _rows(_slope(C), C[0, 0].sqrt(), _left(C).sqrt())


def _slope(C):
    """How the mean of x₂ follows x₁."""
    return C[1, 0] / C[0, 0]


def _left(C):
    """The variance of x₂ given x₁."""
    return C[1, 1] - _slope(C) * C[1, 0]


def _rows(slope, s1, s2):
    return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([-slope / s2, 1 / s2])])


def _symmetric_root(C):
    values, vectors = torch.linalg.eigh(C)
    return vectors @ torch.diag(values**-0.5) @ vectors.T


def _rho(C):
    return C[1, 0] / torch.sqrt(C[0, 0] * C[1, 1])


def _slope_alone(C):
    L = kr_matrix(C)
    return torch.stack([L[0], torch.stack([-_slope(C), L[1, 1]])])


KR_MATRIX = Exercise(
    id="9.9",
    title="The triangular map of a Gaussian",
    minutes=6,
    difficulty="medium",
    core=False,
    prompt=r"""
$x$ is normal in the plane, with mean 0 and the covariance $C$. Its Knothe–Rosenblatt map makes
$x_1$ standard normal, and then $x_2$ *given* $x_1$:
$$z_1 = \frac{x_1}{\sigma_1},\qquad z_2 = \frac{x_2 - m(x_1)}{\sigma_{2|1}} .$$
For a Gaussian both are linear. The mean of $x_2$ given $x_1$ is $m(x_1) = (C_{21}/C_{11})\,x_1$;
what is left of its variance is $\sigma_{2|1}^2 = C_{22} - C_{21}^2/C_{11}$; and
$\sigma_1^2 = C_{11}$.

Write `kr_matrix(C)`: the $2\times2$ matrix $L$ with $z = L\,x$. Then multiply $L^\mathsf{T}L$ by
$C$. Where have you met this matrix before?
""",
    inputs=(
        (tensor([[2.0, 0.6], [0.6, 0.5]]),),
        (tensor([[0.3, -0.7], [-0.7, 4.0]]),),
        (tensor([[5.0, 1.4], [1.4, 1.7]]),),
        (tensor([[0.02, 0.5], [0.5, 13.0]]),),
    ),
    names=("C",),
    reference=kr_matrix,
    returns="L, a tensor of shape (2, 2) with z = L x",
    misconceptions=(
        Misconception(
            "the map forwards",
            torch.linalg.cholesky,
            "this is the Cholesky factor of the covariance, C = A Aᵀ: it carries z to x. Asked for "
            "is the way back, z = L x, and L = A⁻¹.",
        ),
        Misconception(
            "the precision's Cholesky factor",
            lambda C: torch.linalg.cholesky(torch.linalg.inv(C)),
            "you take the Cholesky factor of the precision, C⁻¹ = A Aᵀ. Here it is C⁻¹ = LᵀL, the "
            "other order. Look at its first row: z₁ must be x₁/σ₁.",
        ),
        Misconception(
            "the other coordinate first",
            lambda C: torch.linalg.cholesky(torch.linalg.inv(C)).T,
            "yours is upper triangular: it takes x₂ first, and then x₁ given x₂. That makes z "
            "normal as well, in the other order. Here x₁ comes first, alone.",
        ),
        Misconception(
            "transposed",
            lambda C: kr_matrix(C).T,
            "your matrix is transposed: in it z₁ depends on x₂. Row 2 holds what x₁ and x₂ are "
            "multiplied by to make z₂.",
        ),
        Misconception(
            "the symmetric root",
            _symmetric_root,
            "this is C^(−½), the symmetric root. It makes z normal, too, but in it z₁ depends on "
            "x₂. The triangular map takes x₁ first, alone.",
        ),
        Misconception(
            "the precision",
            torch.linalg.inv,
            "this is the precision C⁻¹, which is LᵀL.",
        ),
        Misconception(
            "correlation ignored",
            lambda C: torch.diag(C.diagonal() ** -0.5),
            "you divide each coordinate by its own width. That makes both marginals standard "
            "normal, and leaves them correlated.",
        ),
        Misconception(
            "width of x₂ by itself",
            lambda C: _rows(_slope(C), C[0, 0].sqrt(), C[1, 1].sqrt()),
            "you divide by √C₂₂, the width of x₂ by itself. Once x₁ is known less is left: "
            "C₂₂ − C₂₁²/C₁₁.",
        ),
        Misconception(
            "variances in place of widths",
            lambda C: _rows(_slope(C), C[0, 0], _left(C)),
            "you divide by variances. Divide by widths: their square roots.",
        ),
        Misconception(
            "slope divided by C₂₂",
            lambda C: _rows(C[1, 0] / C[1, 1], C[0, 0].sqrt(), _left(C).sqrt()),
            "your slope is C₂₁/C₂₂: that is how x₁ follows x₂. How x₂ follows x₁ is C₂₁/C₁₁.",
        ),
        Misconception(
            "correlation as the slope",
            lambda C: _rows(_rho(C), C[0, 0].sqrt(), _left(C).sqrt()),
            "your slope is the correlation. That is the slope of standardised numbers; here it is "
            "C₂₁/C₁₁.",
        ),
        Misconception(
            "covariance as the slope",
            lambda C: _rows(C[1, 0], C[0, 0].sqrt(), _left(C).sqrt()),
            "your slope is C₂₁: divide it by the variance of x₁, C₁₁.",
        ),
        Misconception(
            "mean added",
            lambda C: _rows(-_slope(C), C[0, 0].sqrt(), _left(C).sqrt()),
            "the mean of x₂ given x₁ is added. It is taken away: x₂ − m(x₁).",
        ),
        Misconception(
            "mean not divided by the width",
            _slope_alone,
            "in row 2 only x₂ is divided by the width. The whole of x₂ − m(x₁) is: −slope/σ, 1/σ.",
        ),
        Misconception(
            "variance added",
            lambda C: _rows(_slope(C), C[0, 0].sqrt(), (C[1, 1] + _slope(C) * C[1, 0]).sqrt()),
            "you add C₂₁²/C₁₁. Knowing x₁ makes x₂ less uncertain: it is taken away.",
        ),
        Misconception(
            "C₂₁ not squared",
            lambda C: _rows(
                _slope(C), C[0, 0].sqrt(), (C[1, 1] - C[1, 0].abs() / C[0, 0]).abs().sqrt()
            ),
            "C₂₁ is not squared in what is left of the variance: C₂₂ − C₂₁²/C₁₁.",
        ),
    ),
    hints=(
        "Write z₂ out: which number stands before x₁, and which before x₂?",
        "Row 1 is (1/σ₁, 0). Row 2 is (−slope/σ₂|₁, 1/σ₂|₁), with the slope C₂₁/C₁₁.",
        "In code, with two places left to you:\n\n"
        "    slope = C[1, 0] / C[0, 0]\n"
        "    s1, s2 = torch.sqrt(C[0, 0]), torch.sqrt(…)\n"
        "    return torch.stack([torch.stack([1 / s1, 0 * s1]), torch.stack([…, 1 / s2])])",
    ),
    praise="it is chapter 02's L: C⁻¹ = LᵀL. The affine flow was a triangular map all along.",
)

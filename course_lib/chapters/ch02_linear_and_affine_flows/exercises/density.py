"""Exercise 2.4: the density of the affine flow in n dimensions."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.base import B2, B3, L2, L3
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor


def affine_log_prob(x, L, b):
    z = (x - b) @ L.T
    return log_p0(z).sum(-1) + _log_det(L)


def _log_det(L):
    return torch.log(torch.diagonal(L)).sum()


def _covariance_cholesky(x, L, b):
    """L taken for the factor of the covariance, C = L Lᵀ."""
    z = torch.linalg.solve_triangular(L, (x - b).unsqueeze(-1), upper=False).squeeze(-1)
    return log_p0(z).sum(-1) - _log_det(L)


def _one_normalisation(x, L, b):
    z = (x - b) @ L.T
    return -0.5 * (z**2).sum(-1) - 0.5 * LOG_TWO_PI + _log_det(L)


AFFINE_LOG_PROB = Exercise(
    id="2.4",
    title="The affine flow's density",
    minutes=8,
    difficulty="medium",
    prompt=r"""
Write `affine_log_prob(x, L, b)`: the log-density of $x = L^{-1}z + b$ for standard-normal
$z\in\mathbb R^n$. `x` has the shape `(..., n)`: one point, or many; return one number per point.

You need $z = L\,(x - b)$, the sum of $\log p_0(z_i)$ over the $n$ components, and
$\log|\det \partial f^{-1}/\partial x| = \log\det L = \sum_i \log \ell_{ii}$.
No matrix is inverted and no determinant computed.

In PyTorch a batch of points are *rows*: for a single point $Lz$ is `L @ z`, for rows it is
`z @ L.T`, and the second form is right for both.
""",
    inputs=(
        (tensor([1.5, -0.3]), L2, B2),
        (tensor([[0.2, 1.1], [-2.0, 0.4], [3.0, -2.5]]), L2, B2),
        (tensor([0.4, -1.0, 2.0]), L3, B3),
        (tensor([[[1.2, -1.5, 0.0], [0.0, 0.3, 1.0]]]), L3, B3),
    ),
    names=("x", "L", "b"),
    reference=affine_log_prob,
    returns="the log-density log p(x), one number per point",
    misconceptions=(
        Misconception(
            "log-det of the map instead of the inverse",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) - _log_det(L),
            "the log-det has the wrong sign. −Σ log ℓᵢᵢ belongs to the map forwards, whose matrix "
            "is L⁻¹. The formula asks for the inverse, z = L (x − b), whose matrix is L: "
            "log det L = +Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "n missing in the normalisation",
            _one_normalisation,
            "½ log 2π is subtracted once. Each of the n components of z brings its own: the "
            "normalisation is (2π)^(n/2), so subtract n/2 · log 2π.",
        ),
        Misconception(
            "L Lᵀ instead of Lᵀ L",
            lambda x, L, b: log_p0((x - b) @ L).sum(-1) + _log_det(L),
            "you multiply by Lᵀ instead of L: your precision is L Lᵀ where it should be Lᵀ L. For "
            "rows, L (x − b) is written (x − b) @ L.T.",
        ),
        Misconception(
            "covariance instead of precision",
            _covariance_cholesky,
            "you read L as the factor of the covariance, C = L Lᵀ, as many libraries do. Here it "
            "is the factor of the precision: C⁻¹ = Lᵀ L, and z = L (x − b) needs no solve.",
        ),
        Misconception(
            "log-det forgotten",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1),
            "the log-det is missing: the mass under your density is 1/det L, not 1. Add Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "half the log-det",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) + 0.5 * _log_det(L),
            "you add ½ log det L. The ½ belongs to √det C⁻¹; and det C⁻¹ = (det L)², so the root "
            "leaves det L: add Σ log ℓᵢᵢ, once.",
        ),
        Misconception(
            "multiplied before the shift is undone",
            lambda x, L, b: log_p0(x @ L.T - b).sum(-1) + _log_det(L),
            "you compute L x − b. The flow adds b last, so b is taken away first: L (x − b).",
        ),
        Misconception(
            "determinant without its logarithm",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) + torch.diagonal(L).prod(),
            "det L itself is added to a log-density. Add its logarithm, Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "normalisation forgotten",
            lambda x, L, b: -0.5 * ((x - b) @ L.T).pow(2).sum(-1) + _log_det(L),
            "the base's normalisation is missing: subtract n/2 · log 2π.",
        ),
        Misconception(
            "not summed over the components",
            lambda x, L, b: log_p0((x - b) @ L.T) + torch.log(torch.diagonal(L)),
            "this is one number for every component. The components of z are independent: their "
            "densities multiply, so sum the log-densities over the last dimension.",
        ),
        Misconception(
            "logarithm of the sum",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) + torch.log(torch.diagonal(L).sum()),
            "you sum the diagonal and take the logarithm then. The determinant is the product "
            "of the diagonal, so the logarithms are summed.",
        ),
        Misconception(
            "half forgotten",
            lambda x, L, b: affine_log_prob(x, L, b) - 0.5 * ((x - b) @ L.T).pow(2).sum(-1),
            "the ½ before z² is missing: log p₀(z) = −½ z² − ½ log 2π.",
        ),
        Misconception(
            "sign of the square",
            lambda x, L, b: affine_log_prob(x, L, b) + ((x - b) @ L.T).pow(2).sum(-1),
            "z² has a plus: your density grows away from the middle. It is −½ z².",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, L, b: log_p0(x).sum(-1) + _log_det(L),
            "the base is asked at x. Ask it at the z that x came from, z = L (x − b).",
        ),
        Misconception(
            "b forgotten",
            lambda x, L, b: log_p0(x @ L.T).sum(-1) + _log_det(L),
            "b is missing: your density stands around 0. z = L (x − b).",
        ),
        Misconception(
            "b added",
            lambda x, L, b: log_p0((x + b) @ L.T).sum(-1) + _log_det(L),
            "b is added once more. The flow has added it; on the way back it is taken away.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, L, b: affine_log_prob(x, L, b).exp(),
            "this is the density p(x), and a right one. The exercise asks for its logarithm.",
        ),
        Misconception(
            "minus the log-density",
            lambda x, L, b: -affine_log_prob(x, L, b),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "mean over the components",
            lambda x, L, b: log_p0((x - b) @ L.T).mean(-1) + _log_det(L),
            "you average over the components. The components of z are independent: their densities "
            "multiply, so the log-densities are summed.",
        ),
        Misconception(
            "summed over everything",
            lambda x, L, b: log_p0((x - b) @ L.T).sum() + _log_det(L),
            "`.sum()` without a dimension adds up the points as well. Each point has a log-density "
            "of its own: `.sum(-1)`.",
        ),
        Misconception(
            "twice the log-det",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) + 2 * _log_det(L),
            "the log-det stands there twice. 2 log det L is log det C⁻¹, and that has a ½ before "
            "it: add Σ log ℓᵢᵢ, once.",
        ),
        Misconception(
            "L and its inverse exchanged",
            lambda x, L, b: log_p0((x - b) @ torch.linalg.inv(L).T).sum(-1) + _log_det(L),
            "on the way back you multiply by L⁻¹. L⁻¹ belongs to the way forwards, x = L⁻¹ z + "
            "b; backwards z = L (x − b), and nothing is inverted.",
        ),
        Misconception(
            "L @ for a batch",
            lambda x, L, b: log_p0(L @ (x - b)).sum(-1) + _log_det(L),
            "`L @ (x - b)` is for a single point. A batch of points are rows: multiply from the "
            "right, by L.T.",
        ),
        Misconception(
            "summed over the points",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(0) + _log_det(L),
            "`.sum(0)` adds up the points. The sum goes over the n components of one point, the "
            "last dimension.",
        ),
        Misconception(
            "base not summed",
            lambda x, L, b: log_p0((x - b) @ L.T) + _log_det(L),
            "there is one log p₀(zᵢ) left for each component. Their densities multiply, so the "
            "logarithms are summed over the last dimension: one number per point.",
        ),
        Misconception(
            "log-det in every component",
            lambda x, L, b: (log_p0((x - b) @ L.T) + _log_det(L)).sum(-1),
            "log det L is added to every component before the sum, so it counts n times. It "
            "belongs to the whole point: add it once, after the sum.",
        ),
        Misconception(
            "logarithm of all entries",
            lambda x, L, b: log_p0((x - b) @ L.T).sum(-1) + torch.log(L).sum(),
            "you take the logarithm of all entries of L: there are zeros and negative numbers "
            "among them. The determinant of a triangular matrix is the product of its diagonal "
            "alone.",
        ),
        Misconception(
            "normalisation for n = 2",
            lambda x, L, b: -0.5 * ((x - b) @ L.T).pow(2).sum(-1) - LOG_TWO_PI + _log_det(L),
            "log 2π is right for two components alone. Each component brings ½ log 2π: `log_p0` "
            "has it built in.",
        ),
        Misconception(
            "a dimension kept",
            lambda x, L, b: affine_log_prob(x, L, b).unsqueeze(-1),
            "the numbers are right, and a last dimension of length 1 is left over. Sum without "
            "`keepdim`: one number per point.",
        ),
    ),
    hints=(
        "In two dimensions, write z₁ and z₂ down by hand: z₁ = ℓ₁₁ (x₁ − b₁), z₂ = ℓ₂₁ (x₁ − b₁) + "
        "ℓ₂₂ (x₂ − b₂). What is the density of two independent standard normals?",
        "z = (x − b) @ L.T; then log_p0(z) has the shape (..., n): sum it over the last dimension "
        "and add the sum of the logarithms of L's diagonal.",
        "In code, with two places left to you:\n\n    z = (x - b) @ …\n"
        "    return log_p0(z).sum(-1) + torch.log(…).sum()",
    ),
    praise="the general Gaussian in n dimensions, with one product and n logarithms.",
)

"""Exercise 1.7: the density after any invertible map, in any number of dimensions."""

import torch

from course_lib.chapters.ch01_change_of_variables.exercises.any_map import slope
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor


def inverse_of_shear(x):
    return torch.stack([x[0] - 0.8 * x[1], 1.7 * x[1]])


def inverse_of_mirror(x):
    return torch.stack([0.2 * x[0] + 0.3 * x[1] - 0.4, 1.6 * x[0] + 0.5 * x[1]])


def inverse_of_polar(x):
    return torch.stack([torch.hypot(x[0], x[1]), torch.atan2(x[1], x[0])])


def inverse_of_three(x):
    mixed = torch.stack([x[0] + 0.5 * x[2], x[1] - 0.7 * x[0], x[2] + 0.3 * x[1]])
    return torch.asinh(1.5 * mixed)


def _jacobian(inverse, x):
    return torch.autograd.functional.jacobian(inverse, x)


def log_prob_nd(x, inverse):
    return log_p0(inverse(x)).sum() + torch.linalg.slogdet(_jacobian(inverse, x))[1]


def _with_log_det(log_det):
    """A wrong answer whose base is right and whose log-det is a function of the matrix J."""
    return lambda x, inverse: log_p0(inverse(x)).sum() + log_det(_jacobian(inverse, x))


ANY_MAP_ND = Exercise(
    id="1.7",
    title="… in any number of dimensions",
    minutes=7,
    difficulty="hard",
    core=False,
    prompt=r"""
The same machine for vectors. Write `log_prob_nd(x, inverse)` for **one** point `x` of shape
`(D,)`; `inverse` takes a tensor of shape `(D,)` to a tensor of shape `(D,)`. The base is a
standard normal in each of the $D$ dimensions, so
$$\log p(x) = \sum_{i=1}^{D} \log p_0(z_i)
+ \log\left|\det\frac{\partial f^{-1}(x)}{\partial x}\right|.$$

`torch.autograd.functional.jacobian(inverse, x)` is the whole matrix; `torch.linalg.slogdet`
returns sign and logarithm of the absolute value of a determinant.
""",
    inputs=(
        (tensor([0.7, -1.3]), inverse_of_shear),
        (tensor([1.1, 0.4]), inverse_of_mirror),
        (tensor([-0.6, 1.9]), inverse_of_polar),
        (tensor([0.5, -0.9, 1.4]), inverse_of_three),
    ),
    names=("x", "inverse"),
    reference=log_prob_nd,
    returns="the log-density log p(x), one number",
    misconceptions=(
        Misconception(
            "sum over the dimensions forgotten",
            lambda x, inverse: log_p0(inverse(x)) + torch.linalg.slogdet(_jacobian(inverse, x))[1],
            "there is one log p₀(zᵢ) for each dimension left. The base is a product over the "
            "dimensions, so their logarithms are summed: one point, one number.",
        ),
        Misconception(
            "Jacobian forgotten",
            _with_log_det(lambda jacobian: 0.0),
            "this is the base at f⁻¹(x), with the Jacobian left out. Add log|det ∂f⁻¹/∂x|.",
        ),
        Misconception(
            "det of the map instead of the inverse",
            _with_log_det(lambda jacobian: -torch.linalg.slogdet(jacobian)[1]),
            "you have the matrix of f⁻¹, so its log-det is added. Subtracting is for the matrix of "
            "f.",
        ),
        Misconception(
            "only the diagonal of J",
            _with_log_det(lambda jacobian: jacobian.diagonal().abs().log().sum()),
            "this is the product of the diagonal. That is the determinant of a triangular matrix "
            "only; a general one mixes all entries.",
        ),
        Misconception(
            "absolute value forgotten",
            _with_log_det(lambda jacobian: torch.log(torch.linalg.det(jacobian))),
            "a map that mirrors has a negative determinant, and its logarithm is not a number. "
            "`slogdet` gives sign and log|det| apart.",
        ),
        Misconception(
            "sign in place of the logarithm",
            _with_log_det(lambda jacobian: torch.linalg.slogdet(jacobian)[0]),
            "`slogdet` returns two things: the sign, and log|det|. You took the sign; take the "
            "second, `[1]` or `.logabsdet`.",
        ),
        Misconception(
            "determinant without its logarithm",
            _with_log_det(lambda jacobian: torch.linalg.det(jacobian).abs()),
            "the determinant itself is added to a log-density. Add its logarithm: `slogdet` gives "
            "it.",
        ),
        Misconception(
            "normalised for one dimension",
            lambda x, inverse: log_prob_nd(x, inverse) + (len(x) - 1) * 0.5 * LOG_TWO_PI,
            "½ log 2π is subtracted once. Each of the D components of z brings its own: sum "
            "log_p0(z).",
        ),
        Misconception(
            "mean over the dimensions",
            lambda x, inverse: (
                log_p0(inverse(x)).mean() + torch.linalg.slogdet(_jacobian(inverse, x))[1]
            ),
            "you average over the dimensions. The base is a product, so its logarithms are summed.",
        ),
        Misconception(
            "log-det alone",
            lambda x, inverse: torch.linalg.slogdet(_jacobian(inverse, x))[1],
            "this is the log-det alone. The base at z = inverse(x) belongs to it.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, inverse: log_prob_nd(x, inverse).exp(),
            "this is the density p(x), and a right one. The exercise asks for its logarithm.",
        ),
        Misconception(
            "gradient of the sum instead of the matrix",
            lambda x, inverse: log_p0(inverse(x)).sum() + slope(inverse, x).abs().log().sum(),
            "`torch.autograd.grad(z.sum(), x)` adds up the rows of the matrix. In 1.6 every z had "
            "its own x; here each zᵢ depends on all xⱼ, and the whole matrix is needed.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, inverse: log_p0(x).sum() + torch.linalg.slogdet(_jacobian(inverse, x))[1],
            "the base is asked at x. Ask it at z = inverse(x).",
        ),
        Misconception(
            "log-det in every dimension",
            lambda x, inverse: (
                log_p0(inverse(x)) + torch.linalg.slogdet(_jacobian(inverse, x))[1]
            ).sum(),
            "the log-det stands inside the sum, so it is added once for each dimension. It belongs "
            "to the whole point: add it once.",
        ),
        Misconception(
            "slogdet's pair added",
            _with_log_det(torch.linalg.slogdet),
            "`slogdet` returns two things: the sign, and log|det|. Add the second alone, `[1]` or "
            "`.logabsdet`.",
        ),
        Misconception(
            "matrix taken at z",
            lambda x, inverse: (
                log_p0(inverse(x)).sum()
                + torch.linalg.slogdet(_jacobian(inverse, inverse(x))).logabsdet
            ),
            "the matrix of f⁻¹ is taken at z. f⁻¹ is a function of x: differentiate it at x.",
        ),
        Misconception(
            "a value in place of the function",
            lambda x, inverse: _jacobian(inverse(x), x),
            "`jacobian` wants the function itself, and you hand it a tensor: it calls the function "
            "at x for you.",
        ),
        Misconception(
            "determinant of a 2 × 2 matrix",
            _with_log_det(lambda j: (j[0, 0] * j[1, 1] - j[0, 1] * j[1, 0]).abs().log()),
            "a·d − b·c is the determinant of a 2 × 2 matrix. `inverse` may have any number of "
            "dimensions: `torch.linalg.slogdet` takes them all.",
        ),
        Misconception(
            "minus the log-density",
            lambda x, inverse: -log_prob_nd(x, inverse),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
    ),
    hints=(
        "Three steps again: backwards, ask the base, correct. What becomes of the base's "
        "log-density in D dimensions, what of the derivative?",
        "Sum log p₀ over the D numbers of z. The stretch is |det J| with J from "
        "`torch.autograd.functional.jacobian`; the second result of `slogdet(J)` is its logarithm.",
        "In code, with two places left to you:\n\n    z = inverse(x)\n"
        "    jacobian = torch.autograd.functional.jacobian(inverse, x)\n"
        "    return log_p0(z).… + torch.linalg.slogdet(jacobian)[…]",
    ),
    praise="five lines that give the density of any invertible map, in any dimension.",
)

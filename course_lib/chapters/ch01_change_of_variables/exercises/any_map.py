"""Exercises 1.6 and 1.7: the density after any invertible map, by autograd."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import LOG_TWO_PI, log_p0, tensor

# --- 1.6 ------------------------------------------------------------------------------------------


def inverse_of_exp(x):
    return torch.log(x)


def inverse_of_falling(x):
    return torch.log(3 - x)


def inverse_of_sinh(x):
    return torch.asinh(2 * x - 0.5)


def inverse_of_s_curve(x):
    return torch.log(x) - torch.log(4 - x)


def _slope(inverse, x):
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(inverse(x).sum(), x)[0]


def log_prob(x, inverse):
    return log_p0(inverse(x)) + torch.log(_slope(inverse, x).abs())


def whole_batch(candidate, x, inverse):
    """The log-density; a batch that autograd refuses, for want of a sum, stays refused.

    Number by number there is nothing to sum, and nobody would notice.
    """
    function = getattr(candidate, "function", candidate)
    if x.ndim:
        try:
            function(x.clone(), inverse)
        except Exception as error:
            if "implicitly created" in str(error):
                raise
    return candidate(x, inverse)


ANY_MAP = Exercise(
    id="1.6",
    title="A density for any map",
    minutes=8,
    difficulty="medium",
    prompt=r"""
No more derivatives by hand. Write `log_prob(x, inverse)`: the log-density of $x$ for **any**
invertible map of one variable. `inverse` is the function $f^{-1}$, which works on tensors; `x` is
a tensor of any shape. Let autograd find $\partial f^{-1}/\partial x$ at every point.

Two things to know about autograd: `x.detach().clone().requires_grad_()` makes a fresh copy of `x`
to differentiate with respect to; and `torch.autograd.grad(z.sum(), x)` returns a **tuple** with
one tensor of the shape of `x`. The sum is allowed here because each $z$ depends on its own $x$
alone.
""",
    inputs=(
        (tensor(2.0), inverse_of_exp),
        (tensor(1.2), inverse_of_falling),
        (tensor([-1.4, 0.7, 2.3]), inverse_of_sinh),
        (tensor([[0.5, 2.9], [-3.0, 1.6]]), inverse_of_falling),
        (tensor([[0.3, 3.1], [1.4, 2.6]]), inverse_of_s_curve),
        (tensor([4e7, -9e6]), inverse_of_sinh),
    ),
    names=("x", "inverse"),
    reference=log_prob,
    probe=whole_batch,
    elementwise=True,
    returns="the log-density log p(x), a tensor of the shape of x",
    misconceptions=(
        Misconception(
            "Jacobian forgotten",
            lambda x, inverse: log_p0(inverse(x)),
            "this is log p₀(f⁻¹(x)), with the Jacobian left out. Add log|∂f⁻¹/∂x|, with the "
            "derivative from autograd.",
        ),
        Misconception(
            "det of the map instead of the inverse",
            lambda x, inverse: log_p0(inverse(x)) - torch.log(_slope(inverse, x).abs()),
            "the sign of the log-det belongs to the other direction. You differentiate f⁻¹, so its "
            "log-det is added; log|∂f/∂z| would be subtracted.",
        ),
        Misconception(
            "absolute value forgotten",
            lambda x, inverse: log_p0(inverse(x)) + torch.log(_slope(inverse, x)),
            "for a map that falls the derivative is negative, and its logarithm is not a number. "
            "Take the absolute value first.",
        ),
        Misconception(
            "derivative taken at z",
            lambda x, inverse: log_p0(inverse(x)) + torch.log(_slope(inverse, inverse(x)).abs()),
            "the derivative of f⁻¹ is taken at z. f⁻¹ is a function of x: differentiate it at x.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, inverse: log_p0(x) + torch.log(_slope(inverse, x).abs()),
            "the base is asked at x. Ask it at z = inverse(x).",
        ),
        Misconception(
            "Jacobian added without its logarithm",
            lambda x, inverse: log_p0(inverse(x)) + _slope(inverse, x).abs(),
            "the Jacobian itself is added to a log-density. In logarithms a product is a sum of "
            "logarithms: add log|∂f⁻¹/∂x|.",
        ),
        Misconception(
            "density instead of log-density",
            lambda x, inverse: log_prob(x, inverse).exp(),
            "this is the density p(x), and a right one. The exercise asks for its logarithm.",
        ),
        Misconception(
            "minus the log-density",
            lambda x, inverse: -log_prob(x, inverse),
            "this is −log p(x). The minus belongs to a loss, not to the density.",
        ),
        Misconception(
            "the derivative alone",
            lambda x, inverse: torch.log(_slope(inverse, x).abs()),
            "this is the log-det alone. The base at z = inverse(x) belongs to it.",
        ),
        Misconception(
            "summed over the batch",
            lambda x, inverse: log_prob(x, inverse).sum(),
            "this is one number for the whole batch. The sum is only for autograd: the result "
            "keeps one log-density for each x.",
        ),
    ),
    hints=(
        "The three steps are those of 1.1. Which of them did you do by hand there, and could "
        "autograd do it here?",
        "Make a copy of x that requires a gradient, compute z = inverse(x), and let "
        "`torch.autograd.grad(z.sum(), x)` give ∂z/∂x. Then absolute value, logarithm, add.",
        "In code, with two places left to you:\n\n    x = x.detach().clone().requires_grad_()\n"
        "    z = inverse(x)\n    (slope,) = torch.autograd.grad(z.sum(), x)\n"
        "    return log_p0(…) + torch.log(…)",
    ),
    praise="one function, every map of one variable: all you need is f⁻¹ and its derivative.",
)

# --- 1.7 ------------------------------------------------------------------------------------------


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
            lambda x, inverse: log_p0(inverse(x)).sum() + _slope(inverse, x).abs().log().sum(),
            "`torch.autograd.grad(z.sum(), x)` adds up the rows of the matrix. In 1.6 every z had "
            "its own x; here each zᵢ depends on all xⱼ, and the whole matrix is needed.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, inverse: log_p0(x).sum() + torch.linalg.slogdet(_jacobian(inverse, x))[1],
            "the base is asked at x. Ask it at z = inverse(x).",
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

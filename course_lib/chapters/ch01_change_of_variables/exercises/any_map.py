"""Exercise 1.6: the density after any invertible map of one variable, by autograd."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor


def inverse_of_exp(x):
    return torch.log(x)


def inverse_of_falling(x):
    return torch.log(3 - x)


def inverse_of_sinh(x):
    return torch.asinh(2 * x - 0.5)


def inverse_of_s_curve(x):
    return torch.log(x) - torch.log(4 - x)


def slope(inverse, x, total=torch.sum):
    """∂f⁻¹/∂x at each x; ``total`` makes one number of a batch."""
    x = x.detach().clone().requires_grad_()
    return torch.autograd.grad(total(inverse(x)), x)[0]


def grad_tuple(x, inverse):
    return (slope(inverse, x),)


def log_prob(x, inverse):
    return log_p0(inverse(x)) + torch.log(slope(inverse, x).abs())


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
    labels=("", "", "", "", "", "far out, where the inverse is nearly flat"),
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
            lambda x, inverse: log_p0(inverse(x)) - torch.log(slope(inverse, x).abs()),
            "the sign of the log-det belongs to the other direction. You differentiate f⁻¹, so its "
            "log-det is added; log|∂f/∂z| would be subtracted.",
        ),
        Misconception(
            "absolute value forgotten",
            lambda x, inverse: log_p0(inverse(x)) + torch.log(slope(inverse, x)),
            "for a map that falls the derivative is negative, and its logarithm is not a number. "
            "Take the absolute value first.",
        ),
        Misconception(
            "derivative taken at z",
            lambda x, inverse: log_p0(inverse(x)) + torch.log(slope(inverse, inverse(x)).abs()),
            "the derivative of f⁻¹ is taken at z. f⁻¹ is a function of x: differentiate it at x.",
        ),
        Misconception(
            "base evaluated at x",
            lambda x, inverse: log_p0(x) + torch.log(slope(inverse, x).abs()),
            "the base is asked at x. Ask it at z = inverse(x).",
        ),
        Misconception(
            "Jacobian added without its logarithm",
            lambda x, inverse: log_p0(inverse(x)) + slope(inverse, x).abs(),
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
            lambda x, inverse: torch.log(slope(inverse, x).abs()),
            "this is the log-det alone. The base at z = inverse(x) belongs to it.",
        ),
        Misconception(
            "summed over the batch",
            lambda x, inverse: log_prob(x, inverse).sum(),
            "this is one number for the whole batch. The sum is only for autograd: the result "
            "keeps one log-density for each x.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "`torch.autograd.grad` returns a tuple, even for one derivative. Take the tensor "
                "out of it: `(slope,) = …`, or `[0]`.",
            )
            for name, wrong in (
                ("autograd's tuple", lambda x, inverse: torch.abs(grad_tuple(x, inverse))),
                ("autograd's tuple, by .abs()", lambda x, inverse: grad_tuple(x, inverse).abs()),
                ("autograd's tuple in a log", lambda x, inverse: torch.log(grad_tuple(x, inverse))),
            )
        ),
        Misconception(
            "no way from z back to x",
            lambda x, inverse: torch.autograd.grad(inverse(x.detach()).sum(), x),
            "autograd finds no way from your z back to an x. Three things must fit: x requires a "
            "gradient, z = inverse(x) is computed from that very copy and after it, and nothing "
            "on the way is detached.",
        ),
        Misconception(
            "sum forgotten",
            lambda x, inverse: (
                log_p0(inverse(x)) + slope(inverse, x, total=lambda z: z).abs().log()
            ),
            "autograd differentiates one number, and your z is a whole batch. Sum it first, "
            "`z.sum()`: each z depends on its own x alone.",
        ),
        Misconception(
            "mean instead of the sum",
            lambda x, inverse: log_p0(inverse(x)) + slope(inverse, x, total=torch.mean).abs().log(),
            "you differentiate the mean of the z. Each derivative is then divided by how many "
            "there are: differentiate their sum.",
        ),
        Misconception(
            "derivative of log p₀",
            lambda x, inverse: (
                log_p0(inverse(x)) + slope(lambda y: log_p0(inverse(y)), x).abs().log()
            ),
            "you differentiate log p₀(z). The Jacobian is the derivative of the map: differentiate "
            "z itself.",
        ),
        Misconception(
            "log-det of all points",
            lambda x, inverse: log_p0(inverse(x)) + slope(inverse, x).abs().log().sum(),
            "every x gets the log-dets of all of them. Each has one of its own: the sum is only "
            "for autograd.",
        ),
        Misconception(
            "a whole matrix",
            lambda x, inverse: (
                torch.linalg.slogdet(torch.autograd.functional.jacobian(inverse, x)).logabsdet
            ),
            "a determinant needs a matrix. Here each z depends on its own x alone: one derivative "
            "for each x, and its absolute value is the stretch.",
        ),
        Misconception(
            "Jacobian twice",
            lambda x, inverse: log_p0(inverse(x)) + 2 * slope(inverse, x).abs().log(),
            "the log-det stands there twice. The map stretches once.",
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

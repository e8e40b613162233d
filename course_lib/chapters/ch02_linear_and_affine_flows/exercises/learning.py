"""Exercise 2.7: one step of gradient descent on the mean negative log-likelihood."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.base import B2, B3
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.density import affine_log_prob
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import log_p0, tensor

PARTS = ("the new log_diagonal", "the new below", "the new b")


def _matrix(log_diagonal, below):
    return torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)


def mean_loss(x, log_diagonal, below, b):
    return -affine_log_prob(x, _matrix(log_diagonal, below), b).mean()


def _gradients(loss, x, *parameters):
    parameters = [p.detach().clone().requires_grad_() for p in parameters]
    return torch.autograd.grad(loss(x, *parameters), parameters, materialize_grads=True)


def _step_with(loss, move=lambda old, gradient, lr: old - lr * gradient):
    """A step that is right but for the loss that it goes down, or the way in which it moves."""

    def descent_step(x, log_diagonal, below, b, lr):
        old = (log_diagonal, below, b)
        moves = zip(old, _gradients(loss, x, *old), strict=True)
        return tuple(move(p, gradient, lr) for p, gradient in moves)

    return descent_step


descent_step = _step_with(mean_loss)


UNTOUCHED = "the arguments stay as they are"


def untouched(candidate, x, *rest):
    """A probe: the three new tensors, and whether the arguments are what they were."""
    given = (x, *rest[:-1])
    before = [p.clone() for p in given]
    new = candidate(x, *rest)
    if not isinstance(new, (tuple, list)) or len(new) != 3:
        return new
    same = all(map(torch.equal, before, given))
    return dict(zip(PARTS, new, strict=True)) | {
        UNTOUCHED: same and not any(p.requires_grad for p in given)
    }


# --- wrong steps ----------------------------------------------------------------------------------


def _sum_loss(x, log_diagonal, below, b):
    return -affine_log_prob(x, _matrix(log_diagonal, below), b).sum()


def _without_log_det(x, log_diagonal, below, b):
    return -log_p0((x - b) @ _matrix(log_diagonal, below).T).sum(-1).mean()


def _log_det_of_the_map(x, log_diagonal, below, b):
    return _without_log_det(x, log_diagonal, below, b) + log_diagonal.sum()


def _whole_matrix(x, log_diagonal, below, b):
    return -affine_log_prob(x, torch.diag(torch.exp(log_diagonal)) + below, b).mean()


def _only_b(x, log_diagonal, below, b, lr):
    return log_diagonal, below, descent_step(x, log_diagonal, below, b, lr)[2]


def _one_after_the_other(x, log_diagonal, below, b, lr):
    log_diagonal = descent_step(x, log_diagonal, below, b, lr)[0]
    below = descent_step(x, log_diagonal, below, b, lr)[1]
    return log_diagonal, below, descent_step(x, log_diagonal, below, b, lr)[2]


def _on_the_arguments(x, log_diagonal, below, b, lr):
    """A right step that makes leaves of the arguments themselves."""
    old = [p.requires_grad_() for p in (log_diagonal, below, b)]
    gradients = torch.autograd.grad(mean_loss(x, *old), old)
    return tuple((p - lr * g).detach() for p, g in zip(old, gradients, strict=True))


def _without_chain_rule(x, log_diagonal, below, b, lr):
    """The gradient with respect to ℓᵢᵢ = exp(log_diagonal) in place of that of its logarithm."""
    _, new_below, new_b = descent_step(x, log_diagonal, below, b, lr)
    gradient = _gradients(mean_loss, x, log_diagonal, below, b)[0]
    return log_diagonal - lr * gradient / log_diagonal.exp(), new_below, new_b


X2 = tensor([[0.5, 2.0], [-1.2, 0.3], [2.2, 1.9], [0.9, -0.6], [1.4, 3.0]])
X3 = tensor([[0.2, -1.0, 1.5], [2.0, 0.3, -0.4], [-1.1, -2.5, 0.8], [0.6, -3.0, 2.2]])

STEP = Exercise(
    id="2.7",
    title="The maximum-likelihood step",
    minutes=8,
    difficulty="hard",
    prompt=r"""
Write one step of gradient descent, `descent_step(x, log_diagonal, below, b, lr)`, for the affine
flow with $L$ = `make_L(log_diagonal, below)`, this time with **exp** on the diagonal. Return the
three new tensors `(log_diagonal, below, b)`:
$$\theta_\text{new} = \theta - \text{lr}\cdot\frac{\partial}{\partial\theta}\,
\frac1N\sum_{i=1}^N -\log p_\theta(x_i).$$
`x` has the shape `(N, n)`. All three move at once, from the same old place; the arguments
themselves stay as they are. Each of the three is judged by itself.

Autograd may do the work: make copies that require a gradient
(`p.detach().clone().requires_grad_()`), compute the loss with `affine_log_prob` from 2.4, and ask
`torch.autograd.grad(loss, copies)`.
""",
    inputs=(
        (X2, tensor([0.3, -0.5]), tensor([[0.0, 0.0], [0.8, 0.0]]), B2, 0.1),
        (X2[:1], tensor([-0.4, 0.2]), tensor([[0.0, 0.0], [-0.6, 0.0]]), -B2, 0.05),
        (
            X3,
            tensor([0.2, -0.3, 0.4]),
            tensor([[0.0, 0.0, 0.0], [0.5, 0.0, 0.0], [-0.7, 1.1, 0.0]]),
            B3,
            0.2,
        ),
    ),
    names=("x", "log_diagonal", "below", "b", "lr"),
    reference=descent_step,
    probe=untouched,
    returns="three tensors: the new log_diagonal, below and b",
    misconceptions=(
        Misconception(
            "uphill",
            _step_with(mean_loss, lambda old, gradient, lr: old + lr * gradient),
            "your step goes uphill: the loss grows. The gradient points to where the loss gets "
            "larger; go against it, with a minus. (Or the minus of −log p is missing.)",
        ),
        Misconception(
            "sum instead of mean",
            _step_with(_sum_loss),
            "your loss is a sum over the points, so the step is N times too long, and longer with "
            "more data. Divide by N: take the mean.",
        ),
        Misconception(
            "log-det forgotten",
            _step_with(_without_log_det),
            "the log-det is missing from your loss. Without it nothing is to be gained by a "
            "narrow density: L shrinks to 0, and all data land on z = 0. Add log det L to log p.",
        ),
        Misconception(
            "log-det of the map instead of the inverse",
            _step_with(_log_det_of_the_map),
            "the log-det in your loss has the wrong sign: it is that of the map forwards, "
            "−Σ log ℓᵢᵢ. log p(x) needs log|∂f⁻¹/∂x| = +Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "only b moves",
            _only_b,
            "b moves and L stays. The likelihood depends on all three tensors: every one gets its "
            "own gradient.",
        ),
        Misconception(
            "one after the other",
            _one_after_the_other,
            "the later tensors get a gradient that is taken after the earlier ones have moved. "
            "One step of gradient descent has one gradient: compute all three at the old place, "
            "then move.",
        ),
        Misconception(
            "learning rate forgotten",
            _step_with(mean_loss, lambda old, gradient, lr: old - gradient),
            "the whole gradient is subtracted. Multiply it by `lr`, the length of the step.",
        ),
        Misconception(
            "gradient instead of the new place",
            _step_with(mean_loss, lambda old, gradient, lr: gradient),
            "these are the gradients, and right ones. Return where the step leads: "
            "old − lr · gradient.",
        ),
        Misconception(
            "nothing moves",
            _step_with(mean_loss, lambda old, gradient, lr: old),
            "nothing has moved. Either the gradient is zero, because `.item()`, `.detach()` or "
            "`torch.tensor(…)` has cut the graph between the parameters and the loss, or the old "
            "tensors are returned.",
        ),
        Misconception(
            "entries above the diagonal move, too",
            _step_with(_whole_matrix),
            "entries of `below` that do not belong to L have moved: without "
            "`torch.tril(below, -1)` L does not stay triangular.",
        ),
        Misconception(
            "arguments changed",
            _on_the_arguments,
            "the new numbers are right, but the arguments are not what they were: "
            "`requires_grad_()` or an assignment has changed the caller's own tensors, and a "
            "`backward()` would add up gradients in them from call to call. Make copies first: "
            "`p.detach().clone().requires_grad_()`.",
        ),
        Misconception(
            "chain rule of the exponential forgotten",
            _without_chain_rule,
            "log_diagonal moves by the gradient with respect to ℓᵢᵢ. The parameter is its "
            "logarithm: the chain rule brings another factor ∂ℓᵢᵢ/∂log ℓᵢᵢ = ℓᵢᵢ.",
        ),
    ),
    hints=(
        "What does the loss depend on? Build it in one line from functions that you have: L from "
        "the two first parameters, log p from L and b, a minus, a mean.",
        "Copies that require a gradient → L → loss = −mean of affine_log_prob(x, L, b) → "
        "torch.autograd.grad(loss, copies) gives three gradients in the same order. Then three "
        "times old − lr · gradient.",
        "In code, with two places left to you:\n\n"
        "    old = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]\n"
        "    L = torch.diag(torch.exp(old[0])) + torch.tril(old[1], -1)\n"
        "    loss = …\n"
        "    gradients = torch.autograd.grad(loss, old)\n"
        "    return tuple((p - …).detach() for p, g in zip(old, gradients))",
    ),
    praise="mean of −log p, three gradients at one place, one step: all of training is this, "
    "repeated.",
)

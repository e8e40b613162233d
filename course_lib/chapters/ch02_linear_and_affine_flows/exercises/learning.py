"""Exercise 2.7: one step of gradient descent on the mean negative log-likelihood."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises import steps
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.base import B2, B3
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.steps import mean_loss, step_with
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

X2 = tensor([[0.5, 2.0], [-1.2, 0.3], [2.2, 1.9], [0.9, -0.6], [1.4, 3.0]])
X3 = tensor([[0.2, -1.0, 1.5], [2.0, 0.3, -0.4], [-1.1, -2.5, 0.8], [0.6, -3.0, 2.2]])

STEP = Exercise(
    id="2.7",
    title="The maximum-likelihood step",
    minutes=12,
    difficulty="hard",
    prompt=r"""
Write one step of gradient descent, `descent_step(x, log_diagonal, below, b, lr)`, for the affine
flow with
`L = torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)`: **exp** on the diagonal, whatever
your own `make_L` of 2.6 does. Return the three new tensors `(log_diagonal, below, b)`:
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
    reference=steps.descent_step,
    probe=steps.untouched,
    returns="three tensors: the new log_diagonal, below and b",
    misconceptions=(
        Misconception(
            "uphill",
            step_with(mean_loss, lambda old, gradient, lr: old + lr * gradient),
            "your step goes uphill: the loss grows. The gradient points to where the loss gets "
            "larger; go against it, with a minus. (Or the minus of −log p is missing.)",
        ),
        Misconception(
            "sum instead of mean",
            step_with(steps.sum_loss),
            "your loss is a sum over the points, so the step is N times too long, and longer with "
            "more data. Divide by N: take the mean.",
        ),
        Misconception(
            "log-det forgotten",
            step_with(steps.without_log_det),
            "the log-det is missing from your loss. Without it nothing is to be gained by a "
            "narrow density: L shrinks to 0, and all data land on z = 0. Add log det L to log p.",
        ),
        Misconception(
            "log-det of the map instead of the inverse",
            step_with(steps.log_det_of_the_map),
            "the log-det in your loss has the wrong sign: it is that of the map forwards, "
            "−Σ log ℓᵢᵢ. log p(x) needs log|∂f⁻¹/∂x| = +Σ log ℓᵢᵢ.",
        ),
        Misconception(
            "only b moves",
            steps.only(2),
            "b moves and L stays. The likelihood depends on all three tensors: every one gets its "
            "own gradient.",
        ),
        Misconception(
            "b does not move",
            steps.only(0, 1),
            "b is where it was, and the other two have moved rightly. The likelihood depends on "
            "all three tensors: b gets its own gradient.",
        ),
        Misconception(
            "below does not move",
            steps.only(0, 2),
            "`below` is where it was, and the other two have moved rightly. It makes the tilt of "
            "the cloud: it gets its own gradient.",
        ),
        Misconception(
            "log_diagonal does not move",
            steps.only(1, 2),
            "`log_diagonal` is where it was, and the other two have moved rightly. It makes the "
            "widths: it gets its own gradient.",
        ),
        Misconception(
            "softplus on the diagonal",
            step_with(steps.with_diagonal(torch.nn.functional.softplus)),
            "your L has softplus on its diagonal. That is a good L, and it was right in 2.6, but "
            "here the numbers are the *logarithms* of the diagonal: take exp.",
        ),
        Misconception(
            "no function on the diagonal",
            step_with(steps.with_diagonal(lambda u: u)),
            "your L has the numbers themselves on its diagonal. They are its logarithms: "
            "`torch.diag(torch.exp(log_diagonal))`.",
        ),
        Misconception(
            "the step alone",
            step_with(mean_loss, lambda old, gradient, lr: -lr * gradient),
            "this is the step, −lr · gradient, and a right one. Return where it leads: add it to "
            "the old place.",
        ),
        Misconception(
            "lr times the gradient alone",
            step_with(mean_loss, lambda old, gradient, lr: lr * gradient),
            "this is lr · gradient. Return where the step leads: old − lr · gradient.",
        ),
        Misconception(
            "divided by the learning rate",
            step_with(mean_loss, lambda old, gradient, lr: old - gradient / lr),
            "you divide by lr. A small lr means a small step: multiply.",
        ),
        Misconception(
            "exp of the new log_diagonal",
            steps.exp_of_the_new,
            "the first of your three is exp of the new log_diagonal, the diagonal itself. Return "
            "the parameter, its logarithm: the next step starts from it.",
        ),
        Misconception(
            "Adam",
            steps.adam,
            "this is a step of Adam: all its numbers move by about lr, however large the gradient. "
            "Here the step is old − lr · gradient.",
        ),
        Misconception(
            "half of the mean",
            step_with(lambda *given: 0.5 * mean_loss(*given)),
            "your step is half as long as it should be. Is there a ½ before the loss? The one in "
            "log p is there already.",
        ),
        Misconception(
            "one after the other",
            steps.one_after_the_other,
            "the later tensors get a gradient that is taken after the earlier ones have moved. "
            "One step of gradient descent has one gradient: compute all three at the old place, "
            "then move.",
        ),
        Misconception(
            "learning rate forgotten",
            step_with(mean_loss, lambda old, gradient, lr: old - gradient),
            "the whole gradient is subtracted. Multiply it by `lr`, the length of the step.",
        ),
        Misconception(
            "gradient instead of the new place",
            step_with(mean_loss, lambda old, gradient, lr: gradient),
            "these are the gradients, and right ones. Return where the step leads: "
            "old − lr · gradient.",
        ),
        Misconception(
            "nothing moves",
            step_with(mean_loss, lambda old, gradient, lr: old),
            "none of the three has moved. Either the gradient is zero, because `.item()`, "
            "`.detach()` or `torch.tensor(…)` has cut the graph between the parameters and the "
            "loss, or the old tensors are returned.",
        ),
        Misconception(
            "entries above the diagonal move, too",
            step_with(steps.whole_matrix),
            "entries of `below` that do not belong to L have moved: without "
            "`torch.tril(below, -1)` L does not stay triangular.",
        ),
        Misconception(
            "arguments changed",
            steps.on_the_arguments,
            "the new numbers are right, but the arguments are not what they were: "
            "`requires_grad_()` or an assignment has changed the caller's own tensors, and a "
            "`backward()` would add up gradients in them from call to call. Make copies first: "
            "`p.detach().clone().requires_grad_()`.",
        ),
        Misconception(
            "chain rule of the exponential forgotten",
            steps.without_chain_rule,
            "log_diagonal moves by the gradient with respect to ℓᵢᵢ. The parameter is its "
            "logarithm: the chain rule brings another factor ∂ℓᵢᵢ/∂log ℓᵢᵢ = ℓᵢᵢ.",
        ),
        *(
            Misconception(
                name,
                lambda x, u, low, b, lr, order=order: tuple(
                    steps.descent_step(x, u, low, b, lr)[k] for k in order
                ),
                "your three tensors are right, and they stand in another order: log_diagonal, "
                "below, b.",
            )
            for name, order in (
                ("b first", (2, 0, 1)),
                ("turned round", (2, 1, 0)),
                ("below first", (1, 0, 2)),
                ("b in the middle", (0, 2, 1)),
            )
        ),
        Misconception(
            "no way from the loss to the copies",
            lambda x, u, low, b, lr: torch.autograd.grad(
                steps.mean_loss(x, u, low, b), [u, low, b]
            ),
            "autograd finds no way from your loss back to a parameter. Compute the loss from the "
            "copies that require a gradient, not from the arguments, and detach nothing on the "
            "way.",
        ),
        Misconception(
            "mean forgotten",
            step_with(lambda x, *old: -steps.log_prob(x, *old)),
            "autograd differentiates one number, and your loss is one number for each point. Take "
            "their mean.",
        ),
        Misconception(
            "divided by N once more",
            lambda x, u, low, b, lr: steps.descent_step(x, u, low, b, lr / len(x)),
            "your step is N times too short: it is divided by the number of points twice. The mean "
            "has done it once.",
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

"""Steps of gradient descent: the right one, and the wrong ones that exercise 2.7 recognises."""

import torch

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.density import affine_log_prob
from course_lib.exercises.inputs import log_p0

PARTS = ("the new log_diagonal", "the new below", "the new b")


def matrix(log_diagonal, below):
    return torch.diag(torch.exp(log_diagonal)) + torch.tril(below, -1)


def log_prob(x, log_diagonal, below, b):
    return affine_log_prob(x, matrix(log_diagonal, below), b)


def mean_loss(x, log_diagonal, below, b):
    return -log_prob(x, log_diagonal, below, b).mean()


def gradients(loss, x, *parameters):
    parameters = [p.detach().clone().requires_grad_() for p in parameters]
    return torch.autograd.grad(loss(x, *parameters), parameters, materialize_grads=True)


def step_with(loss, move=lambda old, gradient, lr: old - lr * gradient):
    """A step that is right but for the loss that it goes down, or the way in which it moves."""

    def descent_step(x, log_diagonal, below, b, lr):
        old = (log_diagonal, below, b)
        moves = zip(old, gradients(loss, x, *old), strict=True)
        return tuple(move(p, gradient, lr) for p, gradient in moves)

    return descent_step


descent_step = step_with(mean_loss)


UNTOUCHED = "the arguments stay as they are"


def untouched(candidate, x, *rest):
    """A probe: the three new tensors, and whether the arguments are what they were."""
    given = (x, *rest[:-1])
    before = [p.clone() for p in given]
    new = candidate(x, *rest)
    if not isinstance(new, (tuple, list)) or len(new) != 3:
        return new  # whatever it is, the engine says how many values are wanted
    same = all(map(torch.equal, before, given))
    return dict(zip(PARTS, new, strict=True)) | {
        UNTOUCHED: same and not any(p.requires_grad for p in given)
    }


# --- wrong steps ----------------------------------------------------------------------------------


def sum_loss(x, log_diagonal, below, b):
    return -affine_log_prob(x, matrix(log_diagonal, below), b).sum()


def without_log_det(x, log_diagonal, below, b):
    return -log_p0((x - b) @ matrix(log_diagonal, below).T).sum(-1).mean()


def log_det_of_the_map(x, log_diagonal, below, b):
    return without_log_det(x, log_diagonal, below, b) + log_diagonal.sum()


def whole_matrix(x, log_diagonal, below, b):
    return -affine_log_prob(x, torch.diag(torch.exp(log_diagonal)) + below, b).mean()


def only(*places):
    """The right step, of some of the three alone."""

    def wrong(x, log_diagonal, below, b, lr):
        old, new = (log_diagonal, below, b), descent_step(x, log_diagonal, below, b, lr)
        return tuple(new[k] if k in places else old[k] for k in range(3))

    return wrong


def with_diagonal(entries):
    """The loss with another function on the diagonal of L."""

    def loss(x, log_diagonal, below, b):
        return -affine_log_prob(x, torch.diag(entries(log_diagonal)) + below.tril(-1), b).mean()

    return loss


def adam(x, log_diagonal, below, b, lr):
    copies = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    mean_loss(x, *copies).backward()
    torch.optim.Adam(copies, lr=lr).step()
    return tuple(p.detach() for p in copies)


def exp_of_the_new(x, log_diagonal, below, b, lr):
    new, *others = descent_step(x, log_diagonal, below, b, lr)
    return new.exp(), *others


def one_after_the_other(x, log_diagonal, below, b, lr):
    log_diagonal = descent_step(x, log_diagonal, below, b, lr)[0]
    below = descent_step(x, log_diagonal, below, b, lr)[1]
    return log_diagonal, below, descent_step(x, log_diagonal, below, b, lr)[2]


def on_the_arguments(x, log_diagonal, below, b, lr):
    """A right step that makes leaves of the arguments themselves."""
    old = [p.requires_grad_() for p in (log_diagonal, below, b)]
    gradients = torch.autograd.grad(mean_loss(x, *old), old)
    return tuple((p - lr * g).detach() for p, g in zip(old, gradients, strict=True))


def without_chain_rule(x, log_diagonal, below, b, lr):
    """The gradient with respect to ℓᵢᵢ = exp(log_diagonal) in place of that of its logarithm."""
    _, new_below, new_b = descent_step(x, log_diagonal, below, b, lr)
    gradient = gradients(mean_loss, x, log_diagonal, below, b)[0]
    return log_diagonal - lr * gradient / log_diagonal.exp(), new_below, new_b

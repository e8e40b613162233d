"""Ready-made ways to put a learner's function to use: by its gradients, parameter by parameter."""

from collections.abc import Callable

import torch


def gradients(**positions: int) -> Callable:
    """A probe for the value and the gradients with respect to some arguments.

    ``gradients(a=1, b=2)`` differentiates with respect to the second argument, called a, and the
    third, called b. The result is a dict with the entries ``the value``, ``the gradient with
    respect to a`` … so that each is judged by itself. A batch of values is summed with unequal
    weights first: errors of opposite sign in two of its elements cannot cancel. A graph that was
    cut (``detach``, ``.item()``, ``sample`` where ``rsample`` is meant) gives the gradient 0, as
    autograd sees it.

    >>> probe = gradients(a=0)
    >>> probe(lambda a: a**2, torch.tensor(3.0))["the gradient with respect to a"].item()
    6.0
    """

    def probe(candidate, *args):
        args = list(args)
        for position in positions.values():
            args[position] = torch.as_tensor(args[position]).detach().clone().requires_grad_()
        value = candidate(*args)
        if value is None or value is ...:
            return value
        leaves = [args[position] for position in positions.values()]
        found = _gradients(value, leaves)
        names = (f"the gradient with respect to {name}" for name in positions)
        return {"the value": value, **dict(zip(names, found, strict=True))}

    return probe


def named_gradients(names: tuple[str, ...], **positions: int) -> Callable:
    """The same for a function that returns several results: each is judged under its own name.

    What is not a tuple of so many results is handed on as it is, for the check to say so.

    >>> probe = named_gradients(("double", "square"), a=0)
    >>> list(probe(lambda a: (2 * a, a**2), torch.tensor(3.0)))
    ['double', 'square', 'the gradient with respect to a']
    """
    probe = gradients(**positions)

    def named(candidate, *args):
        found = probe(candidate, *args)
        value = found.pop("the value") if isinstance(found, dict) else found
        if not (isinstance(value, (tuple, list)) and len(value) == len(names)):
            return value
        return dict(zip(names, value, strict=True)) | found

    return named


def _gradients(value, leaves):
    """Gradients of the weighted sum of all that still hangs on the graph; 0 where nothing does."""
    values = value if isinstance(value, (tuple, list)) else (value,)
    tied = [v for v in values if isinstance(v, torch.Tensor) and v.requires_grad]
    if not tied:
        return [torch.zeros_like(leaf) for leaf in leaves]
    total = sum(n * (_weights(v) * v).sum() for n, v in enumerate(tied, 1))
    return torch.autograd.grad(total, leaves, materialize_grads=True)


def _weights(value):
    """Unequal weights of the value's shape: 1, 1.25, 1.5 …"""
    count = torch.arange(value.numel(), dtype=value.dtype)
    return (1 + count % 7 / 4).reshape(value.shape)


def movable(result, parameters):
    """The rank of ∂result/∂parameters: how many entries can be moved independently."""
    rows = []
    for entry in result.reshape(-1):
        if not entry.requires_grad:
            continue
        grads = torch.autograd.grad(entry, parameters, retain_graph=True, materialize_grads=True)
        rows.append(torch.cat([grad.reshape(-1) for grad in grads]))
    return int(torch.linalg.matrix_rank(torch.stack(rows))) if rows else 0

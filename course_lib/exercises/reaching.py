"""A learner's module, brought to given numbers by its own parameters.

How somebody parametrises a matrix or a mixture is theirs to choose. To judge what they build on it,
their parameters are moved until it has the numbers that the check wants; gradients are then told
with respect to these numbers, so that they do not depend on the parametrisation either.
"""

import inspect
from collections import OrderedDict

import torch

STEPS, CLOSE = 60, 1e-11
KEPT = 64  # so many ways are remembered
_arrived = OrderedDict()  # (how it is made, where it was to go) → the parameters there


def bring(module, read, target, made_by=None):
    """Move the module's parameters until ``read()`` gives ``target``; says whether it arrived.

    ``read()`` and ``target`` are flat tensors. Levenberg and Marquardt's method: Newton steps on
    the squared distance, shorter ones where a step has made it larger.

    ``made_by``: what the parameters and ``read`` hang on (the functions that make them). Modules
    made alike start from where the last one of them has arrived at the same target. That is a
    guess and no more: what ``read()`` gives there is measured, and the way is gone if it is wrong.

    >>> line = torch.nn.Linear(1, 1)
    >>> bring(line, lambda: line.weight.exp().flatten(), torch.tensor([3.0]))
    True
    """
    parameters = list(module.parameters())
    key = (made_by, tuple(target.tolist()))
    if made_by is not None and _is_there(parameters, read, target, _arrived.get(key)):
        return True
    there = _go(parameters, read, target)
    if there and made_by is not None:
        _arrived[key] = [parameter.detach().clone() for parameter in parameters]
        if len(_arrived) > KEPT:
            _arrived.popitem(last=False)
    return there


def _is_there(parameters, read, target, known):
    """Put the parameters where others arrived; back again if it is not the target for these."""
    if known is None or [p.shape for p in known] != [p.shape for p in parameters]:
        return False
    before = [parameter.detach().clone() for parameter in parameters]
    _put(parameters, known)
    away = _away(read, target)
    if away.isfinite().all() and away.abs().max() <= _close(target):
        return True
    _put(parameters, before)
    return False


def _put(parameters, values):
    with torch.no_grad():
        for parameter, value in zip(parameters, values, strict=True):
            parameter.copy_(value)


def _go(parameters, read, target):
    damping = 1e-2
    away = _away(read, target)
    for _ in range(STEPS if parameters else 0):
        if not away.isfinite().all() or away.abs().max() <= _close(target):
            break
        table = _table(read, parameters)
        step = torch.linalg.lstsq(
            torch.cat([table, damping * torch.eye(table.shape[1], dtype=table.dtype)]),
            torch.cat([away, table.new_zeros(table.shape[1])]).unsqueeze(-1),
            driver="gelsd",
        ).solution[:, 0]
        _move(parameters, step)
        moved = _away(read, target)
        if moved.isfinite().all() and moved.norm() < away.norm():
            away, damping = moved, damping * 0.1
        else:
            _move(parameters, -step)
            damping = damping * 10
    return bool(away.isfinite().all() and away.abs().max() <= _close(target))


def origin(candidate, *names):
    """``made_by`` for a class: its constructor and these methods; None if one is no function."""
    made_by = tuple(getattr(candidate, name, None) for name in ("__init__", *names))
    return made_by if all(map(inspect.isfunction, made_by)) else None


def slopes(values, module, read):
    """The gradient of ``values`` with respect to the numbers that ``read()`` gives, as flat tensor.

    A batch of values is summed with unequal weights. The numbers may hang together (shares of 1,
    zeros that stay zeros); told is the part of the gradient that lies in what they can do.
    """
    parameters = list(module.parameters())
    table = _table(read, parameters)
    if not isinstance(values, torch.Tensor) or not values.requires_grad:
        return table.new_zeros(len(table))
    found = torch.autograd.grad(
        weighted(values), parameters, retain_graph=True, materialize_grads=True
    )
    found = torch.cat([part.reshape(-1) for part in found]).to(table.dtype)
    if not found.isfinite().all():
        return table.new_full((len(table),), torch.nan)
    return torch.linalg.pinv(table.T, rtol=1e-9) @ found


def behind(values, module):
    """(parameters of the module behind ``values``, Parameters it does not list, other leaves)."""
    listed = list(module.parameters())
    found = leaves(values)
    strange = [leaf for leaf in found if not any(leaf is one for one in listed)]
    hidden = sum(isinstance(leaf, torch.nn.Parameter) for leaf in strange)
    return len(listed), hidden, len(strange) - hidden


def leaves(tensor):
    """The tensors at the ends of the graph that ``tensor`` hangs on."""
    if tensor.grad_fn is None:
        return [tensor] if tensor.requires_grad else []
    found, seen, waiting = [], set(), [tensor.grad_fn]
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "variable"):
            found.append(node.variable)
        waiting += [following for following, _ in node.next_functions]
    return found


def weighted(values):
    """The sum with unequal weights, 1, 1.25, 1.5 …: opposite errors cannot cancel."""
    count = torch.arange(values.numel(), dtype=values.dtype)
    return ((1 + count % 7 / 4).reshape(values.shape) * values).sum()


def _close(target):
    rounding = 1e4 * torch.finfo(target.dtype).eps
    return max(CLOSE, rounding) * (1 + target.abs().max())


def _away(read, target):
    with torch.no_grad():
        return target - read()


def _table(read, parameters):
    """∂read/∂parameters, one row for each number."""
    numbers = read()
    rows = [numbers.new_zeros(sum(p.numel() for p in parameters)) for _ in numbers]
    for place, number in enumerate(numbers):
        if number.requires_grad:
            found = torch.autograd.grad(
                number, parameters, retain_graph=True, materialize_grads=True
            )
            rows[place] = torch.cat([part.reshape(-1) for part in found])
    return torch.stack(rows)


def _move(parameters, step):
    with torch.no_grad():
        for parameter, part in zip(
            parameters, step.split([p.numel() for p in parameters]), strict=True
        ):
            parameter += part.reshape(parameter.shape)

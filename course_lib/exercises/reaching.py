"""A learner's module, brought to given numbers by its own parameters.

How somebody parametrises a matrix or a mixture is theirs to choose. To judge what they build on it,
their parameters are moved until it has the numbers that the check wants; gradients are then told
with respect to these numbers, so that they do not depend on the parametrisation either.
"""

import torch

STEPS, CLOSE = 60, 1e-11


def bring(module, read, target):
    """Move the module's parameters until ``read()`` gives ``target``; says whether it arrived.

    ``read()`` and ``target`` are flat tensors. Levenberg and Marquardt's method: Newton steps on
    the squared distance, shorter ones where a step has made it larger.

    >>> line = torch.nn.Linear(1, 1)
    >>> bring(line, lambda: line.weight.exp().flatten(), torch.tensor([3.0]))
    True
    """
    parameters, damping = list(module.parameters()), 1e-2
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

"""How the later steps of the learner's class are put to use.

The parameters are moved until L and b are the given ones, however they are made: so each step is
judged by itself, whether it asks ``L()`` or the parameters.
"""

import torch
from torch import nn

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import GaussianFlow
from course_lib.exercises.measuring import settled
from course_lib.exercises.reaching import bring, origin, slopes
from course_lib.exercises.watching import Watch


def at(candidate, L, b):
    """(an object of the learner's class whose L and b are the given ones, how to read them)."""
    flow = candidate(len(b))
    if not isinstance(flow, nn.Module):
        return flow, None
    flow = flow.double()

    def read():
        return torch.cat([flow.L().reshape(-1), flow.b])

    wanted = torch.cat([L.reshape(-1), b])
    if bring(flow, read, wanted, origin(candidate, "L")):
        return flow, read
    return with_given(candidate, L, b)


def with_given(candidate, L, b):
    """The same by other means, for a class whose parameters do not lead there: L is replaced."""
    flow = type("Given", (candidate,), {"L": lambda self: self.given})(len(b))
    flow.given, flow.b = nn.Parameter(L.clone()), nn.Parameter(b.clone())
    return flow, lambda: torch.cat([flow.given.tril().reshape(-1), flow.b])


def by(values, flow, read):
    """The gradients of values by L and by b."""
    found = slopes(values, flow, read)
    n = len(flow.b)
    return found[: n * n].reshape(n, n), found[n * n :]


def is_pair(result):
    """Two tensors; anything else is judged as it comes."""
    return (
        isinstance(result, (tuple, list))
        and len(result) == 2
        and all(isinstance(part, torch.Tensor) for part in result)
    )


def probe_maps(candidate, L, b, v):
    flow, read = at(candidate, L, b)
    if read is None:
        return flow
    forward, inverse = flow.forward(v), flow.inverse(v)
    for result in (forward, inverse):
        if not is_pair(result):
            return result
    found = {
        "forward: x": forward[0],
        "forward: log_det": forward[1],
        "inverse: z": inverse[0],
        "inverse: log_det": inverse[1],
    }
    for name, value in zip(("x", "the forward log_det"), forward, strict=True):
        found[f"the gradient of {name} by L"], found[f"the gradient of {name} by b"] = by(
            value, flow, read
        )
    for name, value in zip(("z", "the inverse log_det"), inverse, strict=True):
        found[f"the gradient of {name} by L"], found[f"the gradient of {name} by b"] = by(
            value, flow, read
        )
    return found


def probe_log_prob(candidate, L, b, x):
    flow, read = at(candidate, L, b)
    log_p = flow.log_prob(x) if read else flow
    if not isinstance(log_p, torch.Tensor):
        return log_p
    by_L, by_b = by(log_p, flow, read)
    return {"log p(x)": log_p, "its gradient by L": by_L, "its gradient by b": by_b}


def probe_sample(candidate, L, b, count):
    flow, read = at(candidate, L, b)
    x = flow.sample(count) if read else flow
    if not isinstance(x, torch.Tensor) or x.shape != (count, len(b)):
        return x
    few = [flow.sample(20).detach() for _ in range(2)]
    x, error = x.detach().double(), 5.5 / count**0.5
    fourth = (((x - x.mean(0)) / x.std(0)) ** 4).mean(0)  # 3 for every Gaussian
    means, covariances = _known(L, b)
    return {
        "how many different points there are": len(torch.unique(x, dim=0)),
        "a second call draws other points": not torch.equal(*few),
        "the mean of the points": settled(x.mean(0), _nearest(x.mean(0), means), error),
        "their covariance": settled(torch.cov(x.T), _nearest(torch.cov(x.T), covariances), error),
        "their fourth moment (3 for a Gaussian)": settled(fourth, [torch.full_like(b, 3.0)], error),
    }


def _known(L, b):
    """The mean and the covariance asked for, then those that known mistakes lead to."""
    back, one = torch.linalg.inv(L), torch.eye(len(b))
    means = [b, 0 * b, -L @ b, b + back @ b, b + back @ (0 * b + 0.5), 2 * b]
    covariances = [back @ back.T, one, L @ L.T, L.T @ L, back.T @ back, back @ back.T / 12]
    return means, covariances


def _nearest(measured, places):
    """Two places may lie close together: the nearest comes first."""
    return sorted(places, key=lambda place: float((measured - place).norm()))


def probe_fit(candidate, data, steps, lr):
    flow = GaussianFlow(data.shape[-1])
    with Watch(flow.parameters()) as seen:
        returned = candidate(flow, data, steps, lr)
    losses = _numbers(returned)
    if losses is None:
        return returned
    return {
        "how often a gradient was computed (`backward`)": seen.backwards,
        "how often it was added to an old one": seen.stale,
        "how often an optimizer made a step": seen.steps,
        "how many of the steps found no gradient": seen.without,
        "how many optimizers there were": len(seen.optimizers),
        "the kind of optimizer": seen.kinds,
        "the smallest learning rate of a step": min(seen.rates, default=0.0),
        "the largest learning rate of a step": max(seen.rates, default=0.0),
        "the list of the losses": losses,
        "b at the end": flow.b.detach(),
        "L at the end": flow.L().detach(),
    }


def _numbers(returned):
    """The losses as one tensor; None for what is no list of numbers."""
    if isinstance(returned, (int, float, str, dict)) or not hasattr(returned, "__len__"):
        return None
    if isinstance(returned, torch.Tensor) and returned.ndim != 1:
        return None
    try:
        return torch.tensor([float(loss) for loss in returned])
    except (TypeError, ValueError, RuntimeError):
        return None

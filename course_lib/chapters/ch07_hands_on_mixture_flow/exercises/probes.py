"""How the later steps of the learner's class are put to use.

The parameters are moved until the mixture is the given one, however it is made: so each step is
judged by itself, and its gradients are those by the log-weights, the centres and the scales.
"""

import functools
import math

import torch
from torch import nn

from course_lib import flows
from course_lib.exercises.measuring import settled
from course_lib.exercises.reaching import bring, origin, slopes, weighted
from course_lib.learners_function import values as values_of

PARTS = ("the log-weights", "the centres", "the scales")


def at(candidate, *mixture):
    """(an object of the learner's class whose mixture is the given one, how to read it)."""
    flow = candidate(len(mixture[0]))
    if not isinstance(flow, nn.Module):
        return flow, None
    flow = flow.double()

    def read():
        return torch.cat(flow.mixture())

    if bring(flow, read, torch.cat(mixture), origin(candidate, "mixture")):
        return flow, read
    return with_given(candidate, *mixture)


def with_given(candidate, *mixture):
    """The same by other means, for a class whose parameters do not lead there."""
    flow = type("Given", (candidate,), {"mixture": lambda self: tuple(self.given)})(len(mixture[0]))
    flow.given = nn.ParameterList([nn.Parameter(part.clone()) for part in mixture])
    shares = torch.log_softmax  # only shares can be moved, as for everybody else
    return flow, lambda: torch.cat([shares(flow.given[0], 0), flow.given[1], flow.given[2]])


def by(values, flow, read):
    """The gradients of values by the log-weights, the centres and the scales."""
    return slopes(values, flow, read).chunk(3)


def entries(name, values, flow, read):
    return {
        f"the gradient of {name} by {part}": gradient
        for part, gradient in zip(PARTS, by(values, flow, read), strict=True)
    }


def pair_of_tensors(result):
    """Two tensors, as a tuple; None for anything else, which is judged as it comes."""
    pair = values_of(result, 2)
    fits = pair and all(isinstance(part, torch.Tensor) for part in pair)
    return pair if fits else None


def probe_inverse(candidate, log_w, mu, s, x):
    flow, read = at(candidate, log_w, mu, s)
    result = flow.inverse(x) if read else flow
    pair = pair_of_tensors(result)
    if pair is None:
        return result
    z, log_det = pair
    return (
        {"z": z, "log_det": log_det}
        | entries("z", z, flow, read)
        | entries("log_det", log_det, flow, read)
    )


def probe_log_prob(candidate, log_w, mu, s, x):
    flow, read = at(candidate, log_w, mu, s)
    log_p = flow.log_prob(x) if read else flow
    if not isinstance(log_p, torch.Tensor):
        return log_p
    return {"log p(x)": log_p} | entries("log p(x)", log_p, flow, read)


def probe_forward(candidate, log_w, mu, s, z):
    """Values, and the gradients of both with respect to z and each parameter by itself."""
    flow, read = at(candidate, log_w, mu, s)
    z = z.clone().requires_grad_()
    result = flow.forward(z) if read else flow
    pair = pair_of_tensors(result)
    if pair is None:
        return result
    found = dict(zip(("x", "log_det"), pair, strict=True))
    for name, values in tuple(found.items()):
        found[f"the gradient of {name} by z"] = _by_z(values, z)
        found |= entries(name, values, flow, read)
    return found


def _by_z(values, z):
    if not values.requires_grad:
        return torch.zeros_like(z)
    return torch.autograd.grad(weighted(values), z, retain_graph=True, materialize_grads=True)[0]


# --- samples --------------------------------------------------------------------------------------

BELOW = torch.tensor([0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98], dtype=torch.float64)


def probe_sample(candidate, log_w, mu, s, count):
    flow, read = at(candidate, log_w, mu, s)
    x = flow.sample(count) if read else flow
    if not isinstance(x, torch.Tensor) or x.shape != (count,):
        return _blank(x)
    few = [flow.sample(20).detach() for _ in range(2)]
    shares = _shares(x.detach().double(), log_w, mu, s)
    return {
        "how many of the samples are no finite number": int((~x.isfinite()).sum()),
        "how many different samples there are": _how_many(torch.unique(x.detach()), count),
        "a second call draws other samples": not torch.equal(*few),
        "the shares of the samples below the mixture's 2, 10, 30, 50, 70, 90 and 98 % points": (
            shares
        ),
        **_gradients(x, flow, read, log_w.exp(), mu, s, torch.equal(shares, BELOW)),
    }


def _blank(result):
    """What was drawn, without its numbers: they are others each time, and its shape is wrong."""
    if isinstance(result, (tuple, list)):
        return type(result)(map(_blank, result))
    return torch.zeros(result.shape) if isinstance(result, torch.Tensor) else result


def _how_many(different, count):
    """Their number; settled on that for u clamped at an edge, which collects twice its share."""
    places = [torch.tensor(count * (1.0 - 2 * edge)) for edge in (0.0, *EDGES)]
    return settled(torch.tensor(float(len(different))), places, 0.012).item()


# Other ways from u to z, and from z to x, that learners take.
EDGES = (0.01, 0.02, 0.05, 0.1, 0.2)
FROM_U = (
    torch.special.ndtri,
    lambda u: u,
    lambda u: 2 * u - 1,
    torch.sigmoid,
    torch.log,
    lambda u: torch.log(u) + torch.log(1 - u),
    lambda u: torch.log(u) - (1 - u),
    lambda u: torch.log(u) - torch.log(1 - u.flip(0)[torch.randperm(len(u), generator=_fixed())]),
    *(lambda u, edge=edge: torch.logit(u.clamp(edge, 1 - edge)) for edge in EDGES),
)


def _fixed():
    return torch.Generator().manual_seed(0)


def _shares(x, log_w, mu, s):
    """How many of x lie below points that are known; settled on what is right, or well known."""
    points, known = _known_shares(*(tuple(part.tolist()) for part in (log_w, mu, s)))
    return settled((x.unsqueeze(-1) < points).double().mean(0), known, 1.3 / len(x) ** 0.5)


@functools.lru_cache(maxsize=32)
def _known_shares(*mixture):
    """(the points, the shares of the samples below them that are right or well known)."""
    log_w, mu, s = (torch.tensor(part, dtype=torch.float64) for part in mixture)
    truth = flows.MixtureOfLogistics(log_w.exp(), mu, s)
    u = (torch.arange(20_000, dtype=torch.float64) + 0.5) / 20_000
    with torch.no_grad():
        # A hair above: u clamped at 0.1 must not fall on either side as its rounding happens to be.
        points = truth.forward(torch.logit(BELOW))[0] + 1e-6
        z = truth.inverse(points)[0]
        known = [
            BELOW,
            *((way(u).unsqueeze(-1) < z).double().mean(0) for way in FROM_U),
            torch.sigmoid(points),  # the base's samples themselves
            torch.sigmoid(truth.forward(points)[0]),  # the base's samples, sent through inverse
            *torch.sigmoid((points - mu.unsqueeze(-1)) / s.unsqueeze(-1)),  # one part alone
        ]
    return points, known


def _gradients(x, flow, read, w, mu, s, drawn_right):
    """How mean and mean square of the samples follow the parameters; judged of right samples."""
    shares = w * mu - w * (w @ (w * mu)) / (w @ w)  # what is left where the weights sum to 1
    squares = 2 * w * s * math.pi**2 / 3
    if drawn_right:
        by_weight, by_centre, _ = by(x.mean(), flow, read)
        by_scale = by((x**2).mean(), flow, read)[2]
    else:
        by_weight, by_centre, by_scale = shares, w, squares
    return {
        "how the mean of the samples follows the log-weights": _known(by_weight, shares, 0.05),
        "how it follows the centres": _known(by_centre, w, 0.03),
        "how their mean square follows the scales": _known(by_scale, squares, 0.1),
    }


def _known(measured, right, tolerance):
    return settled(measured, [right, torch.zeros_like(right)], tolerance)

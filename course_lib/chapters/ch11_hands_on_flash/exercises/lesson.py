"""A small world for one step of training: events, features and a flow that are always the same."""

import math

import torch
from torch import nn

from course_lib.exercises.watching import Watch

CALLS = 4
RATE = 0.05


class Simulator:
    """Hands out places and counts of three sensors: at each call others, and a note of each."""

    def __init__(self):
        self.sizes, self.places = [], []

    def sample(self, n, seed=None):
        generator = torch.Generator().manual_seed(len(self.sizes) if seed is None else 1000 + seed)
        self.sizes.append(n)
        theta = torch.randn(n, 2, generator=generator, dtype=torch.float64)
        near = torch.stack([theta[:, 0], theta[:, 1], theta.sum(-1)], -1)
        noise = torch.rand(n, 3, generator=generator, dtype=torch.float64)
        counts = (4 * (0.5 * near).exp() + 2 * noise).round()
        self.places.append(tuple(theta[0].tolist()))
        return theta, counts


class Flow(nn.Module):
    """A Gaussian around W c + b with one width: a conditional flow whose gradients are plain."""

    def __init__(self):
        super().__init__()
        generator = torch.Generator().manual_seed(9)
        weight = 0.3 * torch.randn(2, 3, generator=generator, dtype=torch.float64)
        self.weight = nn.Parameter(weight)
        self.bias = nn.Parameter(torch.tensor([0.2, -0.4], dtype=torch.float64))
        self.log_s = nn.Parameter(torch.tensor(0.3, dtype=torch.float64))

    def log_prob(self, theta, c):
        for name, value, width in (("theta", theta, 2), ("c", c, 3)):
            if value.shape[-1] != width:
                raise ValueError(f"{name} must have shape (N, {width}), not {tuple(value.shape)}.")
        z = (theta - nn.functional.linear(c, self.weight, self.bias)) * torch.exp(-self.log_s)
        return (-0.5 * z**2 - 0.5 * math.log(2 * math.pi) - self.log_s).sum(-1)


def features(counts):
    if counts.shape[-1] != 3:
        raise ValueError(f"counts must have shape (N, 3), not {tuple(counts.shape)}.")
    return 2 * counts.sqrt() - 3.0


def probe_step(candidate, size):
    """Four steps, watched: the gradients, the events, the losses, and where the flow ends."""
    flow, simulator = Flow(), Simulator()
    optimizer = torch.optim.Adam(flow.parameters(), lr=RATE)
    with Watch(flow.parameters()) as seen:
        returned = [candidate(flow, optimizer, simulator, features, size)]
        first = len(simulator.sizes)  # events that were kept from here on are no fresh ones
        for _ in range(CALLS - 1):
            returned.append(candidate(flow, optimizer, simulator, features, size))
    sizes, places = simulator.sizes[first:], simulator.places[first:]
    losses = _numbers(returned)
    if losses is None:
        return returned[0]
    return {
        "how many draws (`simulator.sample`) the second, third and fourth call made": len(sizes),
        "how many events they drew": sum(sizes),
        "how many of these draws were different ones": len(set(places)),
        "how often a gradient was computed (`backward`)": seen.backwards,
        "how often it was added to an old one": seen.stale,
        "how often an optimizer made a step": seen.steps,
        "how many of the steps found no gradient": seen.without,
        "how often the given optimizer was not the one": sum(
            one is not optimizer for one in seen.optimizers
        ),
        "the loss of each call": losses,
        "the flow's numbers at the end": torch.cat([p.detach().flatten() for p in
                                                    flow.parameters()]),
    }  # fmt: skip


def _numbers(returned):
    """The losses as one tensor; None for what is no number."""
    if any(isinstance(loss, (str, bool)) or loss is None for loss in returned):
        return None
    try:
        return torch.tensor([float(loss) for loss in returned], dtype=torch.float64)
    except (TypeError, ValueError, RuntimeError):
        return None

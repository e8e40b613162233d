"""How a step of the learner's class is put to use.

To judge a step by itself, what earlier steps have written is replaced: L and b are given.
"""

import math

import torch
from torch import nn

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.gaussian_flow import GaussianFlow
from course_lib.exercises.probes import movable


def with_given(candidate, L, b):
    """An object of the learner's class whose L and b are the given ones."""
    if not isinstance(candidate, type):
        return candidate(len(b))  # not a class: whatever it is, the next step will say so
    flow = type("Given", (candidate,), {"L": lambda self: L})(len(b))
    flow.b = nn.Parameter(b.clone())
    return flow


def probe_parameters(candidate, n):
    flow = candidate(n)
    start, b = flow.L(), flow.b
    if start is None or start is ...:
        return start
    start, b_start = start.detach().clone(), b.detach().clone()
    parameters = list(flow.parameters())
    tried = [moved(flow, parameters, seed) for seed in range(4)]
    at_zero = moved(flow, parameters, 0, spread=0.0)
    wide = torch.stack([moved(flow, parameters, seed, spread=4.0) for seed in range(16)])
    moved(flow, parameters, 3)  # where most functions have a slope: the rank is taken here
    return {
        "L at the start": start,
        "b at the start": b_start,
        "b is an nn.Parameter": isinstance(b, nn.Parameter),
        "L is lower triangular for all parameters": all(
            bool((L.triu(1) == 0).all()) for L in tried
        ),
        "the diagonal of L is positive for all parameters": all(
            bool((L.diagonal() > 0).all()) for L in tried
        ),
        "the diagonal of L is positive when all parameters are zero": bool(
            (at_zero.diagonal() > 0).all()
        ),
        "the diagonal of L can be large and small": bool(
            (wide.diagonal(dim1=1, dim2=2) > 3).any()
            and (wide.diagonal(dim1=1, dim2=2) < 0.2).any()
        ),
        "below the diagonal L can be negative": bool((wide.tril(-1) < 0).any()),
        "how many entries of L the parameters can move": movable(flow.L(), parameters),
    }


def moved(flow, parameters, seed, spread=1.5):
    """L for other values of the parameters, some of them well below zero."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in parameters:
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.copy_(spread * noise)
        return flow.L()


def probe_maps(candidate, L, b, v):
    flow = with_given(candidate, L, b)
    forward, inverse = flow.forward(v), flow.inverse(v)
    for result in (forward, inverse):
        if not (isinstance(result, tuple) and len(result) == 2):
            return result
    x, forward_log_det = forward
    z, inverse_log_det = inverse
    return {
        "forward: x": x,
        "forward: log_det": forward_log_det,
        "inverse: z": z,
        "inverse: log_det": inverse_log_det,
    }


def probe_log_prob(candidate, L, b, x):
    return with_given(candidate, L, b).log_prob(x)


def probe_sample(candidate, L, b, count):
    flow = with_given(candidate, L, b)
    x = flow.sample(count)
    if not isinstance(x, torch.Tensor):
        return x
    few = [torch.as_tensor(flow.sample(20)).detach() for _ in range(2)]
    x = torch.as_tensor(x).detach().double()
    result = {"shape": torch.tensor(x.shape)}
    if x.shape != (count, len(b)):
        return result
    covariance = torch.linalg.inv(L.T @ L)
    kurtosis = (((x - x.mean(0)) / x.std(0)) ** 4).mean(0)  # 3 for every Gaussian
    moved = {
        "two calls give different points": not torch.equal(*few),
        "mean is b": close(x.mean(0), b, 0.05),
        "covariance is C": close(torch.cov(x.T), covariance, 0.08),
        "the tails are a Gaussian's": close(kurtosis, torch.full_like(b, 3.0), 0.1),
        "they are still the base's samples": close(torch.cov(x.T), torch.eye(len(b)), 0.05),
    }
    return result | moved


def close(got, expected, tolerance):
    return bool((got - expected).abs().max() < tolerance * (1 + expected.abs().max()))


def probe_fit(candidate, data, steps, lr):
    flow = GaussianFlow(data.shape[-1])
    losses = candidate(flow, data, steps, lr)
    if losses is None or losses is ...:
        return losses
    losses = [float(loss) for loss in losses]
    mean, covariance = data.mean(0), torch.cov(data.T, correction=0)
    best = 0.5 * torch.logdet(2 * math.pi * math.e * covariance)
    with torch.no_grad():
        reached = -flow.log_prob(data).mean()
    return {
        "number of losses": len(losses),
        "the first loss": losses[0] if losses else math.nan,
        "the second loss is another": len(set(losses[:2])) == 2,
        "b has come to the mean of the data": close(flow.b.detach(), mean, 0.02),
        "the loss has come within 0.01 of the best": bool(reached < best + 0.01),
    }

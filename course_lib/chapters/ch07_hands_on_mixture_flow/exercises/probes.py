"""How a step of the learner's class is put to use.

To judge a step by itself, what earlier steps have written is replaced: the mixture is given.
"""

import torch

from course_lib import flows
from course_lib.exercises.probes import movable


def with_given(candidate, log_w, mu, s):
    """An object of the learner's class whose mixture is the given one."""
    if not isinstance(candidate, type):
        return candidate(len(mu))  # not a class: whatever it is, the next step will say so
    flow = type("Given", (candidate,), {"mixture": lambda self: (log_w, mu, s)})(len(mu))
    return flow.to(mu.dtype)


def probe_parameters(candidate, k):
    flow = candidate(k)
    start = flow.mixture()
    if start is None or start is ...:
        return start
    log_w, mu, s = (part.detach().clone() for part in start)
    parameters = list(flow.parameters())
    rank = movable(torch.cat(flow.mixture()), parameters) if parameters else 0
    tried = [_moved(flow, parameters, seed) for seed in range(4)]
    return {
        "log-weights at the start": log_w,
        "centres at the start": mu,
        "scales at the start": s,
        "the weights sum to 1 for all parameters": all(
            bool((w.exp().sum() - 1).abs() < 1e-5) for w, _, _ in tried
        ),
        "the scales are positive for all parameters": all(bool((s > 0).all()) for *_, s in tried),
        "how many numbers the parameters can move": rank,
    }


def _moved(flow, parameters, seed):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in parameters:
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.copy_(1.5 * noise)
        return flow.mixture()


def probe_inverse(candidate, log_w, mu, s, x):
    result = with_given(candidate, log_w, mu, s).inverse(x)
    if not is_pair(result):
        return result
    z, log_det = result
    return {"z": z, "log_det": log_det}


def probe_log_prob(candidate, log_w, mu, s, x):
    return with_given(candidate, log_w, mu, s).log_prob(x)


def probe_forward(candidate, log_w, mu, s, z):
    """Values, and the gradient of x with respect to z and each parameter by itself."""
    leaves = [part.clone().requires_grad_() for part in (log_w, mu, s, z)]
    result = with_given(candidate, *leaves[:3]).forward(leaves[3])
    if not is_pair(result):
        return result
    x, log_det = result
    found = [torch.zeros_like(leaf) for leaf in leaves]
    if x.requires_grad:
        weights = 1 + torch.arange(x.numel(), dtype=x.dtype).reshape(x.shape) / 4
        found = torch.autograd.grad((weights * x).sum(), leaves, materialize_grads=True,
                                    retain_graph=True)  # fmt: skip
    names = ("the log-weights", "the centres", "the scales", "z")
    gradients = {f"the gradient of x by {n}": g for n, g in zip(names, found, strict=True)}
    return {"x": x.detach(), "log_det": log_det.detach(), **gradients}


def probe_sample(candidate, log_w, mu, s, count):
    mu, logits = mu.clone().requires_grad_(), log_w.clone().requires_grad_()
    x = with_given(candidate, logits, mu, s).sample(count)
    if not isinstance(x, torch.Tensor):
        return x
    if x.shape != (count,):
        return {"shape": torch.tensor(x.shape)}
    truth = flows.MixtureOfLogistics(log_w.exp(), mu.detach(), s)
    with torch.no_grad():
        at = x.detach().double()
        z = truth.inverse(at)[0]
    by_centre = by_weight = torch.zeros_like(mu)
    if x.requires_grad:
        by_centre, by_weight = torch.autograd.grad(x.mean(), (mu, logits), materialize_grads=True)
    w = log_w.exp()
    wanted = w * (mu - (w * mu).sum()).detach()  # how the mean follows the log-weights
    return {
        "shape": torch.tensor(x.shape),
        "they follow the mixture": is_uniform(torch.sigmoid(z)),
        "they come from a normal base": is_uniform(torch.special.ndtr(z)),
        "they come from a uniform base": is_uniform(z),
        "they are still the base's samples": is_uniform(torch.sigmoid(at)),
        "they follow the centres": bool((by_centre - w).abs().max() < 0.02),
        "they follow the weights": bool((by_weight - wanted).abs().max() < 0.1),
    }


def is_pair(result):
    """Two tensors; anything else is judged as it comes."""
    return isinstance(result, tuple) and len(result) == 2


def is_uniform(u):
    """Does u pass for uniform on (0, 1)? By the largest distance of its CDF from the diagonal."""
    expected = (torch.arange(len(u)) + 0.5) / len(u)
    return bool((u.sort()[0] - expected).abs().max() < 1.8 / len(u) ** 0.5)

"""What the mixture of step 1 does while its parameters move: the probe of exercise 7.1."""

import torch
from torch import nn

from course_lib.exercises.probes import movable
from course_lib.exercises.reaching import behind

NAMES = ("log-weights", "centres", "scales")
TRAINED = "torch finds parameters to train"
HIDDEN = "how many nn.Parameters behind the mixture torch does not find"
PLAIN = "how many other tensors with a gradient stand behind it"
SUMS = "the weights sum to 1 for all parameters"
FAR_OUT = "the weights sum to 1, and none is NaN, when parameters are as large as ±300"
FINITE = "every log-weight is finite when parameters are as large as ±300"
SLOPES = "every gradient of the log-weights is a number when parameters are as large as ±300"
SIGN = "the sign of the smallest scale, over many parameters"
WHEN_SMALL = "how many of the scales a gradient can move when all parameters are −8"
AT_ZERO = "its sign when all parameters are zero"


def starts(name):
    return f"{name} at the start"


def follows(name):
    return f"the {name} move when the parameters move"


def count(name):
    return f"how many of the {name} a gradient can move by themselves"


def probe_parameters(candidate, k):
    flow = candidate(k)
    if not isinstance(flow, nn.Module):
        return flow
    flow = flow.double()
    start = flow.mixture()
    if not isinstance(start, (tuple, list)) or len(start) != 3:
        return start
    facts = _right(k) | {starts(n): part for n, part in zip(NAMES, start, strict=True)}
    if not all(isinstance(part, torch.Tensor) and part.shape == (k,) for part in start):
        return facts
    known, hidden, plain = behind(torch.cat(tuple(start)), flow)
    facts |= {starts(n): part.detach().clone() for n, part in zip(NAMES, start, strict=True)}
    return facts | {TRAINED: known > 0, HIDDEN: hidden, PLAIN: plain} | _moves(flow)


def _right(k):
    """What is found for a right answer; the three starts are the learner's own."""
    facts = {starts(name): None for name in NAMES}
    facts |= {TRAINED: True, HIDDEN: 0, PLAIN: 0}
    facts |= {follows(name): True for name in NAMES}
    facts |= {SUMS: True, FAR_OUT: True, FINITE: True, SLOPES: True}
    facts |= {SIGN: 1, AT_ZERO: 1, WHEN_SMALL: k}
    return facts | {count(n): many for n, many in zip(NAMES, (k - 1, k, k), strict=True)}


def _moves(flow):
    """What becomes of the mixture for other values of the parameters."""
    start = [part.detach().clone() for part in flow.mixture()]
    ranks = _ranks(flow)
    tried = [_moved(flow, seed) for seed in range(6)]
    apart = [
        any(not torch.equal(part[place], start[place]) for part in tried) for place in range(3)
    ]
    if all(apart):
        _moved(flow, 3)
        ranks = _ranks(flow)  # here most functions have a slope
    scales = torch.stack([s for *_, s in tried])
    _filled(flow, -8.0)
    small = _ranks(flow)[2]
    zero = _filled(flow)[2]
    judged = apart[0] and _is_one(tried[0][0])
    return {
        **{follows(name): moved for name, moved in zip(NAMES, apart, strict=True)},
        SUMS: all(_is_one(log_w) for log_w, *_ in tried),
        **(_far_out(flow.float()) if judged else {}),
        SIGN: -1 if scales.isnan().any() else int(scales.min().sign()),
        AT_ZERO: int(zero.min().sign()),
        **{count(name): rank for name, rank in zip(NAMES, ranks, strict=True)},
        WHEN_SMALL: small,
    }


def _far_out(flow):
    """In float32, where exp(−104) is 0: each is judged where what stands before it is right."""
    far = [(_moved(flow, seed, spread=300.0)[0], _slopes(flow)) for seed in range(4)]
    sums = all(_is_one(log_w) for log_w, _ in far)
    finite, sloped = (all(map(_all_finite, row)) for row in zip(*far, strict=True))
    return {FAR_OUT: sums, FINITE: finite or not sums, SLOPES: sloped or not sums}


def _slopes(flow):
    """What a gradient of the log-weights brings to all parameters, in one row."""
    log_w = flow.mixture()[0]
    parameters = [parameter for parameter in flow.parameters() if parameter.requires_grad]
    if not log_w.requires_grad or not parameters:
        return log_w
    found = torch.autograd.grad(
        log_w.sum(), parameters, retain_graph=True, allow_unused=True, materialize_grads=True
    )
    return torch.cat([slope.flatten() for slope in found])


def _all_finite(numbers):
    return bool(numbers.isfinite().all())


def _is_one(log_w):
    return bool((log_w.exp().sum() - 1).abs() < 1e-4)


def _ranks(flow):
    parameters = list(flow.parameters())
    parts = flow.mixture()
    if not parameters or not all(part.isfinite().all() for part in parts):
        return [0, 0, 0]
    return [movable(part, parameters) for part in parts]


def _moved(flow, seed, spread=1.5):
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in flow.parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.copy_(spread * noise)
        return [part.detach().clone() for part in flow.mixture()]


def _filled(flow, number=0.0):
    """The mixture with all parameters at one number."""
    with torch.no_grad():
        for parameter in flow.parameters():
            parameter.fill_(number)
        return [part.detach().clone() for part in flow.mixture()]

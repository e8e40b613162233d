"""What the matrix L of step 1 does while its parameters move: the probe of exercise 3.1."""

import torch
from torch import nn

from course_lib.exercises.probes import movable
from course_lib.exercises.reaching import behind

METHOD = "`L` is a method"
START, B_START = "L at the start", "b at the start"
DRAWN = "how many numbers of L at the start are drawn at random"
B_DRAWN = "how many numbers of b at the start are drawn at random"
B_TRAINED = "b is an nn.Parameter"
TRAINED = "torch finds parameters to train"
HIDDEN = "how many nn.Parameters behind L torch does not find"
PLAIN = "how many other tensors with a gradient stand behind L"
FOLLOWS = "L moves when the parameters move"
LOWER = "how many entries above the diagonal of L are not always 0"
SIGN = "the sign of the smallest diagonal entry, over many parameters"
AT_ZERO = "its sign when all parameters are zero"
BEHIND = "how many numbers make up a diagonal entry that can become negative"
LARGE = "how many diagonal entries cannot become as large as you like"
SMALL = "how many diagonal entries cannot become as small as you like"
NEGATIVE = "how many entries below the diagonal cannot be negative"
FAR_OUT = "how many entries below the diagonal cannot be as far from 0 as you like"
RANK = "how many entries of L the parameters can move"

FAR = (-600.0, -300.0, 300.0, 600.0)  # twice as far out must still make a difference


def probe_parameters(candidate, n):
    flow = candidate(n)
    if not isinstance(flow, nn.Module):
        return flow
    flow = flow.double()
    facts = _right(n)
    if not callable(getattr(flow, "L", None)):
        return facts | {METHOD: False}
    L = flow.L()
    if L is None or L is ...:
        return L
    facts[START] = L
    b = getattr(flow, "b", None)
    facts[B_START], facts[B_TRAINED] = b, isinstance(b, nn.Parameter)
    if not isinstance(L, torch.Tensor) or L.shape != (n, n):
        return facts
    facts[START] = L.detach().clone()
    if isinstance(b, torch.Tensor):
        facts[B_START] = b.detach().clone()
    return facts | _drawn(candidate(n).double(), facts) | _behind(flow, L) | _moves(flow)


def _drawn(other, facts):
    """What is random about the start: a second one is compared, and what is drawn set aside."""
    right, found = _right(len(facts[START])), {}
    for name, count, now in (
        (START, DRAWN, other.L()),
        (B_START, B_DRAWN, getattr(other, "b", None)),
    ):
        first = facts[name]
        if isinstance(now, torch.Tensor) and isinstance(first, torch.Tensor):
            differ = first.shape == right[name].shape and bool((now.detach() != first).any())
            found |= {name: right[name], count: 1} if differ else {}
    return found


def _right(n):
    """What is found for a right answer."""
    return {
        METHOD: True,
        START: torch.eye(n),
        B_START: torch.zeros(n),
        DRAWN: 0,
        B_DRAWN: 0,
        B_TRAINED: True,
        TRAINED: True,
        HIDDEN: 0,
        PLAIN: 0,
        FOLLOWS: True,
        LOWER: 0,
        SIGN: 1,
        AT_ZERO: 1,
        BEHIND: 0,
        LARGE: 0,
        SMALL: 0,
        NEGATIVE: 0,
        FAR_OUT: 0,
        RANK: n * (n + 1) // 2,
    }


def _behind(flow, L):
    """Which tensors L hangs on, and whether torch finds them."""
    _, hidden, plain = behind(L, flow)
    others = [one for one in flow.parameters() if one is not getattr(flow, "b", None)]
    return {TRAINED: bool(others), HIDDEN: hidden, PLAIN: plain}


def _moves(flow):
    """What becomes of L for other values of the parameters."""
    start, rank = flow.L().detach().clone(), _rank(flow)
    tried = torch.stack([_moved(flow, seed) for seed in range(8)])
    follows = bool((tried != start).any())
    if follows:
        _moved(flow, 3)
        rank = _rank(flow)  # here most functions have a slope
    far = torch.stack([_filled(flow, value) for value in FAR])
    zero = _filled(flow, 0.0)
    near = torch.stack([_filled(flow, -20.0), _filled(flow, 20.0)])
    diagonals = torch.cat([near, tried]).diagonal(dim1=1, dim2=2)
    smallest = -1 if diagonals.isnan().any() else int(diagonals.min().sign())
    depths = far.diagonal(dim1=1, dim2=2)
    rows, columns = torch.tril_indices(*start.shape, -1)
    low = far[:, rows, columns]
    return {
        FOLLOWS: follows,
        LOWER: int((tried.triu(1) != 0).any(0).sum()),
        SIGN: smallest,
        AT_ZERO: int(zero.diagonal().min().sign()),
        BEHIND: _numbers_behind(flow) if smallest < 0 else 0,
        LARGE: _without(
            ((depths[0] >= 1.1 * depths[1]) | (depths[3] >= 1.1 * depths[2]))
            & (depths.max(0).values > 100)
        ),
        SMALL: _without(
            (depths[0] <= 0.9 * depths[1]) | (depths[3] <= 0.9 * depths[2]) | (zero.diagonal() <= 0)
        ),
        NEGATIVE: _without((torch.cat([low, tried[:, rows, columns]]) < 0).any(0)),
        FAR_OUT: _without(
            ((low[0].abs() >= 1.1 * low[1].abs()) & (low[1].abs() > 2))
            | ((low[3].abs() >= 1.1 * low[2].abs()) & (low[2].abs() > 2))
        ),
        RANK: rank,
    }


def _without(able):
    """How many are not."""
    return int((~able).sum())


def _rank(flow):
    parameters = list(flow.parameters())
    L = flow.L()
    return movable(L, parameters) if parameters and L.isfinite().all() else 0


def _numbers_behind(flow):
    """How many of the parameters' numbers move the first diagonal entry."""
    _moved(flow, 3)
    entry, parameters = flow.L()[0, 0], list(flow.parameters())
    if not entry.requires_grad or not parameters:
        return 0
    found = torch.autograd.grad(entry, parameters, retain_graph=True, materialize_grads=True)
    return int(sum((part != 0).sum() for part in found))


def _moved(flow, seed, spread=1.5):
    """L for other values of the parameters, some of them well below zero."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in flow.parameters():
            noise = torch.randn(parameter.shape, generator=generator, dtype=torch.float64)
            parameter.copy_(spread * noise)
        return flow.L().detach().clone()


def _filled(flow, value):
    """L with all parameters at one value."""
    with torch.no_grad():
        for parameter in flow.parameters():
            parameter.fill_(value)
        return flow.L().detach().clone()

"""Solve g(x) = y for an increasing g without an inverse: bisection, Newton, and both together.

Everywhere g maps x to the pair (g(x), g′(x)), elementwise, so that a whole batch is solved at once.
The searches carry no gradient; ``implicit`` gives their result its derivatives.

Reference: W. H. Press et al., "Numerical Recipes", chapter 9.4.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

from course_lib.flows.flow import check_event

Map = Callable[[Tensor], tuple[Tensor, Tensor]]  # x → (g(x), g′(x))
Ends = float | Tensor
NEWTON = 64  # so many evaluations may take Newton's guess; then nothing but halving is left


@dataclass
class Root:
    """What a search found: ``x``, and the record of its way.

    ``evaluations`` counts the calls of g. ``history[k]`` is the x of the (k+1)-th call and
    ``brackets[k]`` the (low, high) known before it (for Newton alone there are none).
    """

    x: Tensor
    evaluations: int = 0
    history: list[Tensor] = field(default_factory=list)
    brackets: list[tuple[Tensor, Tensor]] = field(default_factory=list)


@torch.no_grad()
def bisection(g: Map, y: Tensor, low: Ends, high: Ends, steps: int = 60) -> Root:
    """Halve the bracket [low, high] ``steps`` times and return its middle: one bit a step.

    ``low`` and ``high``, numbers or tensors, broadcast to y. It never looks whether the bracket
    holds a root: if not, it ends up at one of the ends. NaN in y gives NaN. Raises ValueError
    unless low ≤ high.

    >>> root = bisection(lambda x: (x**3, 3 * x**2), torch.tensor(8.0), 0.0, 5.0, steps=20)
    >>> round(root.x.item(), 3)
    2.0
    """
    low, high = _bracket(y, low, high)
    root = Root(_middle(low, high))
    for _ in range(steps):
        root.brackets.append((low, high))
        below = _evaluate(g, root)[0] < y  # then x is too small, and so is all that is below it
        low, high = torch.where(below, root.x, low), torch.where(below, high, root.x)
        root.x = _middle(low, high)
    root.x = root.x.masked_fill(y.isnan(), torch.nan)
    return root


def newton(g: Map, y: Tensor, start: Ends, steps: int = 8) -> Root:
    """Follow the tangent ``steps`` times: x ← x − (g(x) − y) / g′(x). Near the root digits double.

    Nothing keeps it from running away where g is flat. Unlike the other searches it lets gradients
    through (this is called unrolling); put it into ``torch.no_grad()`` if you want none.

    >>> newton(lambda x: (x**3, 3 * x**2), torch.tensor(8.0), torch.tensor(3.0)).x.item()
    2.0
    """
    check_event(y, (), "y")
    root = Root(_like(y, start))
    for _ in range(steps):
        value, slope = _evaluate(g, root)
        root.x = root.x - (value - y) / slope
    return root


@torch.no_grad()
def safeguarded_newton(
    g: Map,
    y: Tensor,
    low: Ends,
    high: Ends,
    start: Ends | None = None,
    steps: int = 130,
    scale: float = 0.0,
    check: bool = True,
) -> Root:
    """Newton's steps inside a bracket that always holds the root; x to the last digit.

    It bisects whenever Newton would leave the bracket, or when a step is not at most half of the
    one before: so it is as safe as bisection and, near the root, as fast as Newton. A sample stays
    where it is when its step is below the last digit of x, or its residual within some rounding
    units of y. (If g(x) is a difference of larger numbers, its own rounding is larger than y's:
    ``scale`` is the size of those numbers.) Without a start it begins in the middle.

    It always arrives. 64 evaluations may follow Newton; each one after them halves the *number of
    floats* in the bracket, and there are less than 2⁶⁴ (float32: 2³²). So 64 + 64 + 2 evaluations
    are enough (float32: 98), whatever g. Mixtures of logistics (``scale=1.0``) took 31 at most in
    our tests, and ordinary ones mostly 4 to 7.

    ``low``, ``high`` and ``start``, numbers or tensors, broadcast to y. NaN in y gives NaN, and so
    does a g that is NaN on the way. Raises ValueError unless low ≤ high and both are finite, and if
    there is no root between them (a caller who has proved that there is can say ``check=False``);
    RuntimeError if ``steps`` evaluations were not enough.

    >>> root = safeguarded_newton(lambda x: (x**3, 3 * x**2), torch.tensor([8.0, 1e-3]), -1.0, 9.0)
    >>> [round(x, 4) for x in root.x.tolist()]
    [2.0, 0.1]
    """
    ends = low, high = _bracket(y, low, high, check)
    root = Root(_middle(low, high) if start is None else _like(y, start).clamp(low, high))
    eps = torch.finfo(y.dtype).eps
    rounding = eps * y.abs().clamp(min=scale)
    last = high - low  # the size of the last step
    done = ~y.isfinite()
    lost = y.isnan()
    while not _all(done, root):
        if root.evaluations == steps:
            left = int((~done).sum())
            raise RuntimeError(f"After {steps} evaluations {left} of {y.numel()} are not solved.")
        root.brackets.append((low, high))
        value, slope = _evaluate(g, root)
        residual = value - y
        low = torch.where(residual < 0, root.x, low)
        high = torch.where(residual > 0, root.x, high)
        step = residual / slope
        guess = root.x - step
        shrinks = 2 * step.abs() <= last  # written so that a missing step counts as bad, too
        if root.evaluations < NEWTON:
            good = (guess >= low) & (guess <= high) & shrinks
            guess = torch.where(good, guess, _middle(low, high))
        else:
            guess = _middle_float(low, high)
        missing = residual.isnan()
        # g is rounded, too: a residual of some last digits cannot get smaller, and no steps shrink.
        done = done | (residual.abs() <= rounding * torch.where(shrinks, 4, 16)) | missing
        lost = lost | missing
        last = (guess - root.x).abs()
        root.x = torch.where(done, root.x, guess)
        done = done | (last <= eps * root.x.abs())
    root.x = root.x.masked_fill(lost, torch.nan)
    if check:
        root.x = torch.where(y.isinf(), torch.where(y > 0, high, low), root.x)
        _check_inside(g, y, root.x, ends, rounding)
    return root


def implicit(g: Map, y: Tensor, x: Tensor) -> Tensor:
    """Give the root x of g(x) = y its derivatives with respect to y and whatever g depends on.

    ∂x/∂y = 1/g′(x) and ∂x/∂θ = −(∂g/∂θ)/g′(x), by two Newton steps whose value is zero: residual
    and detached residual cancel, their derivatives do not. One such step gives right first
    derivatives and wrong second ones; two are right up to the third. The cost does not depend on
    how many steps the search took.

    >>> y = torch.tensor(8.0, requires_grad=True)
    >>> cube = lambda x: (x**3, 3 * x**2)
    >>> x = implicit(cube, y, bisection(cube, y, 0.0, 5.0).x)
    >>> x.backward()
    >>> round(y.grad.item(), 4)  # 1 / (3 · 2²)
    0.0833
    """
    x = x.detach()
    for _ in range(2):
        value, slope = g(x)
        residual = value - y
        # Where the slope underflows to 0 the derivative is too large to hold; 0/0 would be NaN.
        x = x - (residual - residual.detach()) / slope.clamp(min=torch.finfo(slope.dtype).tiny)
    return x


def _evaluate(g, root):
    root.evaluations += 1
    root.history.append(root.x)
    return g(root.x)


def _any(condition):
    """Is it true anywhere? The device ``meta`` has no values: there nothing is true."""
    return not condition.is_meta and _looked_at(condition.any())


def _all(done, root):
    """Have all arrived? On the device ``meta`` one evaluation is enough."""
    return root.evaluations > 0 if done.is_meta else _looked_at(done.all())


def _looked_at(condition):
    try:
        return bool(condition)
    except RuntimeError as error:
        raise RuntimeError(
            "A search looks at its values to know when it has arrived, which torch.func.vmap does "
            "not allow. It needs no vmap: give it the whole batch."
        ) from error


def _middle(low, high):
    return torch.add(0.5 * low, high, alpha=0.5)  # (low + high) / 2 may be infinite


def _middle_float(low, high):
    """The float with as many floats below it, down to low, as above it, up to high.

    Bits of a float, read as a whole number, count the floats from 0 on; the first bit is the sign.
    """
    kind = {2: torch.int16, 4: torch.int32, 8: torch.int64}[low.element_size()]
    sign, magnitude = torch.iinfo(kind).min, torch.iinfo(kind).max
    bits = torch.stack([low, high]).view(kind)
    a, b = torch.where(bits < 0, -(bits & magnitude), bits)
    count = (a & b) + ((a ^ b) >> 1)  # their mean, rounded down, without an overflow
    return torch.where(count < 0, -count | sign, count).view(low.dtype)


def _like(y, value):
    """A number or a tensor in the shape, dtype and device of y."""
    return torch.as_tensor(value, dtype=y.dtype, device=y.device).expand(y.shape)


def _bracket(y, low, high, check=True):
    """The ends as tensors of y's shape. Raises ValueError unless low ≤ high, both finite."""
    check_event(y, (), "y")
    low, high = _like(y, low), _like(y, high)
    if not check:
        return low, high
    empty = ~(low <= high) & ~y.isnan()
    infinite = (low.isinf() | high.isinf()) & ~y.isnan()
    for bad, what in ((empty, "empty: low lies above high"), (infinite, "infinite")):
        if _any(bad):
            raise ValueError(f"{int(bad.sum())} of the {y.numel()} brackets are {what}.")
    return low, high


def _check_inside(g, y, x, ends, rounding):
    """Raise a ValueError if a search stopped at an end of its bracket without a root there."""
    low, high = ends
    near = 100 * torch.finfo(y.dtype).eps * torch.maximum(low.abs(), high.abs())
    at_end = y.isinf() | (x - low <= near) | (high - x <= near)
    if not _any(at_end):
        return
    value, slope = g(x)
    residual = (value - y).abs()
    missed = (residual > 16 * rounding) & (residual > near * slope) | (y.isinf() & (value != y))
    missed = missed & at_end & ~x.isnan()
    if missed.any():
        at, found, wanted = (part.expand(y.shape)[missed][0].item() for part in (x, value, y))
        raise ValueError(
            f"{int(missed.sum())} of the {y.numel()} brackets hold no root: at the end "
            f"x = {at:.6g} g is {found:.6g}, and {wanted:.6g} is wanted. (Or g does not increase.)"
        )

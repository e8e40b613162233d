"""Solve g(x) = y for an increasing g without an inverse: bisection, Newton, and both together.

Everywhere g maps x to the pair (g(x), g′(x)), elementwise, so that a whole batch is solved at once.
The searches carry no gradient; ``implicit`` gives their result its derivatives.

Reference: W. H. Press et al., "Numerical Recipes", chapter 9.4.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import torch
from torch import Tensor

Map = Callable[[Tensor], tuple[Tensor, Tensor]]  # x → (g(x), g′(x))
End = float | Tensor


@dataclass
class Root:
    """What a search found: ``x``, and the record of its way.

    ``evaluations`` counts the calls of g. ``history[k]`` is the x of the (k+1)-th call and
    ``brackets[k]`` the (low, high) known before it (for Newton alone there are none).
    """

    x: torch.Tensor
    evaluations: int = 0
    history: list = field(default_factory=list)
    brackets: list = field(default_factory=list)


@torch.no_grad()
def bisection(g: Map, y: Tensor, low: End, high: End, steps: int = 60) -> Root:
    """Halve the bracket [low, high] ``steps`` times and return its middle: one bit a step.

    ``low`` and ``high`` broadcast to y. Raises ValueError if a low lies above its high.

    >>> root = bisection(lambda x: (x**3, 3 * x**2), torch.tensor(8.0), 0.0, 5.0, steps=20)
    >>> round(root.x.item(), 3)
    2.0
    """
    low, high = _bracket(y, low, high)
    root = Root((low + high) / 2)
    for _ in range(steps):
        root.brackets.append((low, high))
        below = _evaluate(g, root)[0] < y  # then x is too small, and so is all that is below it
        low, high = torch.where(below, root.x, low), torch.where(below, high, root.x)
        root.x = (low + high) / 2
    return root


def newton(g: Map, y: Tensor, start: Tensor, steps: int = 8) -> Root:
    """Follow the tangent ``steps`` times: x ← x − (g(x) − y) / g′(x). Near the root digits double.

    Nothing keeps it from running away where g is flat. Unlike the other searches it lets gradients
    through (this is called unrolling); put it into ``torch.no_grad()`` if you want none.

    >>> newton(lambda x: (x**3, 3 * x**2), torch.tensor(8.0), torch.tensor(3.0)).x.item()
    2.0
    """
    root = Root(start.expand(y.shape))
    for _ in range(steps):
        value, slope = _evaluate(g, root)
        root.x = root.x - (value - y) / slope
    return root


@torch.no_grad()
def safeguarded_newton(
    g: Map, y: Tensor, low: End, high: End, start: Tensor | None = None, steps: int = 100
) -> Root:
    """Newton's steps inside a bracket that always holds the root; x to the last digit.

    It bisects whenever Newton would leave the bracket, or when a step is not at most half of the
    one before: so it is as safe as bisection and, near the root, as fast as Newton. A sample whose
    residual or step has become as small as its rounding stays where it is. Without a start it
    begins in the middle.

    ``low`` and ``high`` broadcast to y. NaN in y gives NaN. Raises ValueError if a low lies above
    its high, and RuntimeError if ``steps`` evaluations were not enough.

    >>> root = safeguarded_newton(lambda x: (x**3, 3 * x**2), torch.tensor([8.0, 0.001]), -1.0, 9.0)
    >>> [round(x, 4) for x in root.x.tolist()]
    [2.0, 0.1]
    """
    low, high = _bracket(y, low, high)
    middle = (low + high) / 2
    root = Root(middle if start is None else torch.maximum(torch.minimum(start, high), low))
    eps = torch.finfo(y.dtype).eps
    last = high - low  # the size of the last step
    done = torch.zeros_like(y, dtype=torch.bool)
    while not done.all():
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
        good = (guess >= low) & (guess <= high) & shrinks
        guess = torch.where(good, guess, (low + high) / 2)
        # g is rounded, too: a residual of some last digits cannot get smaller, and no steps shrink.
        noise = eps * y.abs().clamp(min=1) * torch.where(shrinks, 4, 16)
        done = done | (residual.abs() <= noise) | residual.isnan()
        last = (guess - root.x).abs()
        root.x = torch.where(done, root.x, guess)
        done = done | (last <= eps * root.x.abs())
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


def _bracket(y, low, high):
    """The ends as tensors of y's shape. Raises ValueError unless low ≤ high everywhere."""
    low, high = (torch.as_tensor(end, dtype=y.dtype).expand(y.shape) for end in (low, high))
    if (low > high).any():
        count = int((low > high).sum())
        raise ValueError(f"{count} of the {y.numel()} brackets are empty: low lies above high.")
    return low, high

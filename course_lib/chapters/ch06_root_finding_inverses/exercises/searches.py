"""Exercises 6.1, 6.2 and 6.6: bisection, Newton, and when to stop."""

import torch

from course_lib.chapters.ch06_root_finding_inverses.exercises.base import (
    bent,
    bent_slope,
    cubic,
    cubic_slope,
    flat,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 6.1 ------------------------------------------------------------------------------------------


def bisection(g, y, low, high, steps, keep=lambda value, y: value < y):
    for _ in range(steps):
        middle = (low + high) / 2
        below = keep(g(middle), y)
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return (low + high) / 2


def _one_for_all(g, y, low, high, steps):
    """The whole batch goes the way of its first value."""
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if (g(middle) < y).reshape(-1)[0] else (low, middle)
    return (low + high) / 2


def _both_ends(g, y, low, high, steps):
    for _ in range(steps):
        middle = (low + high) / 2
        below = g(middle) < y
        low, high = torch.where(below, middle, low), torch.where(below, middle, high)
    return (low + high) / 2


BISECTION = Exercise(
    id="6.1",
    title="Halve it",
    minutes=7,
    difficulty="easy",
    prompt=r"""
`g` is a rising function of tensors, element by element. Write `bisection(g, y, low, high, steps)`:
the $x$ with $g(x) = y$, by halving the bracket `steps` times. In each step look at the middle.
Where
$g$ is still below $y$ there, the root lies in the upper half; elsewhere in the lower one. Return
the
middle of the last bracket.

`y`, `low` and `high` are tensors of one shape, and so is the result. Each element has its own root,
so each goes its own way: `torch.where(condition, a, b)` takes from `a` where the condition holds,
and from `b` elsewhere.
""",
    inputs=(
        (cubic, tensor([10.0, -2.0, 0.3]), tensor([-3.0] * 3), tensor([4.0] * 3), 40),
        (bent, tensor([[1.0, 20.0]]), tensor([[-2.0, 0.0]]), tensor([[3.0, 5.0]]), 40),
        (flat, tensor([0.02, -6.0]), tensor([-5.0, -4.0]), tensor([6.0, 3.0]), 45),
        # So few steps that one more or less is seen.
        (cubic, tensor([10.0, -2.0, 0.3]), tensor([-3.0] * 3), tensor([4.0] * 3), 1),
        (bent, tensor([[1.0, 20.0]]), tensor([[-2.0, 0.0]]), tensor([[3.0, 5.0]]), 3),
    ),
    names=("g", "y", "low", "high", "steps"),
    reference=bisection,
    returns="x with g(x) = y, a tensor of the shape of y",
    misconceptions=(
        Misconception(
            "wrong half kept",
            lambda g, y, low, high, steps: bisection(
                g, y, low, high, steps, keep=lambda value, y: value > y
            ),
            "you keep the half without the root. g rises: where g(middle) is below y, the root "
            "must "
            "lie above the middle, so the middle becomes the new lower end.",
        ),
        Misconception(
            "root of g instead",
            lambda g, y, low, high, steps: bisection(
                g, y, low, high, steps, keep=lambda value, y: value < 0
            ),
            "g(middle) is compared with 0. Wanted is g(x) = y: compare with y.",
        ),
        Misconception(
            "middle compared with y",
            lambda g, y, low, high, steps: bisection(lambda x: x, y, low, high, steps),
            "the middle itself is compared with y. It is g(middle) that must reach y.",
        ),
        Misconception(
            "one decision for all",
            _one_for_all,
            "the first element decides for the whole batch. Each element needs its own bracket: "
            "torch.where chooses element by element.",
        ),
        Misconception(
            "both ends moved",
            _both_ends,
            "both ends become the middle at once, so the bracket is empty after one step. Move one "
            "end, keep the other.",
        ),
        Misconception(
            "one step only",
            lambda g, y, low, high, steps: bisection(g, y, low, high, 1),
            "the bracket is halved once. Each step gives one bit; do it `steps` times.",
        ),
        Misconception(
            "value instead of place",
            lambda g, y, low, high, steps: g(bisection(g, y, low, high, steps)),
            "this is g at the root, which is y again. Asked for is the root, x.",
        ),
        Misconception(
            "the last middle that was looked at",
            lambda g, y, low, high, steps: bisection(g, y, low, high, steps - 1),
            "this is one halving too few. Either the loop runs too seldom (`range(steps)` runs "
            "`steps` times), or you return the middle that was looked at last: it has become an "
            "end since. Return the middle of the bracket that is left.",
        ),
    ),
    hints=(
        "The root lies between low and high. After one look at the middle, in which half?",
        "A loop over the steps; below = g(middle) < y; two torch.where, one for each end.",
        "In the loop:\n\n"
        "    middle = (low + high) / 2\n"
        "    below = g(middle) < y\n"
        "    low, high = torch.where(below, …, low), torch.where(below, high, …)",
    ),
    praise="slow and certain: one more bit with every step, and nothing can go wrong.",
)


# --- 6.2 ------------------------------------------------------------------------------------------


def newton(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
    return x


def _newton(step):
    """Newton with another step: step(g(x), g′(x), y, g′ at the start)."""

    def search(g, slope, y, x, steps):
        first = slope(x)
        for _ in range(steps):
            x = x + step(g(x), slope(x), y, first)
        return x

    return search


def _brackets_forgotten(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - g(x) - y / slope(x)
    return x


NEWTON = Exercise(
    id="6.2",
    title="Follow the tangent",
    minutes=6,
    difficulty="easy",
    prompt=r"""
Write `newton(g, slope, y, x, steps)`: starting at `x`, take `steps` Newton steps towards the root
of
$g(x) = y$ and return the last $x$. `slope` is a function, the derivative $g'$. Replace the curve
by its
tangent at $x$ and go to where the tangent reaches $y$:
$$x \leftarrow x - \frac{g(x) - y}{g'(x)}.$$
`y` and `x` are tensors of one shape, and so is the result.
""",
    inputs=(
        (cubic, cubic_slope, tensor([10.0, -2.0, 0.3]), tensor([2.5, -1.5, 1.0]), 7),
        (bent, bent_slope, tensor([[1.0, 20.0]]), tensor([[0.2, 3.4]]), 7),
        (bent, bent_slope, tensor([4.0]), tensor([0.5]), 1),
    ),
    names=("g", "slope", "y", "x", "steps"),
    reference=newton,
    returns="x after all steps, a tensor of the shape of y",
    misconceptions=(
        Misconception(
            "sign of the step",
            _newton(lambda value, slope, y, first: (value - y) / slope),
            "the step goes the wrong way. Where g(x) is above y, x is too large, and the step must "
            "make it smaller: x minus the quotient.",
        ),
        Misconception(
            "divided by g",
            _newton(lambda value, slope, y, first: -(value - y) / value),
            "you divide by g(x). The tangent rises by its slope: divide by g′(x).",
        ),
        Misconception(
            "y forgotten",
            _newton(lambda value, slope, y, first: -value / slope),
            "this looks for g(x) = 0. Wanted is g(x) = y: the step is (g(x) − y)/g′(x).",
        ),
        Misconception(
            "multiplied by the slope",
            _newton(lambda value, slope, y, first: -(value - y) * slope),
            "you multiply by the slope. A steep curve needs a small step in x: divide.",
        ),
        Misconception(
            "slope of the start",
            _newton(lambda value, slope, y, first: -(value - y) / first),
            "all steps use the slope at the start. Each step has a tangent of its own, with the "
            "slope at the present x; only so do the digits double.",
        ),
        Misconception(
            "no slope at all",
            _newton(lambda value, slope, y, first: -(value - y)),
            "the slope is missing: the difference in g becomes a step in x only when it is divided "
            "by g′(x).",
        ),
        Misconception(
            "one step only",
            lambda g, slope, y, x, steps: newton(g, slope, y, x, 1),
            "one step is right, but `steps` of them are asked for.",
        ),
        Misconception(
            "brackets forgotten",
            _brackets_forgotten,
            "`x - g(x) - y / slope(x)` divides y alone. Put brackets around g(x) − y.",
        ),
    ),
    hints=(
        "How far must x move on a line of slope g′ until the line has fallen by g(x) − y?",
        "A loop; in it one line that replaces x.",
        "In the loop:\n\n    x = x − (g(x) − …) / …",
    ),
    praise="near the root the number of right digits doubles with every step.",
)


# --- 6.6 ------------------------------------------------------------------------------------------


def found(residual, slope, tolerance):
    return (residual / slope).abs() <= tolerance


FOUND = Exercise(
    id="6.6",
    title="When to stop",
    minutes=5,
    difficulty="medium",
    core=False,
    prompt=r"""
A search has reached some $x$. `residual` is what is left, $g(x) - y$, and `slope` is $g'(x)$. Write
`found(residual, slope, tolerance)`: true where $x$ itself is within `tolerance` of the root, as
far as
the tangent can tell. `residual` and `slope` are tensors of one shape; the result is a tensor of
booleans of that shape.
""",
    inputs=(
        (tensor([1e-9, -1e-9, 1e-3]), tensor([1e-6, 2.0, 1e7]), 1e-8),
        (tensor([-2e-4, 5e-6]), tensor([0.5, 3e-4]), 1e-2),
        (tensor([3.0, -3.0, -40.0]), tensor([100.0, 100.0, 100.0]), 0.1),
        (tensor([5e-3, 8e-3, -5e-3]), tensor([100.0, 0.5, 40.0]), 1e-2),
    ),
    names=("residual", "slope", "tolerance"),
    reference=found,
    returns="where x is known well enough, a tensor of booleans",
    misconceptions=(
        Misconception(
            "residual alone",
            lambda residual, slope, tolerance: residual.abs() <= tolerance,
            "you look at |g(x) − y| alone. Where g is flat that is small although x is far from "
            "the root, and where g is steep it is large although x is right. The slope turns a "
            "difference in g into one in x.",
        ),
        Misconception(
            "sign of the residual",
            lambda residual, slope, tolerance: residual / slope <= tolerance,
            "a large negative residual passes, too. How far away x is does not depend on the side: "
            "take the absolute value.",
        ),
        Misconception(
            "multiplied by the slope",
            lambda residual, slope, tolerance: (residual * slope).abs() <= tolerance,
            "you multiply by the slope. On a steep curve the same residual means a smaller "
            "distance in x: divide.",
        ),
        Misconception(
            "turned round",
            lambda residual, slope, tolerance: (residual / slope).abs() > tolerance,
            "yours is true where the search must go on. It should be true where it may stop.",
        ),
        Misconception(
            "slope alone",
            lambda residual, slope, tolerance: slope.abs() <= tolerance,
            "the slope alone tells how flat g is, not how far away the root is.",
        ),
    ),
    hints=(
        "How long would the next Newton step be?",
        "Compare the length of that step with the tolerance.",
        "One line:\n\n    return torch.abs(… / …) <= tolerance",
    ),
    praise="the next Newton step tells how far away the root still is.",
)

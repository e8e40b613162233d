"""Exercise 6.1: bisection."""

import torch

from course_lib.chapters.ch06_root_finding_inverses.exercises.base import (
    bent,
    cubic,
    flat,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def bisection(g, y, low, high, steps, keep=lambda value, y: value < y):
    for _ in range(steps):
        middle = (low + high) / 2
        below = keep(g(middle), y)
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return (low + high) / 2


def _last_bracket(g, y, low, high, steps):
    for _ in range(steps):
        middle = (low + high) / 2
        below = g(middle) < y
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return low, high


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
            "the lower end",
            lambda g, y, low, high, steps: _last_bracket(g, y, low, high, steps)[0],
            "this is the lower end of the last bracket. Its middle is at most half as far from "
            "the root.",
        ),
        Misconception(
            "the upper end",
            lambda g, y, low, high, steps: _last_bracket(g, y, low, high, steps)[1],
            "this is the upper end of the last bracket. Its middle is at most half as far from "
            "the root.",
        ),
        Misconception(
            "the bracket itself",
            lambda g, y, low, high, steps: _last_bracket(g, y, low, high, steps),
            "this is the last bracket, two numbers for each element. Return its middle.",
        ),
        Misconception(
            "one step too many",
            lambda g, y, low, high, steps: bisection(g, y, low, high, steps + 1),
            "this is one halving too many: `range(steps)` runs `steps` times.",
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

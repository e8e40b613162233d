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


def _decided(how):
    """One decision for the whole batch."""

    def wrong(g, y, low, high, steps):
        for _ in range(steps):
            middle = (low + high) / 2
            low, high = (middle, high) if how(g(middle) < y) else (low, middle)
        return (low + high) / 2

    return wrong


def _searched(middle_of, ends):
    """Another middle, or other ends: ``ends(low, high, middle, below)``."""

    def wrong(g, y, low, high, steps):
        for _ in range(steps):
            middle = middle_of(low, high)
            low, high = ends(low, high, middle, g(middle) < y)
        return (low + high) / 2

    return wrong


def _middle(low, high):
    return (low + high) / 2


def _halved(low, high, middle, below):
    return torch.where(below, middle, low), torch.where(below, high, middle)


def _two_looks(g, y, low, high, steps):
    for _ in range(steps):
        low = torch.where(g(_middle(low, high)) < y, _middle(low, high), low)
        high = torch.where(g(_middle(low, high)) < y, high, _middle(low, high))
    return _middle(low, high)


def _stops(tolerance, of):
    def wrong(g, y, low, high, steps):
        for _ in range(steps):
            if of(g, y, low, high).max() < tolerance:
                break
            low, high = _halved(low, high, _middle(low, high), g(_middle(low, high)) < y)
        return _middle(low, high)

    return wrong


def _width(g, y, low, high):
    return high - low


def _height(g, y, low, high):
    return (g(_middle(low, high)) - y).abs()


def _on_the_chord(last):
    """Regula falsi; the last bracket's middle is returned, or the last point on the chord."""

    def wrong(g, y, low, high, steps):
        for _ in range(steps):
            point = low + (y - g(low)) / (g(high) - g(low)) * (high - low)
            low, high = _halved(low, high, point, g(point) < y)
        return point if last else _middle(low, high)

    return wrong


def _always(count):
    return lambda g, y, low, high, steps: bisection(g, y, low, high, count)


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
        # A small bracket: who stops early, stops here.
        (cubic, tensor([3e-5, 7.3e-5]), tensor([0.0, 0.0]), tensor([1e-4, 1e-4]), 20),
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
            "one decision is taken for the whole batch. Each element needs its own bracket: "
            "torch.where chooses element by element.",
            also=(
                _decided(torch.all),
                _decided(torch.any),
                _decided(lambda below: below.reshape(-1)[-1]),
            ),
        ),
        Misconception(
            "a Python `if` for the batch",
            _decided(bool),
            "`if` cannot decide for a whole batch: each element has its own half. `torch.where("
            "condition, a, b)` chooses element by element.",
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
            "steps ignored",
            _always(50),
            "the number of steps is fixed in yours. `steps` says how often to halve.",
            also=tuple(map(_always, (10, 20, 30, 40, 60, 100))),
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
        Misconception(
            "half of the width for the middle",
            _searched(lambda low, high: (high - low) / 2, _halved),
            "(high − low)/2 is half of the *width*. The middle lies half-way between the ends: "
            "(low + high)/2.",
            also=(
                _searched(lambda low, high: low + high, _halved),
                _searched(lambda low, high: low + high / 2, _halved),
            ),
        ),
        Misconception(
            "the lower end alone is moved",
            _searched(
                _middle, lambda low, high, middle, below: (torch.where(below, middle, low), high)
            ),
            "only the lower end ever moves. Where g(middle) is not below y, the root lies in the "
            "lower half, and the middle becomes the new upper end.",
        ),
        Misconception(
            "the upper end alone is moved",
            _searched(
                _middle, lambda low, high, middle, below: (low, torch.where(below, high, middle))
            ),
            "only the upper end ever moves. Where g(middle) is below y, the root lies in the upper "
            "half, and the middle becomes the new lower end.",
        ),
        Misconception(
            "two middles in one step",
            _two_looks,
            "the middle changes between the two updates: the new `low` is in it already. Compute "
            "it once, look at g once, and then move one end.",
        ),
        Misconception(
            "stopped early",
            _stops(1e-3, _width),
            "you stop before `steps` steps are done, as soon as something is small. Here the "
            "number of steps is given: do them all.",
            also=(
                *(_stops(size, _width) for size in (1e-1, 1e-2, 1e-4, 1e-5, 1e-6, 1e-7)),
                *(_stops(size, _height) for size in (1e-1, 1e-2, 1e-3, 1e-4, 1e-6)),
            ),
        ),
        Misconception(
            "the point on the chord",
            _on_the_chord(False),
            "you divide the bracket where the chord reaches y. That is another search (regula "
            "falsi), and often one end stays where it is for ever. Bisection takes the middle.",
            also=(_on_the_chord(True),),
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

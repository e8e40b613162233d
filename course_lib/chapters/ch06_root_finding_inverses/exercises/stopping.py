"""Exercise 6.6: when to stop."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def found(residual, slope, tolerance):
    return (residual / slope).abs() <= tolerance


DECADES = (-15.0, 12.0)


def _thresholds(candidate, residual, slope, tolerance):
    """The answer, and from which tolerance on it is True: what it compares, as numbers."""
    told = candidate(residual, slope, tolerance)
    truth = isinstance(told, torch.Tensor) and told.dtype == torch.bool
    if not truth or told.shape != residual.shape:
        return told
    low, high = (torch.full_like(residual, end) for end in DECADES)
    for _ in range(32):
        middle = (low + high) / 2
        fine = _each(candidate, residual, slope, 10**middle)
        low, high = torch.where(fine, low, middle), torch.where(fine, middle, high)
    edge = torch.where(high < DECADES[0] + 1e-6, 0.0, 10**high)
    return {"the result": told, "the tolerance from which on it is True": edge}


def _each(candidate, residual, slope, tolerances):
    """Element i of the answer for tolerance i; the tolerance of a real answer is one number."""
    every = zip(tolerances.reshape(-1).tolist(), range(residual.numel()), strict=True)
    found = [candidate(residual, slope, tolerance).reshape(-1)[k] for tolerance, k in every]
    return torch.stack(found).reshape(residual.shape)


def _numbers(of):
    return lambda residual, slope, tolerance: of(found(residual, slope, tolerance))


def _fixed(size):
    return lambda residual, slope, tolerance: found(residual, slope, size)


def _by_an_if(residual, slope, tolerance):
    if abs(residual / slope) <= tolerance:
        return True
    return torch.zeros_like(residual, dtype=torch.bool)


def _widest(residual, slope, tolerance):
    return ((residual / slope).abs().max() <= tolerance).expand(residual.shape)


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
        # Many, so that no other condition has the same answers.
        (
            tensor([0.3, -0.3, 0.02, -0.02, 2.0, -2.0, 0.5, 0.09, 0.05, -7.0, 0.101, -0.4, 5.0]),
            tensor([0.31, 9.0, 0.1, 0.5, 30.0, 2.05, 0.45, 0.08, 0.9, 90.0, 0.2, 5.0, 0.05]),
            0.1,
        ),
    ),
    names=("residual", "slope", "tolerance"),
    probe=_thresholds,
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
            "difference of residual and slope",
            lambda residual, slope, tolerance: (residual - slope).abs() <= tolerance,
            "you take the slope away from the residual. They have different units: the residual is "
            "a height, and divided by the slope it is a distance in x.",
        ),
        Misconception(
            "both small",
            lambda residual, slope, tolerance: (
                (residual.abs() <= tolerance) & (slope.abs() <= tolerance)
            ),
            "you ask residual and slope one by one. How far away x is tells their quotient.",
        ),
        Misconception(
            "upside down",
            lambda residual, slope, tolerance: (slope / residual).abs() <= tolerance,
            "your quotient is upside down: a height divided by a slope is a distance in x.",
        ),
        Misconception(
            "one answer for all",
            lambda residual, slope, tolerance: ((residual / slope).abs() <= tolerance).all(),
            "this is one answer for all elements. Each x has its own: leave `.all()` out.",
        ),
        Misconception(
            "slope alone",
            lambda residual, slope, tolerance: slope.abs() <= tolerance,
            "the slope alone tells how flat g is, not how far away the root is.",
        ),
        Misconception(
            "the step squared",
            lambda residual, slope, tolerance: (residual / slope) ** 2 <= tolerance,
            "you compare the *square* of the distance with the tolerance. The square of a small "
            "number is much smaller: take the absolute value.",
        ),
        Misconception(
            "the sum of both",
            lambda residual, slope, tolerance: residual.abs() + slope.abs() <= tolerance,
            "you add residual and slope. How far away x is tells their quotient.",
        ),
        Misconception(
            "the distance itself",
            lambda residual, slope, tolerance: (residual / slope).abs(),
            "this is how far away the root is. Asked for is whether that is near enough: compare "
            "it with the tolerance.",
            also=(lambda residual, slope, tolerance: residual / slope,),
        ),
        Misconception(
            "numbers in place of True and False",
            _numbers(lambda truth: truth.double()),
            "the numbers 1 and 0 stand for True and False. A comparison gives a tensor of True and "
            "False by itself: return it as it is.",
            also=(_numbers(lambda truth: truth.int()), _numbers(lambda truth: truth.tolist())),
        ),
        Misconception(
            "a Python `if` for the batch",
            _by_an_if,
            "`if` decides once, and each x has an answer of its own. A comparison of tensors gives "
            "all answers at once: return it.",
        ),
        Misconception(
            "the farthest decides for all",
            _widest,
            "the point that is farthest off decides for all of them. Each has its own answer: no "
            "`.max()`.",
        ),
        Misconception(
            "a tolerance of its own",
            _fixed(1e-6),
            "you compare with a number of your own. How small is small enough says `tolerance`.",
            also=tuple(map(_fixed, (1e-2, 1e-3, 1e-4, 1e-5, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12))),
        ),
    ),
    hints=(
        "How long would the next Newton step be?",
        "Compare the length of that step with the tolerance.",
        "One line:\n\n    return torch.abs(… / …) <= tolerance",
    ),
    praise="the next Newton step tells how far away the root still is.",
)

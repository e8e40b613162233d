"""Exercise 6.2: Newton's search."""

import torch

from course_lib.chapters.ch06_root_finding_inverses.exercises.base import (
    bent,
    bent_slope,
    cubic,
    cubic_slope,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


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


def _newton_by(slope, g, y, x, steps):
    for _ in range(steps):
        x = x - (g(x) - y) / slope(x)
    return x


def _brackets_forgotten(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - g(x) - y / slope(x)
    return x


def _last_step(g, slope, y, x, steps):
    last = newton(g, slope, y, x, steps - 1)
    return (g(last) - y) / slope(last)


def _all_points(g, slope, y, x, steps):
    return [newton(g, slope, y, x, done) for done in range(steps + 1)]


def _short_steps(longest):
    def wrong(g, slope, y, x, steps):
        for _ in range(steps):
            x = x - ((g(x) - y) / slope(x)).clamp(-longest, longest)
        return x

    return wrong


def _stops(size, by_height):
    """Newton that stops when all residuals, or all steps, are small."""

    def wrong(g, slope, y, x, steps):
        for _ in range(steps):
            residual = g(x) - y
            step = residual / slope(x)
            if (residual if by_height else step).abs().max() < size:
                break
            x = x - step
        return x

    return wrong


def _always(count):
    return lambda g, slope, y, x, steps: newton(g, slope, y, x, count)


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
            "one step too many",
            lambda g, slope, y, x, steps: newton(g, slope, y, x, steps + 1),
            "this is one step too many: `range(steps)` runs `steps` times.",
        ),
        Misconception(
            "slope of y",
            lambda g, slope, y, x, steps: _newton_by(lambda x: slope(y), g, y, x, steps),
            "the slope is asked at y. The tangent touches the curve at x: slope(x).",
        ),
        Misconception(
            "half of the step",
            _newton(lambda value, slope, y, first: -0.5 * (value - y) / slope),
            "your steps are half as long as the tangent says. Newton goes all the way.",
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
        Misconception(
            "one step too few",
            lambda g, slope, y, x, steps: newton(g, slope, y, x, steps - 1),
            "this is one step too few: `range(steps)` runs `steps` times.",
        ),
        Misconception(
            "the last step",
            _last_step,
            "this is the last step, how far x was moved. Asked for is where it has come to: x.",
            also=(lambda *args: -_last_step(*args),),
        ),
        Misconception(
            "the last residual",
            lambda g, slope, y, x, steps: g(newton(g, slope, y, x, steps)) - y,
            "this is g(x) − y, what is left at the end. Asked for is x itself.",
            also=(lambda g, slope, y, x, steps: g(newton(g, slope, y, x, steps)),),
        ),
        Misconception(
            "all points",
            _all_points,
            "these are all points on the way. Only the last x is asked for.",
            also=(
                lambda *args: _all_points(*args)[1:],
                lambda *args: torch.stack(_all_points(*args)),
                lambda *args: torch.stack(_all_points(*args)[1:]),
            ),
        ),
        Misconception(
            "steps kept short",
            _short_steps(0.1),
            "your steps are never longer than a limit. Newton goes as far as the tangent says, "
            "also where that is far.",
            also=tuple(map(_short_steps, (0.01, 0.05, 0.2, 0.25, 0.3, 0.5, 1.0))),
        ),
        Misconception(
            "stopped early",
            _stops(1e-2, True),
            "you stop before `steps` steps are done, as soon as something is small. Here the "
            "number of steps is given: do them all.",
            also=(
                *(_stops(size, True) for size in (0.1, 1e-3, 1e-4, 1e-5)),
                *(_stops(size, False) for size in (0.1, 1e-2, 1e-3, 1e-4)),
            ),
        ),
        Misconception(
            "steps ignored",
            lambda g, slope, y, x, steps: newton(g, slope, y, x, 10),
            "the number of steps is fixed in yours. `steps` says how many to take.",
            also=tuple(map(_always, (5, 20, 50, 100))),
        ),
        Misconception(
            "slope of one point for all",
            _newton(lambda value, slope, y, first: -(value - y) / slope.mean()),
            "all points share one slope, their mean. Each has a tangent of its own: divide by "
            "slope(x), element by element.",
            also=(_newton(lambda value, slope, y, first: -(value - y) / slope.sum()),),
        ),
    ),
    hints=(
        "How far must x move on a line of slope g′ until the line has fallen by g(x) − y?",
        "A loop; in it one line that replaces x.",
        "In the loop:\n\n    x = x - (g(x) - …) / …",
    ),
    praise="near the root the number of right digits doubles with every step.",
)

"""Exercise 6.4: a Newton step that stays inside of its bracket."""

import torch

from course_lib.chapters.ch06_root_finding_inverses.exercises.base import (
    cubic,
    cubic_slope,
    flat,
    flat_slope,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor


def safe_step(g, slope, y, x, low, high):
    residual = g(x) - y
    low = torch.where(residual < 0, x, low)
    high = torch.where(residual > 0, x, high)
    guess = x - residual / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high


def _not_shrunk(g, slope, y, x, low, high):
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high


def _old_bracket(g, slope, y, x, low, high):
    return (_not_shrunk(g, slope, y, x, low, high)[0], *safe_step(g, slope, y, x, low, high)[1:])


def _clamped(g, slope, y, x, low, high):
    _, low, high = safe_step(g, slope, y, x, low, high)
    guess = x - (g(x) - y) / slope(x)
    return torch.maximum(torch.minimum(guess, high), low), low, high


def _wrong_side(g, slope, y, x, low, high):
    residual = g(x) - y
    low, high = torch.where(residual > 0, x, low), torch.where(residual < 0, x, high)
    guess = x - residual / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, guess, (low + high) / 2), low, high


def _always_bisects(g, slope, y, x, low, high):
    _, low, high = safe_step(g, slope, y, x, low, high)
    return (low + high) / 2, low, high


def _never_bisects(g, slope, y, x, low, high):
    _, low, high = safe_step(g, slope, y, x, low, high)
    return x - (g(x) - y) / slope(x), low, high


def _bisects_inside(g, slope, y, x, low, high):
    _, low, high = safe_step(g, slope, y, x, low, high)
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside, (low + high) / 2, guess), low, high


def _ends_left_out(g, slope, y, x, low, high):
    guess, low, high = _never_bisects(g, slope, y, x, low, high)
    inside = (guess > low) & (guess < high)
    return torch.where(inside, guess, (low + high) / 2), low, high


def _stepped(step):
    """A safe step with another guess: ``step(g(x), g′(x), y)`` is added to x."""

    def wrong(g, slope, y, x, low, high):
        _, low, high = safe_step(g, slope, y, x, low, high)
        guess = x + step(g(x), slope(x), y)
        inside = (guess >= low) & (guess <= high)
        return torch.where(inside, guess, (low + high) / 2), low, high

    return wrong


def _shrunk_by_the_new_x(g, slope, y, x, low, high):
    """The bracket is shrunk at the end, and the new x becomes its end."""
    guess = x - (g(x) - y) / slope(x)
    inside = (guess >= low) & (guess <= high)
    new = torch.where(inside, guess, (low + high) / 2)
    return new, torch.where(g(new) < y, new, low), torch.where(g(new) > y, new, high)


def _new_x_as_the_end(g, slope, y, x, low, high):
    """g of the old x decides, and the new x becomes the end."""
    new, _, _ = safe_step(g, slope, y, x, low, high)
    return new, torch.where(g(x) < y, new, low), torch.where(g(x) > y, new, high)


def _one_decision(g, slope, y, x, low, high):
    """All elements take the guess, or none."""
    guess, low, high = _never_bisects(g, slope, y, x, low, high)
    inside = (guess >= low) & (guess <= high)
    return torch.where(inside.all(), guess, (low + high) / 2), low, high


def _bracket_first(g, slope, y, x, low, high):
    new, low, high = safe_step(g, slope, y, x, low, high)
    return low, high, new


def _asked(inside):
    """Another question whether the guess lies inside."""

    def wrong(g, slope, y, x, low, high):
        guess, low, high = _never_bisects(g, slope, y, x, low, high)
        return torch.where(inside(guess, low, high), guess, (low + high) / 2), low, high

    return wrong


def _chained(g, slope, y, x, low, high):
    guess, low, high = _never_bisects(g, slope, y, x, low, high)
    inside = low <= guess <= high
    return torch.where(inside, guess, (low + high) / 2), low, high


def _with_middle(middle):
    def wrong(g, slope, y, x, low, high):
        guess, low, high = _never_bisects(g, slope, y, x, low, high)
        inside = (guess >= low) & (guess <= high)
        return torch.where(inside, guess, middle(low, high)), low, high

    return wrong


def _slope_at(place):
    def wrong(g, slope, y, x, low, high):
        _, low, high = safe_step(g, slope, y, x, low, high)
        guess = x - (g(x) - y) / slope(place(y, x, low, high))
        inside = (guess >= low) & (guess <= high)
        return torch.where(inside, guess, (low + high) / 2), low, high

    return wrong


def _kept(g, slope, y, x, low, high):
    guess, low, high = _never_bisects(g, slope, y, x, low, high)
    return torch.where((guess >= low) & (guess <= high), guess, x), low, high


JUST_ABOVE = torch.nextafter(cubic(tensor([2.5])), tensor([99.0]))


SAFE_STEP = Exercise(
    id="6.4",
    title="A Newton step on a leash",
    minutes=10,
    difficulty="hard",
    prompt=r"""
Write `safe_step(g, slope, y, x, low, high)`: one step of the safeguarded search. Return
`(x, low, high)` after it.

1. Shrink the bracket by what $g(x)$ tells: where $g(x) < y$ the root lies above, so $x$ becomes the
   new `low`; where $g(x) > y$ it becomes the new `high`.
2. Compute Newton's guess, $x - (g(x) - y)/g'(x)$.
3. Where the guess lies inside the *new* bracket, take it; the ends count as inside. Elsewhere take
   the middle of the new bracket.

`y`, `x`, `low` and `high` are tensors of one shape, as are the three results.
""",
    inputs=(
        (
            flat,
            flat_slope,
            tensor([0.9, 0.9, -2.0]),
            tensor([1.2, 2.6, 0.9]),
            tensor([-4.0, 0.5, -3.0]),
            tensor([5.0, 3.0, 4.0]),
        ),
        (
            cubic,
            cubic_slope,
            tensor([[5.0, -7.0, 1.0]]),
            tensor([[0.1, -2.5, 0.2]]),
            tensor([[-1.0, -3.0, -0.5]]),
            tensor([[2.0, 0.0, 6.0]]),
        ),
        # The root has been found to the last digit, and is an end of the bracket.
        (cubic, cubic_slope, JUST_ABOVE, tensor([2.5]), tensor([2.5]), tensor([4.0])),
    ),
    names=("g", "slope", "y", "x", "low", "high"),
    parts=("x", "low", "high"),
    reference=safe_step,
    returns="(x, low, high), three tensors of the shape of y",
    misconceptions=(
        Misconception(
            "bracket not shrunk",
            _not_shrunk,
            "the bracket stays as it was. g(x) tells on which side of x the root lies; use it, or "
            "the bisections of later steps repeat each other.",
        ),
        Misconception(
            "old bracket asked",
            _old_bracket,
            "the new bracket is returned, but the guess was compared with the old one, or the "
            "middle of the old one taken. Shrink first, then decide.",
        ),
        Misconception(
            "clamped",
            _clamped,
            "a guess outside is moved to the end of the bracket. There it may stay for ever: "
            "Newton leaves again in the next step. The middle halves the bracket, whatever g does.",
        ),
        Misconception(
            "wrong side",
            _wrong_side,
            "the bracket loses the half with the root. g rises: where g(x) is below y the root is "
            "above x, and x becomes the new low.",
        ),
        Misconception(
            "y forgotten in the step",
            _stepped(lambda value, slope, y: -value / slope),
            "your step looks for g(x) = 0. Wanted is g(x) = y: the step is (g(x) − y)/g′(x).",
        ),
        Misconception(
            "divided by g",
            _stepped(lambda value, slope, y: -(value - y) / value),
            "you divide by g(x). The tangent rises by its slope: divide by g′(x).",
        ),
        Misconception(
            "no slope at all",
            _stepped(lambda value, slope, y: -(value - y)),
            "the slope is missing in your step: (g(x) − y)/g′(x).",
        ),
        Misconception(
            "multiplied by the slope",
            _stepped(lambda value, slope, y: -(value - y) * slope),
            "you multiply by the slope. A steep curve needs a small step in x: divide.",
        ),
        Misconception(
            "shrunk by the new x",
            _shrunk_by_the_new_x,
            "the step comes first in yours, and then the bracket shrinks to the *new* x. Shrink it "
            "by what g(x) tells about the x that came in, then step.",
        ),
        Misconception(
            "the new x as the end",
            _new_x_as_the_end,
            "the end of the bracket becomes the new x. It is the x that came in whose g is known: "
            "that one becomes the end.",
        ),
        Misconception(
            "one decision for all",
            _one_decision,
            "all elements take Newton's guess, or none. Each decides for itself: `torch.where` "
            "chooses element by element.",
        ),
        Misconception(
            "the bracket first",
            _bracket_first,
            "the order is (x, low, high): x comes first.",
        ),
        Misconception(
            "always bisects",
            _always_bisects,
            "you always take the middle: that is bisection, one bit a step. Where Newton's guess "
            "lies inside, it is much better. (If you do ask for it, look at the sign of your step: "
            "x − (g(x) − y)/g′(x). With a plus every guess lies outside.)",
        ),
        Misconception(
            "never bisects",
            _never_bisects,
            "Newton's guess is taken even where it leaves the bracket. That is the case the "
            "bracket is for: take its middle there.",
        ),
        Misconception(
            "ends left out",
            _ends_left_out,
            "a guess that is an end of the bracket is refused. Once the root is found, x is an end "
            "and Newton stays there; with `<` the middle throws it off again. Let the ends count: "
            "`<=`.",
        ),
        Misconception(
            "condition turned",
            _bisects_inside,
            "the two cases are swapped: where the guess lies inside you take the middle, and where "
            "it lies outside you take the guess.",
        ),
        Misconception(
            "the upper end alone asked",
            _asked(lambda guess, low, high: guess <= high),
            "the guess is compared with one end only, and it may leave the bracket at the other. "
            "Inside means both: `(guess >= low) & (guess <= high)`.",
            also=(_asked(lambda guess, low, high: guess >= low),),
        ),
        Misconception(
            "the old bracket returned",
            lambda g, slope, y, x, low, high: (safe_step(g, slope, y, x, low, high)[0], low, high),
            "your x is right, and it was found with the new bracket; returned is the old one. The "
            "next step needs the new ends.",
        ),
        Misconception(
            "a Python comparison for the batch",
            _chained,
            "`low <= guess <= high` and `if` decide once, and a batch has many answers. Compare "
            "element by element, `(guess >= low) & (guess <= high)`, and choose with torch.where.",
        ),
        Misconception(
            "x alone",
            lambda *args: safe_step(*args)[0],
            "this is x alone, and right. The next step needs the new ends, too: return "
            "`(x, low, high)`.",
        ),
        Misconception(
            "half of the width for the middle",
            _with_middle(lambda low, high: (high - low) / 2),
            "(high − low)/2 is half of the *width*. The middle lies half-way between the ends: "
            "(low + high)/2.",
        ),
        Misconception(
            "slope at another place",
            _slope_at(lambda y, x, low, high: (low + high) / 2),
            "the slope is not asked at x. The tangent touches the curve at x: slope(x).",
            also=(
                _slope_at(lambda y, x, low, high: y),
                _slope_at(lambda y, x, low, high: low),
                _slope_at(lambda y, x, low, high: high),
            ),
        ),
        Misconception(
            "an end in place of the middle",
            _with_middle(lambda low, high: low),
            "where the guess lies outside you take an end of the bracket. Take its middle: that "
            "halves it, whatever g does.",
            also=(_with_middle(lambda low, high: high),),
        ),
        Misconception(
            "x kept where the guess leaves",
            _kept,
            "where the guess lies outside, x stays where it was, and so it does for ever. Take the "
            "middle of the bracket there.",
        ),
    ),
    hints=(
        "Three torch.where: one for low, one for high, one for x.",
        "residual = g(x) − y; its sign shrinks the bracket, its quotient with the slope is the "
        "step. Compare the guess with the new ends.",
        "Nearly the code:\n\n"
        "    residual = g(x) - y\n"
        "    low = torch.where(residual < 0, x, low)\n"
        "    high = …\n"
        "    guess = …\n"
        "    inside = (guess >= low) & (guess <= high)\n"
        "    return torch.where(inside, guess, …), low, high",
    ),
    praise="as safe as bisection, and near the root as fast as Newton.",
)

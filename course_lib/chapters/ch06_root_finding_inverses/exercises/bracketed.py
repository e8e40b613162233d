"""Exercises 6.3 and 6.4: an exact bracket, and a Newton step that stays inside of it."""

import torch

from course_lib.chapters.ch06_root_finding_inverses.exercises.base import (
    cubic,
    cubic_slope,
    flat,
    flat_slope,
)
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.inputs import tensor

# --- 6.3 ------------------------------------------------------------------------------------------


def bracket(z, mu, s):
    ends = mu + s * z.unsqueeze(-1)
    return ends.min(-1).values, ends.max(-1).values


def _ends(of):
    """A wrong bracket: the smallest and the largest of what ``of`` gives."""

    def wrong(z, mu, s):
        ends = of(z.unsqueeze(-1), mu, s)
        return ends.min(-1).values, ends.max(-1).values

    return wrong


BRACKET = Exercise(
    id="6.3",
    title="A bracket that is certain",
    minutes=6,
    difficulty="medium",
    prompt=r"""
The mixture flow needs the $x$ with $\log F(x) - \log S(x) = z$. If it had one part only, with
$\mu_i$ and
$s_i$, the answer would be $x_i = \mu_i + s_i z$. With several parts the answer lies between the
smallest
and the largest of these: at the largest $x_i$ no part has less mass to its left than $z$ asks for,
at
the smallest none has more.

Write `bracket(z, mu, s)`: return `(low, high)`, the smallest and the largest $\mu_i + s_i z$. `mu`
and `s`
have the shape `(K,)`; `z` has any shape, and `low` and `high` have the shape of `z`.
""",
    inputs=(
        (tensor([0.7, -2.0]), tensor([-1.0, 2.0, 0.5]), tensor([0.5, 1.5, 3.0])),
        (tensor(4.0), tensor([3.0, -2.0]), tensor([0.2, 2.5])),
        (tensor([[-5.0, 0.3, 1.1]]), tensor([0.4, -1.2, 6.0, 2.0]), tensor([2.0, 0.7, 0.3, 4.0])),
    ),
    names=("z", "mu", "s"),
    parts=("low", "high"),
    reference=bracket,
    returns="(low, high), two tensors of the shape of z",
    misconceptions=(
        Misconception(
            "centres alone",
            _ends(lambda z, mu, s: mu + 0 * z),
            "these are the smallest and the largest centre. For a z in the tail the root lies far "
            "outside of them: each part sends z to μ + s z.",
        ),
        Misconception(
            "scales forgotten",
            _ends(lambda z, mu, s: mu + z),
            "the scales are missing: a part that is s times as wide sends z to μ + s z.",
        ),
        Misconception(
            "smallest with smallest",
            lambda z, mu, s: (mu.min() + s.min() * z, mu.max() + s.max() * z),
            "the smallest centre is combined with the smallest scale, and they may belong to "
            "different parts. For negative z the widest part reaches furthest down. Compute "
            "μ + s z for each part first, then compare.",
        ),
        Misconception(
            "|z|",
            lambda z, mu, s: (
                mu.min() - s.max() * z.abs(),
                mu.max() + s.max() * z.abs(),
            ),
            "this bracket does hold the root, but it is wider than it must be: every needless "
            "doubling of its width costs bisection a step. The exact one is the smallest and the "
            "largest μ + s z.",
        ),
        Misconception(
            "values with their indices",
            lambda z, mu, s: (
                tuple((mu + s * z.unsqueeze(-1)).min(-1)),
                tuple((mu + s * z.unsqueeze(-1)).max(-1)),
            ),
            "`.min(-1)` and `.max(-1)` give two tensors each: the values, and where they stand. "
            "Take `.min(-1).values`, or `.amin(-1)`.",
        ),
        Misconception(
            "one bracket for all",
            lambda z, mu, s: (
                (mu + s * z.unsqueeze(-1)).min(),
                (mu + s * z.unsqueeze(-1)).max(),
            ),
            "this is one bracket for all z together. Each z has its own: the smallest and the "
            "largest over the last dimension, that of the parts.",
        ),
        Misconception(
            "swapped",
            lambda z, mu, s: bracket(z, mu, s)[::-1],
            "low and high are swapped.",
        ),
        Misconception(
            "divided by the scale",
            _ends(lambda z, mu, s: mu + z / s),
            "you divide by s. From z to x the scale multiplies: x = μ + s z.",
        ),
        Misconception(
            "first and last part",
            lambda z, mu, s: (mu[0] + s[0] * z, mu[-1] + s[-1] * z),
            "you take the first and the last part. Which part lies lowest depends on z, so look at "
            "all of them.",
        ),
    ),
    hints=(
        "Make all μᵢ + sᵢ z at once: what shape do they have together with z?",
        "z.unsqueeze(-1) against mu and s of shape (K,), then smallest and largest over the last "
        "dimension.",
        "Two lines:\n\n    ends = mu + s * z.unsqueeze(-1)\n    return ends.min(-1).values, …",
    ),
    praise="no guessing and no widening: the root is inside, for every z.",
)


# --- 6.4 ------------------------------------------------------------------------------------------


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
    ),
    hints=(
        "Three torch.where: one for low, one for high, one for x.",
        "residual = g(x) − y; its sign shrinks the bracket, its quotient with the slope is the "
        "step. Compare the guess with the new ends.",
        "Nearly the code:\n\n"
        "    residual = g(x) − y\n"
        "    low = torch.where(residual < 0, x, low)\n"
        "    high = …\n"
        "    guess = …\n"
        "    inside = (guess >= low) & (guess <= high)\n"
        "    return torch.where(inside, guess, …), low, high",
    ),
    praise="as safe as bisection, and near the root as fast as Newton.",
)

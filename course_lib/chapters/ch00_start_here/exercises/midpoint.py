"""Chapter 00, Start here: one small exercise to meet checks, hints and solutions."""

import math

import torch

from course_lib.exercises.exercise import Exercise, Misconception


def midpoint(a, b):
    return (a + b) / 2


MIDPOINT = Exercise(
    id="0.1",
    title="The midpoint of an interval",
    minutes=3,
    difficulty="easy",
    prompt="""
Write a function that returns the midpoint of the interval from `a` to `b`.
For $a = 2$ and $b = 5$ the midpoint is $3.5$.

`a` and `b` are numbers, or tensors with many numbers at once: one formula serves both.
Run the cell before you write anything, and see what the check says. Then try a wrong
answer on purpose, such as `b - a`.
""",
    inputs=(
        (torch.tensor(2.0, dtype=torch.float64), torch.tensor(5.0, dtype=torch.float64)),
        (torch.tensor(-1.5, dtype=torch.float64), torch.tensor(0.25, dtype=torch.float64)),
        (
            torch.tensor([1.0, -4.0, 10.0], dtype=torch.float64),
            torch.tensor([4.0, 7.5, 11.0], dtype=torch.float64),
        ),
    ),
    names=("a", "b"),
    reference=midpoint,
    elementwise=True,
    returns="the number halfway between a and b",
    misconceptions=(
        Misconception(
            "half the length",
            lambda a, b: (b - a) / 2,
            "this is half the length of the interval, not its midpoint. From a = 2 to b = 5 the "
            "half length is 1.5; the midpoint lies that far to the right of a.",
        ),
        Misconception(
            "the whole length",
            lambda a, b: b - a,
            "this is how long the interval is, not where its middle lies. From a = 2 to b = 5 the "
            "length is 3; the midpoint is 3.5.",
        ),
        Misconception(
            "sum without half",
            lambda a, b: a + b,
            "this is the sum of the two ends. Their mean is half of it.",
        ),
        Misconception(
            "half the length on the wrong side",
            lambda a, b: a - (b - a) / 2,
            "you go from a by half the length, but to the left. The midpoint lies to the right of "
            "a.",
        ),
        Misconception(
            "half the length from b",
            lambda a, b: b + (b - a) / 2,
            "you go from b by half the length, and leave the interval. From a it would lead to the "
            "midpoint.",
        ),
        Misconception(
            "brackets forgotten, the other way round",
            lambda a, b: a / 2 + b,
            "`a / 2 + b` halves a alone, because division comes before addition. Put brackets "
            "around the sum.",
        ),
        Misconception(
            "product",
            lambda a, b: a * b / 2,
            "you multiply the two ends. Add them, then halve.",
        ),
        Misconception(
            "brackets forgotten",
            lambda a, b: a + b / 2,
            "`a + b / 2` halves b alone, because division comes before addition. Put brackets "
            "around the sum.",
        ),
        Misconception(
            "the end b",
            lambda a, b: a + (b - a),
            "this is b itself: from a by the whole length is the other end. Half the length leads "
            "to the middle.",
        ),
        Misconception(
            "divided by one half",
            lambda a, b: (a + b) / 0.5,
            "dividing by 0.5 doubles. The mean is half of the sum.",
        ),
        Misconception(
            "the decimals rounded away",
            lambda a, b: (a + b) // 2,
            "`//` divides and rounds down to a whole number. The midpoint of 2 and 5 is 3.5: "
            "divide by `/`.",
        ),
        Misconception(
            "the decimals cut off",
            lambda a, b: int((a + b) / 2),
            "the decimals are cut off: `int` keeps whole numbers only. The midpoint of 2 and 5 is "
            "3.5.",
        ),
        Misconception(
            "the two halves side by side",
            lambda a, b: (a / 2, b / 2),
            "you return two numbers, half of a and half of b. With a comma between them they stay "
            "two: the midpoint is one number.",
        ),
        Misconception(
            "one number for all",
            lambda a, b: torch.stack([a, b]).mean(),
            "you take the mean over everything, and a batch of intervals becomes one number. Each "
            "interval has a midpoint of its own.",
        ),
        *(
            Misconception(
                name,
                wrong,
                "the square root of a · b is the geometric mean: it has no value for ends of "
                "different signs. The midpoint is the mean of the two ends.",
            )
            for name, wrong in (
                ("geometric mean", lambda a, b: torch.sqrt(a * b)),
                ("geometric mean, by `math`", lambda a, b: math.sqrt(a * b)),
            )
        ),
    ),
    hints=(
        "The midpoint is as far from a as it is from b. Where is it for a = 2 and b = 4?",
        "It is the mean of the two ends: add them, then halve the sum.",
        "Put the sum in brackets:\n\n    return (a + …) / …",
    ),
    praise="the midpoint is the mean of the two ends, and one formula serves numbers and batches.",
)

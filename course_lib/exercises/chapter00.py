"""Chapter 00, Start here: one small exercise to meet checks, hints and solutions."""

import torch

from course_lib.exercises.exercise import Exercise, Misconception, Question


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
            "brackets forgotten",
            lambda a, b: a + b / 2,
            "`a + b / 2` halves b alone, because division comes before addition. Put brackets "
            "around the sum.",
        ),
    ),
    hints=(
        "The midpoint is as far from a as it is from b. Where is it for a = 2 and b = 4?",
        "It is the mean of the two ends: add them, then halve the sum.",
        "Put the sum in brackets:\n\n    return (a + …) / …",
    ),
    praise="the midpoint is the mean of the two ends, and one formula serves numbers and batches.",
)

EXERCISES = (MIDPOINT,)

QUIZ = (
    Question(
        "A check says “not yet” and names an input on which your function fails. What is a good "
        "next step?",
        options=(
            (
                "Restart the kernel and run the whole notebook again.",
                "A wrong answer breaks nothing, so there is nothing to restart. The cells below go "
                "on with the course's own answer.",
            ),
            (
                "Call your function on that input in a new cell and look at what it returns.",
                "The check names the smallest input on which your function fails. There you can "
                "follow every step by hand.",
            ),
            (
                "Open the solution at once.",
                "You may, at any time. But a hint first leaves the discovery to you: there are "
                "three, each a step further.",
            ),
        ),
        right=1,
    ),
    Question(
        "In this course x = f(z). In which space do the data live?",
        options=(
            (
                "In x.",
                "Data, and the density p(x) that we want, live in x, the data space. The base "
                "space is z.",
            ),
            (
                "In z.",
                "z is the base space, where the standard normal density p₀(z) lives. The map f "
                "carries z to x.",
            ),
            (
                "In both: they are the same space.",
                "The map f joins two spaces, and a density looks different in each of them. That "
                "difference is the subject of chapter 01.",
            ),
        ),
        right=0,
    ),
)

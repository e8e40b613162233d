"""Clues without an author: each is said where it is true, and not where it is nearly true."""

import math
from dataclasses import replace

import pytest
import torch

from course_lib.exercises import Exercise, clues, explain, gradients
from tests.exercises.samples import FUNCTION, WORDS, judge, t

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`


@pytest.fixture(autouse=True)
def clues_must_not_fail(monkeypatch):
    monkeypatch.setattr(explain, "_clue", clues.clue)


def exercise(reference, inputs, names=("x",), **more):
    return Exercise(id="90.5", names=names, inputs=inputs, reference=reference, **WORDS, **more)


POINTS = ((t(0.4, -1.3, 2.2),), (t(-0.7, 1.9, 0.3, -2.6),))
SCORE = exercise(lambda x: 0.3 * x**2 - x - 0.4, POINTS)
POSITIVE = exercise(lambda x: torch.exp(x) + 0.3, POINTS)
UNIT = exercise(torch.sigmoid, POINTS)
MATRIX = exercise(
    lambda x: torch.outer(x, torch.arange(1.0, 1 + len(x), dtype=x.dtype) ** 2) + x, POINTS
)
LINE = exercise(
    lambda x, a, b: (x - b) / a,
    ((t(2.5, -1.0), t(2.0), t(-0.5)), (t(0.3, 4.0), t(-3.0), t(1.7))),
    names=("x", "a", "b"),
)
PAIR = exercise(lambda x: (x + 1, 3 * x), POINTS, parts=("y", "log_det"))


COUNT = exercise(
    lambda x, a: (x[:, None] <= a).double().mean(0),
    ((t(0.3, 0.71, -0.2, 1.4, 0.9), t(0.7, 0.2)), (t(0.55, 0.1, -0.9), t(0.57, 0.3, -0.5))),
    names=("x", "a"),
)


def right(task):
    return task.reference


@pytest.mark.parametrize(
    ("task", "answer", "says"),
    [
        (SCORE, lambda x: -right(SCORE)(x), "minus what is expected on every input"),
        (SCORE, lambda x: right(SCORE)(x).exp(), "exp of what is expected on every input: a log"),
        (POSITIVE, lambda x: right(POSITIVE)(x).log(), "the logarithm of what is expected"),
        (POSITIVE, lambda x: 1 / right(POSITIVE)(x), "1 divided by what is expected"),
        (POSITIVE, lambda x: right(POSITIVE)(x) ** 2, "the square of what is expected"),
        (SCORE, lambda x: right(SCORE)(x).abs(), "minus what is expected wherever it is wrong"),
        (UNIT, lambda x: 1 - right(UNIT)(x), "1 minus what is expected"),
        (SCORE, lambda x: 2 * right(SCORE)(x), "2 times what is expected"),
        (SCORE, lambda x: right(SCORE)(x) / 2, "half of what is expected"),
        (SCORE, lambda x: right(SCORE)(x) / math.log(10), "1/log 10 times what is expected"),
        (SCORE, lambda x: right(SCORE)(x) * math.sqrt(2 * math.pi), "√(2π) times"),
        (SCORE, lambda x: right(SCORE)(x) / len(x), "1/n times what is expected (with n the num"),
        (SCORE, lambda x: 1.234567 * right(SCORE)(x), "1.23457 times what is expected"),
        (SCORE, lambda x: right(SCORE)(x) + 0.5 * math.log(2 * math.pi), "large by ½ log 2π ≈ 0.9"),
        (SCORE, lambda x: right(SCORE)(x) - math.log(2), "too small by log 2 ≈ 0.693"),
        (SCORE, lambda x: right(SCORE)(x) - len(x) / 2 * math.log(2 * math.pi), "n/2 · log 2π"),
        (SCORE, lambda x: right(SCORE)(x) + x, "too large by x"),
        (SCORE, lambda x: x, "x itself"),
        (SCORE, lambda x: 0 * x, "0 everywhere"),
        (MATRIX, lambda x: right(MATRIX)(x).T, "what is expected, transposed"),
        (SCORE, lambda x: right(SCORE)(x).flip(0), "what is expected, in reverse order"),
        (SCORE, lambda x: right(SCORE)(x).cumsum(0), "running sums taken"),
        (SCORE, lambda x: right(SCORE)(x).diff(prepend=0 * x[:1]), "a `cumsum` is missing"),
        (SCORE, lambda x: right(SCORE)(x)[[1, 0, *range(2, len(x))]], "in another order"),
        (SCORE, lambda x: right(SCORE)(x).sum(), "the sum of all the right numbers"),
        (SCORE, lambda x: right(SCORE)(x).unsqueeze(-1), "only their shape is not"),
        (MATRIX, lambda x: right(MATRIX)(x)[0], "only a part of what is expected"),
        (LINE, lambda x, a, b: (x + b) / a, "right with −b in place of b"),
        (LINE, lambda x, a, b: (x - a) / b, "right with a and b exchanged"),
        (LINE, lambda x, a, b: x / a, "right if b were 0"),
        (LINE, lambda x, a, b: (x - b) / a + torch.sin(a) * b, "off by something that x has no"),
        (PAIR, lambda x: (3 * x, x + 1), "stand in another order. The order is: y, log_det"),
        (PAIR, lambda x: torch.stack([x + 1, 3 * x]), "packed into one tensor"),
        (PAIR, lambda x: 3 * x, "is log_det alone, and right"),
        (PAIR, lambda x: (x + 1, x.exp()), "is right already: the first value, y"),
        (SCORE, lambda x: right(SCORE)(x) + torch.rand(()), "another one at every call"),
        (SCORE, lambda x: right(SCORE)(x) * 1.0003, "1.0003 times what is expected"),
        (SCORE, lambda x: torch.where(x < 0, x**3, right(SCORE)(x)), "wrong where x is negative"),
        (SCORE, lambda x: right(SCORE)(x) if len(x) == 3 else x**3, "only with x of shape (3,)"),
        (SCORE, lambda x: torch.where(x > 1.5, math.nan, right(SCORE)(x)), "at most 0.4, and wron"),
    ],
)  # fmt: skip
def test_a_clue_says_what_is_true(task, answer, says):
    result = judge(task, answer)
    assert says in result.clue, result
    assert result.clue in str(result).replace("Your", "your") or says in str(result)


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda x: -right(SCORE)(x) + 1e-3,
        lambda x: right(SCORE)(x).exp() * (1 + 1e-3 * x),
        lambda x: 2 * right(SCORE)(x) + 1e-3 * x,
        lambda x: right(SCORE)(x) + math.log(2) + 1e-4 * x,
        lambda x: right(SCORE)(x).flip(0) + 1e-3,
    ],
)
def test_what_is_nearly_true_is_not_said(spoiled):
    clue = judge(SCORE, spoiled).clue
    for words in ("minus", "exp of", "2 times", "log 2 ", "reverse"):
        assert words not in clue, clue


@pytest.mark.parametrize("stray", [math.nan, math.inf])
def test_what_has_no_value_is_not_called_nearly_right(stray):
    task = exercise(SCORE.reference, ((t(0.4),), (t(-1.3),)))  # no other rule looks at one number
    assert "nearly right" in judge(task, lambda x: right(SCORE)(x) * (1 + 1e-3 * x)).clue
    assert "nearly" not in judge(task, lambda x: stray * x).clue
    assert "nearly" not in judge(task, lambda x: right(SCORE)(x) + (stray if x < 0 else 0)).clue


TIED = exercise(lambda x, a: (a * x).sum() + a**2, ((t(0.3, 1.2), t(1.7)),), ("x", "a"),
                probe=gradients(x=0, a=1))  # fmt: skip


def test_a_gradient_that_does_not_arrive_is_told_with_its_name():
    cut = judge(TIED, lambda x, a: (a.detach() * x).sum() + a.detach() ** 2)
    assert "but the gradient with respect to a is 0: the graph is cut" in cut.clue
    half = judge(TIED, lambda x, a: (a * x).sum() / 2 + (a * x).sum().detach() / 2 + a**2)
    assert "half of what is expected" in half.clue
    assert "a" in half.clue and "x" in half.clue


def test_what_does_not_follow_an_input_is_told():
    task = exercise(lambda x, a: x * torch.cos(a) + x**2, ((t(0.3, 1.2), t(1.7)),
                    (t(0.8, -1.2), t(0.2))), names=("x", "a"))  # fmt: skip
    says = judge(task, lambda x, a: x**3 - torch.sin(x)).clue
    assert "does not depend on a" in says


def test_nan_everywhere_is_no_sign_that_an_input_is_not_used():
    """An arc cosine outside of [−1, 1] stays nan, whatever x is."""
    clue = judge(SCORE, lambda x: torch.acos(2 + x**2)).clue
    assert clue and "does not depend" not in clue
    pair = judge(PAIR, lambda x: (torch.acos(2 + x**2), torch.sqrt(-1 - x**2))).clue
    assert pair and "does not depend" not in pair


def test_what_counts_follows_though_a_little_more_changes_nothing():
    """The right count jumps at a = 0.7; a wrong one has its own jumps, or none."""
    blunt = judge(COUNT, lambda x, a: (x[:, None] <= a - 0.3).double().sum(0) / 7).clue
    assert blunt and "does not depend" not in blunt
    deaf = judge(COUNT, lambda x, a: (x[:, None] <= torch.linspace(0, 1, len(a))).double().mean(0))
    assert "does not depend on a" in deaf.clue
    sorting = judge(COUNT, lambda x, a: a.argsort().double() / 3).clue
    assert "does not depend on a" not in sorting and "does not depend on x" in sorting


def test_the_error_of_what_counts_is_tried_far_off_too():
    """A share that is too large by a count of a has an error that a little more of a leaves."""
    task = exercise(lambda x, a: x**2 + a, ((t(0.3, 1.2), t(0.7, 0.1)),
                    (t(0.8, -1.2), t(0.2, 0.9))), names=("x", "a"))  # fmt: skip
    says = judge(task, lambda x, a: x**2 + a + 3.1 * (a > 0.5).double()).clue
    assert "that x has no part in" in says


def test_labels_name_the_one_input_that_fails():
    labelled = replace(SCORE, labels=("three points", "four points"))
    answer = lambda x: right(SCORE)(x) if len(x) == 3 else x**3  # noqa: E731
    assert "wrong on one: four points" in judge(labelled, answer).clue


def test_a_clue_that_fails_does_not_hide_the_refusal(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(clues, "clue", lambda *case: 1 / 0)
    result = judge(FUNCTION, lambda x: x)
    assert result.state == "wrong" and "expected is" in str(result)


@pytest.mark.parametrize("task", [exercise(torch.log, ((t(2.0),), (t(0.7, 1.6),))), SCORE])
def test_nan_everywhere_is_called_nan_and_explained_by_no_change_of_an_input(task):
    """The log of −x is nan as well: that the answer is right with −x would be false of 0/0."""
    message = judge(task, lambda x: x * math.nan).message
    assert "nan, not a number, on every input" in message and "would be right" not in message

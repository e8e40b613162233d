"""A message ends once: with its own mark, or with a full stop."""

import re

import pytest
import torch

from course_lib.exercises import concessions, ladder, registry, text
from course_lib.exercises.deadline import TimeIsUp
from tests.exercises import proofs
from tests.exercises.samples import FUNCTION, judge
from tests.exercises.test_error_report import raised

DOUBLED = re.compile(r"[.?!:…][.]|[?!]{2}|\.,|…\.")


def test_what_is_doubled_is_found():
    assert all(map(DOUBLED.search, ("not (3, 4)..", "never ends?.", "so.:.", "(3, 4)., at")))
    assert not DOUBLED.search("at `x[..., 0]`, 0.5 is not 1.".replace("...", ""))


@pytest.mark.parametrize(
    "words",
    [
        "",
        "no",
        "This takes 5 numbers, not (3, 4).",
        "Is it?",
        "so:",
        "and so on…",
        "stop!",
        "a `b`",
    ],
)
def test_an_error_s_own_words_are_not_ended_twice(words):
    def fails(x):
        raise ValueError(words)

    result = judge(FUNCTION, fails)
    said = re.sub(r"`[^`]*`", "", f"{result.message} {result.short}")
    assert not DOUBLED.search(said), (result.message, result.short)
    assert result.short[-1:] in ".?!:…", result.short


@pytest.mark.parametrize("body", ["return torch.ones(2) + torch.ones(3)", "return x(2)"])
def test_the_line_stands_after_the_words(body):
    def fails(x):
        raise raised(body)

    assert not DOUBLED.search(re.sub(r"`[^`]*`", "", judge(FUNCTION, fails).message))


def test_who_is_stopped_is_asked_for_both_kinds_of_loop():
    def stopped(x):
        raise TimeIsUp

    result = judge(FUNCTION, stopped)
    assert "never end" in result.short and "thousands of numbers one by one?" in result.short
    assert not DOUBLED.search(result.short)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", proofs.every_exercise(), ids=lambda e: e.id)
def test_the_message_of_a_raised_error_ends_once(exercise):
    """Whatever the inputs look like in words."""

    def fails(*args):
        raise ValueError("This is not to be.")

    result = proofs.state(exercise, fails)
    said = re.sub(r"`[^`]*`", "", f"{result.message} {result.short}")
    assert not DOUBLED.search(said), said


# --- two mistakes at once -------------------------------------------------------------------------


def test_two_mistakes_do_not_praise_each_other_s_place():
    """9.5: "every hidden unit sees all inputs" and "every output sees the right inputs"."""
    result = judge(registry.find("9.5"), lambda n, h: (torch.ones(h, n), torch.ones(n, h).tril(-1)))
    assert result.misconception.count(" and ") >= 1 and "wo things at once" in result.message
    assert "the right inputs" not in result.message, result


@pytest.mark.parametrize("exercise", proofs.every_exercise(), ids=lambda e: e.id)
def test_beside_another_mistake_nothing_is_called_right(exercise):
    for one in exercise.misconceptions:
        if concessions.claimed(one.explanation):
            continue  # and recognise puts it beside no other
        bare = concessions.without(one.explanation)
        assert not re.search(
            r"^[^.]*\b(numbers|values|inputs|shape|it|z|x) (is|are) right[,.]", bare
        )
        assert bare and text.sentence(bare)[0] not in ",.;: ", bare


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("z is right, but its log-det is not.", "its log-det is not."),
        ("`inverse` is right. In `forward` it is −.", "In `forward` it is −."),
        ("the right one comes first.", "the right one comes first."),
        ("L in place of R; forward is right. Turn it.", "L in place of R. Turn it."),
        ("on paper you are right. But exp overflows.", "exp overflows."),
        ("f reads from the right, as in f(g(z)).", "f reads from the right, as in f(g(z))."),
        ("this is ξ, and a right one. Return z.", "this is ξ. Return z."),
        ("one row is right for one point alone.", "one row is right for one point alone."),
    ],
)
def test_what_is_granted_is_left_out(words, left):
    assert concessions.without(words) == left and not concessions.claimed(words)


def test_a_mistake_that_calls_a_part_right_in_its_midst_stands_alone():
    assert concessions.claimed("you take A from B, and C, as it stands, is right.")


def test_the_ladder_ends_a_text_that_has_no_end():
    assert ladder.text.ended("so") == "so." and ladder.text.ended("so?") == "so?"

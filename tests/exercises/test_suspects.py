"""A refusal runs no more than it needs, and what it leaves out changes nothing."""

from itertools import product

import pytest
import torch
from torch import nn

from course_lib.exercises import experiments, ladder, reaching, recognise, suspects, what_if
from course_lib.exercises.exercise import Exercise, Misconception
from course_lib.exercises.reaching import bring, origin
from tests.exercises.samples import SAMPLES


def counted(function):
    def counting(*args):
        counting.calls += 1
        return function(*args)

    counting.calls = 0
    return counting


def exercise(reference=lambda x: 2 * x, *wrong):
    return Exercise(
        id="1.1",
        title="double",
        minutes=5,
        prompt="Double x.",
        inputs=tuple((torch.tensor([x, 3.0 * x], dtype=torch.float64),) for x in (0.7, -1.3, 2.9)),
        reference=reference,
        misconceptions=tuple(Misconception(f"wrong {n}", f, "no") for n, f in enumerate(wrong)),
        returns="2x",
        hints=("a", "b", "c"),
        praise="well done.",
    )


def test_a_mistake_that_cannot_be_is_run_on_one_input_only():
    other, same = counted(lambda x: x + 5), counted(lambda x: x**2)
    result, _ = ladder.examine(exercise(lambda x: 2 * x, other, same), lambda x: x * x)
    assert result.misconception == "wrong 1"
    assert (other.calls, same.calls) == (1, 3)


def test_a_mistake_that_raises_is_run_up_to_the_input_that_sets_it_apart():
    def fails(x):
        raise RuntimeError("no")

    other = counted(lambda x: x + 5)
    result, _ = ladder.examine(exercise(lambda x: 2 * x, other, fails), fails)
    assert result.misconception == "wrong 1"
    assert other.calls == 1


@pytest.mark.parametrize("exercise", SAMPLES, ids=lambda e: e.id)
def test_what_is_left_out_changes_no_name(exercise):
    expected = ladder.expected_values(exercise)
    every = suspects.known(exercise)
    answers = [values for _, values in every]
    for values in [*answers, *([a[0], *b[1:]] for a, b in product(answers, answers))]:
        left = suspects.suspects(exercise, values)
        assert recognise.names(exercise, values, expected, left) == recognise.names(
            exercise, values, expected, every
        )


def test_a_question_is_over_at_the_first_input_that_answers_it():
    reference = counted(lambda x: 2 * x)
    asked = exercise(reference)
    questions = [changed for _, changed in what_if._questions(asked) if None not in changed]
    assert what_if.right_for(asked, [x.sin() for (x,) in asked.inputs]) == ""
    assert 0 < reference.calls <= len(questions) + 2


def test_a_trial_that_decides_is_the_last_one():
    asked, answer = exercise(), counted(lambda x: x.sin())
    values, expected = ([f(x) for (x,) in asked.inputs] for f in (torch.sin, asked.reference))
    again = experiments.Experiments(asked, answer, values, expected)
    assert again.ignored() == "" and answer.calls == 1
    assert again.error_apart_from(lambda value: value) == "" and answer.calls == 1


class Hidden(nn.Module):
    """Two that are made by the same functions need not be alike."""

    shift = 0.0

    def __init__(self):
        super().__init__()
        self.a = nn.Parameter(torch.zeros(1, dtype=torch.float64))

    def number(self):
        return self.a + self.shift


class Shifted(Hidden):
    shift = 2.0


def test_a_known_way_is_taken_and_a_wrong_one_is_left(monkeypatch):
    target = torch.tensor([1.25], dtype=torch.float64)
    assert origin(Hidden, "number") == origin(Shifted, "number")
    for kind, ways in ((Hidden, 1), (Hidden, 0), (Shifted, 1)):
        table, module = counted(reaching._table), kind()
        monkeypatch.setattr(reaching, "_table", table)
        assert bring(module, module.number, target, origin(kind, "number"))
        assert module.number().item() == pytest.approx(1.25, abs=1e-9)
        assert (table.calls > 0) == bool(ways)
        monkeypatch.undo()


def test_a_class_without_the_method_has_no_known_way():
    assert origin(Hidden, "nowhere") is None

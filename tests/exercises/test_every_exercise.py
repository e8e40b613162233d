"""Every exercise of every chapter proves itself; a new chapter needs no new test.

Other right spellings stand in ``tests/chapters/chNN/spellings.py``: SPELLINGS = {"1.1": (f, g, h)}.
"""

import importlib
import importlib.util

import pytest

from course_lib import order
from course_lib.exercises import registry
from course_lib.exercises.exercise import shown
from tests.exercises import proofs

LONG = {"3.5", "7.5"}  # trainings, of some seconds


def with_its_length(exercise):
    mark = pytest.mark.thorough if exercise.id in LONG else ()
    return pytest.param(exercise, marks=mark, id=exercise.id)


EVERY = [with_its_length(exercise) for exercise in proofs.every_exercise()]
every_exercise = pytest.mark.parametrize("exercise", EVERY)
# What a review asks about: two questions from each of these.
REVIEWED = {"90": range(1, 9), "91": range(9, 17)}
every_chapter = pytest.mark.parametrize("chapter", order.chapters())


@pytest.mark.thorough
@every_exercise
def test_the_stub_is_not_attempted(exercise):
    proofs.prove_stub_is_not_attempted(exercise)


@pytest.mark.thorough
@every_exercise
def test_the_reference_is_right(exercise):
    proofs.prove_reference_is_right(exercise)


@pytest.mark.thorough
@every_exercise
def test_each_misconception_gets_its_own_explanation(exercise):
    proofs.prove_misconceptions_are_recognised(exercise)


@pytest.mark.exhaustive
@every_exercise
def test_nothing_wrong_is_accepted(exercise):
    proofs.prove_nothing_wrong_is_accepted(exercise)


@every_exercise
@pytest.mark.thorough
def test_a_batch_of_one_keeps_its_dimension(exercise):
    proofs.prove_a_batch_of_one_keeps_its_dimension(exercise)


@pytest.mark.thorough
@every_exercise
def test_the_published_solution_is_right(exercise):
    if not proofs.prove_published_solution_is_right(exercise):
        pytest.skip(f"chapter {exercise.chapter} has no source yet")


@every_exercise
def test_the_learners_stub_is_not_attempted(exercise):
    if not proofs.prove_learners_stub_is_not_attempted(exercise):
        pytest.skip(f"chapter {exercise.chapter} has no source yet")


@pytest.mark.thorough
@every_exercise
def test_other_right_spellings_are_right(exercise):
    proofs.prove_spellings_are_right(exercise, spellings(exercise))


@every_exercise
def test_inputs_are_in_double_precision(exercise):
    proofs.prove_inputs_are_exact(exercise)


@every_chapter
def test_ids_are_unique_and_belong_to_their_chapter(chapter):
    ids = [exercise.id for exercise in registry.exercises(chapter)]
    assert len(set(ids)) == len(ids)
    assert all(exercise.chapter == chapter for exercise in registry.exercises(chapter))


@every_chapter
def test_the_quiz_has_five_questions_with_the_right_option_in_different_places(chapter):
    quiz = registry.questions(chapter)
    if chapter == "00":
        assert len(quiz) <= 5
    elif chapter in REVIEWED:  # the final quiz: two from each chapter of the part
        said = [question.text[:4] for question in quiz]
        assert said == [f"({n:02d})" for n in REVIEWED[chapter] for _ in range(2)]
        assert len({shown(question).index(question.right) for question in quiz}) == 3
    elif quiz:
        assert len(quiz) == 5
        assert len({shown(question).index(question.right) for question in quiz}) > 1


def spellings(exercise):
    name = f"tests.chapters.ch{exercise.chapter}.spellings"
    if importlib.util.find_spec(name) is None:
        return ()
    return importlib.import_module(name).SPELLINGS.get(exercise.id, ())

"""What strangers wrote: right answers, mistakes that have a name, and others without one.

Each chapter's stand in ``tests/chapters/chNN/strangers.py``, by exercise: RIGHT = {"3.1": (f, …)};
NAMED = {"3.1": ((the misconception's name, f), …)}; WRONG = {"3.1": (f, …)}, whose mistake no
misconception may claim.
"""

import importlib
import importlib.util
from itertools import combinations

import pytest

from course_lib import order
from course_lib.exercises import compare, registry, suspects
from tests.exercises import proofs

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`


def written(kind):
    """(exercise, one answer) of all chapters, as parameters."""
    return list(_written(kind))


def _written(kind):
    for number in order.chapters():
        name = f"tests.chapters.ch{number}.strangers"
        if importlib.util.find_spec(f"tests.chapters.ch{number}") and importlib.util.find_spec(
            name
        ):
            for exercise_id, answers in getattr(importlib.import_module(name), kind, {}).items():
                for place, one in enumerate(answers, 1):
                    label = one[0] if isinstance(one, tuple) else place
                    yield pytest.param(registry.find(exercise_id), one, id=f"{exercise_id}-{label}")


@pytest.mark.parametrize(("exercise", "answer"), written("RIGHT"))
def test_what_is_right_is_accepted(exercise, answer):
    result = proofs.state(exercise, answer)
    assert result.right, str(result)


@pytest.mark.parametrize(("exercise", "answer"), written("NAMED"))
def test_a_mistake_gets_its_true_name(exercise, answer):
    name, wrong = answer
    result = proofs.state(exercise, wrong)
    assert result.state == "wrong", str(result)
    assert result.misconception == name, str(result)


@pytest.mark.parametrize(("exercise", "answer"), written("WRONG"))
def test_a_mistake_without_a_name_gets_no_false_one(exercise, answer):
    result = proofs.state(exercise, answer)
    assert result.state == "wrong", str(result)
    assert not result.misconception, str(result)


EVERY = [pytest.param(exercise, id=exercise.id) for exercise in proofs.every_exercise()]


@pytest.mark.thorough
@pytest.mark.parametrize("exercise", EVERY)
def test_no_two_mistakes_of_an_exercise_give_the_same(exercise):
    """The engine could not tell them apart, and would give one the other's name."""
    for (one, values), (two, others) in combinations(suspects.known(exercise), 2):
        pairs = zip(values, others, strict=True)
        same = not any(compare.differences(*p, exercise.rtol, exercise.atol) for p in pairs)
        assert one is two or not same, f"{one.name} and {two.name}"

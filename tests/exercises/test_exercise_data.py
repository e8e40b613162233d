"""An incomplete exercise or question fails where it is written down."""

import pytest
import torch

from course_lib.exercises import Exercise, Misconception, Question, gradients
from tests.exercises.samples import FUNCTION, WORDS, t

GOOD = {"id": "90.1", "inputs": ((t(0.7),),), "reference": abs, **WORDS}


def test_the_good_one_is_good():
    assert Exercise(**GOOD).chapter == "90"
    assert FUNCTION.run(FUNCTION.reference, t(1.0)) > 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"id": "1"}, "chapter.number"),
        ({"id": "one.two"}, "chapter.number"),
        ({"title": " "}, "title is missing"),
        ({"minutes": 2}, "3 to 15 minutes"),
        ({"minutes": 16}, "3 to 15 minutes"),
        ({"difficulty": "tricky"}, "difficulty is one of"),
        ({"prompt": ""}, "has a prompt"),
        ({"praise": ""}, "praise is missing"),
        ({"returns": None}, "returns is missing"),
        ({"hints": ("one", "two")}, "three hints"),
        ({"hints": ("one", "two", "")}, "hint 3 is missing"),
        ({"hints": ("one", "two", "$x$")}, r"hint 3 contains \$"),
        ({"reference": 3}, "reference is the right answer as a function"),
        ({"probe": 3}, "probe is a function"),
        ({"inputs": ()}, "tuple of inputs"),
        ({"inputs": (t(1.0),)}, r"inputs that are tuples: \(x,\)"),
        ({"inputs": ((1, 2),)}, "2 arguments but the names"),
        ({"misconceptions": (abs,)}, "has Misconceptions"),
        ({"misconceptions": 2 * (Misconception("a", abs, "b"),)}, "different names"),
    ],
)
def test_what_is_missing_is_named(change, says):
    with pytest.raises(ValueError, match=says):
        Exercise(**GOOD | change)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("", abs, "why"), "name is missing"),
        (("a", 3, "why"), "as a function"),
        (("a", abs, ""), "explanation is missing"),
        (("a", abs, "log $a$"), "Unicode"),
    ],
)
def test_a_misconception_is_complete(parts, says):
    with pytest.raises(ValueError, match=says):
        Misconception(*parts)


A, B = ("yes", "because"), ("no", "why not")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (("", (A, B), 0), "text is missing"),
        (("q", (A,), 0), "two to five options"),
        (("q", (A, "no"), 0), "options \\(text, explanation\\)"),
        (("q", (A, ("no", "")), 0), "explanation is missing"),
        (("q", (A, A), 0), "options that differ"),
        (("q", (A, B), 2), "right is the index"),
    ],
)
def test_a_question_is_complete(fields, says):
    with pytest.raises(ValueError, match=says):
        Question(*fields)


def test_gradients_of_a_tuple_and_of_a_cut_graph():
    probe = gradients(a=0)
    found = probe(lambda a: (a**2, 3 * a), t(2.0))
    assert found["the gradient with respect to a"] == 4 + 2 * 3
    assert probe(lambda a: a.item(), t(2.0))["the gradient with respect to a"] == 0
    assert probe(lambda a: ..., t(2.0)) is ... and probe(lambda a: None, t(2.0)) is None
    assert not torch.is_tensor(probe(lambda a: "no", t(2.0))["the value"])

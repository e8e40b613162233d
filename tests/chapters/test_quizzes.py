"""The quizzes: right options are worked out where a number or a formula decides."""

import math

import pytest
import torch
from torch.distributions import MultivariateNormal

from course_lib import order
from course_lib.exercises import registry
from course_lib.exercises.inputs import tensor
from tests.chapters.quiz_keys import KEYS, best_mean_falls

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

WORKED_OUT = [
    pytest.param(chapter, begins, *key, id=f"{chapter} {begins}")
    for chapter, keys in KEYS.items()
    for begins, key in keys.items()
]


def question(chapter, begins):
    found = [q for q in registry.questions(chapter) if q.text.startswith(begins)]
    assert len(found) == 1, f"{len(found)} questions of {chapter} begin with {begins!r}"
    return found[0]


@pytest.mark.parametrize(("chapter", "begins", "right", "true"), WORKED_OUT)
def test_the_right_option_is_what_comes_out(chapter, begins, right, true):
    asked = question(chapter, begins)
    assert true() if callable(true) else true  # what takes seconds is worked out here
    assert asked.options[asked.right][0].startswith(right), asked.options[asked.right][0]
    assert sum(option.startswith(right) for option, _ in asked.options) == 1


def test_ten_times_as_large_costs_twice_log_ten():
    assert math.isclose(best_mean_falls(10.0), 2 * math.log(10), rel_tol=1e-6)


def test_the_precision_is_made_of_L_as_the_quiz_says():
    L, b, x = tensor([[2.0, 0.0], [-1.5, 0.8]]), tensor([0.7, -1.2]), tensor([0.3, 1.1])
    z = L @ (x - b)
    ours = -0.5 * z @ z - math.log(2 * math.pi) + L.diagonal().log().sum()
    asked = question("02", "You want the same")
    for place, (option, _) in enumerate(asked.options):
        name, _, value = option.partition("=")
        theirs = MultivariateNormal(b, **{name: eval(value, {"L": L})} | {"validate_args": False})
        same = torch.allclose(theirs.log_prob(x), ours)
        assert same == (place == asked.right), option


def test_numbers_that_explanations_name_are_what_comes_out():
    newton, bisected = question("06", "Newton is"), question("06", "A bracket")
    assert "8/2¹³ = 0.00098" in bisected.options[bisected.right][1]
    assert round(8 / 2**13, 5) == 0.00098
    assert "squared" in newton.options[newton.right][1]
    errors = dict(question("08", "An estimate has").options)
    assert f"{0.02 / math.sqrt(10):.4f}" in errors["10 000"]
    assert f"{0.02 / math.sqrt(1000):.4f}" in errors["1 000 000"]


# Explanations tied to their options: a word that only that option's explanation speaks of.
TIED = {
    "01": {"0.242 · 4": "Multiplying", "0.242 / 13": "13 is f′(2)", "0.054 / 4": "0.054 is p₀(2)"},
    "02": {"log 2": "forwards", "−log 5": "shift b", "scale_tril": "covariance",
           "precision_matrix=L @": "order", "½ log 6": "36"},
    "03": {"It falls by log 10": "area grows by 100", "The 5 points are outliers": "at random"},
    "04": {"To x₀ + 0.25": "share", "To x₀ + 0.375": "(¼)²", "It needs no": "in either form"},
    "05": {"exp(17)": "10³⁸", "A standard normal": "Φ⁻¹", "x = F₂⁻¹(z)": "between 0 and 1"},
    "06": {"4": "8/2⁴", "8000": "0.001", "By −0.6": "not multiplied", "By +0.15": "smaller"},
    "07": {"It may give numbers above 1": "Never", "Forward, z → x": "draws samples"},
    "08": {"pathwise": "slopes", "detached": "never moves", "1 000 000": "0.0006"},
    "90": {"0.4": "height", "2": "multiplied", "Forgotten the Jacobian": "would be 2"},
    "91": {"log 42": "shears", "−3.68": "log 6", "0.68": "on a line", "0.61": "outside"},
}  # fmt: skip


@pytest.mark.parametrize("chapter", TIED)
def test_an_explanation_stands_with_its_own_option(chapter):
    options = [pair for q in registry.questions(chapter) for pair in q.options]
    for begins, speaks_of in TIED[chapter].items():
        found = [why for option, why in options if option.startswith(begins) and speaks_of in why]
        assert found, f"{chapter}: the explanation of {begins!r} does not speak of {speaks_of!r}"


def test_right_options_stand_in_different_places():
    for chapter in order.chapters():
        quiz = registry.questions(chapter)
        places = [q.right for q in quiz]
        if len(quiz) >= 4:
            assert max(map(places.count, places)) <= len(places) / 2 + 1, (chapter, places)

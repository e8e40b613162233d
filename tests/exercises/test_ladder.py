"""The feedback ladder: what an unfinished answer, a wrong type or shape is told."""

import functools
import linecache
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from course_lib import flows
from course_lib.exercises import error_report, experiments, ladder, registry, text
from tests.exercises import proofs
from tests.exercises.samples import (
    CLASS,
    FUNCTION,
    GRADIENT,
    TUPLE,
    LinearFlow,
    judge,
    linear,
    log_normal,
)

# --- not attempted ------------------------------------------------------------------------------


def stub(x):
    return ...  # your code here


def bare_stub(x): ...  # your code here


def stub_after_a_start(x):
    z = torch.log(x)
    p = ...  # your code here
    return p / z


def stub_that_needs_what_it_lacks(x):
    ...  # your code here
    return torch.exp(z)  # noqa: F821


class StubFlow:
    def __init__(self, a, b): ...  # your code here

    def forward(self, z):
        return ...  # your code here

    def inverse(self, x):
        return self.a * x


class HalfFlow(LinearFlow):
    def inverse(self, x): ...  # your code here


@pytest.mark.parametrize(
    ("exercise", "candidate"),
    [
        (FUNCTION, ladder.MISSING),
        (FUNCTION, None),
        (FUNCTION, ...),
        (FUNCTION, stub),
        (FUNCTION, bare_stub),
        (FUNCTION, stub_after_a_start),
        (FUNCTION, stub_that_needs_what_it_lacks),
        (FUNCTION, functools.partial(stub)),
        (TUPLE, lambda z, a, b: (..., ...)),
        (TUPLE, lambda z, a, b: ...),
        (GRADIENT, lambda z, a, b: ...),
        (CLASS, StubFlow),
        (CLASS, HalfFlow),
    ],
)
def test_what_is_unfinished_is_not_attempted(exercise, candidate):
    result = judge(exercise, candidate)
    assert result.state == "open", result
    assert "not attempted yet" in str(result)


def test_a_stub_is_named():
    assert "`inverse` still has `...`" in str(judge(CLASS, HalfFlow))
    assert "`forward` and" not in str(judge(CLASS, HalfFlow))


def test_part_of_a_tuple_is_named():
    result = judge(TUPLE, lambda z, a, b: (a * z + b, ...))
    assert result.state == "wrong"
    assert "the second value, log|∂f/∂z| is still `...`" in str(result)


def test_a_placeholder_for_some_inputs_only():
    result = judge(FUNCTION, lambda x: log_normal(x) if x.ndim == 0 else ...)
    assert result.state == "wrong" and "still `...`" in str(result)


def test_an_error_beside_a_forgotten_placeholder_is_shown():
    def forgotten(x):
        ...
        return x / torch.ones(7)

    assert judge(FUNCTION, forgotten).rung in ("raised", "shape")


# --- the wrong thing handed over ----------------------------------------------------------------


@pytest.mark.parametrize("thing", [3.0, torch.ones(3), "log_normal", [log_normal], {}])
def test_a_value_in_place_of_the_function(thing):
    result = judge(FUNCTION, thing)
    assert result.state == "wrong"
    assert "the function itself" in str(result)


def test_nothing_returned():
    result = judge(FUNCTION, lambda x: None)
    assert result.rung == "nothing" and "is a `return` missing?" in str(result)


def test_nothing_in_a_part():
    result = judge(TUPLE, lambda z, a, b: (a * z + b, None))
    assert "the second value, log|∂f/∂z| is nothing (None)" in str(result)


# --- types and shapes ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: "0.5", "is a text; expected is a number"),
        (lambda x: True, "is True or False; expected is a number"),
        (lambda x: x > 0, "True or False"),
        (lambda x: log_normal(x) + 0j, "is a complex number"),
        (lambda x: (log_normal(x), 1.0), "is a tuple"),
        (lambda x: {"p": x}, "is a dict"),
        (lambda x: torch.exp, "is the function exp"),
        (lambda x: (p for p in [x]), "is a generator"),
        (lambda x: torch.distributions.Normal(0.0, 1.0), "is a Normal"),
        (lambda x: np.array(["a"]), "is an array of shape (1,)"),
    ],
)
def test_wrong_types(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "type", result
    assert says in str(result)


def test_a_list_is_told_how_to_become_a_tensor():
    batch = lambda x: [log_normal(v).item() for v in x] if x.ndim else log_normal(x)  # noqa: E731
    assert "`torch.tensor(your_list)`" in str(judge(FUNCTION, batch))
    tensors = lambda x: [log_normal(v) for v in x] if x.ndim else log_normal(x)  # noqa: E731
    assert "`torch.stack(your_list)`" in str(judge(FUNCTION, tensors))


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda x: log_normal(x).unsqueeze(-1), "has the shape (1,); expected is ()"),
        (lambda x: log_normal(x).mean(), "has the shape (); expected is (3,)"),
        (lambda x: log_normal(x).flatten(), "has the shape (1,); expected is ()"),
        (lambda x: log_normal(x).T if x.ndim == 2 else log_normal(x), "(3, 2); expected is (2, 3)"),
        (lambda x: 0.5, "the shape (); expected is (3,)"),
    ],
)
def test_wrong_shapes_name_both(candidate, says):
    result = judge(FUNCTION, candidate)
    assert result.rung == "shape", result
    assert says in str(result)


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (lambda z, a, b: a * z + b, "your function returned a number; expected are 2 values"),
        (lambda z, a, b: (a * z + b,), "your function returned 1 value; expected are 2"),
        (lambda z, a, b: (*linear(z, a, b), 0), "your function returned 3 values; expected are 2"),
    ],
)
def test_the_number_of_values(candidate, says):
    assert says in str(judge(TUPLE, candidate))


def test_a_list_of_parts_is_as_good_as_a_tuple():
    assert judge(TUPLE, lambda z, a, b: list(linear(z, a, b))).right


def test_a_name_at_the_start_of_a_sentence_keeps_its_case():
    same = ("f2's log-det is 0.", "θ is 1.", "x₁ is 2.", "exp makes it so.", "a is negative.",
            "log|a| is it.", "inverse(x) is still `...`.")  # fmt: skip
    assert [text.sentence(said) for said in same] == list(same)
    assert text.sentence("a whole batch.") == "A whole batch."
    assert text.sentence("you divide.") == "You divide."


@pytest.mark.parametrize(
    ("body", "tip"),
    [
        ("torch.tensor([x, 2 * x])", "torch.stack"),
        ("math.exp(x)", "torch.exp"),
        ("x + x.item()", "Keep the tensor"),
    ],
)
def test_one_number_wanted_where_many_came_is_told_by_the_line(body, tip):
    """The same error of torch has three causes; the learner's line tells which."""
    name = f"<ipython-input-{abs(hash(body))}>"
    source = f"def wrong(x, *rest):\n    return {body}\n"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    scope = {"torch": torch, "math": math}
    exec(compile(source, name, "exec"), scope)
    error = None
    try:
        scope["wrong"](torch.ones(3))
    except (ValueError, TypeError, RuntimeError) as raised_here:
        error = raised_here
    _, _, notes = error_report.describe(error, registry.find("2.1"), registry.find("2.1").inputs[2])
    assert tip in notes[0]


@pytest.mark.parametrize(
    ("exercise", "body", "tip"),
    [
        ("4.5", "rest[0][torch.searchsorted(rest[0], z) + 3]", "inner knots"),
        ("7.4", "flows.bisection(lambda x: (x, 1 + 0 * x), z, -9.0, 9.0).detach()", "`.x`"),
        ("8.6", "0.1 * torch.autograd.grad(z.sum(), z)", "`(slope,) = torch.autograd.grad(…)`"),
    ],
)
def test_three_errors_of_torch_are_told_in_the_course_s_words(exercise, body, tip):
    exercise = registry.find(exercise)
    scope = {"torch": torch, "flows": flows}
    exec(f"def wrong(z, *rest):\n    return {body}\n", scope)
    with pytest.raises((IndexError, AttributeError, TypeError)) as error:
        scope["wrong"](torch.ones(2).requires_grad_(), torch.ones(3))
    _, _, notes = error_report.describe(error.value, exercise, exercise.inputs[0])
    assert tip in notes[0]


@pytest.mark.thorough
def test_what_the_check_looks_at_is_not_told_to_a_learner():
    flow = registry.find("3.4").reference
    broken = type("F", (flow,), {"sample": lambda self, n: [torch.randn(n, len(self.b))]})
    said = str(ladder.examine(registry.find("3.4"), broken)[0])
    assert "dict" not in said and "count points, a tensor of shape (count, n)" in said


def test_an_answer_without_inputs_is_not_given_away():
    said = ladder.examine(registry.find("8.5"), lambda: "D")[0]
    assert "B C" not in str(said) + str(said.rows)


def test_a_loop_over_a_batch_is_right_for_a_single_number_too():
    looped = lambda x: torch.stack([registry.find("1.1").reference(v) for v in x])  # noqa: E731
    assert ladder.examine(registry.find("1.1"), looped)[0].right


# --- said once, and not more than is true -------------------------------------------------------


def test_the_panel_does_not_say_again_what_its_rows_say():
    exercise = registry.find("5.1")
    miss = proofs.state(exercise, lambda x, mu, s: torch.sigmoid((x - mu) / s) ** 3)
    shown = miss._repr_mimebundle_()["text/html"]
    expected = dict(miss.rows)["Expected"]
    assert expected in str(miss) and shown.count(expected) == 1

    def raises(x, mu, s):
        return x.nothing

    found = proofs.state(exercise, raises)
    shown = found._repr_mimebundle_()["text/html"]
    assert "AttributeError" in str(found) and shown.count("AttributeError") == 1
    assert shown.count("return x.nothing") <= 1


def test_nan_is_never_nearly_right():
    found = proofs.state(registry.find("8.1"), lambda f, z, n: (0 * f(z)).mean() / 0)
    assert "nearly" not in str(found)


def test_who_must_draw_is_not_told_that_nothing_is_to_be_drawn():
    assert experiments._right_is_random(registry.find("7.5"))
    assert not experiments._right_is_random(registry.find("7.2"))


def test_a_misconception_is_known_in_all_its_ways():
    lowered = replace(FUNCTION.misconceptions[0], also=(lambda x: x - 7.5,))
    exercise = replace(FUNCTION, misconceptions=(lowered,))
    assert proofs.state(exercise, lambda x: x - 7.5).misconception == lowered.name
    assert not proofs.state(FUNCTION, lambda x: x - 7.5).misconception

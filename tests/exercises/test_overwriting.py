"""An answer that overwrites what its gradient needs is told so, wherever it is asked for one."""

import inspect
import math

import pytest
import torch

from course_lib.exercises import ladder, overwriting, registry
from tests.exercises import proofs
from tests.exercises.samples import GRADIENT, judge

LOG_2 = math.log(2)


def spoilt(value):
    """The same numbers, on a way back that torch refuses."""
    if isinstance(value, torch.Tensor) and value.is_floating_point() and value.requires_grad:
        t = torch.tanh(value)  # its slope is made of the result
        once = 1 * t
        t += 0
        return value + 0 * once
    return type(value)(map(spoilt, value)) if isinstance(value, (tuple, list)) else value


def spoiling(function):
    return lambda *args, **kwargs: spoilt(function(*args, **kwargs))


def overwrites(reference):
    """The right answer, written by somebody who fills an empty tensor."""
    if not isinstance(reference, type):
        return spoiling(reference)
    own = {name: spoiling(member) for name, member in vars(reference).items()
           if inspect.isfunction(member) and not name.startswith("__")}  # fmt: skip
    return type(reference.__name__, (reference,), own)


@pytest.mark.slow
def test_whoever_asks_for_gradients_names_the_cause():
    named = set()
    for exercise in proofs.every_exercise():
        result = proofs.state(exercise, overwrites(exercise.reference))
        if overwriting.CAUSE in result.message:
            assert overwriting.RIGHT in result.message, result
            named.add(exercise.id)
        else:
            assert "inplace" not in str(result) and "could not go on" not in str(result), result
    assert named >= {"2.6", "9.2", "9.3", "9.4", "10.1", "10.3", "10.4", "10.5", "11.2", "12.3"}
    assert len(named) >= 20, named


def filled(z, shift, log_scale, spare=LOG_2):
    """As one writes it in NumPy."""
    x = torch.empty_like(z)
    x[..., 0] = 2 * z[..., 0] - 1
    x[..., 1] = shift(x[..., 0]) + log_scale(x[..., 0]).exp() * z[..., 1]
    return x, log_scale(x[..., 0]) + spare


def test_what_is_right_otherwise_is_told_so():
    said = str(judge(registry.find("9.3"), filled))
    assert overwriting.CAUSE in said and overwriting.RIGHT in said
    assert "pair" not in said, "it has returned one"


def test_a_copy_of_the_column_is_enough():
    def copied(z, shift, log_scale):
        x = torch.empty_like(z)
        x[..., 0] = 2 * z[..., 0] - 1
        x1 = x[..., 0].clone()
        x[..., 1] = shift(x1) + log_scale(x1).exp() * z[..., 1]
        return x, log_scale(x1) + math.log(2)

    assert judge(registry.find("9.3"), copied).right


def test_another_mistake_is_named_beside_it():
    result = judge(registry.find("9.3"), lambda *args: filled(*args, spare=0.0))
    assert result.misconception == "first coordinate's log-det forgotten"
    assert overwriting.CAUSE[5:] in result.message and overwriting.RIGHT not in result.message


def test_a_mistake_without_a_name_is_not_called_right():
    said = str(judge(registry.find("9.3"), lambda *args: filled(*args, spare=0.123)))
    assert overwriting.CAUSE in said and overwriting.MORE in said


def test_the_error_in_a_line_of_the_learners_is_told_alike():
    def descent(z, a, b):
        a.requires_grad_()
        root = (a * a).sqrt()
        once = root * root
        root += 1
        once.backward()
        return once

    result = judge(GRADIENT, descent)
    assert overwriting.CAUSE in result.message and "Your line" in dict(result.rows), result


def test_the_known_mistakes_are_not_run_in_that_way():
    """A result that torch would have refused must not be kept for the next answer."""
    ladder.examine(registry.find("9.3"), filled)
    with pytest.raises(RuntimeError, match="inplace"):
        z = torch.ones(2, 2, requires_grad=True)
        filled(z, torch.sin, torch.cos)[0].sum().backward()

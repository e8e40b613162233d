"""For which other input the answer would be right: −b for b, a and b exchanged, L transposed.

The reference is asked, not the learner's function: what it gives for the changed input is compared
with what the learner has for the real one. So the sentence is true of all inputs that were tried.
"""

import functools
import time
from itertools import combinations

import torch

from course_lib.exercises import compare
from course_lib.exercises.deadline import TimeIsUp
from course_lib.exercises.run import run_once

PATIENCE = 0.6  # s for all questions together


def _matrix(change):
    """A change of square matrices, which no other input can take."""

    def changed(value):
        square = value.ndim == 2 and value.shape[0] == value.shape[1] > 1
        return change(value) if square else None

    return changed


def _vector(change):
    def changed(value):
        return change(value) if value.ndim == 1 and len(value) > 1 else None

    return changed


CHANGES = (
    ("with −{x} in place of {x}", lambda v: -v),
    ("with {x} transposed", _matrix(lambda v: v.T.contiguous())),
    ("with the inverse of {x} in place of {x}", _matrix(torch.linalg.inv)),
    ("with the transposed inverse of {x} in place of {x}",
     _matrix(lambda v: torch.linalg.inv(v).T.contiguous())),
    ("if {x} were 0", torch.zeros_like),
    ("if {x} were 1", lambda v: torch.ones_like(v) if v.ndim < 2 else None),
    ("with |{x}| in place of {x}", torch.abs),
    ("with 1/{x} in place of {x}", lambda v: 1 / v),
    ("with {x}² in place of {x}", torch.square),
    ("with √{x} in place of {x}", torch.sqrt),
    ("with 2{x} in place of {x}", lambda v: 2 * v),
    ("with ½{x} in place of {x}", lambda v: v / 2),
    ("with 1 − {x} in place of {x}", lambda v: 1 - v),
    ("with exp({x}) in place of {x}", torch.exp),
    ("with log({x}) in place of {x}", torch.log),
    ("with {x}/100 in place of {x}", lambda v: v / 100),
    ("with {x} in reverse order", _vector(lambda v: v.flip(0))),
    ("if the first entry of {x} were 0", _vector(lambda v: torch.cat([0 * v[:1], v[1:]]))),
    ("if the last entry of {x} were 0", _vector(lambda v: torch.cat([v[:-1], 0 * v[-1:]]))),
)  # fmt: skip


def right_for(exercise, values):
    """'right with −b in place of b', 'right with a and b exchanged'; '' if it is neither.

    A question is over at the first input on which the answer is another one. An answer that is nan
    on every input is asked nothing: it would be right for every change that the reference, too, has
    no number for.
    """
    if all(map(compare.is_nan, values)):
        return ""
    end = time.monotonic() + PATIENCE
    for number, (words, changed) in enumerate(_questions(exercise)):
        if time.monotonic() > end:
            break
        if _explains(exercise, number, changed, values) and _matters(exercise, number, changed):
            return f"your result would be right {words}"
    return ""


def _explains(exercise, question, changed, values):
    """Is ``values`` what is right for the changed inputs, on all of them?"""
    return None not in changed and all(
        _is_right(exercise, question, number, args, value)
        for number, (args, value) in enumerate(zip(changed, values, strict=True))
    )


def _is_right(exercise, question, number, args, value):
    run = _reference(exercise, question, number, args)
    return run.error is None and not compare.any_difference(exercise, [value], [run.value])


def _matters(exercise, question, changed):
    """Does the question make a difference to what is right, on one input at least?"""
    return any(
        compare.any_difference(
            exercise,
            [_reference(exercise, question, number, args).value],
            [_reference(exercise, None, number, exercise.inputs[number]).value],
        )
        for number, args in enumerate(changed)
    )


_known = {}  # (exercise, question, number of the input) → the reference's run


def _reference(exercise, question, number, args):
    """The reference's run on an input as a question has changed it; None: as it stands."""
    key = (exercise, question, number)
    if key not in _known:
        run = run_once(exercise, exercise.reference, args, PATIENCE)
        if isinstance(run.error, TimeIsUp):  # it may be in time when it is asked again
            return run
        _known[key] = run
    return _known[key]


@functools.cache
def _questions(exercise):
    """(words, the inputs with one of them changed or two exchanged; None where it cannot be)."""
    return tuple(_asked(exercise))


def _asked(exercise):
    positions = range(len(exercise.names))
    for one, two in combinations(positions, 2):
        names = exercise.names[one], exercise.names[two]
        yield (
            f"with {names[0]} and {names[1]} exchanged",
            [_exchanged(args, one, two) for args in exercise.inputs],
        )
    for words, change in CHANGES:
        for position in positions:
            yield (
                words.format(x=exercise.names[position]),
                [_changed(args, position, change) for args in exercise.inputs],
            )


def _exchanged(args, one, two):
    if type(args[one]) is not type(args[two]) or not _is_float(args[one]):
        return None
    swapped = list(args)
    swapped[one], swapped[two] = args[two], args[one]
    return tuple(swapped)


def _changed(args, position, change):
    if not _is_float(args[position]):
        return None
    try:
        value = change(torch.as_tensor(args[position], dtype=torch.float64).detach())
    except RuntimeError:  # a matrix without an inverse
        return None
    if value is None:
        return None
    value = value.item() if isinstance(args[position], float) else value
    return (*args[:position], value, *args[position + 1 :])


def _is_float(arg):
    return isinstance(arg, float) or (isinstance(arg, torch.Tensor) and arg.is_floating_point())

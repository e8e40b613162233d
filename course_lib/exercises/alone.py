"""The smallest batch: an answer that is right for many must be right for one alone, too.

A ``squeeze()`` or a ``[0]`` too many is seen nowhere else: a batch of one then loses its dimension.
Where an exercise has inputs of several that are judged one by one, the first of them is tried in a
batch of its own, so that no author has to think of it.
"""

import functools
import numbers
from dataclasses import replace

import torch

from course_lib.exercises import compare, error_report, explain, text
from course_lib.exercises.compare import as_numbers
from course_lib.exercises.deadline import TimeIsUp
from course_lib.exercises.run import run_once
from course_lib.exercises.suspects import usable_form

WHERE = (
    "it is right for every batch of several, and not for a batch of one: does a `squeeze`, or an "
    "index, take its dimension away?"
)


def refusal(exercise, usable):
    """What refuses an answer that is right on all inputs, and wrong in a batch of one; or None."""
    found = batch_of_one(exercise)
    if found is None or getattr(usable, "used", False):  # it is called number by number anyway
        return None
    args, expected = found
    run = run_once(exercise, usable, args)
    if isinstance(run.error, TimeIsUp):  # it has answered all that it was asked in time
        return None
    if exercise.elementwise and all(isinstance(v, numbers.Real) for v in _leaves(run.value)):
        return None  # ``float(…)`` of one number is a number, and as good
    asked = replace(exercise, inputs=(args,), labels=())
    if run.error is not None:
        message, rows, notes = error_report.describe(run.error, asked, args)
        return explain.wrong(asked, "raised", f"{WHERE} {message}", rows=rows, notes=notes)
    off = compare.differences(run.value, expected, exercise.rtol, exercise.atol)
    if not off:
        return None
    result = explain.smallest(asked, [off])
    message = text.sentence(result.message, exercise.names)
    return replace(result, message=f"{WHERE} {message}", clue=WHERE)


@functools.cache
def batch_of_one(exercise):
    """(an input cut to its first event, what is expected there); None where there is no batch.

    It is a batch if the reference gives, for the first event in a batch of its own, the first of
    what it gives for all: a table of knots or a matrix does not pass.
    """
    for args in exercise.inputs:
        whole = _reference(exercise, args)
        count = _length(whole)
        if count is None:
            continue
        cut = tuple(_cut(arg, count) for arg in args)
        alone = _reference(exercise, cut)
        if alone is not None and not compare.differences(alone, _first(whole), 1e-9, 1e-12):
            return cut, alone
    return None


def _reference(exercise, args):
    run = run_once(exercise, usable_form(exercise, exercise.reference), args)
    return run.value if run.error is None else None


def _leaves(value):
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    if isinstance(value, (tuple, list)):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def _length(value):
    """How many events all numbers of a result are for, or None."""
    every = [as_numbers(leaf) for leaf in _leaves(value)]
    counts = {n.shape[0] if n is not None and n.ndim else None for n in every}
    (count,) = counts if len(counts) == 1 else (None,)
    return count if count and count > 1 else None


def _cut(arg, count):
    fits = isinstance(arg, torch.Tensor) and arg.ndim and arg.shape[0] == count
    return arg[:1].clone() if fits else arg


def _first(value):
    if isinstance(value, dict):
        return {key: _first(part) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(map(_first, value))
    return as_numbers(value)[:1]

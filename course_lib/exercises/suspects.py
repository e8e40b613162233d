"""Which known mistakes can be behind an answer: they are run, and dropped as soon as they cannot.

A mistake that differs from the answer on the first input, and explains no entry of it there, is not
run on the others. What is left is judged by ``recognise`` exactly as if all had been run.
"""

import functools

from course_lib.exercises import compare, recognise, text
from course_lib.exercises.run import run_all, run_once
from course_lib.learners_function import NumberByNumber


def usable_form(exercise, function):
    """The function, able to take batches if the exercise allows one number at a time."""
    return NumberByNumber(function) if exercise.elementwise else function


@functools.cache
def expected_values(exercise):
    """What the reference gives for all inputs. Raises RuntimeError if it fails itself."""
    runs, _ = run_all(exercise, usable_form(exercise, exercise.reference))
    error = runs[-1].error
    if error is not None:
        raise RuntimeError(f"{exercise.reference} fails: {text.error_text(error)}") from error
    return [run.value for run in runs]


@functools.cache
def wrong_on(exercise, wrong, number):
    """The run of one way to go wrong on the input of this number; ask for them in order."""
    return run_once(exercise, usable_form(exercise, wrong), exercise.inputs[number])


@functools.cache
def off_on(exercise, wrong, number):
    """The entries at which that run, which gave a result, is off."""
    found = wrong_on(exercise, wrong, number).value
    return compare.paths(exercise, found, expected_values(exercise)[number])


def wrong_run(exercise, wrong):
    """(its results, the words of the error that ended them or '') of one way to go wrong."""
    values = []
    for number in range(len(exercise.inputs)):
        run = wrong_on(exercise, wrong, number)
        if run.error is not None:
            return values, text.error_text(run.error)
        values.append(run.value)
    return values, ""


def wrong_values(exercise, misconception):
    """What a wrong answer gives for all inputs; None where it cannot be run at all."""
    values, error = wrong_run(exercise, misconception.wrong)
    return None if error else values


def known(exercise):
    """(misconception, its results for all inputs) of every way to go wrong that is known."""
    every = [(m, *wrong_run(exercise, way)) for m, way in _ways(exercise)]
    return [(m, values) for m, values, error in every if not error]


def suspects(exercise, values):
    """Those of ``known`` that can explain the answer, or a part of it; the others are not run."""
    pairs = zip(values, expected_values(exercise), strict=True)
    off = [compare.paths(exercise, value, right) for value, right in pairs]
    found = [(m, _as_far_as_possible(exercise, way, values, off)) for m, way in _ways(exercise)]
    return [(m, wrong) for m, wrong in found if wrong is not None]


def _as_far_as_possible(exercise, way, values, off):
    """The results of a way to go wrong; None once it fails or cannot have been what was done."""
    found = []
    for number, (value, answers) in enumerate(zip(values, off, strict=True)):
        run = wrong_on(exercise, way, number)
        if run.error is not None:
            return None
        own = off_on(exercise, way, number)
        if not recognise.may_explain(exercise, value, run.value, own, answers):
            return None
        found.append(run.value)
    return found


def raises_alike(exercise, before, words):
    """The misconception that raises the same words, after the same results; None if none does."""
    for misconception, way in _ways(exercise):
        if _ends_alike(exercise, way, before, words):
            return misconception
    return None


def _ends_alike(exercise, way, before, words):
    for number, value in enumerate(before):
        run = wrong_on(exercise, way, number)
        if run.error is not None or compare.any_difference(exercise, [value], [run.value]):
            return False
    error = wrong_on(exercise, way, len(before)).error
    return error is not None and text.error_text(error) == words


def _ways(exercise):
    return [(m, way) for m in exercise.misconceptions for way in m.ways]

"""The feedback ladder: the first thing that stands in an answer's way, in words.

missing → still ``...`` → raised → nothing returned → a named misconception → wrong type → wrong
shape → NaN or infinity → the smallest input on which it fails, with a clue → a batch of one. The
misconceptions stand before type and shape, because one that gives the very same results (a sum
forgotten, log of a negative number) explains more than the shape or the NaN it leads to.
"""

import inspect
from dataclasses import replace

from course_lib.exercises import (
    alone,
    compare,
    error_report,
    explain,
    overwriting,
    probe_errors,
    recognise,
    suspects,
    text,
)
from course_lib.exercises.deadline import TimeIsUp
from course_lib.exercises.result import Result
from course_lib.exercises.run import run_all
from course_lib.exercises.stub import unwritten
from course_lib.exercises.suspects import expected_values, usable_form
from course_lib.learners_function import FromNumpy, has_arrays

MISSING = object()  # no function was handed over


def examine(exercise, candidate=MISSING):
    """(the Result, the function as it can be used from now on)."""
    absent = _missing(exercise, candidate)
    if absent:
        return absent, None
    usable = usable_form(exercise, candidate)
    runs, printed = run_all(exercise, usable)
    result = _climb(exercise, candidate, usable, runs)
    by_number = getattr(usable, "used", False)
    arrays = not isinstance(candidate, type) and any(has_arrays(run.value) for run in runs)
    notes = (*result.notes, *explain.side_notes(result, runs, by_number, arrays))
    result = replace(result, notes=notes, printed=explain.first_lines(printed),
                     names=explain.names(exercise))  # fmt: skip
    chosen = usable if by_number else candidate
    return result, FromNumpy(chosen) if arrays else chosen


def _climb(exercise, candidate, usable, runs):
    """Every rung that can fail, in order; the last word is 'right'."""
    for rung in (_placeholder, _raised, _nothing):
        result = rung(exercise, candidate, runs)
        if result:
            return result
    values, expected = [run.value for run in runs], expected_values(exercise)
    found = compare.all_differences(exercise, values, expected)
    if not any(found):
        right = Result(exercise.id, "right", exercise.praise, rung="right")
        return alone.refusal(exercise, usable) or right
    names = recognise.names(exercise, values, expected, suspects.suspects(exercise, values))
    if names:
        return explain.named(exercise, names, found)
    return explain.unnamed(exercise, usable_form(exercise, candidate), values, expected, found)


# --- nothing to judge yet -----------------------------------------------------------------------


def _missing(exercise, candidate):
    call = f'`check("{exercise.id}", your_function)`'
    if candidate is MISSING or candidate is None or candidate is ...:
        return _open(exercise, f"hand over your function: {call}.", "missing")
    wanted = "class" if isinstance(exercise.reference, type) else "function"
    an_object = wanted == "class" and not isinstance(candidate, type)
    if callable(candidate) and not (an_object and not inspect.isroutine(candidate)):
        return None
    message = (
        f"the check needs the {wanted} itself, and it was handed {text.kind(candidate)}. Write "
        f"its name without brackets after it: {call.replace('function', wanted)}."
    )
    return explain.wrong(exercise, "missing", message)


def _placeholder(exercise, candidate, runs):
    still = [(run, *compare.placeholders(run.value)) for run in runs if run.error is None]
    still = [(run, paths, count) for run, paths, count in still if paths]
    if not still:
        return None
    run, paths, count = still[0]
    if len(paths) == count and all(r.error or compare.placeholders(r.value)[0] for r in runs):
        message = "write your answer in place of `...`, then run the cell again."
        return _open(exercise, message, "placeholder")
    where = text.place(paths[0], exercise.parts) or "your function's result"
    rows = _input_row(exercise, exercise.inputs[runs.index(run)])
    return explain.wrong(exercise, "placeholder", f"{where} is still `...`.", rows=rows)


def _raised(exercise, candidate, runs):
    error, args = runs[-1].error, exercise.inputs[len(runs) - 1]
    if error is None:
        return None
    if _comes_from_a_placeholder(error, candidate):
        return _still_unwritten(exercise, candidate)
    alike = _raises_alike(exercise, runs)
    if alike:
        _, rows, _ = error_report.describe(error, exercise, args)
        return explain.wrong(exercise, "misconception", alike.explanation, misconception=alike.name,
                             rows=rows)  # fmt: skip
    if overwriting.met(error):
        return overwriting.refusal(exercise, usable_form(exercise, candidate), error, args)
    if probe_errors.arose_in_the_probe(exercise, error):
        message, rows = probe_errors.describe(exercise, candidate, error, args)
        return explain.wrong(exercise, "raised", message, rows=rows)
    message, rows, notes = error_report.describe(error, exercise, args)
    short = text.ended(message.partition(", at `")[0])  # the line stands among the rows
    return explain.wrong(exercise, "raised", message, rows=rows, notes=notes, short=short)


def _raises_alike(exercise, runs):
    """The misconception that raises the same error at the same input, after the same results."""
    if isinstance(runs[-1].error, TimeIsUp):  # on a busy machine anything may take too long
        return None
    before, words = [run.value for run in runs[:-1]], text.error_text(runs[-1].error)
    return suspects.raises_alike(exercise, before, words)


def _comes_from_a_placeholder(error, candidate):
    """Was it a ``...`` that something could not be done with, or a name that it was to define?"""
    words = text.error_text(error)
    if isinstance(error, (TypeError, AttributeError)) and "ellipsis" in words.lower():
        return True
    lacking = isinstance(error, (NameError, AttributeError, NotImplementedError))
    return (lacking or "NoneType" in words) and bool(unwritten(candidate))


def _nothing(exercise, candidate, runs):
    for run, expected, args in zip(runs, expected_values(exercise), exercise.inputs, strict=True):
        if run.value is None and expected is not None:
            if unwritten(candidate):
                return _still_unwritten(exercise, candidate)
            message = "your function returned nothing (None): is a `return` missing?"
            return explain.wrong(exercise, "nothing", message, rows=_input_row(exercise, args))
    return None


def _still_unwritten(exercise, candidate):
    """Where a ``...`` has been met: in this answer, or in an earlier one that it calls."""
    names = " and ".join(f"`{name}`" for name in unwritten(candidate))
    if not names:
        message = (
            "something that your code calls still has `...` where its answer goes: an earlier "
            "exercise? Finish that one first, or write its lines out here."
        )
        return explain.wrong(exercise, "placeholder", message)
    return _open(exercise, f"{names} still has `...` where your answer goes.", "placeholder")


def _input_row(exercise, args):
    return (("Input", text.arguments(exercise.names, args)),)


def _open(exercise, message, rung):
    return Result(exercise.id, "open", message, rung=rung, hints=exercise.hints)

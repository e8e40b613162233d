"""The feedback ladder: the first thing that stands in an answer's way, in words.

missing → still ``...`` → raised → nothing returned → a named misconception → wrong type → wrong
shape → NaN or infinity → the smallest input on which it fails. The misconceptions stand before type
and shape, because one that is known by name (a sum forgotten, log of a negative number) explains
more than the shape or the NaN it leads to.
"""

import functools
from dataclasses import replace

from course_lib.exercises import compare, raised, text
from course_lib.exercises.from_numpy import FromNumpy, has_arrays
from course_lib.exercises.number_by_number import NumberByNumber
from course_lib.exercises.result import Result
from course_lib.exercises.run import run_all
from course_lib.exercises.stub import unwritten

MISSING = object()  # no function was handed over
PRINTED_LINES = 5


def examine(exercise, candidate=MISSING):
    """(the Result, the function as it can be used from now on)."""
    absent = _missing(exercise, candidate)
    if absent:
        return absent, None
    usable = usable_form(exercise, candidate)
    runs, printed = run_all(exercise, usable)
    result = _climb(exercise, candidate, runs)
    by_number = getattr(usable, "used", False)
    arrays = not isinstance(candidate, type) and any(has_arrays(run.value) for run in runs)
    notes = (*result.notes, *_side_notes(result, runs, by_number, arrays))
    result = replace(result, notes=notes, printed=_first_lines(printed))
    kept = usable if by_number else candidate
    return result, FromNumpy(kept) if arrays else kept


def usable_form(exercise, function):
    """The function, able to take batches if the exercise allows one number at a time."""
    return NumberByNumber(function) if exercise.elementwise else function


@functools.cache
def expected_values(exercise):
    """What the reference gives for all inputs. Raises RuntimeError if it fails itself."""
    return _values(exercise, exercise.reference)


@functools.cache
def wrong_values(exercise, misconception):
    """What a wrong answer gives for all inputs; None where it cannot be run at all."""
    try:
        return _values(exercise, misconception.wrong)
    except RuntimeError:
        return None


def _values(exercise, function):
    runs, _ = run_all(exercise, usable_form(exercise, function))
    if runs[-1].error is not None:
        raise RuntimeError(f"{function} fails: {text.said(runs[-1].error)}") from runs[-1].error
    return [run.value for run in runs]


def _climb(exercise, candidate, runs):
    """Every rung that can fail, in order; the last word is 'right'."""
    for rung in (_placeholder, _raised, _nothing):
        result = rung(exercise, candidate, runs)
        if result:
            return result
    values, expected = [run.value for run in runs], expected_values(exercise)
    found = _all_differences(exercise, values, expected)
    if not any(found):
        return Result(exercise.id, "right", exercise.praise, rung="right")
    misconception = _recognised(exercise, values, expected, found)
    if misconception:
        rows = _smallest(exercise, found).rows if exercise.names else ()
        return _wrong(exercise, "misconception", misconception.explanation,
                      misconception=misconception.name, rows=rows)  # fmt: skip
    return _smallest(exercise, found)


# --- nothing to judge yet -----------------------------------------------------------------------


def _missing(exercise, candidate):
    call = f'`check("{exercise.id}", your_function)`'
    if candidate is MISSING or candidate is None or candidate is ...:
        return _open(exercise, f"hand over your function: {call}.", "missing")
    if not callable(candidate):
        message = (
            f"the check needs the function itself, and it was handed {text.kind(candidate)}. Write "
            f"its name without brackets after it: {call}."
        )
        return _wrong(exercise, "missing", message)
    return None


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
    args = exercise.inputs[runs.index(run)]
    rows = (("Input", text.arguments(exercise.names, args)),)
    return _wrong(exercise, "placeholder", f"{where} is still `...`.", rows=rows)


def _raised(exercise, candidate, runs):
    error = runs[-1].error
    if error is None:
        return None
    if _comes_from_a_placeholder(error, candidate):
        return _still_unwritten(exercise, candidate)
    message, rows, notes = raised.describe(error, exercise, exercise.inputs[len(runs) - 1])
    return _wrong(exercise, "raised", message, rows=rows, notes=notes)


def _comes_from_a_placeholder(error, candidate):
    """Was it a ``...`` that something could not be done with, or a name that it was to define?"""
    said = text.said(error)
    if isinstance(error, (TypeError, AttributeError)) and "ellipsis" in said.lower():
        return True
    lacking = isinstance(error, (NameError, AttributeError, NotImplementedError))
    return (lacking or "NoneType" in said) and bool(unwritten(candidate))


def _nothing(exercise, candidate, runs):
    for run, expected, args in zip(runs, expected_values(exercise), exercise.inputs, strict=True):
        if run.value is None and expected is not None:
            if unwritten(candidate):
                return _still_unwritten(exercise, candidate)
            message = "your function returned nothing (None): is a `return` missing?"
            rows = (("Input", text.arguments(exercise.names, args)),)
            return _wrong(exercise, "nothing", message, rows=rows)
    return None


def _still_unwritten(exercise, candidate):
    names = " and ".join(f"`{name}`" for name in unwritten(candidate)) or "your code"
    message = f"{names} still has `...` where your answer goes."
    return _open(exercise, message, "placeholder")


# --- wrong, and why -----------------------------------------------------------------------------


def _all_differences(exercise, values, expected):
    return [
        compare.differences(got, wanted, exercise.rtol, exercise.atol)
        for got, wanted in zip(values, expected, strict=True)
    ]


def _recognised(exercise, values, expected, found):
    """The first misconception that gives the same results on all inputs; None if there is none.

    If none agrees entirely, one that explains the first wrong entry of a tuple or dict will do:
    somebody who has made two mistakes is told about the first.
    """
    first_wrong = next(d.path for differences in found for d in differences)
    for same in (lambda path: True, lambda path: path == first_wrong):
        for misconception in exercise.misconceptions:
            wrong = wrong_values(exercise, misconception)
            if wrong is not None and _agrees(exercise, values, expected, wrong, same):
                return misconception
    return None


def _agrees(exercise, values, expected, wrong, same):
    """Do values and wrong agree on all entries that ``same`` asks for, and differ from expected?"""
    apart = _all_differences(exercise, values, wrong)
    off = _all_differences(exercise, wrong, expected)
    return not any(same(d.path) for ds in apart for d in ds) and any(
        same(d.path) for ds in off for d in ds
    )


def _smallest(exercise, found):
    """The failure on the lowest rung, and among those the one on the smallest input."""
    order = ("type", "shape", "finite", "value")
    failures = [
        (order.index(difference.rung), text.size(args), number, difference)
        for number, (args, differences) in enumerate(zip(exercise.inputs, found, strict=True))
        for difference in differences
    ]
    _, _, number, difference = min(failures, key=lambda failure: failure[:3])
    return _explained(exercise, exercise.inputs[number], difference)


def _explained(exercise, args, difference):
    if not exercise.names:  # an answer without inputs: what is expected would be the solution
        got = f"you have answered {difference.got}, and that" if difference.got else "your answer"
        return _wrong(exercise, difference.rung, f"{got} is not it. Return {exercise.returns}.")
    where = text.place(difference.path, exercise.parts)
    subject = where or "the result"
    if difference.message.startswith("returned"):
        subject = f"{where}: your function" if where else "your function"
    element, there = text.element(exercise.names, args, difference)
    given = text.arguments(exercise.names, args)
    sentence = f"for {given}, {element}{subject}{there} {difference.message}."
    if difference.rung == "type":
        message, of_the_check, _ = difference.message.partition("; expected is a dict")
        wanted = f" It is to return {exercise.returns}."
        sentence = f"{subject} {message}.{wanted if of_the_check or not exercise.probe else ''}"
    rows = [("Input", given)]
    if difference.got:
        rows += [("Where", f"{element}{subject}{there}")] if where or element else []
        rows += [("Your result", difference.got), ("Expected", difference.expected)]
    return _wrong(exercise, difference.rung, sentence, rows=tuple(rows), notes=difference.notes)


# --- small words --------------------------------------------------------------------------------


def _side_notes(result, runs, by_number, arrays):
    changed = sorted({name for run in runs for name in run.changed})
    if changed:
        yield (
            f"Your function changes its input {', '.join(changed)} in place (`+=`, `x[0] = …`): "
            "the caller's numbers change, too. Work on a new tensor."
        )
    if arrays and result.right:
        yield (
            "Your function returns NumPy arrays, and NumPy keeps no gradient. The cells below get "
            "them as tensors; with torch.exp, torch.where … they would be tensors at once."
        )
    if by_number and result.right:
        yield (
            "Your function takes one number at a time, so the check called it number by number. "
            "With torch.exp, torch.where … it would take a whole batch at once."
        )


def _first_lines(printed):
    lines = printed.splitlines()
    more = ["…"] if len(lines) > PRINTED_LINES else []
    return "\n".join([text.shortened(line, 120) for line in lines[:PRINTED_LINES]] + more)


def _open(exercise, message, rung):
    return Result(exercise.id, "open", message, rung=rung, hints=exercise.hints)


def _wrong(exercise, rung, message, **more):
    return Result(exercise.id, "wrong", message, rung=rung, hints=exercise.hints, **more)

"""``check``: judge a learner's function, and remember it for the cells and pictures that follow."""

from collections.abc import Callable

from course_lib.exercises import hints, ladder, registry, text
from course_lib.exercises.progress import forget_unsaved, load, record
from course_lib.exercises.result import Result
from course_lib.learners_function import lent

_checked = {}  # exercise id → (was it right?, the function as it can be used)


def check(exercise_id: str, function: object = ladder.MISSING) -> Result:
    """Judge ``function`` as the answer to an exercise: ``check("1.1", my_function)``.

    Never raises and never blocks: an unfinished or wrong answer is told what is in its way, and the
    cells below go on. Shows itself as the last line of a cell.

    >>> check("0.1", lambda a, b: (a + b) / 2).right
    True
    """
    name = str(exercise_id)
    try:
        exercise = registry.find(name)
        result, usable = ladder.examine(exercise, function)
    except registry.Unknown as unknown:
        return Result(name, "unknown", str(unknown))
    except KeyboardInterrupt:
        return Result(name, "broken", "the check was interrupted. Run the cell again.")
    except Exception as error:
        message = f"this is the course's own fault, not yours: {text.error_text(error)}"
        return Result(name, "broken", message)
    _remember(exercise, result, usable)
    return result


def attempt(exercise_id: str) -> Callable:
    """The learner's function as last checked, right or wrong: what a picture should show.

    Where nothing has been attempted it is the course's own, marked as lent: a picture then says
    "the course's" and not "yours". Raises LookupError for an unknown id.
    """
    exercise = registry.find(exercise_id)
    if exercise.id not in _checked:
        return lent(exercise.reference)
    return _checked[exercise.id][1]


def answer(exercise_id: str) -> Callable:
    """The learner's function if it was right, else the course's own; says which.

    The course's function is marked as lent, as ``attempt`` does it. Its class is not: a class that
    a learner writes on top of it is the learner's. Raises LookupError for an unknown id.
    """
    exercise = registry.find(exercise_id)
    right, function = _checked.get(exercise.id, (False, None))
    if right:
        print(f"{exercise.id}: your own answer is used from here on.")
        return function
    print(f"{exercise.id}: {_why_not(exercise)} The course's own answer is used from here on.")
    return exercise.reference if isinstance(exercise.reference, type) else lent(exercise.reference)


def _why_not(exercise):
    """Why the learner's own answer is not used, in step with ``progress()``."""
    if load().get(exercise.id) != "done":
        return "not solved yet."
    if exercise.id in _checked:
        return "you solved it before, but what its cell holds now is not right."
    return (
        "you solved it before, but no right answer has been run in this notebook since it was "
        "started. Run its cell again; if your code was not saved, write it once more."
    )


def reset() -> None:
    """Forget what has been checked and which hints were seen; what the progress file holds stays.

    >>> _ = check("0.1", max)
    >>> reset()
    >>> attempt("0.1") is max
    False
    """
    _checked.clear()
    hints.start_again()
    forget_unsaved()


def _remember(exercise, result, usable):
    if result.state == "open":
        _checked.pop(exercise.id, None)
        return
    if usable is not None:
        _checked[exercise.id] = (result.right, usable)
    record(exercise.id, "done" if result.right else "tried", result.misconception)

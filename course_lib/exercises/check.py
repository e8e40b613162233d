"""``check``: judge a learner's function, and remember it for the cells and pictures that follow."""

from course_lib.exercises import ladder, registry, text
from course_lib.exercises.progress import record
from course_lib.exercises.result import Result

_checked = {}  # exercise id → (was it right?, the function as it can be used)


def check(exercise_id, function=ladder.MISSING):
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
        message = f"this is the course's own fault, not yours: {text.said(error)}"
        return Result(name, "broken", message)
    _remember(exercise, result, usable)
    return result


def attempt(exercise_id):
    """The learner's function as last checked, right or wrong: what a picture should show.

    Where nothing has been attempted it is the course's own. Raises LookupError for an unknown id.
    """
    exercise = registry.find(exercise_id)
    _, function = _checked.get(exercise.id, (False, exercise.reference))
    return function


def answer(exercise_id):
    """The learner's function if it was right, else the course's own; says which.

    Raises LookupError for an unknown id.
    """
    exercise = registry.find(exercise_id)
    right, function = _checked.get(exercise.id, (False, None))
    if right:
        print(f"{exercise.id}: your own answer is used from here on.")
        return function
    print(f"{exercise.id}: not solved yet, so the course's own answer is used from here on.")
    return exercise.reference


def _remember(exercise, result, usable):
    if result.state == "open":
        _checked.pop(exercise.id, None)
        return
    if usable is not None:
        _checked[exercise.id] = (result.right, usable)
    record(exercise.id, "done" if result.right else "tried")

"""An answer that overwrites what its gradient still needs: the cause in words, and what else is.

torch keeps numbers for the way back (the factors of a product, the result of an exp). Written over
in place, as NumPy's habit is with an empty array, they are gone, and ``backward`` refuses. The
numbers may be right all the same. So the answer runs once more where torch keeps copies of what is
overwritten, and is judged by that run.
"""

from torch.autograd.graph import allow_mutation_on_saved_tensors

from course_lib.exercises import (
    alone,
    compare,
    concessions,
    error_report,
    explain,
    recognise,
    suspects,
    text,
)
from course_lib.exercises.run import run_all

CAUSE = (
    "your function writes into a tensor (`x[..., 0] = …`, `+=`) whose numbers the gradient still "
    "needs, and torch cannot go back through that. Make each part in a tensor of its own, and put "
    "them together at the end, as by `torch.stack([…], -1)`."
)
RIGHT = "All else is right: the numbers, and the gradients that they would have."
MORE = "That is not all: the check will say what else is not right once this is mended."


def met(error):
    """Is it the error of a number that was overwritten before the gradient was taken?"""
    return "modified by an inplace operation" in text.error_text(error)


def refusal(exercise, usable, error, args):
    """What is told of such an answer: the cause, and whether all else is right."""
    rows = error_report.describe(error, exercise, args)[1]
    rows = tuple(row for row in rows if row[0] != "What the check did")  # nobody can mend that
    message, name = CAUSE, ""
    right, other = _judged_by_copies(exercise, usable)
    if right:
        message = f"{CAUSE} {RIGHT}"
    elif right is not None and not other:
        message = f"{CAUSE} {MORE}"
    elif other:
        message, name = explain.together((CAUSE, other.explanation), exercise), other.name
    return explain.wrong(exercise, "raised", message, rows=rows, misconception=name)


def _judged_by_copies(exercise, usable):
    """(is all else right? None if nobody can say, the one other mistake or None)."""
    with allow_mutation_on_saved_tensors():
        runs, _ = run_all(exercise, usable)
        if runs[-1].error is not None:
            return None, None
        values, expected = [run.value for run in runs], suspects.expected_values(exercise)
        if not any(compare.all_differences(exercise, values, expected)):
            return alone.refusal(exercise, usable) is None, None
    known = suspects.suspects(exercise, values)
    names = recognise.names(exercise, values, expected, known)
    single = len(names) == 1 and not concessions.claimed(names[0].explanation)
    return False, names[0] if single else None

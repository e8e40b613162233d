"""An exception, short: what was raised, at which line of the learner's, and what may help."""

import os
import re
import sysconfig
import traceback
from pathlib import Path

from course_lib import order
from course_lib.exercises import text
from course_lib.exercises.deadline import TimeIsUp

COURSE = str(Path(__file__).parents[1])
ROOMS = str(order.ROOMS)  # the probes of the exercises stand there
INSTALLED = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}

TIPS = (
    (r"same dtype|scalar type|same data ?type", "The numbers that come in are float64. Make new "
     "tensors of the same type: `torch.ones(3, dtype=x.dtype)`."),
    (r"Boolean value of Tensor|truth value of an array|bool value of Tensor", "A whole batch comes "
     "in at once and `if` cannot decide for all of it: use `torch.where(x > 0, …, …)`."),
    (r"must be Tensor, not (float|int)", "One of the inputs is a number, not a tensor: "
     "`torch.as_tensor(…)` turns it into one."),
    (r"must be Tensor, not tuple", "A tuple has come out of a call. Take it apart first: "
     "`y, log_det = f(z)`."),
    (r"can't multiply sequence", "A tuple has come out of a call: `torch.autograd.grad` gives one. "
     "Take it apart: `(slope,) = …`."),
    (r"does not require grad", "Nothing in the result hangs on a tensor with a gradient. Was "
     "`requires_grad_()` called on the input? Or is there a `.detach()`, an `.item()` or a "
     "`torch.no_grad()` on the way?"),
    (r"name '\w+' is not defined", "Is a name misspelt, or a cell above not run yet?"),
    (r"must match the size|shapes cannot be multiplied|size mismatch", "Print the `.shape` of both "
     "sides of that line."),
)  # fmt: skip


# A tensor with many numbers where one number is wanted: by the line, what was probably meant.
ONE_NUMBER = (r"only one element tensors|cannot be converted to Scalar|0-dimensional arrays"
              r"|length-1 arrays|a Tensor with \d+ elements")  # fmt: skip
MEANT = (
    (r"torch\.tensor\(", "`torch.tensor` makes a tensor of numbers. For a list of tensors take "
     "`torch.stack([…])`."),
    (r"\bmath\.", "A whole batch comes in at once: use `torch.exp`, `torch.log` … in place of "
     "`math.exp`, `math.log` …"),
    (r"\.item\(\)|\bfloat\(", "`.item()` and `float()` take a single number, and cut it off from "
     "its gradient. Keep the tensor."),
    (r"", "A tensor with several numbers stands where a single number is wanted."),
)  # fmt: skip


def describe(error, exercise, args):
    """(message, rows for the panel, notes) of an error that a learner's function has raised."""
    called = ("Input", text.arguments(exercise.names, args))
    if isinstance(error, TimeIsUp):
        message = "your function took too long and was stopped. Is there a loop that never ends?"
        return message, (*_line_rows(error, "It was at"), called), ()
    if isinstance(error, KeyboardInterrupt):
        message = "your function was interrupted before it had finished."
        return message, (*_line_rows(error, "It was at"), called), ()
    words = text.error_text(error)
    line = _line(error)
    message = f"your function raised {words}" + (f", at `{line[1]}`" if line else "")
    return (
        message,
        (("Error", words), *_line_rows(error, "Your line"), called),
        _tips(error, exercise),
    )


def _tips(error, exercise):
    words = text.error_text(error)
    if re.search(ONE_NUMBER, words):
        line = (_line(error) or (0, ""))[1]
        return (next(tip for pattern, tip in MEANT if re.search(pattern, line)),)
    found = tuple(tip for pattern, tip in (*exercise.tips, *TIPS) if re.search(pattern, words))
    if isinstance(error, TypeError) and re.search(r"\bargument", words) and not _line(error):
        return (f"The check hands over {len(exercise.names)}: {', '.join(exercise.names)}.",)
    return found[:1]


def _line_rows(error, label):
    line = _line(error)
    if line:
        return ((label, f"line {line[0]}: {line[1]}"),)
    probe = _last_frame(error, lambda path: path.startswith(ROOMS))
    return (("What the check did", probe[1]),) if probe else ()


def _line(error):
    """(number, text) of the learner's own line at which an error arose; None if there is none."""
    return _last_frame(error, is_learners)


def _last_frame(error, wanted):
    frames = list(traceback.walk_tb(error.__traceback__))
    for frame, lineno in reversed(frames):
        if wanted(frame.f_code.co_filename):
            line = traceback.FrameSummary(frame.f_code.co_filename, lineno, "").line
            return (lineno, text.shortened(line, 120)) if line else None
    return None


def is_learners(path):
    """Is it a learner's file: not the course's, not an installed library's, not Python's own?"""
    if path.startswith("<"):
        return path.startswith(("<ipython", "<stdin", "<string"))
    full = os.path.abspath(path)
    return not any(full.startswith(folder + os.sep) for folder in (COURSE, *INSTALLED))

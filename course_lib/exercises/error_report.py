"""An exception, short: what was raised, at which line of the learner's, and what may help."""

import os
import re
import sysconfig
import traceback
from pathlib import Path

import torch

from course_lib import order
from course_lib.exercises import text
from course_lib.exercises.deadline import TimeIsUp

COURSE = str(Path(__file__).parents[1])
ROOMS = str(order.ROOMS)  # the probes of the exercises stand there
INSTALLED = {sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}

TIPS = (
    (r"created only for scalar outputs", "`backward()` and `torch.autograd.grad` start from a "
     "single number. Take the `.mean()` of the loss first, or the `.sum()` of all results: each "
     "depends on its own input alone, so the sum keeps their derivatives apart."),
    (r"backward through the graph a second time", "A graph is used up by one `backward()`. "
     "Something was computed once, outside of the loop or in `__init__`, and differentiated "
     "twice: compute it anew each time (or ask for `retain_graph=True`)."),
    (r"does not require grad", "Nothing in the result hangs on a tensor with a gradient. Was "
     "`requires_grad_()` called on what you differentiate by? Or is there a `.detach()`, an "
     "`.item()` or a `torch.no_grad()` on the way?"),
    (r"not have been used in the graph", "The result does not depend on what you differentiate "
     "by. Was it computed from another tensor, a copy made too late, or before "
     "`requires_grad_()`?"),
    (r"leaf Variable that requires grad", "A tensor that gathers gradients cannot be changed in "
     "place (`+=`, `-=`, `x[0] = …`). Make a new one: `p = p - …`, or change it within "
     "`with torch.no_grad():`."),
    (r"modified by an inplace operation", "A number that the gradient still needs was overwritten "
     "(`+=`, `x[0] = …`). Make a new tensor in its place."),
    (r"is a view and is being modified inplace", "What `unbind`, `chunk`, `split` or a loop over a "
     "tensor hands out are views: pieces of the tensor itself. They cannot be changed in place "
     "(`+=`, `x[0] = …`) and keep their gradients. Make a new tensor: `y = y + …`."),
    (r"Can't call numpy\(\) on Tensor that requires grad", "NumPy keeps no gradient. Use torch's "
     "functions instead, torch.exp, torch.log …"),
    (r"empty parameter list|has no attribute 'parameters'", "There is nothing to train in it: an "
     "`nn.Module` with `nn.Parameter`s is wanted, and the optimizer takes `flow.parameters()`, "
     "with brackets."),
    (r"not registered|before Module.__init__\(\) call", "`super().__init__()` comes first in "
     "`__init__`; then the parameters can be set."),
    (r"linalg_slogdet|linalg\.slogdet", "`torch.linalg.slogdet` gives two things: the sign and "
     "log|det|. Take the second: `.logabsdet`, or `sign, log_abs = …`."),
    (r"singular|not invertible", "A matrix here has no inverse: a row of zeros, or a number on "
     "its diagonal that is 0. Print it."),
    (r"and 'builtin_function_or_method'|and 'method'|'builtin_function_or_method' and|'method' and"
     r"|'function' and|and 'function'",
     "A function stands where its result is wanted: are the brackets missing, as in `x.sum` for "
     "`x.sum()`?"),
    (r"'(float|int|NoneType)' object is not (iterable|subscriptable)|cannot unpack "
     r"non-iterable (?!method|function|builtin)",
     "A single value stands where several are wanted, to loop over, to index or to take apart as "
     "in `a, b = …`."),
    (r"'Tensor' object is not callable", "A tensor stands where a function is wanted: does a name "
     "mean two things, or is a `*` missing before a bracket?"),
    (r"not enough values to unpack|too many values to unpack", "As many names as values: `a, b = …`"
     " takes apart exactly two. Print what stands on the right."),
    (r"Index tensor|tensors used as indices must be", "An index is a whole number. Use `.long()`, "
     "or the result of a comparison."),
    (r"same dtype|scalar type|same data ?type|expected m1 and m2", "The numbers that come in are "
     "float64. Make new tensors of the same type: `torch.ones(3, dtype=x.dtype)`."),
    (r"Boolean value of Tensor|truth value of an array|bool value of Tensor", "A whole batch comes "
     "in at once and `if` cannot decide for all of it: use `torch.where(x > 0, …, …)`."),
    (r"must be Tensor, not (float|int)", "One of the inputs is a number, not a tensor: "
     "`torch.as_tensor(…)` turns it into one."),
    (r"non-iterable (method|function|builtin_function_or_method) object", "A function stands where "
     "its result is wanted: the brackets of the call are missing, as in `flow.mixture()`."),
    (r"Only Tensors of floating point", "Parameters are real numbers, and these are whole ones: "
     "write `-1.0` for `-1`."),
    (r"'torch.Size'", "`.shape` holds all sizes, and one of them is wanted: `len(x)` or "
     "`x.shape[0]`."),
    (r"too many indices|out of bounds for dimension|index out of range", "There are fewer "
     "dimensions, or fewer entries, than the index says; counting starts at 0. Print the `.shape`, "
     "and try `x[..., 0]` for the first number of each point."),
    (r"iteration over a 0-d tensor", "A single number comes in, too, and there is nothing to loop "
     "over in it. torch's functions take tensors of any shape: no loop is needed."),
    (r"'(function|method|builtin_function_or_method)' object has no attribute", "A function stands "
     "before that dot, and it has no such part: are the brackets missing, as in `x.sum` for "
     "`x.sum()`, or is it to be called, `g(x)`?"),
    (r"logsumexp\(\) missing", "`torch.logsumexp(a, dim)` wants to know over which dimension: -1 "
     "is the last one."),
    (r"bad operand type for unary .*'(function|method|builtin_function_or_method)'", "A function "
     "stands where its result is wanted: call it, `g(x)`."),
    (r"name '\w+' is not defined", "Is a name misspelt, or a cell above not run yet?"),
    (r"inner tensors|must match the size|shapes cannot be multiplied|size mismatch|same number of "
     r"dimensions|shape .* is invalid", "The shapes do not fit: print the `.shape` of both sides "
     "of that line."),
)  # fmt: skip


# A tuple where a tensor is wanted: by the line, which call has given it.
A_TUPLE = (r"must be Tensor, not tuple|can't multiply sequence|unsupported operand.*'tuple'"
           r"|'tuple' object has no attribute|only concatenate tuple")  # fmt: skip


# A tensor with many numbers where one number is wanted: by the line, what was probably meant.
ONE_NUMBER = (
    r"only one element tensors|only integer tensors of a single|cannot be converted to Scalar"
    r"|0-dimensional arrays|length-1 arrays|a Tensor with \d+ elements"
)
MEANT = (
    (r"autograd\.grad\(", "`torch.autograd.grad` gives a tuple. Take it apart: "
     "`(slope,) = torch.autograd.grad(…)`."),
    (r"torch\.tensor\(", "`torch.tensor` makes a tensor of numbers. For a list of tensors take "
     "`torch.stack([…])`."),
    (r"\bmath\.", "A whole batch comes in at once: use `torch.exp`, `torch.log` … in place of "
     "`math.exp`, `math.log` …"),
    (r"\.item\(\)|\bfloat\(", "`.item()` and `float()` take a single number, and cut it off from "
     "its gradient. Keep the tensor."),
    (r"", "A tensor with several numbers stands where a single number is wanted."),
)  # fmt: skip


TOO_LONG = (
    "your function took too long and was stopped: does a loop never end, or go over thousands of "
    "numbers one by one?"
)


def describe(error, exercise, args):
    """(message, rows for the panel, notes) of an error that a learner's function has raised."""
    called = ("Input", text.arguments(exercise.names, args))
    if isinstance(error, TimeIsUp):
        return TOO_LONG, (*_line_rows(error, "It was at"), called), ()
    if isinstance(error, KeyboardInterrupt):
        message = "your function was interrupted before it had finished."
        return message, (*_line_rows(error, "It was at"), called), ()
    words = text.error_text(error)
    line = _line(error)
    at = f"{words.rstrip('.')}, at `{line[1]}`" if line else words
    message = f"your function raised {at}"
    return (
        message,
        (*_line_rows(error, "Your line"), called),
        _tips(error, exercise),
    )


def _tips(error, exercise):
    words = text.error_text(error)
    if re.search(ONE_NUMBER, words):
        line = (_line(error) or (0, ""))[1]
        return (next(tip for pattern, tip in MEANT if re.search(pattern, line)),)
    if re.search(A_TUPLE, words):
        return (_tuple_tip((_line(error) or (0, ""))[1]),)
    undefined = re.search(r"name '(\w+)' is not defined", words)
    if undefined and isinstance(exercise.reference, type):
        name = undefined[1]
        if hasattr(exercise.reference, name):
            return (f"`{name}` belongs to the object: `self.{name}`.",)
    elsewhere = re.search(r"module '(torch|math|numpy)' has no attribute '(\w+)'", words)
    if elsewhere and _found_elsewhere(elsewhere[2]):
        return (f"It stands in another place: `{_found_elsewhere(elsewhere[2])}`.",)
    found = tuple(tip for pattern, tip in (*exercise.tips, *TIPS) if re.search(pattern, words))
    if isinstance(error, TypeError) and re.search(r"\bargument", words) and not _line(error):
        return (f"The check hands over {len(exercise.names)}: {', '.join(exercise.names)}.",)
    return found[:1]


def _found_elsewhere(name):
    """Where torch keeps a function of this name; '' where there is none."""
    homes = (("torch", torch), ("torch.nn.functional", torch.nn.functional),
             ("torch.special", torch.special), ("torch.linalg", torch.linalg))  # fmt: skip
    return next((f"{home}.{name}" for home, module in homes if hasattr(module, name)), "")


def _tuple_tip(line):
    """`autograd.grad` gives a tuple of one, a flow's direction one of two."""
    if "grad(" in line:
        return (
            "`torch.autograd.grad` gives a tuple, with one gradient for each tensor that you "
            "differentiate by. Take it apart: `(slope,) = torch.autograd.grad(…)`."
        )
    return (
        "A tuple has come out of a call. Take it apart first: `(slope,) = torch.autograd.grad(…)` "
        "gives one value, `y, log_det = f(z)` two."
    )


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

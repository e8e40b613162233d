"""An error that arose in the check and not in the learner's code: what came back was not usable.

Nobody can mend a line that is not theirs. So the learner is told what their code has returned just
before, and what it is to return.
"""

import inspect
import re
import traceback

import torch

from course_lib.exercises import error_report, text
from course_lib.exercises.run import run_once


def arose_in_the_probe(exercise, error):
    """Has the check stumbled over what came back, with none of the learner's lines at work?"""
    if exercise.probe is None or not isinstance(error, Exception):
        return False
    files = {frame.f_code.co_filename for frame, _ in traceback.walk_tb(error.__traceback__)}
    files.discard(getattr(getattr(exercise.probe, "__code__", None), "co_filename", ""))
    return not any(map(error_report.is_learners, files))


def describe(exercise, candidate, error, args):
    """(message, rows for the panel) for what the learner's code has given to the check."""
    rows = (("Input", text.arguments(exercise.names, args)),)
    lacking = _lacking(candidate, error)
    if lacking:
        return lacking, rows
    name, value = _last_returned(exercise, candidate, args)
    wanted = f"It is to return {exercise.returns}."
    if not name:
        return f"the check could not go on with what your code gave it. {wanted}", rows
    back = f"`{name}` returned {_what(value)}"
    if isinstance(candidate, type) and name != exercise.returns:
        wanted = f"Wanted is: {exercise.returns}."
    return f"{back}, and the check could not go on with it. {wanted}", rows


def _lacking(candidate, error):
    """A method or a name that a class does not have, or one with other arguments; '' if neither."""
    words = str(error)
    attribute = re.search(r"has no attribute '(\w+)'", words)
    unwritten = re.search(r'missing the required "(\w+)" function', words)
    arguments = re.search(r"(\w+)\(\) (takes .* given|missing .* arguments?: .*)", words)
    mine = (isinstance(candidate, type) and candidate.__name__ in words) or "object" in words
    if unwritten:
        return f"your class has no method `{unwritten[1]}` yet."
    if attribute and mine and isinstance(error, AttributeError):
        owner = "your class" if isinstance(candidate, type) else "what your function returned"
        return f"{owner} has nothing called `{attribute[1]}`: is it written, and spelt so?"
    if arguments and isinstance(error, TypeError):
        return f"`{arguments[1]}` was called by the check, and it {arguments[2]}."
    if "object is not callable" in words and isinstance(candidate, type):
        return (
            "the check wanted to call something of your class that is no function: a method must "
            "not be overwritten, as by `self.L = …` in `__init__`."
        )
    return ""


def _what(value):
    """What came back, with whatever makes it unusable in front."""
    parts = value if isinstance(value, (tuple, list)) else (value,)
    broken = [p for p in parts if isinstance(p, torch.Tensor) and p.is_floating_point()
              and not p.isfinite().all()]  # fmt: skip
    words = text.kind(value)
    if isinstance(value, (tuple, list)):
        words += f" of {len(value)}: {', '.join(text.kind(part) for part in value)}"
    return f"{words}, with {text.number(_stray(broken[0]))} in it" if broken else words


def _stray(tensor):
    return tensor.detach()[~tensor.isfinite()].reshape(-1)[0].item()


# --- what the learner's code returned -----------------------------------------------------------


def _last_returned(exercise, candidate, args):
    """(name, value) of the last call of the learner's code before the check stumbled."""
    seen = []
    run_once(exercise, _watched(candidate, seen), args)
    return seen[-1] if seen else ("", None)


def _watched(candidate, seen):
    """The candidate, noting down what it returns; for a class, what its own methods return."""
    if not isinstance(candidate, type):
        name = getattr(candidate, "__name__", "your function")
        return _noting(candidate, "your function" if name == "<lambda>" else name, seen)
    own = {
        name: _noting(member, name, seen)
        for name, member in _own_methods(candidate)
        if not name.startswith("__")
    }
    return type(candidate.__name__, (candidate,), own)


def _own_methods(candidate):
    for owner in reversed(candidate.__mro__):
        for name, member in vars(owner).items():
            if inspect.isfunction(member) and error_report.is_learners(member.__code__.co_filename):
                yield name, member


def _noting(function, name, seen):
    def watched(*args, **kwargs):
        value = function(*args, **kwargs)
        seen.append((name, value))
        return value

    return watched

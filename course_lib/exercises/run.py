"""Run a learner's function so that nothing it does reaches the rest of the notebook.

It gets copies of its inputs, its prints are kept, random numbers are seeded and put back, and it is
stopped when it takes too long. Whatever it raises is a result like any other.
"""

import contextlib
import copy
import io
import random
import time
import warnings
from dataclasses import dataclass

import numpy as np
import torch

from course_lib.exercises.compare import snapshot
from course_lib.exercises.deadline import Deadline

LIMIT = 10.0  # s of the processor's, for all inputs of an exercise together
LONGEST_PRINT = 1000  # characters of what was printed


@dataclass
class Run:
    """What one call gave: a value or an error, and which inputs it has changed in place."""

    value: object = None
    error: BaseException | None = None
    changed: tuple = ()


class PrintBuffer(io.TextIOBase):
    """Keeps the beginning of what is printed and forgets the rest, however much it is."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        if len(self.text) < LONGEST_PRINT:
            self.text += text[: LONGEST_PRINT - len(self.text)]
        return len(text)

    def writable(self):
        return True


def run_all(exercise, candidate, limit=None, seed=0):
    """(the runs over all inputs up to the first error, what was printed)."""
    runs, printed = [], PrintBuffer()
    end = time.process_time() + (LIMIT if limit is None else limit)
    with _quietly(printed):
        for args in exercise.inputs:
            runs.append(_run(exercise, candidate, args, end - time.process_time(), seed))
            if runs[-1].error is not None:
                break
    return runs, printed.text


def run_once(exercise, candidate, args, limit=None, seed=0):
    """The run over one input, which need not be one of the exercise's own."""
    with _quietly(PrintBuffer()):
        return _run(exercise, candidate, args, LIMIT if limit is None else limit, seed)


@contextlib.contextmanager
def _quietly(printed):
    with contextlib.redirect_stdout(printed), warnings.catch_warnings(), _surroundings():
        warnings.simplefilter("ignore")
        yield


def _run(exercise, candidate, args, seconds, seed):
    given = [fresh(arg) for arg in args]
    try:
        # The deadline is the innermost: what it breaks off cannot leave the others half undone.
        with double_precision(args), torch.enable_grad():
            torch.default_generator.manual_seed(seed)  # not the GPU's: it is not put back
            random.seed(seed)
            np.random.seed(seed)
            with Deadline(seconds):
                value = snapshot(exercise.run(candidate, *given))
    except BaseException as error:  # also KeyboardInterrupt and SystemExit: the cell goes on
        return Run(error=error, changed=_changed(exercise.names, args, given))
    return Run(value, None, _changed(exercise.names, args, given))


def fresh(value):
    """A copy of an input that may be changed without harm."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone().requires_grad_(value.requires_grad)
    if isinstance(value, (tuple, list)):
        copies = [fresh(v) for v in value]
        return copies if isinstance(value, list) else tuple(copies)
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def _changed(names, before, after):
    return tuple(n for n, b, a in zip(names, before, after, strict=True) if not _same(b, a))


def _same(before, after):
    if isinstance(before, torch.Tensor):
        fits = before.shape == after.shape and before.dtype == after.dtype
        fits = fits and before.requires_grad == after.requires_grad and after.grad is None
        return fits and torch.equal(torch.nan_to_num(before), torch.nan_to_num(after))
    if isinstance(before, np.ndarray):
        return np.array_equal(before, after)
    if isinstance(before, (list, tuple)):
        fits = len(before) == len(after)
        return fits and all(_same(b, a) for b, a in zip(before, after, strict=True))
    return True


@contextlib.contextmanager
def _surroundings():
    """Put the random states back, so that a check changes nobody's random numbers."""
    states = random.getstate(), np.random.get_state()
    with torch.random.fork_rng(devices=[]):
        try:
            yield
        finally:
            random.setstate(states[0])
            np.random.set_state(states[1])


@contextlib.contextmanager
def double_precision(args):
    """With inputs in float64, new tensors are float64, too: torch.eye(2) @ x works."""
    tensors = [arg for arg in args if isinstance(arg, torch.Tensor)]
    before = torch.get_default_dtype()
    try:
        if not any(tensor.dtype == torch.float32 for tensor in tensors):
            torch.set_default_dtype(torch.float64)
        yield
    finally:
        torch.set_default_dtype(before)

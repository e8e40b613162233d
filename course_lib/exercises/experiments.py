"""What two calls tell that one cannot: is it random, and which inputs does it follow?

The learner's function is run again, on inputs that are changed a little or with other random
numbers. This is asked only of answers that are wrong, and never takes longer than a few seconds.
"""

import functools
import time
from itertools import product

import torch

from course_lib.exercises import compare
from course_lib.exercises.run import double_precision, fresh, run_once

PATIENCE = 2.0  # s for each further run over all inputs
ALTOGETHER = 4.0  # s for all questions


def _other(v):
    """Quite another value: neither a shift nor a scale of the first, nor its mirror image."""
    other = 1.3 * v + 0.7 * torch.sin(5 * torch.as_tensor(v)) + 0.2
    return other if isinstance(v, torch.Tensor) else other.item()


def _other_way_round(v):
    """The same with the greatest first: what asks for the order alone notices this one."""
    return 0.1 - _other(v)


LITTLE = (lambda v: v * 1.05, lambda v: v + 0.03)
FAR = (_other, _other_way_round)
CHANGES = (*LITTLE, *FAR)
A_LITTLE, FAR_OFF = range(len(LITTLE)), range(len(LITTLE), len(CHANGES))


def other_every_time(exercise, candidate, values):
    """Does the answer change from call to call where the right one does not? In words; ''."""
    for seed in (1, 0):
        if _is_other(exercise, candidate, values, seed):
            if seed and _right_is_random(exercise):
                return ""
            if seed:
                return (
                    "your result is another one at every call: something in it is drawn at random, "
                    "and nothing is to be drawn here"
                )
            return (
                "your result is another one at the second call: something is remembered from the "
                "first"
            )
    return ""


def _is_other(exercise, candidate, values, seed):
    """Is the result another one on some input? None is run after the first that says so."""
    end = time.monotonic() + PATIENCE
    for args, value in zip(exercise.inputs, values, strict=True):
        again = run_once(exercise, candidate, args, end - time.monotonic(), seed)
        if again.error is not None:
            return False
        if compare.any_difference(exercise, [value], [again.value]):
            return True
    return False


@functools.cache
def _right_is_random(exercise):
    """Does the right answer draw random numbers? (A probe may settle what comes of them.)"""
    args = [fresh(arg) for arg in exercise.inputs[0]]
    with torch.random.fork_rng(), double_precision(args), torch.enable_grad():
        before = torch.get_rng_state()
        exercise.run(exercise.reference, *args)
        return not torch.equal(before, torch.get_rng_state())


@functools.cache
def reference_on(exercise, number, position, change):
    """(the changed input, what is right for it); None where it cannot be changed so."""
    args = _changed(exercise.inputs[number], position, CHANGES[change])
    run = args and run_once(exercise, exercise.reference, args, PATIENCE)
    return (args, run.value) if run and run.error is None else None


def _changed(args, position, change):
    """The arguments with one of them moved a little; None if it is not made of real numbers."""
    arg = args[position]
    if isinstance(arg, torch.Tensor) and arg.is_floating_point():
        arg = arg.detach()
    elif not isinstance(arg, float):
        return None
    return (*args[:position], change(arg), *args[position + 1 :])


def _is_finite(numbers):
    return numbers is not None and bool(numbers.isfinite().all())


def _same_error(trial, at, error):
    """Is a result as far off as it was before one of its inputs was changed?"""
    numbers = [at(value) for value in trial]
    if any(n is None or n.shape != numbers[0].shape for n in numbers):
        return False
    got, right, got_now, right_now = numbers
    return torch.allclose(error(got, right), error(got_now, right_now), 1e-6, 1e-9)


class Experiments:
    """A wrong answer, run again on its inputs with one argument after the other changed."""

    def __init__(self, exercise, candidate, values, expected):
        self.exercise, self.candidate = exercise, candidate
        self.values, self.expected = values, expected
        self.end = time.monotonic() + ALTOGETHER
        self.seen = {}

    def ignored(self):
        """The first input that the right answer follows and this one does not, in words; ''."""
        if all(map(compare.is_nan, self.values)):
            return ""  # nan stays nan whatever goes in: that says nothing of what is used
        for position, name in enumerate(self.exercise.names):
            if self._is_ignored(position):
                return f"your result does not depend on {name}: a little more of it gives the same"
        return ""

    def _is_ignored(self, position):
        """Does the right answer follow this one, and this answer nowhere that the right one does?

        One trial in which it does is enough to say no: the others are not run.
        """
        followed = False
        for trial in self._trials(position):
            if trial is None:
                return False
            got, right, got_now, right_now = trial
            if self._differ(right_now, right):
                if self._differ(got_now, got):
                    return False
                followed = True
        return followed and self._is_unmoved(position)

    def _is_unmoved(self, position):
        """Does quite another value change nothing, either?

        What counts, compares or sorts does not move with a *little* more and follows all the same.
        """
        pairs = list(zip(self.exercise.inputs, self.values, strict=True))
        for change, (args, value) in product(FAR, pairs):
            changed = _changed(args, position, change)
            if changed is None or time.monotonic() > self.end:
                return False
            run = run_once(self.exercise, self.candidate, changed, PATIENCE)
            if run.error is not None or self._differ(run.value, value):
                return False
        return True

    def error_apart_from(self, at):
        """Which inputs have no part in the error, in words; '' if all have or none does.

        ``at(value)`` picks the numbers that are wrong, as a tensor; None where there are none.
        """
        names = self.exercise.names
        for words, error in (("something", torch.sub), ("a factor", torch.div)):
            free = [n for position, n in enumerate(names) if self._is_apart(position, at, error)]
            if 0 < len(free) < len(names):
                verb = "have" if len(free) > 1 else "has"
                return f"your result is off by {words} that {' and '.join(free)} {verb} no part in"
        return ""

    def _differ(self, one, two):
        return compare.any_difference(self.exercise, [one], [two])

    def _is_apart(self, position, at, error):
        """Does the error stay the same, on all inputs, when this one is changed?"""
        followed = False
        for trial in self._trials(position):
            if trial is None or not _same_error(trial, at, error):
                return False
            _, right, _, right_now = map(at, trial)
            followed = followed or not torch.allclose(right, right_now, 1e-6, 1e-9)
        return followed and self._is_apart_far_off(position, at, error)

    def _is_apart_far_off(self, position, at, error):
        """Does it stay the same at quite another value, too, where there is a right result?

        The error of what counts or compares does not move with a *little* more.
        """
        for trial in self._trials(position, FAR_OFF):
            if time.monotonic() > self.end:
                return False
            right_now = trial and at(trial[-1])
            if _is_finite(right_now) and not _same_error(trial, at, error):
                return False
        return True

    def _trials(self, position, changes=A_LITTLE):
        """(got, right, got now, right now) for each input and change; None if it cannot be run.

        Each is run when it is asked for, and once.
        """
        for number, change in product(range(len(self.values)), changes):
            key = (number, position, change)
            if key not in self.seen:
                self.seen[key] = self._trial(*key)
            yield self.seen[key]

    def _trial(self, number, position, change):
        reference = reference_on(self.exercise, number, position, change)
        if reference is None or time.monotonic() > self.end:
            return None
        run = run_once(self.exercise, self.candidate, reference[0], PATIENCE)
        if run.error is not None:
            return None
        return self.values[number], self.expected[number], run.value, reference[1]

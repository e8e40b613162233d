"""What chapter 09's exercises stand on: trainable functions, and the gradients through them."""

import copy

import torch

from course_lib.exercises.inputs import tensor
from course_lib.exercises.reaching import weighted


class Trainable:
    """A function with numbers ``theta`` that training would move: ``rule(values, theta)``."""

    def __init__(self, name, rule, *theta):
        self.__name__, self.rule = name, rule
        self.theta = [tensor(numbers) for numbers in theta]

    def __call__(self, *values):
        return self.rule(*values, *self.theta)

    def ready(self):
        """A copy whose numbers ask for gradients."""
        other = copy.copy(self)
        other.theta = [numbers.clone().requires_grad_() for numbers in self.theta]
        return other


def is_pair(result):
    """Two tensors; anything else is judged as it comes."""
    return (
        isinstance(result, (tuple, list))
        and len(result) == 2
        and all(isinstance(part, torch.Tensor) for part in result)
    )


def slopes(value, leaves):
    """The gradients of a batch, summed with unequal weights; 0 where nothing hangs on the leaf."""
    if not value.requires_grad:
        return [torch.zeros_like(leaf) for leaf in leaves]
    return torch.autograd.grad(
        weighted(value), leaves, retain_graph=True, materialize_grads=True, allow_unused=True
    )


def with_gradients(image, start, names=()):
    """A probe for answers (image, log_det) of maps, their values and their gradients.

    The gradients of both results by the first argument, called ``start``: they lead to the layers
    before this one. And by the numbers in the trainable functions among the other arguments, which
    are called ``names``.
    """

    def probe(candidate, *args):
        args = [arg.ready() if isinstance(arg, Trainable) else arg for arg in args]
        leaf = args[0].clone().requires_grad_()
        result = candidate(*args)
        if not is_pair(result):
            return result
        found = {image: result[0], "log_det": result[1]}
        # Times 1: a leaf could not be written into, and who writes into its input gets a note.
        again = candidate(1 * leaf, *args[1:])
        words = [start, *(f"the numbers in {name}" for name in names)]
        leaves = [leaf, *(theta for f in args if isinstance(f, Trainable) for theta in f.theta)]
        for name, value in zip((image, "log_det"), again, strict=True):
            for by, slope in zip(words, slopes(value, leaves), strict=True):
                found[f"the gradient of {name} by {by}"] = slope
        return found

    return probe


def without_gradients(map_):
    """A right map, cut off from all that came before it."""

    def wrong(*args):
        return tuple(part.detach() for part in map_(*args))

    return wrong

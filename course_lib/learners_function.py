"""A learner's function made usable: one rule for all that takes one, the check and the pictures.

What counts as a pair, a list, a number, an array stands here once, so that a picture draws whatever
the check accepts. It stands beside ``order.py`` because ``exercises`` and ``live`` both need it and
neither may look into the other.
"""

import functools
import inspect
import numbers
from types import FunctionType

import numpy as np
import torch

MARK = "of_the_course"


# --- whose it is --------------------------------------------------------------------------------


@functools.cache
def lent(function):
    """The course's own function or class, marked, to show where nothing is written yet.

    A class is handed on as a subclass, so that the mark is inherited by whatever is made of it
    while the original stays unmarked: a learner may build on that.

    >>> is_lent(lent(abs)), is_lent(abs), lent(abs)(-2)
    (True, False, 2)
    """
    if isinstance(function, type):
        same = {"__module__": function.__module__, "__doc__": function.__doc__, MARK: True}
        return type(function.__name__, (function,), same)

    @functools.wraps(function)
    def own(*args, **kwargs):
        return function(*args, **kwargs)

    setattr(own, MARK, True)
    return own


def is_lent(function):
    """Is it the course's, lent to a learner who has written nothing yet?

    So is a few lines' function of a notebook that hands its work to a class that was lent, or to an
    object of one. (One that calls a lent *function* may well be the learner's own work.)
    """
    return bool(getattr(function, MARK, False)) or any(map(_is_lent_object, _uses(function)))


def _is_lent_object(thing):
    return bool(getattr(thing, MARK, False)) and not isinstance(thing, FunctionType)


def _uses(function):
    """What a plain function finds under the names in its text: its module's, and its closure's."""
    if not isinstance(function, FunctionType):
        return ()
    found = inspect.getclosurevars(function)
    return (*found.globals.values(), *found.nonlocals.values())


# --- what it returns ----------------------------------------------------------------------------


def values(result, count):
    """A result of several values as a tuple: a tuple or a list of them; None for anything else.

    >>> values([1, 2], 2), values((1, 2), 3)
    ((1, 2), None)
    """
    fits = isinstance(result, (tuple, list)) and len(result) == count
    return tuple(result) if fits else None


def as_tensor(value, like=None):
    """A number or an array as a tensor of the type of ``like``; anything else stays as it is.

    A plain number is repeated in the shape of ``like``; NumPy's numbers and arrays keep theirs.

    >>> as_tensor(2, torch.zeros(2)), as_tensor(np.ones(1, dtype=np.float64), torch.zeros(2))
    (tensor([2., 2.]), tensor([1.]))
    """
    if isinstance(value, (np.ndarray, np.generic)):
        try:
            tensor = torch.as_tensor(np.asarray(value).copy())
        except TypeError:  # texts and other things
            return value
        floating = like is not None and tensor.is_floating_point()
        return tensor.to(like.dtype) if floating else tensor
    plain = isinstance(value, numbers.Real) and not isinstance(value, bool)
    if plain and like is not None:
        return torch.full_like(like, float(value))
    return value


class FromNumpy:
    """A function with every array that it returns turned into a tensor.

    The tensors have the type of the first tensor that comes in; what comes in is detached, because
    NumPy takes no tensor that has a gradient.

    >>> FromNumpy(lambda x: np.exp(x.numpy()))(torch.tensor([0.0]))
    tensor([1.])
    """

    def __init__(self, function):
        self.function = function
        functools.update_wrapper(self, function, updated=())

    def __call__(self, *args):
        tensors = [arg for arg in args if isinstance(arg, torch.Tensor)]
        plain = (arg.detach() if isinstance(arg, torch.Tensor) else arg for arg in args)
        return _arrays_as_tensors(self.function(*plain), tensors[0] if tensors else None)


def _arrays_as_tensors(value, like):
    if isinstance(value, (tuple, list)):
        return type(value)(_arrays_as_tensors(v, like) for v in value)
    return as_tensor(value, like) if isinstance(value, (np.ndarray, np.generic)) else value


def has_arrays(value):
    """Is there an array or a NumPy number in it?"""
    if isinstance(value, (tuple, list)):
        return any(map(has_arrays, value))
    if isinstance(value, dict):
        return any(map(has_arrays, value.values()))
    return isinstance(value, (np.ndarray, np.generic))


# --- what it takes ------------------------------------------------------------------------------


class NumberByNumber:
    """Calls a function with the batch; if it cannot take one, calls it for every number of it.

    A function written with ``math.exp`` or ``if x > 0`` is right mathematically but raises for a
    batch. ``used`` says whether that has happened. Results are stacked in the inputs' common shape.

    >>> import math
    >>> NumberByNumber(lambda x: math.exp(x) if x > 0 else 1.0)(torch.tensor([-1.0, 0.0])).tolist()
    [1.0, 1.0]
    """

    def __init__(self, function):
        self.function = function
        self.used = False
        functools.update_wrapper(self, function, updated=())

    def __call__(self, *args):
        batches = [a for a in args if isinstance(a, torch.Tensor) and a.ndim > 0]
        if not batches:
            return self._alone(args)
        before = [a.detach().clone() if isinstance(a, torch.Tensor) else a for a in args]
        try:
            return self.function(*args)
        except (TypeError, ValueError, RuntimeError):
            shape = torch.broadcast_shapes(*(b.shape for b in batches))
            result = self._one_by_one(before, shape)  # it may have changed some before it failed
            self.used = True
            return result

    def _alone(self, args):
        """A single number; for a function that loops over its input, as a batch of one."""
        try:
            return self.function(*args)
        except TypeError as error:
            if "0-d tensor" not in str(error):
                raise
            rows = (a.reshape(1) if isinstance(a, torch.Tensor) else a for a in args)
            result = self.function(*rows)
            return result[0] if isinstance(result, torch.Tensor) and result.ndim else result

    def _one_by_one(self, args, shape):
        columns = [
            a.expand(shape).reshape(-1).unbind()
            if isinstance(a, torch.Tensor)
            else [a] * shape.numel()
            for a in args
        ]
        results = [self._alone(single) for single in zip(*columns, strict=True)]
        return _stacked(results, shape, args)


def _stacked(results, shape, args):
    first = results[0]
    if isinstance(first, tuple):
        return tuple(_stacked(list(column), shape, args) for column in zip(*results, strict=True))
    if isinstance(first, dict):
        return {key: _stacked([r[key] for r in results], shape, args) for key in first}
    if first is None or first is ...:
        return first
    if not all(_is_number(result) for result in results):
        return results  # left as it is: truth values and texts must not turn into numbers
    dtype = next(a.dtype for a in args if isinstance(a, torch.Tensor))
    tensors = [r if isinstance(r, torch.Tensor) else torch.tensor(r, dtype=dtype) for r in results]
    return torch.stack(tensors).reshape(shape + tensors[0].shape)


def _is_number(result):
    kinds = (torch.Tensor, numbers.Real, np.number)
    return isinstance(result, kinds) and not isinstance(result, bool)

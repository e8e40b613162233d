"""A function of single numbers, applied to whole batches."""

import functools
import numbers

import numpy as np
import torch


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
        try:
            return self.function(*(a.clone() if isinstance(a, torch.Tensor) else a for a in args))
        except (TypeError, ValueError, RuntimeError):
            result = self._one_by_one(args, torch.broadcast_shapes(*(b.shape for b in batches)))
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

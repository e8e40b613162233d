"""A right answer that returns NumPy arrays: from then on it returns tensors, as cells expect."""

import functools

import numpy as np
import torch


class FromNumpy:
    """The learner's function with every array that it returns turned into a tensor.

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
        return _as_tensors(self.function(*plain), tensors[0].dtype if tensors else None)


def has_arrays(value):
    """Is there an array or a NumPy number in it?"""
    if isinstance(value, (tuple, list)):
        return any(map(has_arrays, value))
    if isinstance(value, dict):
        return any(map(has_arrays, value.values()))
    return isinstance(value, (np.ndarray, np.generic))


def _as_tensors(value, dtype):
    if isinstance(value, (tuple, list)):
        return type(value)(_as_tensors(v, dtype) for v in value)
    if not isinstance(value, (np.ndarray, np.generic)):
        return value
    tensor = torch.as_tensor(np.asarray(value).copy())
    return tensor.to(dtype) if dtype and tensor.is_floating_point() else tensor

"""The learner's own function inside a picture: it may fail, the picture may not."""

import traceback

import numpy as np
import torch


class YoursFailed(Exception):
    """The learner's function could not be drawn; the message says why in one line."""


class Yours:
    """Wrap a learner's function so that whatever goes wrong becomes one clear line.

    Raises YoursFailed when the function raises, returns the placeholder, returns something that is
    not a tensor (or the tuple of ``parts`` tensors that was asked for), or has the wrong shape.
    """

    def __init__(self, function, parts=1):
        self.function = function
        self.parts = parts

    def __call__(self, *args):
        # Copies: a function that changes its input, or asks it for a gradient, changes its own.
        own = [arg.detach().clone() if isinstance(arg, torch.Tensor) else arg for arg in args]
        try:
            result = self.function(*own)
        except Exception as error:
            raise YoursFailed(_one_line(error)) from error
        results = (result,) if self.parts == 1 else result
        if not isinstance(results, tuple) or len(results) != self.parts:
            raise YoursFailed(f"your function returned {_kind(result)}, not {self.parts} tensors")
        like = next((arg for arg in own if isinstance(arg, torch.Tensor)), torch.zeros(()))
        checked = tuple(self._checked(r, like) for r in results)
        return checked if self.parts > 1 else checked[0]

    @staticmethod
    def _checked(result, like):
        if result is ...:
            raise YoursFailed("your function still returns the placeholder ...")
        if isinstance(result, (int, float)):
            result = torch.full_like(like, float(result))
        if isinstance(result, (np.ndarray, np.generic)):
            result = torch.as_tensor(np.asarray(result).copy()).to(like.dtype)
        if not isinstance(result, torch.Tensor):
            raise YoursFailed(f"your function returned {_kind(result)}, not a tensor")
        return result.detach()


def _kind(result):
    return "nothing" if result is None else f"a {type(result).__name__}"


def _one_line(error):
    frames = traceback.extract_tb(error.__traceback__)[1:]  # the first frame is ours
    place = f' at "{frames[-1].line}"' if frames and frames[-1].line else ""
    return f"your function raised {type(error).__name__}: {error}{place}"

"""Where two results differ: the one judgement on which everything else stands.

Nothing wrong may pass: shapes must be the same (nothing is broadcast), NaN only equals NaN and an
infinity only itself, every entry of a tuple or dict is judged by itself, and numbers are compared
in float64 whatever type they came in.
"""

import numbers
from dataclasses import dataclass

import numpy as np
import torch

from course_lib.exercises import text

COARSE = (torch.float32, torch.float16, torch.bfloat16)
COARSE_RTOL, COARSE_ATOL = 1e-5, 1e-6


@dataclass(frozen=True)
class Difference:
    """One entry of a result that is not as expected, and why.

    ``rung`` is 'type', 'shape', 'finite' or 'value'; ``index`` the first element of a tensor that
    is off, ``shape`` the tensor's, ``got`` and ``expected`` the two in words.
    """

    path: tuple
    rung: str
    message: str
    index: tuple = ()
    got: str = ""
    expected: str = ""
    shape: tuple = ()
    notes: tuple = ()


def snapshot(value):
    """A copy of a result that nothing can change any more; tensors are cut from their graph."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        return (value.to_dense() if value.layout != torch.strided else value).cpu().clone()
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (tuple, list)):
        copies = [snapshot(v) for v in value]
        return copies if isinstance(value, list) else tuple(copies)
    if isinstance(value, dict):
        return {key: snapshot(v) for key, v in value.items()}
    return value


def placeholders(value, path=()):
    """(the paths at which a result still is ``...``, how many entries it has)."""
    if isinstance(value, (tuple, list, dict)) and len(value) > 0:
        items = value.items() if isinstance(value, dict) else enumerate(value)
        found = [placeholders(v, (*path, key)) for key, v in items]
        return [p for paths, _ in found for p in paths], sum(count for _, count in found)
    return ([path] if value is ... else []), 1


def all_differences(exercise, values, expected):
    """``differences`` for every input of an exercise, to the exercise's precision."""
    return [
        differences(got, wanted, exercise.rtol, exercise.atol)
        for got, wanted in zip(values, expected, strict=True)
    ]


def paths(exercise, value, expected):
    """The paths of the entries at which two results for one input differ."""
    return {found.path for found in walk(value, expected, exercise.rtol, exercise.atol)}


def any_difference(exercise, values, expected):
    """Do two lists of results, one for each input, differ anywhere?"""
    pairs = zip(values, expected, strict=True)
    return any(any(walk(*pair, exercise.rtol, exercise.atol)) for pair in pairs)


def differences(got, expected, rtol, atol):
    """All entries of ``got`` that differ from those of ``expected``; () if it is right."""
    return tuple(walk(got, expected, rtol, atol))


def walk(got, expected, rtol, atol, path=()):
    """``differences``, one after the other: who needs only the first need not pay for all."""
    if isinstance(expected, dict):
        yield from _dict_differences(got, expected, rtol, atol, path)
    elif isinstance(expected, (tuple, list)):
        yield from _tuple_differences(got, expected, rtol, atol, path)
    else:
        found = _leaf_difference(got, expected, rtol, atol, path)
        if found:
            yield found


def _dict_differences(got, expected, rtol, atol, path):
    if not isinstance(got, dict):
        names = ", ".join(map(repr, expected))
        message = f"returned {text.kind(got)}; expected is a dict with the keys {names}"
        yield Difference(path, "type", message)
        return
    differs = False
    for key in expected:
        if key in got:
            for found in walk(got[key], expected[key], rtol, atol, (*path, key)):
                differs = True
                yield found
    if differs or set(got) == set(expected):
        return  # a probe that stumbles early leaves keys out: what it has says why
    lacking = [key for key in expected if key not in got]
    extra = [key for key in got if key not in expected]
    lack = f"lacks the key {lacking[0]!r}" if lacking else f"has a key {extra[0]!r} too many"
    yield Difference(path, "type", f"returned a dict that {lack}")


def _tuple_differences(got, expected, rtol, atol, path):
    if not isinstance(got, (tuple, list)):
        many = f"{len(expected)} values, separated by commas"
        yield Difference(path, "type", f"returned {text.kind(got)}; expected are {many}")
    elif len(got) != len(expected):
        count = f"{len(got)} value{'s' if len(got) != 1 else ''}"
        yield Difference(path, "type", f"returned {count}; expected are {len(expected)}")
    else:
        for i, (g, e) in enumerate(zip(got, expected, strict=True)):
            yield from walk(g, e, rtol, atol, (*path, i))


def _leaf_difference(got, expected, rtol, atol, path):
    if got is None and expected is not None:
        return Difference(path, "type", "is nothing (None)")
    wanted = as_numbers(expected)
    if wanted is None or wanted.dtype == torch.bool:
        return _other_difference(got, expected, wanted, path)
    numbers_ = as_numbers(got)
    if numbers_ is None or numbers_.dtype == torch.bool or numbers_.is_complex():
        return Difference(path, "type", _wrong_kind(got, wanted))
    if numbers_.shape != wanted.shape:
        message = f"has the shape {text.shape(numbers_)}; expected is {text.shape(wanted)}"
        return Difference(path, "shape", message, notes=_shape_notes(numbers_, wanted))
    if numbers_.dtype in COARSE or wanted.dtype in COARSE:
        rtol, atol = max(rtol, COARSE_RTOL), max(atol, COARSE_ATOL)
    return _number_difference(numbers_, wanted, rtol, atol, path)


def _number_difference(got, wanted, rtol, atol, path):
    g, w = got.to(torch.float64), wanted.to(torch.float64)
    unequal = ~torch.isclose(g, w, rtol=rtol, atol=atol, equal_nan=True)
    if not unequal.any():
        return None
    stray = ~torch.isfinite(g) & torch.isfinite(w)
    rung, off = ("finite", stray) if stray.any() else ("value", unequal)
    index = tuple(torch.nonzero(off)[0].tolist())
    pair = text.two_numbers(g[index].item(), w[index].item())
    message = f"is {pair[0]}; expected is {pair[1]}"
    truncated = not got.is_floating_point() and wanted.is_floating_point()
    note = f"Its type is {got.dtype}: whole numbers only, the decimals are cut off."
    notes = (note,) if truncated else ()
    return Difference(path, rung, message, index, *pair, tuple(got.shape), notes)


def _other_difference(got, expected, wanted, path):
    """Differences from a truth value, several truth values, or a text."""
    if wanted is None:
        same = type(got) is type(expected) and got == expected
        pair = text.value(got), text.value(expected)
    else:
        given = as_numbers(got)
        if given is None or given.dtype != torch.bool:
            several = f"a tensor of shape {text.shape(wanted)} with True and False in it"
            right = several if wanted.ndim else "True or False"
            return Difference(path, "type", f"is {text.kind(got)}; expected is {right}")
        if given.shape != wanted.shape:
            message = f"has the shape {text.shape(given)}; expected is {text.shape(wanted)}"
            return Difference(path, "shape", message)
        same = torch.equal(given, wanted)
        pair = text.value(given), text.value(wanted)
    if same:
        return None
    if type(got) is not type(expected) and wanted is None:
        return Difference(path, "type", f"is {text.kind(got)}; expected is {text.kind(expected)}")
    return Difference(path, "value", f"is {pair[0]}; expected is {pair[1]}", (), *pair)


def as_numbers(value):
    """A number, tensor or array as a tensor of its own type; None for anything else."""
    try:
        if isinstance(value, torch.Tensor):
            return value.detach()
        if isinstance(value, (bool, np.bool_)):
            return torch.tensor(bool(value))
        if isinstance(value, (np.ndarray, np.generic)):
            return torch.tensor(value.tolist(), dtype=_dtype(value)).reshape(value.shape)
        if isinstance(value, numbers.Integral):
            return torch.tensor(int(value), dtype=torch.int64)
        if isinstance(value, numbers.Real):
            return torch.tensor(float(value), dtype=torch.float64)
        if isinstance(value, numbers.Complex):
            return torch.tensor(complex(value))
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return None
    return None


def is_nan(value):
    """Does a result hold numbers, and is every one of them nan?"""
    if isinstance(value, (dict, tuple, list)):
        parts = value.values() if isinstance(value, dict) else value
        return len(value) > 0 and all(map(is_nan, parts))
    numbers = as_numbers(value)
    return numbers is not None and bool(numbers.isnan().all())


def _dtype(array):
    """The torch type for an array's; numbers that torch does not know become float64."""
    known = {"b": torch.bool, "c": torch.complex128, "i": torch.int64, "u": torch.int64}
    return (
        torch.float32 if array.dtype == np.float32 else known.get(array.dtype.kind, torch.float64)
    )


def _wrong_kind(got, wanted):
    expected = f"a tensor of shape {text.shape(wanted)}" if wanted.ndim else "a number"
    message = f"is {text.kind(got)}; expected is {expected}"
    if isinstance(got, (list, tuple)) and wanted.ndim:
        turn = "torch.stack" if any(isinstance(v, torch.Tensor) for v in got) else "torch.tensor"
        message += f". `{turn}(your_list)` turns a list of numbers into one"
    return message


def _shape_notes(got, wanted):
    """What has probably happened to a shape."""
    if got.numel() == wanted.numel() and got.squeeze().shape == wanted.squeeze().shape:
        return ("The numbers are as many; a dimension of length 1 is too many or missing.",)
    if got.ndim == wanted.ndim + 1 and got.shape[:-1] == wanted.shape:
        return ("Its last dimension is too many: is a sum or a mean over it missing?",)
    if got.ndim == 0:
        return (
            "It is one number for the whole batch. Has a sum or mean gone too far? If it is the "
            "same for every point, repeat it: `.expand(shape)`.",
        )
    if got.ndim > wanted.ndim and wanted.ndim and got.shape[-1] == got.shape[-2]:
        return ("Two shapes that do not fit were stretched into a square table (broadcasting).",)
    return ()

"""The wrong numbers of an answer, flat, and beside each of them all that might explain it."""

import torch

EXACT = 2e-6


class Series:
    """The wrong numbers of one value of a result, over all inputs, beside the expected ones.

    ``got`` and ``expected`` are flat; ``inputs`` gives for each number which input it belongs to,
    ``sides`` holds the inputs' own numbers (name → number beside each), where they fit, and
    ``counts`` what n may stand for (words → n beside each number).
    """

    def __init__(self, got, expected, sides=None, counts=None, loose=False):
        self.got, self.expected = got, expected
        self.sides, self.counts = sides or {}, counts or {}
        self.precision = 2e-5 if loose else EXACT

    def holds(self, wanted):
        """Are all numbers these?"""
        if not bool(torch.isfinite(wanted).all()):
            return False
        return torch.allclose(self.got, wanted, rtol=self.precision, atol=1e-9)

    def different(self):
        """How many different numbers are expected."""
        return len(torch.unique(self.expected))


def series_of(exercise, pairs):
    """(the wrong numbers with all that may explain them, are there right ones, too?)."""
    partly = False
    got, expected, sides, counts = [], [], {}, {}
    for args, g, e, _ in pairs:
        off = ~torch.isclose(g, e, rtol=exercise.rtol, atol=exercise.atol, equal_nan=True)
        partly = partly or not bool(off.all())
        got.append(g[off])
        expected.append(e[off])
        for name, arg in zip(exercise.names, args, strict=True):
            for words, side in _sides(name, arg):
                sides.setdefault(words, []).append(_beside(side, g.shape, off))
            for words, count in _counts(name, arg):
                counts.setdefault(words, []).append(torch.full((int(off.sum()),), count))
    series = Series(torch.cat(got), torch.cat(expected), _whole(sides, got), _whole(counts, got))
    return series, partly


def _whole(lists, got):
    """Those that have numbers beside all of the result's, each in one piece."""
    return {
        words: torch.cat(parts)
        for words, parts in lists.items()
        if len(parts) == len(got) and all(part is not None for part in parts)
    }


def _sides(name, arg):
    """An input, and single numbers made of it, with their names."""
    yield name, arg
    if not isinstance(arg, torch.Tensor) or not arg.is_floating_point():
        return
    if arg.ndim == 2 and arg.shape[0] == arg.shape[1] > 1:
        yield f"det {name}", torch.linalg.det(arg.detach())
        yield f"the trace of {name}", arg.detach().trace()
    if arg.ndim == 1 and len(arg) > 1:
        yield f"the sum of {name}", arg.detach().sum()


def _beside(arg, shape, off):
    """An input's numbers beside those of the result that are off; None where they do not fit."""
    if isinstance(arg, float):
        arg = torch.tensor(arg, dtype=torch.float64)
    if not isinstance(arg, torch.Tensor) or not arg.is_floating_point():
        return None
    if arg.numel() == 1:
        arg = arg.reshape(())
    try:
        return arg.detach().double().expand(shape)[off]
    except RuntimeError:
        return None


def _counts(name, arg):
    """What n may be: the last and the first dimension of an input, an integer."""
    if isinstance(arg, int) and not isinstance(arg, bool) and arg > 0:
        yield f"with n = {name}", arg
    if isinstance(arg, torch.Tensor) and arg.ndim:
        yield f"with n the numbers in the last dimension of {name}", arg.shape[-1]
        if arg.ndim > 1:
            yield f"with n the numbers in the first dimension of {name}", arg.shape[0]

"""Which known mistakes an answer has made: by results that are the same, entry by entry.

A name is given only where it explains all that is wrong and is nowhere wrong where the answer is
right. A name that explains a part of it says something that may be false: two different mistakes
often share an entry.
"""

from itertools import combinations

import torch

from course_lib.exercises import compare, concessions


def names(exercise, values, expected, known):
    """The misconceptions that explain the whole answer: one, or two of them together; () if none.

    ``known`` has pairs (misconception, its results on all inputs), one for each way to make it.
    """
    for misconception, wrong in known:
        if not _where_off(exercise, values, wrong):
            return (misconception,)
    return _pair(exercise, values, expected, known)


def may_explain(exercise, value, wrong, own, off):
    """Can a mistake with the result ``wrong`` on one input be all, or a part, of the answer's?

    All of it if the two are the same; a part if what it gets wrong is wrong alike in the answer.
    ``own`` are the entries at which the mistake is off, ``off`` those at which the answer is.
    """
    unlike = compare.walk(value, wrong, exercise.rtol, exercise.atol)
    part = own <= off
    return not any(not part or d.path in own for d in unlike)


def _pair(exercise, values, expected, known):
    """Two mistakes at once: each explains entries of its own, and both together all of them.

    Each must explain numbers: two answers that share nothing but a False need not be alike. None
    may say that a part of the answer is right: the other mistake may be in it.
    """
    off = _where_off(exercise, values, expected)
    parts = []
    for misconception, wrong in known:
        own = _where_off(exercise, wrong, expected)
        explained = own <= off and not own & _where_off(exercise, values, wrong)
        if not own or not explained or concessions.claimed(misconception.explanation):
            continue
        if any(_is_number(expected, entry) for entry in own):
            parts.append((misconception, own))
    for (one, first), (two, second) in combinations(parts, 2):
        if one is not two and not first & second and first | second == off:
            return (one, two)
    return ()


def _where_off(exercise, values, wanted):
    """The entries (number of the input, path) at which two lists of results differ."""
    found = compare.all_differences(exercise, values, wanted)
    return {(number, d.path) for number, ds in enumerate(found) for d in ds}


def _is_number(values, entry):
    number, path = entry
    value = values[number]
    for step in path:
        value = value[step]
    numbers = compare.as_numbers(value)
    return numbers is not None and numbers.dtype != torch.bool

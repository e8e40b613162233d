"""What numbers are, seen from the expected ones: minus, exp, a factor of 2, ½ log 2π too small …

Every rule measures. It is said only if it holds for all the numbers that it is asked about, to six
digits; a constant without a name needs several different numbers that agree on it.
"""

import torch

from course_lib.exercises import constants

FEW = 3  # so many different numbers must agree on a constant that has no name


def relation(series):
    """What the numbers are, as what follows "it is …"; '' if no rule holds."""
    if not len(series.got) or not bool(torch.isfinite(series.got).all()):
        return ""
    for rule in (_same_number, _function, _factor, _shift, _side, _any_factor, _any_shift):
        found = rule(series)
        if found:
            return found
    return ""


def tendency(s):
    """What all numbers have in common that no rule explains: too large, too small, the sign."""
    if not len(s.got) or not bool(torch.isfinite(s.got).all()):
        return ""
    where = " wherever it is wrong" if len(s.got) > 1 else ""
    if bool((s.got * s.expected < 0).all()):
        return f"of the wrong sign{where}"
    if bool((s.got > s.expected).all()):
        return f"too large{where}"
    if bool((s.got < s.expected).all()):
        return f"too small{where}"
    return ""


def _same_number(s):
    if len(s.got) < 2 or len(torch.unique(s.got)) > 1 or s.different() < 2:
        return ""
    number = s.got[0].item()
    return "0 everywhere" if number == 0 else f"the same number everywhere, {number:.6g}"


FUNCTIONS = (
    ("minus what is expected", lambda e: -e),
    ("exp of what is expected: a logarithm is missing", torch.exp),
    ("the logarithm of what is expected", torch.log),
    ("the logarithm of what is expected, without its sign", lambda e: torch.log(torch.abs(e))),
    ("minus the logarithm of what is expected", lambda e: -torch.log(e)),
    ("1 divided by what is expected", lambda e: 1 / e),
    ("minus 1 divided by what is expected", lambda e: -1 / e),
    ("1 divided by exp of what is expected", lambda e: torch.exp(-e)),
    ("the absolute value of what is expected", torch.abs),
    ("minus the absolute value of what is expected", lambda e: -torch.abs(e)),
    ("the square of what is expected", torch.square),
    ("the square root of what is expected", torch.sqrt),
    ("1 minus what is expected", lambda e: 1 - e),
    ("what is expected, rounded to a whole number", torch.round),
    ("what is expected, rounded down to a whole number", torch.floor),
    ("what is expected, rounded up to a whole number", torch.ceil),
    ("what is expected, sent through a sigmoid", torch.sigmoid),
    ("what is expected, sent through tanh", torch.tanh),
    ("log odds of what is expected, log(u/(1 − u))", torch.logit),
    ("the odds of what is expected, u/(1 − u)", lambda e: e / (1 - e)),
)


def _function(s):
    """One function of all numbers; a single number is told no more than a wrong sign."""
    if s.different() < 2:
        return FUNCTIONS[0][0] if s.holds(-s.expected) else ""
    return next((words for words, f in FUNCTIONS if s.holds(f(s.expected))), "")


def _factor(s):
    for name, factor in constants.FACTORS.items():
        for sign in (1, -1):
            if s.holds(sign * factor * s.expected) and bool((s.expected != 0).any()):
                return _times(name, sign)
    for words, numbers in s.counts.items():
        for name in constants.factors_of(2):
            factor = _by_count(constants.factors_of, name, numbers)
            for sign in (1, -1):
                if factor is not None and s.holds(sign * factor * s.expected):
                    return f"{_times(name, sign)} ({words})"
    return ""


def _times(name, sign):
    minus = "minus " if sign < 0 else ""
    if name == "½":
        return f"{minus}half of what is expected"
    return f"{minus}{name} times what is expected"


def _by_count(table, name, numbers):
    """The constant of this name beside each number, for the count that belongs to it."""
    tables = {count: table(count) for count in set(numbers.tolist())}
    if not all(count > 0 and name in found for count, found in tables.items()):
        return None
    return torch.tensor([tables[count][name] for count in numbers.tolist()], dtype=torch.float64)


def _shift(s):
    for name, shift in constants.SHIFTS.items():
        for sign in (1, -1):
            if s.holds(s.expected + sign * shift):
                return f"{_size(sign)} by {name}{_about(name, shift)}"
    for words, numbers in s.counts.items():
        for name in constants.shifts_of(2):
            shift = _by_count(constants.shifts_of, name, numbers)
            for sign in (1, -1):
                if (
                    shift is not None
                    and shift.abs().min() > 0
                    and s.holds(s.expected + sign * shift)
                ):
                    return f"{_size(sign)} by {name} ({words})"
    return ""


def _size(sign):
    return "too large" if sign > 0 else "too small"


def _about(name, number):
    return f" ≈ {number:.3f}" if "log" in name or "π" in name else ""


SIDE_RULES = (
    ("{x} itself", lambda e, x: x),
    ("minus {x}", lambda e, x: -x),
    ("{x} times what is expected", lambda e, x: e * x),
    ("what is expected, divided by {x}", lambda e, x: e / x),
    ("|{x}| times what is expected", lambda e, x: e * x.abs()),
    ("what is expected, divided by |{x}|", lambda e, x: e / x.abs()),
    ("what is expected, divided by {x} twice", lambda e, x: e / x**2),
    ("what is expected, multiplied by {x} twice", lambda e, x: e * x**2),
    ("too large by {x}", lambda e, x: e + x),
    ("too small by {x}", lambda e, x: e - x),
    ("too large by twice {x}", lambda e, x: e + 2 * x),
    ("too small by twice {x}", lambda e, x: e - 2 * x),
    ("too large by log|{x}|", lambda e, x: e + x.abs().log()),
    ("too small by log|{x}|", lambda e, x: e - x.abs().log()),
    ("too large by 2 log|{x}|", lambda e, x: e + 2 * x.abs().log()),
    ("too small by 2 log|{x}|", lambda e, x: e - 2 * x.abs().log()),
    ("too large by ½ log|{x}|", lambda e, x: e + x.abs().log() / 2),
    ("too small by ½ log|{x}|", lambda e, x: e - x.abs().log() / 2),
)


def _side(s):
    """What one of the inputs explains: x itself, a times as large, too small by log|a|."""
    if s.different() < 2:
        return ""
    for words, rule in SIDE_RULES:
        for name, x in s.sides.items():
            if bool((x != 0).all()) and s.holds(rule(s.expected, x)):
                return words.format(x=name)
    return ""


def _any_factor(s):
    """A factor without a name, when enough different numbers agree on it."""
    if s.different() < FEW or bool((s.expected == 0).any()):
        return ""
    factor = (s.got / s.expected).median()
    if not s.holds(factor * s.expected) or factor == 0:
        return ""
    return f"{factor.item():.6g} times what is expected"


def _any_shift(s):
    if s.different() < FEW:
        return ""
    shift = (s.got - s.expected).median()
    if not s.holds(s.expected + shift):
        return ""
    return f"{_size(shift.item())} by {abs(shift.item()):.6g}"

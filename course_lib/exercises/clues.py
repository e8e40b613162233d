"""Clues without an author: what is true of a wrong answer that no misconception explains.

Rules are asked from the most telling to the least, and each one measures what it says: another
result at every call; right values in another order or shape; a gradient that does not arrive;
minus, exp, a factor, a shift; an input that is not used, or used with another sign; and by
contrast, which inputs it fails on.
"""

import torch

from course_lib.exercises import arrangements, contrast, experiments, text, what_if
from course_lib.exercises.compare import as_numbers, is_nan
from course_lib.exercises.relations import relation, tendency
from course_lib.exercises.series import series_of

CUT = "`.detach()`, `.item()`, `torch.no_grad()`, NumPy or a new `torch.tensor(…)`"

NAN = (
    "it is nan, not a number, on every input: the logarithm or the root of something negative "
    "makes that, 0/0 too, and whatever nan touches becomes nan. Print each step"
)


def clue(exercise, candidate, values, expected, found):
    """One or two sentences about a wrong answer; '' if no rule holds."""
    if not exercise.names:
        return ""
    case = Case(exercise, values, expected, found)
    ordered = case.in_all_wrong(
        lambda n, args: arrangements.of_values(values[n], expected[n], exercise.parts)
    )
    if ordered or case.rung == "type":
        return ordered
    random = experiments.other_every_time(exercise, candidate, values)
    if random:
        return f"{random}."
    said = [words for words in (_first(case, candidate), _contrast(case)) if words]
    return " ".join(text.sentence(f"{words}.") for words in said or (_how_many(case),) if words)


def _first(case, candidate):
    """What the wrong numbers are, or what they do not follow."""
    rules = (_shapes, _gradients, _numbers, _nearly)
    for rule in rules:
        found = rule(case)
        if found:
            return found
    if not case.has_numbers():
        return ""
    if all(map(is_nan, case.values)):
        return NAN
    again = experiments.Experiments(case.exercise, candidate, case.values, case.expected)
    return (
        what_if.right_for(case.exercise, case.values)
        or again.ignored()
        or again.error_apart_from(case.picked(case.paths[0]))
        or _tendency(case)
    )


def _tendency(case):
    """Too large or too small, if it is one of them everywhere."""
    for path in case.paths:
        alike = [pair for pair in case.pairs(path) if pair[1].shape == pair[2].shape]
        words = tendency(series_of(case.exercise, alike)[0]) if alike else ""
        if words:
            return f"{case.subject(path)} is {words}"
    return ""


def _how_many(case):
    """Where no rule holds: how many of the numbers that were tried are off, and how far."""
    for path in case.paths:
        pairs = [(got, right) for _, got, right, _ in case.pairs(path) if got.shape == right.shape]
        if len(pairs) < len(case.found):
            continue
        got, right = (torch.cat([pair[k].reshape(-1) for pair in pairs]) for k in (0, 1))
        rtol, atol = case.exercise.rtol, case.exercise.atol
        off = ~torch.isclose(got, right, rtol=rtol, atol=atol, equal_nan=True)
        many = "all" if off.all() else f"{int(off.sum())} of"
        away = (got - right)[off].abs()
        words = f"{many} {len(off)} numbers that were tried of {case.subject(path)} are off"
        if len(off) > 1 and bool(away.isfinite().all()):
            return f"{words}, by {away.min():.3g} to {away.max():.3g}"
        return words if len(off) > 1 else ""
    return ""


class Case:
    """A wrong answer: its values beside the expected ones, entry by entry, over all inputs."""

    def __init__(self, exercise, values, expected, found):
        self.exercise, self.values, self.expected, self.found = exercise, values, expected, found
        self.wrong = [number for number, differences in enumerate(found) if differences]
        order = ("type", "shape", "finite", "value")
        every = [d for differences in found for d in differences]
        self.rung = min((d.rung for d in every), key=order.index)
        self.paths = list(dict.fromkeys(d.path for d in every))
        self.right_paths = [p for p in self._all_paths() if p not in self.paths]

    def _all_paths(self):
        return list(dict.fromkeys(p for value in self.expected for p in _leaves(value)))

    def subject(self, path):
        return text.place(path, self.exercise.parts) or "your result"

    def has_numbers(self):
        """Are numbers wrong, and not only truth values, which many mistakes share?"""
        return all(as_numbers(_at(self.expected[0], path)) is not None
                   and as_numbers(_at(self.expected[0], path)).dtype.is_floating_point
                   for path in self.paths)  # fmt: skip

    def picked(self, path):
        """A function that picks the numbers at a path, in float64; None where there are none."""

        def at(value):
            numbers = as_numbers(_at(value, path))
            fits = numbers is not None and not numbers.is_complex()
            return numbers.double() if fits and bool(numbers.isfinite().all()) else None

        return at

    def is_number(self, path):
        """Does a value stand there that is no gradient and no truth value?"""
        value = as_numbers(_at(self.expected[0], path))
        return value is not None and value.dtype != torch.bool and not _is_gradient(path)

    def in_all_wrong(self, rule):
        """What ``rule(number, args)`` says of every wrong input, if it says the same of all."""
        says = {rule(number, self.exercise.inputs[number]) for number in self.wrong}
        words = says.pop() if len(says) == 1 else ""
        return text.sentence(f"{words}".rstrip(".") + ".") if words else ""

    def pairs(self, path):
        """(args, got, expected, is it off) for each input with numbers of one shape there."""
        for args, value, wanted, differences in zip(
            self.exercise.inputs, self.values, self.expected, self.found, strict=True
        ):
            got, right = as_numbers(_at(value, path)), as_numbers(_at(wanted, path))
            if got is None or right is None or got.is_complex() or right.dtype == torch.bool:
                continue
            off = any(d.path == path for d in differences)
            yield args, got.detach().double(), right.detach().double(), off


def _leaves(value, path=()):
    if isinstance(value, (dict, list, tuple)):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [p for key, v in items for p in _leaves(v, (*path, key))]
    return [path]


def _at(value, path):
    """What stands at a path; None where there is no such place."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value


# --- what the wrong entries are -------------------------------------------------------------------


def _shapes(case):
    for path in case.paths:
        pairs = [(got, right) for _, got, right, off in case.pairs(path) if off]
        unlike = [(got, right) for got, right in pairs if got.shape != right.shape]
        words = {arrangements.of_shape(got, right) for got, right in unlike}
        if len(words) == 1 and "" not in words:
            return f"{case.subject(path)}: {words.pop()}"
    return ""


def _gradients(case):
    """The values are right, and gradients are not."""
    wrong = [path for path in case.paths if _is_gradient(path)]
    if not wrong or len(wrong) < len(case.paths):
        return ""
    names = " and ".join(case.subject(path) for path in wrong)
    numbers = "the numbers are right, but " if any(map(case.is_number, case.right_paths)) else ""
    if all(_is_zero(case, path) for path in wrong):
        verb = "are" if len(wrong) > 1 else "is"
        return f"{numbers}{names} {verb} 0: the graph is cut, as by {CUT}"
    words = next(filter(None, (_number_words(case, path) for path in wrong)), "")
    if words or not numbers:
        return f"{numbers}{words}" if words else ""
    return f"{numbers}not {names}: is a part of the way cut off, or differentiated twice"


def _is_gradient(path):
    return any("gradient" in str(step) for step in path)


def _is_zero(case, path):
    return all(not got.any() for _, got, _, off in case.pairs(path) if off)


def _numbers(case):
    for path in case.paths:
        words = _number_words(case, path)
        if words:
            return words
    return ""


def _number_words(case, path):
    """What the wrong numbers at one path are, as a sentence; '' if no rule holds."""
    subject = case.subject(path)
    pairs = [pair for pair in case.pairs(path) if pair[1].shape == pair[2].shape]
    wrong = [(got, right) for _, got, right, off in pairs if off]
    if not wrong or len(wrong) < sum(any(d.path == path for d in ds) for ds in case.found):
        return ""
    orders = {arrangements.of_order(got, right) for got, right in wrong}
    series, partly = series_of(case.exercise, pairs)
    where = " wherever it is wrong" if partly else " on every input" if len(pairs) > 1 else ""
    words, colon, more = relation(series).partition(":")
    if words:
        return f"{subject} is {words}{where}{colon}{more}"
    told = orders - {""}
    if len(told) == 1 and all(arrangements.of_order(g, r) or r.numel() < 2 for g, r in wrong):
        return f"{subject} is {told.pop()}"
    return ""


def _nearly(case):
    """All numbers agree to a few digits."""
    worst, counted = 0.0, 0
    for path in case.paths:
        for _, got, right, off in case.pairs(path):
            finite = bool(got.isfinite().all() and right.isfinite().all())
            if off and finite and got.shape == right.shape and bool((right != 0).all()):
                worst = max(worst, ((got - right) / right).abs().max().item())
                counted += 1
    if not counted or not worst < 5e-3 or counted < sum(map(len, case.found)):
        return ""
    return (
        f"it is nearly right, to {worst:.0e} of its size: is something rounded, stopped early, "
        "approximated or computed in float32"
    )


# --- on which inputs ------------------------------------------------------------------------------


def _contrast(case):
    labels = case.exercise.labels or ("",) * len(case.found)
    told = [(words, not differences) for words, differences in zip(labels, case.found, strict=True)]
    for path in case.paths:
        words = contrast.sentence(_units(case, path), told)
        if words:
            return _about(case.subject(path), words) if path else words
    right = [case.subject(path) for path in case.right_paths if case.is_number(path)]
    if not right or all(map(_is_gradient, case.paths)):
        return ""
    return f"what is right already: {', '.join(right[:3])}"


def _about(subject, words):
    """A contrast with its subject: 'the mean is right only …', 'entry [0] of the mean is wrong'."""
    if words.startswith("entry"):
        return words.replace("]", f"] of {subject}", 1)
    return words.replace("it is", f"{subject} is", 1)


def _units(case, path):
    """Every number of a path with its features; whole inputs where the numbers have no places."""
    exercise, units, pairs = case.exercise, [], list(case.pairs(path))
    if len(pairs) == len(case.found) and all(g.shape == e.shape for _, g, e, _ in pairs):
        for args, got, right, _ in pairs:
            fine = torch.isclose(got, right, rtol=exercise.rtol, atol=exercise.atol, equal_nan=True)
            for index in map(tuple, torch.nonzero(torch.ones(got.shape)).tolist()):
                about = contrast.features(exercise.names, args, got.shape, index)
                for kind in ("sign", "size"):
                    about[kind, "what is expected"] = right[index].item()
                units.append(contrast.Unit(bool(fine[index]), about))
        return units
    for args, differences in zip(exercise.inputs, case.found, strict=True):
        off = any(d.path == path for d in differences)
        units.append(contrast.Unit(not off, contrast.features(exercise.names, args, ())))
    return units

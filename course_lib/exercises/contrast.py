"""What sets the inputs on which an answer is wrong apart from those on which it is right.

A sentence is said only if it separates the two without exception among all the numbers that the
check has tried, and it says no more than that. Where several things set the same inputs apart,
all of them are named: nobody knows which one it is.
"""

import torch

ENOUGH = 3  # so many numbers must be right before a single one is called the largest of all


class Unit:
    """One number of a result, or a whole one: was it right, and what was its input like?"""

    def __init__(self, right, features):
        self.right, self.features = right, features


def sentence(units, labels=()):
    """'it is right where …, and wrong where …'; '' without a contrast.

    ``labels`` are the words of the inputs, right and wrong ones: (words, is it right?).
    """
    right = [unit.features for unit in units if unit.right]
    wrong = [unit.features for unit in units if not unit.right]
    if not right or not wrong:
        return ""
    rules = (_by_sign, _by_shape, _by_component, _by_size, _by_value)
    return _by_label(labels) or next(filter(None, (rule(right, wrong) for rule in rules)), "")


def _by_label(labels):
    """By the words that the exercise itself has for its inputs."""
    wrong = [words for words, is_right in labels if not is_right and words]
    right = [words for words, is_right in labels if is_right]
    if len(wrong) == 1 and right and wrong[0] not in right:
        return f"it is right on {len(right)} other inputs and wrong on one: {wrong[0]}"
    fine = [words for words, is_right in labels if is_right]
    if len(fine) == 1 and fine[0]:
        return f"it is right on one input only: {fine[0]}"
    return ""


def _columns(right, wrong, kind):
    """(name, its values where it is right, where it is wrong) of a kind of feature."""
    for key in right[0]:
        if key[0] == kind and all(key in f for f in right + wrong):
            yield key[1], [f[key] for f in right], [f[key] for f in wrong]


SIGNS = (
    ("negative", lambda v: v < 0),
    ("positive", lambda v: v > 0),
    ("0", lambda v: v == 0),
)


def _by_sign(right, wrong):
    for name, fine, off in _columns(right, wrong, "sign"):
        for words, rule in SIGNS:
            if all(map(rule, off)) and not any(map(rule, fine)):
                return f"it is wrong where {name} is {words}, and right where it is not"
            if all(map(rule, fine)) and not any(map(rule, off)):
                return f"it is right only where {name} is {words}"
    return ""


def _by_shape(right, wrong):
    """By the shapes of the inputs, all those that separate."""
    apart = [(n, set(r), set(w)) for n, r, w in _columns(right, wrong, "shape")
             if not set(r) & set(w)]  # fmt: skip
    if any(() in fine and () not in off for _, fine, off in apart):
        names = [name for name, fine, _ in apart if () in fine]
        return f"it is right for single numbers and wrong for a batch of {' and '.join(names)}"
    for verdict, k, rest in (("right only", 1, ""), ("wrong", 2, ", and right otherwise")):
        ways = [(next(iter(each[k])), each[0]) for each in apart if len(each[k]) == 1]
        if ways:
            return f"it is {verdict} with {_shapes(ways)}{rest}"
    return ""


def _shapes(ways):
    """'x of shape (5,) and w, mu and s of shape (1,)'."""
    found = {shape: [name for other, name in ways if other == shape] for shape, _ in ways}
    listed = ((", ".join(names[:-1]) + " and " + names[-1] if names[1:] else names[0], shape)
              for shape, names in found.items())  # fmt: skip
    return " and ".join(f"{names} of shape {shape}" for names, shape in listed)


def _by_component(right, wrong):
    """By the place in the last dimension; a single right number in it may be a coincidence."""
    for _, fine, off in _columns(right, wrong, "component"):
        if min(len(fine), len(off)) < 2 or set(fine) & set(off):
            continue
        for verdict, places in (("wrong", set(off)), ("right", set(fine))):
            if len(places) == 1:
                other = "right" if verdict == "wrong" else "wrong"
                return f"entry [{places.pop()}] is {verdict}, and the others are {other}"
    return ""


def _by_size(right, wrong):
    """By a bound on a number, where there are enough numbers to speak of one."""
    for name, fine, off in _columns(right, wrong, "size"):
        if len(fine) < 2 or (len(off) < 2 and len(fine) < ENOUGH):
            continue
        if max(fine) < min(off):
            return f"it is right where {name} is at most {max(fine):.4g}, and wrong above"
        if min(fine) > max(off):
            return f"it is right where {name} is at least {min(fine):.4g}, and wrong below"
    return ""


def _by_value(right, wrong):
    for name, fine, off in _columns(right, wrong, "value"):
        if not set(fine) & set(off):
            if len(set(off)) == 1:
                return f"it is wrong for {name} = {off[0]:.4g} and right otherwise"
            if len(set(fine)) == 1:
                return f"it is right only for {name} = {fine[0]:.4g}"
    return ""


# --- what an input is like ----------------------------------------------------------------------


def features(names, args, shape, index=()):
    """{(kind, name): value} for one number of a result (index) of this shape, or a whole input."""
    found = {}
    for name, arg in zip(names, args, strict=True):
        if isinstance(arg, (int, float)) and not isinstance(arg, bool):
            found["sign", name] = found["value", name] = arg
        if not isinstance(arg, torch.Tensor) or not arg.is_floating_point():
            continue
        found["shape", name] = tuple(arg.shape)
        number = _beside(arg, shape, index)
        if number is not None:
            found |= {
                ("sign", name): number,
                ("size", name): number,
                ("size", f"|{name}|"): abs(number),
            }
    if index:
        found["component", ""] = index[-1]
    return found


def _beside(arg, shape, index):
    """The number of an input that belongs to one number of the result; None if none does."""
    if arg.numel() == 1:
        return arg.item()
    return arg[index].item() if index and tuple(arg.shape) == tuple(shape) else None

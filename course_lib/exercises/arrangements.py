"""Right numbers in the wrong place or shape: exchanged, transposed, reversed, cumulated, summed.

Each rule looks at one value of a result, got and expected, and is said only if it holds on every
input on which the answer is wrong.
"""

import torch

from course_lib.exercises.compare import as_numbers


def same(one, two):
    """Equal shapes, equal numbers, finite."""
    return (
        one.shape == two.shape
        and bool(torch.isfinite(one).all())
        and torch.allclose(one, two, rtol=2e-6, atol=1e-9)
    )


# --- values of a tuple --------------------------------------------------------------------------


def of_values(got, expected, parts):
    """What has happened to the values of a tuple on one input; '' if nothing is recognised."""
    if isinstance(expected, dict) and isinstance(got, dict) and list(got) == list(expected):
        return of_values(tuple(got.values()), tuple(expected.values()), tuple(expected))
    if isinstance(expected, (tuple, list)):
        wanted = [as_numbers(v) for v in expected]
        if any(w is None or w.dtype == torch.bool for w in wanted):
            return ""
        return _of_several(got, [w.double() for w in wanted], parts)
    wanted = as_numbers(expected)
    if wanted is None or wanted.dtype == torch.bool or not isinstance(got, (tuple, list)):
        return ""
    for number, value in enumerate(got):
        value = as_numbers(value)
        if value is not None and not value.is_complex() and same(value.double(), wanted.double()):
            return f"value {number + 1} of the {len(got)} that you return is right: return it alone"
    return ""


def _of_several(got, wanted, parts):
    if isinstance(got, (tuple, list)):
        values = [as_numbers(v) for v in got]
        if len(values) != len(wanted) or any(v is None or v.is_complex() for v in values):
            return ""
        return _order([v.double() for v in values], wanted, parts)
    one = as_numbers(got)
    if one is None or one.is_complex():
        return ""
    one = one.double()
    for dim in range(one.ndim):
        if one.shape[dim] == len(wanted) and all(map(same, one.unbind(dim), wanted)):
            return (
                "the values are right, and packed into one tensor: return them one after the "
                "other, separated by commas"
            )
    right = [k for k, w in enumerate(wanted) if same(one, w)]
    if right:
        name = parts[right[0]] if parts else f"value {right[0] + 1}"
        return f"this is {name} alone, and right; the other values are missing"
    return ""


def _order(values, wanted, parts):
    """Are they the right values in another order, and do they tell which is which?"""
    left, places = list(range(len(wanted))), []
    for value in values:
        place = next((k for k in left if same(value, wanted[k])), None)
        if place is None:
            return ""
        left.remove(place)
        places.append(place)
    if places == sorted(places):
        return ""
    order = f" The order is: {', '.join(parts)}." if parts else ""
    return f"the values are right and stand in another order.{order}"


# --- the shape is wrong -------------------------------------------------------------------------


def of_shape(got, wanted):
    """How a tensor of a wrong shape comes from the right one; '' if nothing is recognised."""
    for words, rule in SHAPE_RULES:
        if rule(got, wanted):
            return words
    return ""


def _is_transposed(got, wanted):
    return got.ndim > 1 and same(got.transpose(0, -1), wanted)


def _reduced(how, dims="all"):
    def rule(got, wanted):
        choices = [None] if dims == "all" else range(wanted.ndim)
        return any(
            same(got.squeeze(), (how(wanted) if dim is None else how(wanted, dim)).squeeze())
            for dim in choices
            if wanted.ndim
        )

    return rule


def _reduces(how):
    """Does a reduction of what is there give the right numbers?"""
    return lambda got, wanted: any(
        same(how(got, dim), wanted) for dim in range(got.ndim) if got.shape[dim] > 1
    )


def _is_diagonal(got, wanted):
    if got.ndim < 2 or got.shape[-1] != got.shape[-2]:
        return False
    return same(got.diagonal(dim1=-2, dim2=-1), wanted)


def _is_part(got, wanted):
    """One component of the right numbers, or the numbers of one point of the batch."""
    return any(
        same(got.reshape(-1), wanted.select(dim, k).reshape(-1))
        for dim in range(wanted.ndim)
        if wanted.shape[dim] > 1
        for k in range(wanted.shape[dim])
    )


def _is_repeated(got, wanted):
    """The right numbers once instead of once for each point."""
    fits = got.numel() < wanted.numel()
    try:
        return fits and same(got.expand(wanted.shape), wanted)
    except RuntimeError:
        return False


def _needs_repeating_less(got, wanted):
    try:
        return got.numel() > wanted.numel() > 0 and same(wanted.expand(got.shape), got)
    except RuntimeError:
        return False


SHAPE_RULES = (
    ("the numbers are right, and rows stand where columns should: with torch.stack, `dim=-1` puts "
     "them beside each other", _is_transposed),
    ("the numbers are right, only their shape is not",
     lambda got, wanted: got.numel() > 0 and same(got.reshape(-1), wanted.reshape(-1))),
    ("they are right but for being repeated: you return the same numbers several times",
     _needs_repeating_less),
    ("it is right but for the shape: you return it once, and it is wanted for each point, "
     "`.expand(…)`", _is_repeated),
    ("its sum over one dimension is right: that sum is missing", _reduces(torch.sum)),
    ("its mean over one dimension is right: that mean is missing", _reduces(torch.mean)),
    ("its product over one dimension is right: that product is missing", _reduces(torch.prod)),
    ("it is the sum of all the right numbers: one for each is wanted", _reduced(torch.sum)),
    ("it is the mean of all the right numbers: one for each is wanted", _reduced(torch.mean)),
    ("it is the product of all the right numbers: one for each is wanted", _reduced(torch.prod)),
    ("it is the sum of the right numbers over one dimension", _reduced(torch.sum, "one")),
    ("it is the mean of the right numbers over one dimension", _reduced(torch.mean, "one")),
    ("its diagonal is right: two shapes that do not fit were stretched into a square table "
     "(broadcasting)", _is_diagonal),
    ("it is only a part of what is expected, and that part is right", _is_part),
)  # fmt: skip


# --- the shape is right -------------------------------------------------------------------------


def of_order(got, wanted):
    """How numbers of the right shape come from the expected ones; '' if nothing is recognised."""
    if wanted.ndim == 0 or len(torch.unique(wanted)) < 2:
        return ""
    for words, rule in ORDER_RULES:
        if rule(got, wanted):
            return words
    return ""


def _along(change):
    """The rule holds along some dimension that has more than one entry."""

    def rule(got, wanted):
        dims = [dim for dim in range(wanted.ndim) if wanted.shape[dim] > 1]
        return any(same(got, change(wanted, dim)) for dim in dims)

    return rule


def _back(change):
    """The expected numbers come from the given ones by this change."""
    return lambda got, wanted: _along(change)(wanted, got)


def _shifted(by):
    def rule(got, wanted):
        for dim in range(wanted.ndim):
            n = wanted.shape[dim]
            if n > 3 and same(got.narrow(dim, 0 if by > 0 else 1, n - 1),
                              wanted.narrow(dim, 1 if by > 0 else 0, n - 1)):  # fmt: skip
                return True
        return False

    return rule


ORDER_RULES = (
    ("what is expected, transposed",
     lambda g, w: w.ndim > 1 and same(g, w.transpose(-1, -2).contiguous())),
    ("what is expected, in reverse order", _along(lambda w, dim: w.flip(dim))),
    ("what is expected with its running sums taken (one `cumsum` too many)",
     _along(lambda w, dim: w.cumsum(dim))),
    ("right but for the running sums: a `cumsum` is missing", _back(lambda g, dim: g.cumsum(dim))),
    ("what is expected, one place too far: each entry is the next one's", _shifted(1)),
    ("what is expected, one place too late: each entry is the one before", _shifted(-1)),
    ("what is expected, moved by one place",
     _along(lambda w, dim: w.roll(1, dim) if w.shape[dim] > 2 else w * float("nan"))),
    ("right but for the sum: divided by its sum it would be right",
     _back(lambda g, dim: g / g.sum(dim, keepdim=True))),
    ("what is expected, divided by its sum",
     _along(lambda w, dim: w / w.sum(dim, keepdim=True))),
    ("what is expected, sorted", _along(lambda w, dim: w.sort(dim)[0])),
    ("the right numbers in another order",
     lambda g, w: same(g.reshape(-1).sort()[0], w.reshape(-1).sort()[0])),
)  # fmt: skip

"""Where a flow's density is positive: the image of where its base's is."""

import copy

import torch
from torch.distributions import constraints

from course_lib.flows.flow import decided


def image(flow, support, event_shape, zeros):
    """The constraint that f(z) satisfies for z in the base's ``support``.

    In one dimension a monotone f maps an interval to the interval between the images of its ends;
    in more it is asked of each x whether f⁻¹(x) lies in the base's support.
    """
    if event_shape:
        real = constraints.independent(constraints.real, len(event_shape))
        return real if everywhere(support) else _Image(flow, support, len(event_shape))
    low, high = ends_of_image(flow, support, zeros)
    if not decided((low < high).all(), otherwise=False):  # f has no value at the ends, or is no map
        return constraints.real if everywhere(support) else _Image(flow, support, 0)
    if decided(low.isinf().all() and high.isinf().all(), otherwise=False):
        return constraints.real
    return constraints.interval(low, high)


class _Image(constraints.Constraint):
    """x is allowed if f⁻¹(x) is allowed in the base."""

    def __init__(self, flow, support, event_dim):
        self.flow, self.base_support, self.event_dim = flow, support, event_dim

    def check(self, value):
        return self.base_support.check(self.flow.inverse(value)[0])


@torch.no_grad()
def ends_of_image(flow, support, zeros):
    """The images of the support's ends, the lower one first; NaN if f has none.

    ``zeros`` has the batch's shape, and the dtype and device that are wanted.
    """
    ends = [zeros + end for end in bounds(support)]
    try:
        first, second = flow.forward(torch.stack(ends))[0]
    except (RuntimeError, ValueError, ArithmeticError):  # a learner's search, say, at ∞
        first = second = zeros + torch.nan
    return torch.minimum(first, second), torch.maximum(first, second)


def support_of(base):
    """The base's support; all real numbers if it does not say."""
    try:
        return base.support
    except (NotImplementedError, AttributeError):
        return constraints.real


def bounds(support):
    """(lowest, highest) number of a support; ±∞ where it has no end."""
    while hasattr(support, "base_constraint"):
        support = support.base_constraint
    low = getattr(support, "lower_bound", -torch.inf)
    return low, getattr(support, "upper_bound", torch.inf)


def everywhere(support):
    """Does the support hold all real numbers?"""
    while hasattr(support, "base_constraint"):
        support = support.base_constraint
    return support is constraints.real


def two_inside(support):
    """Two numbers inside, the smaller one first."""
    low, high = (torch.as_tensor(end, dtype=torch.float64) for end in bounds(support))
    width = torch.where(low.isinf() | high.isinf(), 4.0, high - low)
    from_high = high - width
    start = torch.where(low.isinf(), torch.where(high.isinf(), -2.0, from_high), low)
    return start + 0.25 * width, start + 0.75 * width


def unchecked(distribution):
    """The same distribution, and those inside of it, without checks of values."""
    new = copy.copy(distribution)
    new._validate_args = False
    for name in ("base_dist", "_component_distribution", "base"):
        inside = vars(new).get(name)
        if isinstance(inside, torch.distributions.Distribution):
            setattr(new, name, unchecked(inside))
    return new

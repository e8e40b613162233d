"""The whole spline, and the wrong ones that exercise 4.5 recognises."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import bin_log_slope, bin_map


def bin_of(z, knots):
    """The index of each z's bin, counted on the inner knots."""
    return torch.searchsorted(knots[1:-1].contiguous(), z, right=True)


def bin_ends(k, knots_z, knots_x, d):
    return knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]


def clip(z, knots_z):
    return z.clamp(knots_z[0], knots_z[-1])


def spline(z, knots_z, knots_x, d):
    inside = clip(z, knots_z)
    ends = bin_ends(bin_of(z, knots_z), knots_z, knots_x, d)
    log_det = bin_log_slope(inside, *ends)
    return bin_map(inside, *ends) + torch.exp(log_det) * (z - inside), log_det


# --- wrong tails ----------------------------------------------------------------------------------


def tails(outside):
    """A wrong answer that is right inside; ``outside(z, inside, x, log_det, d)`` is not.

    ``inside`` is the nearest place in the interval, ``x`` and ``log_det`` are those of that place.
    """

    def wrong(z, knots_z, knots_x, d):
        inside = clip(z, knots_z)
        x, log_det = spline(inside, knots_z, knots_x, d)
        tail_x, tail_log_det = outside(z, inside, x, log_det, d)
        out = z != inside
        return torch.where(out, tail_x, x), torch.where(out, tail_log_det, log_det)

    return wrong


def other_ends_slope(z, inside, x, log_det, d):
    slope = torch.where(z < inside, d[-1], d[0])
    return x + slope * (z - inside), torch.log(slope)


def right_line(z, inside, x, log_det):
    return x + torch.exp(log_det) * (z - inside)


def no_tails(z, knots_z, knots_x, d):
    """The outer bins' formulas, continued."""
    ends = bin_ends(bin_of(z, knots_z), knots_z, knots_x, d)
    return bin_map(z, *ends), bin_log_slope(z, *ends)


def one_tail_continued(left):
    """The outer bin's formula on one side, a straight tail on the other."""

    def wrong(z, knots_z, knots_x, d):
        out = z < knots_z[0] if left else z > knots_z[-1]
        pairs = zip(no_tails(z, knots_z, knots_x, d), spline(z, knots_z, knots_x, d), strict=True)
        return tuple(torch.where(out, continued, right) for continued, right in pairs)

    return wrong


def last_line_for_both(z, knots_z, knots_x, d):
    out = z != clip(z, knots_z)
    x, log_det = spline(z, knots_z, knots_x, d)
    line = knots_x[-1] + d[-1] * (z - knots_z[-1])
    return torch.where(out, line, x), torch.where(out, d[-1].log(), log_det)


# --- wrong bins -----------------------------------------------------------------------------------


def bins(find=bin_of, ends=bin_ends):
    """A wrong answer with right tails; inside it takes another bin, or other ends of it."""

    def wrong(z, knots_z, knots_x, d):
        x, log_det = spline(z, knots_z, knots_x, d)
        k = find(z, knots_z).clamp(0, len(d) - 2)
        found = ends(k, knots_z, knots_x, d)
        out = z != clip(z, knots_z)
        return (
            torch.where(out, x, bin_map(z, *found)),
            torch.where(out, log_det, bin_log_slope(z, *found)),
        )

    return wrong


def searched_in_x(z, knots_z, knots_x, d):
    return bins(find=lambda z, _: bin_of(z, knots_x))(z, knots_z, knots_x, d)


def past_the_last(z, knots_z, knots_x, d):
    """All knots are counted, and nothing is clamped: the last bin has no right end."""
    k = torch.searchsorted(knots_z, z, right=True)
    return bin_map(z, *bin_ends(k, knots_z, knots_x, d)), z


def another_order(z, knots_z, knots_x, d):
    x, log_det = spline(z, knots_z, knots_x, d)
    k = bin_of(z, knots_z)
    ends = knots_z[k], knots_x[k], knots_z[k + 1], knots_x[k + 1], d[k], d[k + 1]
    out = z != clip(z, knots_z)
    inside = bin_map(z, *ends), bin_log_slope(z, *ends)
    return torch.where(out, x, inside[0]), torch.where(out, log_det, inside[1])


def equal_widths(z, knots_z):
    share = (z - knots_z[0]) / (knots_z[-1] - knots_z[0])
    return (share * (len(knots_z) - 1)).floor().long()


def slopes_exchanged(k, knots_z, knots_x, d):
    return (*bin_ends(k, knots_z, knots_x, d)[:4], d[k + 1], d[k])


def left_slope_twice(k, knots_z, knots_x, d):
    return (*bin_ends(k, knots_z, knots_x, d)[:4], d[k], d[k])


# --- wrong log-dets -------------------------------------------------------------------------------


def with_log_det(change):
    """A wrong answer with the right x."""

    def wrong(*args):
        x, log_det = spline(*args)
        return x, change(log_det)

    return wrong

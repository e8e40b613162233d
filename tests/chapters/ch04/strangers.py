"""Answers of chapter 04 as strangers write them."""

import torch

from course_lib.chapters.ch04_spline_flows.exercises.base import bin_inverse, bin_log_slope
from course_lib.chapters.ch04_spline_flows.exercises.splines import spline


def numbers(x, z0, z1, x0, x1, d0, d1):
    h, s = x1 - x0, (x1 - x0) / (z1 - z0)
    bent = (x - x0) * (d0 + d1 - 2 * s)
    return h * (s - d0) + bent, h * d0 - bent, -s * (x - x0)


def inverse(root):
    return lambda x, z0, z1, *ends: z0 + (z1 - z0) * root(*numbers(x, z0, z1, *ends))


def apart(below):
    """The cancelling root, and a straight line where a is below a bound."""
    return inverse(
        lambda a, b, c: torch.where(
            a.abs() < below, -c / b, (-b + torch.sqrt(b * b - 4 * a * c)) / (2 * a)
        )
    )


def bin_map(z, z0, z1, x0, x1, d0, d1):
    h, w = x1 - x0, z1 - z0
    s, t = h / w, (z - z0) / w
    return x0 + h * (s * t**2 + d0 * t * (1 - t)) / s + (d0 + d1 - 2 * s) * t * (1 - t)


def steps(find):
    def step_log_prob(x, knots_z, knots_x):
        w, h = torch.diff(knots_z), torch.diff(knots_x)
        k = find(x, knots_z, knots_x).clamp(0, len(w) - 1)
        log_p = torch.log(w[k] / h[k] / (knots_z[-1] - knots_z[0]))
        inside = (x >= knots_x[0]) & (x <= knots_x[-1])
        return torch.where(inside, log_p, torch.full_like(x, -torch.inf))

    return step_log_prob


def knots(softmax=lambda u: torch.softmax(u, 0), slopes=torch.nn.functional.softplus, places=None):
    """Knots from shares; ``places`` gives all places but the first, instead of their sums."""

    def one_axis(u, bound):
        ends = places(u) if places else torch.cumsum(softmax(u), 0)
        return torch.cat([torch.tensor([-bound], dtype=u.dtype), -bound + 2 * bound * ends])

    def make_knots(widths, heights, numbers, bound):
        one = torch.ones(1, dtype=numbers.dtype)
        d = torch.cat([one, slopes(numbers), one])
        return one_axis(widths, bound), one_axis(heights, bound), d

    return make_knots


RIGHT = {
    "4.4": (knots(),),
    "4.3": (inverse(lambda a, b, c: -2 * c / (b + (b**2 - 4 * a * c).sqrt())),),
    "4.7": (steps(lambda x, z, k: torch.searchsorted(k, x) - 1),),
}

NAMED = {
    "4.1": (("brackets of the denominator, after the height", bin_map),),
    "4.3": (("the cancelling root, with small a apart", apart(1e-6)),
        ("the cancelling root, with small a apart", apart(1e-9)),),
    "4.7": (
        ("bin searched among knots_z",
         steps(lambda x, z, k: torch.searchsorted(z[1:-1].contiguous(), x))),
        ("bin searched among knots_z", steps(lambda x, z, k: torch.searchsorted(z, x) - 1)),
        ("bin to the right", steps(lambda x, z, k: torch.searchsorted(k, x))),
        ("bin to the right, among knots_z", steps(lambda x, z, k: torch.searchsorted(z, x))),
        ("an index past the last", lambda x, z, k: z[1 + torch.searchsorted(k, x)] - x),
    ),
    "4.2": (
        ("summed over the batch", lambda *args: torch.sum(bin_log_slope(*args))),
        ("multiplied by the height",
         lambda z, z0, z1, x0, x1, *d: bin_log_slope(z, z0, z1, x0, x1, *d) + (x1 - x0).log()),
    ),
    "4.4": (
        ("softplus that overflows", knots(slopes=lambda u: (u.exp() + 1).log())),
        ("softmax that overflows", knots(softmax=lambda u: u.exp().div(sum(u.exp())))),
        ("softmax of the sums", knots(places=lambda u: torch.softmax(u.cumsum(0), 0))),
        ("widths and heights cut off", knots(softmax=lambda u: torch.softmax(u.data, 0))),
        ("widths cut off", lambda w, h, *rest: knots()(w.data, h, *rest)),
        ("heights cut off", lambda w, h, *rest: knots()(w, h.data, *rest)),
    ),
    "4.5": (
        ("log-det left out", lambda *args: spline(*args)[0]),
        ("a question to a whole batch", lambda z, k, *rest: z if z > k[-1] else 2 * z),
    ),
    "4.6": (
        ("d₀ and d₁ exchanged in the slope", lambda x, *ends: -bin_log_slope(
            bin_inverse(x, *ends), *ends[:4], ends[5], ends[4])),
        ("mean slope of the bin", lambda x, z0, z1, x0, x1, *d: torch.full_like(x, 1.0)
            * ((z1 - z0).log() - (x1 - x0).log())),
        ("logarithm of the logarithm", lambda x, *ends: -torch.log(
            bin_log_slope(bin_inverse(x, *ends), *ends))),
    ),
}  # fmt: skip

WRONG = {
    "4.7": (steps(lambda x, z, k: torch.searchsorted(z, x) - 2),),
}

"""Other right ways to write the answers of chapter 04."""

import math

import numpy as np
import torch
from torch.nn.functional import logsigmoid, pad, softplus

from course_lib.flows.spline import rational_quadratic, rational_quadratic_inverse

# --- 4.1: number by number, both distances, a weighted mean of heights, the library


def map_with_math(z, z0, z1, x0, x1, d0, d1):
    w, h = float(z1 - z0), float(x1 - x0)
    s = h / w
    xi = float(z - z0) / w
    if xi == 0:
        return float(x0)
    top = s * math.pow(xi, 2) + float(d0) * xi * (1 - xi)
    return float(x0) + h * top / (s + float(d0 + d1 - 2 * s) * xi * (1 - xi))


def map_from_both_ends(z, z0, z1, x0, x1, d0, d1):
    w, h = z1 - z0, x1 - x0
    t, rest = (z - z0) / w, (z1 - z) / w
    e0, e1 = d0 * w / h, d1 * w / h
    return x0 + h * (t * t + e0 * t * rest) / (t * t + rest * rest + (e0 + e1) * t * rest)


def map_by_rational_weights(z, z0, z1, x0, x1, d0, d1, tiny=0.0):
    s = (x1 - x0) / (z1 - z0)
    t = (z - z0) / (z1 - z0)
    top = x1 * s * t**2 + (x0 * d1 + x1 * d0) * t * (1 - t) + x0 * s * (1 - t) ** 2
    return top / (s * t**2 + (d0 + d1) * t * (1 - t) + s * (1 - t) ** 2 + tiny)


def map_with_the_library(z, z0, z1, x0, x1, d0, d1):
    return rational_quadratic(z, *_tables(z, z0, z1, x0, x1, d0, d1))[0]


def _tables(value, z0, z1, x0, x1, d0, d1):
    pairs = (z0, z1), (x0, x1), (d0, d1)
    return [torch.stack([a + 0 * value, b + 0 * value], -1) for a, b in pairs]


# --- 4.2: autograd, number by number, a quotient, the library


def slope_by_autograd(z, *ends):
    z = z.clone().requires_grad_()
    (slope,) = torch.autograd.grad(map_from_both_ends(z, *ends).sum(), z)
    return slope.log()


def slope_with_math(z, z0, z1, x0, x1, d0, d1):
    s = (x1 - x0) / (z1 - z0)
    xi = (z - z0) / (z1 - z0)
    eta = 1 - xi
    top = d1 * xi * xi + 2 * s * xi * eta + d0 * eta * eta
    bottom = s + (d0 + d1 - 2 * s) * xi * eta
    return 2 * math.log(s) + math.log(top) - 2 * math.log(abs(bottom))


def slope_of_a_quotient(z, z0, z1, x0, x1, d0, d1):
    """The quotient rule by hand, dx/dξ · dξ/dz."""
    w, h = z1 - z0, x1 - x0
    s, t = h / w, (z - z0) / w
    top, bottom = s * t**2 + d0 * (t - t**2), s + (d0 + d1 - 2 * s) * (t - t**2)
    d_top, d_bottom = 2 * s * t + d0 * (1 - 2 * t), (d0 + d1 - 2 * s) * (1 - 2 * t)
    return torch.log(torch.abs(h / w * (d_top * bottom - top * d_bottom) / bottom.square()))


def slope_with_the_library(z, *ends):
    return rational_quadratic(z, *_tables(z, *ends))[1]


# --- 4.3: divided by h, by case, by bisection, number by number, the library


def inverse_divided_by_h(x, z0, z1, x0, x1, d0, d1):
    s = (x1 - x0) / (z1 - z0)
    r = (x - x0) / (x1 - x0)
    e0, e1 = d0 / s, d1 / s
    b = e0 - r * (e0 + e1 - 2)
    root = ((e0 * (1 - r) - e1 * r) ** 2 + 4 * r * (1 - r)).sqrt()
    return torch.lerp(z0 + 0 * r, z1 + 0 * r, 2 * r / (b + root))


def inverse_by_case(x, z0, z1, x0, x1, d0, d1):
    """The form that does not cancel, whichever sign b has."""
    h, s, y = x1 - x0, (x1 - x0) / (z1 - z0), x - x0
    a = y * (d0 + d1 - 2 * s) + h * (s - d0)
    b = h * d0 - y * (d0 + d1 - 2 * s)
    c = -s * y
    q = -0.5 * (b + torch.where(b < 0, -1.0, 1.0) * torch.sqrt(b * b - 4 * a * c))
    xi = torch.where(b < 0, q / a, c / q)
    return z0 + xi * (z1 - z0)


def inverse_by_bisection(x, z0, z1, *ends):
    low, high = z0 + 0 * x, z1 + 0 * x
    for _ in range(60):
        middle = (low + high) / 2
        below = map_from_both_ends(middle, z0, z1, *ends) < x
        low, high = torch.where(below, middle, low), torch.where(below, high, middle)
    return (low + high) / 2


def inverse_with_math(x, z0, z1, x0, x1, d0, d1):
    s = (x1 - x0) / (z1 - z0)
    k = d0 + d1 - 2 * s
    a = (x1 - x0) * (s - d0) + (x - x0) * k
    b = (x1 - x0) * d0 - (x - x0) * k
    if x == x0:
        return z0
    return z0 + (z1 - z0) * 2 * s * (x - x0) / (b + math.sqrt(b * b + 4 * a * s * (x - x0)))


def inverse_with_the_library(x, *ends):
    return rational_quadratic_inverse(x, *_tables(x, *ends))[0]


# --- 4.4: padding, a loop, log space, lists


def knots_by_padding(widths, heights, slopes, bound):
    def places(u):
        return pad(u.softmax(-1).cumsum(-1), (1, 0)).mul(2 * bound).sub(bound)

    return places(widths), places(heights), pad(softplus(slopes), (1, 1), value=1.0)


def knots_in_a_loop(widths, heights, slopes, bound):
    results = []
    for numbers in (widths, heights):
        top = numbers.max()
        total = sum(torch.exp(u - top) for u in numbers)
        knots = [numbers.new_tensor(-bound)]
        for u in numbers:
            knots.append(knots[-1] + 2 * bound * torch.exp(u - top) / total)
        results.append(torch.stack(knots))
    one = slopes.new_tensor(1.0)
    inner = [u.clamp(min=0) + torch.log1p(torch.exp(-u.abs())) for u in slopes]
    return (*results, torch.stack([one, *inner, one]))


def knots_in_log_space(widths, heights, slopes, bound):
    def places(u):
        right_ends = torch.exp(torch.logcumsumexp(u, 0) - torch.logsumexp(u, 0))
        knots = torch.full((len(u) + 1,), -float(bound))
        knots[1:] += 2 * bound * right_ends
        return knots

    d = torch.ones(len(slopes) + 2)
    d[1:-1] = -logsigmoid(-slopes)
    return places(widths), places(heights), d


def knots_as_a_list(widths, heights, slopes, bound):
    steps = [torch.exp(u - torch.logsumexp(u, 0)) for u in (widths, heights)]
    upper = torch.ones(len(widths) + 1, len(widths)).tril(-1)
    one = torch.tensor([1.0])
    d = torch.cat((one, torch.logaddexp(slopes, torch.zeros(())), one))
    return [bound * (2 * upper @ steps[0] - 1), bound * (2 * upper @ steps[1] - 1), d]


# --- 4.5: masks, a loop, counting, continued end knots, the library


def spline_by_masks(z, knots_z, knots_x, d):
    x = knots_x[0] + d[0] * (z - knots_z[0])
    log_det = torch.log(d[0]) + torch.zeros_like(z)
    for k in range(len(d) - 1):
        here = (z >= knots_z[k]) & (z <= knots_z[k + 1])
        ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
        x = torch.where(here, map_from_both_ends(z, *ends), x)
        log_det = torch.where(here, slope_of_a_quotient(z, *ends), log_det)
    right = z > knots_z[-1]
    x[right] = knots_x[-1] + d[-1] * (z[right] - knots_z[-1])
    log_det[right] = d[-1].log()
    return x, log_det


def spline_in_a_loop(z, knots_z, knots_x, d):
    results = [_one(v, knots_z, knots_x, d) for v in z.flatten()]
    x, log_det = (torch.tensor(column).reshape(z.shape) for column in zip(*results, strict=True))
    return x, log_det


def _one(z, knots_z, knots_x, d):
    for end in (0, -1):
        if (z < knots_z[0]) if end == 0 else (z > knots_z[-1]):
            return float(knots_x[end] + d[end] * (z - knots_z[end])), math.log(d[end])
    k = max(i for i in range(len(d) - 1) if knots_z[i] <= z)
    ends = knots_z[k], knots_z[k + 1], knots_x[k], knots_x[k + 1], d[k], d[k + 1]
    return map_with_math(z, *ends), slope_with_math(z, *ends)


def spline_by_counting(z, knots_z, knots_x, d):
    """The left-hand bin at a knot, and the log-det by autograd, tails included."""
    z = z.clone().requires_grad_()
    k = (z[..., None] > knots_z).sum(-1).clamp(1, len(d) - 1) - 1
    z0, z1, x0, x1, d0, d1 = (t[k + i] for t in (knots_z, knots_x, d) for i in (0, 1))
    x = map_from_both_ends(z, z0, z1, x0, x1, d0, d1)
    x = torch.where(z < knots_z[0], knots_x[0] + d[0] * (z - knots_z[0]), x)
    x = torch.where(z > knots_z[-1], knots_x[-1] + d[-1] * (z - knots_z[-1]), x)
    return x, torch.autograd.grad(x.sum(), z)[0].log()


def spline_with_bucketize(z, knots_z, knots_x, d):
    """Two more bins, straight ones, far to the left and right: every z lies in a bin."""
    far = torch.tensor([1e3])
    all_z = torch.cat([knots_z[:1] - far, knots_z, knots_z[-1:] + far])
    all_x = torch.cat([knots_x[:1] - far * d[0], knots_x, knots_x[-1:] + far * d[-1]])
    all_d = torch.cat([d[:1], d, d[-1:]])
    k = torch.bucketize(z, all_z).sub(1)
    ends = [t[k + i] for t in (all_z, all_x, all_d) for i in (0, 1)]
    return [map_by_rational_weights(z, *ends), slope_with_the_library(z, *ends)]


def spline_with_the_library(z, knots_z, knots_x, d):
    return rational_quadratic(z, knots_z, knots_x, d)


# --- 4.6: autograd through the inverse, a reciprocal, the library


def back_by_autograd(x, *ends):
    x = x.clone().requires_grad_()
    (slope,) = torch.autograd.grad(inverse_divided_by_h(x, *ends).sum(), x)
    return slope.log()


def back_by_the_reciprocal(x, *ends):
    z = inverse_by_case(x, *ends)
    return torch.log(1 / slope_of_a_quotient(z, *ends).exp())


def back_with_the_library(x, *ends):
    return rational_quadratic_inverse(x, *_tables(x, *ends))[1]


# --- 4.7: uniform distributions, numpy's histogram, autograd, a loop


def steps_as_a_mixture(x, knots_z, knots_x):
    weights = knots_z.diff() / (knots_z[-1] - knots_z[0])
    inside = (x[..., None] > knots_x[:-1]) & (x[..., None] < knots_x[1:])
    return (inside * weights / knots_x.diff()).sum(-1).log()


def steps_as_a_histogram(x, knots_z, knots_x):
    mass = knots_z.diff().numpy() / (knots_z[-1] - knots_z[0]).item()
    heights = np.concatenate([[0.0], mass / np.diff(knots_x.numpy()), [0.0]])
    with np.errstate(divide="ignore"):
        return np.log(heights[np.digitize(x.numpy(), knots_x.numpy())])


def steps_in_a_loop(x, knots_z, knots_x):
    out = torch.full_like(x, -math.inf)
    for k in range(len(knots_x) - 1):
        slope = (knots_x[k + 1] - knots_x[k]) / (knots_z[k + 1] - knots_z[k])
        here = (x > knots_x[k]) & (x < knots_x[k + 1])
        out[here] = -math.log(slope) - math.log(knots_z[-1] - knots_z[0])
    return out


SPELLINGS = {
    "4.1": (map_with_math, map_from_both_ends, map_by_rational_weights, map_with_the_library),
    "4.2": (slope_by_autograd, slope_with_math, slope_of_a_quotient, slope_with_the_library),
    "4.3": (
        inverse_divided_by_h,
        inverse_by_case,
        inverse_by_bisection,
        inverse_with_math,
        inverse_with_the_library,
    ),
    "4.4": (knots_by_padding, knots_in_a_loop, knots_in_log_space, knots_as_a_list),
    "4.5": (
        spline_by_masks,
        spline_in_a_loop,
        spline_by_counting,
        spline_with_bucketize,
        spline_with_the_library,
    ),
    "4.6": (back_by_autograd, back_by_the_reciprocal, back_with_the_library),
    "4.7": (steps_as_a_mixture, steps_as_a_histogram, steps_in_a_loop),
}

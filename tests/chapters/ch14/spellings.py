"""Other right ways to write the answers of chapter 14."""

import math

import numpy as np
import torch
from scipy import stats
from torch.nn.functional import pad, softplus

from course_lib import flows

TURN = 2 * math.pi

# --- 14.1: floor, numpy, an if and a loop, complex arrows cut at π


def wrap_by_floor(a):
    return a - TURN * torch.floor(a / TURN + 0.5)


def wrap_with_numpy(a):
    return np.mod(a.numpy() + np.pi, 2 * np.pi) - np.pi


def wrap_turn_by_turn(a):
    while a >= math.pi:
        a = a - TURN
    while a < -math.pi:
        a = a + TURN
    return a


def wrap_arrows(a):
    """The arrow's angle; the one direction on the cut is moved to its lower end."""
    turned = torch.angle(torch.polar(torch.ones_like(a), a))
    return torch.where(turned > math.pi - 1e-12, turned - TURN, turned)


# --- 14.2: complex arrows, scipy, numpy, the angle halfway by search


def mean_of_complex_arrows(a):
    return torch.polar(torch.ones_like(a), a).sum().angle()


def mean_with_scipy(a):
    return stats.circmean(a.numpy(), high=np.pi, low=-np.pi)


def mean_with_numpy(a):
    a = a.numpy()
    return float(np.arctan2(np.sin(a).sum(), np.cos(a).sum()))


def mean_of_differences(a):
    """Turn everything so that the mean is near 0, where half angles have no cut."""
    c, s = a.cos().mean(), a.sin().mean()
    length = (c**2 + s**2).sqrt()
    return 2 * torch.atan2(s, length + c)


# --- 14.3: half angles, complex numbers, autograd, no cancellation, plain numbers


def mobius_by_half_angles(x, r, c):
    """tan of half the angle from c is stretched by (1 + r)/(1 − r); the turns are put back."""
    d = x - c
    turns = torch.round(d / TURN)
    half = (d - TURN * turns) / 2
    k = (1 + r) / (1 - r)
    z = c + TURN * turns + 2 * torch.atan2(k * half.sin(), half.cos())
    slope = k / (half.cos() ** 2 + k**2 * half.sin() ** 2)
    return z, slope.log()


def mobius_with_complex_numbers(x, r, c):
    away = 1 - r * torch.polar(torch.ones_like(x), c - x)
    return x + 2 * away.angle(), torch.log1p(-(r**2)) - 2 * away.abs().log()


def mobius_by_autograd(x, r, c):
    x = x.clone().requires_grad_(True)
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), 1 - r * d.cos())
    (slope,) = torch.autograd.grad(z, x, torch.ones_like(z))
    return z.detach(), torch.log(slope)


def mobius_without_cancellation(x, r, c):
    d = x - c
    z = x + 2 * torch.atan2(r * d.sin(), (1 - r) + 2 * r * (d / 2).sin() ** 2)
    below = (1 - r) ** 2 + 4 * r * (d / 2).sin() ** 2
    return z, (1 - r).log() + (1 + r).log() - below.log()


def mobius_of_one_number(x, r, c):
    x, r, c = float(x), float(r), float(c)
    z = x + 2 * math.atan2(r * math.sin(x - c), 1 - r * math.cos(x - c))
    return z, math.log((1 - r**2) / (1 + r**2 - 2 * r * math.cos(x - c)))


# --- 14.4: logsumexp, a product of matrices, scipy's wrapped Cauchy, autograd


def circle_by_logsumexp(x, w, r, c):
    _, log_slopes = mobius_without_cancellation(x[:, None], r, c)
    return torch.logsumexp(w.log() + log_slopes, dim=1) - math.log(TURN)


def circle_by_a_matrix_product(x, w, r, c):
    slopes = (1 - r**2) / (1 + r**2 - 2 * r * torch.cos(x.unsqueeze(-1) - c))
    return (slopes @ (w / TURN)).log()


def circle_with_scipy(x, w, r, c):
    parts = zip(w.numpy(), r.numpy(), c.numpy(), strict=True)
    p = sum(wk * stats.wrapcauchy(rk).pdf((x.numpy() - ck) % TURN) for wk, rk, ck in parts)
    return np.log(p)


def circle_of_the_library(x, w, r, c):
    return flows.FlowDistribution(flows.MobiusMixture(w, r, c)).log_prob(x)


def circle_by_autograd(x, w, r, c):
    x = x.clone().requires_grad_(True)
    z = sum(w[k] * mobius_without_cancellation(x, r[k], c[k])[0] for k in range(len(w)))
    (slope,) = torch.autograd.grad(z.sum(), x)
    return slope.log() + torch.full_like(x, 1 / TURN).log()


# --- 14.5: pad, a loop, places modulo K


def knots_padded(widths, heights, slopes):
    def places(u):
        return TURN * (pad(u.softmax(0).cumsum(0), (1, 0)) - 0.5)

    return places(widths), places(heights), softplus(torch.cat([slopes, slopes[:1]]))


def knots_one_by_one(widths, heights, slopes):
    ends = []
    for u in (widths, heights):
        place, found = torch.tensor(-math.pi), [torch.tensor(-math.pi)]
        for share in torch.softmax(u, -1):
            place = place + 2 * math.pi * share
            found.append(place)
        ends.append(torch.stack(found))
    return *ends, softplus(slopes)[torch.arange(len(slopes) + 1) % len(slopes)]


def knots_rolled(widths, heights, slopes):
    start = torch.full((1,), -math.pi, dtype=widths.dtype)
    z, x = (
        torch.cumsum(torch.cat([start, TURN * torch.exp(u - u.logsumexp(0))]), 0)
        for u in (widths, heights)
    )
    d = torch.logaddexp(slopes, torch.zeros_like(slopes))
    return [z, x, torch.hstack([d, d[0]])]


# --- 14.6: through the cosine, half angles, plain numbers


def angles_by_the_complement(log_p, theta):
    return torch.log(torch.cos(math.pi / 2 - theta)) + log_p


def angles_by_half_angles(log_p, theta):
    return log_p + math.log(2) + (theta / 2).sin().log() + (theta / 2).cos().log()


def angles_of_one_number(log_p, theta):
    return float(log_p) + math.log(math.sin(theta))


def angles_through_the_density(log_p, theta):
    return torch.log(log_p.exp() * theta.sin())


# --- 14.7: the angle from acos, the ring from the number, complex, numpy


def even_by_the_angle(u):
    theta, phi = torch.acos(2 * u[..., 0] - 1), TURN * u[..., 1]
    x, y = theta.sin() * phi.cos(), theta.sin() * phi.sin()
    return torch.stack((x, y, theta.cos()), dim=-1)


def even_from_the_number(u):
    first, second = u.unbind(-1)
    ring = 2 * torch.sqrt(first * (1 - first))
    flat = torch.view_as_real(torch.polar(ring, TURN * second))
    return torch.cat([flat, (2 * first - 1)[..., None]], -1)


def even_with_numpy(u):
    u = u.numpy()
    h, phi = 2 * u[..., 0] - 1, 2 * np.pi * u[..., 1]
    ring = np.sqrt(1 - h * h)
    return np.stack([ring * np.cos(phi), ring * np.sin(phi), h], axis=-1)


def even_filled_in(u):
    out = torch.zeros(*u.shape[:-1], 3)
    out[..., 2] = -1 + 2 * u[..., 0]
    out[..., 0] = (1 - out[..., 2] ** 2).sqrt() * torch.cos(TURN * u[..., 1])
    out[..., 1] = (1 - out[..., 2] ** 2).sqrt() * torch.sin(TURN * u[..., 1])
    return out


# --- 14.8: an inner product, no cancellation, by parts along n and across, by stereography


def zoom_by_an_inner_product(x, n, r):
    square = 1 + r**2 - 2 * r * (x * n).sum(-1, keepdim=True)
    factor = (1 - r**2) / square
    return factor * (x - r * n) - r * n, 2 * factor.squeeze(-1).log()


def zoom_without_cancellation(x, n, r):
    square = (1 - r) ** 2 + r * (x - n).square().sum(-1)
    log_factor = (1 - r).log() + (1 + r).log() - square.log()
    return log_factor.exp()[..., None] * (x - r * n) - r * n, 2 * log_factor


def zoom_along_and_across(x, n, r):
    h = x @ n
    across = x - h[..., None] * n
    square = 1 + r**2 - 2 * r * h
    new_h = ((1 + r**2) * h - 2 * r) / square
    factor = (1 - r**2) / square
    return new_h[..., None] * n + factor[..., None] * across, torch.log(factor**2)


def zoom_of_the_library(x, n, r):
    return flows.SphereMobius(n, r).inverse(x)


def zoom_by_autograd(x, n, r):
    """The log-det from two tangents, as exercise 14.10 has it."""

    def f(y):
        away = y - r * n
        return (1 - r**2) / (away @ away) * away - r * n

    flat = x.reshape(-1, 3)
    log_dets = torch.stack([by_singular_values(f, y) for y in flat])
    return torch.stack([f(y) for y in flat]).reshape(x.shape), log_dets.reshape(x.shape[:-1])


# --- 14.9: acos, half angles, plain numbers, atan2, the chi-squared distribution


def cap_by_acos(radius):
    return torch.acos(2 * torch.exp(-0.5 * radius.square()) - 1)


def cap_by_half_angles(radius):
    return 2 * torch.acos(torch.exp(-(radius**2) / 4))


def cap_of_one_number(radius):
    return math.acos(2 * math.exp(-(float(radius) ** 2) / 2) - 1)


def cap_by_atan2(radius):
    inside = stats.chi2(2).cdf(radius.numpy() ** 2)
    return 2 * np.arctan2(np.sqrt(inside), np.sqrt(1 - inside))


def cap_of_the_library(radius):
    """The rim of the disk, carried to the sphere by the map that keeps mass."""
    x, _ = flows.NormalToSphere().forward(torch.stack([radius, 0 * radius], -1))
    return torch.acos(x[..., 2])


# --- 14.10: Gram matrix, singular values, projected Jacobian, a frame of rows, forward derivatives


def by_the_gram_matrix(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    e = torch.linalg.svd(x[None])[2][1:].T
    columns = J @ e
    return torch.linalg.slogdet(columns.T @ columns)[1] / 2


def by_singular_values(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    P = torch.eye(3) - torch.outer(x, x)
    return torch.linalg.svdvals(J @ P)[:2].log().sum()


def by_the_normals(f, x):
    J = torch.autograd.functional.jacobian(f, x)
    P = torch.eye(3) - torch.outer(x, x)
    return torch.linalg.slogdet(J @ P + torch.outer(f(x), x)).logabsdet


def by_duffs_basis(f, x):
    """A basis without a branch but for a sign (Duff and others 2017)."""
    sign = torch.copysign(torch.ones(()), x[2])
    a = -1 / (sign + x[2])
    b = x[0] * x[1] * a
    e1 = torch.stack([1 + sign * x[0] ** 2 * a, sign * b, -sign * x[0]])
    e2 = torch.stack([b, sign + x[1] ** 2 * a, -x[1]])
    sides = [torch.autograd.functional.jvp(f, x, e)[1] for e in (e1, e2)]
    return torch.linalg.cross(*sides).norm().log()


SPELLINGS = {
    "14.1": (flows.wrapped, wrap_by_floor, wrap_with_numpy, wrap_turn_by_turn, wrap_arrows),
    "14.2": (
        mean_of_complex_arrows,
        mean_with_scipy,
        mean_with_numpy,
        mean_of_differences,
    ),
    "14.3": (
        mobius_by_half_angles,
        mobius_with_complex_numbers,
        mobius_by_autograd,
        mobius_without_cancellation,
        mobius_of_one_number,
    ),
    "14.4": (
        circle_by_logsumexp,
        circle_by_a_matrix_product,
        circle_with_scipy,
        circle_by_autograd,
        circle_of_the_library,
    ),
    "14.5": (knots_padded, knots_one_by_one, knots_rolled),
    "14.6": (
        angles_by_the_complement,
        angles_by_half_angles,
        angles_of_one_number,
        angles_through_the_density,
    ),
    "14.7": (even_by_the_angle, even_from_the_number, even_with_numpy, even_filled_in),
    "14.8": (
        zoom_by_an_inner_product,
        zoom_without_cancellation,
        zoom_along_and_across,
        zoom_by_autograd,
        zoom_of_the_library,
    ),
    "14.9": (cap_by_acos, cap_by_half_angles, cap_of_one_number, cap_by_atan2, cap_of_the_library),
    "14.10": (by_the_gram_matrix, by_singular_values, by_the_normals, by_duffs_basis),
}

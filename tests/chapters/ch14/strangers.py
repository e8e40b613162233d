"""Answers of chapter 14 as strangers write them."""

import math

import torch
from torch.linalg import cross
from torch.nn.functional import softplus

TAU = math.tau


def _slope(d, r):
    return (1 - r.square()) / (1 + r.square() - 2 * r * d.cos())


def _arc(d, r):
    return 2 * torch.arctan2(r * d.sin(), 1 - r * d.cos())


def _mixed(x, w, r, c):
    return (w * _slope(x.unsqueeze(1) - c, r)).sum(1)


def _grid(u, start=-math.pi, length=TAU):
    return start + length * torch.cat([torch.zeros(1), torch.softmax(u, 0).cumsum(0)])


def _xyh(ring, phi, h):
    return torch.stack([ring * phi.cos(), ring * phi.sin(), h], dim=-1)


def _q(x, n, r):
    return (x - r * n).pow(2).sum(-1)


def _zoomed(x, n, r):
    return ((1 - r**2) / _q(x, n, r)).unsqueeze(-1) * (x - r * n) - r * n


def _frame(x):
    a = torch.eye(3)[torch.argmin(x.abs())]
    e1 = cross(x, a) / cross(x, a).norm()
    return e1, cross(x, e1)


def _jacobian(f, x):
    return torch.autograd.functional.jacobian(f, x)


def _log_area(f, x, e1, e2):
    J = _jacobian(f, x)
    return cross(J @ e1, J @ e2).norm().log()


RIGHT = {
    "14.1": (
        lambda a: (a - math.pi) % TAU - math.pi,
        lambda a: TAU * ((a / TAU + 0.5) % 1) - math.pi,
    ),
    "14.2": (
        lambda a: torch.exp(1j * a).sum().log().imag,
        lambda a: torch.atan2(torch.sin(a) @ torch.ones(len(a)), torch.cos(a) @ torch.ones(len(a))),
    ),
    "14.3": (lambda x, r, c: (c + (x - c) + _arc(x - c, r), -torch.log(1 / _slope(x - c, r))),),
    "14.4": (lambda x, w, r, c: torch.log(_mixed(x, w, r, c) / TAU),),
    "14.5": (
        lambda w, h, s: (_grid(w), _grid(h), torch.cat([softplus(s), softplus(s[0]).view(1)])),
    ),
    "14.6": (lambda log_p, theta: log_p - torch.log(1 / theta.sin()),),
    "14.7": (
        lambda u: _xyh(
            (4 * u[..., 0] * (1 - u[..., 0])).sqrt(), TAU * u[..., 1], u[..., 0] * 2 - 1
        ),
    ),
    "14.8": (lambda x, n, r: (_zoomed(x, n, r), 2 * ((1 - r**2).log() - _q(x, n, r).log())),),
    "14.9": (lambda radius: 2 * torch.asin((1 - torch.exp(-(radius**2) / 2)) ** 0.5),),
    "14.10": (
        lambda f, x: _log_area(f, x, *reversed(_frame(x))),
        lambda f, x: torch.linalg.svdvals(_jacobian(f, x) @ torch.stack(_frame(x), 1)).prod().log(),
    ),
}

NAMED = {
    "14.1": (
        ("from 0 to 2π", lambda a: a % TAU),
        ("clamped", lambda a: torch.clip(a, -math.pi, math.pi)),
        ("a remainder that keeps the sign", lambda a: torch.fmod(a + math.pi, TAU) - math.pi),
        ("one turn only", lambda a: torch.where(a >= math.pi, a - TAU, torch.where(
            a < -math.pi, a + TAU, a))),
        ("π itself stays", lambda a: torch.exp(1j * a).angle()),
        ("period π", lambda a: torch.atan(a.sin() / a.cos())),
        ("degrees", lambda a: (a + 180) % 360 - 180),
        ("a short π", lambda a: torch.remainder(a + 3.14, 6.28) - 3.14),
    ),
    "14.2": (
        ("mean of the numbers", lambda a: a.sum() / len(a)),
        ("mean of the numbers from 0 to 2π", lambda a: (a % TAU).mean()),
        ("sine and cosine exchanged", lambda a: torch.atan2(a.cos().sum(), a.sin().sum())),
        ("quadrant lost: atan", lambda a: torch.atan(a.sin().sum() / a.cos().sum())),
        ("length of the mean arrow", lambda a: torch.exp(1j * a).mean().abs()),
        ("right direction, another turn", lambda a: torch.exp(1j * a).mean().angle() % TAU),
        ("opposite", lambda a: (-torch.exp(1j * a).mean()).angle()),
    ),
    "14.3": (
        ("no 2 in z", lambda x, r, c: (x + _arc(x - c, r) / 2, _slope(x - c, r).log())),
        ("z minus the arc", lambda x, r, c: (x + _arc(c - x, r), _slope(x - c, r).log())),
        ("the inverse", lambda x, r, c: (x + _arc(x - c, -r), _slope(x - c, -r).log())),
        ("not centred", lambda x, r, c: (x + _arc(x, r), _slope(x, r).log())),
        ("not a logarithm", lambda x, r, c: (x + _arc(x - c, r), _slope(x - c, r))),
        ("a base's log 2π",
         lambda x, r, c: (x + _arc(x - c, r), torch.log(_slope(x - c, r) / TAU))),
        ("only the arc that is added", lambda x, r, c: (_arc(x - c, r), _slope(x - c, r).log())),
    ),
    "14.4": (
        ("no base", lambda *args: _mixed(*args).log()),
        ("+ log 2π", lambda *args: torch.log(_mixed(*args) * TAU)),
        ("4π", lambda *args: torch.log(_mixed(*args) / (4 * math.pi))),
        ("per degree", lambda *args: torch.log(_mixed(*args) / TAU * math.pi / 180)),
        ("sum without weights",
         lambda x, w, r, c: _mixed(x, torch.ones_like(w), r, c).log() - math.log(TAU)),
        ("log-det of the other way", lambda *args: torch.log(1 / TAU / _mixed(*args))),
        ("density", lambda *args: _mixed(*args) / TAU),
    ),
    "14.5": (
        ("last slope repeated",
         lambda w, h, s: (_grid(w), _grid(h), softplus(torch.cat([s, s[-1:]])))),
        ("from 0 to 2π",
         lambda w, h, s: (_grid(w, 0), _grid(h, 0), softplus(torch.cat([s, s[:1]])))),
        ("bound 1",
         lambda w, h, s: (_grid(w, -1, 2), _grid(h, -1, 2), softplus(torch.cat([s, s[:1]])))),
        ("softplus forgotten", lambda w, h, s: (_grid(w), _grid(h), torch.cat([s, s[:1]]))),
        ("ends pinned to 1", lambda w, h, s: (_grid(w), _grid(h), torch.cat(
            [torch.ones(1), softplus(s[1:]), torch.ones(1)]))),
        ("widths used twice",
         lambda w, h, s: (_grid(w), _grid(w), softplus(torch.cat([s, s[:1]])))),
    ),
    "14.6": (
        ("minus", lambda log_p, theta: log_p - theta.sin().log()),
        ("cosine", lambda log_p, theta: log_p + theta.cos().log()),
        ("log_p multiplied", lambda log_p, theta: theta.sin() * log_p),
        ("squared", lambda log_p, theta: log_p + theta.sin().square().log()),
        ("+ log 2π", lambda log_p, theta: log_p + torch.log(TAU * theta.sin())),
    ),
    "14.7": (
        ("θ even", lambda u: _xyh((math.pi * u[..., 0]).sin(), TAU * u[..., 1],
                                  (math.pi * u[..., 0]).cos())),
        ("upper half", lambda u: _xyh((1 - u[..., 0] ** 2).sqrt(), TAU * u[..., 1], u[..., 0])),
        ("the cylinder itself",
         lambda u: _xyh(torch.tensor(1.0), TAU * u[..., 1], 2 * u[..., 0] - 1)),
        ("upside down", lambda u: _xyh(
            2 * (u[..., 0] * (1 - u[..., 0])).sqrt(), TAU * u[..., 1], 1 - 2 * u[..., 0])),
    ),
    "14.8": (
        ("lengths, not areas",
         lambda x, n, r: (_zoomed(x, n, r), torch.log((1 - r**2) / _q(x, n, r)))),
        ("three directions",
         lambda x, n, r: (_zoomed(x, n, r), 3 * torch.log((1 - r**2) / _q(x, n, r)))),
        ("not shifted back",
         lambda x, n, r: (_zoomed(x, n, r) + r * n, 2 * torch.log((1 - r**2) / _q(x, n, r)))),
        ("the inverse",
         lambda x, n, r: (_zoomed(x, n, -r), 2 * torch.log((1 - r**2) / _q(x, n, -r)))),
        ("a base's log 4π", lambda x, n, r: (
            _zoomed(x, n, r),
            torch.log(((1 - r**2) / _q(x, n, r)) ** 2 / (4 * math.pi)))),
    ),
    "14.9": (
        ("height", lambda radius: 2 * torch.exp(-(radius**2) / 2) - 1),
        ("flat", lambda radius: (4 * (1 - torch.exp(-(radius**2) / 2))) ** 0.5),
        ("half of the sphere", lambda radius: torch.acos(torch.exp(-(radius**2) / 2))),
        ("mass outside", lambda radius: torch.acos(1 - 2 * torch.exp(-(radius**2) / 2))),
        ("degrees",
         lambda radius: 180 / math.pi * torch.acos(2 * torch.exp(-(radius**2) / 2) - 1)),
    ),
    "14.10": (
        ("all three directions", lambda f, x: torch.linalg.slogdet(_jacobian(f, x))[1]),
        ("½ forgotten", lambda f, x: 2 * _log_area(f, x, *_frame(x))),
        ("not a logarithm", lambda f, x: _log_area(f, x, *_frame(x)).exp()),
        ("sign", lambda f, x: -_log_area(f, x, *_frame(x))),
        ("a helper that fails", lambda f, x: _log_area(
            f, x, *(lambda e: (e, cross(x, e)))(
                cross(x, torch.eye(3)[2]) / cross(x, torch.eye(3)[2]).norm()))),
    ),
}  # fmt: skip

WRONG = {
    "14.1": (
        lambda a: torch.remainder(a + 3.2, TAU) - 3.2,
        lambda a: torch.remainder(a + 3.1416, TAU) - 3.1416,
        lambda a: torch.remainder(a + 1.0, TAU) - 1.0,
    ),
    "14.2": (
        lambda a: torch.atan2(a[:-1].sin().sum(), a[:-1].cos().sum()),
        lambda a: torch.atan2(a.sin().mean() + 0.1, a.cos().mean()),
    ),
    "14.3": (
        lambda x, r, c: (x + _arc(x - c, r.sqrt()), _slope(x - c, r.sqrt()).log()),
        lambda x, r, c: (x + _arc(x - c, r) + 0.05, _slope(x - c, r).log()),
    ),
    "14.4": (
        lambda x, w, r, c: torch.log(_mixed(x, w, r.sqrt(), c) / TAU),
        lambda x, w, r, c: torch.log(_mixed(x, w**2 / (w**2).sum(), r, c) / TAU),
    ),
    "14.5": (lambda w, h, s: (_grid(w), _grid(h), softplus(torch.cat([s, s[:1]])) + 0.1),),
    "14.6": (lambda log_p, theta: log_p + theta.sin().log() - theta,),
    "14.7": (lambda u: _xyh((1 - u[..., 0] ** 4).sqrt(), TAU * u[..., 1], u[..., 0] ** 2),),
    "14.8": (
        lambda x, n, r: (_zoomed(x, n, r.sqrt()), 2 * torch.log((1 - r) / _q(x, n, r.sqrt()))),
    ),
    "14.9": (lambda radius: math.pi * torch.tanh(radius / 2),),
    "14.10": (lambda f, x: _log_area(f, x, *_frame(x)) + _jacobian(f, x).det() * 0.1 + 0.05,),
}

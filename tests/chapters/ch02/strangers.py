"""Answers of chapter 02 as strangers write them."""

import math

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.density import affine_log_prob
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.steps import descent_step
from course_lib.exercises.inputs import log_p0


def step(x, log_diagonal, below, b, lr, diagonal=torch.exp):
    u, low, shift = (p.detach().clone().requires_grad_() for p in (log_diagonal, below, b))
    L = torch.diag(diagonal(u)) + torch.tril(low, diagonal=-1)
    z = torch.einsum("ij,kj->ki", L, x - shift)
    n = x.shape[-1]
    log_p = -0.5 * z.square().sum(1) - n / 2 * math.log(2 * math.pi) + L.diagonal().log().sum()
    (-log_p.mean()).backward()
    return [(p - lr * p.grad).detach() for p in (u, low, shift)]


def make_L(function):
    return lambda diagonal, below: torch.diag(function(diagonal)) + torch.tril(below, -1)


def adam(x, log_diagonal, below, b, lr):
    ps = [p.detach().clone().requires_grad_() for p in (log_diagonal, below, b)]
    optimizer = torch.optim.Adam(ps, lr=lr)
    L = torch.diag(ps[0].exp()) + ps[1].tril(-1)
    z = (x - ps[2]) @ L.T
    loss = (0.5 * (z**2).sum(-1) - ps[0].sum()).mean()
    loss.backward()
    optimizer.step()
    return tuple(p.detach() for p in ps)


def keep_b(x, log_diagonal, below, b, lr):
    return (*step(x, log_diagonal, below, b, lr)[:2], b)


def two(x, log_diagonal, below, b, lr):
    return tuple(step(x, log_diagonal, below, b, lr)[:2])


RIGHT = {
    "2.6": (
        make_L(softplus),
        make_L(lambda u: torch.where(u > 0, u + 1, torch.exp(u.clamp(max=0)))),
        lambda diagonal, below: torch.tril(below, -1).add(torch.diag_embed(diagonal.exp())),
        make_L(torch.nn.functional.softplus),
    ),
    "2.7": (step, lambda *args: tuple(step(*args))),
}


def chain(forward=None, inverse=None):
    """A chain whose two methods are ``forward(f2, f1, z)`` and ``inverse(f2, f1, x)``."""

    class Chain:
        def __init__(self, f2, f1):
            self.flows = f2, f1

        def forward(self, z):
            return (forward or both_forward)(*self.flows, z)

        def inverse(self, x):
            return (inverse or both_back)(*self.flows, x)

    return Chain


def both_forward(f2, f1, z):
    y, one = f1.forward(z)
    x, two = f2.forward(y)
    return x, two + one


def both_back(f2, f1, x):
    y, two = f2.inverse(x)
    z, one = f1.inverse(y)
    return z, two + one


def in_a_loop(z, L, b):
    x = torch.empty_like(z)
    for row in range(len(z)):
        x[row, 0] = z[row, 0] / L[0, 0]
        for i in range(1, len(b)):
            x[row, i] = (z[row, i] - (L[i, :i] * z[row, :i]).sum()) / L[i, i]
    return x + b


def of_the_arguments(x, log_diagonal, below, b, lr):
    copies = [p.clone().requires_grad_() for p in (log_diagonal, below, b)]
    loss = (0.5 * ((x - b) @ torch.diag(log_diagonal.exp())) ** 2).mean()
    loss.backward()
    return copies


def without_mean(x, log_diagonal, below, b, lr):
    b = b.detach().clone().requires_grad_()
    ((x - b) ** 2).sum(-1).backward()
    return log_diagonal, below, b


NAMED = {
    "2.1": (
        ("a and b exchanged", lambda x, a, b: x / b - a / b),
        ("decimals rounded away", lambda x, a, b: torch.floor((x - b) / a)),
        ("log-det returned, too", lambda x, a, b: [(x - b) / a, torch.log(1 / abs(a))]),
        ("a log-det for each x returned, too", lambda x, a, b: (
            (x - b) / a, torch.full_like(x, -math.log(abs(a))))),
        ("reciprocal", lambda x, a, b: (a * x + b) ** -1),
        ("a kept positive", lambda x, a, b: (x - b) / max(a, 1e-6)),
    ),
    "2.2": (
        ("1/|a| added", lambda x, a, b: log_p0(x / a - b / a) + torch.abs(1 / a)),
        ("|a| taken away", lambda x, a, b: log_p0((x - b) / a) - torch.sqrt(a**2)),
        ("absolute value of the logarithm", lambda x, a, b: log_p0((x - b) / a) - a.log().abs()),
        ("a² taken for the width", lambda x, a, b: (
            torch.distributions.Normal(b, a * a).log_prob(x))),
        ("brackets forgotten", lambda x, a, b: -((x - b / a) ** 2) / 2
            - math.log(math.sqrt(2 * math.pi)) - a.abs().log()),
        ("log a added", lambda x, a, b: log_p0((x - b) / a) - (1 / a).log()),
        ("a kept positive", lambda x, a, b: log_p0((x - b) / a) - math.log(max(a, 1e-6))),
    ),
    "2.3": (
        ("FirstLogDetOnly in forward alone", chain(lambda f2, f1, z: (
            f2.forward(f1.forward(z)[0])[0], f1.forward(z)[1]))),
        ("LastLogDetOnly in inverse alone", chain(inverse=lambda f2, f1, x: (
            f1.inverse(f2.inverse(x)[0])))),
        ("BothGivenTheStart in inverse alone", chain(inverse=lambda f2, f1, x: (
            f1.inverse(x)[0], f1.inverse(x)[1] + f2.inverse(x)[1]))),
        ("the pair handed on", chain(lambda f2, f1, z: f2.forward(f1.forward(z)))),
        ("inverse by the steps' forward, f₂ first, -1", chain(inverse=lambda f2, f1, x: (
            both_forward(f1, f2, x)[0], -both_forward(f1, f2, x)[1]))),
        ("log-det first", chain(lambda *all: both_forward(*all)[::-1],
                                lambda *all: [*both_back(*all)][::-1])),
    ),
    "2.4": (
        ("L @ for a batch", lambda x, L, b: torch.mm(L, x - b) if x.ndim > 1 else
            affine_log_prob(x, L, b)),
        ("summed over the points", lambda x, L, b: log_p0((x - b) @ L.T).sum(dim=0)
            + torch.logdet(L)),
        ("base not summed", lambda x, L, b: log_p0((x - b) @ L.mT) + torch.logdet(L)),
        ("log-det in every component", lambda x, L, b: log_p0((x - b) @ L.T).sum(-1)
            + len(b) * torch.logdet(L)),
        ("logarithm of all entries", lambda x, L, b: log_p0((x - b) @ L.T).sum(-1)
            + L.flatten().log().sum()),
        ("normalisation for n = 2", lambda x, L, b: torch.logdet(L) - math.log(2 * math.pi)
            - torch.einsum("...j,ij->...i", x - b, L).square().sum(-1) / 2),
        ("a dimension kept", lambda x, L, b: affine_log_prob(x, L, b)[..., None]),
    ),
    "2.5": (
        ("upper instead of lower triangle", lambda z, L, b: z / torch.diagonal(L) + b),
        ("columns not turned back", lambda z, L, b: torch.linalg.inv(L) @ z.T + b),
        ("z drawn anew", lambda z, L, b: torch.randn_like(z) @ torch.linalg.inv(L).T + b),
        ("z in place of y", in_a_loop),
    ),
    "2.8": (
        ("minus forgotten", lambda p: (2 * torch.log1p(-p)).sqrt()),
        ("root of the 2 alone", lambda p: math.sqrt(2) * math.log(1 / (1 - p))),
        ("logarithm to base 10", lambda p: (2 * -torch.log10(1 - p)) ** 0.5),
        ("diameter", lambda p: math.sqrt(-8 * math.log(1 - p))),
        ("log(1 + p)", lambda p: math.sqrt(2 * math.log(1 + p))),
        ("p taken for a percentage", lambda p: math.sqrt(-2 * math.log((100 - p) / 100))),
        ("uniform disk", lambda p: p**0.5),
        ("quantile of one dimension", lambda p: torch.distributions.Normal(0, 1).icdf(p)),
    ),
    "2.6": (
        ("rounded to zero", make_L(lambda u: torch.nn.functional.elu(u) + 1)),
        ("rounded to zero", make_L(lambda u: 1 + torch.expm1(u))),
        ("a function that forgets the sign", make_L(torch.square)),
        ("clamped at a small number", make_L(lambda u: u.clamp(min=0.5))),
        ("a vector, not a diagonal", lambda d, m: d.exp().expand_as(m) + m.tril(-1)),
        ("multiplied", lambda d, m: torch.diag_embed(d.exp()).mul(m.tril(-1))),
        ("below turned", lambda d, m: torch.diag(d.exp()) + torch.triu(m, 1).T),
        ("one diagonal too low", lambda d, m: m.tril(-2) + d.exp().diag()),
        ("cut off above", make_L(lambda u: torch.exp(u).clamp(max=10))),
        ("logarithm of the numbers", make_L(torch.log)),
    ),
    "2.7": (
        ("b does not move", keep_b),
        ("b first", lambda *args: (step(*args)[2], *step(*args)[:2])),
        ("no way from the loss to the copies", of_the_arguments),
        ("mean forgotten", without_mean),
        ("divided by N once more", lambda x, u, low, b, lr: step(x, u, low, b, lr=lr / x.shape[0])),
        ("softplus on the diagonal", lambda *args: tuple(step(*args, diagonal=softplus))),
        ("no function on the diagonal", lambda *args: step(*args, diagonal=lambda u: u)),
        ("Adam", adam),
        ("the step alone", lambda x, u, low, b, lr: tuple(
            new - old for new, old in zip(step(x, u, low, b, lr), (u, low, b), strict=True))),
        ("exp of the new log_diagonal", lambda *args: (
            step(*args)[0].exp(), *step(*args)[1:])),
    ),
}  # fmt: skip

WRONG = {
    "2.6": (lambda d, b: d.exp(),),
    "2.7": (two, lambda *args: descent_step(*args)[0]),
}

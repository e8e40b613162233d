"""Answers of chapter 02 as strangers write them."""

import math

import torch
from torch.nn.functional import softplus

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.steps import descent_step


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

NAMED = {
    "2.5": (("upper instead of lower triangle", lambda z, L, b: z / torch.diagonal(L) + b),),
    "2.6": (
        ("cut off above", make_L(lambda u: torch.exp(u).clamp(max=10))),
        ("logarithm of the numbers", make_L(torch.log)),
    ),
    "2.7": (
        ("b does not move", keep_b),
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

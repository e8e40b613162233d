"""Answers of chapter 08 as strangers write them."""

import math

import torch


def step(b, a, z, cost, lr, aim=lambda b: b.clone().requires_grad_()):
    start = aim(b)
    loss = cost(a * z + start).mean()
    loss.backward()
    return (start - lr * start.grad).detach()


def no_grad_in_p(f, log_p, log_q, z):
    x = f(z)
    with torch.no_grad():
        lp = log_p(x)
    return (lp - log_q(x)).mean()


def q_at_detached(f, log_p, log_q, z):
    x = f(z)
    return (log_p(x) - log_q(x.detach())).mean()


def objective(log_prob, x):
    return -log_prob(x).mean() - 0.5 * torch.log((x**2).mean())


RIGHT = {
    "8.2": (
        lambda values, wanted: torch.ceil((values.std() / wanted) ** 2),
        lambda values, wanted: math.ceil((values.std() / wanted) ** 2),
        lambda values, wanted: round(float(values.var()) / wanted**2),
        lambda values, wanted: values.var().item() / wanted**2,
    ),
    "8.6": (step, lambda b, a, z, cost, lr: step(b.detach(), a, z, cost, lr)),
}

NAMED = {
    "8.2": (
        ("rounded down", lambda values, wanted: math.floor(values.var() / wanted**2)),
        ("the error of this run", lambda values, wanted: values.std() / math.sqrt(len(values))),
        ("how many times too large the error is",
         lambda values, wanted: values.std() / math.sqrt(len(values)) / wanted),
        ("the scatter itself", lambda values, wanted: values.std()),
        ("enough, or one more", lambda values, wanted: len(values) + 1),
    ),
    "8.6": (
        ("on the b that was handed over",
         lambda *args: step(*args, aim=lambda b: b.requires_grad_())),
    ),
    "8.7": (
        ("no gradient", lambda log_prob, x: objective(log_prob, x).item()),
        ("no gradient", lambda log_prob, x: objective(log_prob, x).detach()),
        ("logarithm to base 2",
         lambda log_prob, x: -log_prob(x).mean() - torch.log2((x * x).mean()) / 2),
        ("size not averaged", lambda log_prob, x: -log_prob(x).mean() - torch.log(x.abs())),
        ("nothing averaged", lambda log_prob, x: -log_prob(x) - torch.log(x.abs())),
    ),
    "8.8": (
        ("cut off in log q", q_at_detached),
        ("log p without gradient", no_grad_in_p),
    ),
    "8.1": (("new random numbers", lambda f, z, n: (f(torch.randn_like(z)) ** n).mean()),),
    "8.3": (("new random numbers", lambda f, lp, z: -lp(f(torch.randn(len(z)))).mean()),),
}  # fmt: skip

WRONG = {
    "8.1": (lambda f, z, n: f(z),),
    "8.6": (lambda b, a, z, cost, lr: (b, lr),),
}

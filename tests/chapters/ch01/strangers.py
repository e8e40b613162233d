"""Answers of chapter 01 as strangers write them."""

import torch

from course_lib.exercises.inputs import log_p0


def by_autograd(x, inverse, total=torch.sum):
    x = x.detach().clone().requires_grad_()
    z = inverse(x)
    slope = torch.autograd.grad(total(z), x)[0]
    return log_p0(z) + slope.abs().log()


def polar(z, dim=-1):
    r, phi = z[..., 0], z[..., 1]
    return torch.stack([r * torch.cos(phi), r * torch.sin(phi)], dim=dim), r.log()


RIGHT = {
    "1.4": (lambda z: list(polar(z)),),
    "1.6": (by_autograd,),
}

NAMED = {
    "1.1": (
        ("log-density multiplied by the Jacobian", lambda x: log_p0(torch.log(x)) * (1 / x)),
        ("minus the log-density", lambda x: torch.log(x) - log_p0(torch.log(x))),
    ),
    "1.3": (("log_det first", lambda f2, f1, z: (f1(z)[1] + f2(f1(z)[0])[1], f2(f1(z)[0])[0])),),
    "1.4": (("stacked the wrong way", lambda z: polar(z, dim=0)),),
    "1.6": (("density instead of log-density", lambda *args: torch.exp(by_autograd(*args))),),
}

WRONG = {"1.6": (lambda x, inverse: by_autograd(x, inverse, total=lambda z: z),)}

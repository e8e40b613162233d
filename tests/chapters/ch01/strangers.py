"""Answers of chapter 01 as strangers write them."""

import math

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


def pair_handed_on(f2, f1, z):
    pair = f1(z)
    return f2(pair)


def made_of_numbers(z):
    x, log_det = polar(z)
    x = torch.tensor([x[..., 0], x[..., 1]], dtype=torch.float64)
    return x, log_det


def of_another_copy(x, inverse):
    z = inverse(x.clone())
    leaf = x.detach().requires_grad_()
    (slope,) = torch.autograd.grad(z.sum(), leaf)
    return log_p0(z) + torch.log(torch.abs(slope))


def backward_of_log_p0(x, inverse):
    x = x.detach().clone().requires_grad_()
    base = log_p0(inverse(x))
    base.sum().backward()
    return base + x.grad.abs().log()


def slogdet(x, inverse):
    return torch.linalg.slogdet(torch.autograd.functional.jacobian(inverse, x))


def log_det(x, inverse):
    return slogdet(x, inverse).logabsdet


def first_two(inverse, x, y):
    """The first two outputs as functions of the first two inputs, the others held still."""
    return inverse(torch.cat([y, x[2:]]))[:2]


HALF_LOG_TWO_PI = 0.5 * math.log(2 * math.pi)

RIGHT = {
    "1.4": (lambda z: list(polar(z)),),
    "1.6": (by_autograd,),
}

NAMED = {
    "1.1": (
        ("log-density multiplied by the Jacobian", lambda x: log_p0(torch.log(x)) * (1 / x)),
        ("minus the log-density", lambda x: torch.log(x) - log_p0(torch.log(x))),
        (
            "normalisation without its half",
            lambda x: -(x.log() ** 2) / 2 - math.log(2 * math.pi) + torch.log(1 / x),
        ),
        (
            "square inside the logarithm",
            lambda x: -2 * x.log() - math.log(math.sqrt(2 * math.pi)),
        ),
        ("logarithm to base 10", lambda x: log_p0(math.log10(x)) + math.log10(1 / x)),
        ("logarithm to base 10 in z", lambda x: log_p0(x.log10()) - x.log()),
        ("summed over the batch", lambda x: torch.sum(log_p0(x.log()) - x.log())),
        ("the two terms side by side", lambda x: [log_p0(x.log()), torch.log(1 / x)]),
        (
            "density of the base",
            lambda x: torch.exp(-(x.log() ** 2) / 2) / math.sqrt(2 * math.pi),
        ),
        ("Jacobian twice", lambda x: log_p0(x.log()) + torch.log(1 / x**2)),
    ),
    "1.2": (
        (
            "logarithm of the Jacobian added",
            lambda x: math.exp(log_p0(torch.log(3 - x))) + math.log(1 / (3 - x)),
        ),
        ("3 outside the logarithm", lambda x: torch.exp(log_p0(-torch.log(x) + 3)) / x),
        ("Jacobian of another logarithm", lambda x: log_p0((3 - x).log()).exp() * (1 / x).abs()),
        (
            "normalisation of the base forgotten",
            lambda x: (-0.5 * (3 - x).log() ** 2 - (3 - x).log()).exp(),
        ),
        ("3 added", lambda x: log_p0((x + 3).log()).exp() * (1 / (3 + x)).abs()),
        ("Jacobian twice", lambda x: torch.exp(log_p0((3 - x).log()) - 2 * (3 - x).log())),
        ("summed over the batch", lambda x: (log_p0((3 - x).log()).exp() / (3 - x)).sum()),
    ),
    "1.3": (
        ("log_det first", lambda f2, f1, z: (f1(z)[1] + f2(f1(z)[0])[1], f2(f1(z)[0])[0])),
        ("second log-det forgotten", lambda f2, f1, z: (f2(f1(z)[0])[0], f1(z)[1])),
        ("the pair handed on", pair_handed_on),
        ("log-det left out", lambda f2, f1, z: f2(f1(z)[0])[0]),
        ("log-dets side by side", lambda f2, f1, z: [f2(f1(z)[0])[0], f1(z)[1], f2(f1(z)[0])[1]]),
        (
            "summed over the batch",
            lambda f2, f1, z: (f2(f1(z)[0])[0], f1(z)[1].sum() + f2(f1(z)[0])[1].sum()),
        ),
        (
            "logarithm of the log-dets",
            lambda f2, f1, z: (
                f2(f1(z)[0])[0],
                torch.log(torch.abs(f1(z)[1] * f2(f1(z)[0])[1])),
            ),
        ),
    ),
    "1.4": (
        ("stacked the wrong way", lambda z: polar(z, dim=0)),
        ("joined end to end", lambda z: torch.cat((z[..., 0] * z[..., 1].cos(), z[..., 0]), dim=0)),
        ("components not put together", lambda z: ([*polar(z)[0].unbind(-1)], polar(z)[1])),
        ("log_det left out", lambda z: polar(z)[0].cos().acos() * 0 + polar(z)[0]),
        (
            "one log_det for each coordinate",
            lambda z: (
                polar(z)[0],
                torch.stack([z[..., 1].cos(), z[..., 0] * z[..., 1].cos()], -1).abs().log(),
            ),
        ),
        ("a new tensor made of numbers", made_of_numbers),
        ("summed over the batch", lambda z: (polar(z)[0], polar(z)[1].exp().prod().log())),
        (
            "degrees",
            lambda z: (polar(z * torch.tensor([1, math.pi / 180]).to(z))[0], z[..., 0].log()),
        ),
        ("r and φ exchanged", lambda z: polar(torch.stack([z[..., 1], z[..., 0]], -1))),
    ),
    "1.5": (
        ("z₁ alone", lambda r, phi: r.log() - (r * phi.cos()) ** 2 / 2 - HALF_LOG_TWO_PI),
        (
            "polar coordinates once more",
            lambda r, phi: (
                log_p0((r**2 + phi**2).sqrt())
                + log_p0(torch.atan2(phi, r))
                - 0.5 * (r**2 + phi**2).log()
            ),
        ),
        (
            "neither Jacobian nor normalisation",
            lambda r, phi: -((r * phi.cos()) ** 2 + (r * phi.sin()) ** 2) / 2,
        ),
        (
            "summed over the darts",
            lambda r, phi: (r.log() - r**2 / 2 - 2 * HALF_LOG_TWO_PI).sum(),
        ),
        (
            "base summed over the darts",
            lambda r, phi: (
                log_p0(r * torch.cos(phi)).sum() + log_p0(r * torch.sin(phi)).sum() + r.log()
            ),
        ),
    ),
    "1.6": (
        ("density instead of log-density", lambda *args: torch.exp(by_autograd(*args))),
        ("sum forgotten", lambda x, inverse: by_autograd(x, inverse, total=lambda z: z)),
        ("mean instead of the sum", lambda x, inverse: by_autograd(x, inverse, total=torch.mean)),
        ("no way from z back to x", lambda x, inverse: by_autograd(x, lambda y: inverse(y.data))),
        ("no way from z back to x", of_another_copy),
        ("derivative of log p₀", backward_of_log_p0),
        (
            "log-det of all points",
            lambda x, inverse: (
                (by_autograd(x, inverse) - log_p0(inverse(x))).sum() + log_p0(inverse(x))
            ),
        ),
        ("Jacobian twice", lambda x, inverse: 2 * by_autograd(x, inverse) - log_p0(inverse(x))),
    ),
    "1.7": (
        (
            "log-det in every dimension",
            lambda x, inverse: sum(log_p0(inverse(x)) + log_det(x, inverse)),
        ),
        ("slogdet's pair added", lambda x, inverse: sum(log_p0(inverse(x))) + slogdet(x, inverse)),
        (
            "matrix taken at z",
            lambda x, inverse: log_p0(inverse(x)).sum() + log_det(inverse(x), inverse),
        ),
        ("a value in place of the function", lambda x, inverse: log_det(x, inverse(x))),
        (
            "determinant of a 2 × 2 matrix",
            lambda x, inverse: (
                log_p0(inverse(x)).sum() + log_det(x[:2], lambda y: first_two(inverse, x, y))
            ),
        ),
    ),
}

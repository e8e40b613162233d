"""Answers of chapter 04 as strangers write them."""

import torch


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


RIGHT = {
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
    ),
}  # fmt: skip

WRONG = {
    "4.7": (steps(lambda x, z, k: torch.searchsorted(z, x)),),
}

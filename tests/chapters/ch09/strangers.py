"""Answers of chapter 09 as strangers write them."""

import math

import torch

LOG_2 = math.log(2)


# --- 9.2 and 9.3: everything written out, with one thing changed


def backwards(
    z1=lambda x: (x + 1) / 2,
    at=lambda x: x[..., 0],
    z2=lambda x2, b, s: (x2 - b) / s.exp(),
    log_det=lambda s: -LOG_2 - s,
    last=lambda z, x: z,
):
    def inverse(x, shift, log_scale):
        b, s = shift(at(x)), log_scale(at(x))
        z = torch.stack([z1(x[..., 0]), z2(x[..., 1], b, s)], dim=-1)
        return last(z, x), log_det(s)

    return inverse


def forwards(x2=lambda z2, b, s: b + s.exp() * z2, log_det=lambda s: s + LOG_2):
    def forward(z, shift, log_scale):
        x1 = 2 * z[..., 0] - 1
        s = log_scale(x1)
        return torch.stack([x1, x2(z[..., 1], shift(x1), s)], dim=-1), log_det(s)

    return forward


def in_no_grad(answer):
    def wrong(*args):
        with torch.no_grad():
            return answer(*args)

    return wrong


def one_way_back_twice(x, shift, log_scale):
    """The functions are asked at 2 x₁ − 1: the first step is made once more."""
    return backwards(at=lambda x: 2 * x[..., 0] - 1)(x, shift, log_scale)


def only_one_function_cut(x, shift, log_scale):
    return backwards()(x, lambda v: shift(v).detach(), log_scale)


def filled_backwards(x, shift, log_scale):
    """As in NumPy: z₂ is multiplied where it stands."""
    z = torch.empty_like(x)
    z[..., 0] = (x[..., 0] + 1) / 2
    z[..., 1] = x[..., 1] - shift(x[..., 0])
    z[..., 1] = z[..., 1] / log_scale(x[..., 0]).exp()
    return z, -LOG_2 - log_scale(x[..., 0])


def filled_forwards(z, shift, log_scale):
    x = torch.empty_like(z)
    x[..., 0] = 2 * z[..., 0] - 1
    x[..., 1] = shift(x[..., 0]) + log_scale(x[..., 0]).exp() * z[..., 1]
    return x, log_scale(x[..., 0]) + LOG_2


def columns_of_T(z, shift, log_scale):
    first, second = z.T
    return forwards()(torch.stack((first, second), dim=-1), shift, log_scale)


# --- 9.4


def real_nvp(z, mask, net):
    """As in many repositories: zeros in place of the others, and a weight for each half."""
    m = mask.to(z.dtype)
    shift, log_scale = net(z[..., mask])
    places = torch.eye(len(mask), dtype=z.dtype)[~mask]
    s, b = log_scale @ places, shift @ places
    return m * z + (1 - m) * (z * torch.exp(s) + b), ((1 - m) * s).sum(-1)


def scattered(z, mask, net):
    shift, log_scale = net(z[..., mask])
    moved = z[..., ~mask] * log_scale.exp() + shift
    return z.masked_scatter((~mask).expand_as(z), moved), log_scale.sum(-1)


def written_into_z(z, mask, net):
    shift, log_scale = net(z[..., mask])
    z[..., ~mask] = z[..., ~mask] * log_scale.exp() + shift
    return z, log_scale.sum(-1)


def by_the_jacobian(z, mask, net):
    """The log-det of the whole matrix by autograd, point by point; it keeps no gradient."""

    def one(point):
        shift, log_scale = net(point[mask])
        moved = point[~mask] * log_scale.exp() + shift
        return torch.zeros_like(point).masked_scatter(mask, point[mask]).masked_scatter(
            ~mask, moved
        )  # fmt: skip

    points = z.reshape(-1, z.shape[-1])
    x = torch.stack([one(point) for point in points]).reshape(z.shape)
    J = torch.stack([torch.autograd.functional.jacobian(one, p.detach()) for p in points])
    return x, torch.linalg.slogdet(J)[1].reshape(z.shape[:-1])


def passive_stretched_as_well(z, mask, net):
    shift, log_scale = net(z[..., mask])
    x = 1.01 * z
    x[..., ~mask] = z[..., ~mask] * log_scale.exp() + shift
    return x, log_scale.sum(-1)


def moved_first_reversed(z, mask, net):
    x, log_det = scattered(z, mask, net)
    return x.flip(-1), log_det


# --- 9.5


def by_degrees(degree, first=lambda d, j: j < d, last=lambda d, i: d <= i):
    def masks(n, h):
        d, place = degree(n, h), torch.arange(n)
        return first(d[:, None], place[None, :]), last(d[None, :], place[:, None])

    return masks


def cycle(n, h):
    return torch.arange(h) % (n - 1) + 1


def shuffled(n, h):
    return cycle(n, h)[torch.randperm(h)]


def halves(n, h):
    """Not 0 or 1, but a weight."""
    first, last = by_degrees(cycle)(n, h)
    return 0.5 * first, 0.5 * last


def signs(n, h):
    first, last = by_degrees(cycle)(n, h)
    return first.double() - (~first).double(), last.double()


def repeated(n, h):
    """Degrees repeated in blocks, one too few blocks for h that n − 1 does not divide."""
    return torch.arange(1, n).repeat(h // (n - 1))


def reversed_outputs(n, h):
    first, last = by_degrees(cycle)(n, h)
    return first, last.flip(0)


# --- 9.7


def layer(turned=lambda x, R: x @ R, log_det=lambda s: sum(s)):
    def layer_inverse(x, R, marginals):
        y = turned(x, R)
        z, s = [], []
        for i, (h, log_slope) in enumerate(marginals):
            z.append(h(y[..., i]))
            s.append(log_slope(y[..., i]))
        return torch.stack(z, -1), log_det(s)

    return layer_inverse


def in_reverse(x, R, marginals):
    return layer()(x, R, marginals[::-1])


# --- 9.8


def pinwheel(angle, out):
    def log_prob(x, turn):
        r = (x**2).sum(-1).sqrt()
        phi = torch.atan2(x[..., 1], x[..., 0]) + angle(turn, r)
        total = []
        for k in range(5):
            a = phi - 2 * math.pi * k / 5
            u, v = r * torch.cos(a), r * torch.sin(a)
            total.append(-((u - 1.35) ** 2) / (2 * 0.4**2) - v**2 / (2 * 0.13**2))
        return out(torch.stack(total, -1))

    return log_prob


FIVE = math.log(5 * 2 * math.pi * 0.4 * 0.13)

RIGHT = {
    "9.1": (
        lambda slopes: (
            slopes.log2().real.sum(-1) * LOG_2
            if bool((slopes > 0).all())
            else slopes.abs().log2().sum(-1) * LOG_2
        ),
        lambda slopes: torch.einsum("...i->...", torch.log(torch.abs(slopes))),
        lambda slopes: torch.logsumexp(torch.log(slopes.abs()).unsqueeze(-1), -1).sum(-1),
    ),
    "9.2": (backwards(), lambda x, b, s: list(backwards()(x, b, s))),
    "9.3": (forwards(), forwards(x2=lambda z2, b, s: torch.lerp(b, b + z2, s.exp()))),
    "9.4": (real_nvp, scattered, written_into_z),
    "9.5": (
        by_degrees(shuffled),
        by_degrees(lambda n, h: (n - 1) - torch.arange(h) % (n - 1)),
        by_degrees(lambda n, h: torch.linspace(1, n - 1, h).round()),
        by_degrees(lambda n, h: torch.arange(h).clamp(max=n - 2) + 1),
    ),
    "9.6": (
        lambda x, order: x.index_select(-1, torch.sort(order).indices),
        lambda x, order: torch.zeros_like(x).index_copy(-1, order, x),
        lambda x, order: torch.zeros_like(x).scatter(-1, order.expand(x.shape), x),
    ),
    "9.7": (
        layer(),
        layer(turned=lambda x, R: torch.matmul(R.T, x[..., None])[..., 0]),
        layer(log_det=lambda s: torch.stack(s).sum(0)),
    ),
    "9.8": (pinwheel(lambda turn, r: -turn * r, lambda p: torch.logsumexp(p, -1) - FIVE),),
    "9.9": (
        lambda C: torch.linalg.cholesky(torch.linalg.inv(C).flip(0, 1)).flip(0, 1).T,
        lambda C: torch.linalg.solve(torch.linalg.cholesky(C), torch.eye(2)),
    ),
}

NAMED = {
    "9.1": (
        ("mean instead of sum", lambda slopes: slopes.abs().log().sum(-1) / slopes.shape[-1]),
        ("logarithm of the product", lambda slopes: torch.linalg.det(
            torch.diag_embed(slopes)).abs().log()),
        ("square without its half", lambda slopes: 2 * slopes.abs().log().sum(-1)),
    ),
    "9.2": (
        ("shift at z1", lambda x, b, s: backwards()(x, lambda x1: b((x1 + 1) / 2), s)),
        ("log_scale at z1", lambda x, b, s: backwards()(x, b, lambda x1: s((x1 + 1) / 2))),
        ("no gradient at all", in_no_grad(backwards())),
        ("conditions on z1", backwards(at=lambda x: (x[..., 0] + 1) / 2)),
        ("conditions on x2", backwards(at=lambda x: x[..., 1])),
        ("first coordinate's log-det forgotten", backwards(log_det=lambda s: -s)),
        ("shift and scale exchanged", lambda x, b, s: backwards()(x, s, b)),
        ("shift forgotten", backwards(z2=lambda x2, b, s: x2 / s.exp())),
        ("first coordinate run forwards", backwards(z1=lambda x1: 2 * x1 - 1)),
        ("2 instead of log 2", backwards(log_det=lambda s: -s - 2.0)),
        ("log-det left out", lambda x, b, s: backwards()(x, b, s)[0]),
        # two at once
        ("log-det of the map forwards and multiplied instead of divided",
         backwards(z2=lambda x2, b, s: (x2 - b) * s.exp(), log_det=lambda s: s + LOG_2)),
    ),
    "9.3": (
        ("taken from .T", columns_of_T),
        ("shift at z1", lambda z, b, s: forwards()(z, lambda x1: b((x1 + 1) / 2), s)),
        ("log_scale at z1", lambda z, b, s: forwards()(z, b, lambda x1: s((x1 + 1) / 2))),
        ("no gradient at all", in_no_grad(forwards())),
        ("divided instead of multiplied", forwards(x2=lambda z2, b, s: z2 / s.exp() + b)),
        ("second coordinate's log-det forgotten",
         forwards(log_det=lambda s: torch.full_like(s, LOG_2))),
    ),
    "9.4": (
        ("no gradient at all", in_no_grad(scattered)),
        ("moved half goes into the net", lambda z, mask, net: scattered(
            z, mask, lambda seen: net(z[..., ~mask]))),
        ("log-det over the whole batch", lambda z, mask, net: (
            scattered(z, mask, net)[0], scattered(z, mask, net)[1].sum())),
        ("shift and log_scale exchanged", lambda z, mask, net: scattered(
            z, mask, lambda seen: tuple(reversed(net(seen))))),
    ),
    "9.5": (
        ("the first mask masks nothing and units from the n-th on are idle",
         lambda n, h: (torch.ones(h, n), torch.tril(torch.ones(n, h), -1))),
        ("units from the n-th on are idle",
         by_degrees(lambda n, h: torch.arange(h).clamp(max=n - 1) + 1)),
        ("degree n", by_degrees(lambda n, h: torch.arange(h) % n + 1)),
        ("strict in the hidden layer, too", by_degrees(cycle, first=lambda d, j: j + 1 < d)),
        ("sees itself", by_degrees(cycle, last=lambda d, i: d <= i + 1)),
        ("transposed", lambda n, h: tuple(m.T for m in by_degrees(cycle)(n, h))),
        ("degree 0", by_degrees(lambda n, h: torch.arange(h) % n)),
    ),
    "9.6": (
        ("the order once more", lambda x, order: x.gather(-1, order.expand(x.shape))),
        ("order flipped", lambda x, order: x[..., list(reversed(order.tolist()))]),
    ),
    "9.7": (
        ("R instead of its transpose", layer(turned=lambda x, R: (R @ x[..., None])[..., 0])),
        ("not turned", layer(turned=lambda x, R: x)),
        ("cut off", in_no_grad(layer())),
    ),
    "9.8": (
        ("÷ 5 forgotten", pinwheel(
            lambda turn, r: -turn * r, lambda p: p.logsumexp(-1) - FIVE + math.log(5))),
        ("turned the wrong way", pinwheel(
            lambda turn, r: turn * r, lambda p: p.logsumexp(-1) - FIVE)),
    ),
    "9.9": (
        ("the map forwards", lambda C: torch.linalg.inv(
            torch.linalg.inv(torch.linalg.cholesky(C)))),
        ("transposed", lambda C: torch.linalg.inv(torch.linalg.cholesky(C).T)),
    ),
}  # fmt: skip

WRONG = {
    "9.1": (
        lambda slopes: torch.log(slopes.abs() + 0.01).sum(-1),
        lambda slopes: torch.log1p(slopes.abs()).sum(-1),
    ),
    "9.2": (
        filled_backwards,
        one_way_back_twice,
        only_one_function_cut,
        backwards(last=lambda z, x: z.clamp(-10, 10)),
        lambda x, b, s: (backwards()(x, b, s)[0].detach(), backwards()(x, b, s)[1]),
    ),
    "9.3": (
        filled_forwards,
        forwards(log_det=lambda s: s + LOG_2 / 2),
        lambda z, b, s: forwards()(z.detach(), b, s),
    ),
    "9.4": (
        by_the_jacobian,
        passive_stretched_as_well,
        moved_first_reversed,
        lambda z, mask, net: scattered(z.detach(), mask, net),
        lambda z, mask, net: scattered(z.clamp(-5, 5), mask, net),
    ),
    "9.5": (
        halves,
        signs,
        reversed_outputs,
        by_degrees(repeated),
    ),
    "9.6": (
        lambda x, order: x[..., (order + 1) % len(order)],
        lambda x, order: x[..., torch.argsort(order)].abs(),
    ),
    "9.7": (
        in_reverse,
        layer(log_det=lambda s: sum(s) + 0.5),
        layer(turned=lambda x, R: (x @ R).clamp(-20, 20)),
    ),
    "9.8": (
        pinwheel(lambda turn, r: -abs(turn) * r, lambda p: p.logsumexp(-1) - FIVE),
        pinwheel(lambda turn, r: -turn * r, lambda p: torch.log(p.exp().sum(-1) + 1e-30) - FIVE),
    ),
    "9.9": (lambda C: torch.linalg.cholesky(torch.linalg.inv(C)).flip(0, 1),),
}

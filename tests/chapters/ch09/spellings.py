"""Other right ways to write the answers of chapter 09."""

import math

import numpy as np
import torch

from course_lib.planar import Pinwheel, rotated

# --- 9.1: numpy, half a square, slogdet, a loop


def log_det_with_numpy(slopes):
    return np.log(np.abs(slopes.numpy())).sum(axis=-1)


def log_det_in_a_loop(slopes):
    total = 0.0
    for slope in slopes.unbind(-1):
        total = total + slope.abs().log()
    return total


def log_det_of_a_matrix(slopes):
    return torch.linalg.slogdet(torch.diag_embed(slopes)).logabsdet


# --- 9.2 and 9.3: kept dimensions, filled in, unbound, point by point


def inverse_with_slices(x, shift, log_scale):
    first, second = x[..., :1], x[..., 1:]
    s = log_scale(first)
    z = torch.cat([first / 2 + 0.5, (second - shift(first)) / s.exp()], dim=-1)
    return z, (-s - math.log(2)).squeeze(-1)


def inverse_filled_in(x, shift, log_scale):
    z = torch.empty_like(x)
    z[..., 0] = 0.5 * (x[..., 0] + 1)
    z[..., 1] = torch.exp(-log_scale(x[..., 0])) * (x[..., 1] - shift(x[..., 0]))
    return [z, torch.log(0.5 * torch.exp(-log_scale(x[..., 0])))]


def inverse_point_by_point(x, shift, log_scale):
    z, log_det = [], []
    for x1, x2 in x.reshape(-1, 2):
        s = log_scale(x1)
        z += [torch.stack([(x1 + 1) / 2, (x2 - shift(x1)) / torch.exp(s)])]
        log_det += [-s - torch.log(torch.tensor(2.0))]
    return torch.stack(z).reshape(x.shape), torch.stack(log_det).reshape(x.shape[:-1])


def forward_with_slices(z, shift, log_scale, bias=-1):
    x1 = 2 * z[..., :1] + bias
    x2 = torch.addcmul(shift(x1), log_scale(x1).exp(), z[..., 1:])
    return torch.cat((x1, x2), -1), log_scale(x1)[..., 0] + np.log(2)


def forward_filled_in(z, shift, log_scale):
    x = torch.zeros_like(z)
    x1 = 2 * z[..., 0] - 1
    x[..., 0], x[..., 1] = x1, shift(x1) + torch.exp(log_scale(x1)) * z[..., 1]
    return x, torch.log(2 * torch.exp(log_scale(x1)))


def forward_on_top_of_z(z, shift, log_scale):
    first, second = torch.unbind(z, -1)
    first = first + first - 1
    b, s = shift(first), log_scale(first)
    return torch.stack((first, s.exp() * second + b), dim=-1), s.add(math.log(2.0))


# --- 9.4: index lists, an empty tensor, a where, column by column


def coupling_by_index(z, mask, net):
    passive, moved = mask.nonzero().flatten(), (~mask).nonzero().flatten()
    shift, log_scale = net(z.index_select(-1, passive))
    new = shift + z.index_select(-1, moved) * log_scale.exp()
    back = torch.argsort(torch.cat([passive, moved]))
    return torch.cat([z.index_select(-1, passive), new], -1)[..., back], log_scale.sum(dim=-1)


def coupling_with_where(z, mask, net):
    b, s = net(z[..., mask])
    shift, log_scale = torch.zeros_like(z), torch.zeros_like(z)
    shift[..., ~mask], log_scale[..., ~mask] = b, s
    return torch.where(mask, z, torch.exp(log_scale) * z + shift), log_scale.sum(-1)


def coupling_by_columns(z, mask, net):
    shift, log_scale = (iter(part.unbind(-1)) for part in net(z[..., mask]))
    columns, log_det = [], 0
    for column, passes in zip(z.unbind(-1), mask, strict=True):
        if not passes:
            s = next(log_scale)
            column, log_det = next(shift) + s.exp() * column, log_det + s
        columns.append(column)
    return torch.stack(columns, -1), log_det


# --- 9.5: floats, spread degrees, falling degrees in lists, one input for each unit, numpy


def masks_as_floats(n, h):
    d, i = torch.arange(h) % (n - 1) + 1, torch.arange(1, n + 1)
    return (d[:, None] >= i[None, :]).float(), (d[None, :] < i[:, None]).float()


def masks_spread(n, h):
    d = torch.tensor([1 + k * (n - 1) // h for k in range(h)]).unsqueeze(-1)
    i = torch.arange(n)
    return (i < d).int(), (d <= i).T.int()


def masks_in_lists(n, h):
    first = [[int(j < n - 1 - k % (n - 1)) for j in range(n)] for k in range(h)]
    last = [[int(i >= n - 1 - k % (n - 1)) for k in range(h)] for i in range(n)]
    return torch.tensor(first), torch.tensor(last)


def masks_of_single_inputs(n, h):
    unit, place = torch.arange(h) % (n - 1), torch.arange(n)
    return unit[:, None] == place, place[:, None] > unit


def masks_with_numpy(n, h):
    d, i = np.arange(h) % (n - 1) + 1, np.arange(n)
    return d[:, None] > i, i[:, None] >= d


# --- 9.6: written into, looked up, a matrix, gathered


def unpermute_written_into(x, order):
    z = torch.empty_like(x)
    z[..., order] = x
    return z


def unpermute_looked_up(x, order):
    places = order.tolist()
    return torch.stack([x[..., places.index(i)] for i in range(len(places))], -1)


def unpermute_by_a_matrix(x, order):
    return x @ torch.eye(len(order), dtype=x.dtype)[order]


def unpermute_gathered(x, order):
    return x.gather(-1, order.argsort().expand(x.shape))


# --- 9.7: the transpose on columns, einsum and log|det R|, a solve, filled in


def layer_on_columns(x, R, marginals):
    y = (R.T @ x.unsqueeze(-1)).squeeze(-1)
    z = [h(y[..., i]) for i, (h, _) in enumerate(marginals)]
    slopes = [log_slope(y[..., i]) for i, (_, log_slope) in enumerate(marginals)]
    return torch.stack(z, -1), torch.stack(slopes, -1).sum(-1)


def layer_with_einsum(x, R, marginals):
    y = torch.einsum("ji,...j->...i", R, x)
    z = torch.stack([m[0](y[..., k]) for k, m in enumerate(marginals)], dim=-1)
    log_det = torch.linalg.slogdet(R)[1] + sum(m[1](y[..., k]) for k, m in enumerate(marginals))
    return [z, log_det]


def layer_with_a_solve(x, R, marginals):
    y = torch.linalg.solve(R, x.unsqueeze(-1)).squeeze(-1)
    z, log_det = torch.zeros_like(y), torch.zeros(y.shape[:-1])
    for i, (h, log_slope) in enumerate(marginals):
        z[..., i] = h(y[..., i])
        log_det = log_det + log_slope(y[..., i])
    return z, log_det


def layer_with_autograd(x, R, marginals):
    """Slopes by autograd, which keep gradients themselves."""
    y = x @ R
    if not y.requires_grad:
        y.requires_grad_()
    parts = [y[..., i] for i in range(len(marginals))]
    z = [h(part) for (h, _), part in zip(marginals, parts, strict=True)]
    slopes = [
        torch.autograd.grad(out.sum(), part, create_graph=True)[0]
        for out, part in zip(z, parts, strict=True)
    ]
    return torch.stack(z, -1), torch.stack(slopes, -1).log().sum(-1)


# --- 9.8: matrices, torch.distributions, the course's own


def pinwheel_with_matrices(x, turn):
    u = rotated(x, -turn * x.norm(dim=-1))
    logs = []
    for k in range(5):
        a, b = rotated(u, torch.tensor(-2 * math.pi * k / 5)).unbind(-1)
        square = ((a - 1.35) / 0.4) ** 2 + (b / 0.13) ** 2
        logs.append(-square / 2 - math.log(2 * math.pi * 0.4 * 0.13))
    return torch.stack(logs).logsumexp(0) - math.log(5)


def pinwheel_with_distributions(x, turn):
    r = torch.hypot(x[..., 0], x[..., 1])
    angle = torch.atan2(x[..., 1], x[..., 0]) - turn * r
    seen = angle.unsqueeze(-1) + 2 * math.pi / 5 * torch.arange(5)
    r = r.unsqueeze(-1)
    along = torch.distributions.Normal(1.35, 0.4).log_prob(r * seen.cos())
    across = torch.distributions.Normal(0.0, 0.13).log_prob(r * seen.sin())
    return torch.logsumexp(along + across + math.log(0.2), -1)


def pinwheel_of_the_course(x, turn):
    return Pinwheel(turn=turn).log_prob(x)


# --- 9.9: Cholesky, a triangular solve, plain numbers


def kr_by_cholesky(C):
    return torch.linalg.inv(torch.linalg.cholesky(C))


def kr_by_a_solve(C):
    A = torch.linalg.cholesky(C)
    return torch.linalg.solve_triangular(A, torch.eye(2), upper=False)


def kr_with_plain_numbers(C):
    (a, b), (_, d) = C.tolist()
    left = math.sqrt(d - b * b / a)
    return torch.tensor([[1 / math.sqrt(a), 0.0], [-b / a / left, 1 / left]])


SPELLINGS = {
    "9.1": (
        log_det_with_numpy,
        log_det_in_a_loop,
        log_det_of_a_matrix,
        lambda slopes: (slopes**2).log().sum(-1) / 2,
    ),
    "9.2": (inverse_with_slices, inverse_filled_in, inverse_point_by_point),
    "9.3": (forward_with_slices, forward_filled_in, forward_on_top_of_z),
    "9.4": (coupling_by_index, coupling_with_where, coupling_by_columns),
    "9.5": (
        masks_as_floats,
        masks_spread,
        masks_in_lists,
        masks_of_single_inputs,
        masks_with_numpy,
    ),
    "9.6": (
        unpermute_written_into,
        unpermute_looked_up,
        unpermute_by_a_matrix,
        unpermute_gathered,
    ),
    "9.7": (layer_on_columns, layer_with_einsum, layer_with_a_solve, layer_with_autograd),
    "9.8": (pinwheel_with_matrices, pinwheel_with_distributions, pinwheel_of_the_course),
    "9.9": (kr_by_cholesky, kr_by_a_solve, kr_with_plain_numbers),
}

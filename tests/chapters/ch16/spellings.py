"""Other right ways to write the answers of chapter 16."""

import math

import torch
from torch.nn import functional as F

L = math.log(1e-3)

# --- 16.1


def density_by_torchs_normal(t, x):
    z, ladj = t.call_and_ladj(x)
    return torch.distributions.Normal(0.0, 1.0).log_prob(z) + ladj


def density_by_the_way_back(t, x):
    z = t(x)
    return -0.5 * (z**2 + math.log(2 * math.pi)) - t.inv.call_and_ladj(z)[1]


def density_by_its_jacobian(t, x):
    z = t(x)
    return -0.5 * z.square() - 0.5 * math.log(2 * math.pi) + t.log_abs_det_jacobian(x, z)


# --- 16.2


def knots_by_slices(u, bound):
    K = (u.shape[-1] + 1) // 3
    w, h, d = u[..., :K], u[..., K : 2 * K], u[..., 2 * K :]
    start = torch.full_like(u[..., :1], -float(bound))
    ends = []
    for v in (w, h):
        shares = F.softmax(v / (1 + (2 * v / L).abs()), dim=-1)
        ends.append(torch.cat([start, start + 2 * bound * shares.cumsum(-1)], -1))
    return *ends, F.pad(d / (1 + (d / L).abs()), (1, 1)).exp()


def knots_by_chunks(u, bound):
    K = (u.shape[-1] + 1) // 3
    both = torch.stack([u[..., :K], u[..., K : 2 * K]])
    shares = (both / (1 - 2 * both.abs() / L)).softmax(-1)
    x, z = 2 * bound * F.pad(shares.cumsum(-1), (1, 0)) - bound
    slopes = torch.exp(u[..., 2 * K :] / (1 - u[..., 2 * K :].abs() / L))
    return [x, z, F.pad(slopes, (1, 1), value=1.0)]


def knots_row_by_row(u, bound):
    if u.dim() > 1:
        rows = [knots_row_by_row(row, bound) for row in u]
        return tuple(torch.stack(part) for part in zip(*rows, strict=True))
    return knots_by_slices(u, bound)


# --- 16.3


def grid_turned(flow, x, c):
    return flow(c).log_prob(x[:, None, None]).T


def grid_by_rows(flow, x, c):
    return torch.stack([flow(one).log_prob(x.unsqueeze(-1)) for one in c])


def grid_of_copies(flow, x, c):
    rows = c.repeat_interleave(len(x), 0)
    return flow(rows).log_prob(x.repeat(len(c))[:, None]).view(len(c), len(x))


# --- 16.4


def draws_turned(flow, c, k):
    return flow(c).rsample((k,)).transpose(0, 1)


def draws_by_rows(flow, c, k):
    return torch.stack([flow(one).sample((k,)) for one in c])


def draws_of_copies(flow, c, k):
    return flow(c.repeat_interleave(k, 0)).sample().unflatten(0, (len(c), k))


# --- 16.5


def train_in_the_loop(flow, theta, c, batches, lr, centre, width):
    optimizer, losses = torch.optim.Adam(flow.parameters(), lr), []
    for rows in batches:
        optimizer.zero_grad(set_to_none=True)
        log_p = flow(c[rows]).log_prob((theta[rows] - centre) / width)
        (-log_p.mean()).backward()
        optimizer.step()
        losses.append(float(-log_p.mean()))
    return losses


def train_by_index(flow, theta, c, batches, lr, centre, width):
    scaled = theta.sub(centre).div(width)
    optimizer = torch.optim.Adam([{"params": list(flow.parameters())}], lr=lr)
    losses = torch.zeros(len(batches), dtype=torch.float64)
    for k in range(len(batches)):
        loss = -flow(c.index_select(0, batches[k])).log_prob(scaled[batches[k]]).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses[k] = loss.detach()
    return losses.tolist()


def train_by_sum(flow, theta, c, batches, lr, centre, width):
    scaled, optimizer = (theta - centre) / width, torch.optim.Adam(flow.parameters(), lr=lr)

    def step(i):
        optimizer.zero_grad()
        loss = -flow(c[i]).log_prob(scaled[i]).sum() / len(i)
        loss.backward()
        optimizer.step()
        return loss.item()

    return tuple(map(step, batches))


# --- 16.6


def read_by_loop(manifolds, letters):
    rows = []
    for name, layers in zip(manifolds.split("+"), letters.split("+"), strict=True):
        rows.append([name[0], int(name[1:]), "".join(reversed(layers))])
    return rows


def read_by_index(manifolds, letters):
    names, parts = manifolds.split("+"), letters.split("+")
    return [(names[k][:1], int(names[k][1:]), parts[k][::-1]) for k in range(len(names))]


def read_turned_first(manifolds, letters):
    turned = [part[::-1] for part in letters.split("+")]
    return tuple(
        (name[0], int(name.lstrip("es")), layers)
        for name, layers in zip(manifolds.split("+"), turned, strict=True)
    )


# --- 16.7


def gg_by_sums(x, near_base, near_data):
    def mixture(x, layer):
        log_w, m, s = layer
        t = (x[..., None] - m) / s
        cdf = torch.sigmoid(t)
        return (log_w.exp() * cdf).sum(-1), (log_w.exp() * cdf * (1 - cdf) / s).sum(-1)

    F2, f2 = mixture(x, near_data)
    F1, f1 = mixture(torch.logit(F2), near_base)
    return torch.special.ndtri(F1), f1.log() + (f2 / (F2 * (1 - F2))).log()


def gg_by_icdf(x, near_base, near_data):
    from course_lib.flows import Inverse, MixtureOfLogistics, NormalToLogistic

    y, first = MixtureOfLogistics(near_data[0].exp(), *near_data[1:]).inverse(x)
    v, second = MixtureOfLogistics(near_base[0].exp(), *near_base[1:]).inverse(y)
    z, third = Inverse(NormalToLogistic()).forward(v)
    base = torch.distributions.Normal(0.0, 1.0).log_prob(z)
    return z, base + first + second + third


def gg_by_autograd(x, near_base, near_data):
    def cdf(x, layer):
        log_w, m, s = layer
        return (log_w.exp() * torch.sigmoid((x[..., None] - m) / s)).sum(-1)

    def z_of(x):
        F2 = cdf(x, near_data)
        y = torch.log(F2) - torch.log(1 - F2)
        return torch.distributions.Normal(0.0, 1.0).icdf(cdf(y, near_base))

    x = x.clone().requires_grad_()
    z = z_of(x)
    (slope,) = torch.autograd.grad(z.sum(), x)
    z = z.detach()
    return z, torch.distributions.Normal(0.0, 1.0).log_prob(z) + slope.log()


SPELLINGS = {
    "16.1": (density_by_torchs_normal, density_by_the_way_back, density_by_its_jacobian),
    "16.2": (knots_by_slices, knots_by_chunks, knots_row_by_row),
    "16.3": (grid_turned, grid_by_rows, grid_of_copies),
    "16.4": (draws_turned, draws_by_rows, draws_of_copies),
    "16.5": (train_in_the_loop, train_by_index, train_by_sum),
    "16.6": (read_by_loop, read_by_index, read_turned_first),
    "16.7": (gg_by_sums, gg_by_icdf, gg_by_autograd),
}

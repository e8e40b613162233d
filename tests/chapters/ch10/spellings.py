"""Other right ways to write the answers of chapter 10."""

import math

import numpy as np
import torch
from torch.nn import functional as F

from course_lib import flows
from course_lib.flows.univariate import UnivariateAffine

# --- 10.1: torch's distribution, torch's loss, the variance, a flow, event by event


def nll_of_a_distribution(x, mu, log_s):
    return -torch.distributions.Normal(mu, log_s.exp()).log_prob(x)


def nll_of_torch(x, mu, log_s):
    x = x.expand_as(mu)
    return F.gaussian_nll_loss(x, mu, torch.exp(2 * log_s), full=True, eps=0, reduction="none")


def nll_with_the_variance(x, mu, log_s):
    variance = torch.exp(log_s) ** 2
    return (x - mu).pow(2) / 2 / variance + torch.log(2 * math.pi * variance) / 2


def nll_through_the_base(x, mu, log_s):
    z, log_det = (mu - x) / log_s.exp(), -log_s
    return -(torch.distributions.Normal(0.0, 1.0).log_prob(z) + log_det)


def nll_event_by_event(x, mu, log_s):
    triples = zip(x.expand_as(mu).flatten(), mu.flatten(), log_s.flatten(), strict=True)
    every = [0.5 * ((a - m) / torch.exp(s)) ** 2 + s + 0.9189385332046727 for a, m, s in triples]
    return torch.stack(every).reshape(mu.shape)


# --- 10.2: a norm, plain Python, numpy, spread and mean, the lesson's own formula


def width_by_a_norm(residuals):
    return torch.linalg.norm(residuals.flatten()) / residuals.numel() ** 0.5


def width_in_python(residuals):
    squares = [float(r) ** 2 for r in residuals.flatten()]
    return math.sqrt(sum(squares) / len(squares))


def width_with_numpy(residuals):
    return np.sqrt(np.mean(residuals.numpy() ** 2))


def width_of_spread_and_mean(residuals):
    return torch.sqrt(residuals.var(correction=0) + residuals.mean() ** 2)


def width_by_a_search(residuals):
    """Newton's steps on log σ, whose slope in the mean cost is 1 − (mean of r²)/σ²."""
    log_s = residuals.abs().max().log()
    for _ in range(60):
        share = residuals.square().mean() / torch.exp(2 * log_s)
        log_s = log_s - (1 - share) / (2 * share).clamp(min=1)
    return torch.exp(log_s)


# --- 10.3: unbind, logaddexp, logsigmoid, by hand and stable


def heads_unbound(out):
    mu, free = out.unbind(-1)
    return mu, torch.nn.Softplus()(free) + 0.01


def heads_with_logaddexp(out):
    return [out[..., 0], 0.01 + torch.logaddexp(out[..., 1], torch.zeros(()))]


def heads_with_logsigmoid(out):
    mu, free = out.split(1, -1)
    return mu.squeeze(-1), (0.01 - F.logsigmoid(-free)).squeeze(-1)


def heads_by_hand(out):
    free = out.select(-1, 1)
    return out.select(-1, 0), 1e-2 + free.relu() + torch.log1p(torch.exp(-free.abs()))


# --- 10.4: squeezed, as columns, a distribution, the table's diagonal, the library's flow


def affine_squeezed(x, mu, log_s):
    mu, log_s = mu.squeeze(), log_s.squeeze()
    return -0.5 * (((x - mu) / log_s.exp()) ** 2 + math.log(2 * math.pi)) - log_s


def affine_in_columns(x, mu, log_s):
    z = (x[:, None] - mu) / torch.exp(log_s)
    log_p0 = -(z**2) / 2 - math.log(math.sqrt(2 * math.pi))
    return (log_p0 - log_s).sum(-1)


def affine_of_a_distribution(x, mu, log_s):
    return torch.distributions.Normal(mu.flatten(), log_s.exp().view(-1)).log_prob(x)


def affine_on_the_diagonal(x, mu, log_s):
    table = torch.distributions.Normal(mu, log_s.exp()).log_prob(x)
    return table.diagonal()


def affine_with_the_library(x, mu, log_s):
    scale = UnivariateAffine(most=1e6)  # so far away that the bound changes nothing
    flow = scale(torch.cat([mu, log_s], -1))
    return flows.FlowDistribution(flow).log_prob(x)


# --- 10.5: slices, three rows, logsumexp, a distribution, bump after bump


def mixture_in_slices(out):
    K = out.shape[-1] // 3
    logits, means, free = out[..., :K], out[..., K : 2 * K], out[..., -K:]
    return logits - logits.logsumexp(-1, keepdim=True), means, 0.01 + F.softplus(free)


def mixture_in_three_rows(out):
    logits, means, free = out.unflatten(-1, (3, -1)).unbind(-2)
    return [F.log_softmax(logits, dim=-1), means, torch.nn.Softplus()(free) + 0.01]


def mixture_shifted_by_hand(out):
    logits, means, free = torch.split(out, out.shape[-1] // 3, dim=-1)
    shifted = logits - logits.amax(-1, keepdim=True)
    log_w = shifted - torch.log(torch.exp(shifted).sum(-1, keepdim=True))
    return log_w, means, 0.01 - F.logsigmoid(-free)


def mixture_of_a_distribution(out):
    logits, means, free = torch.tensor_split(out, 3, -1)
    return torch.distributions.Categorical(logits=logits).logits, means, F.softplus(free) + 1e-2


def mixture_bump_by_bump(out):
    K = out.shape[-1] // 3
    total = torch.logsumexp(out[..., :K], -1)
    log_w = torch.stack([out[..., k] - total for k in range(K)], -1)
    widths = torch.stack([0.01 + F.softplus(out[..., 2 * K + k]) for k in range(K)], -1)
    return log_w, out.narrow(-1, K, K), widths


# --- 10.6: index_select, a loop, numbers of Python, one table, a matrix of ones and zeros


def batch_selected(x, c, i):
    return x.index_select(0, i), torch.index_select(c, 0, i)


def batch_in_a_loop(x, c, i):
    pairs = [(x[k], c[k]) for k in i]
    return [torch.stack(column) for column in zip(*pairs, strict=True)]


def batch_of_a_list(x, c, i):
    rows = i.tolist()
    return x[rows], c[rows, :]


def batch_of_one_table(x, c, i):
    m = c.shape[1]
    both = torch.cat([x.reshape(len(x), -1), c], 1)[i]
    return both[:, :-m].reshape(len(i), *x.shape[1:]), both[:, -m:]


def batch_by_ones_and_zeros(x, c, i):
    chosen = F.one_hot(i, len(x)).to(x)
    return chosen @ x, chosen @ c


# --- 10.7: the product, plain numbers, one coordinate after the other, a determinant


def units_by_the_product(log_p, sigma):
    return log_p - sigma.prod().log()


def units_in_python(log_p, sigma):
    return log_p - sum(math.log(s) for s in sigma.tolist())


def units_one_by_one(log_p, sigma):
    for s in sigma:
        log_p = log_p + torch.log(1 / s)
    return log_p


def units_by_a_determinant(log_p, sigma):
    return log_p + torch.logdet(torch.diag(1 / sigma))


# --- 10.8: weights, trapezoids, row by row, numpy


def summaries_by_weights(x, p):
    weights = p / p.sum(-1, keepdim=True)
    return weights @ x, x[p.max(-1).indices]


def summaries_by_trapezoids(x, p):
    return torch.trapezoid(x * p, x) / torch.trapezoid(p, x), torch.take(x, p.argmax(-1))


def summaries_in_rows(x, p):
    rows = p.reshape(-1, p.shape[-1])
    mean = torch.stack([torch.dot(row, x) / row.sum() for row in rows])
    mode = torch.stack([x[row == row.max()][0] for row in rows])
    return mean.reshape(p.shape[:-1]), mode.reshape(p.shape[:-1])


def summaries_with_numpy(x, p):
    x, p = x.numpy(), p.numpy()
    weights = np.broadcast_to(x, p.shape)
    return np.average(weights, axis=-1, weights=p), x[np.argmax(p, axis=-1)]


SPELLINGS = {
    "10.1": (
        nll_of_a_distribution,
        nll_of_torch,
        nll_with_the_variance,
        nll_through_the_base,
        nll_event_by_event,
    ),
    "10.2": (
        width_by_a_norm,
        width_in_python,
        width_with_numpy,
        width_of_spread_and_mean,
        width_by_a_search,
    ),
    "10.3": (heads_unbound, heads_with_logaddexp, heads_with_logsigmoid, heads_by_hand),
    "10.4": (
        affine_squeezed,
        affine_in_columns,
        affine_of_a_distribution,
        affine_on_the_diagonal,
        affine_with_the_library,
    ),
    "10.5": (
        mixture_in_slices,
        mixture_in_three_rows,
        mixture_shifted_by_hand,
        mixture_of_a_distribution,
        mixture_bump_by_bump,
    ),
    "10.6": (
        batch_selected,
        batch_in_a_loop,
        batch_of_a_list,
        batch_of_one_table,
        batch_by_ones_and_zeros,
    ),
    "10.7": (units_by_the_product, units_in_python, units_one_by_one, units_by_a_determinant),
    "10.8": (
        summaries_by_weights,
        summaries_by_trapezoids,
        summaries_in_rows,
        summaries_with_numpy,
    ),
}

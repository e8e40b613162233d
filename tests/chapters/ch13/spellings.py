"""Other right ways to write the answers of chapter 13."""

import math
from itertools import pairwise

import numpy as np
import torch
from scipy import stats

from course_lib import calibration, goodness

# --- 13.1: torch's gamma, the complement, scipy, closed forms, the library


def ball_with_the_complement(z):
    square = torch.einsum("...i,...i->...", z, z)
    return 1 - torch.special.gammaincc(torch.tensor(z.shape[-1] / 2), square / 2)


def ball_of_scipy(z):
    return stats.chi2(z.shape[-1]).cdf((z**2).sum(-1).numpy())


def ball_in_closed_form(z):
    """Two dimensions more take a term away: P(a + 1, x) = P(a, x) − xᵃ e⁻ˣ / Γ(a + 1)."""
    x = z.square().sum(-1) / 2
    a, found = (0.5, torch.erf(x.sqrt())) if z.shape[-1] % 2 else (1.0, 1 - torch.exp(-x))
    while a < z.shape[-1] / 2:
        found = found - x**a * torch.exp(-x) / math.gamma(a + 1)
        a += 1
    return found


def ball_event_by_event(z):
    rows = z.reshape(-1, z.shape[-1])
    a = torch.tensor(z.shape[-1] / 2)
    shares = [torch.special.gammainc(a, row.norm() ** 2 / 2) for row in rows]
    return torch.stack(shares).reshape(z.shape[:-1])


# --- 13.2: promise by promise, by a search, with numpy, the library


def coverage_promise_by_promise(u, p):
    return torch.stack([torch.mean((u <= q).float()) for q in p])


def coverage_by_a_search(u, p):
    return torch.bucketize(p, u.sort().values, right=True) / len(u)


def coverage_with_numpy(u, p):
    return np.searchsorted(np.sort(u.numpy()), p.numpy(), side="right") / len(u)


def coverage_by_heaviside(u, p):
    return torch.heaviside(p - u[:, None], torch.ones((), dtype=u.dtype)).mean(0)


# --- 13.3: by hand, with numpy, as a tensor, by halving a bracket


def band_by_hand(n, level):
    return ((math.log(2) - math.log(1 - level)) / 2 / n) ** 0.5


def band_with_numpy(n, level):
    return np.sqrt(-np.log((1 - level) / 2) / (2 * n))


def band_as_a_tensor(n, level):
    chance = torch.tensor(1 - level, dtype=torch.float64)
    return ((2 / chance).log() / (2 * n)).sqrt()


def band_by_halving(n, level):
    low, high = 0.0, 10.0
    for _ in range(80):
        middle = (low + high) / 2
        if 2 * math.exp(-2 * n * middle**2) > 1 - level:
            low = middle
        else:
            high = middle
    return middle


# --- 13.4: sorted together, by a search, draw by draw, not the ones above


def ranks_sorted_together(theta, draws):
    return torch.cat([theta[None], draws]).argsort(0).argsort(0)[0]


def ranks_by_a_search(theta, draws):
    rows = draws.movedim(0, -1).sort(-1).values.contiguous()
    return torch.searchsorted(rows, theta[..., None].contiguous())[..., 0]


def ranks_draw_by_draw(theta, draws):
    count = torch.zeros_like(theta)
    for draw in draws:
        count = count + (draw < theta)
    return count


def ranks_without_those_above(theta, draws):
    return len(draws) - (draws > theta).sum(0)


# --- 13.5: summed and divided, event by event, numpy, by sorting


def hpd_summed(log_p, log_p_draws):
    return torch.sum(log_p[None, :] < log_p_draws, 0) / log_p_draws.size(0)


def hpd_event_by_event(log_p, log_p_draws):
    shares = [(d > t).float().mean() for t, d in zip(log_p, log_p_draws.T, strict=True)]
    return torch.stack(shares)


def hpd_with_numpy(log_p, log_p_draws):
    return np.mean(log_p_draws.numpy() > log_p.numpy(), axis=0)


def hpd_by_sorting(log_p, log_p_draws):
    rows = log_p_draws.T.sort(-1).values.contiguous()
    below = torch.searchsorted(rows, log_p[:, None], right=True)[:, 0]
    return 1 - below / len(log_p_draws)


# --- 13.6: masks, weights, one-hot, numpy


def groups_by_masks(u, feature, edges, p):
    borders = [-math.inf, *edges.tolist(), math.inf]
    shares = []
    for low, high in pairwise(borders):
        inside = (low < feature) & (feature < high)
        shares.append((inside & (u <= p)).sum() / inside.sum())
    return torch.stack(shares)


def groups_by_weights(u, feature, edges, p):
    group = (feature[:, None] > edges).sum(1)
    covered = torch.bincount(group, weights=(u <= p).double())
    return covered / torch.bincount(group)


def groups_by_ones_and_zeros(u, feature, edges, p):
    group = torch.nn.functional.one_hot(torch.bucketize(feature, edges), len(edges) + 1)
    return (group * (u <= p)[:, None]).sum(0) / group.sum(0)


def groups_with_numpy(u, feature, edges, p):
    group = np.digitize(feature, edges)
    return np.array([np.mean(u.numpy()[group == k] <= p) for k in range(len(edges) + 1)])


# --- 13.7: weights inside, shifted by hand, one after the other, a distribution


def marginal_with_weights(log_p):
    return torch.logsumexp(log_p + math.log(1 / len(log_p)), dim=0)


def marginal_shifted_by_hand(log_p):
    shift = log_p.max(0, keepdim=True).values
    return torch.log(torch.mean(torch.exp(log_p - shift), 0)) + shift[0]


def marginal_one_by_one(log_p):
    total = torch.full_like(log_p[0], -torch.inf)
    for row in log_p:
        total = torch.logaddexp(total, row)
    return total - np.log(len(log_p))


def marginal_with_numpy(log_p):
    return np.logaddexp.reduce(log_p.numpy(), axis=0) - np.log(len(log_p))


# --- 13.8: event by event, by a search, from those below, the event among them


def odd_event_by_event(t, reference):
    m = len(reference)
    return torch.tensor([(1 + int((reference >= one).sum())) / (1 + m) for one in t])


def odd_by_a_search(t, reference):
    m = len(reference)
    return (m - torch.searchsorted(reference.sort().values, t) + 1) / (m + 1)


def odd_from_those_below(t, reference):
    return 1 - (reference < t[:, None]).sum(1) / (len(reference) + 1)


def odd_with_the_event_among_them(t, reference):
    every = torch.cat([t[:, None], reference.expand(len(t), -1)], 1)
    return (every >= t[:, None]).double().mean(1)


# --- 13.9: squares, cdist, event by event, numpy


def tarp_by_squares(theta, draws, reference):
    nearer = ((draws - reference) ** 2).sum(-1) < ((theta - reference) ** 2).sum(-1)
    return nearer.float().mean(0)


def tarp_by_cdist(theta, draws, reference):
    drawn = torch.cdist(draws.movedim(1, 0), reference[:, None])[..., 0]
    truth = torch.cdist(theta[:, None], reference[:, None])[..., 0]
    return (drawn < truth).double().mean(1)


def tarp_event_by_event(theta, draws, reference):
    shares = []
    for i, r in enumerate(reference):
        drawn = torch.stack([torch.dist(one, r) for one in draws[:, i]])
        shares.append((drawn < torch.dist(theta[i], r)).double().mean())
    return torch.stack(shares)


def tarp_with_numpy(theta, draws, reference):
    drawn = np.linalg.norm(draws.numpy() - reference.numpy(), axis=-1)
    truth = np.linalg.norm(theta.numpy() - reference.numpy(), axis=-1)
    return (drawn < truth).mean(0)


SPELLINGS = {
    "13.1": (
        calibration.ball_share,
        ball_with_the_complement,
        ball_of_scipy,
        ball_in_closed_form,
        ball_event_by_event,
    ),
    "13.2": (
        calibration.coverage,
        coverage_promise_by_promise,
        coverage_by_a_search,
        coverage_with_numpy,
        coverage_by_heaviside,
    ),
    "13.3": (band_by_hand, band_with_numpy, band_as_a_tensor, band_by_halving),
    "13.4": (
        calibration.ranks,
        ranks_sorted_together,
        ranks_by_a_search,
        ranks_draw_by_draw,
        ranks_without_those_above,
    ),
    "13.5": (
        calibration.hpd_share,
        hpd_summed,
        hpd_event_by_event,
        hpd_with_numpy,
        hpd_by_sorting,
    ),
    "13.6": (
        lambda *args: goodness.coverage_by_group(*args)[0],
        groups_by_masks,
        groups_by_weights,
        groups_by_ones_and_zeros,
        groups_with_numpy,
    ),
    "13.7": (
        marginal_with_weights,
        marginal_shifted_by_hand,
        marginal_one_by_one,
        marginal_with_numpy,
    ),
    "13.8": (
        goodness.calibrated_p,
        odd_event_by_event,
        odd_by_a_search,
        odd_from_those_below,
        odd_with_the_event_among_them,
    ),
    "13.9": (
        calibration.tarp_share,
        tarp_by_squares,
        tarp_by_cdist,
        tarp_event_by_event,
        tarp_with_numpy,
    ),
}

"""Other right ways to write the answers of chapter 12."""

import math

import torch
from torch.distributions import HalfCauchy, Normal

# --- 12.3


def bound_of_two_means(f, log_q, log_target, z):
    x = f(z)
    return log_target(x).mean() - log_q(x).mean()


def bound_by_loop(f, log_q, log_target, z):
    return sum(log_target(f(one)) - log_q(f(one)) for one in z) / len(z)


def bound_with_entropy(f, log_q, log_target, z):
    x = f(z)
    entropy = torch.mean(-log_q(x))
    return torch.sum(log_target(x)) / z.numel() + entropy


# --- 12.1


def kl_where(log_p, log_q, dx):
    p = torch.exp(log_p)
    return dx * torch.where(p > 0, p * (log_p - log_q), 0.0).sum()


def kl_by_loop(log_p, log_q, dx):
    pairs = zip(log_p.tolist(), log_q.tolist(), strict=True)
    return sum(math.exp(a) * (a - b) * dx for a, b in pairs if a > -math.inf)


def kl_without_nan(log_p, log_q, dx):
    return (log_p.exp() * (log_p - log_q)).nansum() * dx


def kl_of_densities(log_p, log_q, dx):
    p = log_p.exp()
    cross = torch.where(p > 0, p * log_q, 0.0)
    return (torch.xlogy(p, p) - cross).sum() * dx


# --- 12.4


def joint_by_distributions(v, y, sigma):
    a, tau, eta = v[..., 0], v[..., 1].exp(), v[..., 2:]
    theta = 5 * a.unsqueeze(-1) + tau.unsqueeze(-1) * eta
    of_v = Normal(0.0, 1.0).log_prob(torch.cat([v[..., :1], eta], -1)).sum(-1)
    of_tau = HalfCauchy(torch.tensor(5.0, dtype=torch.float64)).log_prob(tau) + tau.log()
    return Normal(theta, sigma).log_prob(y).sum(-1) + of_v + of_tau


def joint_by_mean(v, y, sigma):
    m, log_tau, eta = 5 * v[..., 0], v[..., 1], v[..., 2:]
    theta = m[..., None] + log_tau.exp()[..., None] * eta
    of_m = Normal(0.0, 5.0).log_prob(m) + math.log(5)  # the log-det of m = 5a
    of_tau = math.log(2) - math.log(5 * math.pi) - (1 + (2 * log_tau).exp() / 25).log()
    of_eta = Normal(0.0, 1.0).log_prob(eta).sum(-1)
    return Normal(theta, sigma).log_prob(y).sum(-1) + of_m + of_tau + of_eta + log_tau


def joint_by_loop(v, y, sigma):
    a, log_tau = v[..., 0], v[..., 1]
    total = -0.5 * a**2 - (len(y) + 0.5) * math.log(2 * math.pi) + log_tau
    total = total + math.log(10 / math.pi) - torch.log(25 + log_tau.exp() ** 2)
    for j in range(len(y)):
        eta = v[..., 2 + j]
        away = (y[j] - 5 * a - log_tau.exp() * eta) / sigma[j]
        total = total - 0.5 * away**2 - sigma[j].log() - 0.5 * eta**2
    return total


# --- 12.5


def weights_by_the_largest(log_target, log_q):
    log_w = log_target - log_q
    top = log_w.max()
    w = (log_w - top).exp()
    return top + w.mean().log(), w.sum() ** 2 / (w**2).sum()


def weights_by_logsumexp(log_target, log_q):
    log_w = log_target - log_q
    first, second = log_w.logsumexp(0), (2 * log_w).logsumexp(0)
    return first - math.log(log_w.numel()), torch.exp(2 * first - second)


def weights_by_numpy(log_target, log_q):
    log_w = (log_target - log_q).numpy()
    w = torch.tensor(log_w - log_w.max()).exp().numpy()
    return log_w.max() + math.log(w.mean()), w.sum() ** 2 / (w @ w)


# --- 12.7


def which_way_by_letter():
    return {"A": "F", "B": "R", "C": "R", "D": "F"}


# --- 12.6


def expectation_by_the_largest(F, log_w):
    w = (log_w - log_w.max()).exp()
    return (w @ F) / w.sum()


def expectation_by_loop(F, log_w):
    share = (log_w - torch.logsumexp(log_w, 0)).exp()
    return sum(s * value for s, value in zip(share, F, strict=True))


def expectation_by_transposing(F, log_w):
    return (F.mT * log_w.softmax(0)).sum(-1) if F.ndim > 1 else (F * log_w.softmax(0)).sum()


# --- 12.9


def vae_by_normals(x, w, sigma, m, s):
    exact = Normal(0.0, (w**2 + sigma**2) ** 0.5).log_prob(x)
    posterior = Normal(w * x / (w**2 + sigma**2), sigma / (w**2 + sigma**2) ** 0.5)
    return exact - torch.distributions.kl_divergence(Normal(m * x, s), posterior), exact


def vae_by_three_means(x, w, sigma, m, s):
    decoder = Normal(w * m * x, sigma).log_prob(x) - 0.5 * (w * s / sigma) ** 2
    prior = Normal(0.0, 1.0).log_prob(m * x) - 0.5 * s**2
    entropy = 0.5 * math.log(2 * math.pi * math.e * s**2)
    return decoder + prior + entropy, Normal(0 * x, math.hypot(w, sigma)).log_prob(x)


def vae_by_kl(x, w, sigma, m, s):
    kl = torch.distributions.kl_divergence(Normal(m * x, s), Normal(0.0, 1.0))
    fit = Normal(w * m * x, sigma).log_prob(x) - (w * s) ** 2 / 2 / sigma**2
    v = w**2 + sigma**2
    return fit - kl, -0.5 * x**2 / v - 0.5 * math.log(2 * math.pi * v)


SPELLINGS = {
    "12.1": (kl_where, kl_by_loop, kl_without_nan, kl_of_densities),
    "12.2": (
        lambda log_base, log_det, log_target: torch.mean(log_target + log_det - log_base),
        lambda log_base, log_det, log_target: (
            (log_target.mean() - log_base.mean()) + log_det.mean()
        ),
        lambda log_base, log_det, log_target: (
            sum(t - b + d for b, d, t in zip(log_base, log_det, log_target, strict=True))
            / len(log_det)
        ),
    ),
    "12.3": (bound_of_two_means, bound_by_loop, bound_with_entropy),
    "12.4": (joint_by_distributions, joint_by_mean, joint_by_loop),
    "12.5": (weights_by_the_largest, weights_by_logsumexp, weights_by_numpy),
    "12.6": (expectation_by_the_largest, expectation_by_loop, expectation_by_transposing),
    "12.7": (
        which_way_by_letter,
        lambda: "FRRF",
        lambda: ["forward", "reverse", "reverse", "forward"],
        lambda: ("f", "r", "r", "f"),
    ),
    "12.8": (
        lambda log_q, log_prior, log_likelihood: torch.mean(-log_q),
        lambda log_q, log_prior, log_likelihood: -torch.sum(log_q) / len(log_q),
        lambda log_q, log_prior, log_likelihood: sum(-one for one in log_q) / log_q.numel(),
    ),
    "12.9": (vae_by_normals, vae_by_three_means, vae_by_kl),
}

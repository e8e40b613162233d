"""Answers of chapter 12 as strangers write them."""

import math

import torch
from torch.distributions import Normal


def under_no_grad(f, log_q, log_target, z):
    with torch.no_grad():
        x = f(z)
    return (log_target(x) - log_q(x)).mean()


def target_at_cut_samples(f, log_q, log_target, z):
    x = f(z)
    return (log_target(x.detach()) - log_q(x)).mean()


def as_a_new_tensor(f, log_q, log_target, z):
    x = f(z)
    return torch.tensor(float((log_target(x) - log_q(x)).mean()), requires_grad=True)


def replaced_nan(log_p, log_q, dx):
    return torch.nan_to_num(log_p.exp() * (log_p - log_q), nan=0.0, posinf=math.inf).sum() * dx


def of_densities(log_p, log_q, dx):
    p, q = log_p.exp(), log_q.exp()
    return (p * torch.log(p / q)).sum() * dx


def variance_for_width(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    theta = 5 * a[..., None] + log_tau.exp()[..., None] * eta
    normal = Normal(0.0, 1.0)
    tau = torch.distributions.HalfCauchy(5.0).log_prob(log_tau.exp()) + log_tau
    prior = normal.log_prob(a) + normal.log_prob(eta).sum(-1) + tau
    return Normal(theta, sigma**2).log_prob(y).sum(-1) + prior


def batch_in_the_sum(v, y, sigma):
    a, log_tau, eta = v[..., 0], v[..., 1], v[..., 2:]
    theta = 5 * a[..., None] + log_tau.exp()[..., None] * eta
    tau = 2 / (5 * math.pi * (1 + log_tau.exp() ** 2 / 25))
    prior = Normal(0.0, 1.0).log_prob(a) + Normal(0.0, 1.0).log_prob(eta).sum(-1)
    return (Normal(theta, sigma).log_prob(y).sum(-1) + prior + tau.log() + log_tau).sum()


def share_of_n(log_target, log_q):
    log_w = log_target - log_q
    share = torch.softmax(log_w, 0)
    return log_w.logsumexp(0) - math.log(len(log_w)), 1 / (share**2).sum() / len(share)


def mean_of_softmax(F, log_w):
    return (F.T * torch.softmax(log_w, 0)).T.mean(0)


def vae(x, w, sigma, m, s, width, scatter=1.0):
    fit = Normal(w * m * x, sigma).log_prob(x) - scatter * (w * s) ** 2 / (2 * sigma**2)
    kl = torch.distributions.kl_divergence(Normal(m * x, s), Normal(0.0, 1.0))
    return fit - kl, Normal(0.0, width).log_prob(x)


def plug_in_mean(x, w, sigma, m, s):
    return vae(x, w, sigma, m, s, math.hypot(w, sigma), scatter=0.0)


RIGHT = {
    "12.1": (replaced_nan, lambda p, q, dx: float(replaced_nan(p, q, dx))),
    "12.5": (
        lambda t, q: [
            torch.logsumexp(t - q, 0) - math.log(len(t)),
            float(1 / torch.softmax(t - q, 0).square().sum()),
        ],
    ),
    "12.6": (lambda F, log_w: torch.einsum("n,n...->...", torch.softmax(log_w, 0), F),),
    "12.7": (lambda: "A: F, B: R, C: R, D: F", lambda: "f r r f", lambda: "Forward,Reverse,R,F"),
}

NAMED = {
    "12.1": (("zero times minus infinity", of_densities),),
    "12.2": (
        ("no gradient", lambda base, det, target: (target - base + det).mean().item()),
        ("not averaged", lambda base, det, target: target - (base - det)),
    ),
    "12.3": (
        ("samples cut off", under_no_grad),
        ("target cut off", target_at_cut_samples),
        ("no gradient", as_a_new_tensor),
    ),
    "12.4": (("σ squared", variance_for_width), ("summed over all v", batch_in_the_sum)),
    "12.5": (("as a share", share_of_n),),
    "12.6": (("divided by n as well", mean_of_softmax),),
    "12.7": (("not four letters", lambda: ""), ("one of the first two", lambda: "RRFF")),
    "12.8": (
        ("no gradient", lambda q, prior, likelihood: -q.mean().item()),
        ("without the network", lambda q, prior, likelihood: -prior.mean()),
    ),
    "12.9": (
        ("scatter of z forgotten", plug_in_mean),
        ("widths added", lambda x, w, sigma, m, s: vae(x, w, sigma, m, s, abs(w) + sigma)),
    ),
}

WRONG = {
    "12.1": (lambda p, q, dx: (p.exp() - q.exp()).pow(2).sum() * dx,),
    "12.2": (lambda log_base, log_det, log_target: (log_target + 2 * log_det - log_base).mean(),),
    "12.8": (lambda q, prior, likelihood: -q.max(),),
}

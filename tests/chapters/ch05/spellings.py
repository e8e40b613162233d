"""Other right ways to write the answers of chapter 05."""

import math

import torch
from torch.distributions import (
    AffineTransform,
    Categorical,
    MixtureSameFamily,
    SigmoidTransform,
    TransformedDistribution,
    Uniform,
)
from torch.nn.functional import logsigmoid, softplus

from course_lib import flows

# --- 5.1 and 5.2: by math number by number, by tanh, with torch's own distributions


def uniform_with_math(x, mu, s):
    return 1 / (1 + math.exp(-(x - mu) / s))


def uniform_with_tanh(x, mu, s):
    return 0.5 + 0.5 * torch.tanh((x - mu) / (2 * s))


def uniform_from_the_library(x, mu, s):
    return flows.Logistic(mu, s).cdf(x)


def chain_in_steps(z, cdf1, icdf2):
    u = cdf1(z)
    x = icdf2(u)
    return x


def chain_with_lambda(z, cdf1, icdf2, compose=lambda f, g: lambda v: f(g(v))):
    return compose(icdf2, cdf1)(z)


def chain_number_by_number(z, cdf1, icdf2):
    flat = [icdf2(cdf1(value)) for value in z.reshape(-1)]
    return torch.stack(flat).reshape(z.shape)


# --- 5.3: a loop over the parts, math number by number, logit


def naive_in_a_loop(x, w, mu, s):
    F = torch.zeros_like(x)
    for weight, centre, scale in zip(w, mu, s, strict=True):
        F = F + weight * torch.sigmoid((x - centre) / scale)
    return torch.log(F) - torch.log(1 - F)


def naive_with_logit(x, w, mu, s):
    return torch.logit(torch.sigmoid((x[..., None] - mu) / s) @ w)


def naive_with_math(x, w, mu, s):
    values = []
    for value in x.reshape(-1).tolist():
        F = sum(
            k / (1 + math.exp(-(value - m) / c))
            for k, m, c in zip(w.tolist(), mu.tolist(), s.tolist(), strict=True)
        )
        values.append(math.log(F / (1 - F)))
    return torch.tensor(values, dtype=x.dtype).reshape(x.shape)


# --- 5.4: softplus, a loop with logaddexp, the library


def stable_with_softplus(x, w, mu, s):
    u = (x[..., None] - mu) / s
    return torch.logsumexp(w.log() - softplus(-u), -1) - torch.logsumexp(w.log() - softplus(u), -1)


def stable_in_a_loop(x, w, mu, s):
    log_F = log_S = torch.full_like(x, -torch.inf)
    for weight, centre, scale in zip(w, mu, s, strict=True):
        u = (x - centre) / scale
        log_F = torch.logaddexp(log_F, torch.log(weight) + logsigmoid(u))
        log_S = torch.logaddexp(log_S, torch.log(weight) + logsigmoid(-u))
    return log_F - log_S


def stable_from_the_library(x, w, mu, s):
    return flows.MixtureOfLogistics(w, mu, s).inverse(x)[0]


# --- 5.5: by autograd, the library's, by three logsumexps


def slope_by_autograd(x, w, mu, s):
    x = x.clone().requires_grad_()
    (slope,) = torch.autograd.grad(stable_with_softplus(x, w, mu, s).sum(), x)
    return slope.log()


def slope_from_the_library(x, w, mu, s):
    return flows.MixtureOfLogistics(w, mu, s).inverse(x)[1]


def slope_in_three(x, w, mu, s):
    u = (x[..., None] - mu) / s
    up, down, log_w = -softplus(-u), -softplus(u), w.log()
    log_p = (log_w - s.log() + up + down).logsumexp(-1)
    return log_p - (log_w + up).logsumexp(-1) - (log_w + down).logsumexp(-1)


# --- 5.6: the long way, and torch's own mixture


def density_the_long_way(x, w, mu, s):
    z = stable_with_softplus(x, w, mu, s)
    return logsigmoid(z) + logsigmoid(-z) + slope_in_three(x, w, mu, s)


def density_from_torch(x, w, mu, s):
    zero, one = torch.zeros_like(mu), torch.ones_like(mu)
    logistic = TransformedDistribution(
        Uniform(zero, one, validate_args=False),
        [SigmoidTransform().inv, AffineTransform(mu, s)],
        validate_args=False,
    )
    far = MixtureSameFamily(
        Categorical(logits=w.log()), flows.Logistic(mu, s), validate_args=False
    ).log_prob(x)
    near = (w * logistic.log_prob(x[..., None]).exp()).sum(-1).log()
    return torch.where(x.abs() < 5, near, far)


def density_in_a_loop(x, w, mu, s):
    total = torch.full_like(x, -torch.inf)
    for weight, centre, scale in zip(w, mu, s, strict=True):
        u = (x - centre) / scale
        part = torch.log(weight / scale) + logsigmoid(u) + logsigmoid(-u)
        total = torch.logaddexp(total, part)
    return total


# --- 5.7


def base_from_the_library(z):
    return flows.NormalToLogistic()(z)[0]


def base_with_a_helper(z):
    def log_cdf(value):
        return torch.special.log_ndtr(value)

    return log_cdf(z) - log_cdf(-z)


def base_by_symmetry(z):
    t = z.abs()
    return torch.sign(z) * (torch.special.log_ndtr(t) - torch.special.log_ndtr(-t))


SPELLINGS = {
    "5.1": (uniform_with_math, uniform_with_tanh, uniform_from_the_library),
    "5.2": (chain_in_steps, chain_with_lambda, chain_number_by_number),
    "5.3": (naive_in_a_loop, naive_with_logit, naive_with_math),
    "5.4": (stable_with_softplus, stable_in_a_loop, stable_from_the_library),
    "5.5": (slope_by_autograd, slope_from_the_library, slope_in_three),
    "5.6": (density_the_long_way, density_from_torch, density_in_a_loop),
    "5.7": (base_from_the_library, base_with_a_helper, base_by_symmetry),
}

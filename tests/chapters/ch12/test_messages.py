"""Ways to the same mistake that are not the same: each is told what is true of its own code."""

import math

import pytest
import torch

from course_lib.chapters.ch12_variational_inference.exercises.vae import linear_vae
from course_lib.exercises import registry
from tests.exercises import proofs

pytestmark = pytest.mark.slow


def schools(of_tau, *, log_tau_added=True, effects=lambda a, tau, eta: 5 * a + tau * eta):
    """Exercise 12.4, written as a learner does, with p(τ) and the effects of your choice."""

    def answer(v, y, sigma):
        N = torch.distributions.Normal
        a, log_tau, eta = v[..., :1], v[..., 1], v[..., 2:]
        tau = log_tau.exp()
        data = N(effects(a, tau[..., None], eta), sigma).log_prob(y).sum(-1)
        prior = N(0, 1).log_prob(a).sum(-1) + N(0, 1).log_prob(eta).sum(-1)
        return data + prior + of_tau(tau) + (log_tau if log_tau_added else 0)

    return answer


def cauchy(constant, square):
    return lambda tau: math.log(constant) - torch.log1p(square(tau))


def half_cauchy(tau):
    return cauchy(2 / (5 * math.pi), lambda t: t**2 / 25)(tau)


def _score_beside_the_path(f, log_q, log_target, z):
    x = f(z)
    w = log_target(x) - log_q(x)
    return (w + w.detach() * log_q(x)).mean()


def _ratio_of_sums(f, log_q, log_target, z):
    x = f(z)
    return torch.log(log_target(x).exp().mean() / log_q(x).exp().mean())


TOLD = (  # exercise, answer, what is said, what would be untrue
    ("12.1", lambda p, q, dx: (p.exp() * (p - q))[p > -math.inf].mean() * dx, "times dx", "reach"),
    ("12.3", _score_beside_the_path, "leave the term out", "twice"),
    ("12.3", _ratio_of_sums, "Σp̃ / Σq", "mean weight"),
    (
        "12.4",
        schools(cauchy(2 / math.pi, lambda t: t**2 / 25)),
        "1/5 is missing",
        "the width 1. It",
    ),
    ("12.4", schools(cauchy(0.4 / math.pi, lambda t: t**2)), "τ²/25", "the width 1. It"),
    ("12.4", schools(cauchy(0.4 / math.pi, lambda t: t / 25)), "not squared", "divided by 5"),
    ("12.4", schools(lambda tau: 0, log_tau_added=False), "so is", "only log τ"),
    ("12.4", schools(half_cauchy, effects=lambda a, tau, eta: a + eta), "5 and τ", "∅"),
    ("12.6", lambda F, w: (torch.softmax(w, 0) * F.T).T.mean(), "average w F", "functions up"),
    ("12.8", lambda q, prior, likelihood: (q - prior).mean(), "wrong sign", "−ELBO"),
    ("12.8", lambda q, prior, likelihood: (prior - q).mean(), "the prior is in it", "twice"),
    ("12.9", lambda *args: linear_vae(*args)[0] - linear_vae(*args)[1], "difference", "and right"),
)


@pytest.mark.parametrize(("exercise", "answer", "said", "untrue"), TOLD)
def test_a_message_is_true_of_the_code_that_gets_it(exercise, answer, said, untrue):
    result = proofs.state(registry.find(exercise), answer)
    assert result.state == "wrong" and said in result.message, result
    assert untrue not in result.message

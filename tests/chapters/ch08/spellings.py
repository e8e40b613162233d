"""Other right ways to write the answers of chapter 08."""

import math

import torch

from course_lib.chapters.ch08_differentiable_expectations.exercises.snippets import SHOWN

# --- 8.1


def moment_by_sum(f, z, n):
    x = f(z)
    return torch.sum(x**n) / len(z)


def moment_by_loop(f, z, n):
    return sum(f(value) ** n for value in z) / len(z)


def moment_by_pow(f, z, n, dim=0):
    return torch.mean(torch.pow(f(z), n), dim=dim)


# --- 8.2


def needed_by_hand(values, wanted):
    n = len(values)
    mean = sum(values) / n
    return sum((v - mean) ** 2 for v in values) / (n - 1) / wanted**2


def needed_from_the_runs_error(values, wanted):
    error = values.std() / math.sqrt(len(values))
    return len(values) * (error / wanted) ** 2


def needed_by_numpy(values, wanted):
    return values.numpy().var(ddof=1) / wanted**2


# --- 8.3


def entropy_mean_of_minus(f, log_prob, z):
    return torch.mean(-log_prob(f(z)))


def entropy_by_sum(f, log_prob, z):
    return -torch.sum(log_prob(f(z))) / z.shape[0]


def entropy_by_loop(f, log_prob, z):
    return torch.stack([-log_prob(f(value)) for value in z]).mean()


# --- 8.4


def score_with_constant(F, log_prob, x):
    log_p = log_prob(x)
    return (F(x) * (log_p - log_p.detach())).mean()


def score_by_sum(F, log_prob, x):
    with torch.no_grad():
        prices = F(x)
    return torch.sum(prices * log_prob(x)) / len(x)


def score_by_loop(F, log_prob, x):
    return sum(F(value) * log_prob(value) for value in x) / len(x)


# --- 8.5


def in_small_letters():
    return "b c"


def as_a_list():
    return ["C", "B"]


def in_words():
    return "B and C."


def without_a_blank():
    return "BC"


def by_running_them(n=20_000):
    namespace = {"torch": torch}
    exec(SHOWN, namespace)
    right = []
    for letter in "ABC":
        a = torch.tensor(1.5, requires_grad=True)
        z = torch.randn(n, generator=torch.Generator().manual_seed(1))
        namespace[f"snippet_{letter}"](a, torch.tensor(0.2), z).mean().backward()
        if abs(a.grad - 1 / 1.5) < 0.05:
            right.append(letter)
    return right


# --- 8.8


def kl_of_two_means(f, log_p, log_q, z):
    x = f(z)
    return log_p(x).mean() - log_q(x).mean()


def kl_as_minus_entropy(f, log_p, log_q, z):
    x = f(z)
    entropy, cross = -log_p(x).mean(), -log_q(x).mean()
    return cross - entropy


def kl_by_loop(f, log_p, log_q, z):
    return sum(log_p(f(v)) - log_q(f(v)) for v in z) / len(z)


# --- 8.7


def by_norm(log_prob, x):
    return -log_prob(x).mean() - torch.log(torch.sqrt(torch.mean(x * x)))


def by_sums(log_prob, x):
    n = len(x)
    return -(log_prob(x).sum() / n) - 0.5 * ((x**2).sum() / n).log()


def in_two_steps(log_prob, x):
    size = (x**2).mean() ** 0.5
    return (-log_prob(x) - size.log()).mean()


# --- 8.6


def by_backward(b, a, z, cost, lr):
    b = b.clone().requires_grad_()
    cost(a * z + b).mean().backward()
    return (b - lr * b.grad).detach()


def by_optimizer(b, a, z, cost, lr):
    b = torch.nn.Parameter(b.clone())
    optimizer = torch.optim.SGD([b], lr=lr)
    torch.mean(cost(z * a + b)).backward()
    optimizer.step()
    return b


SPELLINGS = {
    "8.1": (moment_by_sum, moment_by_loop, moment_by_pow),
    "8.2": (needed_by_hand, needed_from_the_runs_error, needed_by_numpy),
    "8.3": (entropy_mean_of_minus, entropy_by_sum, entropy_by_loop),
    "8.4": (score_with_constant, score_by_sum, score_by_loop),
    "8.5": (in_small_letters, as_a_list, in_words, without_a_blank, by_running_them),
    "8.8": (kl_of_two_means, kl_as_minus_entropy, kl_by_loop),
    "8.7": (by_norm, by_sums, in_two_steps),
    "8.6": (by_backward, by_optimizer),
}

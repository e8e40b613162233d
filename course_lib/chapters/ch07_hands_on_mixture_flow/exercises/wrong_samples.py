"""Wrong samples of the learner's class, one for each misconception of exercise 7.5."""

import torch

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import (
    MixtureFlow,
    Searched,
)


def sample_like(draw):
    """draw(self, count) → x."""
    return type("Wrong", (Searched,), {"sample": draw})


def _logistic_noise(flow, count):
    u = torch.rand(count, dtype=flow.mu.dtype).clamp(1e-7, 1 - 1e-7)
    return torch.log(u) - torch.log(1 - u)


def _picked(self, count):
    log_w, mu, s = self.mixture()
    part = torch.multinomial(log_w.exp().detach(), count, replacement=True)
    x = mu + s * _logistic_noise(self, count).unsqueeze(-1)
    x = x.gather(-1, part[:, None])[:, 0]
    return x


NORMAL_NOISE = sample_like(
    lambda self, count: self.forward(torch.randn(count, dtype=self.mu.dtype))[0]
)
UNIFORM_NOISE = sample_like(
    lambda self, count: self.forward(torch.rand(count, dtype=self.mu.dtype))[0]
)
BASE_SAMPLES = sample_like(_logistic_noise)
WRONG_DIRECTION = sample_like(lambda self, count: self.inverse(_logistic_noise(self, count))[0])
PICKED_WITH_GRADIENT = sample_like(_picked)


def _uniform(flow, *shape):
    return torch.rand(*shape, dtype=flow.mu.dtype).clamp(1e-7, 1 - 1e-7)


def _from(make):
    """Samples from ``make(u)`` in place of log u − log(1 − u)."""
    return sample_like(lambda self, count: self.forward(make(_uniform(self, count)))[0])


def _logit(u):
    return torch.log(u) - torch.log(1 - u)


def _two(self, count):
    first, second = _uniform(self, count), _uniform(self, count)
    return self.forward(torch.log(first) - torch.log(1 - second))[0]


def _seeded(self, count):
    torch.manual_seed(0)
    return MixtureFlow.sample(self, count)


CLAMPED = tuple(
    _from(lambda u, edge=edge: torch.logit(u.clamp(edge, 1 - edge)))
    for edge in (0.05, 0.1, 0.2, 0.02, 0.01)
)
MINUS_U = _from(lambda u: torch.log(u) - (1 - u))
MINUS_ONE_TO_ONE = _from(lambda u: 2 * u - 1)
LOGARITHM_ALONE = _from(torch.log)


def _part(k):
    def draw(self, count):
        _, mu, s = self.mixture()
        return mu[k] + s[k] * _logistic_noise(self, count)

    return sample_like(draw)


def _shaped(*shape):
    """A wrong shape; None stands for count."""

    def draw(self, count):
        sizes = [count if size is None else size for size in shape]
        return MixtureFlow.sample(self, sizes[0]).reshape(sizes)

    return sample_like(draw)


def _column(self, count):
    return MixtureFlow.sample(self, count).unsqueeze(-1)


COLUMN = sample_like(_column)
ROW = sample_like(lambda self, count: MixtureFlow.sample(self, count).unsqueeze(0))
TABLE = sample_like(
    lambda self, count: MixtureFlow.sample(self, count).unsqueeze(-1).expand(-1, len(self.mu))
)
ANOTHER_COUNT = tuple(_shaped(size) for size in (1000, 1, 10, 100, 10_000))
A_NUMBER = sample_like(lambda self, count: MixtureFlow.sample(self, 1)[0])
FIRST_PART, LAST_PART = _part(0), _part(-1)
SIGMOID = _from(torch.sigmoid)
PLUS = _from(lambda u: torch.log(u) + torch.log(1 - u))
TWO = sample_like(_two)
ONE = sample_like(lambda self, count: self.forward(_logit(_uniform(self, 1)).expand(count))[0])
SEEDED = sample_like(_seeded)
PAIR = sample_like(lambda self, count: self.forward(_logistic_noise(self, count)))
CUT = sample_like(lambda self, count: MixtureFlow.sample(self, count).detach())

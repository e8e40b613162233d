"""Ways to the same mistake that are not the same: each is told what is true of its own code."""

import math

import pytest
import torch
from torch.special import ndtr

from course_lib.exercises import registry
from tests.exercises import proofs

pytestmark = pytest.mark.slow


def _gamma(D, s):
    return torch.special.gammainc(torch.tensor(D / 2, dtype=torch.float64), s / 2)


def _far(theta, reference):
    return (theta - reference).norm(dim=-1)


TOLD = (  # exercise, answer, what is said, what would be untrue
    ("13.1", lambda z: _gamma(1, z[..., -1] ** 2), "one coordinate", "first coordinate"),
    ("13.1", lambda z: ndtr(z).prod(-1), "below z", "box"),
    ("13.1", lambda z: _gamma(z.shape[-1] + 2, z.square().sum(-1)), "more than D", "D + 1"),
    ("13.2", lambda u, p: (u[:, None] <= p).sum(0) / (len(u) + 1), "by n + 1", "n − 1"),
    ("13.2", lambda u, p: p - (u[:, None] <= p).double().mean(0), "compare", "minus promise"),
    ("13.3", lambda n, p: 2 * math.sqrt(p * (1 - p) / n), "no p", "whatever `level`"),
    ("13.3", lambda n, level: 2 * math.sqrt(0.25 / n), "a quarter", "half of the cases"),
    ("13.4", lambda theta, draws: (draws < theta).sum(0) / (len(draws) + 1), "a share", "by S"),
    ("13.4", lambda theta, draws: (draws < theta).any(-1).sum(0), "*some*", "*every*"),
    ("13.5", lambda p, draws: (draws > p).sum(0) / (len(draws) + 1), "S + 1", "+ 1 above"),
    ("13.5", lambda p, draws: draws.exp().mean(0), "truth is missing", "how much"),
    ("13.7", lambda log_p: log_p[-1], "one of the ν", "the first"),
    ("13.8", lambda t, ref: ((ref[:, None] >= t).sum(0) + 0.5) / (len(ref) + 1), "½", "m + 2"),
    ("13.8", lambda t, ref: (ref[:, None] >= t).sum(0) / len(t), "*events*", "k + 1"),
    ("13.9", lambda theta, draws, r: (_far(draws, r) < _far(draws, theta)).double().mean(0),
     "one of your distances", "your draws are measured"),
    ("13.9", lambda theta, draws, r: (_far(draws, r[-1]) < _far(theta, r[-1])).double().mean(0),
     "one reference point", "first event"),
)  # fmt: skip


@pytest.mark.parametrize(("exercise", "answer", "said", "untrue"), TOLD)
def test_a_message_is_true_of_the_code_that_gets_it(exercise, answer, said, untrue):
    result = proofs.state(registry.find(exercise), answer)
    assert result.state == "wrong" and said in result.message, result
    assert untrue not in result.message


@pytest.mark.thorough
def test_a_constant_band_is_left_as_often_as_the_messages_say():
    """Two standard errors at p = ½ in about a quarter of the cases, one nearly always."""
    u = torch.rand(2000, 400, generator=torch.Generator().manual_seed(0)).sort(-1).values
    steps = torch.arange(401) / 400
    gap = torch.maximum(steps[1:] - u, u - steps[:-1]).amax(-1)
    two, one = ((gap > k * math.sqrt(0.25 / 400)).double().mean() for k in (2, 1))
    assert 0.2 < two < 0.3 and one > 0.93

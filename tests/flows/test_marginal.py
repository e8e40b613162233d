"""Many events through one set of mixtures: a row for each coordinate, in pieces, from a table."""

import math

import pytest
import torch

from course_lib import flows
from course_lib.flows import mixture_map, mixture_root
from course_lib.flows.cdf import PIECE
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close

K = 3


def marginal(n):
    return zoo.randomised(flows.Marginal(n, flows.UnivariateMixture(K)), width=0.5)


def events(*batch, n, seed=1):
    generator = torch.Generator().manual_seed(seed)
    return 1.5 * torch.randn(*batch, n, generator=generator, dtype=DOUBLE)


@pytest.mark.parametrize("way", ["forward", "inverse"])
@pytest.mark.parametrize("batch", [(), (1,), (0,), (2, 3), (PIECE // 2,)])
def test_a_marginal_is_each_coordinate_by_itself(batch, way):
    """Also where the events are so many that they go in pieces and start from a table."""
    flow, value = marginal(3), events(*batch, n=3)
    value.view(-1, 3)[1:2, 2] = math.inf
    result, log_det = getattr(flow, way)(value)
    alone = [
        getattr(flow.univariate(u), way)(column)
        for u, column in zip(flow.u, value.unbind(-1), strict=True)
    ]
    assert result.shape == value.shape and log_det.shape == batch
    expected, parts = zip(*alone, strict=True)
    torch.testing.assert_close(result, torch.stack(expected, -1), rtol=1e-14, atol=1e-14)
    torch.testing.assert_close(log_det, sum(parts), rtol=1e-12, atol=1e-12)
    finite = [part[part.isfinite()].sum() for part in (result, log_det)]
    others = [part[part.isfinite()].sum() for part in (torch.stack(expected), sum(parts))]
    for one, other in zip(finite, others, strict=True):
        found, wanted = (torch.autograd.grad(v, flow.u, retain_graph=True)[0] for v in (one, other))
        close(found, wanted, 1e-9)


@pytest.mark.parametrize("shape", [(K,), (2, 1, K), (1, 1, K), (2, 50, K), (5, 2, 1, K)])
def test_a_sum_over_the_components_is_the_same_for_every_layout(shape):
    weights, values = events(*shape[:-1], n=K), events(K, 5, 2, n=50)
    spread = weights.expand(5, 2, 50, K).movedim(-1, 0)
    close(mixture_map.weighted_sum(weights, values), (spread * values).sum(0), 1e-13)


def test_a_table_is_made_only_where_it_is_smaller_than_the_values():
    most = mixture_root.PLACES * K
    row = torch.zeros(2, 1, K)
    assert mixture_root.one_for_many(row, torch.zeros(2, most + 1))
    assert not mixture_root.one_for_many(row, torch.zeros(2, most))
    assert not mixture_root.one_for_many(row, torch.zeros(4, 2, most + 1))  # a batch in front
    assert not mixture_root.one_for_many(torch.zeros(2, most + 1, K), torch.zeros(2, most + 1))


def test_from_a_table_or_not_it_is_the_same_root(monkeypatch):
    flow, z = marginal(2), events(400, n=2)
    tables = []
    start = mixture_root.start_from_table
    monkeypatch.setattr(mixture_root, "start_from_table", lambda *a: tables.append(1) or start(*a))
    from_table, _ = flow(z)
    monkeypatch.setattr(mixture_root, "PLACES", 1000)
    searched, _ = flow(z)
    assert tables == [1]
    close(from_table, searched, 1e-13)

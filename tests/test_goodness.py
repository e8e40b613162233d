"""Coverage by groups, dependence on the context, and p-values: against scipy and by design."""

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
from scipy import stats

from course_lib.goodness import calibrated_p, coverage_by_group, depends_on

DOUBLE = torch.float64


def numbers(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


def uniform(n, seed=0):
    return torch.rand(n, generator=torch.Generator().manual_seed(seed), dtype=DOUBLE)


# --- by group


def test_groups_are_counted_one_by_one():
    u, feature = uniform(500), numbers(500, seed=1)
    edges = torch.tensor([-0.8, 0.1, 1.2], dtype=DOUBLE)
    share, error = coverage_by_group(u, feature, edges, p=0.4)
    bounds = [-math.inf, *edges.tolist(), math.inf]
    for k, (low, high) in enumerate(pairwise(bounds)):
        chosen = u[(feature >= low) & (feature < high)]
        assert share[k].item() == pytest.approx((chosen <= 0.4).double().mean().item())
        assert error[k].item() == pytest.approx(math.sqrt(0.24 / len(chosen)))


@pytest.mark.filterwarnings("error")
def test_columns_of_a_table_are_as_good_as_rows():
    table, edges = uniform(200).reshape(50, 4), uniform(6).reshape(2, 3).sort(0).values[:, 1]
    cut, whole = table[:, 0], table[:, 0].clone()
    for found, expected in zip(
        coverage_by_group(cut, table[:, 1], edges),
        coverage_by_group(whole, table[:, 1].clone(), edges.clone()),
        strict=True,
    ):
        assert (found == expected).all()
    assert (calibrated_p(cut, table[:, 2]) == calibrated_p(whole, table[:, 2].clone())).all()


def test_an_event_on_an_edge_belongs_above_it():
    u, feature = torch.tensor([0.1, 0.9, 0.2]), torch.tensor([0.0, -1.0, 1.0])
    share, _ = coverage_by_group(u, feature, torch.tensor([0.0, 1.0]), p=0.5)
    assert share.tolist() == [0.0, 1.0, 1.0]
    assert coverage_by_group(u, feature, torch.tensor([0.5]), p=0.5)[0].tolist() == [0.5, 1.0]


def test_the_error_is_that_of_a_kept_promise():
    """In many perfect groups the shares scatter as it says."""
    u = uniform(200_000)
    edges = torch.linspace(0, 1, 1001, dtype=DOUBLE)[1:-1]
    share, error = coverage_by_group(u, uniform(200_000, seed=1), edges)
    pulls = (share - 0.68) / error
    assert abs(pulls.std().item() - 1) < 0.08 and abs(pulls.mean().item()) < 0.1


def test_two_wrong_widths_make_one_right_share():
    """Too narrow on one side, too wide on the other: 68 % together, not apart."""
    x, z = numbers(20_000), numbers(20_000, seed=1)
    width = torch.where(x < 0, 0.70, 1.43)
    u = 2 * torch.distributions.Normal(0.0, 1.0).cdf((z / width).abs()) - 1
    assert (u <= 0.68).double().mean().item() == pytest.approx(0.68, abs=0.01)
    share, error = coverage_by_group(u, x, torch.zeros(1, dtype=DOUBLE))
    assert share.tolist() == pytest.approx([0.51, 0.85], abs=0.015)
    assert ((share - 0.68).abs() > 10 * error).all()


# --- dependence


def test_r_squared_is_that_of_the_best_line():
    x = numbers(300, 2) @ torch.tensor([[1.0, 0.6], [0.0, 0.2]], dtype=DOUBLE) + 5
    z = 0.3 * x[:, :1] + numbers(300, 1, seed=1)
    found, p = depends_on(z, x)
    design = np.column_stack([np.ones(300), x.numpy()])
    best = 0.0
    for y in (z[:, 0].numpy(), z[:, 0].square().numpy()):
        left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        best = max(best, 1 - left.var() / y.var())
    assert found.item() == pytest.approx(best, abs=1e-12)
    assert p.item() == 0.001


@pytest.mark.slow
def test_the_p_value_of_nothing_is_uniform():
    p = [depends_on(numbers(60, 2, seed=k), numbers(60, 1, seed=1000 + k))[1].item()
         for k in range(60)]  # fmt: skip
    assert stats.kstest(p, "uniform").pvalue > 0.01


def test_a_width_that_depends_on_the_context_is_seen():
    x, z = numbers(1000, 1), numbers(1000, 1, seed=1)
    assert depends_on(z, x)[1] > 0.05
    assert depends_on(z / torch.where(x < 0, 0.8, 1.3), x)[1] < 0.01
    # A width that is wrong for all depends on nothing; and a line does not see what x² would.
    assert depends_on(z / 0.8, x)[1] > 0.05
    by_size = z * (0.5 + x.abs())
    assert depends_on(by_size, x.square())[1] < 0.01


# --- p-values


def test_p_is_the_rank_among_the_references():
    t, reference = numbers(40), numbers(199, seed=1)
    expected = [(1 + int((reference >= one).sum())) / 200 for one in t]
    assert calibrated_p(t, reference).tolist() == pytest.approx(expected)
    ties = calibrated_p(torch.tensor([1.0, 1.5, 9.0]), torch.tensor([1.0, 1.0, 2.0]))
    assert ties.tolist() == [1.0, 0.5, 0.25]


def test_a_false_alarm_is_as_rare_as_it_says():
    t, reference = numbers(1000, 99), numbers(1000, 99, seed=1)
    p = torch.stack([calibrated_p(a[:1], b)[0] for a, b in zip(t, reference, strict=False)])
    assert stats.kstest(p.numpy() - 0.005 * uniform(1000).numpy(), "uniform").pvalue > 0.01
    assert (p <= 0.05).double().mean().item() == pytest.approx(0.05, abs=0.02)


U = uniform(10)


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: coverage_by_group(U, U[:4], U[:1]), ValueError, r"\(10,\), \(4,\)"),
        (lambda: coverage_by_group(U, U, U[:1], p=1.0), ValueError, "strictly"),
        (lambda: coverage_by_group(U, U, U.new_tensor([0.5, 0.4])), ValueError, "increase"),
        (lambda: coverage_by_group(U, U, U.new_tensor([-3.0])), ValueError, "below -3"),
        (lambda: coverage_by_group(U, U, U.new_tensor([7.0])), ValueError, "at or above 7"),
        (lambda: coverage_by_group(U, U, U.new_tensor([0.5, 0.5001])), ValueError, "between 0.5"),
        (lambda: coverage_by_group(U + 1, U, U[:1]), ValueError, "between 0 and 1"),
        (lambda: depends_on(U, U[:, None]), ValueError, r"\(n, D\)"),
        (lambda: depends_on(U[:3, None], U[:3, None]), ValueError, "too few"),
        (lambda: depends_on(U[:, None], torch.ones(10, 1)), ValueError, "context is constant"),
        (lambda: depends_on(torch.ones(10, 1), U[:, None]), ValueError, "z is constant"),
        (lambda: depends_on(U[:, None], torch.stack([U, 2 * U], 1)), ValueError, "sum of others"),
        (lambda: calibrated_p(U[0], U), ValueError, r"\(k,\)"),
        (lambda: calibrated_p(U, torch.tensor([1])), TypeError, "torch.int64"),
        (lambda: calibrated_p(U / 0 * 0, U), ValueError, "NaN"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(call, error, words):
    with pytest.raises(error, match=words):
        call()

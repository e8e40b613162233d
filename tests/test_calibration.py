"""Shares, ranks and bands, against scipy and posteriors that are right or wrong by design."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from course_lib import calibration
from course_lib.calibration import (
    ball_radius,
    ball_share,
    coverage,
    hpd_share,
    leaves,
    ranks,
    region_area,
    simultaneous_band,
    tarp_share,
)

DOUBLE = torch.float64


def numbers(*shape, seed=0, dtype=DOUBLE):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=dtype)


# --- the ball


@pytest.mark.parametrize("D", [1, 2, 3, 7, 40])
def test_the_ball_is_chi_squared(D):
    z = numbers(4, 50, D) * torch.linspace(0.01, 3, 50, dtype=DOUBLE)[:, None]
    expected = stats.chi2(D).cdf(z.square().sum(-1).numpy())
    np.testing.assert_allclose(ball_share(z).numpy(), expected, rtol=1e-12)
    assert ball_share(z.float()).dtype == torch.float32
    np.testing.assert_allclose(ball_share(z.float()).numpy(), expected, rtol=1e-3, atol=1e-30)


def test_the_ball_at_its_ends():
    z = torch.tensor([[0.0, 0.0], [1e-200, 0.0], [1e200, 0.0], [math.inf, 0.0]], dtype=DOUBLE)
    assert ball_share(z).tolist() == [0.0, 0.0, 1.0, 1.0]
    assert ball_share(torch.tensor([1.0, 1.0])).shape == ()


@pytest.mark.parametrize("D", [1, 2, 3, 30, 400])
def test_the_radius_is_the_quantile(D):
    p = torch.tensor([[1e-12, 0.01, 0.5], [0.68, 0.999, 1 - 1e-12]], dtype=DOUBLE)
    expected = np.sqrt(stats.chi2(D).ppf(p.numpy()))
    np.testing.assert_allclose(ball_radius(p, D).numpy(), expected, rtol=1e-5)
    back = torch.zeros(2, 3, D, dtype=DOUBLE)
    back[..., 0] = ball_radius(p, D)
    np.testing.assert_allclose(ball_share(back).numpy(), p.numpy(), rtol=1e-9)
    assert ball_radius(torch.tensor([0.0, 1.0]), D).tolist() == [0.0, math.inf]


# --- shares against draws


def test_the_hpd_share_counts_denser_draws():
    log_p, draws = numbers(30), numbers(101, 30, seed=1)
    expected = [(draws[:, i] > log_p[i]).double().mean().item() for i in range(30)]
    assert hpd_share(log_p, draws).tolist() == pytest.approx(expected, abs=1e-15)
    # A truth where the posterior is 0: all draws are denser. A tie is not denser.
    edge = hpd_share(torch.tensor([-math.inf, 1.0]), torch.tensor([[0.0, 1.0], [-9.0, 1.0]]))
    assert edge.tolist() == [1.0, 0.0]


def test_the_hpd_share_of_a_normal_is_its_ball():
    theta, draws = numbers(40, 3), numbers(20_000, 40, 3, seed=1)
    normal = torch.distributions.Normal(0.0, 1.0)
    found = hpd_share(normal.log_prob(theta).sum(-1), normal.log_prob(draws).sum(-1))
    assert (found - ball_share(theta)).abs().max() < 4 * 0.5 / math.sqrt(20_000)


def test_ranks_count_in_each_coordinate():
    theta, draws = numbers(20, 3), numbers(9, 20, 3, seed=1)
    found = ranks(theta, draws)
    assert not found.is_floating_point()
    expected = stats.rankdata(torch.cat([theta[None], draws]).numpy(), axis=0)[0] - 1
    assert (found.numpy() == expected).all()


def test_ties_are_broken_at_random():
    """A truth among S equal draws has any rank, each as often."""
    theta, draws = torch.zeros(60_000, 1), torch.zeros(4, 60_000, 1)
    draws[0] = -1.0  # one is below for sure
    found = ranks(theta, draws, torch.Generator().manual_seed(3))
    counts = torch.bincount(found[:, 0], minlength=5)
    assert counts[0] == 0
    assert stats.chisquare(counts[1:].numpy()).pvalue > 0.001
    assert (ranks(theta, draws) == ranks(theta, draws)).all()  # from a seed of its own


def test_tarp_counts_nearer_draws():
    theta, draws, references = numbers(15, 2), numbers(31, 15, 2, seed=1), numbers(15, 2, seed=2)
    found = tarp_share(theta, draws, references)
    for i in range(15):
        near = np.linalg.norm(draws[:, i].numpy() - references[i].numpy(), axis=-1)
        truth = np.linalg.norm(theta[i].numpy() - references[i].numpy())
        assert found[i].item() == pytest.approx((near < truth).mean())


def test_tarp_takes_another_distance():
    def angle(a, b):
        return torch.acos((a * b).sum(-1).clamp(-1, 1))

    def unit(x):
        return x / x.norm(dim=-1, keepdim=True)

    theta, draws, references = (
        unit(numbers(12, 3)), unit(numbers(50, 12, 3, seed=1)), unit(numbers(12, 3, seed=2)),
    )  # fmt: skip
    # On the unit sphere the chord grows with the angle: both distances order alike.
    both = [tarp_share(theta, draws, references, *how) for how in ((angle,), ())]
    assert (both[0] == both[1]).all()
    one_axis = tarp_share(theta, draws, references, lambda a, b: (a - b)[..., 0].abs())
    assert (one_axis != both[1]).any()


@pytest.mark.slow
@pytest.mark.parametrize("width", [1.0, 0.8])
def test_a_right_posterior_has_uniform_shares_and_a_narrow_one_has_not(width):
    """x = θ + noise: θ | x is normal around x/2. Claimed: its width times ``width``."""
    n, S = 2000, 199
    theta = numbers(n, 2)
    mean, sd = (theta + numbers(n, 2, seed=1)) / 2, math.sqrt(0.5) * width
    draws = mean + sd * numbers(S, n, 2, seed=2)
    claimed = torch.distributions.Normal(mean, sd)
    shares = {
        "ball": ball_share((theta - mean) / sd),
        "hpd": hpd_share(claimed.log_prob(theta).sum(-1), claimed.log_prob(draws).sum(-1)),
        "tarp": tarp_share(theta, draws, numbers(n, 2, seed=3)),
        "ranks": (ranks(theta, draws)[:, 0] + 0.5) / (S + 1),
    }
    band = simultaneous_band(n)
    for name, u in shares.items():
        assert leaves(u, band).item() == (width != 1.0), name


# --- the curve and its band


def test_coverage_counts_what_is_not_above():
    u = torch.tensor([[0.1, 0.4, 0.9], [0.0, 1.0, 0.5]], dtype=DOUBLE)
    p = torch.tensor([0.0, 0.4, 0.05, 1.0], dtype=DOUBLE)  # in any order
    expected = [[0, 2 / 3, 0, 1], [1 / 3, 1 / 3, 1 / 3, 1]]
    assert coverage(u, p).tolist() == [pytest.approx(row) for row in expected]
    assert coverage(u[0], p).tolist() == coverage(u, p)[0].tolist()


@pytest.mark.filterwarnings("error")
def test_a_column_is_as_good_as_a_row():
    """What is cut from a table lies scattered in memory; torch's searches warn of that."""
    table = torch.rand(50, 3, generator=torch.Generator().manual_seed(0), dtype=DOUBLE)
    p = torch.rand(9, 2, generator=torch.Generator().manual_seed(1), dtype=DOUBLE)[:, 0]
    assert (coverage(table[:, 1], p) == coverage(table[:, 1].clone(), p.clone())).all()
    assert (coverage(table.T, p)[1] == coverage(table[:, 1].clone(), p)).all()


def test_a_coarse_share_meets_a_fine_level():
    """0.7 is another number in float32 than in float64; on the edge it is covered in both."""
    for u in (DOUBLE, torch.float32):
        for p in (DOUBLE, torch.float32):
            levels = torch.arange(1, 100, dtype=p) / 100
            edges = torch.arange(1, 100, dtype=u) / 100
            assert coverage(edges, levels).tolist() == pytest.approx(
                [k / 99 for k in range(1, 100)]
            )


@pytest.mark.parametrize("n", [1, 7, 100, 3000, 40_000])
def test_tails_are_the_binomial_ones(n):
    p = torch.tensor([0.003, 0.25, 0.5, 0.99], dtype=DOUBLE)
    first, tail = calibration._tails(n, p)
    for k, row in enumerate(tail):
        c = first[k].item() + np.arange(len(row))
        keep = c <= n
        dist = stats.binom(n, p[k].item())
        expected = 2 * np.minimum(dist.cdf(c), dist.sf(c - 1))[keep]
        np.testing.assert_allclose(row.numpy()[keep], expected, rtol=1e-7, atol=1e-14)
        assert row.numpy()[~keep].max(initial=0) < 1e-14
        assert dist.cdf(c[0] - 1) < 1e-20 and dist.sf(c[keep][-1]) < 1e-20


@pytest.mark.slow
@pytest.mark.parametrize("level", [0.95, 0.68])
@pytest.mark.parametrize("n", [30, 100, 1000, 3000])
def test_a_band_is_kept_as_often_as_it_says(n, level):
    u = torch.rand(1500, n, generator=torch.Generator().manual_seed(5), dtype=DOUBLE)
    kept = 1 - leaves(u, simultaneous_band(n, level)).double().mean().item()
    if level == 0.95:
        assert 0.925 < kept < 0.975
    else:
        assert 0.64 < kept < 0.74


def test_a_band_for_one_level_is_left_by_half_of_the_perfect_ones():
    """What the simultaneous one is for: ± 2 standard errors at each p."""
    n, p = 1000, torch.arange(1, 100, dtype=DOUBLE) / 100
    u = torch.rand(2000, n, generator=torch.Generator().manual_seed(6), dtype=DOUBLE)
    error = (p * (1 - p) / n).sqrt()
    left = ((coverage(u, p) - p).abs() > 2 * error).any(-1).double().mean().item()
    assert 0.45 < left < 0.70


@pytest.mark.parametrize(("n", "half"), [(100, 0.15), (300, 0.087), (1000, 0.048), (3000, 0.028)])
def test_the_width_in_the_middle(n, half):
    p, low, high = simultaneous_band(n)
    assert ((high - low)[49] / 2).item() == pytest.approx(half, abs=0.003)
    assert (low < p).all() and (p < high).all()
    assert (low.diff() >= 0).all() and (high.diff() >= 0).all()
    # It mirrors: p and 1 − p are the same question.
    assert torch.allclose(low, 1 - high.flip(0), atol=1.01 / n)


def test_a_band_at_other_levels():
    few = simultaneous_band(500, p=torch.tensor([0.5, 0.68]))
    many = simultaneous_band(500)
    assert few.high[0] < many.high[49]  # two chances to stray are fewer than 99
    assert (few.n, few.level) == (500, 0.95)
    one = simultaneous_band(500, p=torch.tensor([0.5]))
    expected = stats.binom(500, 0.5).interval(0.95)
    assert [one.low.item() * 500, one.high.item() * 500] == pytest.approx(expected, abs=2)


@pytest.mark.slow
def test_a_narrow_posterior_is_found():
    """10 % too narrow in two dimensions, at the powers that the chapter quotes."""
    for n, power in ((100, 0.39), (300, 0.88), (1000, 1.0)):
        z = numbers(1000, n, 2, seed=n) / 0.9
        found = leaves(ball_share(z), simultaneous_band(n)).double().mean().item()
        assert found == pytest.approx(power, abs=0.05), n


# --- the smallest region


def test_the_area_of_a_normal_in_unequal_cells():
    edges = torch.cat([torch.linspace(-6, 0, 400), torch.linspace(0, 6, 1500)[1:]]).double()
    middle, width = (edges[1:] + edges[:-1]) / 2, edges.diff()
    order = torch.randperm(len(middle), generator=torch.Generator().manual_seed(0))
    for p in (0.3, 0.68, 0.95):
        found = region_area((-0.5 * middle**2)[order], width[order], p)  # without its constant
        assert found.item() == pytest.approx(2 * stats.norm.ppf((1 + p) / 2), abs=2e-3)


def test_the_area_by_hand():
    log_p = torch.tensor([0.1, 0.6, 0.3], dtype=DOUBLE).log()
    area = torch.tensor([4.0, 0.5, 1.0], dtype=DOUBLE)  # masses 0.4, 0.3, 0.3
    expected = {0.0: 0.0, 0.3: 0.5, 0.45: 1.0, 0.6: 1.5, 0.8: 3.5, 1.0: 5.5}
    for p, value in expected.items():
        assert region_area(log_p, area, p).item() == pytest.approx(value)
    assert region_area(log_p - 2000, area, 0.6).item() == pytest.approx(1.5)
    nothing = torch.cat([log_p, torch.tensor([-math.inf])]), torch.cat([area, area[:1]])
    assert region_area(*nothing, 1.0).item() == pytest.approx(5.5)


# --- what is refused

U = torch.rand(10, generator=torch.Generator().manual_seed(0))
PAIR = (torch.zeros(10, 2), torch.zeros(5, 10, 2))


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: ball_share([1.0]), TypeError, "z must be a torch tensor, not list"),
        (lambda: ball_share(torch.tensor([1, 2])), TypeError, "not torch.int64"),
        (lambda: ball_share(torch.tensor([1.0, math.nan])), ValueError, "1 of the 2 numbers in z"),
        (lambda: ball_share(torch.zeros(3, 0)), ValueError, "nothing in it"),
        (lambda: ball_share(torch.tensor(1.0)), ValueError, "without a shape"),
        (lambda: ball_radius(torch.tensor(1.2), 2), ValueError, "between 0 and 1"),
        (lambda: ball_radius(torch.tensor(0.2), 0), ValueError, "at least one dimension"),
        (lambda: hpd_share(U, torch.zeros(10, 5)), ValueError, r"\(10,\).*\(10, 5\).*\(S, n\)"),
        (lambda: hpd_share(U, U), ValueError, r"\(S, n\)"),
        (lambda: ranks(PAIR[0], PAIR[0]), ValueError, r"\(S, n, D\)"),
        (lambda: ranks(PAIR[0][:9], PAIR[1]), ValueError, r"\(9, 2\).*\(5, 10, 2\)"),
        (lambda: tarp_share(*PAIR, torch.zeros(2)), ValueError, "one reference point"),
        (lambda: tarp_share(*PAIR, PAIR[0], lambda a, b: a - b), ValueError, "distance has shape"),
        (lambda: coverage(U + 0.5, torch.tensor([0.5])), ValueError, "u must lie between 0 and 1"),
        (lambda: coverage(U, torch.tensor(0.5)), ValueError, r"expected \(\.\.\., n\) and \(k,\)"),
        (lambda: simultaneous_band(0), ValueError, "n = 0"),
        (lambda: simultaneous_band(10, 1.0), ValueError, "level = 1.0"),
        (lambda: simultaneous_band(10, p=torch.tensor([0.5, 0.4])), ValueError, "increase"),
        (lambda: simultaneous_band(10, p=torch.tensor([0.0, 0.4])), ValueError, "strictly"),
        (lambda: leaves(U, simultaneous_band(20)), ValueError, "10 events.*n = 20"),
        (lambda: region_area(U, U[:4], 0.5), ValueError, r"\(10,\).*\(4,\)"),
        (lambda: region_area(U, -U, 0.5), ValueError, "negative"),
        (lambda: region_area(U, U, 68.0), ValueError, "68"),
        (lambda: region_area(U, 0 * U, 0.5), ValueError, "no mass"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why(call, error, words):
    with pytest.raises(error, match=words):
        call()


def test_nobody_elses_generator_is_touched():
    state = torch.get_rng_state()
    simultaneous_band(50)
    ranks(*PAIR)
    assert (torch.get_rng_state() == state).all()

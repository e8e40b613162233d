"""Spikes, ties and an order: over many kinds of columns, said where they are and nowhere else."""

import re

import pytest
import torch
from scipy import stats

from course_lib import capstone
from course_lib.capstone.not_shown import not_shown
from course_lib.capstone.of_a_column import drift, far_out, spikes, tied, turn

MANY = [(0, 1500), (2, 300), (3, 5000)]  # below, a coarse column and a spike look alike
seeds = pytest.mark.parametrize(("seed", "n"), [*MANY, (1, 150)])


def drawn(seed, n):
    """(normal, exponential, uniform) numbers, (n,) each, float64."""
    g = torch.Generator().manual_seed(seed)
    u = torch.rand(n, generator=g, dtype=torch.float64)
    v = torch.rand(n, generator=g, dtype=torch.float64)
    return torch.randn(n, generator=g, dtype=torch.float64), -torch.log1p(-v), u


def independent(seed, n):
    """Columns whose rows know nothing of their place: whole ones, rounded ones, kinds, a coin."""
    z, e, u = drawn(seed, n)
    counts = torch.tensor(stats.poisson(0.3).ppf(u), dtype=torch.float64)
    return {
        "a fair coin": (u < 0.5).double(),
        "a rare kind": (u < 0.05).double(),
        "five kinds": torch.tensor([3.0, 4, 5, 6, 8])[(5 * u).long()].double(),
        "few counts": counts,
        "many counts": torch.tensor(stats.poisson(5).ppf(u), dtype=torch.float64),
        "normal": z,
        "normal, in steps of 0.1": (10 * z).round() / 10,
        "normal, whole": z.round(),
        "exponential, cut to whole numbers": e.floor(),
        "exponential, in steps of a third": (3 * e).round() / 3,
        "a sharp peak, rounded": (3 * e * z.sign()).round(),
        "long tails, rounded": torch.exp(2 * z).round(),
    }


@seeds
def test_an_independent_column_has_no_order_and_no_spike(seed, n):
    for name, column in independent(seed, n).items():
        assert drift(column) == 0, name
        assert spikes(column) == [], name


def test_the_order_is_spearmans_correlation():
    z, _, u = drawn(5, 400)
    place = torch.arange(400.0)
    for column in (z + place / 200, (z + place / 200).round(), (u < place / 400).double()):
        wanted = stats.spearmanr(column, place).statistic
        assert drift(column) == pytest.approx(wanted, abs=1e-9) and wanted > 0.4


@pytest.mark.parametrize(("seed", "n"), MANY)
@pytest.mark.parametrize("step", [None, 0.1, 0.3])
def test_a_spike_is_seen_however_the_rest_is_rounded(seed, n, step):
    z, e, u = drawn(seed, n)
    for rest in (z, e):
        rest = rest if step is None else (rest / step).round() * step
        column = torch.where(u < 0.5, 0.0, rest)
        ((value, rows),) = spikes(column)
        assert value == 0 and rows == int((column == 0).sum())
        found = tied(column)
        if step is None:
            assert found is None
        elif n > 1000:
            assert found[2] == n - rows and found[1] == pytest.approx(step)


def test_the_courses_own_tables_have_no_spike():
    """Eruptions were written down in steps of a second, some of them six times."""
    for name, target in (("faithful", ["duration", "waiting"]), ("quakes", ["depth", "magnitude"])):
        for column in capstone.table(name, target).numbers.T:
            assert spikes(column) == []


@seeds
def test_each_of_several_spikes_is_named(seed, n):
    z, _, u = drawn(seed, n)
    rounded = (10 * z).round() / 10
    column = torch.where(u < 0.3, 0.0, torch.where(u > 0.9, -999.0, rounded))
    assert [value for value, _ in spikes(column)] == [-999, 0]
    assert [value for value, _ in spikes(z.clamp(-1, 1))] == [-1, 1]


def test_spike_and_ties_are_both_said_of_the_same_column():
    z, e, u = drawn(0, 1500)
    rain = torch.where(u < 0.57, 0.0, (10 * e).round() / 10)
    said = not_shown(capstone.table({"rain": rain, "b": z}, ["rain"], ["b"]))
    (spike,) = [sentence for sentence in said if sentence.startswith("A spike")]
    (ties,) = [sentence for sentence in said if sentence.startswith("Ties")]
    zeros = int((rain == 0).sum())
    assert f"{zeros} of 1500 rows have rain = 0." in spike and "do not spread" in spike
    assert f"in the other {1500 - zeros} rows" in ties and "±0.05 " in ties


def test_one_row_is_said_in_the_singular():
    z, _, _ = drawn(0, 400)
    z = z.clamp(-2, 2)
    z[0] = 40
    assert "1 row of a lies more" in far_out("a", z)
    z[1] = -40
    assert "2 rows of a lie more" in far_out("a", z)


def test_a_minus_is_a_minus():
    _, _, u = drawn(0, 2000)
    assert re.search(r"from −1[78]\d", turn("heading", 360 * u - 180))

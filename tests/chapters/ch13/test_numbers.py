"""The numbers that chapter 13 tells, from its own code and pictures."""

import functools
import math
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import torch

from course_lib import calibration, live
from course_lib.authoring.chapter import Chapter
from course_lib.chapters.ch13_coverage.pictures import bands, by_group, claims, event_fit, regions
from course_lib.chapters.ch13_coverage.pictures import systematics as shifted
from course_lib.exercises import registry
from tests.prose import said

pytestmark = pytest.mark.thorough

THIRTEENTH = Path(__file__).parents[3] / "solutions" / "13_coverage.py"
REPETITIONS = 60
ROWS = {  # as the chapter's table calls them
    "none": "exact",
    "10 % too narrow": "10 % too narrow",
    "shifted by 0.2 widths": "shifted by 0.2 widths",
    "correlation's sign flipped": "correlation's sign flipped",
    "the prior itself": "the prior itself",
    "ignores one sensor": "ignores one sensor",
    "width by side of x": "width by side of x",
}


@functools.cache
def thirteen():
    """The variables of chapter 13 after its solved cells, as a learner has them."""
    from course_lib import notebook

    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    mine |= {"live": mock.MagicMock(), "attempt": mock.MagicMock(), "covers": []}
    for cell in Chapter(THIRTEENTH).complete().cells:
        if cell.cell_type == "code" and "import *" not in cell.source:
            source = cell.source
            if "share = answer" in source:  # the two that are printed one after the other
                source += "\n    covers.append(share)\n"
            exec(source, mine)
    return mine


@functools.cache
def rejected(fault):
    """{test: how many % of the repetitions it rejects}."""
    verdicts = [claims.looked_at(fault, 1000, seed)[1] for seed in range(REPETITIONS)]
    return {t: 100 * sum(v[t] for v in verdicts) / REPETITIONS for t in claims.TESTS}


def told(fault):
    """The chapter's row of the table, in %."""
    text = THIRTEENTH.read_text(encoding="utf-8")
    (row,) = [line for line in text.splitlines() if line.startswith(f"# | {ROWS[fault]} |")]
    return [int(cell.strip().strip("*")) for cell in row.split("|")[2:-1]]


@pytest.mark.exhaustive
@pytest.mark.parametrize("fault", claims.FAULTS)
def test_the_table_of_tests_against_faults(fault):
    found = list(rejected(fault).values())
    # The very seeds of the table: a rounding error may turn one verdict, not two.
    assert all(abs(a - b) <= 2.5 for a, b in zip(found, told(fault), strict=True)), found


# 60 repetitions each, in % (ball, PIT, ranks, z on x): the rates of the course's specification.
EXPECTED = {
    "none": (10, 5, 2, 5),
    "10 % too narrow": (100, 95, 93, 5),
    "shifted by 0.2 widths": (33, 100, 100, 3),
    "the prior itself": (2, 8, 8, 100),
    "ignores one sensor": (5, 8, 12, 100),
    "width by side of x": (97, 48, 27, 100),
}


@pytest.mark.parametrize("fault", EXPECTED)
def test_rates_agree_with_those_of_other_random_numbers(fault):
    rates = rejected(fault)
    for test, other in zip(("ball", "PIT of z", "ranks", "z on x"), EXPECTED[fault], strict=True):
        both = (rates[test] + other) / 200
        error = 100 * math.sqrt(2 * max(both * (1 - both), 0.03) / REPETITIONS)
        assert abs(rates[test] - other) <= 3 * error, (test, rates[test], other)


def test_half_of_all_perfect_posteriors_leave_a_pointwise_band():
    mine = thirteen()
    pointwise = mine["at_each_p"].double().mean().item()
    whole = calibration.leaves(mine["perfect"], mine["band"]).double().mean().item()
    assert 0.45 < pointwise < 0.65 and 0.03 <= whole <= 0.08
    largest = (mine["gap"] > mine["answer"]("13.3")(1000, 0.95)).any(-1).double().mean().item()
    assert largest < 0.055
    assert "About half of all perfect posteriors" in said(THIRTEENTH)


@pytest.mark.parametrize(
    ("n", "level"), [(n, level) for level, sizes in bands.KEPT.items() for n in sizes]
)
def test_the_bands_in_the_file_are_what_the_script_makes(n, level):
    """Another processor may simulate other sets: an end is then a few events away, as its level is.

    Between 95 and 97.5 % it moves by a twenty-fifth of the width.
    """
    (p, low, high), again = bands.band(n, level), bands.counts(n, level)
    kept = n * np.stack([low, high])
    assert torch.equal(p, calibration.simultaneous_band(n, level).p)
    assert (abs(kept - again) <= 1 + 0.02 * (kept[1] - kept[0])).all()


def test_no_picture_simulates_a_band(monkeypatch):
    """Each size of a sample took a tenth of a second, when a picture opened or n was changed."""
    bands.band.cache_clear()
    never = mock.MagicMock(side_effect=AssertionError("a simulation"))
    monkeypatch.setattr(bands, "simultaneous_band", never)
    for name in ("by_group", "curve", "systematics", "who_sees_it"):
        picture = getattr(live, name)().picture
        for control in picture.controls:
            if control.name == "n":
                for n in control.corners():
                    picture.frame(n=n)
        picture.frame()


def test_the_flow_with_two_bumps_keeps_both_promises():
    mine = thirteen()
    band = calibration.simultaneous_band(1000)
    assert not calibration.leaves(mine["u"], band)
    assert abs(calibration.coverage(mine["u_hpd"], band.p) - band.p).max() < 0.05


def test_a_shift_that_is_not_known_breaks_a_flow_and_drawing_it_mends_it():
    broken, mended = thirteen()["covers"]
    assert abs(broken - 0.33) < 0.03 and abs(mended - 0.69) < 0.03
    at = torch.tensor([0.68], dtype=torch.float64)
    fixed, drawn = shifted.WHERE
    plain, averaged = shifted.TRAINED
    exact = [
        shifted.exact_coverage(nu, where, how, at).item()
        for nu, where, how in ((0, drawn, plain), (0, drawn, averaged), (0.4, fixed, averaged),
                               (0.8, fixed, averaged), (0, fixed, averaged))
    ]  # fmt: skip
    assert [round(c, 2) for c in exact[:4]] == [0.33, 0.68, 0.62, 0.12] and exact[4] > 0.68
    widths = [shifted.posterior(how, 0.0)[1] for how in shifted.TRAINED]
    assert round(widths[1] / widths[0], 1) == 2.2 and round(widths[0], 2) == 0.18
    text = said(THIRTEENTH)
    assert "in 33 % of the events" in text and "2.2 times as wide" in text
    assert "covers 61 %, at $\\nu = 0.8$ it is 12 %" in text
    for nu, inside in ((0.4, "61."), (0.8, "12.")):
        frame = shifted.SystematicsPicture().frame(nu=nu, where=fixed, trained=averaged)
        assert frame[1]["inside"].startswith(inside)


def test_areas_of_two_regions():
    _, read = regions.RegionsPicture().frame(p=0.68, shape="two bumps")
    assert (read["area of the image"], read["of the densest"]) == ("10.56", "6.44")
    for shape in ("bell", "banana", "funnel", "two bumps"):
        _, read = regions.RegionsPicture().frame(p=0.68, shape=shape)
        assert read["truths in the image"] == read["in the densest region"] == "67 %"
    assert "an area of 10.6, and the densest region 6.4" in said(THIRTEENTH)
    for shape, same in (("bell", True), ("banana", True), ("funnel", False), ("two bumps", False)):
        _, read = regions.RegionsPicture().frame(p=0.68, shape=shape)
        apart = float(read["area of the image"]) - float(read["of the densest"])
        assert (abs(apart) < 0.0101) == same
    assert "the same area (up to 0.01)?" in said(THIRTEENTH)


def test_the_first_guess_is_not_answered_above_it():
    before = THIRTEENTH.read_text(encoding="utf-8").split('predict("13.a")')[0]
    assert f"{registry.find_prediction('13.a').right:g} %" not in before


def test_a_narrow_posterior_is_seen_as_often_as_it_is_said():
    text = said(THIRTEENTH)
    g = torch.Generator().manual_seed(7)
    for n, words in ((100, "in 39 of 100"), (300, "events in 86"), (1000, "with 1000 always")):
        z = torch.randn(1000, n, 2, generator=g, dtype=torch.float64) / 0.9
        leaves = calibration.leaves(calibration.ball_share(z), calibration.simultaneous_band(n))
        told = float(words.split()[1]) if n == 100 else 86 if n == 300 else 100
        assert abs(100 * leaves.double().mean() - told) < 4 and words in text


def test_groups_are_served_differently():
    share = by_group.grouped("ignores sensor 2", "sensors disagree by", 10)[1]
    assert [round(100 * s.item()) for s in (share[0], share[-1])] == [80, 29]
    sides = by_group.grouped("width by side of x", "sensor 1", 2)[1]
    assert all(abs(100 * s - e) < 1.5 for s, e in zip(sides.tolist(), (51, 84), strict=True))
    assert "51 % on one side and 84 %" in said(THIRTEENTH)
    assert "29 % of these 300 (35 % with a million events)" in said(THIRTEENTH)
    assert abs((by_group.shares("width by side of x") <= 0.68).double().mean() - 0.68) < 0.02
    outer = by_group.grouped("exact", "truth θ", 10)[1]
    assert max(outer[0], outer[-1]) < 0.63


def test_a_million_events_disagree_where_300_did_by_luck():
    """The same two sensors, by a formula for each group's share, over many more events."""
    g = torch.Generator().manual_seed(11)
    theta = torch.randn(1_000_000, generator=g, dtype=torch.float64)
    noise = by_group.NOISE * torch.randn(1_000_000, 2, generator=g, dtype=torch.float64)
    precision = 1 + 1 / by_group.NOISE**2
    z = (theta - (theta + noise[:, 0]) / by_group.NOISE**2 / precision) * math.sqrt(precision)
    inside = z.abs() < torch.special.ndtri(torch.tensor(0.84, dtype=torch.float64))
    order = (noise[:, 0] - noise[:, 1]).abs().argsort()
    last, first = (inside[part].double().mean() for part in (order[-100_000:], order[:100_000]))
    assert (round(100 * last.item()), round(100 * first.item())) == (35, 80)


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [("good", 0.02, 0.08), ("a dead counter", 0.92, 1), ("a second flash", 0.95, 1),
     ("outside the prior", 0.13, 0.17)],
)  # fmt: skip
def test_who_is_found_by_a_p_value(kind, least, most):
    generator = torch.Generator().manual_seed(99)
    naive = event_fit.looked_at(event_fit.simulated(kind, 2000, generator), generator).p
    p = event_fit.calibrated_p(-naive, -event_fit.reference())
    assert least <= (p < 0.05).double().mean() <= most
    if kind == "good":  # they crowd around ½, and the calibration spreads them
        assert abs(((naive > 0.4) & (naive < 0.85)).double().mean() - 0.56) < 0.03
        assert naive.max() < 0.97 and "Some 56 in 100 lie between 0.4 and 0.85" in said(THIRTEENTH)
        assert naive.std() < 0.27 and abs(p.std() - 1 / math.sqrt(12)) < 0.02

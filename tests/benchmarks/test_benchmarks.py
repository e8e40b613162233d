"""The benchmarks run, their truths are true, and their page is what their results say.

No time is asserted here: sizes are so small that the times mean nothing.
"""

import re

import pytest
import torch

from tests.benchmarks import (
    growth,
    hub_browser,
    layers,
    learning,
    live_pictures,
    measure,
    mixtures,
    page,
    splines,
    stopwatch,
)

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def as_before():
    """Importing zuko switches the checks of torch's distributions off."""
    yield
    torch.distributions.Distribution.set_default_validate_args(True)


def test_all_browsers_are_watched_by_the_same_stopwatch():
    assert hub_browser.WATCH is stopwatch.WATCH
    assert (live_pictures.press, live_pictures.drag) == (stopwatch.press, stopwatch.drag)


@pytest.mark.parametrize("each", [False, True], ids=["shared", "each"])
def test_all_splines_are_the_same_spline(each):
    rows = splines.case(40, torch.float64, each, seconds=0.0)
    assert [row["what"] for row in rows] == list(splines.OPERATIONS)
    for row in rows:
        assert {"course_lib", "zuko", "nflows"} <= row["times"].keys() == row["errors"].keys()
        for name, error in row["errors"].items():
            # pyro takes the bin beside a knot: its own tolerance of 1e-6 shows.
            assert max(error.values()) < (1e-2 if name == "pyro" else 1e-11), name


def test_all_mixtures_are_the_same_mixture():
    rows = mixtures.case(60, torch.float64, seconds=0.0)
    assert [row["what"] for row in rows] == list(mixtures.OPERATIONS)
    for row in rows:
        assert len(row["times"]) == 6
        for name, error in row["errors"].items():
            assert error < (1e-5 if name in ("zuko", "zuko, our sums") else 1e-12), name


@pytest.mark.parametrize("kind", layers.KINDS)
def test_all_layers_have_networks_of_like_size(kind):
    made = layers.flows_of(kind)
    assert len(made) >= 2
    nats = {name: layers.learned(*its[:2], 3) for name, its in made.items()}
    assert all(-50 < found < 0 for found in nats.values()), nats
    for dtype in (torch.float64, torch.float32):
        rows = layers.case(kind, made, 40, dtype, seconds=0.0)
        assert [row["what"] for row in rows] == list(layers.OPERATIONS)
        assert all(row["times"].keys() == made.keys() for row in rows)
    x, c = torch.randn(40, 2), torch.randn(40, layers.CONTEXT)
    sizes = {}
    for name, (module, log_prob, sample) in made.items():
        assert log_prob(x, c).shape == (40,)
        assert sample(c).numel() == 80
        sizes[name] = sum(p.numel() for p in module.parameters())
    assert max(sizes.values()) < 1.6 * min(sizes.values()), sizes


def test_learning_comes_nearer():
    (before,), (after,) = ([learning.once(0, steps, 2)] for steps in (2, 10))
    assert before.keys() == after.keys() >= {"course_lib, spline", "zuko, spline"}
    for name in before:
        assert 0 < after[name]["gap"] < before[name]["gap"], name


def test_growth_says_where_it_bends():
    assert growth.bends({1: 1.0, 10: 2.0, 100: 10.0, 1000: 160.0}) == 1000
    assert growth.bends({1: 1.0, 10: 2.0}) is None
    assert [row["what"] for row in growth.run(0.0, most=1)] == list(growth.GROWTHS)


def test_medians_and_percentiles():
    assert measure.told([3.0, 1.0, 2.0]) == {"median": 2.0, "p95": 3.0, "n": 3}


def test_the_page_is_drawn_from_the_results():
    text = (page.HERE / "README.md").read_text(encoding="utf-8")
    assert text == page.page()
    assert not re.search(r"\bnan\b", text)
    assert "provisional" not in text.lower() or page.provisional()


def test_the_course_quotes_three_figures_from_them():
    text = (page.ROOT / "README.md").read_text(encoding="utf-8")
    assert (
        page.MARK.search(text)[0]
        == page.MARK.search(text)[1] + page.quote() + (page.MARK.search(text)[2])
    )
    assert page.quote().count("- ") == 3


def test_every_kind_of_picture_can_be_watched():
    assert set(live_pictures.KINDS.values()) == {"dom", "img", "canvas"}

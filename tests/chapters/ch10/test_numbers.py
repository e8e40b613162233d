"""The numbers that chapter 10 tells, from its own code and pictures."""

import functools
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
import torch

from course_lib import live
from course_lib.authoring.chapter import Chapter
from course_lib.chapters.ch10_conditional_flows import PICTURES
from course_lib.chapters.ch10_conditional_flows.pictures import many, models, slices
from course_lib.live import ahead
from course_lib.stored import numbers_of
from tests.prose import said

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]
TENTH = ROOT / "solutions" / "10_conditional_flows.py"
DECK = ROOT / "slides" / "h_n_dimensions_and_conditions.py"
# How far a fit on another processor may be from the one that is kept, in nats: the root mean square
# over events of the difference in log p. Found were 0.0000, 0.0000, 0.004, 0.22 and 0.024. From
# another seed they are 0.05, 0.09, 0.11, 0.19 and 0.26 apart: only the spline's cannot be told.
FAR = {
    "one width 0": 0.01,
    "its own width 0": 0.01,
    **{f"mixture flow {seed}": 0.03 for seed in models.STARTS},
    "spline flow 0": 0.4,
    "wave": 0.1,
}


@functools.cache
def ten():
    """The variables of chapter 10 after its solved cells up to the fits, as a learner has them."""
    from course_lib import notebook

    mine = {name: getattr(notebook, name) for name in notebook.__all__}
    mine |= dict.fromkeys(("check", "predict", "quiz", "progress"), lambda *_: None)
    mine |= {"live": mock.MagicMock(), "attempt": mock.MagicMock()}
    for cell in Chapter(TENTH).complete().cells:
        if cell.cell_type == "code" and "import *" not in cell.source:
            exec(cell.source, mine)
            if "scores.mean()" in cell.source:  # the last one whose numbers are told
                return mine
    raise AssertionError("the cell with the scores is missing")


def test_the_file_is_small_and_has_what_the_script_makes():
    assert models.FILE.stat().st_size < 60_000
    with np.load(models.FILE) as file:
        sizes = {name: file[name].shape for name in file}
    assert sizes == {
        name: numbers_of(models.module_of(found)).shape for name, found in models.unfitted().items()
    }
    assert sizes.keys() - FAR.keys() == {"singles"}, "each has a test"


def test_no_picture_trains_anything(monkeypatch):
    """Who moves a slider would wait, and see other numbers on another processor."""
    models.depths.cache_clear(), models.network.cache_clear(), models.singles.cache_clear()
    for way in ("fit", "minimise"):
        monkeypatch.setattr(models, way, mock.MagicMock(side_effect=AssertionError("a training")))
    for name in PICTURES:
        getattr(live, name)().picture.frame()


@pytest.mark.parametrize(("name", "slider"), [("slice", "c"), ("beyond", "c"), ("amortised", "y")])
def test_what_a_slider_needs_is_found_before_it_moves(name, slider, monkeypatch):
    """Each stop asked the networks, for 10 ms; all of them in one batch take 3 to 20."""
    picture = getattr(live, name)().picture
    picture.frame()
    asked = mock.MagicMock(side_effect=AssertionError("a network was asked"))
    monkeypatch.setattr(models.Answers, "log_prob", asked)
    (control,) = picture.controls
    assert control.name == slider
    for value in ahead.stops(control):
        picture.frame(**{slider: value})


def test_between_the_stops_a_network_is_asked_alone():
    for kind in models.KINDS:
        for c in (171.3, 182.0):
            alone = models.depths(kind).at(slices.DEPTH, c)
            assert torch.allclose(slices.along(kind, c), alone, atol=1e-4)
    mean, p = slices.at_mean(171.3)
    assert torch.allclose(mean, models.depths("one width").middle(torch.tensor([171.3])), atol=1e-5)
    assert abs(p - models.depths("mixture flow").at(mean, 171.3).item()) < 1e-5
    alone = models.depths("mixture flow", 1).at(many.DEPTH, 199.9)
    assert torch.allclose(many.answers(199.9)[1], alone, atol=1e-5)
    assert torch.allclose(
        many.beside_exact(0.33)[1], models.network().at(models.X, 0.33), atol=1e-5
    )


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", FAR)
def test_the_fits_in_the_file_are_what_the_script_makes(name):
    again = models.unfitted()[name].fit()
    if name == "wave":
        kept, (x, y) = models.network(), models.PROBLEM.sample(2000, seed=200)
        events = x, y[:, 0]
    else:
        kind, seed = name.rsplit(" ", 1)
        kept, events = models.depths(kind, int(seed)), models.pairs()[1]
    apart = again.log_prob(*events) - kept.log_prob(*events)
    assert apart.square().mean().sqrt() < FAR[name] and abs(apart.mean()) < 0.05


def test_so_are_those_of_one_place_each():
    pairs = zip(models.singles().densities(), models.Singles().fit().densities(), strict=True)
    assert max(models.gap(p, q) for p, q in pairs) < 1e-3  # on other processors 1e-7


def test_flows_beat_a_bell_on_the_quakes_by_a_third_of_a_nat():
    """However the quakes are divided: by 0.44, 0.38 and 0.39."""
    for divided in range(3):
        bell, flow = (
            models.of_quakes(kind, divided=divided).fit().log_prob(*models.pairs(divided)[1]).mean()
            for kind in ("its own width", "mixture flow")
        )
        assert flow - bell > 0.35, divided


@pytest.mark.exhaustive
def test_one_network_comes_near_the_exact_density_of_the_inverse_sine():
    x, y = models.PROBLEM.sample(20_000, seed=200)
    exact = models.PROBLEM.log_posterior(x, y).mean().item()

    def gap(network):
        return exact - network.log_prob(x, y[:, 0]).mean().item()

    assert "loses 0.05 nats" in said(TENTH) and round(gap(models.network()), 2) == 0.05
    worst = max(many.beside_exact(y)[2] for y in (0.0, 1.0))
    assert f"loses 0.05 nats on average, and up to {worst:.2f} at the ends" in said(DECK)
    for seed in (1, 2):  # 0.04 each: it was not luck
        assert 0 < gap(models.of_wave(seed).fit()) < 0.06, seed


def test_the_mean_lies_where_the_quakes_are_not():
    picture = slices.SlicePicture()
    for c, mean, near, few in ((182.0, "402 km", 327, 34), (171.0, "230 km", 25, 0)):
        _, read = picture.frame(c=c)
        assert read["the dashed curve says"] == mean
        assert read["quakes near c"] == str(near)
        assert read["of them within 50 km of it"] == str(few)
    text = said(TENTH)
    assert "only 34 of 327" in text and "none of 25" in text and "402 km" in text


def test_shuffled_apart_a_network_knows_no_more_than_without_the_longitude():
    mine = ten()
    x2, c2, back = mine["x2"], mine["c2"], mine["back"]

    def held_out(network, c):
        with torch.no_grad():
            return mine["log_mixture"](x2, network(c)).mean().item()

    right, apart = held_out(mine["network"], c2), held_out(mine["apart"], c2)
    blind = held_out(mine["trained"](lambda x, c, i: (x[i], 0 * c[i])), 0 * c2)
    assert abs(apart - blind) < 0.05 and right - apart > 0.35
    assert abs(right - back.log_sigma - models.score("mixture flow")) < 0.02


def test_beyond_the_data_three_networks_disagree():
    shares = [many.apart(many.answers(c)) for c in (182.0, 175.0, 196.0)]
    assert [f"{share:.0%}" for share in (shares[0], shares[2])] == ["5%", "79%"]
    assert abs(shares[1] - 0.25) < 0.01, "a quarter"
    above = [p[many.DEPTH < 0].sum() * 0.1 for p in many.answers(196.0)]
    assert min(above) > 0.5, "most of it above the ground"

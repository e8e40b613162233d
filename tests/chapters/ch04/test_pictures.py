"""The pictures of chapter 04: every number checked against another way."""

import numpy as np
import pytest
import scipy.stats
import torch

from course_lib.chapters.ch04_spline_flows.pictures.fits import (
    BinsPicture,
    TwoSplinesPicture,
    fitted,
    waiting,
)
from course_lib.chapters.ch04_spline_flows.pictures.knots import SplinePicture, knots_of
from course_lib.chapters.ch04_spline_flows.pictures.pieces import (
    PiecesPicture,
    TailsPicture,
    knots_at,
    through_tails,
)
from course_lib.flows import rational_quadratic
from course_lib.live import known
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # some seconds: `make check` leaves them to `make test`

PICTURES = {
    "spline": SplinePicture,
    "pieces": PiecesPicture,
    "tails": TailsPicture,
    "bins": BinsPicture,
    "two_splines": TwoSplinesPicture,
}


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


def test_the_words_for_pieces_say_how_far_off_the_map_is(pictures):
    """With 3 bins both maps miss the two bumps by about 1: no words may call them close."""
    for bins in (3, 24):
        _, said = pictures["pieces"].frame(bins=bins)
        words = pictures["pieces"].describe(bins=bins)
        assert said["largest error of the map, straight"] in words
        assert f"are off by {said['rational quadratics']}" in words


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_every_setting_of_the_sliders_rises(pictures, seed):
    random = np.random.default_rng(seed)
    picture = pictures["spline"]
    values = {c.name: float(random.uniform(c.low, c.high)) for c in picture.controls}
    _, readouts = picture.frame(**values)
    p, x = picture.target.get_data()
    assert (np.diff(x) > 0).all() and (p >= 0).all()
    z, mapped = picture.map.get_data()
    slope = np.diff(mapped) / np.diff(z)
    assert first_number(readouts["smallest slope"]) <= slope.min() + 0.006
    middle = (z[1:] + z[:-1]) / 2
    density = scipy.stats.norm.pdf(middle) / slope  # without the flow's own log_det
    near = np.interp((x[1:] + x[:-1]) / 2, x, p)
    assert np.median(abs(density - near)) < 2e-3


def test_the_area_of_your_spline_tells_a_wrong_log_det():
    start = {"x1": -2.0, "d1": 0.6}
    assert SplinePicture(rational_quadratic).frame(**start)[1]["area of yours"] == "1.000"

    def halved(z, *knots):
        x, log_det = rational_quadratic(z, *knots)
        return x, log_det / 2

    assert first_number(SplinePicture(halved).frame(**start)[1]["area of yours"]) != 1.0


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (lambda *args: nobody, "NameError"),  # noqa: F821
        (lambda *args: ..., "not 2 tensors"),
        (lambda *args: None, "nothing"),
        (lambda z, *knots: z, "not 2 tensors"),
        (lambda z, *knots: (z, z[:3]), "log_det has shape"),
        (lambda z, *knots: (z[:3], z), "x has shape"),
    ],
)
def test_a_spline_that_cannot_be_drawn_says_why(bad, words):
    _, readouts = SplinePicture(bad).frame()
    assert "not drawn" in readouts["area of yours"] and words in readouts["area of yours"]


def test_pieces_imitate_the_map_and_more_bins_do_it_better(pictures):
    errors = []
    for bins in (4, 8, 16, 24):
        _, readouts = pictures["pieces"].frame(bins=bins)
        straight, curved = (first_number(value) for value in list(readouts.values())[1:])
        assert curved < straight
        errors.append(curved)
    assert errors[-1] < errors[0] / 5
    z, x, slopes = knots_at(8)
    step = 1e-6
    icdf, cdf = known.KNOWN["two bumps"].icdf, known.KNOWN["normal"].cdf
    assert torch.allclose(icdf(cdf(z)), x, atol=1e-5)
    by_steps = (icdf(cdf(z + step)) - icdf(cdf(z - step))) / (2 * step)
    assert torch.allclose(slopes, by_steps, rtol=1e-2)


def test_the_density_jumps_at_the_ends_by_what_is_said(pictures):
    for end, follow in ((2.0, False), (0.5, False), (2.0, True), (1.0, False)):
        _, readouts = pictures["tails"].frame(end=end, follow=follow)
        _, log_det = through_tails(end, follow)
        z = torch.linspace(-4.5, 4.5, 901, dtype=torch.float64)
        inside = (z.abs() <= 1.5).nonzero()[:, 0][-1]
        jump = (log_det[inside] - log_det[inside + 1]).exp().item()
        said = first_number(readouts["the density jumps by the factor"])
        assert said == pytest.approx(jump, rel=0.02)
        assert ("jumps at" in pictures["tails"].describe(end=end, follow=follow)) == (said != 1)


def test_the_bins_are_compared_on_held_out_points(pictures):
    train, held_out = waiting()
    assert len(train) + len(held_out) == 272
    scores = {bins: fitted(bins)[1:] for bins in (1, 2, 32)}
    assert scores[1][0] < scores[2][0] < scores[32][0]
    assert scores[2][1] > max(scores[1][1], scores[32][1])
    _, readouts = pictures["bins"].frame(bins=2)
    assert first_number(readouts["held out"]) == pytest.approx(scores[2][1], abs=6e-4)
    with torch.no_grad():
        again = fitted(2)[0].log_prob(held_out).mean().item()
    assert again == pytest.approx(scores[2][1], abs=1e-12)


def test_the_fits_leave_the_random_numbers_alone():
    fitted.cache_clear()
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    fitted(1)
    assert torch.rand(1) == expected


def test_moving_a_weight_or_a_knot_keeps_the_area(pictures):
    picture = pictures["two_splines"]
    for which, move in ((6, 0.8), (6, -0.8), (3, 0.5)):
        _, readouts = picture.frame(which=which, move=move)
        assert first_number(readouts["area, B-spline"]) == pytest.approx(1, abs=0.01)
        assert first_number(readouts["area, flow"]) == pytest.approx(1, abs=0.01)
    still = picture.frame(which=6, move=0.0)[1]
    up, down = (picture.frame(which=6, move=m)[1] for m in (0.5, -0.5))
    for key in ("weight", "knot at x"):
        assert first_number(down[key]) < first_number(still[key]) < first_number(up[key])


def test_the_knots_are_those_of_the_sliders():
    z, x, d = knots_of(-1.0, 1.2, -1.5, 0.7, 0.3, 2.0)
    assert (z[1], x[1], d[1]) == (-1.0, -1.5, 0.3) and (z[2], x[2], d[2]) == (1.2, 0.7, 2.0)

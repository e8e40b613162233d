"""The tables hold what their sources say."""

import math

import pytest
import torch

from course_lib.data import (
    cities,
    directions,
    galaxies,
    jfk_noon_winds,
    moons,
    old_faithful,
    pinwheel,
    quakes,
    split,
    standardise,
)
from course_lib.flows import Composition, FlowDistribution, Linear, TrainableAffine
from course_lib.planar import Moons, Pinwheel


def test_old_faithful():
    data = old_faithful()
    assert data.shape == (272, 2) and data.dtype == torch.float64
    # As printed by R for its own copy: summary(faithful).
    assert data.mean(0).tolist() == pytest.approx([3.488, 70.9], abs=0.003)
    assert data.min(0).values.tolist() == [1.6, 43.0]
    assert data.max(0).values.tolist() == [5.1, 96.0]


def test_galaxies_with_the_misprint_corrected():
    data = galaxies()
    assert data.shape == (82,)
    assert (data.min().item(), data.max().item()) == (9.172, 34.279)
    assert 26.96 in data.tolist() and 26.69 not in data.tolist()
    assert (data.diff() >= 0).all()


def test_quakes():
    data = quakes()
    assert data.shape == (1000, 5) and data.dtype == torch.float64
    # As printed by R for its own copy: summary(quakes).
    assert data.min(0).values.tolist() == [-38.59, 165.67, 40, 4, 10]
    assert data.max(0).values.tolist() == [-10.72, 188.13, 680, 6.4, 132]
    assert data.mean(0).tolist() == pytest.approx([-20.64, 179.46, 311.4, 4.62, 33.42], abs=0.03)


def test_winds_as_they_were_reported():
    data = jfk_noon_winds(None)
    assert data.shape == (354,) and data.dtype == torch.float64
    assert set(data.tolist()) <= set(range(10, 361, 10))
    # Their mean has nothing to do with where the wind mostly comes from.
    assert round(data.mean().item()) == 219
    a = torch.deg2rad(data)
    mean = math.degrees(torch.atan2(a.sin().sum(), a.cos().sum()).item())
    assert round(mean % 360) == 244


def test_winds_are_spread_over_what_each_report_stands_for():
    reported, data = jfk_noon_winds(None), jfk_noon_winds()
    assert data.shape == (354,) and ((data >= 0) & (data < 360)).all()
    off = (data - reported + 180) % 360 - 180
    assert (off.abs() <= 5).all() and off.abs().max() > 4.9
    # Evenly: mean 0 and width 10/√12, each within three standard errors.
    assert abs(off.mean()) < 3 * 10 / math.sqrt(12 * 354)
    assert abs(off.std() - 10 / math.sqrt(12)) < 0.2
    assert len(set(data.tolist())) == 354
    assert (jfk_noon_winds(3) == jfk_noon_winds(3)).all()
    assert (jfk_noon_winds(3) != jfk_noon_winds(4)).all()


def test_cities():
    data = cities()
    assert data.shape == (3000, 3) and data.dtype == torch.float64
    assert (data[:, 2].diff() <= 0).all() and data[:, 2].min() >= 200_000
    assert (data[:, 0].abs() <= 90).all() and (data[:, 1].abs() <= 180).all()
    for latitude, longitude in ((51.5, -0.13), (-33.87, 151.2), (40.7, -74.0)):  # three we know
        there = (data[:, :2] - torch.tensor([latitude, longitude]).double()).abs().amax(-1)
        assert there.min() < 0.1


@pytest.mark.parametrize(
    ("latitude", "longitude", "x"),
    [(0, 0, (1, 0, 0)), (0, 90, (0, 1, 0)), (-90, 17, (0, 0, -1)), (30, 181, None),
     (0, -270, (0, 1, 0))],
)  # fmt: skip
def test_directions_are_points_of_the_sphere(latitude, longitude, x):
    b, along = torch.tensor([latitude]).double(), torch.tensor([longitude]).double()
    found = directions(b, along)
    assert found.shape == (1, 3) and abs(found.norm() - 1) < 1e-15
    assert torch.allclose(found, directions(b, along - 360), atol=1e-15)
    if x:
        assert torch.allclose(found[0], torch.tensor(x).double(), atol=1e-15)


@pytest.mark.parametrize(
    ("latitude", "longitude", "words"),
    [
        (torch.zeros(3), torch.zeros(1), r"not \(3,\) and \(1,\)"),
        (torch.tensor([0.0, 90.5]), torch.zeros(2), "one is 90.5"),
        (torch.tensor([torch.nan]), torch.zeros(1), "one is nan"),
    ],
)
def test_degrees_that_are_no_direction(latitude, longitude, words):
    with pytest.raises(ValueError, match=words):
        directions(latitude, longitude)


def test_moons_and_pinwheel_are_samples_of_the_densities_with_their_names():
    for function, density in ((moons, Moons()), (pinwheel, Pinwheel())):
        assert (function(50, seed=3) == density.sample(50, seed=3)).all()
        assert (function(50, seed=3) != function(50, seed=4)).any()
        assert (function(50) == function(50)).all()


def test_split_divides():
    data = old_faithful()
    train, held_out = split(data, 0.25, seed=3)
    assert (len(train), len(held_out)) == (204, 68)
    together = torch.cat([train, held_out])
    assert sorted(map(tuple, together.tolist())) == sorted(map(tuple, data.tolist()))
    assert (split(data, seed=3)[0] == split(data, seed=3)[0]).all()
    assert (split(data, seed=3)[0] != split(data, seed=4)[0]).any()


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1e-9])
def test_split_refuses_an_empty_part(share):
    with pytest.raises(ValueError, match=r"of 82 rows"):
        split(galaxies(), share)


# --- standardised ---------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [old_faithful(), quakes()[:, 2], galaxies().float(), quakes()])
def test_standardised_values_have_mean_0_and_width_1_and_come_back(data):
    values, back = standardise(data)
    exact = 1e-5 if data.dtype == torch.float32 else 1e-12
    assert values.shape == data.shape and values.dtype == data.dtype
    assert torch.allclose(values.mean(0), torch.zeros_like(values[0]), atol=exact)
    assert torch.allclose(values.std(0, correction=0), torch.ones_like(values[0]), rtol=exact)
    again, log_det = back.forward(values)
    assert torch.allclose(again, data, rtol=exact)
    assert log_det.shape == (len(data),)
    assert log_det[0].item() == pytest.approx(back.log_sigma, rel=1e-6)
    assert torch.allclose(back.inverse(data[:7])[0], values[:7], rtol=1e-4, atol=1e-6)


def test_the_nats_of_standardised_data_are_corrected():
    """A Gaussian fitted to standardised data is the Gaussian of the data, by one subtraction."""
    data = old_faithful()
    values, back = standardise(data)
    flow = TrainableAffine(2).double()
    with torch.no_grad():
        flow.b.copy_(torch.tensor([0.1, -0.2]))
    log_p = FlowDistribution(flow).log_prob(values)
    in_minutes = FlowDistribution(Composition(back, flow)).log_prob(data)
    assert torch.allclose(in_minutes, log_p - back.log_sigma, atol=1e-12)
    expected = data.std(0, correction=0).log().sum().item()
    assert back.log_sigma == pytest.approx(expected, rel=1e-12) and abs(expected) > 1


def test_the_way_back_is_nothing_to_train():
    values, back = standardise(galaxies())
    assert list(back.parameters()) == [] and set(back.state_dict()) == {"mean", "sigma"}
    assert [p.numel() for p in Composition(back, Linear(1.0, 0.0)).parameters()] == [1, 1]
    jacobian = torch.autograd.functional.jacobian(lambda z: back.forward(z)[0], values[0])
    assert jacobian.log().item() == pytest.approx(back.log_sigma)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (torch.tensor([[1.0, 0.1]] * 3), ValueError, "All numbers in column 0 are 1: their width"),
        (torch.tensor([[1.0, 0.1], [2.0, 0.1], [4.0, 0.1]]), ValueError, "in column 1 are 0.1"),
        (torch.full((7,), 0.1), ValueError, "All numbers are 0.1: their width σ is 0"),
        (torch.tensor([1.0, torch.nan]), ValueError, "1 of the 2 numbers are infinite or NaN"),
        (torch.tensor([[1.0, 2.0]]), ValueError, r"not \(1, 2\)"),
        (torch.tensor(1.0), ValueError, r"not \(\)"),
        (torch.zeros(2, 2, 2), ValueError, r"not \(2, 2, 2\)"),
        (torch.tensor([1, 2]), TypeError, "not torch.int64"),
        ([1.0, 2.0], TypeError, "not list"),
    ],
)
def test_what_cannot_be_standardised(data, error, words):
    with pytest.raises(error, match=words):
        standardise(data)

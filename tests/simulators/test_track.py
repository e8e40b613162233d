"""The track: its events, and its exact posterior against scipy and a finer sum."""

import math
from unittest import mock

import numpy as np
import pytest
import torch
from scipy import stats

from course_lib.calibration import leaves, simultaneous_band
from course_lib.simulators import Track, track

DOUBLE = torch.float64
TRACK = Track()
X, SEEN = TRACK.sample(400, seed=0)


def doubles(n, seed=0, **more):
    x, seen = TRACK.sample(n, seed, **more)
    return x.double(), seen.double()


def by_hand(x, ice):
    """Rates and times, sensor by sensor, with the angle between line and sensor."""
    n, energy = np.array(x[:3]), math.exp(x[3])
    n = n / np.linalg.norm(n)  # float32 keeps seven digits of it
    rates, times = [], []
    for r in TRACK.sensors.numpy():
        d = math.sin(math.acos(n @ r))  # the sensors are at distance 1 from the middle
        rates.append(energy * math.exp(-d / ice) / (d + 0.3) + 0.02)
        times.append(n @ r + d / 2)
    return rates, times


def test_the_sensors_are_evenly_spread():
    r = TRACK.sensors
    assert r.shape == (12, 3) and torch.allclose(r.norm(dim=-1), torch.ones(12, dtype=DOUBLE))
    nearest = (r @ r.T - 2 * torch.eye(12)).amax(1).acos()
    assert nearest.min() > 0.8  # radians; an icosahedron has 1.107
    many = track.evenly_on_sphere(4000)
    assert abs(many.mean(0)).max() < 1e-3 and abs((many[:, 2] ** 2).mean() - 1 / 3) < 1e-6


@pytest.mark.parametrize("ice", [0.7, 0.4])
def test_light_and_times_are_those_of_the_formula(ice):
    for x in ([0.6, 0.0, 0.8, 1.3], [0.0, 0.0, -1.0, -2.0], [0.48, -0.8, 0.36, 2.9]):
        rates, times = by_hand(x, ice)
        at = torch.tensor(x, dtype=DOUBLE)
        assert TRACK.rates(at, ice).tolist() == pytest.approx(rates, rel=1e-10)
        assert Track(ice).rates(at).tolist() == pytest.approx(rates, rel=1e-10)
        assert TRACK.times(at).tolist() == pytest.approx(times, rel=1e-10)


def test_events_follow_the_prior_the_rates_and_the_times():
    x, seen = doubles(40_000)
    n, log_energy = x[:, :3], x[:, 3]
    assert abs(n.mean(0)).max() < 0.015 and abs((n**2).mean(0) - 1 / 3).max() < 0.01
    assert abs(log_energy.mean() - 0.7) < 0.02 and abs(log_energy.std() - 0.8) < 0.02
    counts, times = seen.split(12, -1)
    pull = (counts - TRACK.rates(x)) / TRACK.rates(x).sqrt()
    assert abs(pull.mean(0)).max() < 0.03 and abs(pull.var(0) - 1).max() < 0.06
    hit = counts > 0
    assert abs(hit.double().sum(-1).mean() - 6.0) < 0.1 and (times[~hit] == 0).all()
    off = ((times - TRACK.times(x)) / 0.5)[hit]
    assert abs(off.mean()) < 0.01 and abs(off.std() - 1) < 0.01
    _, again = doubles(50, seed=3)
    assert (again == doubles(50, seed=3)[1]).all() and (again != doubles(50, seed=4)[1]).any()


def test_each_event_may_have_its_own_ice():
    ice = torch.where(torch.arange(20_000) % 2 == 0, 0.3, 1.5)
    x, seen = TRACK.sample(20_000, seed=1, ice=ice)
    counts = seen[:, :12].sum(-1)
    for part, value in ((0, 0.3), (1, 1.5)):
        expected = TRACK.rates(x[part::2], value).sum(-1)
        assert abs((counts[part::2] / expected.sum()).sum() - 1) < 0.01
    one = torch.stack([TRACK.log_likelihood(x[k], seen[k], ice[k]) for k in range(4)])
    assert torch.allclose(TRACK.log_likelihood(x[:4], seen[:4], ice[:4]), one)


@pytest.mark.parametrize("ice", [None, 0.5])
def test_the_likelihood_is_that_of_scipy(ice):
    x, seen = doubles(30)
    found = TRACK.log_likelihood(x, seen, ice)
    for k in range(30):
        rates, times = by_hand(x[k].tolist(), ice or 0.7)
        counts, at = seen[k].numpy()[:12], seen[k].numpy()[12:]
        expected = stats.poisson(rates).logpmf(counts).sum()
        expected += stats.norm(times, 0.5).logpdf(at)[counts > 0].sum()
        assert found[k].item() == pytest.approx(expected, abs=1e-9)
    prior = stats.norm(0.7, 0.8).logpdf(x[:, 3].numpy()) - math.log(4 * math.pi)
    assert TRACK.log_prior(x).tolist() == pytest.approx(prior.tolist(), abs=1e-9)


@pytest.mark.slow
def test_the_evidence_is_that_of_a_finer_sum():
    _, seen = doubles(24, seed=2)
    found = TRACK.log_evidence(seen, 0.6)
    with mock.patch.multiple(track, DIRECTIONS=16_000, ENERGIES=61):
        finer = Track().log_evidence(seen, 0.6)
    assert abs(found - finer).max() < 2e-3 and abs(found - finer).mean() < 3e-4


@pytest.mark.thorough
def test_the_evidence_is_the_mean_likelihood_of_tracks_from_the_prior():
    _, seen = doubles(4, seed=5)
    x, _ = doubles(200_000, seed=6)
    found = TRACK.log_evidence(seen)
    for k in range(4):
        p = TRACK.log_likelihood(x, seen[k]).exp()
        error = (p.std() / p.mean() / math.sqrt(len(p))).item()
        assert error < 0.1
        assert found[k].item() == pytest.approx(p.mean().log().item(), abs=4 * error)


def test_the_posterior_on_the_grid_is_the_one_at_points_and_sums_to_one():
    _, seen = doubles(3, seed=7)
    n, log_energies, mass = TRACK.posterior(seen)
    assert n.shape == (4000, 3) and log_energies.shape == (41,) and mass.shape == (3, 4000, 41)
    assert torch.allclose(mass.sum((1, 2)), torch.ones(3, dtype=DOUBLE))
    cell = 4 * math.pi / 4000 * (log_energies[1] - log_energies[0])
    for g, k in ((0, 20), (1234, 17), (3999, 25)):
        x = torch.cat([n[g], log_energies[k, None]])
        assert torch.allclose((mass[:, g, k] / cell).log(), TRACK.log_posterior(x, seen), atol=1e-8)
    assert torch.allclose(TRACK.posterior(seen[0])[2], mass[0])


def exact_shares(x, seen, ice=None):
    """Of each event: the mass of denser directions, and of smaller energies."""
    sky, energy = [], []
    for truth, part in zip(x.split(50), seen.split(50), strict=True):
        n, log_energies, mass = TRACK.posterior(part, ice)
        of_n, of_e = mass.sum(-1), mass.sum(1)
        at = (truth[:, :3] @ n.T).argmax(-1, keepdim=True)  # the truth's cell
        own = of_n.gather(1, at)
        sky.append(((of_n > own) * of_n).sum(-1) + own[:, 0] / 2)
        step = log_energies[1] - log_energies[0]
        part_of = (truth[:, 3:] - log_energies + step / 2).div(step).clamp(0, 1)
        energy.append((of_e * part_of).sum(-1))
    return torch.cat(sky), torch.cat(energy)


@pytest.mark.exhaustive
def test_the_exact_posterior_keeps_its_promises_and_with_wrong_ice_does_not():
    x, seen = doubles(600, seed=8)
    band = simultaneous_band(600)
    sky, energy = exact_shares(x, seen)
    assert not leaves(sky, band) and not leaves(energy, band)
    assert leaves(exact_shares(x, seen, ice=0.4)[1], band)


def test_a_cascade_is_not_a_track():
    cascades = TRACK.cascades(3000, seed=0)
    counts, times = TRACK._checked(cascades)
    hit = counts > 0
    assert 5.2 < hit.double().sum(-1).mean() < 5.8 and (times[~hit] == 0).all()
    # Sensors that are hit are about 1 away from the point: times around 0.5, and a track's
    # spread from -1 to 1.
    assert 0.35 < times[hit].mean() < 0.55 and times[hit].std() < 0.6
    tracks = TRACK.sample(3000, seed=1)[1]
    assert tracks[:, 12:][tracks[:, :12] > 0].std() > 0.7
    assert (TRACK.cascades(9, seed=2) == TRACK.cascades(9, seed=2)).all()
    assert TRACK.log_evidence(cascades[:20].double()).isfinite().all()


def test_features_are_24_finite_numbers_that_lose_nothing():
    features = TRACK.features(SEEN)
    assert features.shape == (400, 24) and features.isfinite().all()
    assert torch.equal(features[:, :12].expm1().round(), SEEN[:, :12])
    assert torch.equal(features[:, 12:], SEEN[:, 12:])


def test_shapes_types_and_gradients():
    assert TRACK.log_posterior(X[:5], SEEN[:5]).dtype == torch.float32
    assert TRACK.log_likelihood(X[:6, None], SEEN[:7]).shape == (6, 7)
    assert TRACK.log_posterior(X[:6].reshape(2, 3, 4), SEEN[:6].reshape(2, 3, 24)).shape == (2, 3)
    assert TRACK.seen(X.reshape(20, 20, 4), seed=1).shape == (20, 20, 24)
    alone = TRACK.log_evidence(SEEN[3].double())
    assert alone.shape == () and torch.allclose(alone, TRACK.log_evidence(SEEN[:20].double())[3])

    def through_angles(a, ice):
        ring = a[..., 0].sin()
        n = torch.stack([ring * a[..., 1].cos(), ring * a[..., 1].sin(), a[..., 0].cos()], -1)
        return TRACK.log_likelihood(torch.cat([n, a[..., 2:]], -1), SEEN[:3].double(), ice)

    a = torch.tensor([[0.4, 1.0, 0.5], [2.0, -1.0, 2.0], [1.0, 3.0, -1.0]], dtype=DOUBLE)
    ice = torch.tensor([0.5, 0.7, 0.9], dtype=DOUBLE)
    assert torch.autograd.gradcheck(through_angles, (a.requires_grad_(), ice.requires_grad_()))
    at_a_sensor = torch.cat([TRACK.sensors[:3], a.detach()[:, 2:]], -1).requires_grad_()
    TRACK.log_likelihood(at_a_sensor, SEEN[:3].double()).sum().backward()
    assert at_a_sensor.grad.isfinite().all()


def changed(place, value):
    seen = SEEN[0].clone()
    seen[place] = value
    return seen


NOT_HIT = 12 + int((SEEN[0, :12] == 0).nonzero()[0])


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Track(0), ValueError, "positive"),
        (lambda: TRACK.sample(3, 0, ice=-0.1), ValueError, "positive"),
        (lambda: TRACK.sample(3, 0, ice=torch.ones(2)), ValueError, r"\(2,\).*each event: \(3,\)"),
        (lambda: TRACK.sample(3, 0, ice=torch.ones(3, 1)), ValueError, r"\(3, 1\)"),
        (lambda: TRACK.log_evidence(SEEN, torch.ones(400)), ValueError, "one number"),
        (lambda: TRACK.rates(X[:, :3]), ValueError, r"x has shape \(400, 3\)"),
        (lambda: TRACK.times(2 * X), ValueError, "The direction in x are not on the unit"),
        (lambda: TRACK.log_prior([0.0, 0.0, 1.0, 0.7]), TypeError, "not list"),
        (lambda: TRACK.features(SEEN[:, :12]), ValueError, r"\(400, 12\)"),
        (lambda: TRACK.features(SEEN.long()), TypeError, "torch.int64"),
        (lambda: TRACK.features(changed(0, 0.5)), ValueError, "whole numbers"),
        (lambda: TRACK.features(changed(0, -1.0)), ValueError, "whole numbers"),
        (lambda: TRACK.log_evidence(changed(NOT_HIT, 0.3)), ValueError, "0 where nothing"),
        (lambda: TRACK.log_evidence(changed(13, math.nan)), ValueError, "finite numbers"),
        (lambda: TRACK.log_posterior(X[:3], SEEN[:4]), ValueError, "do not fit together"),
    ],
)
def test_what_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()

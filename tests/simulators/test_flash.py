"""The flash: its events, and its exact posterior against brute force."""

import math

import pytest
import torch
from torch.distributions import Normal, Poisson

from course_lib.simulators import Flash
from course_lib.training import fit

DOUBLE = torch.float64


def expected_rates(theta, sensors):
    rates = []
    for x, y in sensors.tolist():
        d = math.hypot(theta[0] - x, theta[1] - y)
        rates.append(0.3 + 24 * math.exp(-d / 0.9) / (1 + 4 * d**2))
    return rates


def log_joint(flash, theta, counts):
    """By torch's own distributions, term by term."""
    rates = flash.rates(theta)
    likelihood = Poisson(rates, validate_args=False).log_prob(counts).sum(-1)
    return likelihood + Normal(0.0, 1.0).log_prob(theta).sum(-1)


def brute_force(flash, counts, n=601):
    axis = torch.linspace(-6, 6, n, dtype=DOUBLE)
    log_p = log_joint(flash, torch.cartesian_prod(axis, axis), counts)
    return log_p.logsumexp(0).item() + 2 * math.log(12 / (n - 1))


def test_the_strings_and_the_light():
    one, two = Flash(1), Flash(2)
    assert one.sensors.shape == (8, 2) and two.sensors.shape == (10, 2)
    assert (two.sensors[:8] == one.sensors).all() and (one.sensors[:, 0] == 0).all()
    assert (two.sensors[8:, 0] == 1.5).all()
    for theta in ((0.3, -1.1), (0.0, 0.25), (-4.0, 2.0)):
        given = two.rates(torch.tensor(theta, dtype=DOUBLE)).tolist()
        assert given == pytest.approx(expected_rates(theta, two.sensors), rel=1e-12)


def test_events_follow_the_prior_and_the_rates():
    flash = Flash()
    theta, counts = flash.sample(50_000, seed=0)
    assert theta.shape == (50_000, 2) and counts.shape == (50_000, 10)
    assert theta.mean(0).abs().max() < 0.02 and (theta.std(0) - 1).abs().max() < 0.02
    assert torch.corrcoef(theta.T)[0, 1].abs() < 0.02
    rates = flash.rates(theta)
    pull = (counts - rates) / rates.sqrt()  # of Poisson counts: mean 0, variance 1
    assert pull.mean(0).abs().max() < 0.03 and (pull.var(0) - 1).abs().max() < 0.05
    again, other = flash.sample(50, seed=3), flash.sample(50, seed=3)
    assert all((a == b).all() for a, b in zip(again, other, strict=True))
    assert (flash.sample(50, seed=4)[1] != again[1]).any()
    assert (flash.counts(theta[:9], seed=1) == flash.counts(theta[:9], seed=1)).all()


@pytest.mark.slow
@pytest.mark.parametrize("strings", [1, 2])
def test_evidence_and_posterior_are_those_of_brute_force(strings):
    """Also for a flash at a sensor, where the likelihood has a kink, and for one far away."""
    flash = Flash(strings)
    theta = torch.tensor([[0.7, 0.4], [0.02, 0.25], [4.2, -2.0]], dtype=DOUBLE)
    counts = flash.counts(theta, seed=5)
    found = flash.log_evidence(counts)
    for k in range(3) if strings == 1 else (1,):
        log_z = brute_force(flash, counts[k])
        assert found[k].item() == pytest.approx(log_z, abs=5e-4)
        places = torch.tensor([[0.5, 0.5], [-0.5, 0.5], [1.4, -1.2], [0, 0]], dtype=DOUBLE)
        exact = log_joint(flash, places, counts[k]) - log_z
        assert flash.log_posterior(places, counts[k]).tolist() == pytest.approx(
            exact.tolist(), abs=5e-4
        )


def test_the_evidence_adds_up_over_all_counts():
    """Σ p(counts) over what one sensor can count is 1: for a flash with one sensor."""
    flash = Flash(1)
    flash.sensors = flash.sensors[3:4]
    n = torch.arange(80, dtype=DOUBLE)[:, None]
    assert flash.log_evidence(n).exp().sum().item() == pytest.approx(1, abs=1e-4)


def test_one_string_cannot_tell_left_from_right_and_two_can():
    counts = Flash(2).counts(torch.tensor([1.2, -0.5]), seed=0)
    left, right = torch.tensor([-1.2, -0.5]), torch.tensor([1.2, -0.5])
    one, two = Flash(1), Flash(2)
    assert one.log_posterior(left, counts[:8]) == one.log_posterior(right, counts[:8])
    assert two.log_posterior(right, counts) - two.log_posterior(left, counts) > 1
    axis, density = one.posterior(counts[:8], points=81)
    assert torch.allclose(density, density.flip(0), rtol=1e-9)
    middle = density.argmax().item() // 81
    assert abs(axis[middle]) > 0.3  # two bumps, none at the string
    assert density[40].max() < 0.7 * density.max()


def test_the_posterior_on_a_grid_is_the_one_at_points_and_sums_to_one():
    flash = Flash()
    _, counts = flash.sample(6, seed=2)
    axis, density = flash.posterior(counts)
    assert axis.shape == (161,) and density.shape == (6, 161, 161)
    assert (density.sum((1, 2)) * (axis[1] - axis[0]) ** 2 - 1).abs().max() < 0.02
    for i, j in ((80, 80), (90, 70), (50, 100)):
        point = torch.stack([axis[i], axis[j]])
        exact = flash.log_posterior(point, counts.double())
        assert torch.allclose(density[:, i, j].log(), exact, atol=1e-9)
    one = flash.posterior(counts[0])[1]
    assert one.shape == (161, 161) and torch.allclose(one, density[0])


@pytest.mark.exhaustive
def test_the_mean_squared_error_and_a_gaussian_fall_short_by_what_is_said():
    """Gaps to the exact posterior, with the exact mean and widths of each event."""
    for strings, fixed, own in ((1, 1.98, 0.64), (2, 1.90, 0.59)):
        flash = Flash(strings)
        theta, counts = flash.sample(2500, seed=1)
        axis, _ = flash.posterior(counts[:1], points=81)
        exact = flash.log_posterior(theta, counts).mean().item()
        spread = []
        for part in counts.split(500):
            p = flash.posterior(part, points=81)[1]
            p = p / p.sum((1, 2), keepdim=True)
            marginals = torch.stack([p.sum(2), p.sum(1)], -1)  # (N, G, 2)
            mean = (marginals * axis[:, None]).sum(1)
            spread.append((marginals * axis[:, None] ** 2).sum(1) - mean**2)
        variance = torch.cat(spread)
        base = math.log(2 * math.pi * math.e) + exact
        assert base + variance.mean().log().item() == pytest.approx(fixed, abs=0.07)
        assert base + 0.5 * variance.log().sum(1).mean().item() == pytest.approx(own, abs=0.05)


def test_shapes_types_and_the_gradient_of_the_likelihood():
    flash = Flash()
    theta, counts = flash.sample(6, seed=0)
    assert flash.log_posterior(theta, counts).dtype == torch.float32
    assert flash.log_likelihood(theta[:, None], counts).shape == (6, 6)
    assert flash.log_posterior(theta[:0], counts[:0]).shape == (0,)
    assert flash.log_posterior(theta.reshape(2, 3, 2), counts.reshape(2, 3, 10)).shape == (2, 3)
    batch = flash.log_posterior(theta.double(), counts.double())
    for k in range(6):
        alone = flash.log_posterior(theta[k].double(), counts[k].double())
        assert alone.item() == pytest.approx(batch[k].item(), abs=1e-10)
    point = theta.double().requires_grad_()
    assert torch.autograd.gradcheck(lambda t: flash.log_likelihood(t, counts.double()), point)


def test_fit_takes_its_events_as_they_are():
    class Center(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = torch.nn.Linear(10, 2)

        def forward(self, counts):
            return torch.distributions.Independent(Normal(self.weight(counts), 1.0), 1)

    torch.manual_seed(0)
    state = torch.get_rng_state()
    center = Center()
    torch.set_rng_state(state)
    history = fit(center, Flash().sample, steps=20, lr=0.05, batch_size=64)
    assert (torch.get_rng_state() == state).all()
    assert sum(history.losses[-5:]) < sum(history.losses[:5])


FLASH = Flash()
THETA, COUNTS = FLASH.sample(4, seed=0)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Flash(3), ValueError, "strings must be 1 or 2, not 3"),
        (lambda: Flash(True), ValueError, "strings must be 1 or 2, not True"),
        (lambda: FLASH.rates(torch.zeros(3)), ValueError, r"theta has shape \(3,\)"),
        (lambda: FLASH.log_evidence(COUNTS[:, :8]), ValueError, r"\(4, 8\), but must have .* 10"),
        (lambda: FLASH.log_evidence(COUNTS + 0.5), ValueError, "whole numbers"),
        (lambda: FLASH.log_evidence(COUNTS - 50), ValueError, "whole numbers"),
        (lambda: FLASH.log_posterior(THETA, COUNTS / 0), ValueError, "whole numbers"),
        (lambda: FLASH.log_posterior(THETA, COUNTS[:3]), ValueError, "do not fit together"),
        (lambda: FLASH.log_posterior(THETA, COUNTS.long()), TypeError, "torch.int64"),
        (lambda: FLASH.log_prior([0.0, 1.0]), TypeError, "not list"),
        (lambda: FLASH.posterior(COUNTS, points=1), ValueError, "at least 2, not 1"),
    ],
)
def test_what_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()

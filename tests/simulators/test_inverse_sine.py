"""The inverse sine: its pairs, and its exact density against scipy."""

import math

import pytest
import scipy.integrate
import torch

from course_lib.simulators import InverseSine


def wave(x):
    return x + 0.3 * math.sin(2 * math.pi * x)


@pytest.mark.slow
@pytest.mark.parametrize("width", [0.05, 0.01, 0.3])
def test_the_density_is_scipys(width):
    problem = InverseSine(width)
    for y in (-0.2, 0.0, 0.5, 0.77, 1.3):

        def likelihood(x, y=y):
            z = (y - wave(x)) / width
            return math.exp(-z * z / 2) / width / math.sqrt(2 * math.pi)

        places = [k / 50 for k in range(1, 50)]
        p_y = scipy.integrate.quad(
            likelihood, 0, 1, points=places, limit=500, epsabs=0, epsrel=1e-10
        )[0]
        context = torch.tensor([y], dtype=torch.float64)
        assert problem.log_evidence(context).item() == pytest.approx(math.log(p_y), abs=1e-6)
        x = torch.tensor([0.05, 0.5, 0.93], dtype=torch.float64)
        z = [(y - wave(v)) / width for v in x.tolist()]
        log_likelihood = [-v * v / 2 - math.log(width * math.sqrt(2 * math.pi)) for v in z]
        assert problem.log_posterior(x, context).tolist() == pytest.approx(
            [value - math.log(p_y) for value in log_likelihood], abs=1e-6
        )


def test_its_pairs_follow_it():
    x, y = InverseSine().sample(40_000, seed=0)
    assert x.shape == (40_000,) and y.shape == (40_000, 1)
    assert x.min() >= 0 and x.max() <= 1 and x.mean().item() == pytest.approx(0.5, abs=0.01)
    noise = y[:, 0] - x - 0.3 * torch.sin(2 * math.pi * x)
    assert noise.mean().abs() < 0.001 and noise.std().item() == pytest.approx(0.05, abs=0.001)
    assert abs(torch.corrcoef(torch.stack([noise, x]))[0, 1]) < 0.02
    again = InverseSine().sample(40_000, seed=0)
    assert (again[0] == x).all() and (again[1] == y).all()
    assert (InverseSine().sample(9, seed=1)[0] != x[:9]).any()


def test_the_truth_is_1_226_nats():
    """E log p(x|y), by quadrature over both."""
    problem = InverseSine()
    y = torch.linspace(-0.5, 1.5, 801, dtype=torch.float64)[:, None]
    x = (torch.arange(1000, dtype=torch.float64) + 0.5) / 1000
    log_p = problem.log_posterior(x, y[:, None])
    joint = log_p + problem.log_evidence(y)[:, None]
    mean = (joint.exp() * log_p).sum().item() * 0.0025 / 1000
    assert joint.exp().sum().item() * 0.0025 / 1000 == pytest.approx(1, abs=1e-4)
    assert mean == pytest.approx(1.226, abs=1e-3)


def test_one_y_has_three_x():
    x = torch.linspace(0, 1, 401)
    p = InverseSine().log_posterior(x, torch.tensor([0.5]))
    peaks = (p[1:-1] > p[:-2]) & (p[1:-1] > p[2:])
    assert peaks.sum() == 3


def test_shapes_and_what_is_refused():
    problem = InverseSine()
    x, y = problem.sample(6, seed=0)
    assert problem.log_posterior(x, y).shape == (6,)
    assert problem.log_posterior(x[:, None], y).shape == (6, 6)
    assert problem.log_posterior(x[:0], y[:0]).shape == (0,)
    outside = problem.log_posterior(torch.tensor([-0.1, 1.1]), y[0])
    assert outside.tolist() == [-math.inf, -math.inf]
    for wrong in ((x, y[:, 0]), (x, y[:4]), (x, torch.cat([y, y], -1))):
        with pytest.raises(ValueError, match=r"y must have shape \(..., 1\) and x"):
            problem.log_posterior(*wrong)
    with pytest.raises(TypeError, match="y must be a tensor of floating-point"):
        problem.log_posterior(x, y.long())
    for width in (0.0, -1.0, float("nan"), 0.001):
        with pytest.raises(ValueError, match="width must be a number from"):
            InverseSine(width)

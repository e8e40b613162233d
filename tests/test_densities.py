"""The three classical densities against scipy, and against what they promise."""

import itertools

import numpy as np
import pytest
import scipy.interpolate
import scipy.stats
import torch

from course_lib.data import galaxies
from course_lib.densities import (
    BSplineDensity,
    GaussianMixture,
    KernelDensity,
    area,
    standard_normal_log_prob,
)

DATA = galaxies()
X = torch.linspace(5, 40, 301, dtype=torch.float64)


def all_three():
    return {
        "kernel": KernelDensity(DATA, 0.8),
        "mixture": GaussianMixture.fit(DATA, 4),
        "b-spline": BSplineDensity.fit(DATA, 12),
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", all_three())
def test_area_shapes_and_samples(name):
    density = all_three()[name]
    assert area(lambda x: density.log_prob(x).exp(), -20, 70, 90_001) == pytest.approx(1, abs=1e-6)
    assert density.log_prob(X.reshape(7, 43)).shape == (7, 43)
    assert density.log_prob(X[0]).shape == ()
    x = density.sample(20_000, seed=1)
    assert x.shape == (20_000,) and (x == density.sample(20_000, seed=1)).all()
    assert (density.sample(50) != density.sample(50)).any()
    grid = torch.linspace(-20, 70, 90_001, dtype=torch.float64)
    p = density.log_prob(grid).exp()
    cdf = np.concatenate([[0], torch.cumulative_trapezoid(p, grid).numpy()])
    assert scipy.stats.kstest(x.numpy(), lambda v: np.interp(v, grid.numpy(), cdf)).pvalue > 0.001


def test_kernel_density_is_scipys():
    bandwidth = 0.8
    oracle = scipy.stats.gaussian_kde(DATA.numpy(), bandwidth / DATA.numpy().std(ddof=1))
    given = KernelDensity(DATA, bandwidth).log_prob(X).numpy()
    assert given == pytest.approx(oracle.logpdf(X.numpy()), abs=1e-12)


def test_b_splines_are_scipys():
    weights = torch.tensor([0.1, 0.3, 0.05, 0.25, 0.2, 0.1], dtype=torch.float64)
    density = BSplineDensity(weights, 0.0, 3.0)
    knots, x = density.knots.numpy(), torch.linspace(0, 2.999, 200, dtype=torch.float64)
    expected = sum(
        w * 4 / (knots[i + 4] - knots[i])
        * np.nan_to_num(scipy.interpolate.BSpline.basis_element(knots[i : i + 5], False)(x.numpy()))
        for i, w in enumerate(weights.tolist())
    )  # fmt: skip
    assert density.log_prob(x).exp().numpy() == pytest.approx(expected, abs=1e-12)
    assert density.log_prob(torch.tensor([-0.1, 3.1])).tolist() == [-np.inf, -np.inf]


@pytest.mark.parametrize(
    "fit", [lambda steps: GaussianMixture.fit(DATA, 4, steps=steps),
            lambda steps: BSplineDensity.fit(DATA, 12, steps=steps)],
    ids=["mixture", "b-spline"],
)  # fmt: skip
def test_every_step_of_expectation_maximisation_makes_the_data_more_likely(fit):
    likelihood = [fit(steps).log_prob(DATA).mean().item() for steps in range(0, 30, 3)]
    assert all(later > earlier - 1e-9 for earlier, later in itertools.pairwise(likelihood))
    assert likelihood[-1] > likelihood[0] + 0.05


def test_a_mixture_of_one_is_the_gaussian():
    mixture = GaussianMixture.fit(DATA, 1)
    gaussian = scipy.stats.norm(DATA.mean().item(), DATA.std(correction=0).item())
    assert mixture.log_prob(X).numpy() == pytest.approx(gaussian.logpdf(X.numpy()), abs=1e-12)


def test_a_b_spline_density_has_its_upper_end():
    p = BSplineDensity(torch.tensor([0.2, 0.3, 0.1, 0.4], dtype=torch.float64), 0.0, 2.0)
    x = torch.tensor([0.0, 2.0, 2 - 1e-9, 2.001, -0.001], dtype=torch.float64)
    assert p.log_prob(x).exp().tolist() == pytest.approx([0.4, 0.8, 0.8, 0.0, 0.0])
    high = DATA.max().item()
    assert BSplineDensity.fit(DATA, 8, low=0.0, high=high).log_prob(DATA).isfinite().all()


def test_float32():
    for density in (KernelDensity(DATA.float(), 0.8), GaussianMixture.fit(DATA.float(), 3)):
        assert density.log_prob(X.float()).dtype == torch.float32
    spline = BSplineDensity.fit(DATA.float(), 9)
    assert spline.log_prob(X.float()).dtype == torch.float32
    assert not spline.log_prob(X.float()).isnan().any()


def test_standard_normal():
    given = standard_normal_log_prob(X).numpy()
    assert given == pytest.approx(scipy.stats.norm.logpdf(X.numpy()), rel=1e-14)


WEIGHTS = torch.tensor([0.5, 0.5])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: KernelDensity(DATA, 0.0), "bandwidth must be positive"),
        (lambda: KernelDensity(DATA, float("nan")), "bandwidth must be positive"),
        (lambda: KernelDensity([1.0], 1.0), "not list"),
        (lambda: KernelDensity(torch.tensor([1.0, torch.nan]), 1.0), "1 of the 2 data"),
        (lambda: KernelDensity(torch.ones(3, 2), 1.0), r"\(3, 2\)"),
        (lambda: KernelDensity(torch.tensor([0, 4]), 1.0), "int64"),
        (lambda: GaussianMixture.fit(torch.tensor([0, 4]), 1), "int64"),
        (lambda: GaussianMixture.fit(torch.ones(5), 2), "All data are 1"),
        (lambda: BSplineDensity(torch.tensor([1, 0, 0, 0]), 0.0, 2.0), "int64"),
        (lambda: GaussianMixture(WEIGHTS, WEIGHTS, -WEIGHTS), "widths must be positive"),
        (lambda: GaussianMixture(2 * WEIGHTS, WEIGHTS, WEIGHTS), "sum to 1"),
        (lambda: GaussianMixture(WEIGHTS, torch.ones(3), WEIGHTS), r"\(3,\)"),
        (lambda: GaussianMixture.fit(DATA, 0), "between 1 and"),
        (lambda: GaussianMixture.fit(torch.ones(0), 2), r"\(0,\)"),
        (lambda: BSplineDensity.fit(DATA, 3), "at least 4"),
        (lambda: BSplineDensity(torch.full((5,), 0.2), 1.0, 1.0), "interval"),
        (lambda: BSplineDensity(torch.tensor([1.5, -0.5, 0, 0, 0]), 0, 1), "negative"),
        (lambda: BSplineDensity.fit(DATA, 8, low=20.0), "outside the interval"),
    ],
)
def test_what_is_refused(make, words):
    with pytest.raises(ValueError, match=words):
        make()

"""Few points: what the picture draws and says."""

import pytest
import torch

from course_lib.chapters.ch03_hands_on_gaussian_flow.pictures.few_points import FewPoints
from course_lib.data import old_faithful


@pytest.fixture(scope="module")
def picture():
    return FewPoints()


@pytest.mark.thorough
@pytest.mark.parametrize(("n", "seed"), [(5, 7), (10, 0), (100, 3)])
def test_readouts_agree_with_torch(picture, n, seed):
    data = old_faithful()
    order = torch.randperm(272, generator=torch.Generator().manual_seed(seed))
    chosen, others = data[order[:n]], data[order[n:]]
    fit = torch.distributions.MultivariateNormal(chosen.mean(0), torch.cov(chosen.T, correction=0))
    _, readouts = picture.frame(n=n, seed=seed)
    values = [float(text.replace("−", "-")) for text in list(readouts.values())[1:]]
    expected = [fit.log_prob(part).mean().item() for part in (chosen, others)]
    assert values == pytest.approx(expected, abs=0.006)
    assert readouts["all others"] in picture.describe(n=n, seed=seed)


def test_the_region_holds_95_percent_of_the_fit(picture):
    picture.frame(n=50, seed=2)
    outline = torch.tensor(picture.region.get_xy()[:-1])
    data = old_faithful()[picture.order(2)[:50]]
    C = torch.cov(data.T, correction=0)
    distance = ((outline - data.mean(0)) @ torch.linalg.inv(C) * (outline - data.mean(0))).sum(-1)
    assert torch.allclose(distance, torch.tensor(5.991, dtype=torch.float64), atol=1e-3)


def test_two_points_are_singular_and_it_says_so(picture):
    _, readouts = picture.frame(n=2)
    assert "singular" in str(readouts)
    assert "a line" in picture.describe(n=2, seed=0)

"""The review's picture: its three numbers found another way."""

import itertools
import math

import pytest
import torch
from scipy import stats

from course_lib.chapters.ch90_review_of_part_one.pictures.all_flows import FLOWS, AllFlowsPicture
from tests.live.marks import first_number


@pytest.fixture(scope="module")
def picture():
    return AllFlowsPicture()


def mixture_density(x, theta):
    parts = ((0.4, -1.5, 0.3 * theta), (0.6, 1.2, 0.35 * theta))
    return sum(w * stats.logistic.pdf(x, mu, s) for w, mu, s in parts)


@pytest.mark.thorough
def test_the_density_of_line_and_mixture_is_scipys(picture):
    for z, theta in itertools.product((-1.7, 0.3, 2.0), (0.6, 2.1)):
        for name in ("line (02)", "mixture (05–07)"):
            _, said = picture.frame(flow=name, theta=theta, z=z)
            x, log_p = first_number(said["x"]), first_number(said["log p(x)"])
            if name == "line (02)":
                wanted = stats.norm.logpdf(x, 0.4, theta)
            else:
                wanted = math.log(mixture_density(x, theta))
            slope = 0.01 * 5  # x is said to two digits
            assert log_p == pytest.approx(wanted, abs=slope)
            assert first_number(said["log p0(z)"]) == pytest.approx(stats.norm.logpdf(z), abs=0.006)


def test_the_three_numbers_belong_together(picture):
    for name in FLOWS:
        _, said = picture.frame(flow=name, theta=0.9, z=-1.3)
        difference = first_number(said["log p0(z)"]) - first_number(said["forward log-det"])
        assert first_number(said["log p(x)"]) == pytest.approx(difference, abs=0.011)


def test_the_strip_keeps_its_mass(picture):
    """The dark strips of base and target hold as much, by the polygons that are drawn."""
    for name in FLOWS:
        picture.frame(flow=name, theta=1.4, z=0.7)
        masses = []
        for strip in (picture.strip_z, picture.strip_x):
            corners = torch.as_tensor(strip.get_xy()[1:22])
            x, height = (corners.flip(1) if strip is picture.strip_x else corners).T
            masses.append(torch.trapezoid(height, x).item())
        assert masses[0] == pytest.approx(masses[1], rel=2e-3)
        assert masses[0] == pytest.approx(stats.norm.cdf(0.8) - stats.norm.cdf(0.6), rel=1e-3)

"""What chapter 05 says of float32 and of a spike, computed anew."""

import math
import re
from types import SimpleNamespace

import pytest
import torch

from course_lib import data
from course_lib.chapters.ch05_cdf_flows.pictures import formulas
from course_lib.exercises import registry
from course_lib.exercises.hints import SOLUTIONS
from course_lib.live.trainings import Curve
from tests.prose import said

TEXT = said(next(SOLUTIONS.glob("05_*.py")))


def test_where_the_first_formula_ends_in_float32():
    """Not below 1 but just above it: σ is 1/(1 + e⁻ˣ), and e⁻ˣ is lost beside the 1."""
    x = torch.arange(1600, 1800) / 100
    first = x[torch.sigmoid(x) == 1][0].item()
    above = torch.finfo(torch.float32).eps
    assert first == pytest.approx(-math.log(above / 2), abs=0.01)
    assert float(re.search(r"From \$x = (\S+)\$ on \$e\^{-x}\$", TEXT)[1]) == pytest.approx(first)
    assert r"are $1.2\cdot10^{-7}$ apart" in TEXT and above == pytest.approx(1.2e-7, rel=0.01)
    assert math.exp(-17) < above / 2
    assert any("1.2·10⁻⁷" in text for q in registry.questions("05") for _, text in q.options)


def test_where_the_pictures_first_formula_ends():
    z = formulas.naive(formulas.X, *formulas.parameters(torch.float32))
    first = formulas.X[~z.isfinite()][0].item()
    assert float(re.search(r"from (\S+) on it is infinite", TEXT)[1]) == pytest.approx(first)


@pytest.mark.parametrize("centre", torch.linspace(16.084, 16.170, 7).tolist())
def test_a_spike_on_two_galaxies_is_drawn_as_high_as_it_is(centre):
    velocities, one = data.galaxies(), torch.tensor(1.0, dtype=torch.float64)
    curve = Curve(SimpleNamespace(shown=velocities, origin=0 * one, unit=one,
                                  learning=SimpleNamespace(data=velocities.double())))  # fmt: skip

    def log_prob(x):
        u = (x - centre) / 0.03
        return torch.nn.functional.logsigmoid(u) + torch.nn.functional.logsigmoid(-u)

    assert curve.drawing(log_prob).max() > 0.95 / 4

"""The pictures of chapter 05: every number checked against another way."""

import math

import mpmath
import pytest
import scipy.stats
import torch

from course_lib.chapters.ch05_cdf_flows.pictures import formulas
from course_lib.chapters.ch05_cdf_flows.pictures.formulas import (
    FormulasPicture,
    in_log_space,
    naive,
)
from course_lib.chapters.ch05_cdf_flows.pictures.mixture import MixturePicture, moments
from course_lib.chapters.ch05_cdf_flows.pictures.through_uniform import ChainPicture
from course_lib.live import known
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # some seconds: `make check` leaves them to `make test`

DOUBLE = torch.float64
PICTURES = {"chain": ChainPicture, "mixture": MixturePicture, "formulas": FormulasPicture}
ORACLES = {
    "normal": scipy.stats.norm(),
    "logistic": scipy.stats.logistic(),
    "exponential": scipy.stats.expon(scale=2),
}


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


# --- the chain ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", known.KNOWN)
def test_known_distributions(name):
    x = torch.linspace(-7, 7, 141, dtype=DOUBLE)
    given = known.KNOWN[name]
    if name in ORACLES:
        oracle = ORACLES[name]
        assert given.cdf(x).numpy() == pytest.approx(oracle.cdf(x.numpy()), abs=1e-14)
        assert given.density(x).numpy() == pytest.approx(oracle.pdf(x.numpy()), abs=1e-14)
    u = torch.linspace(0.01, 0.99, 99, dtype=DOUBLE)
    assert (given.cdf(given.icdf(u)) - u).abs().max() < 1e-6
    wide = torch.linspace(-60, 60, 60_001, dtype=DOUBLE)
    assert torch.trapezoid(given.density(wide), wide).item() == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("first", "second"), [("normal", "exponential"), ("logistic", "normal")])
def test_the_chain_keeps_the_mass_to_the_left(pictures, first, second):
    z = 0.7
    _, readouts = pictures["chain"].frame(first=first, second=second, z=z)
    u = ORACLES[first].cdf(z)
    assert first_number(readouts["u = CDF₁(z)"]) == pytest.approx(u, abs=6e-4)
    assert first_number(readouts["x = CDF₂⁻¹(u)"]) == pytest.approx(
        ORACLES[second].ppf(u), abs=6e-3
    )
    assert first_number(readouts["mass to the left, both"]) == pytest.approx(100 * u, abs=0.06)


def test_your_chain_is_drawn_on_the_cdf_or_beside_it():
    right = ChainPicture(lambda z, cdf1, icdf2: icdf2(cdf1(z)))
    _, readouts = right.frame(second="exponential", z=0.0)
    assert first_number(readouts["yours: x"]) == pytest.approx(2 * math.log(2), abs=6e-3)
    x, u = right.line_yours.get_data()
    assert torch.as_tensor(ORACLES["exponential"].cdf(x)).numpy() == pytest.approx(u, abs=1e-9)
    wrong = ChainPicture(lambda z, cdf1, icdf2: icdf2(1 - cdf1(z)))
    assert first_number(wrong.frame(second="exponential", z=1.0)[1]["yours: x"]) < 0.4


BAD = {
    "raises": (lambda *args: nobody, "NameError"),  # noqa: F821
    "placeholder": (lambda *args: ..., "placeholder"),
    "list": (lambda *args: [1.0], "list"),
    "shape": (lambda x, *args: x[:3] if x.dim() else x, "shape"),
    "none": (lambda *args: None, "nothing"),
}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("bad", BAD)
def test_a_function_that_cannot_be_drawn_says_why(name, bad):
    function, words = BAD[bad]
    picture = PICTURES[name](function)
    _, readouts = picture.frame()
    assert "not drawn" in readouts["yours"] and words in readouts["yours"]
    assert len(readouts) > 3 - (name == "chain"), "the library's own numbers stay"


# --- the mixture --------------------------------------------------------------------------------


def scipy_mixture(w, mu, s):
    parts = [scipy.stats.logistic(m, c) for m, c in zip(mu, s, strict=True)]
    return lambda what, x: sum(k * getattr(p, what)(x) for k, p in zip(w, parts, strict=True))


def test_density_map_and_tails_are_the_mixtures(pictures):
    picture = pictures["mixture"]
    _, readouts = picture.frame(w=0.3, mu1=-1.5, s1=0.4, mu2=2.5, s2=1.1)
    of = scipy_mixture((0.3, 0.7), (-1.5, 2.5), (0.4, 1.1))
    x, p = picture.density.get_data()
    assert p == pytest.approx(of("pdf", x), rel=1e-12)
    x, z = picture.map.get_data()
    assert z == pytest.approx(scipy.stats.logistic().ppf(of("cdf", x)), rel=1e-9)
    x, tails = picture.tails.get_data()
    near = abs(x) < 20
    assert 10 ** tails[near] == pytest.approx(of("pdf", x[near]), rel=1e-9)
    assert first_number(readouts["area"]) == 1.0
    assert first_number(readouts["mean"]) == pytest.approx(0.3 * -1.5 + 0.7 * 2.5, abs=6e-3)


def test_moments():
    w, mu, s = (torch.tensor(v, dtype=DOUBLE) for v in ((0.3, 0.7), (-1.5, 2.5), (0.4, 1.1)))
    mean, variance = moments(w, mu, s)
    x = torch.linspace(-80, 80, 200_001, dtype=DOUBLE)
    p = torch.as_tensor(scipy_mixture(w.tolist(), mu.tolist(), s.tolist())("pdf", x.numpy()))
    assert mean.item() == pytest.approx(torch.trapezoid(p * x, x).item(), abs=1e-6)
    assert variance.item() == pytest.approx(
        torch.trapezoid(p * (x - mean) ** 2, x).item(), abs=1e-5
    )


def test_the_area_of_yours_tells_right_wrong_and_naive():
    assert MixturePicture(in_log_space).frame()[1]["area of yours"] == "1.000"
    said = MixturePicture(naive).frame()[1]["area of yours"]
    assert said.startswith("1.000, not a number at")
    without_scale = MixturePicture(lambda x, w, mu, s: in_log_space(x, w, mu, 1 + 0 * s))
    _, z = without_scale.frame(s1=0.5, s2=0.5) and without_scale.lines_yours[1].get_data()
    assert abs(z - without_scale.map.get_data()[1]).max() > 1


# --- the two formulas ---------------------------------------------------------------------------


def test_the_truth_is_right_to_the_last_digit():
    with mpmath.workdps(60):
        for x, z in list(zip(formulas.X.tolist(), formulas.exact().tolist(), strict=True))[::23]:
            sides = []
            for sign in (1, -1):
                terms = (
                    mpmath.mpf(w) / (1 + mpmath.exp(-sign * (mpmath.mpf(x) - mu) / s))
                    for w, mu, s in zip(
                        formulas.WEIGHTS, formulas.CENTRES, formulas.SCALES, strict=True
                    )
                )
                sides.append(mpmath.fsum(terms))
            assert z == float(mpmath.log(sides[0] / sides[1]))


@pytest.mark.parametrize(("precision", "low", "high"), [("float32", 16, 18), ("float64", 36, 39)])
def test_where_the_naive_formula_ends(pictures, precision, low, high):
    picture = pictures["formulas"]
    _, readouts = picture.frame(precision=precision, x=high + 1.0)
    assert low < float(picture.end.get_text().split("= ")[1]) < high
    assert readouts["naive: z"] == "∞" and readouts["naive: off by"] == "∞"
    assert float(readouts["in log space: off by"]) < 1e-6

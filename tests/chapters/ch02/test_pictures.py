"""The pictures of chapter 02: every number checked against another way."""

import math

import pytest
import scipy.stats
import torch
from torch import nn

from course_lib import live
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.affine import AffinePicture
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.coverage import (
    CoveragePicture,
    radius_of,
)
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.linear import LinearPicture
from course_lib.chapters.ch02_linear_and_affine_flows.pictures.two_steps import TwoStepsPicture
from course_lib.data import old_faithful
from course_lib.live.host import LiveHost
from course_lib.training import gaussian_mle
from tests.live.marks import first_number

pytestmark = pytest.mark.thorough  # some seconds: `make check` leaves them to `make test`

PICTURES = {
    "linear": LinearPicture,
    "two_steps": TwoStepsPicture,
    "affine": AffinePicture,
    "coverage": CoveragePicture,
}


def right(x, a, b):
    return torch.distributions.Normal(b, a.abs()).log_prob(x)


def without_jacobian(x, a, b):
    return torch.distributions.Normal(0.0, 1.0).log_prob((x - b) / a)


@pytest.fixture(scope="module")
def pictures():
    return {name: make() for name, make in PICTURES.items()}


# --- one line -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("a", "b"), [(1.5, 1.0), (-2.0, 0.3), (0.05, -3.0), (3.0, 3.0)])
def test_linear_draws_the_gaussian(pictures, a, b):
    _, readouts = pictures["linear"].frame(a=a, b=b)
    p, x = (values[1:-1] for values in pictures["linear"].target.get_data())
    assert p == pytest.approx(scipy.stats.norm(b, abs(a)).pdf(x), abs=1e-12)
    assert readouts["area"] == "1.000"
    low, high = (first_number(t) for t in readouts["68 % between"].split(" and "))
    assert (low, high) == pytest.approx((b - abs(a), b + abs(a)), abs=6e-3)
    assert low < high


def test_at_zero_there_is_no_density(pictures):
    _, readouts = pictures["linear"].frame(a=0.0, b=0.4)
    assert list(readouts) == ["a = 0 is not invertible"]
    assert len(pictures["linear"].target.get_data()[0]) == 0
    assert "not invertible" in pictures["linear"].describe(a=0.0, b=0.4)
    assert "a = 0 is not invertible" in pictures["two_steps"].frame(a=0.0)[1]


@pytest.mark.parametrize(("a", "b"), [(2.0, 1.0), (-0.5, 0.0), (-3.0, -3.0)])
def test_the_area_of_yours_tells_a_missing_jacobian(a, b):
    assert LinearPicture(right).frame(a=a, b=b)[1]["area of yours"] == "1.000"
    _, readouts = LinearPicture(without_jacobian).frame(a=a, b=b)
    assert first_number(readouts["area of yours"]) == pytest.approx(abs(a), abs=2e-3)


@pytest.mark.parametrize(("a", "b"), [(2.0, 1.5), (-1.3, 0.7)])
def test_two_steps_end_where_the_maps_do(pictures, a, b):
    _, readouts = pictures["two_steps"].frame(a=a, b=b)
    first, second = readouts["scale, then shift"], readouts["shift, then scale"]
    assert first_number(first.split("= ")[1]) == pytest.approx(b, abs=6e-3)
    assert first_number(second.split("= ")[1]) == pytest.approx(a * b, abs=6e-3)
    x, p = pictures["two_steps"].stages[2][0].get_data()
    assert p == pytest.approx(scipy.stats.norm(b, abs(a)).pdf(x), abs=1e-12)


# --- the plane ----------------------------------------------------------------------------------


def gaussian(x, L, b):
    return torch.distributions.MultivariateNormal(b, precision_matrix=L.T @ L).log_prob(x)


def test_affine_matrices_and_ellipses(pictures):
    picture = pictures["affine"]
    _, readouts = picture.frame(l11=0.7, l21=1.2, l22=1.6, b1=1.0, b2=-0.5)
    L = torch.tensor([[0.7, 0.0], [1.2, 1.6]], dtype=torch.float64)
    C = torch.linalg.inv(L.T @ L)
    logdet = readouts["log|det ∂f⁻¹/∂x| = log ℓ₁₁ + log ℓ₂₂"]
    assert first_number(logdet) == pytest.approx(torch.logdet(L).item(), abs=6e-4)
    assert first_number(readouts["correlation"]) == pytest.approx(
        (C[0, 1] / (C[0, 0] * C[1, 1]).sqrt()).item(), abs=6e-3
    )
    for disk, radius in zip(picture.disks, (1, 2), strict=True):
        corners = torch.as_tensor(disk.get_xy()[:-1]) - torch.tensor([1.0, -0.5])
        distance = (corners @ torch.linalg.inv(C) * corners).sum(-1).sqrt()
        assert torch.allclose(distance, torch.full_like(distance, radius), atol=1e-9)


def test_the_mass_of_yours_in_the_plane():
    start = {"l11": 0.7, "l21": 1.2, "l22": 1.6}
    assert AffinePicture(gaussian).frame(**start)[1]["mass of yours"] == "1.000"
    without = AffinePicture(lambda x, L, b: gaussian(x, L, b) - torch.logdet(L))
    _, readouts = without.frame(**start)
    assert first_number(readouts["mass of yours"]) == pytest.approx(1 / (0.7 * 1.6), abs=2e-3)


@pytest.mark.parametrize("p", [0.05, 0.3, 0.68, 0.95])
def test_coverage_counts_what_is_inside(pictures, p):
    picture = pictures["coverage"]
    assert radius_of(p) ** 2 == pytest.approx(scipy.stats.chi2(2).ppf(p))
    _, readouts = picture.frame(p=p)
    case = picture.cases["Old Faithful"]
    C, deviations = case.flow.covariance, case.held_out - case.flow.b
    squares = (deviations @ torch.linalg.inv(C) * deviations).sum(-1)
    found = (squares <= scipy.stats.chi2(2).ppf(p)).sum().item()
    assert readouts["found"].startswith(f"{found} of 136")


def test_the_gaussian_case_keeps_its_promise_and_the_geyser_does_not(pictures):
    shares = {}
    for name, case in pictures["coverage"].cases.items():
        u = 1 - torch.exp(-case.squares / 2)
        shares[name] = scipy.stats.kstest(u.numpy(), "uniform").pvalue
    assert shares["Gaussian"] > 0.05 and shares["Old Faithful"] < 1e-3


# --- training -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trained():
    view = live.training(steps=200, lr=0.05)
    view.picture.learning.run()
    return view


def test_training_ends_at_the_closed_form(trained):
    picture = trained.picture
    _, readouts = picture.frame(step=200)
    data = (old_faithful() - torch.tensor([3.0, 60.0])) / torch.tensor([1.0, 10.0])
    _, covariance = gaussian_mle(data)
    best = 0.5 * torch.logdet(2 * math.pi * math.e * covariance).item()
    assert first_number(readouts["closed form"]) == pytest.approx(best, abs=6e-4)
    assert first_number(readouts["loss"]) == pytest.approx(best, abs=2e-3)
    assert first_number(picture.frame(step=0)[1]["loss"]) > best + 1


def test_the_slider_replays_the_way(trained):
    picture = trained.picture
    losses = [first_number(picture.frame(step=k)[1]["loss"]) for k in (0, 20, 60, 200)]
    assert losses == sorted(losses, reverse=True) and losses[0] > losses[1] > losses[2]
    paths = [picture.frame(step=k) and picture.panel.patches[0].get_path() for k in (0, 200)]
    assert not (paths[0].vertices[:20] == paths[1].vertices[:20]).all()


class Own(nn.Module):
    """A learner's flow: no event_shape, nothing of the course."""

    def __init__(self):
        super().__init__()
        self.log_a = nn.Parameter(torch.zeros(2, dtype=torch.float64))
        self.b = nn.Parameter(torch.zeros(2, dtype=torch.float64))

    def inverse(self, x):
        return (x - self.b) * torch.exp(-self.log_a), -self.log_a.sum().expand(x.shape[:-1])

    def forward(self, z):
        return z * torch.exp(self.log_a) + self.b, self.log_a.sum().expand(z.shape[:-1])


def test_your_own_flow_is_trained():
    view = live.training(yours=Own(), steps=20, lr=0.05)
    view.picture.learning.run()
    assert not view.picture.learning.problem
    losses = [frame.loss for frame in view.picture.learning.frames]
    assert losses[-1] < losses[0] - 0.3


class WithoutLogDet(Own):
    def inverse(self, x):
        return super().inverse(x)[0]


class NotANumber(Own):
    def inverse(self, x):
        z, log_det = super().inverse(x)
        return z * float("nan"), log_det


@pytest.mark.parametrize(
    ("yours", "words"),
    [
        (WithoutLogDet, "not 2 tensors"),
        (NotANumber, "NaN"),
        (lambda: None, "raised"),
        (type("Empty", (), {}), "raised"),
    ],
)
def test_a_flow_that_cannot_be_trained_says_why(yours, words):
    view = live.training(yours=yours, steps=5)
    data, _ = view._repr_mimebundle_()
    assert words in view.picture.learning.problem and words in data["text/plain"]


# --- the learner's functions --------------------------------------------------------------------

BAD = {
    "raises": (lambda *args: nobody, "NameError"),  # noqa: F821
    "placeholder": (lambda *args: ..., "placeholder"),
    "list": (lambda *args: [1.0], "list"),
    "none": (lambda *args: None, "nothing"),
    "shape": (lambda x, *args: torch.zeros(3, 3), "shape"),
    "prints": (lambda *args: print("hello"), "nothing"),
}


@pytest.mark.parametrize(
    ("name", "key"), [("linear", "area of yours"), ("affine", "mass of yours")]
)
@pytest.mark.parametrize("bad", BAD)
def test_a_function_that_cannot_be_drawn_says_why(name, key, bad):
    function, words = BAD[bad]
    picture = PICTURES[name](function)
    host = LiveHost(picture, picture.values())
    assert "not drawn" in host.readout.value and words in host.readout.value
    _, readouts = picture.frame()
    assert words in readouts[key] and len(readouts) > 1


def test_a_density_that_is_not_a_number_says_so():
    _, readouts = LinearPicture(lambda x, a, b: x * float("nan")).frame()
    assert "not a number" in readouts["area of yours"]

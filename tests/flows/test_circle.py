"""Flows on the circle: scipy's densities, autograd's slopes, the seam, and the edges."""

import math

import pytest
import torch
from scipy import stats

from course_lib import flows
from course_lib.flows import wrapped
from course_lib.flows.mobius import mobius
from tests.flows import round_zoo
from tests.flows.contract import check_gradients
from tests.flows.round_zoo import mixture, tensor

DOUBLE = torch.float64
TURN = 2 * math.pi
# Angles all round, in other turns, and at the seam itself.
X = torch.cat([
    torch.linspace(-9.0, 9.0, 181, dtype=DOUBLE),
    torch.tensor([-math.pi, math.pi, math.nextafter(math.pi, 0), 0.0], dtype=DOUBLE),
])  # fmt: skip


CIRCLES = round_zoo.CIRCLES
each = pytest.mark.parametrize("name", CIRCLES)


def apart(a, b):
    """How far two directions are from one another."""
    return wrapped(a - b).abs().max().item()


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
def test_wrapped_angles_lie_within_one_turn_to_the_last_digit(dtype):
    ends = math.pi * torch.arange(-99, 100, 2, dtype=dtype)
    far = torch.tensor(math.inf, dtype=dtype)
    a = torch.cat([ends, ends.nextafter(far), ends.nextafter(-far), torch.tensor([1e-30, -1e-30])])
    end = torch.tensor(math.pi, dtype=dtype)
    assert ((wrapped(a) >= -end) & (wrapped(a) < end)).all()
    assert apart(wrapped(a).double(), a.double()) < 200 * torch.finfo(dtype).eps
    inside = torch.tensor([-end, 1e-30, 0.1, end.nextafter(-far)], dtype=dtype)
    assert torch.equal(wrapped(inside), inside)


@each
def test_there_and_back(name):
    flow = CIRCLES[name]()
    with torch.no_grad():
        for way, other in ((flow.forward, flow.inverse), (flow.inverse, flow.forward)):
            there, log_det = way(X)
            back, other_log_det = other(there)
            assert ((there >= -math.pi) & (there < math.pi)).all()
            assert apart(back, X) < 1e-13
            assert torch.allclose(log_det, -other_log_det, atol=1e-12)


@each
def test_log_dets_are_autograds_slopes(name):
    flow = CIRCLES[name]()
    x = X.clone().requires_grad_()
    for way in (flow.forward, flow.inverse):
        value, log_det = way(x)
        slope = torch.autograd.grad(value.sum(), x)[0]
        assert torch.allclose(log_det, slope.log(), atol=1e-12)


@each
def test_a_turn_more_changes_nothing(name):
    flow = CIRCLES[name]()
    for k in (-3, 1):
        a, b = flow.inverse(X), flow.inverse(X + k * TURN)
        assert apart(a[0], b[0]) < 1e-12 and torch.allclose(a[1], b[1], atol=1e-12)


@each
def test_the_density_has_no_seam_and_its_integral_is_1(name):
    p = flows.FlowDistribution(CIRCLES[name]())
    cut = tensor(-math.pi, math.nextafter(math.pi, 0))
    ends = p.log_prob(cut).exp()
    assert abs(ends[0] - ends[1]) < 1e-12
    x = torch.linspace(-math.pi, math.pi, 20_001, dtype=DOUBLE)[:-1]
    assert abs(p.log_prob(x).exp().mean().item() * TURN - 1) < 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in CIRCLES if n not in ("one hill", "no strength")])
def test_gradients(name):
    """Not of one hill, whose weight is 1 whatever its logit, and not where r cannot go below 0."""
    check_gradients(CIRCLES[name](), in_a_direction=True)


@each
def test_float32_is_float64_as_far_as_it_can_hold_it(name):
    flow = CIRCLES[name]()
    for way in (flow.forward, flow.inverse):
        exact, single = way(X), way(X.float())
        assert single[0].dtype == single[1].dtype == torch.float32
        assert apart(single[0].double(), exact[0]) < 2e-5
        assert torch.allclose(single[1].double(), exact[1], atol=2e-5)


@each
def test_samples_follow_the_density(name):
    flow = CIRCLES[name]()
    p = flows.FlowDistribution(flow)
    torch.manual_seed(5)
    x = p.sample((4000,))
    assert x.dtype == DOUBLE or not list(flow.parameters())
    # Back in the base they are uniform.
    z = flow.inverse(x.double())[0]
    assert stats.kstest((z / TURN + 0.5).detach().numpy(), "uniform").pvalue > 1e-3


def test_one_map_is_scipys_wrapped_cauchy():
    p = flows.FlowDistribution(flows.Mobius(tensor(0.83)[0], tensor(-2.2)[0]))
    expected = stats.wrapcauchy(0.83).logpdf((X.numpy() + 2.2) % TURN)
    assert torch.allclose(p.log_prob(X), torch.tensor(expected), atol=1e-10)


def test_a_sum_is_the_mixture_of_wrapped_cauchys():
    flow = mixture()
    parts = zip(flow.weights.tolist(), flow.r.tolist(), flow.c.tolist(), strict=True)
    expected = sum(
        w * (stats.wrapcauchy(r).pdf((X.numpy() - c) % TURN) if r else 1 / TURN)
        for w, r, c in parts
    )
    found = flows.FlowDistribution(flow).log_prob(X).exp()
    assert torch.allclose(found, torch.tensor(expected), atol=1e-12)


@pytest.mark.parametrize("r", [0.99, 0.9999, 1 - 1e-7])
def test_strengths_close_to_1(r):
    """log slope against the textbook's form in numbers of 50 digits."""
    from decimal import Decimal, getcontext

    getcontext().prec = 50
    d = Decimal(1) / Decimal(1000)
    cos = sum((-1) ** k * d ** (2 * k) / math.factorial(2 * k) for k in range(9))
    R = Decimal(r)
    exact = float(((1 - R * R) / (1 + R * R - 2 * R * cos)).ln())
    found = mobius(tensor(1e-3), tensor(r))[1]
    assert abs(found.item() - exact) < 1e-9
    narrow = flows.MobiusMixture(tensor(1.0), tensor(r), tensor(0.3))
    z = torch.linspace(-3.1, 3.1, 101, dtype=DOUBLE)
    with torch.no_grad():
        assert apart(narrow.inverse(narrow(z)[0])[0], z) < 1e-8 / (1 - r) * 1e-3 + 1e-12


def test_float32_has_a_finite_slope_where_the_textbooks_is_infinite():
    r, x = torch.tensor(1 - 1e-4), torch.tensor(0.0)
    assert math.isclose(mobius(x, r)[1].item(), math.log(19999), rel_tol=1e-3)


def test_a_spline_of_zeros_is_the_identity():
    x, log_det = flows.CircularSpline(6).double()(X)
    assert apart(x, X) < 1e-12 and log_det.abs().max() < 1e-12


def test_batches_of_maps():
    r, c = tensor(0.2, 0.7), tensor(1.0, -1.0)
    both = flows.Mobius(r, c)
    x = torch.linspace(-3, 3, 10, dtype=DOUBLE).reshape(5, 2)
    z = both.inverse(x)[0]
    for k in (0, 1):
        assert torch.allclose(z[:, k], flows.Mobius(r[k], c[k]).inverse(x[:, k])[0])
    p = flows.FlowDistribution(both)
    assert p.batch_shape == (2,) and p.sample((7,)).shape == (7, 2)
    with pytest.raises(ValueError, match="does not fit"):
        both.inverse(torch.zeros(3, dtype=DOUBLE))


def test_a_network_may_give_the_parameters():
    free = flows.TrainableMobiusMixture(3)
    q = flows.Conditional(flows.ParametersOf(free, flows.MLP(2, flows.parameters_in(free), 4)))
    p = q(torch.randn(5, 2, generator=torch.Generator().manual_seed(0)))
    assert p.manifold == "circle" and p.batch_shape == (5,)
    x = torch.linspace(-math.pi, math.pi, 4001)[:-1].unsqueeze(-1)
    area = p.log_prob(x.expand(-1, 5)).exp().mean(0) * TURN
    assert torch.allclose(area, torch.ones(5), atol=1e-4)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: flows.Mobius(1.0, 0.0), r"\[0, 1\)"),
        (lambda: flows.Mobius(-0.1, 0.0), r"\[0, 1\)"),
        (lambda: flows.MobiusMixture(tensor(0.5, 0.4), tensor(0, 0), tensor(0, 1)), "sum to 1"),
        (lambda: flows.MobiusMixture(tensor(1.5, -0.5), tensor(0, 0), tensor(0, 1)), "positive"),
        (lambda: flows.MobiusMixture(tensor(1.0), tensor(0, 0), tensor(0, 1)), "One shape"),
        (lambda: flows.CircularSpline(501), "500"),
        (lambda: flows.TrainableMobiusMixture(0), "k"),
    ],
)
def test_what_makes_no_map(make, words):
    with pytest.raises(ValueError, match=words):
        make()

"""A flow with a base is a distribution that torch can use like its own."""

import math

import pytest
import torch
from torch.distributions import Independent, Laplace, MultivariateNormal, Normal, kl_divergence

from course_lib.flows import Affine, FlowDistribution, Linear, RationalQuadraticSpline, Scale
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close


def linear(a=-2.0, b=1.0, **kwargs):
    flow = Linear(torch.tensor(a, dtype=DOUBLE), torch.tensor(b, dtype=DOUBLE))
    return FlowDistribution(flow, **kwargs)


def gaussian(mean, width):
    return Normal(torch.tensor(mean, dtype=DOUBLE), torch.tensor(width, dtype=DOUBLE))


def test_it_works_where_torchs_own_do():
    p = Independent(linear().expand((3,)), 1)
    x = torch.randn(5, 3, dtype=DOUBLE, generator=torch.Generator().manual_seed(0))
    close(p.log_prob(x), gaussian(1.0, 2.0).log_prob(x).sum(-1))
    assert p.sample((4,)).shape == (4, 3)
    mixture = torch.distributions.MixtureSameFamily(
        torch.distributions.Categorical(torch.tensor([0.3, 0.7], dtype=DOUBLE)),
        linear().expand((2,)),
    )
    close(mixture.log_prob(x), gaussian(1.0, 2.0).log_prob(x))


def test_another_base():
    base = Laplace(torch.tensor(0.5, dtype=DOUBLE), torch.tensor(2.0, dtype=DOUBLE))
    p = linear(base=base)
    x = torch.linspace(-9, 9, 31, dtype=DOUBLE)
    oracle = torch.distributions.TransformedDistribution(
        base, torch.distributions.AffineTransform(1.0, -2.0)
    )
    close(p.log_prob(x), oracle.log_prob(x))
    close(p.cdf(x), oracle.cdf(x))


def test_a_batch_of_bases():
    widths = torch.tensor([1.0, 2.0, 3.0], dtype=DOUBLE)
    p = linear(base=Normal(torch.zeros_like(widths), widths))
    assert p.batch_shape == (3,) and p.event_shape == ()
    x = torch.tensor([[0.5], [2.0]], dtype=DOUBLE)
    close(p.log_prob(x), Normal(torch.ones_like(widths), 2 * widths).log_prob(x))
    assert p.rsample((5,)).shape == (5, 3)


def test_rsample_is_differentiable_and_sample_is_not():
    a = torch.tensor(2.0, dtype=DOUBLE, requires_grad=True)
    p = FlowDistribution(Linear(a, torch.tensor(1.0, dtype=DOUBLE)))
    assert not p.sample((3,)).requires_grad
    torch.manual_seed(4)
    x = p.rsample((1000,))
    x.sum().backward()
    close(a.grad, ((x.detach() - 1) / 2).sum())


def test_samples_follow_a_seed():
    torch.manual_seed(7)
    first = linear().sample((5,))
    torch.manual_seed(7)
    assert (first == linear().sample((5,))).all()


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
def test_the_base_follows_the_dtype(dtype):
    p = FlowDistribution(zoo.affine(2).to(dtype))
    assert p.rsample((2,)).dtype == p.log_prob(torch.zeros(2, dtype=dtype)).dtype == dtype
    assert p.log_prob(torch.zeros(2, dtype=torch.float32)).dtype == torch.float32


def test_it_follows_the_device():
    x = torch.zeros(3, 2, device="meta", dtype=torch.float32)
    flow = Affine(torch.eye(2), torch.zeros(2)).to("meta")
    p = FlowDistribution(flow, validate_args=False)
    assert p._base_like(x).mean.device.type == "meta"
    assert p._base_like(None).mean.device.type == "meta"


def test_entropy_is_the_gaussians_and_leaves_the_generator_alone():
    a = torch.tensor(2.0, dtype=DOUBLE, requires_grad=True)
    p = FlowDistribution(Linear(a, torch.tensor(1.0, dtype=DOUBLE)))
    state = torch.get_rng_state()
    entropy = p.entropy(200_000, seed=1)
    assert (state == torch.get_rng_state()).all()
    assert entropy.item() == pytest.approx(0.5 * math.log(2 * math.pi * math.e * 4), abs=0.01)
    entropy.backward()
    assert a.grad.item() == pytest.approx(0.5, abs=1e-12)  # dH/da = 1/a, for every sample
    assert p.entropy(10, seed=1) == p.entropy(10, seed=1) != p.entropy(10, seed=2)
    torch.manual_seed(3)
    assert p.entropy(10) != p.entropy(10)


def test_the_divergence_by_samples_is_the_gaussians():
    p, q = FlowDistribution(zoo.affine(2)), FlowDistribution(zoo.affine(2, seed=9))
    torch.manual_seed(0)
    x = p.sample((200_000,))
    gaussians = [MultivariateNormal(d.flow.b, d.flow.covariance) for d in (p, q)]
    exact = kl_divergence(*gaussians).item()
    difference = p.log_prob(x) - q.log_prob(x)
    standard_error = difference.std().item() / len(x) ** 0.5
    assert difference.mean().item() == pytest.approx(exact, abs=4 * standard_error)


def test_cdf_of_a_spline_is_the_integral_of_its_density():
    p = FlowDistribution(zoo.randomised(RationalQuadraticSpline(5, bound=3.0)))
    x = torch.linspace(-12, 12, 200_001, dtype=DOUBLE)
    with torch.no_grad():
        integral = torch.cumulative_trapezoid(p.log_prob(x).exp(), x)
        assert (integral - p.cdf(x)[1:]).abs().max() < 1e-7  # the rule's own error: 3e-8


# --- values that are no numbers -----------------------------------------------------------------


def test_nan_is_refused_with_its_count():
    x = torch.tensor([1.0, torch.nan, torch.nan], dtype=DOUBLE)
    with pytest.raises(ValueError, match="2 of the 3 numbers in x are NaN"):
        linear().log_prob(x)
    assert linear(validate_args=False).log_prob(x).isnan().tolist() == [False, True, True]


@pytest.mark.parametrize("n", [1, 2, 3])
def test_infinitely_far_away_the_density_is_zero_and_the_others_keep_their_gradient(n):
    flow = zoo.affine(n)
    flow.L.requires_grad_()
    x = torch.ones(4, n, dtype=DOUBLE)
    x[1, 0], x[2, n - 1] = torch.inf, -torch.inf
    log_p = FlowDistribution(flow).log_prob(x)
    assert (log_p == -torch.inf).tolist() == [False, True, True, False]
    log_p[[0, 3]].sum().backward()
    assert flow.L.grad.isfinite().all()
    assert linear().log_prob(torch.tensor([torch.inf, -torch.inf])).tolist() == [-torch.inf] * 2


def test_a_map_that_gives_nan_is_named():
    class Root:
        def forward(self, z):
            return z**2, (2 * z.abs()).log()

        def inverse(self, x):
            return x.sqrt(), -(2 * x.sqrt()).log()

    with pytest.raises(ValueError, match=r"1 of the 2 numbers in log p\(x\) are NaN"):
        FlowDistribution(Root()).log_prob(torch.tensor([1.0, -1.0]))


# --- what does not fit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        (torch.ones(3), ValueError, r"\(3,\).*\(2,\)"),
        (torch.ones(2, 3), ValueError, r"\(2, 3\).*\(2,\)"),
        (torch.tensor(1.0), ValueError, r"\(\).*\(2,\)"),
        (torch.ones(2).int(), TypeError, "int32"),
        (torch.ones(2, dtype=torch.complex64), TypeError, "complex64"),
        ([1.0, 2.0], TypeError, "list"),
        ("x", TypeError, "str"),
        (None, TypeError, "NoneType"),
        (1.0, TypeError, "float"),
    ],
)
def test_events_that_do_not_fit(x, error, words):
    flow = zoo.affine(2)
    for way in (flow.forward, flow.inverse, FlowDistribution(flow).log_prob):
        with pytest.raises(error, match=words):
            way(x)


class Learners:
    """A flow in the plane whose methods return what they are told to."""

    event_shape = torch.Size([2])

    def __init__(self, returned):
        self.returned = returned

    def forward(self, z):
        return self.returned(z)

    inverse = forward


@pytest.mark.parametrize(
    ("returned", "error", "words"),
    [
        (lambda z: z, TypeError, "pair"),
        (lambda z: [z, z], TypeError, "pair"),
        (lambda z: None, TypeError, "pair"),
        (lambda z: (z, torch.tensor(0.0)), ValueError, r"log_det of shape \(5,\), not \(\)"),
        (lambda z: (z, torch.zeros(5, 2)), ValueError, r"log_det of shape \(5,\), not \(5, 2\)"),
        (lambda z: (z, torch.zeros(5, 1)), ValueError, r"\(5,\), not \(5, 1\)"),
        (lambda z: (z, 0.0), ValueError, "not 0.0"),
        (lambda z: (z.sum(-1), torch.zeros(5)), ValueError, r"value of shape \(5, 2\), not \(5,\)"),
    ],
)
def test_a_flow_that_returns_what_does_not_fit(returned, error, words):
    p = FlowDistribution(Learners(returned))
    with pytest.raises(error, match=words):
        p.log_prob(torch.zeros(5, 2))
    with pytest.raises(error, match=words):
        p.rsample((5,))


def test_a_flow_that_does_not_say_what_an_event_is_takes_the_bases():
    class Plain:
        def inverse(self, x):
            return 2 * x, torch.full(x.shape[:-1], 2 * math.log(2))

        forward = inverse

    p = FlowDistribution(Plain(), Independent(Normal(torch.zeros(2), torch.ones(2)), 1))
    x = torch.tensor([[1.0, -0.3], [0.2, 0.1]])
    assert torch.allclose(p.log_prob(x), Normal(0.0, 0.5).log_prob(x).sum(-1))


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: FlowDistribution(Scale), TypeError, "Scale is a class"),
        (lambda: FlowDistribution(None), TypeError, "None is not a flow"),
        (lambda: FlowDistribution(Scale(2.0), base="normal"), TypeError, "not 'normal'"),
        (lambda: FlowDistribution(zoo.affine(2), Normal(0.0, 1.0)), ValueError, r"\(\).*\(2,\)"),
        (lambda: FlowDistribution(zoo.affine(2)).cdf(torch.zeros(2)), ValueError, "single"),
    ],
)
def test_what_is_no_distribution(make, error, words):
    with pytest.raises(error, match=words):
        make()

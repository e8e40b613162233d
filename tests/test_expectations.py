"""Monte-Carlo estimates against closed forms and quadrature, gradients parameter by parameter."""

import functools
import math

import pytest
import torch
from torch.distributions import Normal, kl_divergence

from course_lib import expectations
from course_lib.flows import (
    Composition,
    FlowDistribution,
    Linear,
    Logistic,
    RationalQuadraticSpline,
    TrainableMixture,
)

DOUBLE = torch.float64
QUADRATURE = 2e-5  # the rule's own error, at the knots of the spline


def linear():
    return FlowDistribution(Linear(1.75, -0.5).double())


def spline():
    flow = RationalQuadraticSpline(4, bound=3.0).double()
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for part in flow.parameters():
            part.copy_(0.6 * torch.randn(part.shape, generator=generator, dtype=DOUBLE))
    return FlowDistribution(Composition(Linear(1.4, 0.3).double(), flow))


def mixture():
    flow = TrainableMixture(3).double()
    with torch.no_grad():
        flow.logits.copy_(torch.tensor([0.3, -0.4, 0.2]))
    return FlowDistribution(flow, Logistic(torch.zeros((), dtype=DOUBLE), 1.0))


FLOWS = {"linear": linear, "spline": spline, "mixture": mixture}


def entropy_of(p):
    return lambda x: -p.log_prob(x)


def repeated(p, F, estimator, n=100_000, parts=500):
    """The gradient of each parameter: mean and standard error over independent parts."""
    parameters = list(p.flow.parameters())
    rows = []
    for seed in range(parts):
        found = expectations.gradient(p, F, parameters, n // parts, seed, estimator)
        rows.append(torch.cat([part.reshape(-1) for part in found]))
    rows = torch.stack(rows)
    return rows.mean(0), rows.std(0) / parts**0.5


def exact_gradient(p, F):
    value = expectations.quadrature(p, F, -30.0, 30.0, 400_001)
    parameters = list(p.flow.parameters())
    found = torch.autograd.grad(value, parameters, materialize_grads=True)
    return torch.cat([part.reshape(-1) for part in found])


def assert_right(p, F, estimator="pathwise"):
    """Every parameter's gradient is within 3 standard errors of the quadrature at N = 1e5."""
    truth = exact_gradient(p, F)
    assert truth.abs().max() > 0.1, "a truth of zero would prove nothing"
    mean, error = repeated(p, F, estimator)
    off = (mean - truth).abs()
    assert (off <= 3 * error + QUADRATURE).all(), f"{(off / error).max():.1f} errors off"


@pytest.mark.slow
@pytest.mark.parametrize("estimator", ["pathwise", "score"])
@pytest.mark.parametrize("name", FLOWS)
def test_the_entropys_gradient_is_right_parameter_by_parameter(name, estimator):
    p = FLOWS[name]()
    assert_right(p, entropy_of(p), estimator)


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
def test_the_detached_gradient_is_compatible_with_zero_and_not_with_the_truth(name):
    p = FLOWS[name]()
    mean, error = repeated(p, entropy_of(p), "detached")
    assert (mean.abs() <= 3 * error + 1e-9).all(), "the score has mean zero"
    assert ((mean - exact_gradient(p, entropy_of(p))).abs() > 5 * error).any()


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
def test_it_is_noticed_if_someone_detaches(name, monkeypatch):
    """``sample`` in the place of ``rsample``, and ``log_prob`` at samples that were cut off."""
    p = FLOWS[name]()
    with pytest.raises(AssertionError, match="errors off"):
        assert_right(p, lambda x: -p.log_prob(x.detach()))
    monkeypatch.setattr(FlowDistribution, "rsample", FlowDistribution.sample)
    with pytest.raises(AssertionError, match="errors off"):
        assert_right(p, entropy_of(p))


@pytest.mark.parametrize("name", FLOWS)
def test_every_estimate_is_differentiated_through_its_samples(name):
    """``moment``, ``entropy`` and ``kl`` move with θ as their values do: a difference quotient.

    With one seed the samples are a smooth function of θ, so this needs no standard error.
    """
    p = FLOWS[name]()
    q = Normal(torch.tensor(0.5, dtype=DOUBLE), torch.tensor(1.1, dtype=DOUBLE))
    parameters = list(p.flow.parameters())
    torch.manual_seed(0)
    way = [torch.randn_like(part) for part in parameters]
    for estimate in (
        lambda: expectations.moment(p, 2, 50, seed=1).mean,
        lambda: expectations.entropy(p, 50, seed=1).mean,
        lambda: expectations.kl(p, q, 50, seed=1).mean,
    ):
        found = torch.autograd.grad(estimate(), parameters, materialize_grads=True)
        slope = sum((g * w).sum() for g, w in zip(found, way, strict=True)).item()
        step, ends = 1e-5, []
        for sign in (1, -1):
            with torch.no_grad():
                for part, w in zip(parameters, way, strict=True):
                    part += sign * step * w
                ends.append(estimate().item())
                for part, w in zip(parameters, way, strict=True):
                    part -= sign * step * w
        assert abs(slope) > 1e-3
        assert slope == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-4, abs=1e-6)


def test_the_entropy_of_a_line_is_exact_for_every_sample():
    p = linear()
    found = expectations.gradient(p, lambda x: -p.log_prob(x), p.flow.parameters(), 5, seed=0)
    assert found[0].item() == pytest.approx(1 / 1.75, abs=1e-12)
    assert found[1].item() == pytest.approx(0, abs=1e-12)


def near(estimate, exact):
    return abs(estimate.mean.item() - float(exact)) < 3 * estimate.error.item()


def test_moments_entropy_and_divergence_of_a_line_are_the_closed_forms():
    p = linear()
    for order, exact in ((1, -0.5), (2, 1.75**2 + 0.25), (3, (-0.5) ** 3 - 3 * 0.5 * 1.75**2)):
        assert near(expectations.moment(p, order, 200_000, seed=order), exact)
    q = Normal(torch.tensor(0.5, dtype=DOUBLE), torch.tensor(1.1, dtype=DOUBLE))
    exact = kl_divergence(Normal(torch.tensor(-0.5).double(), torch.tensor(1.75).double()), q)
    assert near(expectations.kl(p, q, 200_000, seed=0), exact)
    by_quadrature = expectations.quadrature(p, lambda x: p.log_prob(x) - q.log_prob(x))
    assert by_quadrature.item() == pytest.approx(exact.item(), abs=1e-9)
    exact = 0.5 * math.log(2 * math.pi * math.e * 1.75**2)
    assert near(expectations.entropy(p, 200_000, seed=3), exact)


@pytest.mark.slow
def test_moments_of_a_mixture_are_the_closed_forms():
    """E[x] = Σ w μ and E[x²] = Σ w (μ² + π² s² / 3): the variance of a logistic."""
    p = mixture()
    with torch.no_grad():
        w, mu, s = p.flow.weights, p.flow.means, p.flow.scales
        first, second = (w * mu).sum(), (w * (mu**2 + math.pi**2 * s**2 / 3)).sum()
        assert near(expectations.moment(p, 1, 100_000, seed=0), first)
        assert near(expectations.moment(p, 2, 100_000, seed=1), second)
        by_quadrature = expectations.quadrature(p, lambda x: x**2)
    assert by_quadrature.item() == pytest.approx(second.item(), abs=1e-9)


def test_the_divergence_of_two_lines_has_the_right_gradient():
    """KL(N(b, a²) ‖ N(0, 1)) = ½ (a² + b² − 1) − log a, so its slopes are a − 1/a and b."""
    p = linear()
    q = Normal(torch.tensor(0.0, dtype=DOUBLE), torch.tensor(1.0, dtype=DOUBLE))
    rows = torch.stack([
        torch.stack(expectations.gradient(p, lambda x: p.log_prob(x) - q.log_prob(x),
                                          p.flow.parameters(), 1000, seed))
        for seed in range(100)
    ])  # fmt: skip
    truth = torch.tensor([1.75 - 1 / 1.75, -0.5], dtype=DOUBLE)
    assert ((rows.mean(0) - truth).abs() < 3 * rows.std(0) / 10).all()


@functools.lru_cache
def many_samples(name):
    with torch.no_grad():
        return expectations.samples(FLOWS[name](), 2000 * 200, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
@pytest.mark.parametrize("what", ["moment", "entropy", "divergence"])
def test_standard_errors_are_right(name, what):
    """95 % intervals hold the truth in 93 to 97 % of 2000 runs of 200 samples."""
    p = FLOWS[name]()
    q = Normal(torch.tensor(0.5, dtype=DOUBLE), torch.tensor(2.5, dtype=DOUBLE))
    F = {
        "moment": lambda x: x**2,
        "entropy": entropy_of(p),
        "divergence": lambda x: p.log_prob(x) - q.log_prob(x),
    }[what]
    with torch.no_grad():
        exact = expectations.quadrature(p, F, -40.0, 40.0, 80_001).item()
        runs = F(many_samples(name)).reshape(2000, 200)
    estimates = [expectations.Estimate.of(values) for values in runs]
    inside = [abs(e.mean.item() - exact) < 1.96 * e.error.item() for e in estimates]
    assert 0.93 <= sum(inside) / len(inside) <= 0.97


def test_the_error_of_an_estimate_is_that_of_its_own_samples():
    """The intervals above are those that ``expectation`` and its kin hand out."""
    p = linear()
    x = expectations.samples(p, 200, seed=7)
    found, values = expectations.moment(p, 2, 200, seed=7), x**2
    assert found.mean.item() == values.mean().item()
    by_hand = ((values - values.mean()) ** 2).sum().item() / 199 / 200
    assert found.error.item() == pytest.approx(by_hand**0.5, rel=1e-12)


def test_F_may_depend_on_the_parameter_itself():
    for estimator in ("pathwise", "score"):
        a = torch.tensor(1.5, dtype=DOUBLE, requires_grad=True)
        p = FlowDistribution(Linear(a, torch.tensor(0.0, dtype=DOUBLE)))
        (found,) = expectations.gradient(p, lambda x, a=a: a * x**2, [a], 200_000, 1, estimator)
        assert found.item() == pytest.approx(3 * 1.5**2, rel=0.03)  # d a³/da


def test_a_moments_detached_gradient_is_zero_and_the_others_are_not():
    p = linear()
    parameters = list(p.flow.parameters())
    found = {
        name: expectations.gradient(p, lambda x: x**2, parameters, 50, 0, name)
        for name in expectations.ESTIMATORS
    }
    assert [float(part) for part in found["detached"]] == [0.0, 0.0]
    for name in ("pathwise", "score"):
        assert all(part.abs() > 0.01 for part in found[name])


def test_a_seed_repeats_and_leaves_the_generator_alone():
    p, state = linear(), torch.get_rng_state()
    first = expectations.entropy(p, 10, seed=4).mean
    assert first == expectations.entropy(p, 10, seed=4).mean
    assert (state == torch.get_rng_state()).all()
    assert first != expectations.entropy(p, 10, seed=5).mean


def test_what_is_refused():
    p = linear()
    with pytest.raises(ValueError, match="not 'best'"):
        expectations.surrogate(p, lambda x: x, estimator="best")
    with pytest.raises(ValueError, match=r"\(1,\) for 5 samples"):
        expectations.expectation(p, lambda x: x[:1], 5)

"""Monte-Carlo estimates against closed forms and quadrature, gradients parameter by parameter."""

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


def repeated(p, F, estimator, n=100_000, parts=20):
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


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
def test_the_entropys_gradient_by_three_estimators(name):
    p = FLOWS[name]()

    def F(x):
        return -p.log_prob(x)

    truth = exact_gradient(p, F)
    assert truth.abs().max() > 0.1
    for estimator in ("pathwise", "score"):
        mean, error = repeated(p, F, estimator)
        assert ((mean - truth).abs() <= 3.5 * error + QUADRATURE).all(), estimator
    mean, error = repeated(p, F, "detached")
    assert (mean.abs() <= 3.5 * error + 1e-9).all(), "the score has mean zero"
    assert ((mean - truth).abs() > 5 * error).any(), "and the truth is not zero"


def test_the_entropy_of_a_line_is_exact_for_every_sample():
    p = linear()
    found = expectations.gradient(p, lambda x: -p.log_prob(x), p.flow.parameters(), 5, seed=0)
    assert found[0].item() == pytest.approx(1 / 1.75, abs=1e-12)
    assert found[1].item() == pytest.approx(0, abs=1e-12)


def test_moments_and_divergence_are_the_closed_forms():
    p = linear()
    for order, exact in ((1, -0.5), (2, 1.75**2 + 0.25), (3, (-0.5) ** 3 - 3 * 0.5 * 1.75**2)):
        estimate = expectations.moment(p, order, 200_000, seed=order)
        assert abs(estimate.mean.item() - exact) < 4 * estimate.error.item()
    q = Normal(torch.tensor(0.5, dtype=DOUBLE), torch.tensor(1.1, dtype=DOUBLE))
    exact = kl_divergence(Normal(torch.tensor(-0.5).double(), torch.tensor(1.75).double()), q)
    estimate = expectations.kl(p, q, 200_000, seed=0)
    assert abs((estimate.mean - exact).item()) < 4 * estimate.error.item()
    by_quadrature = expectations.quadrature(p, lambda x: p.log_prob(x) - q.log_prob(x))
    assert by_quadrature.item() == pytest.approx(exact.item(), abs=1e-9)
    entropy = expectations.entropy(p, 200_000, seed=3)
    assert abs(entropy.mean.item() - 0.5 * math.log(2 * math.pi * math.e * 1.75**2)) < (
        4 * entropy.error.item()
    )


def test_standard_errors_are_right():
    """95 % intervals hold the truth in 93 to 97 % of 2000 runs."""
    p = linear()
    with torch.no_grad():
        runs = [expectations.moment(p, 2, 200, seed=seed) for seed in range(2000)]
    exact = 1.75**2 + 0.25
    inside = [abs(run.mean.item() - exact) < 1.96 * run.error.item() for run in runs]
    assert 0.93 <= sum(inside) / len(inside) <= 0.97


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

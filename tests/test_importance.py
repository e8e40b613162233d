"""The evidence lower bound and importance weights: values, gradients, and the far ends."""

import math

import pytest
import torch
from torch.distributions import Categorical, Independent, Normal, Uniform, kl_divergence

from course_lib.expectations import Weights, elbo, importance, quadrature
from course_lib.flows import Composition, FlowDistribution, Linear, RationalQuadraticSpline

DOUBLE = torch.float64
LOG_Z = 3.0


def number(value):
    return torch.tensor(value, dtype=DOUBLE)


TARGET = Normal(number(0.5), number(1.2))


def log_target(x):
    """A Gaussian that is not normalised: log Z = 3."""
    return TARGET.log_prob(x) + LOG_Z


def spline():
    flow = RationalQuadraticSpline(4, bound=3.0).double()
    generator = torch.Generator().manual_seed(2)
    with torch.no_grad():
        for part in flow.parameters():
            part.copy_(0.6 * torch.randn(part.shape, generator=generator, dtype=DOUBLE))
    return FlowDistribution(Composition(Linear(1.4, 0.3).double(), flow))


def test_the_bound_is_log_z_minus_the_divergence():
    q = Normal(number(-0.3), number(0.8))
    found = elbo(q, log_target, n=100_000, seed=0)
    exact = LOG_Z - kl_divergence(q, TARGET).item()
    assert abs(found.mean.item() - exact) < 4 * found.error.item() < 0.02
    p = spline()
    found = elbo(p, log_target, n=50_000, seed=0)
    exact = quadrature(p, lambda x: log_target(x) - p.log_prob(x)).item()
    assert abs(found.mean.item() - exact) < 4 * found.error.item() < 0.05
    assert exact < LOG_Z


def test_at_the_target_itself_bound_and_evidence_are_exact():
    for n in (1, 2, 50):
        if n > 1:  # one number has no standard error
            assert elbo(TARGET, log_target, n=n, seed=0).mean.item() == pytest.approx(LOG_Z)
        found = importance(TARGET, log_target, n=n, seed=0)
        assert found.log_Z.item() == pytest.approx(LOG_Z)
        assert found.ess.item() == pytest.approx(n) and found.efficiency.item() == pytest.approx(1)
        assert found.largest.item() == pytest.approx(1 / n)
        assert found.error.item() == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("estimate", ["elbo", "importance"])
def test_gradients_are_right_for_every_parameter_of_q_and_of_the_target(estimate):
    """With one seed the estimate is a smooth function of them: difference quotients."""
    p, place = spline(), torch.nn.Parameter(number(0.2))
    parameters = [*p.flow.parameters(), place]

    def value():
        def target(x):
            return -0.5 * (x - place) ** 2 - 0.1 * x**4

        if estimate == "elbo":
            return elbo(p, target, n=40, seed=3).mean
        return importance(p, target, n=40, seed=3).log_Z

    found = torch.autograd.grad(value(), parameters)
    seen = 0
    for parameter, gradient in zip(parameters, found, strict=True):
        for k in range(parameter.numel()):
            ends = []
            for h in (1e-6, -1e-6):
                with torch.no_grad():
                    parameter.view(-1)[k] += h
                    ends.append(value().item())
                    parameter.view(-1)[k] -= h
            quotient = (ends[0] - ends[1]) / 2e-6
            assert gradient.view(-1)[k].item() == pytest.approx(quotient, abs=1e-6, rel=1e-5)
            seen += 1
    assert seen == 14 and all(gradient.abs().max() > 1e-3 for gradient in found)


def test_the_bounds_gradient_fits_a_gaussian():
    flow = Linear(1.0, 0.0).double()
    q, adam = FlowDistribution(flow), torch.optim.Adam(flow.parameters(), lr=0.1)
    for step in range(80):
        adam.zero_grad()
        (-elbo(q, log_target, n=200, seed=step).mean).backward()
        adam.step()
    assert flow.b.item() == pytest.approx(0.5, abs=0.06)
    assert flow.a.item() == pytest.approx(1.2, abs=0.06)


def test_weights_are_those_of_the_formulas():
    log_w = number([0.3, -1.0, 2.0, 0.0])
    w = log_w.exp()
    found = Weights(torch.arange(4, dtype=DOUBLE), log_w)
    assert found.log_Z.item() == pytest.approx(w.mean().log().item())
    assert found.ess.item() == pytest.approx((w.sum() ** 2 / (w**2).sum()).item())
    assert found.largest.item() == pytest.approx((w.max() / w.sum()).item())
    assert found.shares.tolist() == pytest.approx((w / w.sum()).tolist())
    relative = w.std(correction=0) / w.mean() / 4**0.5  # the error of a mean, relative to it
    assert found.error.item() == pytest.approx(relative.item())
    mean = (w * torch.arange(4)).sum() / w.sum()
    assert found.expectation(lambda x: x).item() == pytest.approx(mean.item())
    both = found.expectation(lambda x: torch.stack([x, x**2], -1))
    assert both.shape == (2,) and both[0].item() == pytest.approx(mean.item())


@pytest.mark.parametrize("shift", [-5000.0, 5000.0])
def test_huge_and_tiny_weights_neither_overflow_nor_vanish(shift):
    for dtype in (torch.float32, DOUBLE):
        log_w = torch.tensor([0.0, math.log(3.0)], dtype=dtype) + shift
        log_w.requires_grad_()
        found = Weights(torch.zeros(2, dtype=dtype), log_w)
        assert found.log_Z.item() == pytest.approx(shift + math.log(2), rel=1e-6)
        assert found.ess.item() == pytest.approx(1.6, rel=1e-3)
        assert found.largest.item() == pytest.approx(0.75, rel=1e-3)
        for value in (found.log_Z, found.ess):
            (gradient,) = torch.autograd.grad(value, log_w)
            assert gradient.isfinite().all() and gradient.abs().max() > 0.1


def test_repeated_estimates_scatter_as_the_error_says():
    q = Normal(number(0.0), number(1.5))
    found = [importance(q, log_target, n=500, seed=seed) for seed in range(200)]
    values = torch.stack([weights.log_Z for weights in found])
    told = torch.stack([weights.error for weights in found]).mean().item()
    assert values.std().item() == pytest.approx(told, rel=0.15)
    assert values.mean().item() == pytest.approx(LOG_Z, abs=4 * told / 200**0.5 + told**2)


def test_weights_repair_an_expectation():
    q = Normal(number(0.0), number(2.0))
    found = importance(q, log_target, n=100_000, seed=0)
    assert found.expectation(lambda x: x).item() == pytest.approx(0.5, abs=0.02)
    assert found.expectation(lambda x: x**2).item() == pytest.approx(0.25 + 1.44, abs=0.04)
    assert found.x.mean().abs() < 0.05


def test_samples_where_the_target_is_0_weigh_nothing():
    q, box = Normal(0.0, 1.0), Uniform(0.0, 1.0, validate_args=False)
    found = importance(q, box.log_prob, n=50_000, seed=0)
    assert found.log_Z.item() == pytest.approx(0, abs=0.03)
    assert (found.shares[found.x < 0] == 0).all()
    assert elbo(q, box.log_prob, n=100, seed=0).mean == -math.inf  # KL is infinite
    with pytest.raises(ValueError, match="The target is 0 at all 20 samples"):
        importance(q, lambda x: torch.full_like(x, -math.inf), n=20, seed=0)


def test_in_two_dimensions_and_without_rsample():
    q = Independent(Normal(torch.zeros(2), 1.5 * torch.ones(2)), 1)
    target = Independent(Normal(torch.ones(2), torch.ones(2)), 1)
    found = importance(q, target.log_prob, n=50_000, seed=0)
    assert found.log_Z.item() == pytest.approx(0, abs=0.03)
    assert found.expectation(lambda x: x).tolist() == pytest.approx([1, 1], abs=0.05)
    dice = Categorical(torch.ones(6) / 6)
    found = importance(dice, lambda k: (k + 1.0).log(), n=20_000, seed=0)
    assert found.log_Z.item() == pytest.approx(math.log(21), abs=0.02)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (lambda x: x[:, None], r"samples of shape \(9,\) log_target gave \(9, 1\)"),
        (lambda x: x.sum(), r"log_target gave \(\) and log q \(9,\): both must have shape \(9,\)"),
        (lambda x: 0.0, "log_target gave float"),
        (lambda x: x.log(), "NaN or \\+∞ at . of the 9 samples"),
        (lambda x: x + math.inf, "NaN or \\+∞ at 9 of the 9"),
    ],
)
def test_what_is_refused(target, words):
    for estimate in (elbo, importance):
        with pytest.raises(ValueError, match=words):
            estimate(Normal(0.0, 1.0), target, n=9, seed=0)
    with pytest.raises(ValueError, match=r"F gave shape \(3,\) for 4 samples"):
        Weights(torch.zeros(4), torch.zeros(4)).expectation(lambda x: x[:3])

"""The mixture flow against 50 digits, torch.distributions and scipy, to the ends of the tails."""

import math

import mpmath
import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import Categorical, MixtureSameFamily

from course_lib import flows
from course_lib.flows import (
    Composition,
    FlowDistribution,
    Logistic,
    MixtureOfLogistics,
    NormalToLogistic,
    TrainableMixture,
)
from tests.flows.contract import DOUBLE, check_area, close
from tests.flows.zoo import mixture

EPS = torch.finfo(DOUBLE).eps
STANDARD = Logistic(torch.zeros((), dtype=DOUBLE), torch.ones((), dtype=DOUBLE))


def double(*values):
    return torch.tensor(values, dtype=DOUBLE)


def random_mixture(seed, k=4):
    """Scales from 1e-4 to 1e3, weights down to 1e-30."""
    generator = torch.Generator().manual_seed(seed)
    uniform = torch.rand(3, k, generator=generator, dtype=DOUBLE)
    weights = 10 ** (-30 * uniform[0])
    weights = weights / weights.sum()
    return MixtureOfLogistics(weights, 20 * uniform[1] - 10, 10 ** (7 * uniform[2] - 4))


def exactly(x, flow):
    """z, log dz/dx in 50 digits (for x as it is in float64)."""
    x = mpmath.mpf(x)
    F = S = p = mpmath.mpf(0)
    total = mpmath.fsum(mpmath.mpf(w) for w in flow.weights.tolist())
    for w, mu, s in zip(
        *(t.tolist() for t in (flow.weights, flow.means, flow.scales)), strict=True
    ):
        u = (x - mpmath.mpf(mu)) / mpmath.mpf(s)
        up, down = 1 / (1 + mpmath.exp(-u)), 1 / (1 + mpmath.exp(u))
        w = mpmath.mpf(w) / total
        F, S, p = F + w * up, S + w * down, p + w / mpmath.mpf(s) * up * down
    return mpmath.log(F) - mpmath.log(S), mpmath.log(p / (F * S))


# --- the density --------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_log_prob_is_the_mixtures_own(seed):
    flow = random_mixture(seed) if seed else mixture()
    oracle = MixtureSameFamily(
        # by logits: from probabilities it would cut the weights at 1e-16
        Categorical(logits=flow.weights.log()),
        Logistic(flow.means, flow.scales),
    )
    p = FlowDistribution(flow, STANDARD)
    u = torch.linspace(-30, 30, 2001, dtype=DOUBLE)
    for mu, s in zip(flow.means, flow.scales, strict=True):
        x = mu + s * u
        close(p.log_prob(x), oracle.log_prob(x))


def test_logistic_is_scipys():
    x = torch.linspace(-50, 50, 1001, dtype=DOUBLE)
    ours, theirs = Logistic(double(0.3)[0], double(2.5)[0]), scipy.stats.logistic(0.3, 2.5)
    close(ours.log_prob(x), torch.as_tensor(theirs.logpdf(x.numpy())))
    close(ours.cdf(x), torch.as_tensor(theirs.cdf(x.numpy())))
    close(ours.icdf(ours.cdf(x[300:700])), x[300:700], 1e-9)
    assert (ours.mean.item(), ours.variance.item()) == pytest.approx((theirs.mean(), theirs.var()))
    assert ours.entropy().item() == pytest.approx(theirs.entropy())
    torch.manual_seed(0)
    z = ours.sample((50_000,))
    assert scipy.stats.kstest(z.numpy(), theirs.cdf).pvalue > 0.01
    assert ours.expand((3,)).sample((2,)).shape == (2, 3)
    with pytest.raises(ValueError, match="scale"):
        Logistic(0.0, -1.0)


def test_logistic_samples_reach_both_tails_in_float32():
    torch.manual_seed(0)
    z = Logistic().sample((3_000_000,))
    assert z.isfinite().all() and z.min() < -13 and z.max() > 13


def test_areas():
    check_area(FlowDistribution(mixture(), STANDARD).log_prob, ())
    check_area(FlowDistribution(Composition(mixture(), NormalToLogistic())).log_prob, ())


def test_on_a_normal_base_the_density_is_the_same():
    x = torch.linspace(-60, 60, 2001, dtype=DOUBLE)
    on_normal = FlowDistribution(Composition(mixture(), NormalToLogistic()))
    close(on_normal.log_prob(x), FlowDistribution(mixture(), STANDARD).log_prob(x), 2e-12)


# --- 50 digits ----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(8))
def test_every_digit_of_inverse_and_slope(seed):
    """Scales 1e-4 … 1e3, weights to 1e-30, |z| to 1e4: within a few rounding units."""
    flow = random_mixture(seed)
    generator = torch.Generator().manual_seed(seed)
    uniform = 2 * torch.rand(200, generator=generator, dtype=DOUBLE) - 1
    z = uniform * double(1, 10, 100, 1e4).repeat(50)
    x = flow(z)[0]
    given_z, log_slope = flow.inverse(x)
    assert given_z.abs().max() > 9000
    with mpmath.workdps(50):
        for i in range(len(x)):
            truth, slope = exactly(x[i].item(), flow)
            unit = EPS * max(1, abs(float(truth)))
            assert abs(float(truth - given_z[i].item())) <= 6 * unit
            assert (
                abs(float(slope - log_slope[i].item()))
                <= 20 * EPS * max(1, abs(float(slope))) + 6 * unit
            )


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(8))
def test_samples_are_the_true_root(seed):
    flow = random_mixture(seed)
    generator = torch.Generator().manual_seed(100 + seed)
    uniform = 2 * torch.rand(100, generator=generator, dtype=DOUBLE) - 1
    z = uniform * double(1, 10, 100, 1e4).repeat(25)
    x = flow(z)[0]
    with mpmath.workdps(50):
        for i in range(len(z)):
            value, log_slope = exactly(x[i].item(), flow)
            error = float((mpmath.mpf(z[i].item()) - value) / mpmath.exp(log_slope))
            # What z and x can be known to: their own rounding, z's seen through the slope.
            unit = EPS * (
                abs(x[i].item()) + max(1, abs(z[i].item())) / float(mpmath.exp(log_slope))
            )
            assert abs(error) <= 4 * unit


def test_normal_to_logistic_in_fifty_digits():
    z = double(-300.0, -37.0, -5.0, -0.3, 0.0, 1e-8, 2.0, 8.3, 40.0, 1000.0)
    x, log_det = NormalToLogistic()(z)
    with mpmath.workdps(400):
        for i, value in enumerate(z[:-1].tolist()):
            up, down = mpmath.ncdf(value), mpmath.ncdf(-value)
            truth = mpmath.log(up) - mpmath.log(down)
            slope = mpmath.log(mpmath.npdf(value) / up + mpmath.npdf(value) / down)
            assert abs(float(truth - x[i].item())) <= 4 * EPS * max(1, abs(float(truth)))
            assert abs(float(slope - log_det[i].item())) <= 8 * EPS * max(1, abs(float(slope)))
    back, inverse_log_det = NormalToLogistic().inverse(x)
    close(back, z, 1e-14)
    close(inverse_log_det, -log_det, 1e-13)


def edge_cases():
    """(where, x, means, scale) at which F, S, or p alone are just, or no longer, held by a sum."""
    for dtype in (torch.float32, DOUBLE):
        info = torch.finfo(dtype)
        for depth in (0.3, 0.9, 0.99, 1.01, 1.1, 1.4, 10.0):
            u = depth * math.log(info.eps / info.tiny)
            yield f"F {depth}", dtype, -2 - u / 4, (-2, 2), 0.25
            yield f"S {depth}", dtype, 2 + u / 4, (-2, 2), 0.25
            yield f"p, between two parts {depth}", dtype, 0.125, (-2, 2), 1.875 / u
        u = math.log(info.max)  # here the sigmoid becomes 0: of one part, not of the other
        for s in (1.0, 1e-20):  # where s is tiny, p is not
            yield f"one part of F, s = {s}", dtype, s * (0.25 - u), (0, 0.5 * s), s
            yield f"one part of S, s = {s}", dtype, s * (u - 0.25), (0, -0.5 * s), s


@pytest.mark.parametrize(("dtype", "x", "means", "scale"), [
    pytest.param(*case, id=f"{name}, {case[0]}") for name, *case in edge_cases()
])  # fmt: skip
def test_sums_are_taken_plainly_only_where_they_hold(dtype, x, means, scale):
    half, means, scale = (torch.tensor(part, dtype=dtype) for part in ((0.5, 0.5), means, scale))
    flow = MixtureOfLogistics(half, means, scale.expand(2))
    x = torch.tensor([x], dtype=dtype)
    with mpmath.workdps(50):
        true_z, true_slope = map(float, exactly(x.item(), flow))
    z, slope = flow.inverse(x)
    eps = torch.finfo(dtype).eps
    assert float(z) == pytest.approx(true_z, rel=8 * eps, abs=8 * eps)
    # The logarithms of F and S are as large as z, and are rounded like it.
    assert float(slope) == pytest.approx(true_slope, rel=8 * eps, abs=8 * eps * max(1, abs(true_z)))


# --- tails, precision, shapes -------------------------------------------------------------------


def test_where_the_naive_formula_ends():
    for dtype, finite, infinite in ((torch.float32, 16.0, 18.0), (DOUBLE, 36.0, 38.0)):
        one = torch.ones(1, dtype=dtype)
        flow = MixtureOfLogistics(one, 0 * one, one)
        x = torch.tensor([finite, infinite, 500.0, -500.0], dtype=dtype)
        assert torch.logit(torch.sigmoid(x)).isinf().tolist() == [
            False,
            True,
            True,
            x.dtype == torch.float32,
        ]
        assert torch.allclose(flow.inverse(x)[0], x, rtol=1e-6)
        assert torch.allclose(flow(x)[0], x, rtol=1e-6)


@pytest.mark.parametrize("flow", [mixture(), NormalToLogistic()], ids=["mixture", "normal"])
def test_infinite_and_missing_values(flow):
    values = double(math.inf, -math.inf, math.nan, 0.5)
    for way in (flow.forward, flow.inverse):
        value, log_det = way(values)
        assert value[:2].tolist() == [math.inf, -math.inf]
        assert value[2].isnan() and log_det[2].isnan()
        assert value[3].isfinite() and log_det[3].isfinite() and not log_det[:2].isnan().any()


def test_the_slope_at_infinity_is_the_widest_parts():
    near, far = (mixture().inverse(double(x))[1] for x in (5000.0, math.inf))
    close(far, -double(1.3).log())
    close(near, far, 1e-12)


@pytest.mark.thorough
@given(
    x=st.floats(-1e6, 1e6),
    mu=st.lists(st.floats(-100, 100), min_size=2, max_size=2),
    log_s=st.lists(st.floats(-9, 7), min_size=2, max_size=2),
    u=st.floats(-60, 60),
)
@settings(max_examples=300)
def test_finite_in_finite_out(x, mu, log_s, u):
    flow = MixtureOfLogistics(double(0.0, u).softmax(0), double(*mu), double(*log_s).exp())
    z, log_det = flow.inverse(double(x))
    assert z.isfinite().all() and log_det.isfinite().all()
    again, _ = flow.inverse(flow(z)[0])
    assert (
        (again - z).abs() <= 1e-12 * z.abs().clamp(min=1) + 1e-12 / double(*log_s).exp().min()
    ).all()


def test_one_mixture_for_each_sample():
    generator = torch.Generator().manual_seed(0)
    w = torch.rand(5, 3, generator=generator, dtype=DOUBLE).softmax(-1)
    mu, s = torch.randn(5, 3, generator=generator, dtype=DOUBLE), w + 0.2
    z = torch.randn(5, generator=generator, dtype=DOUBLE)
    many = MixtureOfLogistics(w, mu, s)
    x, log_det = many(z)
    for i in range(5):
        alone = MixtureOfLogistics(w[i], mu[i], s[i])(z[i])
        close(torch.stack([x[i], log_det[i]]), torch.stack(alone))
    assert many(z.expand(2, 5))[0].shape == (2, 5)
    with pytest.raises(ValueError, match=r"\(5,\).*\(4,\)"):
        many(z[:4])


@pytest.mark.slow
def test_a_large_batch_goes_in_pieces_and_nothing_changes():
    torch.manual_seed(2)
    values = 3 * torch.randn(4, 5000, dtype=DOUBLE)
    values[1, 7], values[3, 9] = math.inf, -math.inf
    assert values[0].numel() < flows.cdf.PIECE < values.numel()
    parameters = [part.clone().requires_grad_() for part in PARAMETERS]
    flow = MixtureOfLogistics(*parameters)
    for way in (flow.forward, flow.inverse):
        whole, rows = way(values), [way(row) for row in values]
        for part, one_by_one in zip(whole, zip(*rows, strict=True), strict=True):
            assert part.shape == values.shape
            # A product of matrices adds in an order of its own: some last bits differ.
            torch.testing.assert_close(part, torch.stack(one_by_one), rtol=2e-15, atol=2e-15)
        found, expected = (
            torch.autograd.grad(sum(v[v.isfinite()].sum() for pair in pairs for v in pair),
                                parameters)
            for pairs in ([whole], rows)
        )  # fmt: skip
        for one, other in zip(found, expected, strict=True):
            close(one, other, 1e-11)


# --- samples and their gradients ----------------------------------------------------------------


def test_samples_follow_the_mixture():
    flow = mixture()
    torch.manual_seed(0)
    x = FlowDistribution(flow, STANDARD).sample((50_000,))
    parts = list(zip(flow.weights.tolist(), flow.means.tolist(), flow.scales.tolist(), strict=True))

    def cdf(v):
        return sum(w * scipy.stats.logistic(mu, s).cdf(v) for w, mu, s in parts)

    assert scipy.stats.kstest(x.numpy(), cdf).pvalue > 0.01
    assert scipy.stats.kstest(x.numpy(), lambda v: cdf(v - 0.05)).pvalue < 1e-3  # it can fail


PARAMETERS = (double(0.2, 0.5, 0.3), double(-1.5, 0.4, 2.2), double(0.5, 1.3, 0.4))


def sampled(z, logits, means, scales):
    return MixtureOfLogistics(logits.softmax(0), means, scales)(z)


FAR = double(-900.0, 0.2, 1000.0)  # F or S is too small to be held: their logarithms are taken


@pytest.mark.slow
@pytest.mark.parametrize("z", [double(-20.0, -1.0, 0.2, 3.0, 15.0), FAR], ids=["near", "far"])
@pytest.mark.parametrize("free", range(4), ids=["z", "weights", "means", "scales"])
def test_gradients_of_samples_by_each_parameter(free, z):
    values = [z, PARAMETERS[0].log(), *PARAMETERS[1:]]

    def function(parameter):
        parts = [*values[:free], parameter, *values[free + 1 :]]
        return tuple(part + 0 * parameter.sum() for part in sampled(*parts))

    leaf = values[free].clone().requires_grad_()
    assert torch.autograd.gradcheck(function, (leaf,))
    assert torch.autograd.gradgradcheck(function, (leaf,))


def test_gradients_of_samples_are_the_closed_form():
    """∂x/∂μᵢ = wᵢ pᵢ / p, ∂x/∂sᵢ = uᵢ wᵢ pᵢ / p, ∂x/∂wᵢ = −Fᵢ / p, at fixed z."""
    w, mu, s = (part.clone().requires_grad_() for part in PARAMETERS)
    z = double(0.7)
    x = MixtureOfLogistics(w, mu, s)(z)[0]
    u = ((x - mu) / s).detach()
    parts = Logistic(mu, s).log_prob(x).exp().detach()
    p = (w * parts).sum().detach()
    found = torch.autograd.grad(x.sum(), (mu, s, w))
    close(found[0], w.detach() * parts / p)
    close(found[1], u * w.detach() * parts / p)
    # With free weights F and S change each by their own: z = log F − log S, F = Σ wᵢ σ(uᵢ).
    F, S = (w * torch.sigmoid(u)).sum().detach(), (w * torch.sigmoid(-u)).sum().detach()
    close(found[2], -(torch.sigmoid(u) / F - torch.sigmoid(-u) / S) / (p / F / S))


def test_bisection_with_a_bracket_of_parameters_has_a_plausible_wrong_gradient():
    """Unrolled, bisection's answer is a mean of its bracket's ends, whatever the map between."""
    w, mu, s = (part.clone() for part in PARAMETERS)
    mu.requires_grad_()
    flow, z = MixtureOfLogistics(w, mu, s), double(1.0)
    low, high = (mu + s * z).amin(), (mu + s * z).amax()
    for _ in range(60):
        x = (low + high) / 2
        low, high = (x, high) if flow.inverse(x)[0] < z else (low, x)
    (wrong,) = torch.autograd.grad(x, mu)
    (right,) = torch.autograd.grad(flow(z)[0].sum(), mu)
    assert wrong.sum().item() == pytest.approx(1) == right.sum().item()
    assert (wrong - right).abs().max() > 0.2


# --- the trainable one, and what is refused -----------------------------------------------------


def test_the_trainable_one_starts_where_it_is_told():
    flow = TrainableMixture(4, low=10.0, high=40.0)
    assert flow.means.tolist() == [10, 20, 30, 40]
    assert flow.weights.tolist() == [0.25] * 4
    assert flow.scales.tolist() == pytest.approx([5.0] * 4)
    assert len(list(flow.parameters())) == 3
    assert TrainableMixture(1).means.tolist() == [0.0]


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: MixtureOfLogistics([1.0], *PARAMETERS[1:]), TypeError, "weights"),
        (lambda: MixtureOfLogistics(double(1.0), double(0.0), 1.0), TypeError, "scales"),
        (lambda: MixtureOfLogistics(*PARAMETERS[:2], double(1.0)), ValueError, r"\(3,\), \(1,\)"),
        (lambda: MixtureOfLogistics(double(0.5, 0.6), *2 * [double(1, 1)]), ValueError, "1.1"),
        (
            lambda: MixtureOfLogistics(double(1.5, -0.5), *2 * [double(1, 1)]),
            ValueError,
            "positive",
        ),
        (lambda: MixtureOfLogistics(double(1), double(math.nan), double(1)), ValueError, "means"),
        (lambda: MixtureOfLogistics(double(1), double(1), double(0)), ValueError, "scales"),
        (lambda: MixtureOfLogistics(double(), double(), double()), ValueError, r"\(0,\)"),
        (lambda: TrainableMixture(0), ValueError, "at least one"),
        (lambda: TrainableMixture(2.0), TypeError, "whole number"),
        (lambda: TrainableMixture(2, low=1.0, high=1.0), ValueError, "low < high"),
    ],
)
def test_mixtures_that_cannot_be(make, error, words):
    with pytest.raises(error, match=words):
        make()

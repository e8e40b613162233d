"""Gradients, first and second, right out to the edges: where a value is right, they are, too."""

import math

import mpmath
import pytest
import torch

from course_lib.flows import (
    Composition,
    FlowDistribution,
    Logistic,
    MixtureOfLogistics,
    NormalToLogistic,
    TrainableMixture,
)
from tests.flows import zoo
from tests.flows.contract import DOUBLE

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

# Where float32 used to overflow (44 to 71), and float64 (355 to 704), and both sides of it.
FAR = (0.0, 0.3, 5.0, 20.0, 45.13, 60.0, 71.5, 100.0, 360.0, 500.0, 704.0, 1000.0, 1e4)
Z = [sign * z for z in FAR for sign in (1, -1)]
DTYPES = [torch.float32, DOUBLE]


def derivatives(function, leaf):
    """[value, first, second derivative] of both results of a map at one number."""
    found = []
    for result in function(leaf):
        if not result.requires_grad:  # a constant log-det
            found.append([result.item(), 0.0, 0.0])
            continue
        (first,) = torch.autograd.grad(result, leaf, create_graph=True, materialize_grads=True)
        second = torch.zeros_like(first)
        if first.requires_grad:
            (second,) = torch.autograd.grad(first, leaf, retain_graph=True, materialize_grads=True)
        found.append([result.item(), first.item(), second.item()])
    return found


def near(given, truth, dtype, size):
    """Within 200 rounding units of what is computed with, or of the result."""
    assert math.isfinite(given)
    assert abs(given - truth) <= 200 * torch.finfo(dtype).eps * size * max(1, abs(truth))


# --- the mixture against 50 digits ---------------------------------------------------------------


MIXTURES = {
    "two of one width": ((0.5, 0.5), (-1.0, 1.0), (0.45, 0.45)),
    "a wide and a narrow one": ((0.3, 0.7), (-2.0, 1.5), (2.0, 0.25)),
    "far apart": ((0.6, 0.4), (-30.0, 30.0), (0.5, 1.0)),
    "hardly any of one": ((1 - 1e-12, 1e-12), (-1.0, 1.0), (0.5, 0.6)),
}


def exactly(x, w, mu, s):
    """z = log F − log S in as many digits as are set; weights are divided by their sum."""
    F = S = mpmath.mpf(0)
    for wi, mi, si in zip(w, mu, s, strict=True):
        u = (x - mi) / si
        F, S = F + wi / (1 + mpmath.exp(-u)), S + wi / (1 + mpmath.exp(u))
    return mpmath.log(F) - mpmath.log(S)


def slope_exactly(x, w, mu, s):
    """log dz/dx."""
    F = S = p = mpmath.mpf(0)
    for wi, mi, si in zip(w, mu, s, strict=True):
        u = (x - mi) / si
        up, down = 1 / (1 + mpmath.exp(-u)), 1 / (1 + mpmath.exp(u))
        F, S, p = F + wi * up, S + wi * down, p + wi / si * up * down
    return mpmath.log(p / F / S * mpmath.fsum(w))


def truths(x, parameters):
    """mpmath's derivatives at x: of z and log dz/dx by x (0 to 2 times), and by each parameter."""
    parts = [[mpmath.mpf(v) for v in part] for part in parameters]
    by_x = [
        [mpmath.diff(lambda v, f=f: f(v, *parts), x, k) for k in range(3)]
        for f in (exactly, slope_exactly)
    ]
    by_parameter = []
    for i in range(3):
        for j in range(len(parts[i])):

            def moved(v, i=i, j=j):
                changed = [list(part) for part in parts]
                changed[i][j] = v
                return changed

            by_parameter.append([
                mpmath.diff(lambda v, f=f, m=moved: f(x, *m(v)), parts[i][j])
                for f in (exactly, slope_exactly)
            ])  # fmt: skip
    return by_x, by_parameter


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", MIXTURES)
def test_the_mixture_and_its_gradients_in_fifty_digits(name, dtype):
    parameters = [torch.tensor(part, dtype=dtype) for part in MIXTURES[name]]
    leaves = [part.clone().requires_grad_() for part in parameters]
    flow, free = MixtureOfLogistics(*parameters), MixtureOfLogistics(*leaves)
    smallest = parameters[2].min().item()
    # By log w: by w a small weight's derivative is a small number over a smaller one.
    units = torch.cat([parameters[0], torch.ones(2 * len(parameters[0]), dtype=dtype)])
    for z in Z:
        z = torch.tensor(z, dtype=dtype)
        x = flow(z)[0].detach()
        with mpmath.workdps(60):
            by_x, by_parameter = truths(mpmath.mpf(x.item()), [p.tolist() for p in parameters])
        size = (1 + abs(z.item()) + (x.abs().item() + 30) / smallest) / smallest**2
        # x to z
        for given, truth in zip(derivatives(flow.inverse, x.clone().requires_grad_()), by_x,
                                strict=True):  # fmt: skip
            for one, other in zip(given, truth, strict=True):
                near(one, float(other), dtype, size)
        results = free.inverse(x)
        for k in range(2):
            found = torch.cat(torch.autograd.grad(results[k], leaves, retain_graph=True)) * units
            for one, other, unit in zip(found.tolist(), by_parameter, units.tolist(), strict=True):
                near(one, float(other[k]) * unit, dtype, size)
        # z to x, by the implicit function theorem at that x
        (_, d1, d2), (_, l1, l2) = by_x
        forward = derivatives(flow.forward, z.clone().requires_grad_())
        if float(d1) < 1e-6:  # a plateau, where x moves by more than can be held
            assert all(math.isfinite(v) for pair in forward for v in pair[:2])
            continue
        size *= 1 + 1 / float(d1) ** 2
        near(forward[0][1], float(1 / d1), dtype, size)
        near(forward[0][2], float(-d2 / d1**3), dtype, size / float(d1))
        near(forward[1][1], float(-l1 / d1), dtype, size)
        near(forward[1][2], float((l1 * d2 / d1 - l2) / d1**2), dtype, size / float(d1))
        results = free.forward(z)
        by_x_of = [-(by_z / d1) for by_z, _ in by_parameter]
        for k, truth in enumerate((
            by_x_of, [-(by_l + l1 * move) for (_, by_l), move in zip(by_parameter, by_x_of,
                                                                     strict=True)],
        )):  # fmt: skip
            found = torch.cat(torch.autograd.grad(results[k], leaves, retain_graph=True)) * units
            for one, other, unit in zip(found.tolist(), truth, units.tolist(), strict=True):
                near(one, float(other) * unit, dtype, size)


def test_the_case_that_was_found_by_stacking():
    half = torch.tensor([0.5, 0.5])
    flow = MixtureOfLogistics(half, torch.tensor([-1.0, 1.0]), torch.tensor([0.45, 0.45]))
    x = torch.tensor(21.0, requires_grad=True)
    z, _ = flow.inverse(x)
    assert torch.autograd.grad(z, x)[0].item() == pytest.approx(1 / 0.45, rel=1e-5)


def test_six_layers_of_mixtures_have_a_gradient():
    layers = [MixtureOfLogistics(torch.tensor([0.5, 0.5]), torch.tensor([-1.0, 1.0]),
                                 torch.tensor([0.45, 0.45])) for _ in range(6)]  # fmt: skip
    x = torch.linspace(-9, 9, 19).requires_grad_()
    z, log_det = Composition(*layers).inverse(x)
    (gradient,) = torch.autograd.grad(z.sum() + log_det.sum(), x)
    assert gradient.isfinite().all() and z.abs().max() > 200


# --- a component that is dead ---------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("dead", [-120.0, -200.0, -1000.0, -1e5])
def test_an_underflown_logit_has_the_gradient_0_and_spoils_no_other(dead, dtype):
    flow, two = TrainableMixture(3).to(dtype), TrainableMixture(2).to(dtype)
    with torch.no_grad():
        flow.logits[2] = dead
        flow.means.copy_(torch.tensor([-2.0, 1.0, 1.5]))
        flow.log_scales.copy_(torch.tensor([-0.3, 0.2, -0.2]))
        two.means.copy_(flow.means[:2])
        two.log_scales.copy_(flow.log_scales[:2])
    for base in (None, NormalToLogistic()):

        def with_base(flow, base=base):
            return flow if base is None else Composition(flow, base)

        for z in (0.3, 12.0, -12.0, 45.0, -80.0, 300.0):
            z = torch.tensor(z, dtype=dtype)
            for method in ("forward", "inverse"):
                grads = []
                for mixture in (flow, two):
                    results = getattr(with_base(mixture), method)(z)
                    grads.append(torch.autograd.grad(sum(results), list(mixture.parameters())))
                for three, alone in zip(*grads, strict=True):
                    assert three.isfinite().all()
                    if dead < -120:
                        assert three[2].abs() < 1e-30
                    torch.testing.assert_close(three[:2], alone, rtol=2e-3, atol=1e-4)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("by", ["weights", "log_weights"])
def test_a_weight_of_exactly_0(by, dtype):
    """The mixture is that of the others, and the dead one's gradients are 0."""
    weights = torch.tensor([0.25, 0.0, 0.75], dtype=dtype)
    given = (weights if by == "weights" else weights.log()).requires_grad_()
    means, scales = (torch.tensor(v, dtype=dtype, requires_grad=True)
                     for v in ([-1.0, 9.0, 1.0], [0.5, 0.1, 0.7]))  # fmt: skip
    flow = MixtureOfLogistics(**{by: given}, means=means, scales=scales)
    alive = MixtureOfLogistics(weights.detach()[[0, 2]], means.detach()[[0, 2]],
                               scales.detach()[[0, 2]])  # fmt: skip
    for z in (0.0, 12.0, -50.0, 90.0, 1000.0):
        z = torch.tensor(z, dtype=dtype)
        for method in ("forward", "inverse"):
            results = getattr(flow, method)(z)
            for one, other in zip(results, getattr(alive, method)(z), strict=True):
                torch.testing.assert_close(one, other)
                found = torch.autograd.grad(one, (given, means, scales), create_graph=True)
                assert all(part.isfinite().all() and part[1] == 0 for part in found)
                second = torch.autograd.grad(sum(part.sum() for part in found),
                                             (given, means, scales), retain_graph=True)  # fmt: skip
                assert all(part.isfinite().all() and part[1] == 0 for part in second)


def test_log_weights_are_the_same_mixture_and_never_raise_for_being_small():
    logits = torch.tensor([0.0, -3.0, -500.0], requires_grad=True)
    means, scales = torch.tensor([-1.0, 0.5, 2.0]), torch.tensor([0.5, 0.4, 0.3])
    flow = MixtureOfLogistics(log_weights=logits.log_softmax(-1), means=means, scales=scales)
    twin = MixtureOfLogistics(logits.softmax(-1), means, scales)
    x = torch.linspace(-5, 5, 11)
    torch.testing.assert_close(flow.inverse(x), twin.inverse(x))
    torch.testing.assert_close(flow.weights, twin.weights)
    (gradient,) = torch.autograd.grad(flow.inverse(x)[1].sum(), logits)
    assert gradient.isfinite().all() and gradient[2] == 0
    with pytest.raises(TypeError, match="either weights or log_weights"):
        MixtureOfLogistics(twin.weights, means, scales, log_weights=logits)
    with pytest.raises(ValueError, match="sum to 1"):
        MixtureOfLogistics(log_weights=logits, means=means, scales=scales)


# --- the way from normal to logistic -------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("z", [0.0, 0.1, 1.0, 3.0, 4.99, 5.0, 5.01, 8.0, 13.0, 37.5, 38.5, 100.0,
                               1000.0, 1e4])  # fmt: skip
@pytest.mark.parametrize("sign", [1, -1])
def test_normal_to_logistic_and_its_gradients_in_fifty_digits(z, sign, dtype):
    z = torch.tensor(sign * z, dtype=dtype)
    with mpmath.workdps(60):
        at = mpmath.mpf(z.item())

        def log_slope(v):
            return mpmath.log(mpmath.npdf(v) / mpmath.ncdf(-v) + mpmath.npdf(v) / mpmath.ncdf(v))

        with mpmath.workdps(150):
            l0, l1, l2 = (mpmath.diff(log_slope, at, k, h=mpmath.mpf(10) ** -30) for k in range(3))
        s = mpmath.exp(l0)
    x = NormalToLogistic()(z)[0]
    (_, x1, x2), (m0, m1, m2) = derivatives(NormalToLogistic().forward, z.requires_grad_())
    for given, truth in ((x1, s), (x2, s * l1), (m0, l0), (m1, l1), (m2, l2)):
        near(given, float(truth), dtype, 1)
    back = derivatives(NormalToLogistic().inverse, x.detach().requires_grad_())
    (z0, z1, z2), (n0, n1, n2) = back
    for given, truth in ((z0, z.item()), (z1, 1 / s), (z2, -l1 / s**2), (n0, -l0), (n1, -l1 / s),
                         (n2, (l1**2 - l2) / s**2)):  # fmt: skip
        near(given, float(truth), dtype, 1)


def test_normal_to_logistic_in_half_precision():
    x, log_det = NormalToLogistic()(torch.tensor([0.5, -3.0], dtype=torch.float16))
    assert x.dtype == log_det.dtype == torch.float16
    assert torch.allclose(NormalToLogistic().inverse(x)[0].float(), torch.tensor([0.5, -3.0]),
                          atol=2e-3)  # fmt: skip


# --- every flow: float32 against float64 ---------------------------------------------------------


ONE_DIMENSIONAL = [name for name, make in zoo.FLOWS.items() if not make().event_shape]


@pytest.mark.parametrize("method", ["forward", "inverse"])
@pytest.mark.parametrize("name", ONE_DIMENSIONAL)
def test_float32_has_float64s_derivatives_everywhere(name, method):
    exact, single = zoo.FLOWS[name](), zoo.FLOWS[name]().float()
    for z in Z:
        at = torch.tensor(z, dtype=torch.float32)
        if method == "inverse":
            at = single.forward(at)[0].detach()
        if not at.isfinite():
            continue
        results = derivatives(getattr(single, method), at.clone().requires_grad_())
        truth = derivatives(getattr(exact, method), at.double().requires_grad_())
        for given, expected in zip(results, truth, strict=True):
            for one, other in zip(given, expected, strict=True):
                near(one, other, torch.float32, 1 + at.abs().item())
        for one, other in zip(single.parameters(), exact.parameters(), strict=True):
            for k in range(2):
                if not getattr(single, method)(at)[k].requires_grad:
                    continue
                (found,), (right,) = (
                    torch.autograd.grad(getattr(flow, method)(v)[k], parameter,
                                        materialize_grads=True, allow_unused=True)
                    for flow, v, parameter in ((single, at, one), (exact, at.double(), other))
                )  # fmt: skip
                error = (found.double() - right).abs() / right.abs().clamp(min=1)
                assert found.isfinite().all()
                assert (error <= 200 * 1.2e-7 * (1 + at.abs())).all()


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ONE_DIMENSIONAL)
def test_log_prob_has_a_gradient_wherever_it_is_finite(name, dtype):
    flow = zoo.FLOWS[name]().to(dtype)
    base = Logistic(torch.zeros((), dtype=dtype), torch.ones((), dtype=dtype))
    x = torch.tensor(Z, dtype=dtype, requires_grad=True)
    for p in (FlowDistribution(flow), FlowDistribution(flow, base)):
        log_p = p.log_prob(x)
        (gradient,) = torch.autograd.grad(log_p[log_p.isfinite()].sum(), x)
        assert log_p.isfinite().sum() > 10 and gradient.isfinite().all()

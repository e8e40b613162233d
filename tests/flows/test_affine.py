"""Shift, scale, linear and affine flows against formulas and libraries of others."""

import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.distributions import MultivariateNormal, Normal

from course_lib.flows import (
    Affine,
    Composition,
    FlowDistribution,
    Linear,
    Scale,
    Shift,
    TrainableAffine,
)
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close

finite = st.floats(-1e6, 1e6)
nonzero = st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3)


def double(value):
    return torch.tensor(value, dtype=DOUBLE)


@pytest.mark.slow
@given(a=nonzero, b=finite, z=st.lists(st.floats(-30, 30), min_size=1, max_size=5))
@settings(max_examples=200)
def test_linear_is_the_formula(a, b, z):
    z = double(z)
    flow = Linear(double(a), double(b))
    x, log_det = flow(z)
    close(x, a * z + b)
    close(log_det, torch.full_like(z, np.log(abs(a))))
    back, inverse_log_det = flow.inverse(x)
    # b may be 1e9 times larger than a·z: what is lost in x cannot come back.
    assert ((back - z).abs() <= 4e-16 * (abs(b) + (a * z).abs() + 1) / abs(a) + 1e-14).all()
    assert (inverse_log_det == -log_det).all()


@pytest.mark.parametrize(("a", "b"), [(2.3, -0.4), (-0.05, 7.0), (1e-8, 3.0), (-1e8, 1e8)])
def test_linear_is_a_gaussian(a, b):
    p = FlowDistribution(Linear(double(a), double(b)))
    x = b + abs(a) * torch.linspace(-9, 9, 101, dtype=DOUBLE)
    z = double((x.numpy() - b) / a)
    close(p.log_prob(x), Normal(double(b), double(abs(a))).log_prob(x))
    close(p.cdf(x), double(scipy.stats.norm.cdf(np.sign(a) * z.numpy())))


def test_scale_then_shift_is_linear_and_shift_then_scale_is_not():
    z = torch.linspace(-3, 3, 7, dtype=DOUBLE)
    shift, scale = Shift(double(1.5)), Scale(double(-2.0))
    close(Composition(shift, scale)(z)[0], -2.0 * z + 1.5)
    close(Composition(scale, shift)(z)[0], -2.0 * (z + 1.5))


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_affine_is_a_gaussian_in_three_parametrisations(n):
    flow = zoo.affine(n)
    p = FlowDistribution(flow)
    x = 5 * torch.randn(1000, n, generator=torch.Generator().manual_seed(n), dtype=DOUBLE)
    L, b = flow.L, flow.b
    close(p.log_prob(x), MultivariateNormal(b, precision_matrix=L.T @ L).log_prob(x))
    scale = torch.linalg.inv(L).tril()
    close(p.log_prob(x), MultivariateNormal(b, scale_tril=scale).log_prob(x))
    oracle = scipy.stats.multivariate_normal(b.numpy(), np.linalg.inv((L.T @ L).numpy()))
    close(p.log_prob(x), torch.as_tensor(oracle.logpdf(x.numpy())))
    close(flow.precision, L.T @ L)
    close(flow.covariance, torch.linalg.inv(L.T @ L))
    assert flow.log_det_L.item() == pytest.approx(np.linalg.slogdet(L.numpy())[1], abs=1e-12)


@pytest.mark.slow
@given(
    entries=st.lists(st.floats(-3, 3), min_size=3, max_size=3),
    diagonal=st.lists(st.floats(0.05, 20), min_size=3, max_size=3),
    x=st.lists(st.floats(-50, 50), min_size=3, max_size=3),
)
@settings(max_examples=100)
def test_affine_for_any_triangle(entries, diagonal, x):
    L = double(diagonal).diag()
    L[1, 0], L[2, 0], L[2, 1] = entries
    flow, x = Affine(L, double([1.0, -2.0, 0.5])), double(x)
    z, log_det = flow.inverse(x)
    close(z, L @ (x - flow.b))
    assert log_det.item() == pytest.approx(np.log(diagonal).sum(), abs=1e-11)
    condition = torch.linalg.cond(L).item()
    assert (flow(z)[0] - x).abs().max() <= 1e-14 * condition * (1 + x.abs().max())


def test_samples_have_the_mean_and_the_covariance():
    p = FlowDistribution(zoo.affine(2))
    torch.manual_seed(0)
    x = p.sample((200_000,))
    C = p.flow.covariance
    standard_error = (C.diagonal() / len(x)).sqrt()
    assert ((x.mean(0) - p.flow.b).abs() < 4 * standard_error).all()
    spread = ((C.diagonal().outer(C.diagonal()) + C**2) / len(x)).sqrt()
    assert ((torch.cov(x.T) - C).abs() < 4 * spread).all()


def test_a_number_is_trained_and_a_tensor_is_used_as_it_is():
    assert {name for name, _ in Linear(2.0, 1.0).named_parameters()} == {"a", "b"}
    a = double(2.0).requires_grad_()
    flow = Linear(a, double(1.0))
    assert list(flow.parameters()) == []
    flow(double([3.0, 4.0]))[0].sum().backward()
    assert a.grad.item() == 7.0
    L = (2 * torch.eye(2, dtype=DOUBLE)).requires_grad_()
    Affine(L, torch.zeros(2, dtype=DOUBLE)).inverse(double([[1.0, 5.0]]))[0].sum().backward()
    assert L.grad[1].tolist() == [1.0, 5.0]


def test_trainable_affine_starts_as_the_identity_and_can_become_any_affine_flow():
    flow = TrainableAffine(3).double()
    z = torch.randn(10, 3, dtype=DOUBLE, generator=torch.Generator().manual_seed(0))
    close(flow(z)[0], z)
    goal = zoo.affine(3)
    with torch.no_grad():
        flow.log_diagonal.copy_(goal.L.diagonal().log())
        flow.below.copy_(goal.L)  # what stands on and above the diagonal must not matter
        flow.b.copy_(goal.b)
    close(flow(z)[0], goal(z)[0])


def test_to_and_double_move_plain_tensors_too():
    flow = Affine(torch.eye(2), torch.zeros(2)).double()
    assert flow.L.dtype == flow.b.dtype == DOUBLE
    assert FlowDistribution(flow).sample((3,)).dtype == DOUBLE


# --- what is refused, and in which words --------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Linear(0.0, 1.0), ValueError, "a = 0"),
        (lambda: Scale(0), ValueError, "a = 0"),
        (lambda: Linear(float("nan"), 1.0), ValueError, "a = nan"),
        (lambda: Linear(1.0, float("inf")), ValueError, "b = inf"),
        (lambda: Linear("2", 1.0), TypeError, "not '2'"),
        (lambda: Linear(None, 1.0), TypeError, "not None"),
        (lambda: Linear(True, 1.0), TypeError, "not True"),
        (lambda: Linear(torch.ones(2), 1.0), TypeError, "tensor without dimensions"),
        (lambda: Shift(torch.tensor(1)), TypeError, "b must be one number"),
        (lambda: Affine(torch.ones(2), torch.ones(2)), ValueError, r"square.*\(2,\)"),
        (lambda: Affine(torch.ones(2, 3), torch.ones(2)), ValueError, r"square.*\(2, 3\)"),
        (lambda: Affine(torch.ones(2, 2), torch.ones(2)), ValueError, "lower triangular"),
        (lambda: Affine(torch.tensor([[1.0, 0], [1, 0]]), torch.ones(2)), ValueError, "positive"),
        (lambda: Affine(-torch.eye(2), torch.ones(2)), ValueError, "positive diagonal"),
        (lambda: Affine(torch.eye(2) * torch.nan, torch.ones(2)), ValueError, "not finite"),
        (lambda: Affine([[1.0]], torch.ones(1)), TypeError, "L must be a floating"),
        (lambda: Affine(torch.eye(2).int(), torch.ones(2)), TypeError, "L must be a floating"),
        (lambda: Affine(torch.eye(2), torch.ones(3)), ValueError, r"\(2,\).*\(3,\)"),
        (lambda: Affine(torch.eye(2), [0.0, 0.0]), ValueError, r"\(2,\)"),
        (lambda: Affine(torch.eye(2), torch.tensor([0.0, torch.inf])), ValueError, "b has an"),
        (lambda: TrainableAffine(0), ValueError, "at least one"),
        (lambda: TrainableAffine("2"), TypeError, "whole number"),
    ],
)
def test_parameters_outside_their_domain(make, error, words):
    with pytest.raises(error, match=words):
        make()


def test_a_parameter_that_training_drove_out_of_its_domain():
    flow = Linear(1.0, 0.0)
    with torch.no_grad():
        flow.a.zero_()
    with pytest.raises(ValueError, match="a = 0"):
        flow(torch.ones(2))
    flow = Affine(torch.eye(2), torch.zeros(2))
    with torch.no_grad():
        flow.L[1, 1] = -1
    with pytest.raises(ValueError, match="positive diagonal"):
        flow.inverse(torch.ones(2))


def test_infinite_and_missing_values_in_one_dimension():
    x = double([torch.inf, -torch.inf, torch.nan])
    for flow in (Shift(double(1.0)), Linear(double(2.0), double(1.0))):
        for way in (flow.forward, flow.inverse):
            value, _ = way(x)
            assert value[0] == torch.inf and value[1] == -torch.inf and value[2].isnan()
    value, _ = Linear(double(-2.0), double(1.0))(x)
    assert value[0] == -torch.inf and value[1] == torch.inf and value[2].isnan()

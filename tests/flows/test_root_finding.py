"""The searches find the root, in as many steps as they promise, and can be differentiated."""

import itertools
import statistics

import pytest
import torch
from contract import DOUBLE
from hypothesis import example, given, settings
from hypothesis import strategies as st

from course_lib.flows import (
    bisection,
    implicit,
    log_odds,
    newton,
    safeguarded_newton,
)
from course_lib.flows.mixture_root import find_root


def cube(x):
    return x**3 + x, 3 * x**2 + 1


def logit_of(easy):
    """g, its bracket for y, of an easy mixture or of two parts far from each other."""
    w, mu, s = (
        ((0.4, 0.6), (-1.0, 1.0), (1.0, 0.7)) if easy else ((0.5, 0.5), (-30.0, 30.0), (0.3, 0.5))
    )
    w, mu, s = (torch.tensor(part, dtype=DOUBLE) for part in (w, mu, s))

    def g(x):
        value, log_slope = log_odds(x, w.log(), mu, s)
        return value, log_slope.exp()

    def bracket(y):
        ends = mu + s * y.unsqueeze(-1)
        return ends.amin(-1), ends.amax(-1)

    return g, bracket


def targets(n=1000, width=5.0, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return width * torch.randn(n, generator=generator, dtype=DOUBLE)


# --- each search --------------------------------------------------------------------------------


def test_bisection_halves_its_bracket_and_keeps_the_root_inside():
    y = targets(50)
    low, high = torch.full_like(y, -30.0), torch.full_like(y, 50.0)
    root = bisection(cube, y, low, high, steps=40)
    for k, (below, above) in enumerate(root.brackets):
        assert torch.allclose(above - below, torch.full_like(y, 80 / 2**k))
        assert ((cube(below)[0] <= y) & (y <= cube(above)[0])).all()
        assert (root.history[k] == (below + above) / 2).all()
    assert root.evaluations == len(root.history) == 40
    assert ((cube(root.x)[0] - y).abs() <= 80 / 2**40 * cube(root.x)[1]).all()


def test_newton_doubles_its_digits():
    y = torch.tensor([10.0], dtype=DOUBLE)
    root = newton(cube, y, torch.tensor(2.5, dtype=DOUBLE), steps=6)
    errors = [abs(x.item() - 2.0) for x in root.history]
    for before, after in itertools.pairwise(errors[:4]):
        assert after <= before**2
    assert root.x.item() == pytest.approx(2.0, abs=1e-15)
    assert root.evaluations == 6


def test_newton_runs_away_where_the_map_is_flat_and_the_safeguard_does_not():
    g, bracket = logit_of(easy=False)
    y = torch.tensor([0.5], dtype=DOUBLE)
    away = newton(g, y, torch.tensor(0.0, dtype=DOUBLE), steps=3)
    assert max(x.abs().item() for x in away.history) > 1e6 or not away.x.isfinite()
    low, high = bracket(y)
    safe = safeguarded_newton(g, y, low, high, torch.zeros(1, dtype=DOUBLE))
    assert all(((low <= x) & (x <= high)).all() for x in safe.history)
    assert g(safe.x)[0].item() == pytest.approx(0.5, abs=1e-15)


@pytest.mark.parametrize("easy", [True, False], ids=["easy", "separated"])
def test_evaluations_to_the_last_digit(easy, record_property):
    """The figures of the course: medians and maxima, the safeguarded search's maximum asserted."""
    g, bracket = logit_of(easy)
    y = targets(2000)
    low, high = bracket(y)
    truth = bisection(g, y, low, high, steps=90).x
    counts = {}
    for name, search in (
        ("bisection", lambda *a: bisection(*a, steps=90)),
        ("Newton", lambda g, y, low, high: newton(g, y, (low + high) / 2, steps=60)),
        ("safeguarded", safeguarded_newton),
    ):
        root = search(g, y, low, high)
        history = torch.stack([*root.history, root.x])
        slope = g(truth)[1]
        # As close as the rounding of y and x allows.
        near = (history - truth).abs() <= 1e-15 * (truth.abs() + y.abs().clamp(min=1) / slope)
        first = torch.where(near.any(0), near.double().argmax(0).double(), torch.inf)
        counts[name] = (statistics.median(first.tolist()), first.max().item())
    record_property(f"evaluations, {'easy' if easy else 'separated'}", str(counts))
    print(counts)
    assert counts["safeguarded"][1] <= 30
    assert counts["safeguarded"][0] < counts["bisection"][0] / 3
    assert counts["bisection"][1] <= 70
    if not easy:
        assert counts["Newton"][1] == torch.inf  # it does not always arrive


@given(
    y=st.floats(-1e4, 1e4),
    mu=st.lists(st.floats(-50, 50), min_size=3, max_size=3),
    log_s=st.lists(st.floats(-9, 7), min_size=3, max_size=3),
    u=st.lists(st.floats(-20, 0), min_size=3, max_size=3),
)
@example(y=-31.0, mu=[0.0, 0.0, -9.0], log_s=[-1.0, -1.0, -3.0], u=[0.0, 0.0, -19.0])  # 31
@settings(max_examples=300, deadline=None, derandomize=True)
def test_the_search_of_a_mixture_arrives_to_the_last_digit(y, mu, log_s, u):
    log_w = torch.tensor(u, dtype=DOUBLE).log_softmax(0)
    mu, s = torch.tensor(mu, dtype=DOUBLE), torch.tensor(log_s, dtype=DOUBLE).exp()

    def g(x):
        value, log_slope = log_odds(x, log_w, mu, s)
        return value, log_slope.exp()

    y = torch.tensor([y], dtype=DOUBLE)
    root = find_root(y, log_w, mu, s)
    assert root.evaluations <= 40
    value, slope = g(root.x)
    rounding = 4e-16 * (y.abs().clamp(min=1) + slope * root.x.abs() + slope * 50)
    assert ((value - y).abs() <= 8 * rounding).all()


def test_missing_values_stay_missing_and_the_others_are_solved():
    y = torch.tensor([10.0, torch.nan, -10.0], dtype=DOUBLE)
    root = safeguarded_newton(cube, y, -30.0, 50.0)
    assert root.x[1].isnan() or cube(root.x[1])[0] != y[1]
    assert torch.allclose(root.x[[0, 2]], torch.tensor([2.0, -2.0], dtype=DOUBLE))
    assert safeguarded_newton(cube, y[:0], -1.0, 1.0).x.shape == (0,)


def test_what_cannot_be_searched():
    y = torch.ones(3)
    for search in (bisection, safeguarded_newton):
        with pytest.raises(ValueError, match="3 of the 3 brackets are empty"):
            search(cube, y, 1.0, -1.0)
    with pytest.raises(RuntimeError, match="After 4 evaluations 3 of 3"):
        safeguarded_newton(cube, y, -1e6, 1e6, steps=4)


# --- derivatives --------------------------------------------------------------------------------


def scaled(theta):
    return lambda x: (theta[0] * x**3 + theta[1] * x, 3 * theta[0] * x**2 + theta[1])


def solve(y, theta, way):
    g = scaled(theta)
    low, high = torch.full_like(y, -30.0), torch.full_like(y, 30.0)
    if way == "implicit":
        return implicit(g, y, safeguarded_newton(g, y, low, high).x)
    if way == "unrolled":
        return newton(g, y, torch.full_like(y, 1.5).detach(), steps=30).x
    x = safeguarded_newton(g, y, low, high).x  # one zero-valued step only
    value, slope = g(x)
    residual = value - y
    return x - (residual - residual.detach()) / slope


Y = torch.tensor([-3.0, 0.4, 7.0], dtype=DOUBLE)
THETA = torch.tensor([0.7, 1.3], dtype=DOUBLE)


@pytest.mark.parametrize("way", ["implicit", "unrolled"])
@pytest.mark.parametrize("free", ["y", "theta"])
def test_first_and_second_derivatives(way, free):
    def function(parameter):
        return solve(parameter, THETA, way) if free == "y" else solve(Y, parameter, way)

    leaf = (Y if free == "y" else THETA).clone().requires_grad_()
    assert torch.autograd.gradcheck(function, (leaf,))
    assert torch.autograd.gradgradcheck(function, (leaf,))


def test_one_zero_valued_step_has_wrong_second_derivatives():
    leaf = Y.clone().requires_grad_()
    assert torch.autograd.gradcheck(lambda y: solve(y, THETA, "one step"), (leaf,))
    with pytest.raises(RuntimeError):
        torch.autograd.gradgradcheck(lambda y: solve(y, THETA, "one step"), (leaf,))


def test_third_derivatives():
    y = torch.tensor(7.0, dtype=DOUBLE, requires_grad=True)
    x = solve(y, THETA, "implicit")
    (first,) = torch.autograd.grad(x, y, create_graph=True)
    (second,) = torch.autograd.grad(first, y, create_graph=True)
    (third,) = torch.autograd.grad(second, y)
    a, b, r = 0.7, 1.3, x.item()
    slope, bend, jerk = 3 * a * r**2 + b, 6 * a * r, 6 * a
    assert second.item() == pytest.approx(-bend / slope**3, rel=1e-10)
    assert third.item() == pytest.approx((3 * bend**2 - slope * jerk) / slope**5, rel=1e-10)


def test_the_value_is_not_changed_and_the_searches_carry_no_gradient():
    y = Y.clone().requires_grad_()
    root = safeguarded_newton(scaled(THETA), y, -30.0, 30.0)
    assert not root.x.requires_grad
    assert not bisection(scaled(THETA), y, -30.0, 30.0).x.requires_grad
    assert (implicit(scaled(THETA), y, root.x) == root.x).all()

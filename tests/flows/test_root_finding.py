"""The searches find the root, in as many steps as they promise, and can be differentiated."""

import itertools
import math
import statistics

import mpmath
import pytest
import torch
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
from tests.flows.contract import DOUBLE


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


@pytest.mark.thorough
@given(
    y=st.floats(-1e4, 1e4),
    mu=st.lists(st.floats(-50, 50), min_size=3, max_size=3),
    log_s=st.lists(st.floats(-9, 7), min_size=3, max_size=3),
    u=st.lists(st.floats(-20, 0), min_size=3, max_size=3),
)
@example(y=-31.0, mu=[0.0, 0.0, -9.0], log_s=[-1.0, -1.0, -3.0], u=[0.0, 0.0, -19.0])  # 31
@settings(max_examples=300)
def test_the_search_of_a_mixture_arrives_to_the_last_digit(y, mu, log_s, u):
    log_w = torch.tensor(u, dtype=DOUBLE).log_softmax(0)
    mu, s = torch.tensor(mu, dtype=DOUBLE), torch.tensor(log_s, dtype=DOUBLE).exp()

    def g(x):
        value, log_slope = log_odds(x, log_w, mu, s)
        return value, log_slope.exp()

    y = torch.tensor([y], dtype=DOUBLE)
    root = find_root(y, log_w, mu, s)
    assert root.evaluations <= 40  # what has been seen; what is proved is 130
    value, slope = g(root.x)
    rounding = 4e-16 * (y.abs().clamp(min=1) + slope * root.x.abs() + slope * 50)
    assert ((value - y).abs() <= 8 * rounding).all()


def test_missing_values_stay_missing_and_the_others_are_solved():
    y = torch.tensor([10.0, torch.nan, -10.0], dtype=DOUBLE)
    for search in (safeguarded_newton, bisection):
        root = search(cube, y, -30.0, 50.0)
        assert root.x.isnan().tolist() == [False, True, False]
        assert torch.allclose(root.x[[0, 2]], torch.tensor([2.0, -2.0], dtype=DOUBLE))
        assert search(cube, y[:0], -1.0, 1.0).x.shape == (0,)
    root = safeguarded_newton(lambda x: (x.log(), 1 / x), y, -1.0, -0.5)
    assert root.x.isnan().all()  # the map is NaN wherever it was looked at


@pytest.mark.parametrize("y", [1000.0, -1.0, -0.1, torch.inf, -torch.inf])
def test_no_root_in_the_bracket_is_said_and_bisection_returns_the_end(y):
    y = torch.tensor([y, 10.0], dtype=DOUBLE)
    with pytest.raises(ValueError, match="1 of the 2 brackets hold no root"):
        safeguarded_newton(cube, y, 0.0, 5.0)
    assert bisection(cube, y, 0.0, 5.0).x[0].item() == pytest.approx(5.0 if y[0] > 0 else 0.0)
    assert safeguarded_newton(cube, y[1:], 0.0, 5.0).x.item() == pytest.approx(2.0)


def test_a_falling_map_is_not_searched_in_silence():
    with pytest.raises(ValueError, match="g does not increase"):
        safeguarded_newton(lambda x: (-x, -1 + 0 * x), torch.tensor(1.0), -3.0, 5.0)


@pytest.mark.parametrize("end", ["low", "high"])
def test_a_root_at_an_end_is_a_root(end):
    y = cube(torch.tensor([2.0], dtype=DOUBLE))[0]
    ends = (2.0, 5.0) if end == "low" else (-1.0, 2.0)
    assert safeguarded_newton(cube, y, *ends).x.item() == pytest.approx(2.0, rel=1e-15)
    assert safeguarded_newton(cube, y, 2.0, 2.0).x.item() == 2.0


# --- badly scaled, flat and steep maps, against 50 digits ----------------------------------------


def power(n):
    return lambda x: (x**n, n * x ** (n - 1))


def logistic(x):
    return torch.sigmoid(x), torch.sigmoid(x) * torch.sigmoid(-x)


def exponential(x):
    return x.exp(), x.exp()


def line(slope, at=0.0):
    return lambda x: (slope * (x - at), slope + 0 * x)


def arctan(x):
    return torch.atan(1e10 * x), 1e10 / (1 + (1e10 * x) ** 2)


SCALES = {  # g, y, bracket, the root in 50 digits
    "flat logistic": (logistic, 1e-20, -100, 100, lambda y: mpmath.log(y / (1 - y))),
    "flatter logistic": (logistic, 1e-300, -1000, 1000, lambda y: mpmath.log(y / (1 - y))),
    "flat line": (line(1e-20), 3e-20, -1, 9, lambda y: y / mpmath.mpf(1e-20)),
    "steep line": (line(1e20, 3.0), 7e3, -1e9, 1e8, lambda y: 3 + y / mpmath.mpf(1e20)),
    "cube": (power(3), 1e-18, -1, 9, mpmath.cbrt),
    "cube, other side": (power(3), -1e-18, -9, 1, lambda y: -mpmath.cbrt(-y)),
    "ninth power": (power(9), 1e-180, -1, 2, lambda y: mpmath.root(y, 9)),
    "large cube": (power(3), 1e60, -1, 1e21, mpmath.cbrt),
    "exponential": (exponential, 1e-100, -300, 300, mpmath.log),
    "small exponential": (exponential, 1e-300, -1000, 700, mpmath.log),
    "large exponential": (exponential, 1e300, -1000, 700, mpmath.log),
    "hyperbolic sine": (lambda x: (x.sinh(), x.cosh()), 1e-250, -700, 600, mpmath.asinh),
    "arctan": (arctan, 1.5, -5, 2e6, lambda y: mpmath.tan(y) / mpmath.mpf(1e10)),
    "a bracket as wide as floats": (line(1.0), 3.0, -1.7e308, 1.7e308, lambda y: y),
}


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
@pytest.mark.parametrize("name", SCALES)
def test_to_the_last_digit_on_every_scale(name, dtype):
    g, y, low, high, inverse = SCALES[name]
    y = torch.tensor([y], dtype=dtype)
    if not (y.abs() > 1e-37).all() or not y.isfinite().all() or high > torch.finfo(dtype).max:
        y = torch.tensor([1e-30], dtype=dtype)  # as far as float32 goes
        low, high = max(low, -1e38), min(high, 1e38)
    root = safeguarded_newton(g, y, low, high)
    with mpmath.workdps(50):
        truth = inverse(mpmath.mpf(y.item()))
        off = abs(mpmath.mpf(root.x.item()) - truth)
    slope, eps = g(root.x)[1].item(), torch.finfo(dtype).eps
    assert float(off) <= eps * (2 * abs(float(truth)) + 20 * abs(y.item()) / slope)
    assert root.evaluations <= 64 + 8 * y.element_size() + 2


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
@pytest.mark.parametrize("wild", ["cube at 0", "jump", "only its sign is right"])
def test_it_arrives_as_soon_as_it_promises_whatever_the_map(wild, dtype):
    g = {
        "cube at 0": power(3),
        "jump": lambda x: (torch.where(x < 1e-30, -1.0, 1.0), 0 * x),
        "only its sign is right": lambda x: (x.sign() * (2 + (1e6 * x).sin()), 0 * x),
    }[wild]
    y = torch.zeros(7, dtype=dtype) + torch.tensor([0.0, 1e-5, -1e-5, 1e-9, 1e-20, 0.1, -0.3])
    root = safeguarded_newton(g, y, -1e30, 3e30)
    assert root.evaluations <= 64 + 8 * y.element_size() + 2
    assert (root.x.abs() <= 1).all()


def test_a_step_must_halve_or_newton_creeps():
    """On eˣ Newton's guess from above is x − 1, inside the bracket and 230 times too short."""
    y, start = torch.tensor([1e-100], dtype=DOUBLE), torch.zeros(1, dtype=DOUBLE)
    creeping = newton(exponential, y, start, steps=100)
    assert all((a - b).item() == pytest.approx(1) for a, b in itertools.pairwise(creeping.history))
    root = safeguarded_newton(exponential, y, -300.0, 300.0, start)
    assert root.x.item() == pytest.approx(-100 * math.log(10), rel=1e-15)
    assert root.evaluations <= 25


# --- what goes in --------------------------------------------------------------------------------


def test_ends_and_starts_may_be_numbers_and_any_device_will_do():
    y = torch.tensor([10.0, -10.0], dtype=DOUBLE)
    numbers = safeguarded_newton(cube, y, -3, 5.0, start=1)
    tensors = safeguarded_newton(cube, y, *(torch.tensor([v]) for v in (-3.0, 5.0, 1.0)))
    assert (numbers.x == tensors.x).all() and numbers.x.dtype == DOUBLE
    assert newton(cube, y, 2.0).x.shape == (2,)
    nowhere = torch.empty(2, 3, device="meta")
    for search in (
        lambda: bisection(cube, nowhere, 0.0, 5.0),
        lambda: newton(cube, nowhere, 1.0),
        lambda: safeguarded_newton(cube, nowhere, 0.0, 5.0),
    ):
        assert search().x.shape == (2, 3) and search().x.is_meta


def test_vmap_is_refused_in_words():
    with pytest.raises(RuntimeError, match="give it the whole batch"):
        torch.func.vmap(lambda y: safeguarded_newton(cube, y, 0.0, 5.0).x)(torch.ones(3))


def test_what_cannot_be_searched():
    y = torch.ones(3)
    for search in (bisection, safeguarded_newton):
        with pytest.raises(ValueError, match="3 of the 3 brackets are empty"):
            search(cube, y, 1.0, -1.0)
        with pytest.raises(ValueError, match="2 of the 3 brackets are infinite"):
            search(cube, y, -1.0, torch.tensor([2.0, torch.inf, torch.inf]))
        with pytest.raises(TypeError, match="int64"):
            search(cube, torch.tensor(8), 0.0, 5.0)
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


@pytest.mark.slow
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

"""The spline against two other libraries, against 60 digits, and where splines use to break."""

import bisect
import math

import mpmath
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from nflows.transforms.splines import unconstrained_rational_quadratic_spline
from zuko.transforms import MonotonicRQSTransform

from course_lib.flows import (
    RationalQuadraticSpline,
    rational_quadratic,
    rational_quadratic_inverse,
    spline_knots,
)
from course_lib.flows.spline import FEW, number_of_bin
from tests.flows.contract import DOUBLE, close, log_det_by_autograd

# Importing zuko switches off the checks of all torch distributions, ours included.
torch.distributions.Distribution.set_default_validate_args(True)


def random_parameters(bins, seed, width=1.0, batch=()):
    generator = torch.Generator().manual_seed(seed)
    shapes = ((*batch, bins), (*batch, bins), (*batch, bins - 1))
    return [width * torch.randn(s, generator=generator, dtype=DOUBLE) for s in shapes]


def random_knots(bins, seed, width=1.0, bound=4.0, batch=()):
    return spline_knots(*random_parameters(bins, seed, width, batch), bound)


def everywhere(low, high, n=1000, seed=1):
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(n, generator=generator, dtype=DOUBLE)


# --- other libraries ----------------------------------------------------------------------------


@pytest.mark.parametrize("bins", [2, 5, 16])
def test_zukos_spline_with_the_same_knots(bins):
    theirs = MonotonicRQSTransform(*random_parameters(bins, bins), bound=4.0)
    knots = (theirs.horizontal, theirs.vertical, theirs.derivatives)
    z = everywhere(-6, 6)
    x, log_det = rational_quadratic(z, *knots)
    close(x, theirs(z))
    close(log_det, theirs.log_abs_det_jacobian(z, None))
    inside = everywhere(-4, 4)
    close(rational_quadratic_inverse(inside, *knots)[0], theirs.inv(inside))


@pytest.mark.parametrize("bins", [2, 5, 16])
def test_nflows_spline_with_the_same_parameters(bins):
    widths, heights, slopes = random_parameters(bins, bins)
    knots = spline_knots(widths, heights, slopes, 4.0)
    shift = math.log(math.expm1(1 - 1e-3))  # their slopes are softplus(u): without our shift
    z = everywhere(-6, 6)
    parameters = [part.expand(len(z), -1) for part in (widths, heights, slopes + shift)]
    tails = {"tails": "linear", "tail_bound": 4.0}
    for inverse, ours in ((False, rational_quadratic), (True, rational_quadratic_inverse)):
        theirs = unconstrained_rational_quadratic_spline(z, *parameters, inverse=inverse, **tails)
        for given_, expected in zip(ours(z, *knots), theirs, strict=True):
            close(given_, expected)


# --- 60 digits ----------------------------------------------------------------------------------


def exactly(z, z0, z1, x0, x1, d0, d1):
    """The formula of the lecture's paper in 60 digits: x and log dx/dz."""
    z, z0, z1, x0, x1, d0, d1 = (mpmath.mpf(float(v)) for v in (z, z0, z1, x0, x1, d0, d1))
    w, h = z1 - z0, x1 - x0
    s, xi = h / w, (z - z0) / w
    below = s + (d0 + d1 - 2 * s) * xi * (1 - xi)
    x = x0 + h * (s * xi**2 + d0 * xi * (1 - xi)) / below
    above = s**2 * (d1 * xi**2 + 2 * s * xi * (1 - xi) + d0 * (1 - xi) ** 2)
    return x, mpmath.log(above / below**2)


@pytest.mark.parametrize("width", [1.0, 10.0])
def test_every_digit_of_steep_splines(width):
    with mpmath.workdps(60):
        knots = random_knots(8, 5, width)
        z = everywhere(-4, 4, 300)
        x, log_det = rational_quadratic(z, *knots)
        back, inverse_log_det = rational_quadratic_inverse(x, *knots)
        bins = (torch.searchsorted(knots[0], z, right=True) - 1).tolist()
        for i, k in enumerate(bins):
            ends = [part[k + j] for part in knots for j in (0, 1)]
            truth, slope = exactly(z[i], *ends)
            assert abs(float(truth - float(x[i]))) < 4e-15
            assert abs(float(slope - float(log_det[i]))) < 2e-14 * max(1, abs(float(slope)))
            # What z can be told from a rounded x: one rounding of x, and one of z.
            rounding = 4e-16 * (4 + 4 / float(mpmath.exp(slope)))
            assert abs((back[i] - z[i]).item()) < 4 * rounding
            assert (inverse_log_det[i] + log_det[i]).abs() < 1e-6


# --- where splines use to break -----------------------------------------------------------------


@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
@pytest.mark.parametrize("width", [0.0, 1.0, 10.0])
@pytest.mark.parametrize("bins", [1, 2, 8, 32])
def test_no_finite_value_breaks_it(bins, width, dtype):
    for seed in range(5):
        knots = [part.to(dtype) for part in random_knots(bins, seed, width)]
        for way, edges in ((rational_quadratic, 0), (rational_quadratic_inverse, 1)):
            at = knots[edges]
            above = torch.nextafter(at, torch.tensor(torch.inf, dtype=dtype))
            below = torch.nextafter(at, torch.tensor(-torch.inf, dtype=dtype))
            far = torch.tensor([1e20, -1e20, 1e30, 0.0, -0.0, 1e-40, 4.0, -4.0], dtype=dtype)
            value = torch.cat([at, above, below, far, everywhere(-5, 5, 200).to(dtype)])
            mapped, log_det = way(value.requires_grad_(), *knots)
            assert mapped.isfinite().all() and log_det.isfinite().all()
            close(mapped[: len(at)].detach(), knots[1 - edges], 2e-6 if dtype != DOUBLE else 1e-13)
            (gradient,) = torch.autograd.grad(mapped.sum() + log_det.sum(), value)
            assert gradient.isfinite().all()


@pytest.mark.parametrize("width", [1.0, 10.0])
def test_round_trip_of_steep_splines(width):
    for seed in range(20):
        knots = random_knots(8, seed, width)
        x = everywhere(-6, 6, seed=seed)
        z, _ = rational_quadratic_inverse(x, *knots)
        again, _ = rational_quadratic(z, *knots)
        slope = rational_quadratic(z, *knots)[1].exp()
        assert ((again - x).abs() <= 1e-14 + 4e-15 * slope).all()


@pytest.mark.parametrize("way", [rational_quadratic, rational_quadratic_inverse])
def test_infinite_and_missing_values(way):
    knots = random_knots(5, 0)
    value, log_det = way(torch.tensor([torch.inf, -torch.inf, torch.nan]), *knots)
    assert value[:2].tolist() == [torch.inf, -torch.inf] and log_det[:2].tolist() == [0, 0]
    assert value[2].isnan() and log_det[2].isnan()


@pytest.mark.slow
@given(z=st.floats(-1e25, 1e25), seed=st.integers(0, 1000), bins=st.integers(1, 20))
@settings(max_examples=200)
def test_round_trip_and_reciprocal_slopes_anywhere(z, seed, bins):
    knots = random_knots(bins, seed)
    z = torch.tensor(z, dtype=DOUBLE)
    x, log_det = rational_quadratic(z, *knots)
    back, inverse_log_det = rational_quadratic_inverse(x, *knots)
    tolerance = 4e-15 * (4 + abs(z.item())) * (1 + math.exp(-log_det.item()))
    assert abs((back - z).item()) <= tolerance
    assert inverse_log_det.item() == pytest.approx(-log_det.item(), abs=1e-9)


def test_it_rises():
    for seed in range(20):
        knots = random_knots(8, seed, 5.0)
        z = torch.cat([everywhere(-6, 6, 2000), *knots[:1]]).sort()[0]
        assert (rational_quadratic(z, *knots)[0].diff() >= 0).all()


def test_the_density_is_continuous_at_the_knots_and_at_the_bounds():
    knots = random_knots(6, 2)
    left = rational_quadratic(torch.nextafter(knots[0], torch.tensor(-9.0).double()), *knots)[1]
    right = rational_quadratic(torch.nextafter(knots[0], torch.tensor(9.0).double()), *knots)[1]
    close(left, right, 1e-11)
    close(left, knots[2].log(), 1e-11)


def test_other_slopes_at_the_ends_go_on_as_straight_lines():
    knots_z, knots_x, slopes = random_knots(4, 3)
    slopes = slopes.clone()
    slopes[0], slopes[-1] = 0.5, 3.0
    x, log_det = rational_quadratic(torch.tensor([-6.0, 7.0]).double(), knots_z, knots_x, slopes)
    close(x, torch.tensor([-4 - 0.5 * 2, 4 + 3.0 * 3]).double())
    close(log_det, torch.tensor([0.5, 3.0]).double().log())
    close(
        rational_quadratic_inverse(x, knots_z, knots_x, slopes)[0],
        torch.tensor([-6.0, 7.0]).double(),
    )


# --- one set of knots for each point ------------------------------------------------------------


def test_parameters_for_each_sample():
    knots = random_knots(6, 4, batch=(7,))
    z = everywhere(-5, 5, 7)
    for way in (rational_quadratic, rational_quadratic_inverse):
        value, log_det = way(z, *knots)
        for i in range(7):
            alone = way(z[i], *(part[i] for part in knots))
            close(torch.stack(alone), torch.stack([value[i], log_det[i]]))
        close(log_det, log_det_by_autograd(lambda v, way=way: way(v, *knots), z.clone(), ()))
        many = way(z.expand(3, 7), *knots)
        close(many[0], value.expand(3, 7))
        empty = way(z[:0], *(part[:0] for part in knots))
        assert empty[0].shape == empty[1].shape == (0,)


@pytest.mark.parametrize("batch", [(), (7,), (3, 7)], ids=str)
@pytest.mark.parametrize("bins", [1, 2, FEW, FEW + 1, 300])
def test_a_number_lies_in_the_bin_that_bisection_finds(bins, batch):
    edges, _, _ = random_knots(bins, 3, batch=batch)
    c = everywhere(-4, 4, 21).reshape(3, 7)
    inside = edges.expand(3, 7, -1)
    c[:, 0], c[:, 1], c[:, 2] = inside[:, 0, 0], inside[:, 1, -1], inside[:, 2, bins // 2]  # knots
    found = number_of_bin(c, edges)
    for value, knots, k in zip(c.flatten(), inside.reshape(21, -1), found.flatten(), strict=True):
        assert k == bisect.bisect_right(knots[1:-1].tolist(), value)


@pytest.mark.slow
@pytest.mark.parametrize("way", [rational_quadratic, rational_quadratic_inverse])
def test_gradients_with_respect_to_each_parameter(way):
    parameters = random_parameters(4, 9)
    value = torch.tensor([-5.0, -1.7, 0.3, 2.9], dtype=DOUBLE)
    for free in range(3):

        def function(parameter, free=free):
            parts = [*parameters[:free], parameter, *parameters[free + 1 :]]
            result = way(value, *spline_knots(*parts, 4.0))
            return tuple(part + 0 * parameter.sum() for part in result)

        leaf = parameters[free].clone().requires_grad_()
        assert torch.autograd.gradcheck(function, (leaf,))
        assert torch.autograd.gradgradcheck(function, (leaf,))


# --- parameters ---------------------------------------------------------------------------------


def test_zero_parameters_are_the_identity_and_the_ends_are_exact():
    flow = RationalQuadraticSpline(7, bound=2.5).double()
    z = everywhere(-4, 4)
    close(flow(z)[0], z)
    assert flow(z)[1].abs().max() < 1e-14
    for seed in range(10):
        z, x, d = random_knots(9, seed, 20.0)
        assert z[0] == x[0] == -4 and z[-1] == x[-1] == 4 and d[0] == d[-1] == 1
        assert z.diff().min() > 0.9 * 8e-3 and x.diff().min() > 0.9 * 8e-3 and d.min() >= 1e-3


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: RationalQuadraticSpline(0), ValueError, "bins must lie"),
        (lambda: RationalQuadraticSpline(501), ValueError, "bins must lie"),
        (lambda: RationalQuadraticSpline("8"), TypeError, "not '8'"),
        (lambda: RationalQuadraticSpline(2.5), TypeError, "not 2.5"),
        (lambda: RationalQuadraticSpline(8, bound=0), ValueError, "bound must be"),
        (lambda: RationalQuadraticSpline(8, bound=math.nan), ValueError, "bound must be"),
    ],
)
def test_splines_that_cannot_be(make, error, words):
    with pytest.raises(error, match=words):
        make()


KNOTS = torch.tensor([-1.0, 0.5, 1.0])


@pytest.mark.parametrize(
    ("knots", "words"),
    [
        ((KNOTS, KNOTS, KNOTS[:2].abs()), r"\(3,\), \(3,\), \(2,\)"),
        ((KNOTS[:1], KNOTS[:1], KNOTS[:1]), r"K ≥ 1"),
        ((KNOTS.flip(0), KNOTS, KNOTS.abs()), "must rise"),
        ((KNOTS, KNOTS * 0, KNOTS.abs()), "must rise"),
        ((KNOTS, KNOTS * torch.nan, KNOTS.abs()), "must rise"),
        ((KNOTS, KNOTS, KNOTS), "must be positive"),
        ((KNOTS, KNOTS, KNOTS * 0), "must be positive"),
        (tuple(KNOTS.abs().cumsum(0).expand(4, 3) for _ in range(3)), r"\(4,\).*\(2,\)"),
    ],
)
def test_knots_that_cannot_be(knots, words):
    for way in (rational_quadratic, rational_quadratic_inverse):
        with pytest.raises(ValueError, match=words):
            way(torch.zeros(2), *knots)


def test_a_dtype_with_too_few_digits_is_named():
    steep = random_knots(8, 5, 10.0)
    for way in (rational_quadratic, rational_quadratic_inverse):
        with pytest.raises(ValueError, match=r"bfloat16 has too few digits for these knots"):
            way(torch.zeros(2, dtype=torch.bfloat16), *steep)


def test_values_that_are_no_tensors():
    with pytest.raises(TypeError, match="list"):
        rational_quadratic([0.0], KNOTS, KNOTS, KNOTS.abs())
    with pytest.raises(TypeError, match="ndarray"):
        rational_quadratic_inverse(np.zeros(2), KNOTS, KNOTS, KNOTS.abs())

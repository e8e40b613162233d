"""Two moons and a pinwheel: their densities are exact, their samples follow them."""

import itertools
import math

import pytest
import scipy.integrate
import scipy.stats
import torch

from course_lib.planar import Moons, Pinwheel, rotated

DOUBLE = torch.float64
BOTH = {
    "moons": Moons(),
    "thin moons": Moons(1.0, 0.03),
    "pinwheel": Pinwheel(),
    "seven arms": Pinwheel(7, 2.0, 0.3, 0.2, turn=-2.5),
}


def grid(limit, n):
    axis = torch.linspace(-limit, limit, n, dtype=DOUBLE)
    return torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1), (axis[1] - axis[0]).item()


@pytest.mark.slow
@pytest.mark.parametrize("name", BOTH)
def test_the_density_integrates_to_one(name):
    points, step = grid(2.0 if name == "thin moons" else 4.0, 161)
    assert BOTH[name].log_prob(points).exp().sum().item() * step**2 == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("name", sorted(BOTH.keys() - {"thin moons"}))
def test_samples_follow_the_density(name):
    """χ² on cells of side 0.45; each cell's share is the density's sum over 8 × 8 points."""
    density, n, cells = BOTH[name], 20_000, 20
    axis = -4.5 + (torch.arange(8 * cells) + 0.5) * 9 / (8 * cells)
    points = torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1)
    p = density.log_prob(points).exp().double().reshape(cells, 8, cells, 8).sum((1, 3))
    expected = n * (p / p.sum()).flatten()
    x = density.sample(n, seed=3)
    where = ((x + 4.5) / 9 * cells).long().clamp(0, cells - 1)
    found = torch.bincount(where[:, 0] * cells + where[:, 1], minlength=cells**2)
    many = expected >= 5
    found = torch.cat([found[many], found[~many].sum()[None]]).double()
    expected = torch.cat([expected[many], expected[~many].sum()[None]])
    chi2 = ((found - expected) ** 2 / expected).sum().item()
    assert scipy.stats.chi2(len(found) - 1).sf(chi2) > 1e-3
    # The same cells tell a density that is a little wider from this one.
    wide = x + 0.1 * torch.randn(n, 2, generator=torch.Generator().manual_seed(0))
    where = ((wide + 4.5) / 9 * cells).long().clamp(0, cells - 1)
    other = torch.bincount(where[:, 0] * cells + where[:, 1], minlength=cells**2)
    other = torch.cat([other[many], other[~many].sum()[None]]).double()
    chi2 = ((other - expected) ** 2 / expected).sum().item()
    assert scipy.stats.chi2(len(found) - 1).sf(chi2) < 1e-6


def moons_by_scipy(x, y, radius, width):
    """log p by adaptive quadrature, with the largest value of the integrand taken out."""

    def exponent(t, sign):
        cx, cy = sign * radius * (math.cos(t) - 0.5), sign * radius * (math.sin(t) - 0.25)
        return -((x - cx) ** 2 + (y - cy) ** 2) / (2 * width**2)

    ts = [math.pi * k / 20_000 for k in range(20_001)]
    best, at, _ = max((exponent(t, sign), t, sign) for t in ts for sign in (1, -1))
    near = sorted({0.0, math.pi, *(min(max(at + d, 0), math.pi) for d in (-0.3, -0.03, 0.03, 0.3))})
    total = sum(
        scipy.integrate.quad(lambda t, s=sign: math.exp(exponent(t, s) - best), a, b,
                             epsabs=0, epsrel=1e-12, limit=500)[0]
        for sign in (1, -1) for a, b in itertools.pairwise(near)
    )  # fmt: skip
    return best + math.log(total / 2 / math.pi / (2 * math.pi * width**2))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::scipy.integrate.IntegrationWarning")
@pytest.mark.parametrize("name", ["moons", "thin moons"])
def test_the_moons_are_scipys_quadrature_at_any_distance(name):
    p, generator = BOTH[name], torch.Generator().manual_seed(0)
    middle = torch.tensor([[0.5, 0.25], [-0.5, -0.25], [0.0, 0.0]], dtype=DOUBLE) * p.radius
    ends = p.radius * torch.tensor([[0.5, -0.25], [-0.5, 0.25], [-0.5, -0.9]], dtype=DOUBLE)
    x = torch.cat([middle, ends] + [
        size * torch.randn(4, 2, generator=generator, dtype=DOUBLE) for size in (1, 3, 12, 90)
    ])  # fmt: skip
    expected = [moons_by_scipy(*point, p.radius, p.width) for point in x.tolist()]
    assert p.log_prob(x).tolist() == pytest.approx(expected, rel=1e-8, abs=1e-6)


def test_the_pinwheel_is_the_mixture_before_it_was_turned():
    """p(x) = p(u) / |det ∂x/∂u|, with autograd's Jacobian of the turn."""
    p, generator = BOTH["seven arms"], torch.Generator().manual_seed(1)
    u = 1.5 * torch.randn(20, 2, generator=generator, dtype=DOUBLE)

    def turned(v):
        return rotated(v, p.turn * v.norm())

    angles = 2 * math.pi * torch.arange(7, dtype=DOUBLE) / 7
    mixture = torch.zeros(20, dtype=DOUBLE)
    for angle in angles:
        R = rotated(torch.eye(2, dtype=DOUBLE), angle.expand(2)).T
        cov = R @ torch.diag(torch.tensor([0.09, 0.04], dtype=DOUBLE)) @ R.T
        arm = torch.distributions.MultivariateNormal(R @ torch.tensor([2.0, 0], dtype=DOUBLE), cov)
        mixture += arm.log_prob(u).exp() / 7
    x = torch.stack([turned(v) for v in u])
    dets = [torch.autograd.functional.jacobian(turned, v).det().item() for v in u]
    assert dets == pytest.approx([1] * 20, abs=1e-12)
    assert p.log_prob(x).tolist() == pytest.approx(mixture.log().tolist(), abs=1e-9)


@pytest.mark.parametrize("name", BOTH)
def test_gradients_are_those_of_the_values_in_the_middle_and_far_out(name):
    p, generator = BOTH[name], torch.Generator().manual_seed(2)
    x = torch.cat([p.sample(6, seed=1).double()] + [
        size * torch.randn(4, 2, generator=generator, dtype=DOUBLE) for size in (1, 8, 60)
    ]).requires_grad_()  # fmt: skip
    (found,) = torch.autograd.grad(p.log_prob(x).sum(), x)
    for k in range(2):
        h = torch.zeros(2, dtype=DOUBLE)
        h[k] = 1e-6
        with torch.no_grad():
            quotient = (p.log_prob(x + h) - p.log_prob(x - h)) / 2e-6
        scale = found.abs().amax(-1) + 1
        assert ((found[:, k] - quotient).abs() / scale).max() < 2e-5


@pytest.mark.parametrize("name", BOTH)
def test_at_the_origin_and_very_far_out_values_and_gradients_are_numbers(name):
    for point in ((0.0, 0.0), (1e4, -3e4), (1e-30, 0.0)):
        x = torch.tensor(point, requires_grad=True)
        value = BOTH[name].log_prob(x)
        value.backward()
        assert value.isfinite() and x.grad.isfinite().all()
    assert BOTH[name].log_prob(torch.tensor([float("nan"), 0.0])).isnan()


@pytest.mark.parametrize("name", BOTH)
def test_shapes_types_and_seeds(name):
    p = BOTH[name]
    x = p.sample(12, seed=0)
    assert x.shape == (12, 2) and x.dtype == torch.float32
    assert (x == p.sample(12, seed=0)).all() and (x != p.sample(12, seed=1)).any()
    assert (p.sample(12) != p.sample(12)).any()
    assert p.log_prob(x).dtype == torch.float32
    double = p.log_prob(x.double())
    assert torch.allclose(p.log_prob(x).double(), double, rtol=1e-5, atol=1e-4)
    assert (p.log_prob(x.double().reshape(3, 4, 2)) == double.reshape(3, 4)).all()
    assert p.log_prob(x[0]).shape == () and p.log_prob(x[:0]).shape == (0,)


def test_a_gaussian_misses_them_by_much():
    """Affine flows lose 0.9 and 1.35 nats: these are the shapes that chapters start from."""
    for density, expected in ((Moons(), 0.89), (Pinwheel(), 1.35)):
        x = density.sample(20_000, seed=0).double()
        gaussian = 0.5 * torch.logdet(2 * math.pi * math.e * torch.cov(x.T))
        assert (gaussian + density.log_prob(x).mean()).item() == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Moons(0.0), ValueError, "radius must be a positive number, not 0.0"),
        (lambda: Moons(1.0, float("nan")), ValueError, "width must be a positive number"),
        (lambda: Pinwheel(length=-1.0), ValueError, "length must be a positive number"),
        (lambda: Pinwheel(arms=2.5), ValueError, "arms must be a whole number"),
        (lambda: Pinwheel(arms=0), ValueError, "arms must be a whole number"),
        (lambda: Pinwheel(turn=float("inf")), ValueError, "turn must be a finite number"),
        (lambda: Moons().log_prob(torch.zeros(3)), ValueError, r"shape \(3,\): .* \(..., 2\)"),
        (lambda: Pinwheel().log_prob(torch.zeros(2, 3)), ValueError, r"\(2, 3\)"),
        (lambda: Moons().log_prob(torch.tensor(1.0)), ValueError, r"shape \(\)"),
        (lambda: Moons().log_prob([0.0, 1.0]), TypeError, "not list"),
        (lambda: Pinwheel().log_prob(torch.tensor([0, 1])), TypeError, "int64"),
    ],
)
def test_what_is_refused(make, error, words):
    with pytest.raises(error, match=words):
        make()

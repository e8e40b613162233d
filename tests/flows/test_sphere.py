"""Flows of the sphere: areas, round trips, poles, and oracles that know nothing of them."""

import math

import numpy as np
import pytest
import torch
from scipy import stats

from course_lib import flows
from tests.flows import contract, round_zoo
from tests.flows.round_zoo import N
from tests.flows.zoo import DOUBLE, contexts, randomised

POLES = torch.tensor([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0]], dtype=DOUBLE)
FLOWS = round_zoo.SPHERES
every_flow = pytest.mark.parametrize("name", FLOWS)


def points(n=300, seed=0):
    generator = torch.Generator().manual_seed(seed)
    x = torch.randn(n, 3, generator=generator, dtype=DOUBLE)
    return x / x.norm(dim=-1, keepdim=True)


def tangents(x):
    """Two unit vectors at each point, at right angles to it and to each other (by QR)."""
    return torch.linalg.svd(x.unsqueeze(-2))[2][..., 1:, :].transpose(-1, -2)


def area_log_det(way, x):
    """log of how ``way`` changes areas, by autograd on tangent planes: the oracle."""
    jacobian = torch.autograd.functional.jacobian(lambda v: way(v)[0].sum(0), x).transpose(0, 1)
    ends = tangents(way(x)[0].detach())
    return torch.linalg.slogdet(ends.transpose(-1, -2) @ jacobian @ tangents(x)).logabsdet


@every_flow
def test_log_dets_are_those_of_areas(name):
    flow, z = FLOWS[name](), points()
    with torch.no_grad():
        x, forward = flow.forward(z)
        backward = flow.inverse(x)[1]
    contract.close(x.norm(dim=-1), torch.ones(len(x), dtype=DOUBLE))
    contract.close(forward, area_log_det(flow.forward, z), 1e-11)
    contract.close(backward, area_log_det(flow.inverse, x), 1e-11)
    contract.close(backward, -forward)
    assert name == "rotation" or forward.abs().max() > 0.05, "a degenerate test"


@every_flow
def test_round_trips(name):
    flow, z = FLOWS[name](), torch.cat([points(), POLES, N[None], -N[None]])
    with torch.no_grad():
        contract.close(flow.inverse(flow.forward(z)[0])[0], z)
        contract.close(flow.forward(flow.inverse(z)[0])[0], z)


@every_flow
def test_shapes_and_float32(name):
    flow, x = FLOWS[name](), points(24)
    with torch.no_grad():
        for way in (flow.forward, flow.inverse):
            value, log_det = way(x)
            for batch in ((), (0,), (24,), (2, 3, 4)):
                count = math.prod(batch)
                v, ld = way(x[:count].reshape(*batch, 3))
                assert v.shape == (*batch, 3) and ld.shape == batch
                torch.testing.assert_close(v.reshape(-1, 3), value[:count])
                torch.testing.assert_close(ld.reshape(-1), log_det[:count])
            single, log_single = way(x.float())
            assert single.dtype == log_single.dtype == torch.float32
            contract.close(single.double(), value, 3e-5)
            contract.close(log_single.double(), log_det, 3e-5)


def nodes(n=160, around=None):
    """Points and weights: Gauss and Legendre's in the height, even ones around."""
    h, w = (torch.from_numpy(a) for a in np.polynomial.legendre.leggauss(n))
    around = around or 2 * n
    phi = torch.arange(around, dtype=DOUBLE) * (2 * math.pi / around)
    s = (1 - h**2).sqrt()[:, None]
    X, Y = s * phi.cos(), s * phi.sin()
    weights = (w[:, None] * (2 * math.pi / around)).expand_as(X)
    return torch.stack([X, Y, h[:, None].expand_as(X)], -1), weights


@pytest.mark.slow
@every_flow
def test_densities_have_the_area_one(name):
    p = flows.FlowDistribution(FLOWS[name]())
    # The slope of a spline of the height has kinks, where Gauss's rule is less exact: more nodes.
    x, weights = {"stretch": nodes(1500, 4), "chain": nodes(400)}.get(name) or nodes()
    with torch.no_grad():
        area = (p.log_prob(x).exp() * weights).sum()
    assert abs(area.item() - 1) < (1e-5 if name in ("stretch", "chain") else 1e-8)


def test_a_narrow_density_has_the_area_one_in_the_chart_of_its_zoom():
    zoom = flows.SphereMobius(N, 0.98)
    chain = flows.Composition(zoom, randomised(flows.TrainableTwist(3, terms=2), width=0.5))
    z, weights = nodes(60)
    x, log_det = zoom(z)
    with torch.no_grad():
        area = ((flows.FlowDistribution(chain).log_prob(x) + log_det).exp() * weights).sum()
    assert abs(area.item() - 1) < 1e-9


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in FLOWS if n != "rotation"])
def test_gradients_by_the_input_and_by_each_parameter(name):
    flow, x = FLOWS[name](), points(3, seed=2)

    for way in (flow.forward, flow.inverse):
        # In the three numbers of any vector: its length is divided out.
        free = x.clone().requires_grad_()
        assert torch.autograd.gradcheck(way, (free,), atol=1e-6)
    for parameter, value in flow.named_parameters():
        for method in ("forward", "inverse"):
            function = contract.of_parameter(flow, parameter, x, method)
            free = value.detach().clone().requires_grad_()
            assert torch.autograd.gradcheck(function, (free,), atol=1e-6), parameter


@every_flow
@pytest.mark.parametrize("dtype", [torch.float32, DOUBLE])
def test_values_and_gradients_are_finite_at_poles_centre_and_antipode(name, dtype):
    flow = FLOWS[name]().to(dtype)
    a, b = math.sin(1e-6), math.cos(1e-6)
    beside = torch.tensor([[a, 0.0, b], [0.0, -a, -b]], dtype=DOUBLE)
    x = torch.cat([POLES, beside, N[None], -N[None]]).to(dtype).requires_grad_()
    for way in (flow.forward, flow.inverse):
        value, log_det = way(x)
        assert value.isfinite().all() and log_det.isfinite().all()
        total = value.sum() + log_det.sum()
        wanted = [x, *(p for p in flow.parameters() if p.requires_grad)]
        for gradient in torch.autograd.grad(total, wanted, allow_unused=True):
            assert gradient is None or gradient.isfinite().all()


@every_flow
def test_nothing_special_happens_at_the_pole(name):
    """Log p around a tiny circle is as even as it must be for a smooth density."""
    p = flows.FlowDistribution(FLOWS[name]())
    phi = torch.linspace(0, 2 * math.pi, 25, dtype=DOUBLE)
    for size in (1e-3, 1e-6):
        ring = torch.stack([size * phi.cos(), size * phi.sin(), (1 - size**2) ** 0.5 + 0 * phi], -1)
        with torch.no_grad():
            log_p = p.log_prob(ring)
        assert log_p.max() - log_p.min() < 30 * size
        assert (log_p - p.log_prob(POLES[0])).abs().max() < 30 * size


def test_the_zoom_keeps_its_digits_where_it_is_strong():
    for r, dtype in ((1 - 1e-4, torch.float32), (1 - 1e-8, DOUBLE)):
        zoom = flows.SphereMobius(N.to(dtype), torch.tensor(r, dtype=dtype))
        gap = 1 - torch.tensor(r, dtype=dtype).double()
        exact = 2 * math.log((2 - gap) / gap)
        for x, sign in ((N, 1), (-N, -1)):
            z, log_det = zoom.inverse(x.to(dtype))
            # n itself is known to a rounding, and seen 1/(1 − r) times as large.
            contract.close(z.double(), x, 20 * torch.finfo(dtype).eps / gap.item())
            assert abs(log_det.item() - sign * exact) < (1e-5 if dtype == torch.float32 else 1e-9)


def test_zooms_density_is_the_spherical_cauchy():
    """Kato and McCullagh's formula, in x·n alone."""
    r, x = 0.7, points()
    log_p = flows.FlowDistribution(flows.SphereMobius(N, r)).log_prob(x)
    formula = ((1 - r**2) / (1 + r**2 - 2 * r * x @ N)) ** 2 / (4 * math.pi)
    contract.close(log_p.exp(), formula)


def test_a_stretch_makes_von_mises_and_fisher():
    """The cap map of that density, as knots of a fine spline: scipy's values come out."""
    kappa, bins = 3.0, 200
    h_x = torch.linspace(-1, 1, bins + 1, dtype=DOUBLE)
    # The share of the sphere's mass below h_x is (e^(κ h) − e^(−κ))/(e^κ − e^(−κ)).
    mass = torch.expm1(kappa * (h_x + 1)) / math.expm1(2 * kappa)
    slopes = (math.expm1(2 * kappa) / (2 * kappa)) * torch.exp(-kappa * (h_x + 1))

    class Known(flows.AxialStretch):
        def _knots(self, u):
            return 2 * mass - 1, h_x, slopes

    with torch.no_grad():
        x = points()
        log_p = flows.FlowDistribution(Known(bins).double()).log_prob(x)
    oracle = stats.vonmises_fisher([0, 0, 1], kappa).logpdf(x.numpy())
    contract.close(log_p, torch.from_numpy(oracle), 1e-5)


def test_given_height_a_twist_is_a_mixture_of_wrapped_cauchys():
    twist = randomised(flows.TrainableTwist(3, terms=2), width=0.5)
    h = torch.tensor(0.4, dtype=DOUBLE)
    phi = torch.linspace(-3, 3, 41, dtype=DOUBLE)
    s = (1 - h**2).sqrt()
    x = torch.stack([s * phi.cos(), s * phi.sin(), h.expand(41)], -1)
    with torch.no_grad():
        log_det = twist.inverse(x)[1]
        _, log_w, v = twist._at(h)
        p, q = v / (1 + v.square().sum(0)).sqrt()
    expected = np.zeros(41)
    for w, a, b in zip(log_w.exp().tolist(), p.tolist(), q.tolist(), strict=True):
        away = (phi.numpy() - math.atan2(b, a)) % (2 * math.pi)
        expected += w * stats.wrapcauchy(math.hypot(a, b) * s.item()).pdf(away)
    contract.close(log_det.exp() / (2 * math.pi), torch.from_numpy(expected), 1e-10)


def test_normal_to_sphere_carries_disks_to_caps():
    z = contexts(400)
    to_sphere = flows.NormalToSphere()
    x, log_det = to_sphere.forward(z)
    contract.close(x.norm(dim=-1), torch.ones(400, dtype=DOUBLE))
    contract.close((1 - x[:, 2]) / 2, torch.from_numpy(stats.chi2(2).cdf(z.square().sum(-1))))
    back, log_back = to_sphere.inverse(x)
    contract.close(back, z, 1e-11)
    contract.close(log_back, -log_det, 1e-11)
    jacobian = torch.autograd.functional.jacobian(lambda v: to_sphere.forward(v)[0].sum(0), z)
    expected = torch.linalg.slogdet(tangents(x).transpose(-1, -2) @ jacobian.transpose(0, 1))[1]
    contract.close(log_det, expected, 1e-11)
    for special in (torch.zeros(2), torch.tensor([1e-9, 0.0])):
        free = special.double().requires_grad_()
        x, log_det = to_sphere.forward(free)
        assert torch.autograd.grad(x.sum() + log_det, free)[0].isfinite().all()
        contract.close(to_sphere.inverse(x)[0], free.detach())
    assert not to_sphere.inverse(POLES[1])[0].isfinite().any()


@pytest.mark.parametrize(
    ("kind", "size"),
    [(flows.TrainableZoom, 3), (lambda u: flows.TrainableTwist(2, 2, u), 14),
     (lambda u: flows.AxialStretch(3, u), 10)],
)  # fmt: skip
def test_one_map_for_each_of_a_batch(kind, size):
    u, x = contexts(5, size=size), points(5)
    many = kind(u)
    assert many.batch_shape == (5,)
    with torch.no_grad():
        for way in ("forward", "inverse"):
            value, log_det = getattr(many, way)(x)
            for i in range(5):
                alone = getattr(kind(u[i]), way)(x[i])
                contract.close(value[i], alone[0])
                contract.close(log_det[i], alone[1])
    with pytest.raises(ValueError, match="does not fit"):
        many(points(4))
    with pytest.raises(ValueError, match=rf"takes \(\.\.\., {size}\)"):
        kind(contexts(5, size=size + 1))


def test_a_network_gives_the_parameters_of_a_chain():
    chain = flows.sphere_flow(1, k=2, terms=1, bins=2)
    flow = flows.ParametersOf(chain, flows.MLP(2, flows.parameters_in(chain), 4))
    flow = randomised(flow, width=0.4)
    given = flow.given(contexts(6))
    z = points(6)
    with torch.no_grad():
        x, log_det = given(z)
        back, log_back = given.inverse(x)
    contract.close(back, z, 1e-11)
    contract.close(log_back, -log_det, 1e-11)
    assert flows.FlowDistribution(given).log_prob(x).shape == (6,)


def test_a_zoom_starts_where_the_data_are():
    x = flows.FlowDistribution(flows.SphereMobius(N, 0.9)).sample((500,))
    zoom = flows.TrainableZoom().double().start_at(x.double())
    p = flows.FlowDistribution(zoom)
    with torch.no_grad():
        # 0.29 ± 0.20, whatever is drawn: two nats above the uniform density are four of these away.
        assert p.log_prob(x.double()).mean() > 2 - math.log(4 * math.pi)
        assert torch.nn.functional.cosine_similarity(zoom.a, N, dim=0) > 0.95


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: flows.SphereMobius(N, 1.0), "smaller than 1"),
        (lambda: flows.SphereMobius(N, -0.1), "at least 0"),
        (lambda: flows.SphereMobius(2 * N, 0.5), "length"),
        (lambda: flows.SphereMobius(torch.zeros(2), 0.5), "three coordinates"),
        (lambda: flows.SphereMobius(N, 0.5)(1.01 * N), "length"),
        (lambda: flows.SphereMobius(N, 0.5)(torch.zeros(4, 2)), "shape"),
        (lambda: flows.TrainableTwist(0), "k"),
        (lambda: flows.AxialStretch(0), "bins"),
        (lambda: flows.ExponentialMap([0.7, 0.4], [1.0, 1.0], torch.stack([N, -N])), "sum"),
    ],
)
def test_errors_are_for_people(make, says):
    with pytest.raises(ValueError, match=says):
        make()


def test_a_length_that_is_nearly_one_is_made_one():
    x = points(5)
    for flow in (flows.SphereMobius(N, 0.5), flows.AxialStretch(2).double()):
        value = flow(x * 1.0005)[0]
        contract.close(value, flow(x)[0])

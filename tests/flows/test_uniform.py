"""Uniform bases, and what FlowDistribution does where a flow lives on a circle or a sphere."""

import math

import pytest
import torch
from torch.distributions import Normal

from course_lib import flows
from course_lib.flows import FlowDistribution, UniformCircle, UniformSphere
from course_lib.flows.manifold import manifold_of

DOUBLE = torch.float64


class Still(flows.Flow):
    """The identity of the sphere."""

    manifold = "sphere"
    event_shape = torch.Size([3])

    def _forward(self, z):
        return z, z.new_zeros(z.shape[:-1])

    _inverse = _forward


def test_uniform_densities_are_one_over_length_and_area():
    angle = torch.tensor([0.3, -40.0], dtype=DOUBLE)
    assert torch.allclose(
        UniformCircle().log_prob(angle).exp() * 2 * math.pi, torch.ones(2).double()
    )
    x = torch.tensor([[0.6, 0.0, 0.8], [0.0, -1.0, 0.0]], dtype=DOUBLE)
    assert torch.allclose(UniformSphere().log_prob(x).exp() * 4 * math.pi, torch.ones(2).double())
    assert UniformCircle().entropy() == torch.tensor(math.log(2 * math.pi))
    assert UniformSphere().entropy() == torch.tensor(math.log(4 * math.pi))


def test_events_that_do_not_fit_the_batch_are_refused():
    assert UniformCircle((3,)).log_prob(torch.zeros(2, 1)).shape == (2, 3)
    with pytest.raises(ValueError, match=r"Events of shape \(2,\) .* a batch of shape \(3,\)"):
        UniformCircle((3,)).log_prob(torch.zeros(2))


def test_samples_are_uniform():
    torch.manual_seed(1)
    angle = UniformCircle(dtype=DOUBLE).sample((20_000,))
    assert ((angle >= -math.pi) & (angle < math.pi)).all()
    # All Fourier coefficients are 0; each has the standard error 1/√(2n).
    for k in (1, 2, 3):
        for f in (torch.sin, torch.cos):
            assert abs(f(k * angle).mean()) < 4 / math.sqrt(40_000)
    x = UniformSphere((2,), dtype=DOUBLE).sample((10_000,))
    assert x.shape == (10_000, 2, 3) and (x.norm(dim=-1) - 1).abs().max() < 1e-15
    height = x.reshape(-1, 3)
    for k in range(3):  # each coordinate is uniform on [−1, 1]: Archimedes
        assert abs(height[:, k].mean()) < 4 / math.sqrt(3 * 20_000)
        assert abs((height[:, k] ** 2).mean() - 1 / 3) < 0.01


@pytest.mark.parametrize(
    ("flow", "base", "shape"),
    [(flows.Turn(0.5), UniformCircle, ()), (Still(), UniformSphere, (3,))],
)
def test_the_base_is_the_uniform_one_by_default(flow, base, shape):
    p = FlowDistribution(flow)
    assert isinstance(p.base, base) and p.event_shape == shape and p.manifold == flow.manifold
    x = p.sample((6,)).double()
    assert p.log_prob(x).dtype == DOUBLE
    assert torch.allclose(p.log_prob(x), FlowDistribution(flow, base()).log_prob(x))
    assert p.support is p.base.support
    assert p.expand((4,)).sample((2,)).shape == (2, 4, *shape)
    assert f"uniform on the {flow.manifold}" in repr(p)
    for way in (flows.Inverse(flow), flows.Composition(flow, flow)):
        assert manifold_of(way) == flow.manifold
        assert isinstance(FlowDistribution(way).base, base)


@pytest.mark.parametrize(
    ("flow", "base"),
    [
        (flows.Turn(0.5), Normal(0.0, 1.0)),
        (flows.Linear(1.0, 0.0), UniformCircle()),
        (Still(), torch.distributions.Independent(Normal(torch.zeros(3), 1.0), 1)),
        (flows.Affine(torch.eye(3), torch.zeros(3)), UniformSphere()),
    ],
)
def test_another_base_is_refused(flow, base):
    with pytest.raises(ValueError, match=r"(?i)lives on the"):
        FlowDistribution(flow, base)


def test_chains_of_two_manifolds_are_refused():
    with pytest.raises(ValueError, match="the circle, the line"):
        flows.Composition(flows.Turn(0.5), flows.Linear(1.0, 0.0))


def test_a_circle_has_no_cdf():
    p = FlowDistribution(flows.Mobius(0.5, 0.0))
    for ask in (p.cdf, p.icdf):
        with pytest.raises(ValueError, match="a circle has none"):
            ask(torch.tensor(0.5))


def test_infinity_and_nan():
    p = FlowDistribution(flows.Mobius(0.5, 0.0))
    assert p.log_prob(torch.tensor([math.inf, 0.0]))[0] == -math.inf
    with pytest.raises(ValueError, match="NaN"):
        p.log_prob(torch.tensor([math.nan]))
    q = FlowDistribution(Still())
    with pytest.raises(ValueError, match="length inf"):
        q.log_prob(torch.tensor([[math.inf, 0.0, 0.0], [0.0, 0.0, 1.0]]))
    with pytest.raises(ValueError, match="NaN"):
        q.log_prob(torch.tensor([math.nan, 0.0, 0.0]))


def test_points_off_the_sphere():
    base = UniformSphere(validate_args=True)
    with pytest.raises(ValueError, match=r"unit sphere: one of them has the length 0\.9"):
        base.log_prob(torch.tensor([[0.0, 0.9, 0.0], [0.0, 1.0, 0.0]]))

"""Every flow keeps the contract; and a flow that does not is caught."""

import pytest
import torch

from course_lib import flows
from tests.flows import contract, round_zoo, zoo

# Of these the gradients, parameter by parameter, take about a second each.
LONG = {"composition", "composition, n = 2", "trainable mixture", "spline"}


def with_its_length(name, check):
    long = name in LONG and check is contract.check_gradients
    mark = pytest.mark.thorough if long else ()
    return pytest.param(name, check, marks=mark, id=f"{name}-{check.__name__}")


@pytest.mark.parametrize(
    ("name", "check"), [with_its_length(n, c) for c in contract.CHECKS for n in zoo.FLOWS]
)
def test_every_flow(name, check):
    check(zoo.FLOWS[name]())


@pytest.mark.slow
@pytest.mark.parametrize("name", zoo.FLOWS)
def test_the_area_of_every_density_is_one(name):
    flow = zoo.FLOWS[name]()
    if len(flow.event_shape) and flow.event_shape[0] > 2:
        flow = zoo.affine(2, seed=11)  # a grid in more dimensions would be too large
    if tuple(flow.event_shape) == (1,):
        one = flows.FlowDistribution(flow)
        contract.check_area(lambda x: one.log_prob(x.unsqueeze(-1)), ())
    else:
        with torch.no_grad():
            contract.check_area(flows.FlowDistribution(flow).log_prob, flow.event_shape)


def test_the_zoo_has_every_flow_of_the_library():
    present, both = set(), {**round_zoo.CIRCLES, **round_zoo.SPHERES}
    made = [make() for make in [*zoo.FLOWS.values(), *both.values()]]
    for flow in [*made, *zoo.layers(2).values(), *zoo.conditional().values()]:
        present |= {type(module) for module in flow.modules()}
    wanted = {getattr(flows, name) for name in flows.__all__ if name[0].isupper()}
    wanted = {kind for kind in wanted if issubclass(kind, flows.Flow)} - {
        flows.Flow,
        flows.ConditionalFlow,
    }
    assert wanted <= present


# --- broken on purpose: each check has something that it catches --------------------------------


class Broken(flows.Flow):
    """x = 2 z + 1 with something wrong; ``event_shape`` as given."""

    def __init__(self, wrong):
        super().__init__()
        self.wrong = wrong
        self.a = torch.nn.Parameter(torch.tensor(2.0, dtype=torch.float64))

    def _forward(self, z):
        log_det = self.a.log().to(z).expand(z.shape)
        if self.wrong == "sign":
            log_det = -log_det
        if self.wrong == "log_det of the wrong parameter":
            log_det = log_det.detach() + 0 * self.a
        if self.wrong == "mean":
            log_det = log_det.mean()
        if self.wrong == "float64 only":
            return z.double() * self.a + 1, log_det
        return self.a.to(z) * z + 1, log_det

    def _inverse(self, x):
        log_det = -self.a.log().to(x).expand(x.shape)
        if self.wrong == "inverse":
            return x / self.a.to(x) - 1, log_det
        if self.wrong == "1 % of the log_det":
            log_det = 1.01 * log_det
        if self.wrong == "cut":
            return (x - 1) / self.a.detach().to(x), log_det
        return (x - 1) / self.a.to(x), log_det


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_a_right_one_passes(check):
    check(Broken("nothing"))


@pytest.mark.parametrize(
    ("check", "wrong"),
    [
        (contract.check_log_dets, "sign"),
        (contract.check_log_dets, "1 % of the log_det"),
        (contract.check_round_trips, "inverse"),
        (contract.check_shapes, "mean"),
        (contract.check_float32, "float64 only"),
        (contract.check_gradients, "cut"),
        (contract.check_gradients, "log_det of the wrong parameter"),
    ],
)
def test_a_broken_flow_is_caught(check, wrong):
    with pytest.raises((AssertionError, RuntimeError)):
        check(Broken(wrong))


@pytest.mark.parametrize("wrong", ["sign", "1 % of the log_det"])
def test_a_broken_log_det_does_not_integrate_to_one(wrong):
    class Both(Broken):
        def _inverse(self, x):
            z, _ = super()._inverse(x)
            return z, -self._forward(z)[1] * (1 if wrong == "sign" else 1.01)

    with pytest.raises(AssertionError):
        contract.check_area(flows.FlowDistribution(Both(wrong)).log_prob, ())


# --- one set of parameters for each value --------------------------------------------------------


def splines(raw, function):
    return lambda value: function(value, *flows.spline_knots(*raw, 4.0))


def per_sample(kind, batch, dtype):
    """(parameters of shape (*batch, K), parameters → (forward, inverse)) of a kind of flow."""
    generator = torch.Generator().manual_seed(5)
    counts = (4, 4, 3) if kind == "spline" else (4, 4, 4)
    raw = [torch.randn(*batch, k, generator=generator, dtype=torch.float64) for k in counts]

    def make(logits, means, log_scales):
        if kind == "spline":
            raw = logits, means, log_scales
            return splines(raw, flows.rational_quadratic), splines(
                raw, flows.rational_quadratic_inverse
            )
        log_weights = logits.log_softmax(-1)
        if kind == "mixture by weights":
            flow = flows.MixtureOfLogistics(log_weights.exp(), means, log_scales.exp())
        else:
            flow = flows.MixtureOfLogistics(
                log_weights=log_weights, means=means, scales=log_scales.exp()
            )
        return flow.forward, flow.inverse

    return [part.to(dtype).requires_grad_() for part in raw], make


KINDS = ("spline", "mixture by weights", "mixture by log-weights")
BATCHES = [((), ()), ((), (5,)), ((5,), (5,)), ((5,), (2, 5)), ((2, 1), (2, 3)), ((0,), (0,))]


@pytest.mark.slow
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize(("batch", "shape"), BATCHES, ids=str)
@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_of_flows_is_each_of_them_by_itself(kind, batch, shape, dtype):
    """Values, log-dets and the gradient of each parameter, scalar, batched and per sample."""
    parameters, make = per_sample(kind, batch, dtype)
    generator = torch.Generator().manual_seed(6)
    value = 2 * torch.randn(shape, generator=generator, dtype=torch.float64).to(dtype)
    tolerance = {"rtol": 2e-4, "atol": 2e-5} if dtype != torch.float64 else {}
    spread = [p.expand(*shape, -1).reshape(-1, p.shape[-1]) for p in parameters]
    alone = [make(*(part[i] for part in spread)) for i in range(value.numel())]
    for direction, function in enumerate(make(*parameters)):
        whole = function(value)
        assert whole[0].shape == whole[1].shape == shape and whole[0].dtype == dtype
        one_by_one = [each[direction](v) for each, v in zip(alone, value.flatten(), strict=True)]
        for k in range(2):
            if not value.numel():
                continue
            expected = torch.stack([found[k] for found in one_by_one])
            torch.testing.assert_close(whole[k].flatten(), expected, **tolerance)
            gradients = (
                torch.autograd.grad(v.sum(), parameters, retain_graph=True)
                for v in (whole[k], expected)
            )
            for one, other in zip(*gradients, strict=True):
                torch.testing.assert_close(one, other, **tolerance)


@pytest.mark.parametrize("kind", KINDS)
def test_parameters_that_do_not_fit_the_values(kind):
    parameters, make = per_sample(kind, (5,), torch.float64)
    for function in make(*parameters):
        with pytest.raises(ValueError, match=r"\(5,\) does not fit values of shape \(4,\)"):
            function(torch.zeros(4, dtype=torch.float64))


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_a_network_of_parameters_goes_through_vmap(kind, dtype):
    """An ensemble: torch.func.vmap over the parameters is the batch of flows."""
    parameters, make = per_sample(kind, (5,), dtype)
    value = torch.linspace(-3, 3, 5, dtype=dtype)
    for direction in range(2):
        whole = make(*parameters)[direction](value)
        mapped = torch.func.vmap(lambda v, *p, d=direction: make(*p)[d](v))(value, *parameters)
        for one, other in zip(mapped, whole, strict=True):
            torch.testing.assert_close(one, other, rtol=1e-4, atol=1e-5)

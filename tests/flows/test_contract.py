"""Every flow keeps the contract; and a flow that does not is caught."""

import contract
import pytest
import torch
import zoo

from course_lib import flows


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("name", zoo.FLOWS)
def test_every_flow(name, check):
    check(zoo.FLOWS[name]())


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
    present = set()
    for make in zoo.FLOWS.values():
        present |= {type(module) for module in make().modules()}
    wanted = {getattr(flows, name) for name in flows.__all__ if name[0].isupper()}
    wanted = {kind for kind in wanted if issubclass(kind, flows.Flow)} - {flows.Flow}
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

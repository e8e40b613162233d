"""What chapter 09 says of its flows, by the chapter's own code."""

import copy
import math

import pytest
import torch
from torch.distributions import MultivariateNormal

from course_lib import data
from course_lib.chapters.ch09_flows_in_n_dimensions.pictures import chains
from course_lib.flows import (
    Autoregressive,
    Composition,
    FlowDistribution,
    Marginal,
    Permutation,
    TrainableAffine,
    UnivariateMixture,
    gaussianization,
)
from course_lib.planar import Moons, Pinwheel
from course_lib.training import fit, one_cycle

pytestmark = pytest.mark.thorough


class Short:
    """How many nats per event flows fall short of an exact density, on 4000 new events."""

    def __init__(self, target):
        self.target, self.points, new = target, target.sample(4000, 1), target.sample(4000, 2)
        self.new, self.exact = new, target.log_prob(new).mean()

    def of(self, flow):
        with torch.no_grad():
            return (self.exact - FlowDistribution(flow).log_prob(self.new).mean()).item()

    def after(self, flow, **how):
        fit(FlowDistribution(flow), self.points, batch_size=256, progress=False, **how)
        return self.of(flow)


def autoregressive(n, hidden, seed=0):
    """Two mixture flows with the order reversed in between."""
    g = UnivariateMixture(6)
    first, second = (Autoregressive(n, g, hidden, seed=2 * seed + k) for k in range(2))
    return Composition(first, Permutation([*range(n)][::-1]), second)


def test_axes_by_themselves_lack_three_quarters_of_a_nat():
    flow = Marginal(2, UnivariateMixture(6))
    assert Short(Moons()).after(flow, steps=150, lr=0.05) == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize("seed", range(3))
def test_two_small_autoregressive_flows_find_the_moons(seed):
    how = {"steps": 300, "lr": 0.02, "schedule": one_cycle, "seed": seed}
    assert Short(Moons()).after(autoregressive(2, 32, seed), **how) <= 0.05


def test_and_the_pinwheel():
    how = {"steps": 500, "lr": 0.02, "schedule": one_cycle}
    assert Short(Pinwheel()).after(autoregressive(2, 32), **how) <= 0.1


@pytest.mark.filterwarnings("ignore:No layer of this flow moves coordinate 0")
def test_alternating_masks_against_one_mask():
    short = Short(Pinwheel())
    gaps = {masks: short.of(copy.deepcopy(chains.trained(masks)).float()) for masks in chains.MASKS}
    assert gaps == pytest.approx({"alternating": 0.1, "always the same": 0.3}, abs=0.04)


def test_a_gaussianization_from_the_data_alone():
    flow = gaussianization(Moons().sample(4000, 1), layers=6, k=6)
    assert Short(Moons()).of(flow) == pytest.approx(0.17, abs=0.02)
    assert sum(part.numel() for part in flow.parameters()) == 230


@pytest.mark.exhaustive
def test_on_earthquakes_a_flow_is_a_fifth_of_a_nat_above_a_kernel_density():
    above = [flow_above_kernel(seed) for seed in range(5)]
    assert sum(above) / 5 >= 0.2, above
    assert min(above) == pytest.approx(0.1, abs=0.05), above
    assert 0.3 < max(above) < 0.4, above


def flow_above_kernel(seed):
    train, test = data.split(data.quakes()[:, :3], share=0.3, seed=seed)
    values, back = data.standardise(train)
    test, values = back.inverse(test)[0].float(), values.float()
    learn, stop = data.split(values, share=0.1, seed=5)

    def bumps(x, at, width):
        kernel = MultivariateNormal(at, width**2 * torch.eye(3))
        return (kernel.log_prob(x[:, None]).logsumexp(1) - math.log(len(at))).mean().item()

    width = max((0.05, 0.08, 0.12, 0.18, 0.27), key=lambda width: bumps(stop, learn, width))
    p = FlowDistribution(Composition(TrainableAffine(3), autoregressive(3, 32)))
    fit(p, learn, steps=250, lr=0.02, batch_size=256, schedule=one_cycle, held_out=stop,
        look_every=10, progress=False)  # fmt: skip
    return p.log_prob(test).mean().item() - bumps(test, values, width)

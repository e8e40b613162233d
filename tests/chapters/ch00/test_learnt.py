"""The two flows that the course opens with: what is shipped, how it was made, what it can do."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from course_lib.chapters.ch00_start_here.pictures import learnt
from course_lib.flows import FlowDistribution

SOURCE = Path(__file__).parents[3] / "solutions" / "00_start_here.py"
figures = pytest.mark.parametrize("figure", learnt.FIGURES)
GAPS = {"two moons": 0.03, "a galaxy": 0.06}  # nats by which new points are less likely, at most


def stored(name):
    with np.load(learnt.FILE) as file:
        return file[name]


def short_of(flow, figure):
    """By how many nats the flow is short of the exact density, for points that it has not seen."""
    x = learnt.FIGURES[figure].sample(4000, 7).double()
    return (learnt.FIGURES[figure].log_prob(x) - FlowDistribution(flow).log_prob(x)).mean().item()


def test_the_file_is_small_and_says_how_it_was_made():
    assert learnt.FILE.stat().st_size <= 40_000
    assert json.loads(str(stored("made"))) == learnt.MADE, "train anew, or say what has changed"
    assert learnt.learnt.__module__ == learnt.MADE["by"]


@figures
def test_it_has_as_many_parameters_as_the_page_says(figure):
    assert f" {len(stored(figure)):,} parameters" in SOURCE.read_text(encoding="utf-8")
    assert f"{learnt.MADE['points']:,} points" in SOURCE.read_text(encoding="utf-8")


@figures
def test_it_has_learnt_its_figure(figure):
    assert short_of(learnt.learnt(figure), figure) <= GAPS[figure]
    other = next(name for name in learnt.FIGURES if name != figure)
    assert short_of(learnt.learnt(other), figure) > 1, "and not just anything"


@pytest.mark.thorough
@figures
@pytest.mark.parametrize("t", [0.0, 0.3, 1.0])
def test_there_and_back_and_the_density_agree(figure, t):
    flow = learnt.part_way(figure, t)
    z = torch.randn(12, 2, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
    x, log_det = flow(z)
    back, log_det_back = flow.inverse(x)
    torch.testing.assert_close(back, z, rtol=0, atol=1e-10)
    torch.testing.assert_close(log_det_back, -log_det, rtol=0, atol=1e-8)
    J = [torch.autograd.functional.jacobian(lambda one: flow(one)[0], point) for point in z]
    wanted = torch.linalg.slogdet(torch.stack(J)).logabsdet
    torch.testing.assert_close(log_det, wanted, rtol=0, atol=1e-9)
    if t == 0:
        torch.testing.assert_close(x, z, rtol=0, atol=1e-12)


@pytest.mark.thorough
@figures
def test_the_script_trains_it(figure):
    """Its short form is soon better than noise, and leaves torch's own numbers alone."""
    before = torch.random.get_rng_state()
    numbers = learnt.train(figure, steps=30)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert numbers.shape == stored(figure).shape
    flow, untrained = learnt.chain(), learnt.chain()
    torch.nn.utils.vector_to_parameters(torch.tensor(numbers), flow.parameters())
    assert short_of(flow.double(), figure) < short_of(untrained.double(), figure) - 0.1


def test_the_seed_decides():
    assert np.array_equal(*(learnt.train("a galaxy", steps=3) for _ in range(2)))


def test_part_of_the_way_leaves_the_flow_as_it_is():
    whole = [p.clone() for p in learnt.learnt("two moons").parameters()]
    learnt.part_way("two moons", 0.0)
    assert all(
        torch.equal(*pair)
        for pair in zip(whole, learnt.learnt("two moons").parameters(), strict=True)
    )

"""The search of 7.4 ends when the last digit is right, also near z = 0."""

import re

import pytest
import torch

from course_lib import flows
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.mixture_flow import Forward
from course_lib.exercises import registry
from course_lib.exercises.hints import SOLUTIONS
from tests.exercises import proofs


def published():
    return proofs.published_candidate(registry.find("7.4"))


@pytest.mark.parametrize("of", [published, lambda: Forward], ids=["published", "reference"])
def test_it_takes_few_evaluations_near_z_0(of, monkeypatch):
    """log F − log S is 0 there, and its terms are not: they are rounded at 10⁻¹⁶ of their size."""
    taken, search = [], flows.safeguarded_newton

    def counted(*args, **how):
        root = search(*args, **how)
        taken.append(root.evaluations)
        return root

    monkeypatch.setattr(flows, "safeguarded_newton", counted)
    z = torch.linspace(-0.05, 0.05, 1001, dtype=torch.float64)
    made = of()
    for seed in range(6):
        flow, random = made(3).double(), torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for parameter in flow.parameters():
                parameter.copy_(torch.randn(3, generator=random))
            x, _ = flow.forward(z)
            assert (flow.inverse(x)[0] - z).abs().max() < 1e-14
    assert len(taken) == 6 and max(taken) <= 12  # without the scale: up to 60


def test_every_search_that_a_learner_is_shown_knows_how_exact_its_map_is():
    exercise = registry.find("7.4")
    chapters = (next(SOLUTIONS.glob(f"{n}_*.py")) for n in ("06", "07"))
    texts = [exercise.prompt, *exercise.hints, *(p.read_text("utf-8") for p in chapters)]
    calls = [call for text in texts for call in re.findall(r"safeguarded_newton\(.*", text)]
    assert len(calls) == 4
    assert all("scale=1.0" in call for call in calls), calls

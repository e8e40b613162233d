"""The review's picture with a table and a density of the learner's."""

import pytest
import torch

from course_lib import capstone, flows, live
from course_lib.live.yours import YoursFailed


def moved(view, **values):
    return view.picture.frame(**values)


def test_the_first_slider_moves_pixels_and_readouts():
    table = capstone.table("faithful", ["duration", "waiting"])
    view = live.samples_beside(capstone.gaussian(table), table)
    first = view.picture.controls[0]
    one, other = (moved(view, **{first.name: n}) for n in first.options[-2:])
    assert one[0] != other[0] and one[1] != other[1]
    assert "yours" in view.picture.told(**view.picture.values())


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("target", "context"),
    [(["depth"], []), (["depth"], ["longitude"]), (["depth", "magnitude"], ["stations"])],
)
def test_any_table_is_drawn_at_every_choice(target, context):
    table = capstone.table("quakes", target, context)
    view = live.samples_beside(capstone.gaussian(table), table)
    for columns in view.picture.pairs:
        for density in view.picture.densities:
            drawn, readouts = moved(view, columns=columns, density=density, n=50)
            assert "nan" not in str(readouts) and len(drawn) > 500
    assert len(view.picture.pairs) == {1: 1, 2: 1, 3: 3}[len(table.names)]


@pytest.mark.thorough
def test_a_density_that_cannot_be_asked_is_said_in_words():
    table = capstone.table("faithful", ["duration", "waiting"])
    with pytest.raises(YoursFailed, match="one number a row"):
        live.samples_beside(Wrong(), table).picture.frame()
    alone = flows.FlowDistribution(flows.TrainableAffine(2))
    with pytest.raises(TypeError, match="Give the table, too"):
        live.samples_beside(alone)


class Wrong:
    def log_prob(self, x):
        return torch.zeros(len(x), 1)

    def sample(self, shape):
        return torch.zeros(*shape, 2)

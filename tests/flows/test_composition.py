"""Chains: order, log-dets, flows of others, and what does not fit together."""

import pytest
import torch

from course_lib.flows import Affine, Composition, Inverse, Linear, Scale, Shift
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close


class Plain:
    """A flow that inherits from nothing: a learner's."""

    def forward(self, z):
        return z.exp(), z

    def inverse(self, x):
        return x.log(), -x.log()


def test_the_last_one_written_acts_first():
    z = torch.tensor([0.5, -2.0], dtype=DOUBLE)
    f1, f2, f3 = Scale(-3.0), Plain(), Shift(5.0)
    x, log_det = Composition(f3, f2, f1)(z)
    close(x, (-3 * z).exp() + 5)
    close(log_det, -3 * z + torch.tensor(3.0, dtype=DOUBLE).log())
    back, inverse_log_det = Composition(f3, f2, f1).inverse(x)
    close(back, z)
    close(inverse_log_det, -log_det)


def test_it_is_associative():
    a, b, c = zoo.affine(2), zoo.affine(2, seed=1), zoo.affine(2, seed=2)
    z = torch.randn(50, 2, dtype=DOUBLE, generator=torch.Generator().manual_seed(0))
    left, right = Composition(Composition(a, b), c)(z), Composition(a, Composition(b, c))(z)
    for one, other in zip(left, right, strict=True):
        close(one, other)


def test_a_flow_after_its_inverse_does_nothing():
    flow = zoo.affine(3)
    z = torch.randn(50, 3, dtype=DOUBLE, generator=torch.Generator().manual_seed(0))
    x, log_det = Composition(flow, Inverse(flow))(z)
    close(x, z)
    assert log_det.abs().max() < 1e-14


def test_its_parameters_are_trained():
    chain = Composition(Linear(2.0, 1.0), Plain(), Scale(0.5))
    assert len(list(chain.parameters())) == 3
    assert chain.double().flows[0].a.dtype == DOUBLE


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: Composition(), ValueError, "at least one"),
        (lambda: Composition(Scale(2.0), torch.exp), TypeError, "no method forward"),
        (lambda: Composition(Scale(2.0), "scale"), TypeError, "'scale' is not a flow"),
        (lambda: Composition(Scale(2.0), None), TypeError, "None is not a flow"),
        (lambda: Composition(Scale), TypeError, "Scale is a class"),
        (lambda: Composition(Scale(2.0), zoo.affine(2)), ValueError, r"\(\), \(2,\)"),
        (lambda: Composition(zoo.affine(3), zoo.affine(2)), ValueError, r"\(3,\), \(2,\)"),
        (lambda: Inverse(3.0), TypeError, "not a flow"),
        (lambda: Inverse(Affine), TypeError, "Affine is a class"),
    ],
)
def test_what_is_no_chain(make, error, words):
    with pytest.raises(error, match=words):
        make()

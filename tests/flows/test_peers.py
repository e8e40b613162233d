"""Whole layers against zuko and nflows, which are given the very same networks.

zuko's and nflows's "forward" runs from the data to the base. So zuko's spline is
rational-quadratic in x, and ours is run backwards to be the same.
"""

from functools import partial

import pytest
import torch
from nflows.transforms.coupling import PiecewiseRationalQuadraticCouplingTransform
from zuko.flows.autoregressive import MaskedAutoregressiveTransform
from zuko.transforms import MonotonicAffineTransform, MonotonicRQSTransform

from course_lib import flows
from course_lib.flows.spline import FLOOR
from course_lib.flows.univariate import ScaleAndShift, Spline
from tests.flows import zoo
from tests.flows.contract import DOUBLE, close

# Importing zuko switches off the checks of all torch distributions, ours included.
torch.distributions.Distribution.set_default_validate_args(True)

BINS, BOUND = 8, 4.0


def normal(*shape, seed=1, width=1.5):
    generator = torch.Generator().manual_seed(seed)
    return width * torch.randn(shape, generator=generator, dtype=DOUBLE)


class ZukosSpline:
    """zuko's spline of its own parameters, as our flow from z to x."""

    size = 3 * BINS - 1

    def __call__(self, u):
        theirs = MonotonicRQSTransform(*u.split([BINS, BINS, BINS - 1], -1), bound=BOUND)
        return flows.Inverse(Spline(theirs.horizontal, theirs.vertical, theirs.derivatives))


class ZukosAffine:
    """z = scale x + shift, so x = (z − shift)/scale."""

    size = 2

    def __call__(self, u):
        theirs = MonotonicAffineTransform(*u.unbind(-1))
        log_scale = theirs.log_scale
        return ScaleAndShift(-log_scale, -theirs.shift * torch.exp(-log_scale))


SHAPES = [[BINS], [BINS], [BINS - 1]]
PEERS = {
    "spline": (
        ZukosSpline(),
        partial(MonotonicRQSTransform, bound=BOUND),
        [[BINS], [BINS], [BINS - 1]],
    ),
    "affine": (ZukosAffine(), MonotonicAffineTransform, [[], []]),
}


@pytest.mark.parametrize("context", [0, 3])
@pytest.mark.parametrize("n", [2, 5])
@pytest.mark.parametrize("name", PEERS)
def test_zukos_autoregressive_transform_with_its_own_network(name, n, context):
    recipe, univariate, shapes = PEERS[name]
    theirs = MaskedAutoregressiveTransform(
        n, context, univariate=univariate, shapes=shapes, hidden_features=(16, 16)
    )
    zoo.randomised(theirs, width=0.4)

    class TheirNetwork(torch.nn.Module):
        def forward(self, x, c=None):
            full = x if c is None else torch.cat([x, c.expand(*x.shape[:-1], -1)], -1)
            return theirs.hyper(full).unflatten(-1, (n, -1))

        def output(self, i, before, c=None):
            padded = torch.nn.functional.pad(before, (0, n - i))
            return self(padded, c)[..., i, :]

    ours = flows.Autoregressive(n, recipe, n, context)
    ours.network = TheirNetwork()
    x, c = normal(200, n), zoo.contexts(200, size=context) if context else None
    flow = ours.given(c) if context else ours
    z, log_det = flow.inverse(x)
    expected, expected_log_det = theirs(c).call_and_ladj(x)
    close(z, expected)
    close(log_det, expected_log_det)
    z = normal(200, n, seed=2, width=1.0)
    close(flow.forward(z)[0], theirs(c).inv(z), 1e-9)  # theirs loses digits in steep bins


@pytest.mark.parametrize("mask", [(True, False), (False, True, True), (True, False, True, False)])
def test_nflows_coupling_spline_with_the_same_network(mask):
    n, moved = len(mask), len(mask) - sum(mask)
    size = 3 * BINS - 1
    network = zoo.randomised(flows.MLP(sum(mask), moved * size, 16), width=0.6)
    shift = torch.zeros(size, dtype=DOUBLE)
    shift[-(BINS - 1) :] = torch.log(torch.expm1(torch.tensor(1 - FLOOR, dtype=DOUBLE)))

    class Theirs(torch.nn.Module):
        """Their slopes are softplus(u): without our shift."""

        def forward(self, still, context=None):
            return (network(still).unflatten(-1, (moved, size)) + shift).flatten(-2)

    theirs = PiecewiseRationalQuadraticCouplingTransform(
        [0 if passes else 1 for passes in mask], lambda a, b: Theirs(),
        num_bins=BINS, tails="linear", tail_bound=BOUND,
    )  # fmt: skip
    ours = flows.Coupling(mask, flows.UnivariateSpline(BINS, BOUND), 16)
    ours.network = network
    z = normal(200, n)
    for way, other in ((ours.forward, theirs.forward), (ours.inverse, theirs.inverse)):
        for found, expected in zip(way(z), other(z), strict=True):
            close(found, expected, 1e-12)

"""Whole flows of zuko, nflows and normflows, of the sizes in ``layers.py``.

Each function takes a kind of flow and returns (a module; events and contexts → log p; contexts → an
event for each), or None if the library has no such flow.
"""

import math
from itertools import pairwise

import torch

from course_lib.flows.mixture_map import plain_sums

BINS, BOUND, HIDDEN, CONTEXT = 8, 4.0, (64, 64), 3
GAUSSIANIZATION, BUMPS = "Gaussianization, 4", 8
TAILS = {"num_bins": BINS, "tails": "linear", "tail_bound": BOUND}


def zuko(kind):
    import zuko

    if kind == GAUSSIANIZATION:
        return _zukos(zuko.flows.GF(2, transforms=4, components=BUMPS))
    halves = {"passes": 2, "randperm": False} if kind.startswith("coupling") else {}
    width = context_of(kind)
    return _zukos(zuko.flows.NSF(
        2, width, bins=BINS, transforms=4 if halves else 2, hidden_features=HIDDEN, **halves
    ), width)  # fmt: skip


def zuko_with_our_mixture(kind):
    """Gaussianization by zuko's classes, with the bend of our layers in the place of its own."""
    if kind != GAUSSIANIZATION:
        return None
    from zuko.distributions import DiagNormal
    from zuko.flows.gaussianization import ElementWiseTransform
    from zuko.lazy import Flow, UnconditionalDistribution, UnconditionalTransform
    from zuko.transforms import MonotonicTransform, RotationTransform

    def bend(logits, means, log_scales):
        weights, scales = logits.log_softmax(-1), log_scales.exp()
        return MonotonicTransform(lambda x: to_normal(x, weights, means, scales),
                                  (weights, means, scales))  # fmt: skip

    layers = []
    for _ in range(4):
        turn = UnconditionalTransform(RotationTransform, A=torch.randn(2, 2))
        layers += [turn, ElementWiseTransform(2, univariate=bend, shapes=[(BUMPS,)] * 3)]
    base = UnconditionalDistribution(DiagNormal, torch.zeros(2), torch.ones(2), buffer=True)
    return _zukos(Flow(layers[1:], base))


def to_normal(x, log_weights, means, scales):
    """z = Φ⁻¹(F(x)) of mixtures of logistics, in the lower tail: by our sums, in rows as ours."""
    rows = x.T.contiguous()  # (2, N)
    F, S, _ = plain_sums(rows, *(part.unsqueeze(-2) for part in (log_weights, means, scales)))
    return (torch.where(F < S, 1.0, -1.0) * torch.special.ndtri(torch.minimum(F, S))).T


def _zukos(flow, width=0):
    torch.distributions.Distribution.set_default_validate_args(True)  # zuko switches them off
    if width:
        return flow, lambda x, c: flow(c).log_prob(x), lambda c: flow(c).sample()
    return flow, lambda x, c: flow().log_prob(x), lambda c: flow().sample((len(c),))


def nflows(kind):
    if kind == GAUSSIANIZATION:
        return None
    from nflows.distributions import StandardNormal
    from nflows.flows import Flow
    from nflows.transforms import (
        CompositeTransform,
        MaskedPiecewiseRationalQuadraticAutoregressiveTransform,
        PiecewiseRationalQuadraticCouplingTransform,
        ReversePermutation,
    )

    width = context_of(kind) or None
    if kind.startswith("coupling"):
        layers = [PiecewiseRationalQuadraticCouplingTransform([i % 2, 1 - i % 2], Network, **TAILS)
                  for i in range(4)]  # fmt: skip
    else:
        layers = [
            MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
                2, HIDDEN[0], context_features=width, num_blocks=1, use_residual_blocks=False,
                **TAILS,
            )
            for _ in range(2)
        ]  # fmt: skip
        layers.insert(1, ReversePermutation(2))
    flow = Flow(CompositeTransform(layers), StandardNormal([2]))
    if width:
        return flow, flow.log_prob, lambda c: flow.sample(1, context=c)
    return flow, lambda x, c: flow.log_prob(x), lambda c: flow.sample(len(c))


def normflows(kind):
    """Its layers began as nflows's code, and their splines have gone another way since.

    A context it takes only with residual blocks: there its network has one layer of 64 more.
    """
    if kind == GAUSSIANIZATION:
        return None
    from normflows.flows.neural_spline.autoregressive import (
        MaskedPiecewiseRationalQuadraticAutoregressive,
    )
    from normflows.flows.neural_spline.coupling import PiecewiseRationalQuadraticCoupling

    width = context_of(kind) or None
    if kind.startswith("coupling"):
        masks = (torch.tensor(mask) for mask in 2 * ([0, 1], [1, 0]))
        layers = [PiecewiseRationalQuadraticCoupling(mask, Network, **TAILS) for mask in masks]
    else:
        layers = [
            MaskedPiecewiseRationalQuadraticAutoregressive(
                2, HIDDEN[0], context_features=width, num_blocks=1,
                use_residual_blocks=width is not None, **TAILS,
            )
            for _ in range(2)
        ]  # fmt: skip
    chain = Chain(layers, flip=not kind.startswith("coupling"))
    if width:
        return chain, chain.log_prob, lambda c: chain.sample(len(c), c)
    return chain, lambda x, c: chain.log_prob(x), lambda c: chain.sample(len(c))


class Chain(torch.nn.Module):
    """Layers from x to z, with the coordinates turned round between them if ``flip`` says so.

    (normflows' own chains flip by a permutation of 1 × 1 convolutions: this is the quicker way.)
    """

    def __init__(self, layers, flip):
        super().__init__()
        self.layers, self.flip = torch.nn.ModuleList(layers), flip

    def log_prob(self, x, c=None):
        total = 0.0
        for k, layer in enumerate(self.layers):
            x, log_det = layer(x.flip(-1) if k and self.flip else x, context=c)
            total = total + log_det
        return total - 0.5 * (x**2).sum(-1) - 0.5 * x.shape[-1] * math.log(math.tau)

    def sample(self, n, c=None):
        z = torch.randn(n, 2)
        for k, layer in reversed(list(enumerate(self.layers))):
            z, _ = layer.inverse(z, context=c)
            z = z.flip(-1) if k and self.flip else z
        return z


class Network(torch.nn.Module):
    """A coupling's network: nflows and normflows ask it with a context, too."""

    def __init__(self, a, b):
        super().__init__()
        self.hidden_features = HIDDEN[0]  # they divide by its root, or else warn at every call
        pairs = pairwise((a, *HIDDEN, b))
        parts = [part for pair in pairs for part in (torch.nn.Linear(*pair), torch.nn.ReLU())]
        self.network = torch.nn.Sequential(*parts[:-1])

    def forward(self, x, context=None):
        return self.network(x)


def context_of(kind):
    return CONTEXT if kind.startswith("conditional") else 0

"""Whole flows of chapters 09 and 10: the density of events, a step of a fit, and samples.

Beside ours: zuko's autoregressive transforms and nflows's couplings, of equally wide networks and
as many layers and bins; normflows has nflows's. Gaussianization, which zuko has alone, is of as
many layers and bumps: logistic ones with weights here, Gaussian ones without there. The work is
alike, the numbers are not: each starts at its own.
"""

import contextlib

import torch

from course_lib import flows
from tests.benchmarks.measure import interleaved, say, told

BINS, BOUND, HIDDEN, CONTEXT = 8, 4.0, (64, 64), 3
OPERATIONS = ("density", "fit", "samples")
GAUSSIANIZATION, BUMPS = "Gaussianization, 4", 8
SPLINE = flows.UnivariateSpline(BINS, BOUND)
REVERSED = (1, 0)


def course(kind):
    """(a module; events and contexts → log p; contexts → an event for each)."""
    if kind == GAUSSIANIZATION:
        bend = [flows.Marginal(2, flows.UnivariateMixture(BUMPS)) for _ in range(4)]
        turned = [part for each in bend[1:] for part in (flows.Rotation(2), each)]
        chain = flows.Composition(bend[0], *turned)
    elif kind == "coupling spline, 4":
        masks = ([True, False], [False, True]) * 2
        chain = flows.Composition(*(flows.Coupling(mask, SPLINE, HIDDEN) for mask in masks))
    else:
        width = CONTEXT if kind.startswith("conditional") else 0
        layers = [flows.Autoregressive(2, SPLINE, HIDDEN, width) for _ in range(2)]
        chain = flows.Composition(layers[0], flows.Permutation(REVERSED), layers[1])
    if kind.startswith("conditional"):
        p = flows.Conditional(chain)
        return p, lambda x, c: p(c).log_prob(x), lambda c: p(c).sample()
    p = flows.FlowDistribution(chain)
    return chain, lambda x, c: p.log_prob(x), lambda c: p.sample((len(c),))


def zuko(kind):
    import zuko

    if kind == GAUSSIANIZATION:
        flow = zuko.flows.GF(2, transforms=4, components=BUMPS)
        torch.distributions.Distribution.set_default_validate_args(True)
        return flow, lambda x, c: flow().log_prob(x), lambda c: flow().sample((len(c),))
    width = CONTEXT if kind.startswith("conditional") else 0
    coupled = {"passes": 2, "randperm": False} if kind.startswith("coupling") else {}
    flow = zuko.flows.NSF(
        2, width, bins=BINS, transforms=4 if coupled else 2, hidden_features=HIDDEN, **coupled
    )
    torch.distributions.Distribution.set_default_validate_args(True)  # zuko switches them off
    if width:
        return flow, lambda x, c: flow(c).log_prob(x), lambda c: flow(c).sample()
    return flow, lambda x, c: flow().log_prob(x), lambda c: flow().sample((len(c),))


def nflows(kind):
    if kind == GAUSSIANIZATION:
        return None
    from nflows.distributions import StandardNormal
    from nflows.flows import Flow
    from nflows.nn.nets import MLP
    from nflows.transforms import (
        CompositeTransform,
        MaskedPiecewiseRationalQuadraticAutoregressiveTransform,
        PiecewiseRationalQuadraticCouplingTransform,
        ReversePermutation,
    )

    tails = {"num_bins": BINS, "tails": "linear", "tail_bound": BOUND}
    width = CONTEXT if kind.startswith("conditional") else None

    class Network(torch.nn.Module):
        """The network of a coupling is asked with a context, too."""

        def __init__(self, a, b):
            super().__init__()
            self.network = MLP([a], [b], list(HIDDEN))

        def forward(self, x, context=None):
            return self.network(x)

    def layer(i):
        if kind.startswith("coupling"):
            return PiecewiseRationalQuadraticCouplingTransform([i % 2, 1 - i % 2], Network, **tails)
        return MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
            2, HIDDEN[0], context_features=width, num_blocks=1, use_residual_blocks=False, **tails
        )

    if kind.startswith("coupling"):
        chain = CompositeTransform([layer(i) for i in range(4)])
    else:
        chain = CompositeTransform([layer(0), ReversePermutation(2), layer(1)])
    flow = Flow(chain, StandardNormal([2]))
    if width:
        return flow, flow.log_prob, lambda c: flow.sample(1, context=c)
    return flow, lambda x, c: flow.log_prob(x), lambda c: flow.sample(len(c))


KINDS = (
    "autoregressive spline, 2", "coupling spline, 4", "conditional autoregressive spline, 2",
    GAUSSIANIZATION,
)  # fmt: skip
LIBRARIES = {"course_lib": course, "zuko": zuko, "nflows": nflows}


def run(batches=(1_000, 100_000), seconds=4.0):
    return [row for kind in KINDS for n in batches for row in case(kind, n, seconds)]


def case(kind, n, seconds):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, 2, generator=generator)
    c = torch.randn(n, CONTEXT, generator=generator)
    ways = {what: {} for what in OPERATIONS}
    for name, make in LIBRARIES.items():
        with contextlib.suppress(ModuleNotFoundError):
            made = make(kind)
            if made is None:  # it has no such flow
                continue
            module, log_prob, sample = made
            ways["density"][name] = no_grad(log_prob, x, c)
            ways["samples"][name] = no_grad(sample, c)
            ways["fit"][name] = step(module, log_prob, x, c)
    rows = []
    for what in OPERATIONS:
        found = {k: told(v) for k, v in interleaved(ways[what], seconds).items()}
        peers = [name for name in found if name != "course_lib"]
        best = min(peers, key=lambda name: found[name]["median"], default=None)
        ratio = found["course_lib"]["median"] / found[best]["median"] if best else None
        rows.append({"what": what, "kind": kind, "n": n, "times": found, "best": best,
                     "ratio": ratio})  # fmt: skip
        say(f"{kind:38}{what:8}{n:9} {ratio and round(ratio, 2)} of {best}")
    return rows


def no_grad(function, *args):
    def run_once():
        with torch.no_grad():
            return function(*args)

    return run_once


def step(module, log_prob, x, c):
    """The loss and its gradient: what the optimizer does is the same for all."""
    parameters = [p for p in module.parameters() if p.requires_grad]
    return lambda: torch.autograd.grad(-log_prob(x, c).mean(), parameters)

"""Whole flows of chapters 09 and 10: the density of events, a step of a fit, and samples.

Beside ours: zuko's, nflows's and normflows's, of equally wide networks and as many layers and bins
(``layer_rivals.py``). Gaussianization, which zuko has alone, is of as many layers and bumps:
logistic ones with weights here, Gaussian ones without there; so zuko is measured with our mixture
in its layers, too. Everyone takes equally many steps on equal events, and is timed as it is then:
what it has learned, held-out nats, stands beside its times.
"""

import contextlib

import torch

from course_lib import data, flows
from tests.benchmarks import layer_rivals as rivals
from tests.benchmarks.layer_rivals import (
    BINS,
    BOUND,
    BUMPS,
    CONTEXT,
    GAUSSIANIZATION,
    HIDDEN,
    context_of,
)
from tests.benchmarks.measure import interleaved, say, told

OPERATIONS = ("density", "fit", "samples")
SPLINE = flows.UnivariateSpline(BINS, BOUND)
REVERSED = (1, 0)
STEPS, BATCH, RATE = 400, 256, 5e-3


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
        layers = [flows.Autoregressive(2, SPLINE, HIDDEN, context_of(kind)) for _ in range(2)]
        chain = flows.Composition(layers[0], flows.Permutation(REVERSED), layers[1])
    if context_of(kind):
        p = flows.Conditional(chain)
        return p, lambda x, c: p(c).log_prob(x), lambda c: p(c).sample()
    p = flows.FlowDistribution(chain)
    return chain, lambda x, c: p.log_prob(x), lambda c: p.sample((len(c),))


KINDS = (
    "autoregressive spline, 2", "coupling spline, 4", "conditional autoregressive spline, 2",
    GAUSSIANIZATION,
)  # fmt: skip
LIBRARIES = {
    "course_lib": course, "zuko": rivals.zuko, "zuko, our mixture": rivals.zuko_with_our_mixture,
    "nflows": rivals.nflows, "normflows": rivals.normflows,
}  # fmt: skip


def run(batches=(1_000, 100_000), seconds=3.0, steps=STEPS):
    rows = []
    for kind in KINDS:
        made = flows_of(kind)
        nats = {name: learned(*its[:2], steps) for name, its in made.items()}
        say(f"{kind:38}", {name: round(found, 3) for name, found in nats.items()})
        for dtype in (torch.float32, torch.float64):
            for n in batches:
                rows += [{**row, "nats": nats} for row in case(kind, made, n, dtype, seconds)]
    return rows


def flows_of(kind):
    """Everyone's flow of this kind, by the library's name."""
    made = {}
    for name, make in LIBRARIES.items():
        with contextlib.suppress(ModuleNotFoundError):
            torch.manual_seed(0)
            if its := make(kind):  # or else it has no such flow
                made[name] = its
    return made


def events(n, seed):
    """Two moons that the context moves about, (n, 2), and their contexts, (n, 3)."""
    c = torch.randn(n, CONTEXT, generator=torch.Generator().manual_seed(seed))
    return data.moons(n, seed) + 0.5 * c[:, :2] * c[:, 2:].tanh(), c


def learned(module, log_prob, steps):
    """Mean log p of events that it has not seen, after so many steps on those that all see."""
    x, c = events(20_000, seed=1)
    order = torch.Generator().manual_seed(2)
    optimizer = torch.optim.Adam(module.parameters(), lr=RATE)
    for _ in range(steps):
        batch = torch.randint(len(x), (BATCH,), generator=order)
        optimizer.zero_grad()
        (-log_prob(x[batch], c[batch]).mean()).backward()
        optimizer.step()
    with torch.no_grad():
        return log_prob(*events(5_000, seed=3)).mean().item()


def case(kind, made, n, dtype, seconds):
    ways = {what: {} for what in OPERATIONS}
    x, c = (part.to(dtype) for part in events(n, seed=4))
    for name, (module, log_prob, sample) in made.items():
        module.to(dtype)
        ways["density"][name] = no_grad(log_prob, x, c)
        ways["samples"][name] = no_grad(sample, c)
        ways["fit"][name] = step(module, log_prob, x, c)
    rows = []
    for what in OPERATIONS:
        with default_dtype(dtype):  # what nflows draws
            found = {k: told(v) for k, v in interleaved(ways[what], seconds).items()}
        peers = [name for name in found if name != "course_lib"]
        best = min(peers, key=lambda name: found[name]["median"], default=None)
        ratio = found["course_lib"]["median"] / found[best]["median"] if best else None
        rows.append({"what": what, "kind": kind, "n": n, "dtype": str(dtype)[6:], "times": found,
                     "best": best, "ratio": ratio})  # fmt: skip
        say(f"{kind:38}{what:8}{n:9} {rows[-1]['dtype']} {ratio and round(ratio, 2)} of {best}")
    return rows


@contextlib.contextmanager
def default_dtype(dtype):
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def no_grad(function, *args):
    def run_once():
        with torch.no_grad():
            return function(*args)

    return run_once


def step(module, log_prob, x, c):
    """The loss and its gradient: what the optimizer does is the same for all."""
    parameters = [p for p in module.parameters() if p.requires_grad]
    return lambda: torch.autograd.grad(-log_prob(x, c).mean(), parameters)

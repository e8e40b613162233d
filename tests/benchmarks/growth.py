"""How each part grows: cost per unit, and from which size on it is no longer linear."""

import numpy as np
import torch

from course_lib import flows, live
from course_lib.flows import MixtureOfLogistics, RationalQuadraticSpline
from course_lib.live.picture import Picture
from tests.benchmarks.measure import interleaved, say, told
from tests.benchmarks.mixtures import mixture, parts


def spline(n, bins):
    flow = RationalQuadraticSpline(bins, 4.0)
    for part in flow.parameters():
        torch.nn.init.normal_(part)
    z = 2 * torch.randn(n)
    return lambda: flow.forward(z)


def mixture_flow(n, k, way):
    log_weights, means, scales = parts(mixture(torch.float32, k))
    flow = MixtureOfLogistics(log_weights.exp(), means, scales)
    z = torch.rand(n).logit()
    return lambda: getattr(flow, way)(z)


RECIPE = flows.UnivariateSpline(8, 4.0)
EVENTS = 1_000


def whole_flow(way, kind="autoregressive", n=2, layers=2, context=0):
    """``way``, density, samples or fit, of so many layers in n dimensions, for 1000 events."""
    make = {"autoregressive": autoregressive, "coupling": coupling, "Gaussianization": bend}[kind]
    chain = flows.Composition(*(make(n, k, context) for k in range(layers)))
    c, x = torch.randn(EVENTS, context), torch.randn(EVENTS, n)
    if context:
        p = flows.Conditional(chain)
        at = lambda: p(c)  # noqa: E731
    else:
        p = flows.FlowDistribution(chain)
        at = lambda: p  # noqa: E731
    parameters = list(chain.parameters())

    @torch.enable_grad()
    def fit():
        return torch.autograd.grad(-at().log_prob(x).mean(), parameters)

    drawn = () if context else (EVENTS,)
    return {"density": lambda: at().log_prob(x), "samples": lambda: at().sample(drawn),
            "fit": fit}[way]  # fmt: skip


def autoregressive(n, number, context):
    turn = flows.Permutation([*reversed(range(n))])
    layer = flows.Autoregressive(n, RECIPE, (64, 64), context)
    return flows.Composition(layer, turn) if number else layer


def coupling(n, number, context):
    return flows.Coupling([i % 2 == number % 2 for i in range(n)], RECIPE, (64, 64), context)


def bend(n, number, context):
    return flows.Composition(flows.Marginal(n, flows.UnivariateMixture(8)), flows.Rotation(n))


def counts(events):
    """The log-likelihood of a simulation, all its events under one context, and its gradient."""
    flow = flows.Autoregressive(2, RECIPE, (64, 64), 3)
    p, parameters = flows.Conditional(flow), list(flow.parameters())
    c, x = torch.randn(100, 1, 3), torch.randn(100, events, 2)

    @torch.enable_grad()
    def fit():
        c_each = c.expand(100, events, 3)
        return torch.autograd.grad(-p(c_each).log_prob(x).sum(-1).mean(), parameters)

    return fit


DIMENSIONS = (2, 4, 8, 16, 32, 64)


class Curves(Picture):
    """So many curves of so many points each, for nothing but their cost."""

    title = "What does a frame cost?"

    def __init__(self, curves, points):
        self.curves, self.count = curves, points
        super().__init__([live.Slider("a", "a", -1.0, 1.0, 0.1, 0.5)])

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(0, 1), ylim=(-2, 2))
        self.lines = [self.line(ax, "black") for _ in range(self.curves)]

    def update(self, a):
        x = np.linspace(0, 1, self.count)
        for number, line in enumerate(self.lines):
            line.set_data(x, np.sin(40 * a * x + number))

    def describe(self, a):
        return "Waves."


def frame(curves, points):
    picture = Curves(curves, points)
    state = {"a": 0.5}

    def draw():
        state["a"] = -state["a"]  # never the same twice
        return picture.frame(**state)

    return draw


GROWTHS = {
    "spline, batch (8 bins)": ((100, 1_000, 10_000, 100_000, 1_000_000), lambda n: spline(n, 8)),
    "spline, bins (batch 1e5)": ((2, 8, 32, 128, 500), lambda k: spline(100_000, k)),
    "mixture density, batch (8 parts)": (
        (100, 1_000, 10_000, 100_000, 1_000_000), lambda n: mixture_flow(n, 8, "inverse")
    ),
    "mixture samples, batch (8 parts)": (
        (100, 1_000, 10_000, 100_000, 1_000_000), lambda n: mixture_flow(n, 8, "forward")
    ),
    "mixture density, parts (batch 1e4)": (
        (1, 4, 16, 64, 256), lambda k: mixture_flow(10_000, k, "inverse")
    ),
    "mixture samples, parts (batch 1e4)": (
        (1, 4, 16, 64, 256), lambda k: mixture_flow(10_000, k, "forward")
    ),
    **{
        f"{kind}, {way}, dimension (2 layers, 1000 events)": (
            DIMENSIONS, lambda n, kind=kind, way=way: whole_flow(way, kind, n)
        )
        for kind in ("autoregressive", "coupling", "Gaussianization")
        for way in ("density", "samples", "fit")
    },
    **{
        f"{kind}, fit, layers (2 dimensions, 1000 events)": (
            (2, 4, 8, 16), lambda n, kind=kind: whole_flow("fit", kind, layers=n)
        )
        for kind in ("autoregressive", "coupling", "Gaussianization")
    },
    "autoregressive, fit, context (2 dimensions, 1000 events)": (
        (1, 4, 16, 64, 256), lambda n: whole_flow("fit", context=n)
    ),
    "autoregressive, samples, context (2 dimensions, 1000 events)": (
        (1, 4, 16, 64, 256), lambda n: whole_flow("samples", context=n)
    ),
    "conditional fit, events per simulation (100 simulations)": ((1, 3, 10, 30, 100), counts),
    "picture, points per curve (3 curves)": ((100, 300, 1_000, 3_000, 10_000),
                                             lambda n: frame(3, n)),
    "picture, curves (200 points)": ((1, 3, 10, 30, 100), lambda n: frame(n, 200)),
}  # fmt: skip


def run(seconds=1.0, most=6):
    rows = []
    for name, (sizes, make) in GROWTHS.items():
        with torch.no_grad():
            times = {size: told(interleaved({size: make(size)}, seconds)[size])["median"]
                     for size in sizes[:most]}  # fmt: skip
        rows.append({"what": name, "sizes": list(times), "seconds": list(times.values()),
                     "bends": bends(times)})  # fmt: skip
        say(name, {size: f"{1000 * t:.2f} ms" for size, t in times.items()}, rows[-1]["bends"])
    return rows


def bends(times):
    """The first size whose cost per unit is more than half above the cheapest before it."""
    best = float("inf")
    for size, seconds in times.items():
        if seconds / size > 1.5 * best:
            return size
        best = min(best, seconds / size)
    return None

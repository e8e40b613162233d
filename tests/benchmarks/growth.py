"""How each part grows: cost per unit, and from which size on it is no longer linear."""

import numpy as np
import torch

from course_lib import live
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
    "picture, points per curve (3 curves)": ((100, 300, 1_000, 3_000, 10_000),
                                             lambda n: frame(3, n)),
    "picture, curves (200 points)": ((1, 3, 10, 30, 100), lambda n: frame(n, 200)),
}  # fmt: skip


def run(seconds=1.0, most=5):
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

"""Learning: how many seconds until a flow is so near to the true density.

The target is a mixture of two Gaussians in one dimension. Everyone fits 5000 samples with Adam at
the same learning rate, a spline of 8 bins (ours, zuko's, nflows's) or a mixture of 8 logistics
(ours). The gap is E[log p] − E[log q] over the true density, by quadrature: 0 would be perfect.
Runs of one seed are interleaved step by step; looking at the gap is not counted.
"""

import contextlib
import math
import time

import torch

from course_lib.flows import (
    FlowDistribution,
    Inverse,
    Logistic,
    RationalQuadraticSpline,
    TrainableMixture,
)
from tests.benchmarks.measure import say, told

GAPS = (0.02, 0.01, 0.005)
BOUND, SAMPLES = 5.0, 5000


def log_target(x):
    parts = ((0.6, -1.5, 0.5), (0.4, 1.5, 0.7))
    return torch.logsumexp(torch.stack([
        math.log(w) - 0.5 * ((x - m) / s) ** 2 - math.log(s * math.sqrt(2 * math.pi))
        for w, m, s in parts
    ]), 0)  # fmt: skip


def samples(seed):
    generator = torch.Generator().manual_seed(seed)
    first = torch.rand(SAMPLES, generator=generator) < 0.6
    z = torch.randn(SAMPLES, generator=generator)
    return torch.where(first, -1.5 + 0.5 * z, 1.5 + 0.7 * z)


def course_spline(turned=True):
    """Turned, the spline runs from x to z, as the others' do; else as in the chapters, z to x."""
    flow = RationalQuadraticSpline(8, BOUND)
    flow = Inverse(flow) if turned else flow
    return flow.parameters(), FlowDistribution(flow, validate_args=False).log_prob


def course_mixture():
    flow = TrainableMixture(8, -3.0, 3.0)
    base = Logistic(torch.zeros(()), torch.ones(()))
    return flow.parameters(), FlowDistribution(flow, base, validate_args=False).log_prob


def zuko():
    from zuko.transforms import MonotonicRQSTransform

    parts = [torch.zeros(n, requires_grad=True) for n in (8, 8, 7)]
    base = torch.distributions.Normal(torch.zeros(()), torch.ones(()), validate_args=False)

    def log_prob(x):
        z, log_det = MonotonicRQSTransform(*parts, bound=BOUND).call_and_ladj(x)
        return base.log_prob(z) + log_det

    return parts, log_prob


def nflows():
    from nflows.distributions import StandardNormal
    from nflows.flows import Flow
    from nflows.transforms.autoregressive import (
        MaskedPiecewiseRationalQuadraticAutoregressiveTransform,
    )

    transform = MaskedPiecewiseRationalQuadraticAutoregressiveTransform(
        features=1, hidden_features=8, num_bins=8, tails="linear", tail_bound=BOUND, num_blocks=1
    )
    flow = Flow(transform, StandardNormal([1]))
    return flow.parameters(), lambda x: flow.log_prob(x.unsqueeze(-1))


def nflows_function():
    from nflows.transforms.splines import unconstrained_rational_quadratic_spline

    parts = [torch.zeros(n) for n in (8, 8)] + [torch.full((7,), math.log(math.e - 1))]
    parts = [part.requires_grad_() for part in parts]
    base = torch.distributions.Normal(torch.zeros(()), torch.ones(()), validate_args=False)

    def log_prob(x):
        wide = [part.expand(len(x), -1) for part in parts]
        z, log_det = unconstrained_rational_quadratic_spline(
            x, *wide, tails="linear", tail_bound=BOUND
        )
        return base.log_prob(z) + log_det

    return parts, log_prob


LIBRARIES = {
    "course_lib, spline": course_spline,
    "course_lib, spline z → x": lambda: course_spline(turned=False),
    "course_lib, mixture": course_mixture,
    "zuko, spline": zuko,
    "nflows, spline": nflows_function,
    "nflows, its own flow": nflows,
}


def run(seeds=5, steps=400, look_every=5):
    found = {}
    torch.optim.Adam([torch.zeros(1, requires_grad=True)])  # the first one imports a compiler
    for seed in range(seeds):
        for name, seconds in once(seed, steps, look_every).items():
            found.setdefault(name, []).append(seconds)
    rows = []
    for gap in GAPS:
        row = {"what": "learning", "gap": gap, "times": {}, "reached": {}, "best": {}}
        for name, runs in found.items():
            times = [run["seconds"][gap] for run in runs if gap in run["seconds"]]
            row["times"][name] = told(times) if times else None
            row["reached"][name] = f"{len(times)} of {len(runs)}"
            row["best"][name] = sorted(run["gap"] for run in runs)[len(runs) // 2]
        say(gap, {name: time and round(time["median"], 3) for name, time in row["times"].items()})
        rows.append(row)
    return rows


def once(seed, steps, look_every):
    """One run of everybody on the same samples: seconds to each gap, and the best gap."""
    data = samples(seed)
    grid = torch.linspace(-8, 8, 4001)
    p = log_target(grid).exp()
    runs = {}
    for name, make in LIBRARIES.items():
        with contextlib.suppress(ModuleNotFoundError):
            torch.manual_seed(seed)
            parameters, log_prob = make()
            optimizer = torch.optim.Adam(parameters, lr=0.05)
            runs[name] = {"log_prob": log_prob, "optimizer": optimizer, "used": 0.0,
                          "seconds": {}, "gap": math.inf}  # fmt: skip
    for step in range(1, steps + 1):
        for run in runs.values():
            start = time.perf_counter()
            run["optimizer"].zero_grad()
            loss = -run["log_prob"](data).mean()
            loss.backward()
            run["optimizer"].step()
            run["used"] += time.perf_counter() - start
            if step % look_every == 0:
                with torch.no_grad():
                    gap = torch.trapezoid(p * (log_target(grid) - run["log_prob"](grid)), grid)
                run["gap"] = min(run["gap"], gap.item())
                for wanted in GAPS:
                    if gap <= wanted:
                        run["seconds"].setdefault(wanted, run["used"])
    return runs

"""How long our spline takes, as a ratio to other libraries' in one interleaved run.

    python tests/benchmarks/splines.py

Shared parameters, K = 8, a batch of 100 000, one thread; medians of 15 rounds.
"""

import statistics
import time

import torch
from nflows.transforms.splines import unconstrained_rational_quadratic_spline
from zuko.transforms import MonotonicRQSTransform

from course_lib.flows import RationalQuadraticSpline

N, BINS, ROUNDS = 100_000, 8, 15


def candidates(dtype):
    """Name → (forward, inverse, negative log-likelihood whose gradient is taken)."""
    torch.manual_seed(0)
    ours = RationalQuadraticSpline(BINS, bound=4.0).to(dtype)
    parts = [ours.widths, ours.heights, ours.slopes]
    for part in parts:
        torch.nn.init.normal_(part)
    value = 2 * torch.randn(N, dtype=dtype)

    def zuko(inverse):
        spline = MonotonicRQSTransform(*parts, bound=4.0)
        return (spline.inv if inverse else spline).call_and_ladj(value)

    def nflows(inverse):
        wide = [part.expand(N, -1) for part in parts]
        return unconstrained_rational_quadratic_spline(
            value, *wide, inverse=inverse, tails="linear", tail_bound=4.0
        )

    def course(inverse):
        return (ours.inverse if inverse else ours.forward)(value)

    def fit(way):
        def step():
            z, log_det = way(True)
            torch.autograd.grad((0.5 * z**2 - log_det).mean(), parts)

        return step

    return {
        name: (lambda way=way: way(False), lambda way=way: way(True), fit(way))
        for name, way in (("course_lib", course), ("zuko", zuko), ("nflows", nflows))
    }


def main():
    torch.set_num_threads(1)
    for dtype in (torch.float32, torch.float64):
        ways = candidates(dtype)
        for index, what in enumerate(("forward", "inverse", "a fit's step")):
            seconds = {name: [] for name in ways}
            for _ in range(ROUNDS):
                for name, way in ways.items():
                    start = time.perf_counter()
                    with torch.set_grad_enabled(index == 2):
                        way[index]()
                    seconds[name].append(time.perf_counter() - start)
            median = {name: 1000 * statistics.median(found) for name, found in seconds.items()}
            best = min(median["zuko"], median["nflows"])
            told = ", ".join(f"{name} {ms:.1f} ms" for name, ms in median.items())
            ratio = median["course_lib"] / best
            print(f"{str(dtype)[6:]} {what:12} {told}; {ratio:.2f} of the best peer's time")


if __name__ == "__main__":
    main()

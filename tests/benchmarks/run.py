"""The benchmarks: ``python -m tests.benchmarks.run [SUITE …]``; without names all but BY_NAME.

Every suite writes results/SUITE.json; then the page is drawn from all that is there. ``--quick``
takes small counts (a minute a suite; the page says so).
"""

import sys
import time

import torch

from tests.benchmarks import page
from tests.benchmarks.measure import say, store

PACKAGES = ("torch", "numpy", "matplotlib", "ipywidgets", "jupyterlab", "ipympl", "zuko", "nflows",
            "normflows", "pyro-ppl")  # fmt: skip


def flows(quick):
    from tests.benchmarks import splines

    return splines.run((100_000,), 0.3) if quick else splines.run()


def mixtures(quick):
    from tests.benchmarks import mixtures

    return mixtures.run((100_000,), 0.0) if quick else mixtures.run()


def layers(quick):
    from tests.benchmarks import layers

    return layers.run((1_000,), 0.3) if quick else layers.run()


def learning(quick):
    from tests.benchmarks import learning

    return learning.run(1, 100) if quick else learning.run()


def live(quick):
    from tests.benchmarks import live_pictures

    few = ("hello", "linear", "spline")
    return live_pictures.run(5, 1.0, few) if quick else live_pictures.run()


def far(quick):
    from tests.benchmarks import far

    return far.run(3, 1.0, names=("linear",)) if quick else far.run()


def frames(quick):
    from tests.benchmarks import frames

    return frames.run(5, ("hello", "linear", "levels")) if quick else frames.run()


def before(quick):
    from tests.benchmarks import before

    return before.run(("hello",)) if quick else before.run()


def course(quick):
    from tests.benchmarks import course

    return course.run(2, ("00", "03")) if quick else course.run()


def memory(quick):
    from tests.benchmarks import memory

    return memory.run(2, ("00",)) if quick else memory.run()


def growth(quick):
    from tests.benchmarks import growth

    return growth.run(0.1) if quick else growth.run()


def web(quick):
    from tests.benchmarks import web_edition

    return web_edition.run(4, 2, ("01", "09"), build=False) if quick else web_edition.run()


def commands(quick):
    from tests.benchmarks import course

    return course.commands(("notebooks",) if quick else ("notebooks", "slides", "test"))


BY_NAME = ("before", "memory", "commands")  # of old revisions, long, or make's own business
SUITES = {
    suite.__name__: suite
    for suite in (flows, mixtures, layers, learning, live, far, frames, before, course, memory,
                  growth, web, commands)
}  # fmt: skip


def main(words):
    quick = "--quick" in words
    names = [word for word in words if word != "--quick"]
    if unknown := set(names) - SUITES.keys():
        raise SystemExit(f"There is no suite {sorted(unknown)}; there are {sorted(SUITES)}.")
    torch.set_num_threads(1)  # as in the notebooks
    for name in names or [name for name in SUITES if name not in BY_NAME]:
        start = time.perf_counter()
        rows = SUITES[name](quick)
        took = time.perf_counter() - start
        say(f"{name}: {took:.0f} s")
        store(name, rows, PACKAGES, seconds=took, quick=quick)
        page.write()


if __name__ == "__main__":
    main(sys.argv[1:])

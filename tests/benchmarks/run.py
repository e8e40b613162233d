"""The benchmarks: ``python tests/benchmarks/run.py [SUITE …]``; without names all but `commands`.

Every suite writes results/SUITE.json; then the page is drawn from all that is there. ``--tiny``
runs everything with counts that measure nothing, to see that it runs, and stores nothing.
"""

import sys
import time

import page
import torch
from measure import say, store

PACKAGES = ("torch", "numpy", "matplotlib", "ipywidgets", "jupyterlab", "ipympl", "zuko", "nflows",
            "normflows", "pyro-ppl")  # fmt: skip


def flows(tiny):
    import splines

    return splines.run((200,), 0.0) if tiny else splines.run()


def mixtures(tiny):
    import mixtures

    return mixtures.run((200,), 0.0) if tiny else mixtures.run()


def learning(tiny):
    import learning

    return learning.run(1, 5) if tiny else learning.run()


def live(tiny):
    import live_pictures

    return live_pictures.run(1, 0.2, ("hello",)) if tiny else live_pictures.run()


def course(tiny):
    import course

    return course.run(1, ("00",)) if tiny else course.run()


def growth(tiny):
    import growth

    return growth.run(0.0, 2) if tiny else growth.run()


def commands(tiny):
    import course

    return course.commands(() if tiny else ("notebooks", "slides", "test"))


SUITES = {suite.__name__: suite for suite in
          (flows, mixtures, learning, live, course, growth, commands)}  # fmt: skip


def main(words):
    tiny = "--tiny" in words
    names = [word for word in words if word != "--tiny"]
    if unknown := set(names) - SUITES.keys():
        raise SystemExit(f"There is no suite {sorted(unknown)}; there are {sorted(SUITES)}.")
    torch.set_num_threads(1)  # as in the notebooks
    for name in names or [name for name in SUITES if name != "commands"]:
        start = time.perf_counter()
        rows = SUITES[name](tiny)
        took = time.perf_counter() - start
        say(f"{name}: {took:.0f} s")
        if not tiny:
            store(name, rows, PACKAGES, seconds=took)
    if not tiny:
        page.write()


if __name__ == "__main__":
    main(sys.argv[1:])

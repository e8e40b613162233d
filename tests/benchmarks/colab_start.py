"""Seconds from an empty kernel to the first picture, as on Colab.

    .venv-colab/bin/python -m tests.benchmarks.colab_start [RUNS]

In Colab's versions, between stand-ins for Colab and GitHub on this machine: fetching costs what
unpacking and loopback cost, and Colab's own start of a machine is not in it.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client.manager import start_new_kernel

from tests.colab.run_notebooks import REPOSITORY, publish
from tests.colab.stand_in import World

ROOT = Path(__file__).parents[2]
CHAPTER = ROOT / "notebooks" / "02_linear_and_affine_flows.ipynb"
PATH = f"fileId=https://github.com/{REPOSITORY}/blob/main/notebooks/{CHAPTER.name}"
STEPS = ("the kernel starts", "the set-up cell", "the picture's cell", "in all")


def main(runs=5):
    cells = nbformat.read(CHAPTER, as_version=4).cells
    sources = [cell.source for cell in cells if cell.cell_type == "code"][:2]
    assert "fetch_course" in sources[0] and sources[1].startswith("live.")
    rows, fetching = [], []
    with tempfile.TemporaryDirectory() as folder:
        world = World(folder)
        publish(world)
        with world.open(("a-kernel", PATH)) as (environment, github):
            for _ in range(runs):
                seconds, fetched = once(sources, environment, folder)
                rows.append([*seconds, sum(seconds)])
                fetching.append(fetched)
        assert sum("codeload" in address for address in github.asked) == runs
    for step, values in zip(STEPS, zip(*rows, strict=True), strict=True):
        spread = f"({min(values):.1f} to {max(values):.1f})"
        print(f"{step:20s} {statistics.median(values):5.1f} s  {spread}")
    print(f"of the set-up cell, fetching took {statistics.median(fetching):.1f} s")


def once(sources, environment, folder):
    """Seconds of: start, set-up cell, picture; and of fetching, by the time of its message."""
    start = time.perf_counter()
    manager, client = start_new_kernel(env=environment, cwd=folder)
    seconds, told = [time.perf_counter() - start], []

    def hear(message):
        if message["msg_type"] == "error":
            raise RuntimeError(message["content"]["evalue"])
        if message["msg_type"] == "stream" and "Fetched" in message["content"]["text"]:
            told.append(time.perf_counter() - start)

    try:
        for source in sources:
            start = time.perf_counter()
            client.execute_interactive(source, timeout=120, output_hook=hear)
            seconds.append(time.perf_counter() - start)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return seconds, told[0]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""A class on one JupyterHub: memory per learner, Run All, and the delay of a slider.

    .venv-hub/bin/python -m tests.benchmarks.hub [--learners N ...] [--plain] [--json FILE]

For each N it starts a JupyterHub of its own on loopback (its proxy too, and a server and a kernel
for every learner). N scripted learners open chapter 02, run it all at the same moment, and move
sliders; one more learner sits in a real Chromium. Two loads: in a *class*, everyone drags a slider
for 2 s in every 20 s; in *everyone at once*, all drag without a rest. ``--plain`` starts the
servers without the two options that docs/hub.md advises.

It ends by itself: at most 60 learners, and a hub lives for 20 minutes at most. Learners, hub and
browser share this machine's cores, so real delays on a hub of this size are rather smaller.
"""

import argparse
import asyncio
import json
import random
import resource
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.hub_browser import BrowserLearner
from tests.benchmarks.hub_learner import Learner
from tests.benchmarks.hub_server import PROXY, ROOT, Hub, busy

NOTEBOOK = ROOT / "notebooks" / "02_linear_and_affine_flows.ipynb"
PICTURE = "live.linear()"
MOST = 60
CLASS, DRAG, EVERY = 40, 2, 20  # s: how long, and each learner's share of dragging
AT_ONCE = 20  # s


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--learners", type=int, nargs="+", default=[1, 4, 10, 20])
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    if not all(1 <= count <= MOST for count in options.learners):
        sys.exit(f"From 1 to {MOST} learners.")
    if not PROXY.exists():
        sys.exit("JupyterHub's proxy is not there. Type: make bench-hub")
    for count in options.learners:
        found = asyncio.run(asyncio.wait_for(measured(count, not options.plain), 900))
        print(json.dumps(found, indent=1), flush=True)
        if options.json:
            with options.json.open("a") as file:
                file.write(json.dumps(found) + "\n")


async def measured(count, advised):
    """All the numbers for one size of class."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        hub = Hub(folder, advised)
        try:
            await hub.ready()
            return {"learners": count, "advised": advised} | await a_class(hub, count)
        except BaseException:
            print((Path(folder) / "hub.log").read_text()[-30000:], file=sys.stderr)
            raise
        finally:
            hub.stop()


async def a_class(hub, count):
    names = [f"learner{number:02}" for number in range(count)]
    learners = [Learner(hub, name, NOTEBOOK) for name in names]
    painted = BrowserLearner(hub, "painted")
    say(f"{count} + 1 learners arrive")
    arrived = await in_groups([hub.arrive(name) for name in [*names, painted.name]], 3)
    found = {"arrival_s": spread(arrived), "memory_arrived_MB": summary(hub.memory())}
    try:
        await in_groups([learner.open() for learner in learners], 5)
        await threaded(painted, painted.open, NOTEBOOK.name)
        say("run all, everyone at once")
        before, machine = hub.worked(), busy()
        took = await asyncio.gather(
            *(learner.run_all() for learner in learners), threaded(painted, painted.run_all)
        )
        wrong = [error for learner in learners for error in learner.errors]
        assert not wrong, wrong[:3]
        ran = {"hub": round(hub.worked() - before, 1), "machine": round(busy() - machine, 1)}
        await threaded(painted, painted.look, PICTURE)
        found |= {"run_all_s": spread(took[:-1]), "run_all_browser_s": round(took[-1], 1)}
        found["run_all_core_s"] = ran
        found["memory_after_MB"] = summary(hub.memory())
        say("a class")
        found["class"] = await load(hub, learners, painted, CLASS, now_and_then)
        say("everyone drags")
        found["at_once"] = await load(hub, learners, painted, AT_ONCE, all_the_time)
        found["memory_end_MB"] = summary(hub.memory())
    finally:
        await threaded(painted, painted.close)
        for learner in learners:
            await learner.close()
    return found


async def now_and_then(learner, seconds):
    """A drag of some seconds in every half minute, at the learner's own moment."""
    moment = random.Random(learner.name).uniform(0, EVERY - DRAG)
    for _ in range(seconds // EVERY):
        start = time.monotonic()
        await asyncio.sleep(moment)
        await learner.drag(PICTURE, DRAG)
        await asyncio.sleep(max(0.0, start + EVERY - time.monotonic()))


async def all_the_time(learner, seconds):
    await learner.drag(PICTURE, seconds)


async def load(hub, learners, painted, seconds, habit):
    """Let everyone do as is their habit; what it does to the sliders, and to the machine."""
    for learner in learners:
        learner.delays, learner.lost = [], 0
    start, machine, ours, own = time.monotonic(), busy(), hub.worked(), time.process_time()
    *_, seen = await asyncio.gather(
        *(habit(learner, seconds) for learner in learners),
        threaded(painted, painted.press, seconds),
    )
    took = time.monotonic() - start
    delays = [delay for learner in learners for delay in learner.delays]
    return {
        "moves": len(delays),
        "lost": sum(learner.lost for learner in learners),
        "delay_ms": spread([1000 * delay for delay in delays]),
        "painted_ms": spread([1000 * delay for delay in seen]),
        "cores_of_the_hub": round((hub.worked() - ours) / took, 2),
        "cores_of_this_script": round((time.process_time() - own) / took, 2),
        "cores_of_the_machine": round((busy() - machine) / took, 2),
    }


async def threaded(painted, call, *given):
    return await asyncio.get_running_loop().run_in_executor(painted.thread, call, *given)


async def in_groups(awaitables, size):
    """Await all, ``size`` at a time; the results in order."""
    gate = asyncio.Semaphore(size)

    async def one(awaitable):
        async with gate:
            return await awaitable

    return await asyncio.gather(*map(one, awaitables))


def spread(values):
    """Median, 95th percentile and largest."""
    high = statistics.quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
    return [round(x, 1) for x in (statistics.median(values), min(high, max(values)), max(values))]


def summary(memory):
    """Kind of process → how many there are, and the median of their PSS in MB."""
    return {k: [len(v), round(statistics.median(v), 1)] for k, v in memory.items() if v}


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # through every `finally`
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])
    )
    main()

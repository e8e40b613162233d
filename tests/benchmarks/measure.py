"""Clocks and scales of the benchmarks: interleaved times, peak memory, and what machine this is."""

import ctypes
import datetime
import importlib.metadata
import json
import os
import platform
import statistics
import sys
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
SHORTEST = 2e-3  # s: what is quicker is repeated within one look at the clock


def interleaved(ways, seconds=3.0, least=3, most=25):
    """Run all ways in turn, round after round; name → list of seconds, one per round.

    In a shared run the machine's moods fall on everybody alike, so ratios hold where times do not.
    As many rounds are made as fit into ``seconds``, at least ``least``.
    """
    repeats = {}
    for name, way in ways.items():  # this round also warms up
        way()
        start = time.perf_counter()
        way()
        repeats[name] = max(1, round(SHORTEST / (time.perf_counter() - start)))
    times = {name: [] for name in ways}
    end = time.perf_counter() + seconds
    for number in range(most):
        for name, way in ways.items():
            start = time.perf_counter()
            for _ in range(repeats[name]):
                way()
            times[name].append((time.perf_counter() - start) / repeats[name])
        if number + 1 >= least and time.perf_counter() > end:
            break
    return times


def told(values):
    """Median, 95th percentile and number of a list of measurements."""
    values = sorted(values)
    return {
        "median": statistics.median(values),
        "p95": values[min(len(values) - 1, int(0.95 * len(values)))],
        "n": len(values),
    }


def peak_memory(way):
    """How many bytes the resident memory rose while ``way()`` ran; None where Linux is not."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)  # what is free must not hide what is needed
        before = _status("VmRSS")
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        way()
        return max(0, _status("VmHWM") - before)
    except OSError:
        return None


def _status(name, process="self"):
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name):
            return 1024 * int(line.split()[1])
    raise OSError(f"no {name}")


def resident(process="self"):
    """The resident memory of a process in bytes."""
    return _status("VmRSS", process)


def machine():
    """What kind of machine this is, in general words."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = f"{platform.system()}, Python {platform.python_version()}"
    kind = platform.machine().replace("_", "-")
    return f"{os.cpu_count()} cores {kind}, {gigabytes:.0f} GB, {system}"


def versions(*names):
    found = {}
    for name in names:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def store(suite, rows, packages=(), **more):
    """Write results/SUITE.json."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    result = {
        "suite": suite,
        "date": datetime.date.today().isoformat(),
        "machine": machine(),
        "versions": versions(*packages),
        "load": load,
        **more,
        "rows": rows,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{suite}.json"
    path.write_text(json.dumps(result, indent=1, default=float) + "\n", encoding="utf-8")
    return result


def load(suite):
    path = RESULTS / f"{suite}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def rows_of(suite):
    result = load(suite)
    return result["rows"] if result else []


def say(*words):
    print(*words, file=sys.stderr, flush=True)

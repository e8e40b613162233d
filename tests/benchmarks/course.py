"""The course as a whole: Run All of every chapter, imports, memory, sizes, and make's commands."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import nbformat

from tests.benchmarks.measure import say, told

ROOT = Path(__file__).parents[2]
BEFORE = "import torch, numpy, matplotlib.pyplot, ipywidgets"
IMPORTS = """
from course_lib import data, flows, live
from course_lib.exercises import answer, attempt, check, hint, progress, quiz, solution
"""
# What the dependencies cost stands apart from what the course adds to them.
PROBE = f"""
import json, time
def resident():
    text = open("/proc/self/status").read()
    return 1024 * int(text.split("VmRSS:")[1].split()[0])
start = time.perf_counter()
{BEFORE}
middle, before = time.perf_counter(), resident()
{IMPORTS}
end = time.perf_counter()
print(json.dumps([middle - start, end - middle, before, resident() - before]))
"""
MEMORY = """
_status = open("/proc/self/status").read()
print("RESIDENT", _status.split("VmRSS:")[1].split()[0], _status.split("VmHWM:")[1].split()[0])
"""


def run(repeats=5, chapters=()):
    return [imports(repeats), *(chapter(path) for path in notebooks(chapters))]


def notebooks(wanted=()):
    found = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    return [path for path in found if not wanted or path.name[:2] in wanted]


def imports(repeats):
    """Import the course in fresh processes, after the packages it stands on."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    looks = [
        json.loads(subprocess.check_output([sys.executable, "-c", PROBE], env=environment))
        for _ in range(repeats + 1)
    ][1:]  # the first one fills the disk's cache
    below, ours, before, more = zip(*looks, strict=True)
    row = {"what": "import", "dependencies": told(below), "course_lib": told(ours),
           "memory before": told(before), "memory added": told(more)}  # fmt: skip
    say(f"import {row['course_lib']['median']:.2f} s, {row['memory added']['median'] / 1e6:.0f} MB")
    return row


@contextlib.contextmanager
def learners_kernel(notebook, folder):
    """A client with a kernel such as a learner's: live pictures, a progress that begins."""
    from nbclient import NotebookClient

    with tempfile.TemporaryDirectory() as scratch, mock.patch.dict(os.environ):
        os.environ |= {"COURSE_PROGRESS": f"{scratch}/progress.json", "IPYTHONDIR": scratch,
                       "OMP_NUM_THREADS": "1"}  # fmt: skip
        os.environ.pop("COURSE_STATIC", None)
        client = NotebookClient(notebook, timeout=300, kernel_name="python3",
                                resources={"metadata": {"path": str(folder)}})  # fmt: skip
        with client.setup_kernel():
            yield client


def printed(cell):
    """The words that it has printed: a busy kernel may send a line in two pieces."""
    return "".join(output.text for output in cell.outputs).split()


def chapter(path):
    """Run All of a learner's notebook, unsolved, with its pictures live; times and memory."""
    notebook = nbformat.read(path, as_version=4)
    setup = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(setup + 1, nbformat.v4.new_code_cell(MEMORY))
    notebook.cells.append(nbformat.v4.new_code_cell(MEMORY))
    with learners_kernel(notebook, path.parent) as client:
        start = time.perf_counter()
        for index, cell in enumerate(notebook.cells):
            client.execute_cell(cell, index)
        seconds = time.perf_counter() - start
    said = [printed(notebook.cells[i]) for i in (setup + 1, -1)]
    solved = ROOT / "solutions" / path.name
    row = {
        "what": "chapter", "name": path.stem, "seconds": seconds,
        "after setup": 1024 * int(said[0][1]), "peak": 1024 * int(said[1][2]),
        "size": path.stat().st_size, "size with outputs": solved.stat().st_size,
    }  # fmt: skip
    say(f"{path.stem:32} {seconds:5.1f} s, {row['peak'] / 1e6:.0f} MB")
    return row


def commands(names=("notebooks", "slides", "test")):
    """The wall-clock time of make's commands, as a developer waits for them."""
    known = (ROOT / "Makefile").read_text(encoding="utf-8")
    rows = []
    for name in names:
        if f"\n{name}:" not in known:
            continue
        start = time.perf_counter()
        done = subprocess.run(["make", name], cwd=ROOT, stdout=subprocess.DEVNULL)
        row = {"what": "command", "name": f"make {name}", "seconds": time.perf_counter() - start,
               "passed": done.returncode == 0}  # fmt: skip
        say(row)
        rows.append(row)
    return rows

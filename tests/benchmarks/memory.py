"""The memory of a kernel in which a learner runs a whole chapter again and again."""

import os
import tempfile

import nbformat

from tests.benchmarks.course import notebooks
from tests.benchmarks.measure import say

# Python lets go of what nobody holds; what the C library keeps for the next time is no growth.
LOOK = """
import ctypes as _ctypes, gc as _gc
from ipywidgets.widgets import widget as _widget
_gc.collect(); _gc.collect()
_ctypes.CDLL("libc.so.6").malloc_trim(0)
_alive = _widget._instances if hasattr(_widget, "_instances") else _widget.Widget.widgets
_status = open("/proc/self/status").read()
print("RESIDENT", _status.split("VmRSS:")[1].split()[0], len(_alive))
"""


def run(times=10, chapters=()):
    return [chapter(path, times) for path in notebooks(chapters)]


def chapter(path, times):
    """Run All so many times in one kernel; the resident memory and the widgets after each."""
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    cells = list(enumerate(notebook.cells))
    notebook.cells.append(nbformat.v4.new_code_cell(LOOK))
    looks, before = [], os.environ.copy()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ |= {"COURSE_PROGRESS": f"{scratch}/progress.json", "IPYTHONDIR": scratch,
                       "OMP_NUM_THREADS": "1"}  # fmt: skip
        os.environ.pop("COURSE_STATIC", None)
        try:
            client = NotebookClient(notebook, timeout=300, kernel_name="python3",
                                    resources={"metadata": {"path": str(path.parent)}})  # fmt: skip
            with client.setup_kernel():
                name_cells(client)
                for _ in range(times):
                    for index, cell in cells:
                        execute(client, cell, index)
                    execute(client, notebook.cells[-1], len(cells))
                    looks.append(notebook.cells[-1].outputs[0].text.split())
                    say(f"{path.stem:32} {int(looks[-1][1]) / 1e3:.0f} MB, {looks[-1][2]} widgets")
        finally:
            os.environ.clear()
            os.environ.update(before)
    return {"what": "memory", "name": path.stem,
            "resident": [1024 * int(look[1]) for look in looks],
            "widgets": [int(look[2]) for look in looks]}  # fmt: skip


def execute(client, cell, index):
    client.running = cell.get("id")
    client.execute_cell(cell, index)


def name_cells(client):
    """Tell the kernel which cell runs, as JupyterLab does: nbclient alone does not."""
    plain = client.kc.session.msg

    def msg(kind, *args, **kwargs):
        made = plain(kind, *args, **kwargs)
        if kind == "execute_request":
            made["metadata"]["cellId"] = client.running
        return made

    client.kc.session.msg = msg

"""The memory of a kernel in which a learner runs a whole chapter again and again."""

import nbformat

from tests.benchmarks.course import learners_kernel, notebooks, printed
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
    notebook = nbformat.read(path, as_version=4)
    cells = list(enumerate(notebook.cells))
    notebook.cells.append(nbformat.v4.new_code_cell(LOOK))
    looks = []
    with learners_kernel(notebook, path.parent) as client:
        name_cells(client)
        for _ in range(times):
            for index, cell in cells:
                execute(client, cell, index)
            execute(client, notebook.cells[-1], len(cells))
            looks.append(printed(notebook.cells[-1]))
            say(f"{path.stem:32} {int(looks[-1][1]) / 1e3:.0f} MB, {looks[-1][2]} widgets")
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

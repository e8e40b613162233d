"""Run a complete notebook and keep what a reader without a kernel can use."""

import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from course_lib.authoring.markers import SourceError

WIDGETS = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")


def execute(notebook, folder):
    """Run all cells in ``folder``; return the seconds it took.

    Raises CellExecutionError, and SourceError for a cell that warns: a reader would see it in red.
    """
    with static_environment():
        start = time.perf_counter()
        NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
        ).execute()
        seconds = time.perf_counter() - start
    tidy(notebook)
    for warned in warnings_of(notebook):
        raise SourceError(f"A cell of the solved notebook warns: {warned.strip()}")
    return seconds


def warnings_of(notebook):
    """What its cells have written to stderr."""
    outputs = (o for cell in notebook.cells for o in cell.get("outputs", ()))
    return [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]


@contextmanager
def static_environment():
    """Pictures as still pictures, progress in a folder that vanishes, one thread."""
    with tempfile.TemporaryDirectory() as scratch:
        wanted = {
            "COURSE_STATIC": "1",
            "COURSE_PROGRESS": str(Path(scratch) / "progress.json"),
            "OMP_NUM_THREADS": "1",
        }
        with mock.patch.dict(os.environ, wanted):
            yield


def tidy(notebook):
    """Drop what differs from run to run and what needs a kernel: times, widgets, their state."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}  # not this machine's Python
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        if cell.cell_type != "code":
            continue
        cell.outputs = _joined(cell.outputs)
        for output in cell.outputs:
            for mime in WIDGETS:
                output.get("data", {}).pop(mime, None)


def _joined(outputs):
    """Streams of one name joined: how a print is cut into messages is a matter of chance."""
    kept = []
    for output in outputs:
        last = kept[-1] if kept else None
        if last and output.output_type == last.output_type == "stream" and output.name == last.name:
            last.text += output.text
        else:
            kept.append(output)
    return kept


def keep_outputs(notebook, old):
    """Take over the outputs of those cells that have not changed."""
    outputs = {cell.id: cell for cell in old.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if cell.id in outputs and cell.cell_type == "code":
            cell.outputs = outputs[cell.id].outputs
            cell.execution_count = outputs[cell.id].execution_count


__all__ = ["CellExecutionError", "execute", "keep_outputs", "tidy"]

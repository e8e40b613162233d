"""Which live pictures a cell of the notebook shows: run again, it lets go of its old ones.

A front end names the cell with every request to run it; where it does not, nothing is let go.
"""

from IPython import get_ipython

_shown = {}  # id of a cell → (the run that has shown them, its live pictures)


def open_in_this_cell(host):
    """Remember that the running cell shows this; close what its last run has shown."""
    cell, run = running()
    if cell is None:
        return host
    last, hosts = _shown.get(cell, (None, []))
    if last != run:
        for old in hosts:
            old.close()
        hosts = []
    _shown[cell] = run, [*hosts, host]
    return host


def running():
    """(id of the cell, id of this run of it); (None, None) outside a notebook that tells."""
    shell = get_ipython()
    parent = getattr(shell, "parent_header", None) or {}
    cell = (parent.get("metadata") or {}).get("cellId")
    return cell, (parent.get("header") or {}).get("msg_id")

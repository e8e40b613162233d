"""What a cell of the notebook shows live: run again, it lets go of what its last run has shown.

A front end names the cell with every request to run it; where it does not, nothing is let go. To
let go is to close the widgets, which the kernel would keep, and to take the view out of IPython's
``Out``, which would keep all that the view has drawn with. A view in a variable of the learner's
stays theirs.
"""

from IPython import get_ipython

_shown = {}  # id of a cell → (the run that has shown them, [(view, what closes it)])


def open_in_this_cell(view, close):
    """Remember that the running cell shows this view; close what its last run has shown."""
    cell, run = running()
    if cell is None:
        return
    last, views = _shown.get(cell, (None, []))
    if last != run:
        for _, close_old in views:
            close_old()
        forget([old for old, _ in views])
        views = []
    _shown[cell] = run, [*views, (view, close)]


def running():
    """(id of the cell, id of this run of it); (None, None) outside a notebook that tells."""
    shell = get_ipython()
    parent = getattr(shell, "parent_header", None) or {}
    cell = (parent.get("metadata") or {}).get("cellId")
    return cell, (parent.get("header") or {}).get("msg_id")


def forget(views):
    """Take these out of IPython's memory of results: ``Out[7]``, and ``_7`` in both its places."""
    shell, old = get_ipython(), set(map(id, views))
    if shell is None:
        return
    results = shell.user_ns.get("_oh", {})
    for number in [number for number, result in results.items() if id(result) in old]:
        del results[number]
        for names in (shell.user_ns, shell.user_ns_hidden):
            names.pop(f"_{number}", None)


def close(widget):
    """Let the kernel forget a widget and all that it is made of."""
    for part in list(tree(widget)):
        part.close()


def tree(widget):
    """A widget and all that it is made of, layouts and styles as well."""
    for child in getattr(widget, "children", ()):
        yield from tree(child)
    yield from filter(None, (getattr(widget, part, None) for part in ("layout", "style")))
    yield widget

"""A cell that is run again leaves nothing behind: no widget, no view, no picture."""

import gc
import types
import weakref

import nbformat
import pytest
from ipywidgets.widgets import widget as core
from nbclient import NotebookClient

from course_lib import cell_views, live, selftest
from course_lib.exercises import predict, quiz
from course_lib.live.host import LiveHost
from tests.benchmarks import memory

SHOWN = {
    "a picture": lambda: live.hello(),
    # It remembers what it has found: of a picture that is gone nothing may be remembered.
    "a picture with memories": lambda: live.expected_cost(),
    "a quiz": lambda: quiz("01"),
    "a guess": lambda: predict("00.a"),
    "the first cell's test": selftest.selftest,
}


@pytest.fixture
def run(monkeypatch):
    """``run(cell, view)`` shows a view as the last line of a cell, as IPython does."""
    count, shell = [0], types.SimpleNamespace(user_ns={"_oh": {}}, user_ns_hidden={})
    monkeypatch.setattr(cell_views, "get_ipython", lambda: shell)
    monkeypatch.setattr(cell_views, "_shown", {})
    # A kernel's first picture stays, with all that the garbage collector is spared from then on.
    monkeypatch.setattr(LiveHost, "_settled", True)

    def run(cell, view):
        count[0] += 1
        shell.parent_header = {"metadata": {"cellId": cell}, "header": {"msg_id": count[0]}}
        shell.user_ns["_oh"][count[0]] = shell.user_ns[f"_{count[0]}"] = view
        view._repr_mimebundle_()
        return weakref.ref(getattr(view, "picture", view))

    run.names = shell.user_ns
    return run


def alive():
    """All widgets that the kernel holds, in ipywidgets 7 and 8."""
    return set(core._instances if hasattr(core, "_instances") else core.Widget.widgets)


@pytest.mark.thorough
@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_run_again_it_lets_go_of_its_last_run(run, show):
    before = alive()
    views = [run("cell", show())]
    once = len(alive() - before)
    views += [run("cell", show()) for _ in range(3)]
    gc.collect()
    assert len(alive() - before) == once > 3
    assert [view() is not None for view in views] == [False, False, False, True]
    assert run.names["_oh"].keys() == {4}
    assert "_3" not in run.names and run.names["_oh"][4] is run.names["_4"]


@pytest.mark.thorough
def test_what_other_cells_show_stays_and_so_does_what_the_learner_has_named(run):
    other, mine = run("other cell", quiz("02")), run("cell", quiz("03"))
    run.names["mine"] = mine()
    run.names["_oh"][99] = 42
    run("cell", quiz("03"))
    gc.collect()
    assert other() is not None and run.names["_oh"][1] is other()
    assert run.names["mine"] is mine() and run.names["_oh"][99] == 42


@pytest.mark.thorough
def test_where_the_front_end_names_no_cell_nothing_is_let_go(run):
    first = run(None, quiz("02"))
    run(None, quiz("02"))
    gc.collect()
    assert first() is not None and run.names["_oh"].keys() == {1, 2}


AGAIN = """
import gc
gc.collect()
print(sum(type(thing).__name__ == "LiveHost" for thing in gc.get_objects()))
"""


@pytest.mark.slow
def test_a_kernel_lets_go_as_well():
    """Whatever else IPython remembers of a result."""
    sources = ("from course_lib import live; live.hello()", "live.hello()", AGAIN)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    client = NotebookClient(notebook, timeout=120, kernel_name="python3")
    found = []
    with client.setup_kernel():
        memory.name_cells(client)
        for _ in range(6):
            for index, cell in enumerate(notebook.cells):
                memory.execute(client, cell, index)
            found.append(int(notebook.cells[-1].outputs[0].text))
    # The names of the last three results go on.
    assert max(found) == found[-1] <= 5, found

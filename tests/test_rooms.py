"""Which room may import which: an arrow only ever points down the list."""

import ast
import functools
import re
from pathlib import Path

import pytest

COURSE = Path(__file__).parents[1] / "course_lib"

# A room may import the rooms named here, itself, and nothing else of the course.
TOOLS = {
    "flows", "data", "densities", "planar", "simulators", "training", "expectations", "advice",
    "calibration", "goodness",
}  # fmt: skip
ROOMS = {
    "__main__": set(),  # runs before anything is installed
    "order": set(),
    "theme": set(),  # the colours, for all that is shown
    "flows": set(),
    "densities": {"flows"},
    "planar": {"densities"},  # two that are exactly known
    "data": {"flows", "planar"},
    "simulators": {"densities", "flows"},  # whose exact answer is known; of flows: sphere, shapes
    "advice": {"flows"},  # what cannot be trained, in words
    "training": {"flows", "advice"},
    "expectations": {"flows"},
    "calibration": {"flows"},  # tensors in, tensors out; of the flows the search alone
    "goodness": {"calibration"},
    "learners_function": set(),  # made safe, for both engines
    "stored": set(),  # what a training has found, kept in a file
    "cell_views": set(),  # what a cell that runs again lets go of, for both engines
    "live": {"order", "theme", "learners_function", "cell_views", *TOOLS},
    "exercises": {"order", "theme", "learners_function", "cell_views", *TOOLS},
    "selftest": {"live", "cell_views"},
    "class_view": {"order", "exercises"},
    "notebook": {"live", "exercises", *TOOLS},
    "capstone": {"theme", *TOOLS},  # a table of one's own, and the rubric that judges its flow
    "chapters": {"live", "exercises", "learners_function", "capstone", "stored", *TOOLS},
    "authoring": {"order", "theme", "live", "exercises", "chapters", *TOOLS},
}


def room(path):
    """The room that a file of the course stands in."""
    return path.relative_to(COURSE).parts[0].removesuffix(".py")


def imported(source, package):
    """The modules of the course that a source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{package}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@functools.cache
def arrows(path):
    """(module that is imported, its room) for all that a file takes from the course."""
    names = imported(path.read_text(encoding="utf-8"), path)
    return [(name, name.split(".")[1]) for name in names if name.startswith("course_lib.")]


FILES = sorted(set(COURSE.rglob("*.py")) - {COURSE / "__init__.py"})


def forbidden(path):
    here = room(path)
    for name, there in arrows(path):
        if there != here and there not in ROOMS[here]:
            yield f"{path.relative_to(COURSE)} imports {name}: {here} may not lean on {there}"


def test_every_file_stands_in_a_room():
    assert {room(path) for path in COURSE.rglob("*.py")} - {"__init__"} == set(ROOMS)


@pytest.mark.thorough
def test_no_arrow_points_up():
    assert [fault for path in FILES for fault in forbidden(path)] == []


def test_no_chapter_leans_on_another():
    for path in (COURSE / "chapters").rglob("*.py"):
        own = path.relative_to(COURSE / "chapters").parts[0]
        for name, there in arrows(path):
            assert there != "chapters" or name.split(".")[2] == own, f"{path}: {name}"


def test_the_engines_know_no_chapter():
    """Neither by import nor by a name that is written out."""
    for engine in ("exercises", "live", "flows"):
        for path in (COURSE / engine).rglob("*.py"):
            code = path.read_text(encoding="utf-8")
            assert not re.search(r"chapters\.ch\d\d|\bch\d\d_\w+|chapter\d\d", code), path


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("flows/affine.py", "from course_lib.data import old_faithful"),
        ("live/host.py", "from course_lib.exercises import check"),
        ("exercises/text.py", "from course_lib.live.words import number"),
        ("training/descent.py", "import course_lib.live.host"),
    ],
)
def test_an_arrow_that_points_up_is_seen(file, line, tmp_path, monkeypatch):
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n", encoding="utf-8")
    monkeypatch.setitem(globals(), "COURSE", tmp_path)
    assert len(list(forbidden(path))) == 1

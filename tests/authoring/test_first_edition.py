"""What learners have of the first edition goes on working: their notebooks, answers, progress.

``first_edition/notebooks.zip`` holds the learners' notebooks as they were before chapters had
rooms. A learner who has answers in them updates, or goes on with the old notebook and the new
library (on Colab, for one, where a copy of a notebook fetches the newest course).
"""

import ast
import inspect
import json
import re
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from course_lib import data, expectations, flows, live, order, training
from course_lib.authoring import sources, update
from course_lib.exercises import progress as progress_table
from course_lib.exercises import registry
from tests.authoring.test_update import DAY, git, publish

ROOMS = {"live": live, "flows": flows, "data": data, "expectations": expectations,
         "training": training}  # fmt: skip
ARCHIVE = Path(__file__).parent / "first_edition" / "notebooks.zip"
with zipfile.ZipFile(ARCHIVE) as archive:
    NOTEBOOKS = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
each = pytest.mark.parametrize("name", NOTEBOOKS)


def code(text):
    """The code of a notebook, cell by cell, without the set-up cell."""
    for cell in nbformat.reads(text, as_version=4).cells:
        if cell.cell_type == "code" and "setup" not in cell.metadata.get("tags", []):
            yield cell.source


def calls(text):
    """Every call in a notebook: (the tree of its function, its arguments' tree)."""
    for source in code(text):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call):
                yield node


def test_the_notebooks_have_kept_their_addresses():
    assert set(NOTEBOOKS) <= {f"{path.stem}.ipynb" for path in sources.chapters()}
    assert len(NOTEBOOKS) == 10


@each
def test_every_name_that_it_uses_is_there(name):
    found = 0
    for source in code(NOTEBOOKS[name]):
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                room = ROOMS.get(node.value.id)
                assert room is None or hasattr(room, node.attr), f"{node.value.id}.{node.attr}"
                found += room is not None
            if isinstance(node, ast.ImportFrom) and node.module.startswith("course_lib"):
                exec(ast.unparse(node), {})
                found += 1
    assert found > 0


@each
def test_every_picture_takes_what_it_is_given(name):
    for call in calls(NOTEBOOKS[name]):
        words = ast.unparse(call.func)
        if words.startswith("live.") and call.keywords:
            function = getattr(live, words.partition(".")[2])
            inspect.signature(function).bind_partial(
                **{k.arg: None for k in call.keywords if k.arg}
            )


@each
def test_every_exercise_and_quiz_is_there(name):
    found = 0
    for call in calls(NOTEBOOKS[name]):
        words = ast.unparse(call.func)
        if words in ("check", "answer", "attempt"):
            registry.find(call.args[0].value)
            found += 1
        if words == "quiz":
            registry.find_quiz(call.args[0].value)
            found += 1
    assert found > 0


@pytest.mark.exhaustive
@pytest.mark.parametrize("number", ["03", "05", "08"])
def test_an_old_notebook_runs_with_the_new_library(number, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.setenv("PYTHONPATH", str(sources.ROOT))
    (name,) = [name for name in NOTEBOOKS if name.startswith(number)]
    book = nbformat.reads(NOTEBOOKS[name], as_version=4)
    NotebookClient(book, timeout=300).execute(cwd=tmp_path)  # raises for a cell that fails
    shown = json.dumps(book)
    assert "the course's own fault" not in shown and "no exercise" not in shown


# --- the update -----------------------------------------------------------------------------------

ANSWER = "def midpoint(a, b):\n    return a + 0.5 * (b - a)  # mine"


@pytest.mark.slow
def test_a_clone_with_answers_in_it_is_updated(tmp_path, monkeypatch):
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", "course.git")
    git(tmp_path, "clone", "--quiet", "course.git", "author")
    author, mine = tmp_path / "author", tmp_path / "learner"
    ignored = (sources.ROOT / ".gitignore").read_text(encoding="utf-8")
    rooms = {"course_lib/exercises/chapter00.py": "EXERCISES = ()\n"}
    old = {f"notebooks/{name}": text for name, text in NOTEBOOKS.items()}
    publish(author, {".gitignore": ignored} | old | rooms)
    git(tmp_path, "clone", "--quiet", "course.git", "learner")

    first = mine / "notebooks" / "00_start_here.ipynb"
    book = nbformat.read(first, as_version=4)
    (cell,) = [c for c in book.cells if "def midpoint" in c.source]
    cell.source = re.sub(r"def midpoint.*your code here", lambda _: ANSWER, cell.source, flags=re.S)
    nbformat.write(book, first)
    done = {"0.1": "done", "2.1": "tried", "quiz 90.3": "done"}
    table = mine / "notebooks" / ".course_progress.json"
    table.write_text(json.dumps(done), encoding="utf-8")

    new = {f"notebooks/{p.name}": p.read_text(encoding="utf-8")
           for p in (sources.ROOT / "notebooks").glob("*.ipynb")}  # fmt: skip
    news = (sources.ROOT / update.NEWS).read_text(encoding="utf-8")
    publish(author, {**new, "course_lib/exercises/chapter00.py": None, update.NEWS: news})
    told = "\n".join(update.update(mine, DAY))

    kept = mine / "notebooks" / f"00_start_here.mine-{DAY}.ipynb"
    assert ANSWER.splitlines()[1].strip() in kept.read_text(encoding="utf-8")
    assert first.read_text(encoding="utf-8") == new["notebooks/00_start_here.ipynb"]
    assert not (mine / "course_lib/exercises/chapter00.py").exists()
    assert "What is new:\n  - " in told
    monkeypatch.setenv("COURSE_PROGRESS", str(table))
    rows = {row["chapter"]: row for row in progress_table().rows}
    assert json.loads(table.read_text(encoding="utf-8")) == done
    assert rows["00"]["core"] == "1 of 1" and rows["02"]["tried"] == "2.1"
    assert rows["90"]["quiz"].startswith("1 of ")
    assert [name for name in rows if name.isdigit()] == list(order.chapters())

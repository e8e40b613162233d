"""The class view: what a lecturer sees of a class, and what nobody sees unless it is asked for."""

import json
import os

import pytest

from course_lib import class_view
from course_lib.exercises import check, json_table, progress, reset
from course_lib.exercises.progress import FILE, load

VARIANCE = "a taken for the variance"
CLASS = {
    "ada/flows": {"2.2": "done", "2.4": "tried", f"mistake 2.2 {VARIANCE}": "made"},
    "bela/physics/flows": {"2.2": "tried", f"mistake 2.2 {VARIANCE}": "made", "guess 02.a": "left"},
    "bela/older": {"2.1": "done", "2.2": "open", "quiz 02.1": "done"},
    "carl": {},
    "dora/flows": {"1.1": "done"},  # of the course's first edition: it knew no mistakes
}
NAMES = ("ada", "bela", "carl", "dora")


@pytest.fixture
def home(tmp_path):
    for place, states in CLASS.items():
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / FILE).write_text(json.dumps(states), encoding="utf-8")
        os.utime(tmp_path / place / FILE, (1000, 1000))
    (tmp_path / "bela" / ".venv").mkdir()
    (tmp_path / "bela" / ".venv" / FILE).write_text('{"3.1": "done"}', encoding="utf-8")
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / FILE).write_text("{", encoding="utf-8")
    return tmp_path


def rows(lines, head):
    """The rows of the table that begins with this word."""
    at = next(k for k, line in enumerate(lines) if line.startswith(head))
    rest = lines[at + 1 :]
    return rest[: rest.index("")] if "" in rest else rest


def said(home, **how):
    people, unread = class_view.learners(home)
    return class_view.report(people, unread, now=1000 + 60 * 20, **how)


def test_a_learner_is_a_folder_and_copies_of_the_course_are_put_together(home):
    people, unread = class_view.learners(home)
    assert [one.name for one in people] == list(NAMES)
    bela = people[1]
    assert bela.states["2.1"] == "done" and bela.states["2.2"] == "tried"
    assert "3.1" not in bela.states  # what lies in hidden folders is nobody's
    assert [path.parent.name for path in unread] == ["eve"]


def test_where_a_class_is(home):
    lines = said(home)
    assert lines[0] == "4 learners; 0 answered within 15 minutes"
    assert lines[1] == "1 file could not be read"
    assert [row.split()[:3] for row in rows(lines, "exercise")] == [
        ["1.1", "1", "1"], ["2.1", "1", "The"], ["2.2", "1", "1"], ["2.4", "1", "0"],
    ]  # fmt: skip
    assert class_view.report(class_view.learners(home)[0], now=1060)[0].endswith(
        "4 answered within 15 minutes"
    )


def test_mistakes_are_counted_and_who_still_makes_them(home):
    (row,) = rows(said(home), "made by")
    assert row.split()[:3] == ["2", "1", "2.2"] and row.endswith(VARIANCE)


def test_no_name_is_said_unless_it_is_asked_for(home, capsys):
    assert class_view.main([str(home)]) == 0
    quiet = capsys.readouterr().out
    assert not any(name in quiet for name in (*NAMES, "eve")) and VARIANCE in quiet
    assert "left" not in quiet  # a guess is the learner's own, names or not
    assert class_view.main([str(home), "--names"]) == 0
    loud = capsys.readouterr().out
    assert all(name in loud for name in NAMES) and "left" not in loud
    (row,) = rows(loud.splitlines(), "made by")
    assert row.endswith("bela") and "ada" not in row


def test_it_reads_and_writes_nothing(home):
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    said(home, names=True)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_folder_without_progress_is_named(tmp_path, capsys):
    assert class_view.main([str(tmp_path)]) == 1
    assert class_view.main([str(tmp_path / "nowhere")]) == 1
    assert "There is no .course_progress.json below" in capsys.readouterr().err


@pytest.fixture
def own_file(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_STATIC", raising=False)
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "mine.json"))
    reset()
    yield tmp_path / "mine.json"
    reset()


def test_a_mistake_that_has_a_name_is_remembered_for_good(own_file):
    result = check("0.1", lambda a, b: a + b / 2)
    name = result.misconception
    assert name and json_table.read(own_file) == {"0.1": "tried", f"mistake 0.1 {name}": "made"}
    check("0.1", lambda a, b: (a + b) / 2)
    assert load() == {"0.1": "done", f"mistake 0.1 {name}": "made"}
    assert "made" not in str(progress())
    (one,) = class_view.learners(_collected(own_file))[0]
    assert one.mistakes() == {("0.1", name)}


def _collected(file):
    folder = file.parent / "class" / "ada"
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes(file.read_bytes())
    return folder.parent


def test_a_file_of_an_older_course_is_read_and_kept(own_file):
    old = {"2.2": "done", "quiz 02.1": "tried", "guess 02.a": "left"}
    own_file.write_text(json.dumps(old), encoding="utf-8")
    check("0.1", lambda a, b: (a + b) / 2)
    assert json_table.read(own_file) == old | {"0.1": "done"}

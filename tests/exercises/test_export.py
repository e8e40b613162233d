"""Progress as a file to hand in: complete, without anybody's name, and over nobody's file."""

import csv

import pytest

from course_lib import order
from course_lib.exercises import export, progress, registry
from course_lib.exercises.progress import forget_unsaved, load, record, remember_guess


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "progress.json"))
    monkeypatch.chdir(tmp_path)
    forget_unsaved()
    yield tmp_path
    forget_unsaved()


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_exercise_and_question_has_a_row(own):
    progress().save("mine.csv")
    found = read(own / "mine.csv")
    wanted = [e.id for n in order.chapters() for e in registry.exercises(n)]
    assert [r["id"] for r in found if r["kind"] != "quiz"] == wanted
    questions = sum(len(registry.questions(n)) for n in order.chapters())
    assert sum(r["kind"] == "quiz" for r in found) == questions
    assert {r["state"] for r in found} == {"open"}
    assert {r["chapter"] for r in found} <= set(order.chapters())


def test_it_says_what_was_done_and_nothing_else(own, capsys):
    record("1.1", "done")
    record("1.2", "tried")
    record("quiz 01.2", "done")
    remember_guess("01.a", "a guess of mine")
    progress().save("mine.csv")
    assert "mine.csv: 1 of " in capsys.readouterr().out
    states = {r["id"]: r["state"] for r in read(own / "mine.csv")}
    assert {k: v for k, v in states.items() if v != "open"} == {
        "1.1": "done", "1.2": "tried", "quiz 01.2": "done",
    }  # fmt: skip
    assert "guess of mine" not in (own / "mine.csv").read_text(encoding="utf-8")


def test_an_earlier_export_is_written_anew(own):
    progress().save()
    record("1.1", "done")
    progress().save()
    assert {r["id"]: r["state"] for r in read(own / "progress.csv")}["1.1"] == "done"


@pytest.mark.parametrize("there", ["", "chapter,mark\n", "my notes"])
def test_no_other_file_is_overwritten(own, there):
    (own / "notes.csv").write_text(there)
    with pytest.raises(FileExistsError, match=r"notes\.csv"):
        progress().save("notes.csv")
    assert (own / "notes.csv").read_text() == there


def test_what_no_file_holds_yet_counts_too(own, monkeypatch):
    monkeypatch.setenv("COURSE_PROGRESS", str(own / "no" / "such" / "folder" / "p.json"))
    record("1.1", "done")
    assert ("01", "core", "1.1") in [r[:3] for r in export.rows(load()) if r[4] == "done"]

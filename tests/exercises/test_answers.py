"""check, attempt, answer, hint, solution, progress: what they remember and what they say."""

import json
import os

import numpy as np
import pytest
import torch

from course_lib import order
from course_lib.chapters.ch00_start_here.exercises.midpoint import MIDPOINT
from course_lib.exercises import (
    answer,
    attempt,
    check,
    hint,
    ladder,
    progress,
    registry,
    reset,
    solution,
)
from course_lib.exercises import hints as hints_module
from course_lib.exercises.progress import load, record
from course_lib.learners_function import is_lent, lent
from course_lib.theme import PAPER, css


@pytest.fixture(autouse=True)
def forget():
    reset()


def right(a, b):
    return (a + b) / 2


def wrong(a, b):
    return a


def stub(a, b):
    return ...  # your code here


# --- what later cells get -----------------------------------------------------------------------


def test_a_right_answer_is_used(capsys):
    assert check("0.1", right).right
    assert attempt("0.1") is right and answer("0.1") is right
    assert capsys.readouterr().out == "0.1: your own answer is used from here on.\n"


def test_a_wrong_answer_is_drawn_but_not_used(capsys):
    check("0.1", wrong)
    assert attempt("0.1") is wrong
    assert answer("0.1") is lent(MIDPOINT.reference)
    assert "0.1: not solved yet. The course's own" in capsys.readouterr().out


def test_progress_and_a_lost_page_tell_one_story(capsys):
    """On the second day "done" stands in the table; the page with the answer was never saved."""
    check("0.1", right)
    reset()  # another kernel
    assert answer("0.1") is lent(MIDPOINT.reference)
    said = capsys.readouterr().out
    assert "not solved yet" not in said and "you solved it before" in said
    assert "Run its cell again" in said and "write it once more" in said
    check("0.1", wrong)
    assert answer("0.1") is lent(MIDPOINT.reference)
    said = capsys.readouterr().out
    assert "you solved it before, but what its cell holds now is not right" in said
    check("0.1", right)
    assert answer("0.1") is right


@pytest.mark.parametrize("nothing", [stub, None, ...])
def test_what_is_not_attempted_leaves_the_courses_own(nothing):
    check("0.1", right)
    check("0.1", nothing)
    assert is_lent(attempt("0.1")) and attempt("0.1")(2.0, 3.0) == 2.5
    assert answer("0.1") is lent(MIDPOINT.reference)


def test_a_value_handed_over_by_mistake_changes_nothing():
    check("0.1", right)
    assert check("0.1", right(1, 2)).state == "wrong"
    assert attempt("0.1") is right


def test_an_answer_for_single_numbers_serves_batches_afterwards():
    assert check("0.1", lambda a, b: a if a == b else float(a + b) / 2).right
    result = answer("0.1")(torch.tensor([1.0, 2.0]), torch.tensor([3.0, 5.0]))
    assert result.tolist() == [2.0, 3.5]


# --- never raises -------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["0.9", "", "x", 7, None, "0", "0.1.2", "½.1", "²"])
def test_an_unknown_id_is_answered_by_near_ones(name):
    result = check(name, right)
    assert result.state == "unknown" and "There is no exercise" in str(result)
    assert "Near it: " in str(result)
    for show in (hint, solution):
        assert "There is no exercise" in str(show(name))
    for get in (attempt, answer):
        with pytest.raises(LookupError, match="There is no exercise"):
            get(name)


def test_an_id_may_be_a_number():
    assert check(0.1, right).right


def test_a_fault_of_the_courses_own_is_said_to_be_that(monkeypatch):
    def broken(*args):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(ladder, "examine", broken)
    result = check("0.1", right)
    assert str(result) == (
        "0.1 · not checked — this is the course's own fault, not yours: ZeroDivisionError: oh"
    )
    monkeypatch.setattr(ladder, "examine", lambda *a: (_ for _ in ()).throw(KeyboardInterrupt))
    assert "interrupted" in str(check("0.1", right))


def test_the_result_shows_itself_as_line_and_panel():
    bundle = check("0.1", wrong)._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"].startswith("0.1 · not yet — for a = 2, b = 5, the result is 2;")
    html = bundle["text/html"]
    assert 'role="status"' in html and "✗" in html and "Not yet" in html
    assert html.count("<details") == 3 and "<details open" not in html
    triangles = html.count('<summary style="display:list-item')
    assert triangles == 3, "nbclassic draws none unless it is told to"
    assert html.index("Hint 1 of 3") < html.index("Hint 2 of 3") < html.index("Hint 3 of 3")
    assert f"color:{css('#1b1b1b')}" in html and f"background:{css('#fff4ea')}" in html
    assert "<details" not in check("0.1", right)._repr_mimebundle_()["text/html"]


# --- hints and solutions ------------------------------------------------------------------------


def test_hints_come_one_by_one():
    seen = [hint("0.1") for _ in range(5)]
    assert [note.text for note in seen[:3]] == list(MIDPOINT.hints)
    assert str(seen[1]).startswith("Hint 2 of 3 · 0.1\n")
    assert str(seen[3]) == str(seen[4])
    assert 'solution("0.1")' in str(seen[4])
    assert "<pre" in seen[2]._repr_html_()


SOURCE = """# ---
# jupyter:
# ---
# %% [markdown] tags=["prompt:0.1"]
# %% tags=["exercise:0.10"]
wrong = 1
# %% tags=["exercise:0.1"]
def midpoint(a, b):
    ### BEGIN SOLUTION
    s = "<b>"
    return (a + b) / 2
    ### END SOLUTION


check("0.1", midpoint)

# %%
later = 2
"""


def test_the_solution_is_the_published_cell_without_its_markers(tmp_path, monkeypatch):
    (tmp_path / "00_start.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.setattr(hints_module, "SOLUTIONS", tmp_path)
    note = solution("0.1")
    assert note.text == (
        'def midpoint(a, b):\n    s = "<b>"\n    return (a + b) / 2\n\n\ncheck("0.1", midpoint)'
    )
    assert "<b>" not in note._repr_html_() and f"background:{css(PAPER)}" in note._repr_html_()


def test_without_the_folder_the_solution_says_where_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(hints_module, "SOLUTIONS", tmp_path)
    monkeypatch.chdir(tmp_path)
    assert "solutions/00_….ipynb" in str(solution("0.1"))


# --- progress -----------------------------------------------------------------------------------


def row(chapter="00"):
    return next(r for r in progress().rows if r["chapter"] == chapter)


@pytest.mark.thorough
def test_progress_goes_from_open_over_tried_to_done_and_stays(own_progress):
    assert (row()["open"], row()["core"], row()["minutes left"]) == ("0.1", "0 of 1", "3")
    check("0.1", stub)
    assert row()["open"] == "0.1" and not own_progress.exists()
    check("0.1", wrong)
    assert (row()["tried"], row()["open"]) == ("0.1", "–")
    check("0.1", right)
    assert (row()["core"], row()["minutes left"]) == ("1 of 1", "0")
    check("0.1", wrong)
    assert row()["core"] == "1 of 1"
    assert json.loads(own_progress.read_text()) == {"0.1": "done"}


def first(said):
    return int(said.split()[0]) if said != "–" else 0


def assert_is_the_sum(total, chapters):
    for key in ("core", "optional", "quiz"):
        assert first(total[key]) == sum(first(r[key]) for r in chapters)
        assert int(total[key].split()[-1]) == sum(
            int(r[key].split()[-1]) for r in chapters if r[key] != "–"
        )
    assert int(total["minutes left"]) == sum(int(r["minutes left"]) for r in chapters)


def test_a_part_and_the_whole_are_the_sums_of_their_chapters(own_progress):
    check("0.1", right)
    record("quiz 01.2", "done")
    record("quiz 09.1", "done")
    rows = {row["chapter"]: row for row in progress().rows}
    for part, chapters in order.PARTS.items():
        assert_is_the_sum(rows[f"Part {part}"], [rows[number] for number in chapters])
    assert_is_the_sum(rows["all"], [rows[number] for number in order.chapters()])
    assert (first(rows["Part I"]["core"]), first(rows["Part I"]["quiz"])) == (1, 1)
    assert (first(rows["Part II"]["quiz"]), first(rows["all"]["quiz"])) == (1, 2)


def test_the_table_as_text_and_html():
    table = progress()
    lines = 1 + len(order.chapters()) + len(order.PARTS) + 1  # heads, chapters, sums
    assert len(str(table).splitlines()) == lines
    html = table._repr_html_()
    assert html.count("<tr>") == lines
    assert 'scope="col"' in html and f"background:{css(PAPER)}" in html


@pytest.mark.thorough
@pytest.mark.parametrize("content", ["{", "[1]", '"x"', "", "null", '{"0.1": ["done"]}', "\xff"])
def test_a_damaged_file_is_said_once_and_replaced(content, own_progress, capsys):
    own_progress.write_bytes(content.encode("latin-1"))
    assert load() == {}
    progress()
    assert capsys.readouterr().out.count("is damaged; it is set aside and a new one is begun") <= 1
    record("0.1", "done")
    assert load() == {"0.1": "done"}


def test_a_file_that_cannot_be_written_is_said_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "nowhere" / "p.json"))
    for _ in range(2):
        check("0.1", right)
    assert row()["core"] == "1 of 1", "kept until the kernel stops"
    assert capsys.readouterr().out.count("cannot be written") == 1


def test_a_folder_in_place_of_the_file(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path))
    check("0.1", wrong)
    assert row()["tried"] == "0.1"
    assert capsys.readouterr().out.count("The file of your progress") == 1


def test_beside_the_notebook_without_the_variable(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_PROGRESS")
    monkeypatch.chdir(tmp_path)
    check("0.1", right)
    files = [".course_progress.json", ".course_progress.json.lock"]
    assert sorted(os.listdir(tmp_path)) == files


def test_building_a_static_notebook_leaves_no_file(own_progress, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    check("0.1", right)
    assert row()["core"] == "1 of 1" and not own_progress.exists()


def numpy_composed(f2, f1, z):
    y, first = f1(z)
    x, second = f2(y)
    return np.asarray(x), np.asarray(first + second)


def numpy_sample(z, L, b):
    return np.asarray(z) @ np.linalg.inv(np.asarray(L)).T + np.asarray(b)


def numpy_uniform(x, mu, s):
    return 1 / (1 + np.exp(-(np.asarray(x) - float(mu)) / float(s)))


def numpy_bracket(z, mu, s):
    ends = np.asarray(mu) + np.asarray(s) * np.asarray(z)[..., None]
    return ends.min(-1), ends.max(-1)


@pytest.mark.parametrize(
    ("number", "function"),
    [("1.3", numpy_composed), ("2.5", numpy_sample), ("5.1", numpy_uniform),
     ("6.3", numpy_bracket)],
)  # fmt: skip
def test_an_answer_in_numpy_serves_the_cells_that_follow(number, function):
    """They get tensors of the type that goes in, from ``answer`` and from ``attempt``."""
    result = check(number, function)
    assert result.right and any("NumPy" in note for note in result.notes)
    args = [a.float() if isinstance(a, torch.Tensor) else a
            for a in registry.find(number).inputs[0]]  # fmt: skip
    args = [a.requires_grad_() if isinstance(a, torch.Tensor) else a for a in args]
    for handed_on in (answer(number), attempt(number)):
        given = handed_on(*args)
        for part in given if isinstance(given, tuple) else (given,):
            assert isinstance(part, torch.Tensor) and part.dtype == torch.float32

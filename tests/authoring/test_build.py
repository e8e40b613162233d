"""The builder: what learners see, what they do not, and what it refuses to build."""

import nbformat
import pytest

from course_lib.authoring import build
from course_lib.authoring.chapter import Chapter
from course_lib.authoring.execute import CellExecutionError
from course_lib.authoring.markers import SourceError, stubbed

SOURCE = '''\
# %% [markdown]
# # A chapter

# %% tags=["setup"]

# %% [markdown] tags=["prompt:0.1"]

# %% tags=["exercise:0.1"]
def midpoint(a, b):
    """The middle."""
    ### BEGIN SOLUTION
    total = a + b
    return total / 2
    ### END SOLUTION


check("0.1", midpoint)

# %%
print("shown to all")

# %% tags=["solution"]
print("only", midpoint(2.0, 5.0))
'''


@pytest.fixture
def root(tmp_path):
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "00_demo.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


def chapter(root, old="", new=""):
    path = root / "solutions" / "00_demo.py"
    assert old in SOURCE
    path.write_text(SOURCE.replace(old, new, 1) if old else SOURCE, encoding="utf-8")
    return Chapter(path)


def text(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells)


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ('quiz("00")', True),
        ('predict("00.a")', True),
        ("live.hello(shift=1)", True),
        ("answer_of_quiz = 1", False),
        ('print("alive")', False),
    ],
)
def test_cells_with_buttons_and_sliders_cannot_be_cut_by_a_key(root, line, stays):
    made = chapter(root, 'print("shown to all")', line)
    for book in (made.learner(), made.complete()):
        (cell,) = (c for c in book.cells if c.source == line)
        assert cell.metadata.get("deletable", True) is not stays
        build.write(book, root / "solutions" / "00_demo.ipynb")


def test_the_learner_gets_stubs_and_the_author_solutions(root):
    learner, complete = chapter(root).learner(), chapter(root).complete()
    assert "    return ...  # your code here\n\n\ncheck(" in text(learner)
    assert "total" not in text(learner) and "only" not in text(learner)
    assert "    total = a + b\n    return total / 2\n\n\ncheck(" in text(complete)
    assert "only" in text(complete)
    assert "###" not in text(complete).replace("### Exercise", "")


def test_prompt_and_set_up_are_put_in(root):
    said = text(chapter(root).learner())
    assert "### Exercise 0.1 · The midpoint of an interval" in said
    assert "**core · 3 min · ●○○ easy**" in said
    assert "from course_lib.notebook import *" in said


def test_ids_are_stable_and_valid(root):
    first, again = chapter(root).learner(), chapter(root).learner()
    assert nbformat.writes(first) == nbformat.writes(again)
    nbformat.validate(first)
    other = chapter(root, "shown to all", "shown to everybody").learner()
    changed = [a.id != b.id for a, b in zip(first.cells, other.cells, strict=True)]
    assert sum(changed) == 1, "an edit changes the id of its own cell only"


def test_equal_cells_get_different_ids(root):
    twice = 'print("shown to all")\n\n# %%\nprint("shown to all")'
    cells = chapter(root, 'print("shown to all")', twice).learner().cells
    assert len({cell.id for cell in cells}) == len(cells)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("    ### END SOLUTION\n", "", "00_demo.py:11: this solution is not closed"),
        (
            "    total = a",
            "    ### BEGIN SOLUTION\n    total = a",
            "begins inside the one of line 11",
        ),
        ("    ### BEGIN SOLUTION\n", "", "00_demo.py:13: a solution ends that has not begun"),
        ("### BEGIN SOLUTION", "### BEGIN SOLUTIONS", "a marker is"),
        ("exercise:0.1", "exercise:0.9", "exercise:… are"),
        ("prompt:0.1", "prompt:0.9", "There is no exercise '0.9'"),
        ('# %% [markdown] tags=["prompt:0.1"]\n', "", "prompt:… are"),
        ('check("0.1", midpoint)', "", 'no cell calls check("0.1"'),
        ('# %% tags=["setup"]\n', "", "setup"),
    ],
)
def test_a_broken_source_is_refused(root, old, new, says):
    with pytest.raises(SourceError, match=says.replace("(", r"\(")):
        chapter(root, old, new)


def test_a_solution_that_leaks_is_refused(root):
    leaking = chapter(root, 'print("shown to all")', "total = a + b")
    with pytest.raises(SourceError, match="solution is shown: total = a \\+ b"):
        leaking.learner()


def test_a_solution_cell_that_leaks_into_text_is_refused(root):
    leaking = chapter(root, "# # A chapter", '# See print("only", midpoint(2.0, 5.0))')
    with pytest.raises(SourceError, match="is shown"):
        leaking.learner()


def test_a_long_cell_is_refused(root):
    long = chapter(root, 'print("shown to all")', "\n".join(f"x{n} = {n}" for n in range(30)))
    with pytest.raises(SourceError, match="30 lines"):
        long.learner()


def test_a_region_without_return_becomes_a_bare_placeholder():
    cell = "x = 1\n### BEGIN SOLUTION\ny = 2\n### END SOLUTION\nz = 3"
    assert stubbed(cell) == "x = 1\n...  # your code here\nz = 3"


@pytest.mark.slow
def test_build_runs_the_solutions_and_verify_sees_every_change(root):
    said = []
    build.build(root, say=lambda line, flush: said.append(line))
    assert said and said[0].startswith("00_demo: 5 cells")
    solved = nbformat.read(root / "solutions" / "00_demo.ipynb", as_version=4)
    printed = "".join(o.get("text", "") for c in solved.cells for o in c.get("outputs", []))
    assert printed == "shown to all\nonly 3.5\n"
    shown = [
        o.data["text/plain"] for c in solved.cells for o in c.get("outputs", []) if "data" in o
    ]
    assert shown[0].startswith("0.1 · right")
    learner = nbformat.read(root / "notebooks" / "00_demo.ipynb", as_version=4)
    assert not any(c.get("outputs") for c in learner.cells)
    assert build.out_of_step(root) == []

    path = root / "solutions" / "00_demo.py"
    path.write_text(SOURCE.replace("shown to all", "changed"), encoding="utf-8")
    assert len(build.out_of_step(root)) == 2
    build.build(root, run=False, say=lambda line, flush: None)
    assert build.out_of_step(root) == ["solutions/00_demo.ipynb has cells that have not been run."]

    (root / "notebooks" / "09_stray.ipynb").write_text("{}", encoding="utf-8")
    assert any("09_stray" in problem for problem in build.out_of_step(root))


@pytest.mark.slow
def test_an_error_in_a_cell_stops_the_build(root):
    path = root / "solutions" / "00_demo.py"
    path.write_text(SOURCE.replace('print("shown to all")', "1 / 0"), encoding="utf-8")
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        build.build(root, say=lambda line, flush: None)


@pytest.mark.slow
def test_a_warning_in_a_cell_stops_the_build(root):
    path = root / "solutions" / "00_demo.py"
    warns = 'import warnings; warnings.warn("the steps are too long")'
    path.write_text(SOURCE.replace('print("shown to all")', warns), encoding="utf-8")
    with pytest.raises(SourceError, match="the steps are too long"):
        build.build(root, say=lambda line, flush: None)


def test_an_unknown_chapter_is_said(root):
    with pytest.raises(SourceError, match="No chapter"):
        build.build(root, wanted=["77"])

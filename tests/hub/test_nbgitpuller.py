"""A class gets updates by an nbgitpuller link: docs/hub.md's table, row by row.

The course is a bare repository on this disk; the learner's clone is made and updated by the class
that answers the link on a hub. The notebook is a real one.
"""

import shutil
import subprocess
from pathlib import Path

import pytest
from nbgitpuller.pull import GitPuller

ROOT = Path(__file__).parents[2]
NAME = "notebooks/02_linear_and_affine_flows.ipynb"
OTHER = "notebooks/01_change_of_variables.ipynb"
FINE = "course_lib/version.py"
STUB = "return ...  # your code here"


def git(folder, *words):
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


class Class:
    """The author's clone, and one learner's folder on the hub."""

    def __init__(self, folder, guarded=True):
        git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "course.git")
        git(folder, "clone", "--quiet", "course.git", "author")
        self.course, self.mine = folder / "author", folder / "learner"
        self.url = (folder / "course.git").as_uri()
        (self.course / "notebooks").mkdir()
        for name in (NAME, OTHER):
            shutil.copy(ROOT / name, self.course / name)
        for name in (".gitattributes", ".gitignore") if guarded else (".gitignore",):
            shutil.copy(ROOT / name, self.course)
        self.edition(FINE, "version = 1\n")
        self.link()

    def link(self):
        """Click on the link; what nbgitpuller says."""
        return "\n".join(GitPuller(self.url, str(self.mine), branch="main").pull())

    def edition(self, name, text):
        path = self.course / name
        path.parent.mkdir(exist_ok=True)
        path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        git(self.course, "add", "--all")
        git(self.course, "commit", "--quiet", "-m", "change")
        git(self.course, "push", "--quiet", "origin", "HEAD:main")

    def improved(self, name=NAME):
        """A new edition of a notebook: the text of every exercise's stub has changed."""
        text = (self.course / name).read_text(encoding="utf-8")
        new = text.replace(STUB, "return ...  # write it here").replace("Stuck?", "No way on?")
        assert new != text
        self.edition(name, new)
        return new

    def answer(self, name=NAME):
        """The learner answers the first exercise, and the notebook has been run."""
        text = (self.mine / name).read_text(encoding="utf-8")
        text = text.replace(STUB, "return (x - b) / a", 1).replace(
            '"execution_count": null', '"execution_count": 3'
        )
        (self.mine / name).write_text(text, encoding="utf-8")
        return text

    def read(self, name):
        return (self.mine / name).read_text(encoding="utf-8")


@pytest.fixture
def group(tmp_path):
    return Class(tmp_path)


def test_only_the_learner_has_changed_it(group):
    mine, new = group.answer(), group.improved(OTHER)
    group.link()
    assert group.read(NAME) == mine and group.read(OTHER) == new


def test_both_have_changed_it_the_learners_stays_whole_and_the_rest_is_new(group):
    mine = group.answer()
    group.improved()
    group.edition(FINE, "version = 2\n")
    group.link()
    assert group.read(NAME) == mine
    assert group.read(FINE) == "version = 2\n"
    group.edition(FINE, "version = 3\n")
    group.link()  # and so it goes on
    assert group.read(NAME) == mine and group.read(FINE) == "version = 3\n"


def test_without_our_gitattributes_the_notebook_would_be_a_mixture(tmp_path):
    group = Class(tmp_path, guarded=False)
    mine, new = group.answer(), group.improved()
    group.link()
    mixed = group.read(NAME)
    assert mixed not in (mine, new)
    assert "return (x - b) / a" in mixed and "No way on?" in mixed


def test_the_way_to_the_new_edition_is_to_rename_ones_own_and_click_again(group):
    mine, new = group.answer(), group.improved()
    group.link()
    (group.mine / NAME).rename(group.mine / "notebooks/02_mine.ipynb")
    group.link()
    assert group.read("notebooks/02_mine.ipynb") == mine
    assert group.read(NAME) == new


def test_deleted_by_the_learner_it_comes_back_new(group):
    (group.mine / NAME).unlink()
    new = group.improved()
    group.link()
    assert group.read(NAME) == new


def test_a_file_of_the_same_name_is_renamed_with_the_time(group):
    (group.mine / "notebooks/03_new.ipynb").write_text("mine")
    group.edition("notebooks/03_new.ipynb", "the course's")
    group.link()
    assert group.read("notebooks/03_new.ipynb") == "the course's"
    (copy,) = group.mine.glob("notebooks/03_new__20*.ipynb")
    assert copy.read_text() == "mine"


def test_deleted_by_the_course_and_changed_by_the_learner_it_stays(group):
    mine = group.answer()
    group.edition(NAME, None)
    group.link()
    assert group.read(NAME) == mine


def test_progress_and_own_notebooks_stay(group):
    (group.mine / "notebooks/.course_progress.json").write_text('{"2.1": "done"}')
    (group.mine / "notebooks/my_notes.ipynb").write_text("mine")
    group.improved()
    group.link()
    assert group.read("notebooks/.course_progress.json") == '{"2.1": "done"}'
    assert group.read("notebooks/my_notes.ipynb") == "mine"

"""A new chapter as the command writes it: it proves itself before it is filled."""

import os
import subprocess
import sys

import pytest

from course_lib.authoring import skeleton, sources
from course_lib.authoring.markers import SourceError

PROOFS = ("tests/test_rooms.py", "tests/test_order.py", "tests/test_story.py",
          "tests/test_readme.py", "tests/test_stills.py", "tests/live/test_every_picture.py",
          "tests/live/test_on_sight.py", "tests/exercises/test_every_exercise.py",
          "tests/chapters/ch17")  # fmt: skip


def run(root, *words):
    """A command in a copy of the course that uses the copy's own library."""
    environment = os.environ | {"PYTHONPATH": str(root), "OMP_NUM_THREADS": "1"}
    return subprocess.run(words, cwd=root, env=environment, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path):
    """All files of the course, without what is built and ignored."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=sources.ROOT, check=True, capture_output=True).stdout
    for name in filter(None, names.decode().split("\0")):
        target = tmp_path / name
        if (sources.ROOT / name).is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((sources.ROOT / name).read_bytes())
    return tmp_path


def with_one_more_number(root):
    """A place for a chapter 17 in the copy: all others may be there already."""
    path = root / "course_lib" / "order.py"
    table = path.read_text(encoding="utf-8")
    assert table.count('"16", "91")') == 1
    path.write_text(table.replace('"16", "91")', '"16", "17", "91")'), encoding="utf-8")


@pytest.mark.exhaustive
def test_a_new_chapter_passes_everything_as_it_is_written(copy):
    python = sys.executable
    with_one_more_number(copy)
    made = run(copy, python, "-m", "course_lib.authoring", "chapter", "17", "more_tools")
    assert made.returncode == 0, made.stderr
    assert "make check" in made.stdout and "solutions/17_more_tools.py" in made.stdout
    ruff = run(copy, python, "-m", "ruff", "check", "--no-cache", ".")
    assert ruff.returncode == 0, ruff.stdout
    assert run(copy, python, "-m", "ruff", "format", "--no-cache", "--check", ".").returncode == 0
    verified = run(copy, python, "-m", "course_lib.authoring", "verify")
    assert verified.returncode == 0, verified.stderr
    tested = run(copy, python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *PROOFS,
                 "-k", "17 or more_tools or rooms or order or readme")  # fmt: skip
    assert tested.returncode == 0, tested.stdout[-3000:]


@pytest.mark.parametrize(
    ("number", "name", "told"),
    [
        ("42", "x", "one of PARTS"),
        ("", "", "Type: make chapter"),
        ("09", "Coupling-Flows", "like coupling_flows"),
        ("5", "again", "Chapter 05 is there already: solutions/05_cdf_flows.py"),
    ],
)
def test_what_cannot_be_a_chapter_is_refused(number, name, told):
    with pytest.raises(SourceError, match=told):
        skeleton.write(number, name)

"""What the README promises is there: commands, files, chapters, and code that runs."""

import contextlib
import io
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from course_lib import __main__
from course_lib.authoring import install, sources
from course_lib.exercises.progress import FILE

ROOT = Path(__file__).parents[1]
TEXTS = ("README.md", "CONTRIBUTING.md")
PAGES = (
    "docs/hub.md", "docs/hub-measured.md", "docs/when-something-breaks.md", "docs/for-students.md",
    "slides/README.md",
)  # fmt: skip
STATEMENTS = (
    "docs/accessibility-and-privacy.md",
    "docs/python-in-the-page.md",
    "CODE_OF_CONDUCT.md",
)


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TEXTS)
def test_every_make_command_exists(name):
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", read(name), re.MULTILINE))
    named = {one or other for one, other in named}
    assert {"test"} <= named <= targets


@pytest.mark.parametrize("name", PAGES)
def test_every_link_and_command_of_a_page_exists(name):
    page = ROOT / name
    links = re.findall(r"\]\(([^)#]+)\)", read(name))
    assert all((page.parent / link).exists() for link in links if "://" not in link)
    named = set(re.findall(r"`make ([a-z-]+)", read(name)))
    assert named and named <= set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))


def test_the_page_for_students_says_what_is_so():
    page = read("docs/for-students.md")
    typed = re.findall(r"py(?:thon3)? (?:-3\.\d+ )?-m course_lib (\w+)", page)
    assert len(typed) >= 3 and set(typed) <= set(__main__.COMMANDS)
    assert "**Python {}.{} or newer**".format(*install.OLDEST) in page
    assert f"`{FILE}`" in page and "COURSE_PROGRESS=" in page and "Download ZIP" in page


@pytest.mark.parametrize("name", STATEMENTS)
def test_every_link_of_a_statement_exists(name):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", read(name))
    assert all(((ROOT / name).parent / link).exists() for link in links if "://" not in link)


@pytest.mark.parametrize("name", TEXTS)
def test_every_file_that_is_named_exists(name):
    links = re.findall(r"\]\(([^)#]+)\)", read(name))
    paths = re.findall(r"`((?:course_lib|tests|solutions|notebooks|docs)/[\w/.]+)`", read(name))
    local = [path for path in (*links, *paths) if "://" not in path and "NN" not in path]
    assert local
    for path in local:
        found = ROOT / path
        assert found.exists() or list(found.parent.glob(found.name + ".*")), path


def test_every_picture_has_an_alternative_text_and_is_not_heavy():
    images = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", read("README.md"))
    pictures = [image for image in images if "://" not in image[1]]  # badges are elsewhere
    assert len(pictures) == 1 + len(list((ROOT / "notebooks").glob("*.ipynb")))
    assert len({alt for alt, _ in pictures}) == len(pictures)
    for alt, path in pictures:
        assert len(alt) > 40
        moving = Image.open(ROOT / path).n_frames > 1 if path.endswith(".webp") else False
        assert (ROOT / path).stat().st_size < (1_000_000 if moving else 200_000)


def test_its_first_picture_moves_and_stands_before_all_else():
    readme = read("README.md")
    (path,) = re.findall(r"\(docs/([\w-]+\.webp)\)", readme)
    assert readme.index(path) < readme.index("make lab") < 2000
    shown = Image.open(ROOT / "docs" / path)
    seconds = 0
    for frame in range(shown.n_frames):
        shown.seek(frame)
        shown.load()
        seconds += shown.info["duration"] / 1000
    assert shown.n_frames > 20 and 8 < seconds < 25 and shown.width <= 900


def test_the_map_lists_every_chapter_that_stands_and_links_no_other():
    linked = re.findall(r"\*\*\d\d \[[^\]]+\]\(notebooks/(\w+\.ipynb)\)", read("README.md"))
    assert linked == [f"{path.stem}.ipynb" for path in sources.chapters()]


def test_the_extras_that_are_installed_exist():
    extras = tomllib.loads(read("pyproject.toml"))["project"]["optional-dependencies"]
    named = re.findall(r'ready\("([\w,]+)"\)', read("course_lib/__main__.py"))
    named += re.findall(r"install\.py \$\(\w+\) ([\w,]+)", read("Makefile"))
    assert len(named) > 5 and set(",".join(named).split(",")) <= extras.keys()


def test_the_commands_without_make_exist():
    told = run("-m", "course_lib").stdout
    for text in ("README.md", "docs/when-something-breaks.md"):
        for command in re.findall(r"-m course_lib (\w+)", read(text)):
            assert f"\n  {command} " in told, command


def run(*words):
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True)


def test_its_code_runs():
    snippets = re.findall(r"```python\n(.*?)```", read("README.md"), re.DOTALL)
    assert snippets
    for snippet in snippets:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            exec(compile(snippet, "README.md", "exec"), {})
        assert "tensor(0.1210" in out.getvalue()  # the Gaussian with mean 1 and width 2, at 3


def lines(*patterns):
    return sum(len(path.read_text("utf-8").splitlines()) for p in patterns for path in ROOT.glob(p))


ROOMS = {
    "`course_lib/flows`": ("course_lib/flows/*.py",),
    "`course_lib/{densities,planar,simulators,data,training,advice,expectations,"
    "calibration,goodness}`": (
        "course_lib/advice.py",
        "course_lib/densities.py",
        "course_lib/planar.py",
        "course_lib/simulators/*.py",
        "course_lib/training/*.py",
        "course_lib/expectations.py",
        "course_lib/calibration.py",
        "course_lib/goodness.py",
        "course_lib/data/*.py",
    ),
    "`course_lib/chapters`, exercises and quizzes": (
        "course_lib/chapters/*/exercises/*.py",
        "course_lib/chapters/*/predictions.py",
        "course_lib/chapters/*/quiz.py",
        "course_lib/chapters/*/quiz/*.py",
    ),
    "`course_lib/chapters`, pictures": ("course_lib/chapters/*/pictures/*.py",),
    "`course_lib/exercises`": ("course_lib/exercises/*.py",),
    "`course_lib/live`": ("course_lib/live/*.py",),
    "`course_lib/authoring`": ("course_lib/authoring/**/*.py",),
}


def test_what_is_called_small_is():
    """The sizes in CONTRIBUTING are those of the rooms, to a fifth."""
    rows = re.findall(r"^\| (\d+) \| (.+?) \|", read("CONTRIBUTING.md"), re.MULTILINE)
    told = {where: int(count) for count, where in rows}
    assert told.keys() == ROOMS.keys()
    for where, patterns in ROOMS.items():
        assert 0.8 < told[where] / lines(*patterns) < 1.25, (where, lines(*patterns))

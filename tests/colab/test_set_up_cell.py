"""The set-up cell, as it stands, in fresh processes between stand-ins for Colab and GitHub.

The table of outcomes in docs/colab.md is the expectation: every row is run here.
"""

import ast
import re
from dataclasses import dataclass

import pytest

from course_lib.authoring.setup_cell import SETUP, knowing
from tests.colab.stand_in import ROOT, World, git, run, write

NOTEBOOK_PY = ROOT / "course_lib" / "notebook.py"
OURS, FORK, EMPTY = "some-university/flows", "a-teacher/flows-autumn", "a-teacher/homework"
NOTEBOOK = "notebooks/02_linear_and_affine_flows.ipynb"
DRIVE = "fileId=1AbCdEfGhIjKlMnOpQrStUvWxYz012345"
STAMPED = f"https://github.com/{OURS}/tree/main"


def small_course(mark):
    """A course with all the names that the cell imports, and a mark to know its revision by."""
    names = "answer = attempt = check = hint = predict = progress = quiz = solution = None"
    files = {f"course_lib/{name}.py": "" for name in ("data", "flows", "live")}
    files |= {"course_lib/__init__.py": f"MARK = {mark!r}", "course_lib/exercises.py": names}
    files["course_lib/notebook.py"] = NOTEBOOK_PY.read_text(encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Three repositories, one with several revisions, and a Colab with a very small torch."""
    world = World(tmp_path_factory.mktemp("colab"))
    (world.site / "torch.py").write_text("def set_num_threads(n):\n    pass\n", encoding="utf-8")
    (world.site / "numpy.py").write_text("", encoding="utf-8")
    world.content = world.folder / "content"
    write(world.content / "here", small_course("here"))
    ours = world.repository(OURS, small_course("first"))
    world.first = git(ours, "rev-parse", "HEAD").decode().strip()
    git(ours, "tag", "v1.0")
    git(ours, "checkout", "-q", "-b", "feature/new-slider")
    world.commit(ours, small_course("branch"))
    git(ours, "checkout", "-q", "main")
    world.commit(ours, small_course("main"))
    world.repository(FORK, small_course("fork"))
    world.repository(EMPTY, {"README.md": "my answers"})
    return world


def opened(repository, revision="main", path=NOTEBOOK, times=1):
    """The path of a session when Colab has opened a notebook of GitHub, encoded as there."""
    address = f"https://github.com/{repository}/blob/{revision}/{path}"
    for _ in range(times):
        address = address.replace("%", "%25").replace(":", "%3A").replace("/", "%2F")
    return f"fileId={address}"


ONCE = "exec(CELL, globals())"
AGAIN = f"""
try:
    {ONCE}
except ConnectionError as error:
    assert "Then run this cell again" in str(error)
    {ONCE}
"""


@dataclass
class Case:
    """One row of the table: what Colab says, what the cell knows, what is in the way."""

    mark: str  # of the revision that is imported; "" if the cell must stop
    path: str = opened(OURS)
    course: str = ""
    program: str = ONCE
    mode: str = ""
    delay: float = 0
    wait: tuple = ()  # the cell's own time limit, and a shorter one
    without: str = ""  # a variable of Colab's environment
    asked: int = 2  # requests: github.com, which sends on to codeload.github.com


CASES = {
    "the repository": Case("main"),
    "a fork": Case("fork", opened(FORK), course=STAMPED),
    "a branch with a slash": Case("branch", opened(OURS, "feature/new-slider")),
    "the same, encoded twice": Case("branch", opened(OURS, "feature/new-slider", times=2)),
    "a tag": Case("first", opened(OURS, "v1.0")),
    "a commit id": Case("first", opened(OURS, "COMMIT")),
    "a chapter in `solutions/`": Case("main", opened(OURS, path=f"solutions/{NOTEBOOK[10:]}")),
    "a copy in Drive, badges stamped": Case("main", DRIVE, course=STAMPED),
    "a copy in Drive, no badges": Case("", DRIVE, asked=0),
    "the same, the address typed in": Case("fork", DRIVE, course=f"https://github.com/{FORK}"),
    "Colab does not say where, badges stamped": Case(
        "main", course=STAMPED, without="COLAB_JUPYTER_IP"
    ),
    "Colab is slow to say where, badges stamped": Case(
        "main", course=STAMPED, delay=2, wait=("timeout=10", "timeout=1")
    ),
    "no network": Case("", mode="down", asked=0),
    "GitHub does not answer": Case("", asked=1, mode="slow", wait=("timeout=30", "timeout=1")),
    "a network with a welcome page": Case("", asked=1, mode="portal"),
    "a private or deleted repository": Case("", opened("a-teacher/gone"), asked=1),
    "a deleted branch": Case("", opened(OURS, "gone")),
    "a repository without the course": Case("", opened(EMPTY)),
    "run twice": Case("main", program=f"{ONCE}\n{ONCE}"),
    "run again when the network is back": Case("main", program=AGAIN, mode="flaky"),
    "Python 3.10": Case("", program=f"sys.version_info = (3, 10, 12)\n{ONCE}", asked=0),
    "the course is there already": Case("here", program=f"sys.path += ['here']\n{ONCE}", asked=0),
}


def outcomes():
    """The table of docs/colab.md: case → what the cell says, with … for what varies."""
    text = (ROOT / "docs" / "colab.md").read_text(encoding="utf-8")
    table = text.partition("| where the notebook is from ")[2].partition("\n\n")[0]
    rows = [row.strip("|").split(" | ") for row in table.splitlines()[2:]]
    return {case.strip(): said.strip(" `") for case, said in rows}


def cell_says(name, world):
    """Run the cell as the case has it; what it said, the revision's mark, what GitHub was asked."""
    case, cell = CASES[name], knowing(SETUP, CASES[name].course)
    if case.wait:
        assert cell.count(case.wait[0]) == 1
        cell = cell.replace(*case.wait)
    path = case.path.replace("COMMIT", world.first)
    program = f"CELL = {cell!r}\n{case.program}\nimport course_lib\nprint(course_lib.MARK)"
    with world.open(("a-kernel", path), mode=case.mode, delay=case.delay) as (environment, github):
        environment.pop(case.without, None)
        done = run(program, environment, world.content)
    *said, mark = done.stdout.split("\n")[:-1] or [""]
    if done.returncode:
        error = done.stderr.strip().splitlines()[-1]
        return [*said, *filter(None, [mark]), error.partition(": ")[2]], "", github.asked
    return said, mark, github.asked


def test_the_table_has_a_row_for_every_case_and_no_other():
    assert list(outcomes()) == list(CASES)


@pytest.mark.parametrize("name", CASES)
def test_outcome(name, world):
    said, mark, asked = cell_says(name, world)
    expected = outcomes()[name]
    pattern = ".+".join(re.escape(part) for part in expected.split("…"))
    if expected == "(nothing)":
        pattern = ""
    assert mark == CASES[name].mark
    assert re.fullmatch(pattern, " ".join(said)), said
    assert len(asked) == CASES[name].asked, asked


def test_of_several_open_notebooks_the_kernels_own_counts(world):
    program = f"CELL = {SETUP!r}\n{ONCE}\nimport course_lib\nprint(course_lib.MARK)"
    both = ("kernel-one", opened(OURS)), ("kernel-two", opened(FORK))
    with world.open(*both) as (environment, _):
        words = ["-f", "runtime/kernel-kernel-two.json"]
        done = run(program, environment, world.content, words)
    assert done.stdout.split()[-1] == "fork", done.stderr


@pytest.mark.parametrize(
    ("typed", "fetched"),
    [
        (f"https://github.com/{OURS}", "HEAD"),
        (f"https://github.com/{OURS}/", "HEAD"),
        (f"https://github.com/{OURS}?tab=readme-ov-file#start", "HEAD"),
        (f"https://github.com/{OURS}/tree/feature/new-slider", "feature/new-slider"),
        (f"https://github.com/{OURS}/blob/v1.0/{NOTEBOOK}", "v1.0"),
        (f"https://github.com/{OURS}/blob/v1.0/{NOTEBOOK}#2-two-lines", "v1.0"),
        ("https://github.com/…", None),
        (f"https://github.com.example/{OURS}", None),
        (f"https://example.org/?https://github.com/{OURS}/issues/3", None),
        (f"https://github.com/{OURS}/blob/main/README.md", None),
    ],
)
def test_an_address_as_the_browser_shows_it(typed, fetched, world):
    program = f"CELL = {knowing(SETUP, typed)!r}\n{ONCE}"
    with world.open(("a-kernel", DRIVE)) as (environment, github):
        done = run(program, environment, world.content)
    if fetched is None:
        assert github.asked == [] and "Colab does not say" in done.stderr
    else:
        assert done.returncode == 0, done.stderr
        assert github.asked[0] == f"https://github.com/{OURS}/archive/{fetched}.zip"


def test_old_pythons_can_read_what_turns_them_away():
    ast.parse(SETUP, feature_version=(3, 7))


def test_it_is_short_and_installs_nothing():
    assert len(SETUP.splitlines()) <= 20
    read = [
        line for line in SETUP.splitlines()[1:] if not line.startswith((" ", "if ", "from imp"))
    ]
    assert len(read) == 3, "what a learner reads where the course is installed"
    assert not re.search(r"pip|conda|apt|subprocess", SETUP)

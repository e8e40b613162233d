"""Launch badges: stamped everywhere alike, in every state of the record, and taken off again."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest

from course_lib.authoring import badges, build, sources, stamp
from course_lib.authoring.chapter import Chapter
from course_lib.authoring.stamp import UNSTAMPED, Stamp

ROOT = Path(__file__).parents[2]
LINK = re.compile(
    r"(?:Open chapter (\d\d) in Colab\]\([^)]+\)|Open this chapter in Google Colab\*\*)\]"
    r"\(https://colab\.research\.google\.com/github/([^/]+/[^/]+)/blob/(.+?)/(\w+/\w+\.ipynb)\)"
)
EVERY = [f"notebooks/{path.stem}.ipynb" for path in sources.chapters()]
OURS, FORK = Stamp("some-university/flows", "main"), Stamp("a-teacher/flows", "autumn/2026")


def disagreements(root):
    """Every badge and set-up cell of a course that is not as its record says."""
    wanted = stamp.read(root)
    said, texts = [], {"README.md": (root / "README.md").read_text(encoding="utf-8")}
    for path in badges.notebooks(root):
        where = path.relative_to(root).as_posix()
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts[where] = "".join(cells[0]["source"])
        (setup,) = [c for c in cells if "setup" in c["metadata"].get("tags", [])]
        if f'COURSE = "{wanted.course}"' not in "".join(setup["source"]):
            said.append(f"{where}: its set-up cell knows another address")
    for where, text in texts.items():
        found = LINK.findall(text)
        own = [where] if where != "README.md" else EVERY
        if [path for *_, path in found] != (own if wanted else []):
            said.append(f"{where}: badges for {found}")
        for number, repository, branch, path in found:
            if (repository, branch) != (wanted.repository, wanted.branch):
                said.append(f"{where}: {repository} at {branch}")
            if not (root / path).exists() or f"/{number}" not in path:
                said.append(f"{where}: no {path}")
    return said


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The files that a stamp writes. Outputs are large, so only the first chapter keeps its own."""
    root = tmp_path_factory.mktemp("course")
    for path in badges.notebooks(ROOT):
        copy = root / path.relative_to(ROOT)
        copy.parent.mkdir(exist_ok=True)
        book = json.loads(path.read_text(encoding="utf-8"))
        for cell in book["cells"] if "00_" not in path.name else []:
            cell.pop("outputs", None)
        copy.write_text(json.dumps(book), encoding="utf-8")
    (root / stamp.RECORD).parent.mkdir(parents=True)
    shutil.copy(ROOT / "README.md", root)
    return root


def files(root):
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_all_badges_of_this_course_agree():
    assert disagreements(ROOT) == []


@pytest.mark.slow
def test_stamping_is_idempotent_and_can_be_changed_and_undone(copied):
    badges.apply(copied, UNSTAMPED)
    bare = files(copied)
    seen = []
    for wanted in (OURS, OURS, FORK, OURS, UNSTAMPED):
        badges.apply(copied, wanted)
        assert stamp.read(copied) == wanted
        assert disagreements(copied) == [] == badges.out_of_step(copied)
        seen.append(files(copied))
    assert seen[0] == seen[1] == seen[3] != seen[2]
    assert seen[-1] == bare


def test_the_readmes_table_stays_a_table(copied):
    badges.apply(copied, FORK)
    text = (copied / "README.md").read_text(encoding="utf-8")
    tables = re.findall(r"(?:^\|.*\|\n)+", text.partition("<!-- /badges -->")[2], re.MULTILINE)
    assert len(tables) >= 2
    for table in tables:
        rows = [row for row in table.splitlines() if "---" not in row]
        assert len({row.count(" | ") for row in rows}) == 1, table
    assert "a-teacher/flows/autumn%2F2026?urlpath=lab/tree/notebooks/00_start_here.ipynb" in text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("where", "old", "new"),
    [
        ("README.md", "blob/main/notebooks/04", "blob/master/notebooks/04"),
        ("README.md", "blob/main/notebooks/04", "blob/main/notebooks/14"),
        ("notebooks/02_linear_and_affine_flows.ipynb", "university/flows/blob", "other/flows/blob"),
        ("notebooks/02_linear_and_affine_flows.ipynb", "university/flows/tree", "other/flows/tree"),
        ("solutions/03_hands_on_gaussian_flow.ipynb", "main/solutions/03", "main/notebooks/03"),
    ],
)
def test_a_disagreement_is_seen(where, old, new, copied):
    badges.apply(copied, OURS)
    text = (copied / where).read_text(encoding="utf-8")
    assert old in text
    (copied / where).write_text(text.replace(old, new), encoding="utf-8")
    assert disagreements(copied)
    if where == "README.md":
        assert badges.out_of_step(copied)


@pytest.mark.slow
def test_the_builder_writes_what_the_stamp_writes(tmp_path):
    source = ROOT / "solutions" / "00_start_here.py"
    (tmp_path / "solutions").mkdir()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "README.md", tmp_path)
    (tmp_path / stamp.RECORD).parent.mkdir(parents=True)
    for wanted in (OURS, UNSTAMPED):
        other = UNSTAMPED if wanted else OURS
        for folder, made in (("notebooks", "learner"), ("solutions", "complete")):
            path = tmp_path / folder / "00_start_here.ipynb"
            build.write(getattr(Chapter(source, other), made)(), path)
            built = getattr(Chapter(source, wanted), made)()
            badges.apply(tmp_path, wanted)
            assert path.read_text(encoding="utf-8") == nbformat.writes(built) + "\n"
            nbformat.validate(nbformat.read(path, as_version=4))


@pytest.mark.thorough
def test_outputs_outlive_a_stamp():
    source = ROOT / "solutions" / "00_start_here.py"
    bare, stamped = (Chapter(source, which).complete().cells for which in (UNSTAMPED, OURS))
    assert [cell.id for cell in stamped[1:]] == [cell.id for cell in bare]


# --- which repository ---------------------------------------------------------------------------


def git(folder, *words):
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/some-university/flows",
        "https://github.com/some-university/flows.git",
        "git@github.com:some-university/flows.git",
        "ssh://git@github.com/some-university/flows.git",
    ],
)
def test_the_repository_that_the_clone_came_from(url, tmp_path):
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", url)
    assert badges.choose([], tmp_path, {}) == OURS
    git(tmp_path, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/teaching")
    assert badges.choose([], tmp_path, {}) == Stamp(OURS.repository, "teaching")


def test_what_is_said_comes_before_what_is_found(tmp_path):
    on_github = {"GITHUB_REPOSITORY": FORK.repository}
    assert badges.choose([], tmp_path, on_github) == Stamp(FORK.repository, "main")
    assert badges.choose([OURS.repository], tmp_path, on_github) == OURS
    assert badges.choose([FORK.repository, FORK.branch], tmp_path, {}) == FORK
    assert badges.choose(["none"], tmp_path, on_github) == UNSTAMPED


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "Type: make badges REPO=owner/name"),
        (["flows"], "A repository is owner/name, not 'flows'"),
        (["https://github.com/some-university/flows"], "A repository is owner/name"),
        (['some-university/flows"'], "A repository is owner/name"),
        (["some-university/flows", "main)"], "A branch has letters, digits"),
        (["some-university/flows", "-x"], "A branch has letters, digits"),
    ],
)
def test_what_is_no_repository_is_refused_in_words(words, says, tmp_path, capsys):
    assert badges.main(words, tmp_path, {}) == 1
    assert says in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_clone_from_elsewhere_is_refused_in_words(tmp_path, capsys):
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "https://git.example.org/some/flows.git")
    assert badges.main([], tmp_path, {}) == 1
    assert "came from https://git.example.org/some/flows.git, not from GitHub" in (
        capsys.readouterr().err
    )

"""GitHub's workflows: valid, and calling what is there. The one that stamps badges is run."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from course_lib.authoring import stamp

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.yml")}
ACTIONS = {"actions/checkout@v4", "actions/setup-python@v5"}
# The release needs decks: their target comes with their folder.
AWAITED = set() if (ROOT / "slides").exists() else {"handouts"}


def jobs(name):
    return yaml.safe_load(WORKFLOWS[name])["jobs"]


def steps(name):
    return [step for job in jobs(name).values() for step in job["steps"]]


def test_there_are_five():
    assert set(WORKFLOWS) == {"tests", "badges", "release", "monthly", "pages"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_each_is_a_workflow(name):
    workflow = yaml.safe_load(WORKFLOWS[name])
    # YAML 1.1 reads the key `on` as true.
    assert set(workflow) <= {"name", True, "permissions", "env", "jobs"}
    assert workflow["name"] == name and workflow[True]
    assert set(workflow["permissions"]) == {"contents"}, "a workflow asks for no more than it needs"
    for job in workflow["jobs"].values():
        assert job["runs-on"].endswith("-latest") and job["timeout-minutes"] <= 90
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step)
            assert step.get("uses", "actions/checkout@v4") in ACTIONS


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_command_of_ours_exists(name):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for step in steps(name):
        for line in step.get("run", "").splitlines():
            for words in re.findall(r"\bmake ((?:[a-z-]+ ?)+)", line):
                assert set(words.split()) <= targets | AWAITED, line
            for path in re.findall(r"\b(?:course_lib|tests|notebooks|solutions)\b[\w/.]*", line):
                found = ROOT / path.replace(".", "/") if path[-3:] != ".py" else ROOT / path
                assert found.exists(), line


def test_tests_run_on_every_system_and_python():
    systems = {job["runs-on"].split("-")[0] for job in jobs("tests").values()}
    assert systems == {"ubuntu", "macos", "windows"}
    matrix = {name: job["strategy"]["matrix"]["python"] for name, job in jobs("tests").items()}
    assert matrix["linux"] == ["3.11", "3.12", "3.13", "3.14"]
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert all(f">={pythons[0]}" == oldest and "3.13" in pythons for pythons in matrix.values())


def test_windows_runs_what_make_runs():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    windows = jobs("tests")["windows"]
    lines = " ".join(step.get("run", "") for step in windows["steps"])
    for name in ("NBVAL", "SPREAD"):
        words = re.search(rf"^{name} := (.*)$", makefile, re.MULTILINE)[1].replace("$(SPREAD)", "")
        assert words.strip() in lines
    assert "python -m course_lib check" in lines
    assert "PYTHONUTF8" not in windows["env"], "no learner has it"


def test_the_door_checks_what_make_checks():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    door = (ROOT / "course_lib" / "__main__.py").read_text(encoding="utf-8")
    quick = re.search(r"^QUICK := (.*)$", makefile, re.MULTILINE)[1]
    assert f'QUICK = "{quick}"' in door
    for folder in re.findall(r"--ignore=tests/(\w+)", makefile.split("OWN := ")[1].split("\n")[0]):
        assert f'"{folder}"' in door


def test_the_oldest_torch_is_the_oldest_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (need,) = [need for need in project["dependencies"] if need.startswith("torch>=")]
    assert f"{need.replace('>=', '==')}.0 " in WORKFLOWS["monthly"]
    assert "test-oldest" in WORKFLOWS["monthly"] and "constraints" not in WORKFLOWS["monthly"]


def test_jammy_flows_is_installed_once_a_month_as_its_chapter_says():
    """Line by line; then what asks it runs, and that file is one which no other run collects."""
    chapter = (ROOT / "solutions" / "16_real_tools.py").read_text(encoding="utf-8")
    lines = re.findall(r"^# (jammy/bin/pip install .*)$", chapter, re.MULTILINE)
    done = "\n".join(step.get("run", "") for step in jobs("monthly")["jammy"]["steps"])
    assert len(lines) == 2 and all(line in done for line in lines)
    assert done.index(lines[1]) < done.index("tests/chapters/ch16/with_jammy.py")


# --- the stamp, as it would run there -----------------------------------------------------------


def git(folder, *words):
    quiet = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *words], cwd=folder, env=quiet, check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture
def pushed(tmp_path):
    """A bare repository with the course, as somebody has just pushed it; and a checkout."""
    away, here = tmp_path / "github", tmp_path / "checkout"
    for name in ("README.md", "Makefile", "course_lib/authoring", "notebooks"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, here / name)
    shutil.rmtree(here / "course_lib" / "authoring" / "__pycache__", ignore_errors=True)
    (here / ".gitignore").write_text("__pycache__/\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", str(away))
    git(here, "init", "-q", "-b", "main")
    git(here, "add", "--all")
    git(here, "-c", "user.name=A", "-c", "user.email=a@localhost", "commit", "-q", "-m", "all")
    git(here, "remote", "add", "origin", str(away))
    git(here, "push", "-q", "-u", "origin", "main")
    return away, here


def stamp_there(here, repository):
    """Run the steps of badges.yml as GitHub does: bash -e, and its variables."""
    there = {"GITHUB_REPOSITORY": repository, "GITHUB_REF_NAME": "main"}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    quiet["PYTHONPATH"] = str(here)  # and no other course, whose badges would be stamped
    for step in steps("badges"):
        if "run" in step:
            words = ["bash", "-e", "-o", "pipefail", "-c", step["run"]]
            subprocess.run(words, cwd=here, env=os.environ | there | quiet, check=True)


@pytest.mark.slow
def test_the_first_push_of_a_repository_and_of_a_fork_stamps_it_once(pushed):
    away, here = pushed
    for repository in ("some-university/flows", "a-teacher/flows-autumn"):
        before = git(away, "rev-parse", "main")
        stamp_there(here, repository)
        after = git(away, "rev-parse", "main")
        assert before != after == git(here, "rev-parse", "HEAD")
        assert stamp.read(here).repository == repository
        assert f"github/{repository}/blob/main/notebooks/08_" in git(away, "show", "main:README.md")
        stamp_there(here, repository)
        assert git(away, "rev-parse", "main") == after, "nothing to do the second time"
    assert "github-actions" in git(away, "log", "-1", "--format=%an", "main")
    assert jobs("badges")["stamp"]["if"] == (
        "github.ref_name == github.event.repository.default_branch"
    )

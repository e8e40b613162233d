"""This environment really has Colab's versions: for `make test-colab` only."""

import json
import os
import re
import subprocess
import sys
from importlib.metadata import distributions, version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONSTRAINTS = Path(__file__).with_name("constraints.txt").read_text(encoding="utf-8")
LINES = [line.split("#")[0].strip() for line in CONSTRAINTS.splitlines()]
SHAPING = ("ipywidgets", "ipykernel", "ipython", "matplotlib", "numpy", "notebook")
OURS = "normalizing-flows-course"
# What Colab's list does not have: torch and its own needs, pip's, and the tests'.
NOT_LISTED = {
    *(OURS, "torch", "pip", "setuptools", "cuda-bindings", "cuda-pathfinder", "cuda-toolkit"),
    *("coverage", "execnet", "hypothesis", "jedi", "nbval", "overrides", "pytest-xdist"),
    "sortedcontainers",
}


def plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


PINNED = {plain(name): pin for name, pin in (line.split("==") for line in LINES if line)}


def test_it_is_run_for_colab():
    assert os.environ.get("COURSE_ENV") == "colab", "type: make test-colab"


@pytest.mark.parametrize("name", SHAPING)
def test_version(name):
    assert version(name) == PINNED[name]


def test_the_widgets_are_those_that_colab_keeps():
    assert version("ipywidgets") == "7.7.1"


def test_everything_here_is_as_colab_has_it():
    here = {plain(d.metadata["Name"]): d.version for d in distributions()}
    of_torch = re.compile("nvidia-.*|triton")
    other = {name: have for name, have in here.items() if not of_torch.fullmatch(name)}
    assert {name: other[name] for name in other.keys() & PINNED} == {
        name: PINNED[name] for name in other.keys() & PINNED
    }
    assert other.keys() - PINNED.keys() <= NOT_LISTED


def test_pip_would_install_the_course_and_nothing_else(tmp_path):
    """Without an index: whatever else it wanted, it would not find."""
    report = tmp_path / "report.json"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
    pip += ["--no-index", "--no-build-isolation", "--report", str(report), str(ROOT)]
    done = subprocess.run(pip, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    would = json.loads(report.read_text(encoding="utf-8"))["install"]
    assert [plain(one["metadata"]["name"]) for one in would] == [OURS]

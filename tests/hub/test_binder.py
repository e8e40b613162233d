"""Binder builds its image with repo2docker: environment.yml serves it as it is.

Without Docker nothing is built here; what is tested is the recipe that repo2docker writes.
"""

import re
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
INSTALL = 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"'
COPY = "COPY --chown=1000:1000 src/ ${REPO_DIR}/"


def recipe(folder):
    """The Dockerfile that repo2docker writes for a folder, as Binder calls it."""
    words = ["-m", "repo2docker", "--no-build", "--debug", "--user-id=1000", "--user-name=jovyan"]
    ended = subprocess.run(
        [sys.executable, *words, "."], cwd=folder, capture_output=True, text=True, timeout=120
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout + ended.stderr


def conda_environment(dockerfile):
    """The version of Python in the name of the environment that the recipe begins with."""
    return re.search(r"Building conda environment for python=(3\.\d+)", dockerfile)[1]


def test_environment_yml_is_what_binder_installs():
    dockerfile = recipe(ROOT)
    (python,) = (
        need
        for need in yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
        if str(need).startswith("python=")
    )
    assert conda_environment(dockerfile) == python.removeprefix("python=")
    assert dockerfile.count(INSTALL) == 1
    # `-e .` needs the course in its place: copied before, into the folder where it is installed.
    assert 0 < dockerfile.index("WORKDIR ${REPO_DIR}") < dockerfile.index(COPY)
    assert dockerfile.index(COPY) < dockerfile.index(INSTALL)
    # Installed and run by the learner, who owns the notebooks and can write beside them.
    assert dockerfile[: dockerfile.index(INSTALL)].rindex("USER ${NB_USER}") > dockerfile.index(
        COPY
    )
    assert dockerfile.rindex("USER ${NB_USER}") > dockerfile.rindex("USER root")


def test_nothing_else_of_the_repository_changes_the_image():
    others = ("binder", ".binder", "Dockerfile", "postBuild", "start", "runtime.txt", "apt.txt")
    assert [name for name in others if (ROOT / name).exists()] == []
    dockerfile = recipe(ROOT)
    assert "requirements.txt" not in dockerfile and "postBuild" not in dockerfile.split("COPY")[-1]


def test_a_recipe_that_would_fail_is_seen(tmp_path):
    """Without `-e .` the packages come before the course, which is then not there."""
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    (tmp_path / "environment.yml").write_text(text.split("  - pip:")[0].replace("3.12", "3.11"))
    dockerfile = recipe(tmp_path)
    assert conda_environment(dockerfile) == "3.11"
    assert dockerfile.index(INSTALL) < dockerfile.index(COPY)

"""`make lab` where something is wrong: an old Python, no network, a port that is taken."""

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.authoring import install, launch

ROOT = Path(__file__).parents[1]
INSTALL = ROOT / "course_lib" / "authoring" / "install.py"


def test_an_old_python_is_turned_away_in_words(capsys):
    for version in ((3, 10), (3, 9, 18), (2, 7)):
        with pytest.raises(SystemExit) as stopped:
            install.check_python(version)
        assert stopped.value.code == 1
        said = capsys.readouterr().err
        assert f"This is Python {version[0]}.{version[1]}" in said
        assert "make lab PYTHON=python3.12" in said
    install.check_python((3, 11))
    install.check_python((4, 0))


def test_an_old_python_can_read_the_file_that_says_so():
    source = INSTALL.read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    # What the parser does not tell apart by version: no f-strings, no annotations.
    kinds = {type(node).__name__ for node in ast.walk(ast.parse(source))}
    assert not kinds & {"JoinedStr", "AnnAssign", "NamedExpr", "Match"}


@pytest.mark.slow
def test_without_a_network_it_says_what_to_do(tmp_path):
    """In a project of its own, whose package index refuses every connection."""
    place = tmp_path / "course_lib" / "authoring" / "install.py"
    place.parent.mkdir(parents=True)
    shutil.copy(INSTALL, place)
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\nversion = "0"\n[project.optional-dependencies]\nlab = []\n'
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_"))}
    environment |= {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_NO_CACHE_DIR": "1",
        "PIP_CONFIG_FILE": os.devnull,
    }
    words = [sys.executable, str(place), str(tmp_path / "env"), "lab"]
    ended = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120)
    assert ended.returncode == 1
    assert "Is this machine online? With a connection, type the same command again" in ended.stderr


def test_a_port_that_is_taken_leads_to_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not launch.is_free(port)
        other, note = launch.choose_port(port)
        assert other > port and launch.is_free(other)
        assert f"Port {port} is taken" in note and str(other) in note
    assert launch.choose_port(other) == (other, "")


def test_when_no_port_is_free_it_says_what_to_type(monkeypatch):
    monkeypatch.setattr(launch, "is_free", lambda port: False)
    with pytest.raises(SystemExit, match="make lab PORT=9500"):
        launch.choose_port(8888)


def test_it_opens_the_first_notebook_on_that_port():
    words = launch.command(9123)
    assert "--port=9123" in words and "notebooks/00_start_here.ipynb" in words
    assert (ROOT / launch.FIRST).exists()

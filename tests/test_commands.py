"""The commands where something is wrong: an old Python, no network, no browser, no room."""

import ast
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.authoring import chromium, find_browser, firefox, install, launch, npm, ready
from tests.browser.processes import reserved_port

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
    assert "is this machine online? With a connection, type the same command again" in ended.stderr


def test_a_port_that_is_taken_leads_to_the_next_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not launch.is_free(port)
        other, note = launch.choose_port(port)
        assert other > port
        assert f"Port {port} is taken" in note and str(other) in note
    free = reserved_port()  # no other worker is given it meanwhile
    assert launch.choose_port(free) == (free, "")


def test_when_no_port_is_free_it_says_what_to_type(monkeypatch):
    monkeypatch.setattr(launch, "is_free", lambda port: False)
    with pytest.raises(SystemExit, match="make lab PORT=9500"):
        launch.choose_port(8888)


def test_it_opens_the_first_notebook_on_that_port():
    words = launch.command(9123)
    assert "--port=9123" in words and "notebooks/00_start_here.ipynb" in words
    assert (ROOT / launch.FIRST).exists()


# --- why it failed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("OSError: [Errno 30] Read-only file system: '.venv'", "cannot be written"),
        ("PermissionError: [Errno 13] Permission denied", "cannot be written"),
        ("ERROR: No matching distribution found for torch>=2.6", "PyTorch has no version"),
        ("Could not find a version that satisfies the requirement torch", "PyTorch has no version"),
        ("NewConnectionError('… Temporary failure in name resolution')", "is this machine online?"),
        ("ReadTimeoutError: HTTPSConnectionPool(…): Read timed out.", "is this machine online?"),
    ],
)
def test_pips_words_are_turned_into_a_reason(said, told):
    assert told in install.reason(said)


def test_what_is_not_known_is_left_to_pip():
    assert install.reason("ERROR: something else") is None


def test_an_intel_mac_is_sent_elsewhere(capsys):
    with pytest.raises(SystemExit):
        install.check_machine("Darwin", "x86_64")
    assert "Intel Mac" in capsys.readouterr().err
    install.check_machine("Darwin", "arm64")
    install.check_machine("Windows", "AMD64")


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_done(tmp_path, capsys):
    with pytest.raises(SystemExit):
        install.check_folder(str(tmp_path / "nowhere" / "env"))
    assert f"The folder {tmp_path / 'nowhere'} cannot be written (No such file" in (
        capsys.readouterr().err
    )
    install.check_folder(str(tmp_path / "env"))
    assert list(tmp_path.iterdir()) == []


def test_what_is_large_is_named_while_it_comes(capsys):
    for line in (
        "Collecting torch",
        "  Downloading torch-2.13.0-cp311-linux_x86_64.whl (190.3 MB)",
        "  Downloading idna-3.7-py3-none-any.whl (66 kB)",
        "Installing collected packages: a, b, c",
    ):
        install.tell(line)
    assert capsys.readouterr().out == "  fetching torch, 190 MB\n  unpacking 3 packages\n"


@pytest.mark.parametrize(
    ("system", "nvidia", "there", "asked"),
    [
        ("Linux", False, False, True),
        ("Linux", True, False, False),
        ("Linux", False, True, False),
        ("Darwin", False, False, False),
        ("Windows", False, False, False),
    ],
)
def test_the_build_without_gpu_libraries_where_there_is_no_gpu(
    system, nvidia, there, asked, monkeypatch
):
    calls = []
    monkeypatch.setattr(install.platform, "system", lambda: system)
    monkeypatch.setattr(install, "has_nvidia", lambda: nvidia)
    monkeypatch.setattr(install, "has_torch", lambda folder: there)
    monkeypatch.setattr(install, "pip", lambda folder, words: calls.append(words) or (0, ""))
    install.bring_torch("env", ["-c", "constraints.txt"])
    assert [install.CPU in words and "constraints.txt" in words for words in calls] == [
        True
    ] * asked


# --- Windows, as far as it can be brought about elsewhere -----------------------------------------


def test_an_environment_on_windows_is_found_again(tmp_path, monkeypatch):
    """Its Python is a file with an ending: without it every start would make it anew."""
    monkeypatch.setattr(install.os, "name", "nt")
    python = install.python_of(str(tmp_path))
    assert python.endswith("python.exe") and "Scripts" in python
    os.makedirs(os.path.dirname(python))
    open(python, "w").close()
    monkeypatch.setattr(install.subprocess, "Popen", lambda *a, **k: pytest.fail("made anew"))
    install.make(str(tmp_path))


def test_nobody_on_windows_is_told_to_type_make(monkeypatch, capsys):
    monkeypatch.setattr(install.os, "name", "nt")
    with pytest.raises(SystemExit):
        install.check_python((3, 9))
    said = capsys.readouterr().err
    assert "py -3.12 -m course_lib lab" in said and "make" not in said


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="sends a signal as a terminal does")
def test_ctrl_c_reaches_the_program_and_not_its_starter(tmp_path):
    """JupyterLab asks "Shut down?" at the first; it must live to hear the answer."""
    (tmp_path / "asks.py").write_text(
        "import signal, time\nasked = []\nsignal.signal(signal.SIGINT, lambda *_: asked.append(1))"
        "\nprint('up', flush=True)\nend = time.monotonic() + 60\n"
        "while not asked and time.monotonic() < end: time.sleep(0.05)\n"
        "time.sleep(1)\nprint('ended by itself', flush=True)\n"
    )
    code = (
        "import sys; from course_lib.authoring.install import wait_for; "
        "sys.exit(wait_for([sys.executable, 'asks.py'], '.'))"
    )
    starter = subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, text=True,
                               stdout=subprocess.PIPE, start_new_session=True,
                               env=os.environ | {"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert starter.stdout.readline() == "up\n"
    os.killpg(starter.pid, signal.SIGINT)
    assert starter.communicate(timeout=60)[0] == "ended by itself\n"
    assert starter.returncode == 0


# --- without make ---------------------------------------------------------------------------------


def run(*words):
    return subprocess.run(
        [sys.executable, "-m", "course_lib", *words], cwd=ROOT, capture_output=True, text=True
    )


def test_the_door_for_every_system():
    assert run().returncode == 0 and "lab [PORT]" in run().stdout
    assert run("nonsense").returncode == 1
    source = (ROOT / "course_lib" / "__main__.py").read_text(encoding="utf-8")
    imported = {n.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import)
                for n in node.names}  # fmt: skip
    assert imported <= set(sys.stdlib_module_names), "it runs before anything is installed"


# --- what the tests bring -------------------------------------------------------------------------


class Ways:
    """Stands in for ``subprocess.run``; the browser is there once ``works`` has been called."""

    def __init__(self, works):
        self.works, self.called = works, []

    def __call__(self, words, **more):
        self.called.append(words)

    def found(self):
        if any(self.works in words for words in self.called):
            return "/a/browser"
        raise chromium.NoChromium("type this")


@pytest.mark.parametrize(("works", "count"), [("playwright", 1), ("apt-get", 3)])
def test_a_browser_is_brought(works, count, monkeypatch, capsys):
    ways = Ways(works)
    monkeypatch.setattr(chromium, "chromium", ways.found)
    monkeypatch.setattr(find_browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert chromium.bring(ways) == "/a/browser" and len(ways.called) == count
    assert "no browser here; trying Playwright's Chromium" in capsys.readouterr().out


def test_where_no_browser_can_be_had_it_says_what_to_type(monkeypatch, capsys):
    monkeypatch.setattr(chromium, "_candidates", lambda: iter(()))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setitem(ready.STEPS, "a browser", lambda: chromium.bring(Ways("nothing")))
    assert ready.main() == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "sudo apt install chromium" in line and "make test CHROMIUM=" in line


@pytest.mark.parametrize(
    ("variable", "find", "missing"),
    [
        ("CHROMIUM", chromium.chromium, chromium.NoChromium),
        ("FIREFOX", firefox.firefox, firefox.NoFirefox),
    ],
)
def test_a_browser_that_is_named_and_is_not_there(variable, find, missing, monkeypatch):
    monkeypatch.setenv(variable, "/no/such/browser")
    with pytest.raises(missing, match=f"{variable}=/no/such/browser names no browser"):
        find()


@pytest.mark.parametrize("find", [chromium.chromium, firefox.firefox])
def test_a_browser_beside_the_path_is_found_where_its_system_keeps_it(find, tmp_path, monkeypatch):
    there = tmp_path / "browser.exe"
    there.write_text("x", encoding="utf-8")
    monkeypatch.setattr(find_browser.shutil, "which", lambda name: None)
    for module in (chromium, firefox):
        monkeypatch.setattr(module, "INSTALLED", ("/no/such", f"{tmp_path}/browser.exe"))
        monkeypatch.delenv(find.__name__.upper(), raising=False)
    assert find() == str(there)


class Debian:
    """Stands in for ``subprocess.run`` of a machine whose packages hold a Firefox, or do not."""

    def __init__(self, has_one):
        self.has_one, self.called = has_one, []

    def __call__(self, words, **more):
        self.called.append(words)

    def candidates(self):
        yield from ["/usr/bin/firefox-esr"] if self.called and self.has_one else []


@pytest.mark.parametrize(("root", "first"), [(0, "apt-get"), (1000, "sudo")])
def test_a_second_browser_is_brought(root, first, monkeypatch, capsys):
    debian = Debian(has_one=True)
    monkeypatch.setattr(firefox, "_candidates", debian.candidates)
    monkeypatch.setattr(find_browser.os, "geteuid", lambda: root, raising=False)
    monkeypatch.setattr(find_browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.delenv("FIREFOX", raising=False)
    assert firefox.bring(debian) == "/usr/bin/firefox-esr"
    assert [words[0] for words in debian.called] == [first, first]
    assert debian.called[1][-1] == "firefox-esr"
    assert "trying Debian's package" in capsys.readouterr().out


@pytest.mark.parametrize(("ci", "ends"), [("true", 1), ("", 0)])
def test_without_a_second_browser_only_ci_stops(ci, ends, monkeypatch, capsys):
    debian = Debian(has_one=False)
    monkeypatch.setattr(firefox, "_candidates", debian.candidates)
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setenv("CI", ci)
    steps = {"a second browser": lambda: firefox.bring(debian), "the rest": lambda: "there"}
    monkeypatch.setattr(ready, "STEPS", steps)
    assert ready.main() == ends
    told = capsys.readouterr()
    assert "sudo apt install firefox-esr" in told.err and "make test FIREFOX=" in told.err
    assert ("the rest: there" in told.out) == (ends == 0)


@pytest.mark.parametrize(("words", "usable"), [("exec /snap/bin/firefox", False), ("", True)])
def test_a_firefox_in_a_snap_is_none_to_test_with(words, usable, tmp_path, monkeypatch):
    path = tmp_path / "firefox"
    path.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    monkeypatch.setattr(find_browser.shutil, "which", lambda name: str(path))
    monkeypatch.setattr(firefox, "INSTALLED", ())
    assert (str(path) in firefox._candidates()) == usable


def test_node_comes_from_pypi_where_there_is_none(monkeypatch):
    called = []

    def program(name):
        if not called:
            raise npm.NoPackages("type this")
        return f"/env/bin/{name}"

    monkeypatch.setattr(npm, "program", program)
    assert npm.bring(lambda words, **more: called.append(words)) == (
        "/env/bin/node",
        "/env/bin/npm",
    )
    assert called[0][-1] == npm.WHEEL


def test_everything_is_brought_before_the_first_test():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("test:")]
    assert line.split()[1:3] == ["ready", "check"]


def test_what_make_test_leaves_out_of_the_browser_test_all_runs():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipes = dict(re.findall(r"^([a-z-]+):[^\n]*\n\t(.*tests/browser.*)$", makefile, re.MULTILINE))
    marks = {name: re.search('-m "(.*)"', words)[1] for name, words in recipes.items()}
    assert marks == {"browser": "not exhaustive", "browser-exhaustive": "exhaustive"}
    (line,) = re.findall(r"^test-all: (.*?) ##", makefile, re.MULTILINE)
    assert "browser-exhaustive" in line.split()
    assert recipes["browser"].endswith(" tests/browser tests/web")

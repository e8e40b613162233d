"""The stick for a room without a network: what is on it, what it says to a wrong machine."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from course_lib.authoring import from_stick, stick

ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project with a built deck; uv and pip only tell what they were asked."""
    root = tmp_path / "project"
    for name in ("README.md", "course_lib/order.py", "tests/test_x.py", "slides/build/a.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / ".gitignore").write_text("build/\n")
    for words in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *words], cwd=root, check=True)
    monkeypatch.setattr(stick, "ROOT", root)
    asked = []

    def run(words, **how):
        if "uv" in words:
            asked.append(words)
            listed = UV if stick.SYSTEMS["linux"].uv in words else UV.replace(GPU, "")
            return subprocess.CompletedProcess(words, 0, listed, "")
        if "download" in words:
            asked.append(words)
            folder = Path(words[words.index("--dest") + 1])
            folder.mkdir(parents=True)
            for package in (word for word in words if "==" in word):
                (folder / f"{package}.whl").write_bytes(b"w")
            return subprocess.CompletedProcess(words, 0, "", "")
        return real(words, **how)

    real = subprocess.run
    monkeypatch.setattr(stick.subprocess, "run", run)
    return root, asked


GPU = "nvidia-nvtx==13.0\ncuda-toolkit==13.0\ntriton==3.8\n"  # of PyTorch for Linux alone
UV = f"numpy==2.1.0\n{GPU}torch==2.13.0\n"


def test_a_stick_has_the_course_the_decks_and_the_wheels(project, tmp_path):
    said = []
    stick.make(tmp_path / "s", version="3.12", say=lambda words, flush: said.append(words))
    files = {str(p.relative_to(tmp_path / "s")) for p in (tmp_path / "s").rglob("*") if p.is_file()}
    assert {"course/README.md", "course/course_lib/order.py", "slides/a.html"} <= files
    assert not [name for name in files if "test" in name or "build" in name]
    linux, windows = ({n for n in files if f"wheels/{s}/" in n} for s in ("linux", "windows"))
    assert linux == {"wheels/linux/numpy==2.1.0.whl", "wheels/linux/torch==2.13.0+cpu.whl"}
    assert "wheels/windows/torch==2.13.0.whl" in windows
    assert (tmp_path / "s" / "wheels" / "python.txt").read_text() == "3.12\n"
    assert len(said) == 4 and "linux: 2 wheels" in said[0]


def test_every_system_is_asked_for_by_its_own_name(project, tmp_path):
    stick.make(tmp_path / "s", version="3.12", say=lambda words, flush: None)
    uv = [w[w.index("--python-platform") + 1] for w in project[1] if "uv" in w]
    assert uv == ["x86_64-manylinux_2_28", "windows", "aarch64-apple-darwin"]
    for words in (w for w in project[1] if "download" in w):
        assert "--no-deps" in words and "--only-binary=:all:" in words
        assert words[words.index("--python-version") + 1] == "3.12" and "cp312" in words
        # The GPU build of PyTorch has no place on a stick.
        assert ("--extra-index-url" in words) == any(w.endswith("+cpu") for w in words)
        assert not [w for w in words if w.startswith(("nvidia", "triton", "cuda"))]


def test_both_scripts_of_two_lines_install_what_the_wheels_are_for(project, tmp_path):
    stick.make(tmp_path / "s", ["linux"], "3.12", say=lambda words, flush: None)
    shell, batch = ((tmp_path / "s" / n).read_text() for n in ("install.sh", "install.bat"))
    assert len(shell.splitlines()) == 2 and "python3.12 course_lib/authoring/from_stick.py" in shell
    assert len(batch.splitlines()) == 2 and "py -3.12 course_lib\\authoring\\from_stick.py" in batch
    assert (ROOT / "course_lib" / "authoring" / "from_stick.py").exists()
    assert "Python 3.12" in (tmp_path / "s" / "READ-ME.txt").read_text()


def test_without_decks_or_with_another_system_it_says_what_to_do(project, capsys):
    (project[0] / "slides" / "build" / "a.html").unlink()
    assert stick.main(["linux"]) == 1 and "make slides" in capsys.readouterr().err
    assert (
        stick.main(["beos"]) == 1 and "No system beos; there are linux" in capsys.readouterr().err
    )


def test_what_pip_or_uv_say_is_passed_on(project, tmp_path, monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "no such torch")
    monkeypatch.setattr(stick.subprocess, "run", lambda *a, **k: failed)
    with pytest.raises(stick.NoStick, match="uv does not find what linux needs:\nno such torch"):
        stick.needed("linux", "3.12")
    with pytest.raises(stick.NoStick, match="pip cannot fetch the wheels for linux"):
        stick.fetch(stick.SYSTEMS["linux"], ["torch==2.13.0+cpu"], tmp_path / "linux", "3.12")


# --- on the laptop --------------------------------------------------------------------------------


@pytest.fixture
def laptop(tmp_path):
    for name in ("linux", "windows"):
        (tmp_path / "wheels" / name).mkdir(parents=True)
    (tmp_path / "wheels" / "python.txt").write_text("3.12\n")
    return str(tmp_path)


def test_a_machine_finds_its_own_wheels(laptop):
    folder, why = from_stick.wheels(laptop, "Windows", "AMD64")
    assert folder.endswith("windows") and why == ""
    for machine in (("Darwin", "arm64"), ("Darwin", "x86_64"), ("Linux", "aarch64")):
        folder, why = from_stick.wheels(laptop, *machine)
        assert folder is None and f"this machine ({machine[0]}, {machine[1]})" in why


def test_another_python_is_told_which_one_to_install(laptop):
    assert from_stick.right_python(laptop, (3, 12, 1)) == ""
    said = from_stick.right_python(laptop, (3, 13))
    assert "This is Python 3.13" in said and "for Python 3.12" in said


def test_an_old_python_can_read_what_turns_it_away():
    source = Path(from_stick.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    kinds = {type(node).__name__ for node in ast.walk(ast.parse(source))}
    assert not kinds & {"JoinedStr", "AnnAssign", "NamedExpr", "Match"}


def test_the_script_runs_by_its_file_with_nothing_installed(laptop):
    """From a folder that has no wheels for it, it says so and touches nothing."""
    code = f"import runpy; m = runpy.run_path({from_stick.__file__!r}); m['main']({laptop!r})"
    ended = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1 and "the packages on the stick are for Python 3.12" in ended.stderr

"""What was shown as saved stays saved: killed kernels, several kernels, no room, no permission."""

import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from course_lib.exercises import json_table
from course_lib.exercises.progress import forget_unsaved, load, record

FOLDER = Path(json_table.__file__).parent
HANGS = 300  # s: no busy machine makes anybody wait that long
posix = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def start(script, *words):
    """Another process that has ``json_table`` and nothing else of the course: it starts at once."""
    head = f"import sys; sys.path.insert(0, {str(FOLDER)!r}); import json_table, os, signal\n"
    head += "from pathlib import Path; path = Path(sys.argv[1])\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + script, *map(str, words)], stdout=subprocess.PIPE, text=True
    )


MANY = """
for number in range(int(sys.argv[3])):
    name = f"{sys.argv[2]}.{number}"
    json_table.change(path, lambda table: table | {name: "done"})
    print(name, flush=True)
"""


@pytest.mark.slow
def test_several_kernels_lose_nothing_of_each_other(tmp_path):
    path = tmp_path / "p.json"
    writers = [start(MANY, path, writer, 40) for writer in range(4)]
    for writer in writers:
        writer.communicate(timeout=HANGS)
    wanted = {f"{writer}.{number}": "done" for writer in range(4) for number in range(40)}
    assert json_table.read(path) == wanted


@posix
@pytest.mark.slow
def test_killed_at_any_moment_what_was_shown_is_there(tmp_path):
    path, rng = tmp_path / "p.json", random.Random(0)
    shown = set()
    for life in range(12):
        writer = start(MANY, path, life, 1_000_000)
        shown |= {writer.stdout.readline().strip() for _ in range(3)}
        time.sleep(rng.uniform(0, 0.03))
        writer.send_signal(signal.SIGKILL)
        shown |= set(writer.communicate(timeout=HANGS)[0].split())
        assert shown <= json_table.read(path).keys()
    assert len(shown) >= 36


@posix
def test_killed_in_the_middle_of_writing_the_old_table_stays_whole(tmp_path):
    path = tmp_path / "p.json"
    json_table.change(path, lambda table: {"2.1": "done"})
    dying = start(
        "os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)\n"
        'json_table.change(path, lambda table: table | {"2.2": "done"})',
        path,
    )
    assert dying.wait(HANGS) == -signal.SIGKILL
    assert json_table.read(path) == {"2.1": "done"}
    json_table.change(path, lambda table: table | {"2.3": "tried"})
    assert json_table.read(path) == {"2.1": "done", "2.3": "tried"}, "the dead one's lock is gone"


@posix
def test_with_no_room_left_the_old_table_stays_and_nothing_lies_about(tmp_path):
    """A limit on the size of files ends a write half-way, as a full disk does."""
    path = tmp_path / "p.json"
    json_table.change(path, lambda table: {"2.1": "done"})
    crowded = start(
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))\n"
        "try:\n"
        '    json_table.change(path, lambda table: {str(n): "done" for n in range(100)})\n'
        "except OSError as error: print(type(error).__name__)",
        path,
    )
    assert crowded.communicate(timeout=HANGS)[0] == "OSError\n"
    assert json_table.read(path) == {"2.1": "done"}
    assert sorted(os.listdir(tmp_path)) == ["p.json", "p.json.lock"]


def test_a_lock_that_does_not_come_stops_nobody(tmp_path, monkeypatch):
    monkeypatch.setattr(json_table, "_locked", lambda file: False)
    monkeypatch.setattr(json_table, "PATIENCE", 0.05)
    json_table.change(tmp_path / "p.json", lambda table: {"2.1": "done"})
    assert json_table.read(tmp_path / "p.json") == {"2.1": "done"}


def test_a_damaged_file_is_set_aside(tmp_path):
    path = tmp_path / "p.json"
    path.write_text('{"2.1": "do')
    with pytest.raises(json_table.Damaged):
        json_table.read(path)
    json_table.change(path, lambda table: table | {"2.2": "done"})
    assert json_table.read(path) == {"2.2": "done"}
    assert path.with_name("p.json.damaged").read_text() == '{"2.1": "do'


@contextlib.contextmanager
def a_locked_folder():
    """A folder that this process may read and not write, also where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    (folder / "p.json").write_text('{"2.1": "done"}')
    root = os.geteuid() == 0
    try:
        os.seteuid(65534) if root else folder.chmod(0o555)
        yield folder
    finally:
        os.seteuid(0) if root else folder.chmod(0o755)
        shutil.rmtree(folder)


@posix
def test_a_folder_that_cannot_be_written_is_said_and_later_made_good(monkeypatch, capsys):
    with a_locked_folder() as folder:
        monkeypatch.setenv("COURSE_PROGRESS", str(folder / "p.json"))
        record("2.2", "done")
        assert load() == {"2.1": "done", "2.2": "done"}
        assert "cannot be written (Permission denied)" in capsys.readouterr().out
        assert json.loads((folder / "p.json").read_text()) == {"2.1": "done"}
    room = Path(tempfile.mkdtemp()) / "p.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(room))
    record("2.2", "done")  # the same answer again, and now there is a place for it
    assert json.loads(room.read_text()) == {"2.2": "done"}
    forget_unsaved()
    assert load() == {"2.2": "done"}
    shutil.rmtree(room.parent)

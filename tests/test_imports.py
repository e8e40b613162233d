"""What is imported by a learner starts nothing: no thread, no process. A browser has neither."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow  # it imports the whole course
# What the course stands on may start what it likes: it is imported before anybody looks.
WATCH = """
    import matplotlib.figure, numpy, torch, ipywidgets, os, subprocess, threading
    import matplotlib.backends.backend_agg, matplotlib.backends.backend_svg

    def forbidden(name):
        def started(*args, **kwargs):
            raise RuntimeError(f"{name} was started by an import")
        return started

    threading.Thread.start = forbidden("a thread")
    subprocess.Popen.__init__ = forbidden("a process")
    for name in ("fork", "system", "posix_spawn"):
        setattr(os, name, forbidden("a process"))
"""
ALL = """
    import importlib, pathlib, sys
    for path in sorted(pathlib.Path("course_lib").rglob("*.py")):
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        if ".authoring" not in name and ".__main__" not in name:
            importlib.import_module(name)
    from course_lib.notebook import *
    print(len([name for name in sys.modules if name.startswith("course_lib.")]))
"""


def run(*parts):
    code = "\n".join(map(textwrap.dedent, parts))
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_no_import_starts_a_thread_or_a_process():
    ended = run(WATCH, ALL)
    assert ended.returncode == 0, ended.stderr[-600:]
    assert int(ended.stdout.split()[-1]) > 150


def test_no_first_frame_waits_for_sympy():
    """torch loads it for the first call of its ``broadcast_shapes``: a third of a second."""
    ended = run("""
        import sys
        from course_lib import live
        for name in ("amortised", "track", "winds"):
            picture = getattr(live, name)().picture
            picture.frame()
            for control in picture.controls:
                picture.frame(**{control.name: control.corners()[-1]})
        print("sympy" in sys.modules)
    """)
    assert ended.stdout.split() == ["False"], ended.stderr[-600:]


@pytest.mark.exhaustive
@pytest.mark.parametrize(
    "started",
    [
        "threading.Thread(target=print).start()",
        "subprocess.run(['true'])",
        "os.system('true')",
        "threading.Timer(1, print).start()",
    ],
)
def test_a_thread_or_process_would_be_seen(started):
    assert "was started by an import" in run(WATCH, started).stderr

"""A real Jupyter server with a learner's copy of the course."""

import contextlib
import json
import os
import shutil
import urllib.request
from pathlib import Path

from course_lib.authoring import launch
from tests.browser.processes import reserved_port, running, until

ROOT = Path(__file__).parents[2]
PORTS = 3  # tries, should somebody name the very port that was kept for us
COURSE = ("notebooks", "solutions", "docs", "slides", "README.md")  # what a learner can open


def copy_of_the_course(folder, more=()):
    """The course's folder as a learner has it, without what is built and without the library."""
    ignored = shutil.ignore_patterns("build", "node_modules", "*.mine-*", ".*")
    for name in COURSE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    for notebook in more:
        shutil.copy(notebook, folder / "notebooks")


@contextlib.contextmanager
def serve(folder, notebooks=(), app="jupyterlab"):
    """JupyterLab with the very words of `make lab`, on a copy of the course; its address.

    ``app`` is another front end, started by the same words.

    Everything that Jupyter and the course would keep in a home directory stands in ``folder``. Only
    the port, the token and the browser are the test's own.
    """
    folder = Path(folder)
    if not (folder / "notebooks").exists():
        folder.mkdir(parents=True, exist_ok=True)
        copy_of_the_course(folder, notebooks)
    launch.configure()
    log = folder / "server.log"
    for _ in range(PORTS):
        port = reserved_port()
        url = f"http://localhost:{port}"
        words = _words(port, folder, app)
        with running(words, log, cwd=folder, env=_environment(folder)) as server:
            if _started(url, server):
                yield url
                return
        said = log.read_text(encoding="utf-8")
        if f"port {port} is " not in said:
            break
    raise RuntimeError(f"JupyterLab did not start:\n{said[-3000:]}")


def _words(port, folder, app):
    words = [app if word == "jupyterlab" else word for word in launch.command(port, root=folder)]
    return [*words, "--no-browser", "--expose-app-in-browser", "--IdentityProvider.token="]


def _started(url, server):
    return until(lambda: _answers(url, server.pid), 90, alive=lambda: server.poll() is None)


def _environment(folder):
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
        "COURSE_PROGRESS": str(folder / "progress.json"),
        "OMP_NUM_THREADS": "1",
    }
    environment.pop("COURSE_STATIC", None)
    return environment


def _answers(url, pid):
    """Is it this server? Only its folder has what it has written of itself."""
    own = f"{url}/api/contents/runtime/jpserver-{pid}.json?content=0"
    with contextlib.suppress(OSError):
        return json.load(urllib.request.urlopen(own, timeout=1))

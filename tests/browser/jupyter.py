"""A real Jupyter server with a learner's copy of the course."""

import contextlib
import json
import os
import shutil
import urllib.request
from pathlib import Path

from course_lib.authoring import launch
from tests.browser.processes import free_port, running, until

ROOT = Path(__file__).parents[2]
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
    port = free_port()
    launch.configure()
    words = [app if word == "jupyterlab" else word for word in launch.command(port, root=folder)]
    words += ["--no-browser", "--expose-app-in-browser", "--IdentityProvider.token="]
    log = folder / "server.log"
    with running(words, log, cwd=folder, env=_environment(folder)) as server:
        url = f"http://localhost:{port}"
        if not until(lambda: _answers(url), 90, alive=lambda: server.poll() is None):
            said = log.read_text(encoding="utf-8")[-3000:]
            raise RuntimeError(f"JupyterLab did not start:\n{said}")
        yield url


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


def _answers(url):
    with contextlib.suppress(OSError):
        return json.load(urllib.request.urlopen(f"{url}/api", timeout=1))

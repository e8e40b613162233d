"""The first code cell of every notebook. It stands here once and is put in by the builder.

Where the course can be imported, it imports and does nothing else. On Colab it fetches the course
first, in the revision from which the notebook was opened; docs/colab.md says how and what can go
wrong. Pythons that it turns away must still be able to read it.
"""

import re

ADDRESS = re.compile(r'^COURSE = "[^"\n]*"', re.MULTILINE)

SETUP = r"""
# Set-up: run this cell first.
import sys
from importlib.util import find_spec
from pathlib import Path

COURSE = ""  # where the course is on GitHub, for a copy on Colab


def fetch_course():
    "On Colab: get the course in the very revision from which this notebook was opened."
    import io, json, os, re, tempfile, zipfile
    from urllib.parse import quote, unquote
    from urllib.request import urlopen

    try:  # Colab's own server knows which notebook each kernel has open
        server = "http://{COLAB_JUPYTER_IP}:{KMP_TARGET_PORT}/api/sessions".format(**os.environ)
        sessions = json.load(urlopen(server, timeout=10))
        mine = [s for s in sessions if s["kernel"]["id"] in " ".join(sys.argv)]
        opened = [s["path"] for s in mine or sessions]
    except Exception:
        opened = []
    revision = r"/blob/(.+)/(?:notebooks|solutions)/[^/]+|/tree/(.+?)"
    github = rf"https://github\.com/([\w.-]+/[\w.-]+)(?:{revision})?/?(?:[?#].*)?$"
    found = [re.search(github, unquote(unquote(text))) for text in [*opened, COURSE]]
    if not any(found):
        raise LookupError(
            "Colab does not say where this notebook comes from. In this cell, put the address of "
            'the course on GitHub between the quotes of COURSE = "" and run the cell again.'
        )
    name, *revisions = next(filter(None, found)).groups()
    revision = next(filter(None, revisions), "HEAD")
    address = f"https://github.com/{name}/archive/{quote(revision)}.zip"
    try:
        archive = zipfile.ZipFile(io.BytesIO(urlopen(address, timeout=30).read()))
    except Exception as problem:
        raise ConnectionError(
            f"The course could not be fetched from {address} ({problem}). Is it public, and is "
            "the network up? Then run this cell again."
        ) from None
    folder = Path(tempfile.mkdtemp(prefix="course-"))
    archive.extractall(folder)
    sys.path.append(str(next(folder.iterdir())))
    print(f"Fetched https://github.com/{name} at {revision}, commit {archive.comment.decode()}")


if sys.version_info < (3, 11):
    raise RuntimeError(
        "The course needs Python 3.11 or newer, and this kernel's is older. On Colab, choose: "
        "Runtime > Change runtime type. On your own machine, type: make lab PYTHON=python3.12"
    )
sys.path.append(str(Path.cwd().parent))  # finds the course in a clone that is not installed
if "google.colab" in sys.modules and not find_spec("course_lib"):
    fetch_course()
try:
    from course_lib import data, flows, live
    from course_lib.exercises import answer, attempt, check, hint, progress, quiz, solution
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        f"The course needs {missing.name}, which is not installed for this kernel. "
        "On your own machine, open a terminal in the course's folder and type: make lab"
    ) from None

import torch

torch.set_num_threads(1)  # small flows are faster on one thread
""".strip()


def knowing(source, address):
    """A set-up cell that knows the course's address; "" for one that does not."""
    return ADDRESS.sub(f'COURSE = "{address}"', source, count=1)

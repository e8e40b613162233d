"""The first code cell of every notebook. It stands here once and is put in by the builder.

Where the course can be imported, it imports it and does nothing else: three lines to read. On Colab
it fetches the course first, in the revision from which the notebook was opened; docs/colab.md says
how and what can go wrong. What can wait until the course is there stands in
``course_lib/notebook.py``. Whoever unfolds the cell sees all of it, so it has twenty lines.
"""

import re

ADDRESS = re.compile(r'^COURSE = "[^"\n]*"', re.MULTILINE)

# ruff: noqa: E501 - a sentence that Colab may have to say is one line, for those who only read on
SETUP = r"""
# Set-up: run this cell first.
import os, sys; from importlib.util import find_spec; sys.path.append(os.path.dirname(os.getcwd()))
COURSE = ""  # where the course is on GitHub, for a copy on Colab
if sys.version_info < (3, 11): raise RuntimeError("The course needs Python 3.11 or newer, and this kernel's is older. On Colab, choose: Runtime > Change runtime type. On your own machine, type: make lab PYTHON=python3.12")
if "google.colab" in sys.modules and not find_spec("course_lib"):  # fetch what this notebook is from
    import io, json, re, tempfile, zipfile; from urllib import parse, request
    try: known = json.load(request.urlopen("http://{COLAB_JUPYTER_IP}:{KMP_TARGET_PORT}/api/sessions".format(**os.environ), timeout=10))
    except Exception: known = []  # Colab's own server knows which notebook each kernel has open
    known = [session for session in known if session["kernel"]["id"] in " ".join(sys.argv)] or known
    addresses = [parse.unquote(parse.unquote(text)) for text in [*(s["path"] for s in known), COURSE]]
    github = r"https://github\.com/([\w.-]+/[\w.-]+)(?:/blob/(.+)/(?:notebooks|solutions)/[^/]+|/tree/(.+?))?/?(?:[?#].*)?$"
    found = [re.search(github, address) for address in addresses if re.search(github, address)]
    if not found: raise LookupError('Colab does not say where this notebook comes from. In this cell, put the address of the course on GitHub between the quotes of COURSE = "" and run the cell again.')
    name, revision = found[0][1], found[0][2] or found[0][3] or "HEAD"; address = f"https://github.com/{name}/archive/{parse.quote(revision)}.zip"
    try: archive = zipfile.ZipFile(io.BytesIO(request.urlopen(address, timeout=30).read()))
    except Exception as problem: raise ConnectionError(f"The course could not be fetched from {address} ({problem}). Is it public, and is the network up? Then run this cell again.") from None
    folder = tempfile.mkdtemp(prefix="course-"); archive.extractall(folder); sys.path.append(f"{folder}/{archive.namelist()[0]}")
    print(f"Fetched https://github.com/{name} at {revision}, commit {archive.comment.decode()}")
if not find_spec("course_lib"): raise ModuleNotFoundError("The course needs course_lib, which is not installed for this kernel. On your own machine, open a terminal in the course's folder and type: make lab")
from course_lib.notebook import *  # data, flows, live, torch, np, math, check, hint, solution, quiz …
""".strip()


def knowing(source, address):
    """A set-up cell that knows the course's address; "" for one that does not."""
    return ADDRESS.sub(f'COURSE = "{address}"', source, count=1)

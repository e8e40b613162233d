"""Make an environment and install the course into it: ``python3 install.py FOLDER EXTRAS``.

Needs nothing but Python's standard library, and speaks even where Python is too old to go on.
"""

import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OLDEST = (3, 11)


def fail(sentence):
    sys.stderr.write("\n" + sentence + "\n")
    sys.exit(1)


def check_python(version=sys.version_info):
    if tuple(version[:2]) < OLDEST:
        fail(
            "This is Python %d.%d; the course needs Python 3.11 or newer. Install one from "
            "https://www.python.org/downloads and type: make lab PYTHON=python3.12"
            % tuple(version[:2])
        )


def python_of(folder):
    return os.path.join(folder, "Scripts" if os.name == "nt" else "bin", "python")


def main(folder, extras, more=()):
    check_python()
    made = os.path.exists(python_of(folder))
    if not made and subprocess.call([sys.executable, "-m", "venv", folder]) != 0:
        fail(
            "Python could not make an environment. On Debian and Ubuntu its part for that is a "
            "package of its own: sudo apt install python3-venv"
        )
    print("Installing the course into %s; the first time this takes some minutes." % folder)
    pip = [python_of(folder), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call(pip + ["--editable", "%s[%s]" % (ROOT, extras)] + list(more), cwd=ROOT) != 0:
        fail(
            "Installing the course's packages has failed; pip says why above. Is this machine "
            "online? With a connection, type the same command again: it goes on where it stopped."
        )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])

"""The course's commands on every system, without make: ``python -m course_lib lab``.

On Windows: ``py -m course_lib lab``. Typed in the course's folder; needs nothing but Python.
"""

import os
import runpy
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
QUICK = "not slow and not thorough and not exhaustive"  # the unit tests of `make check`
HELP = """\
python -m course_lib COMMAND        (on Windows: py -m course_lib COMMAND)

  lab [PORT]   install the course and open it in JupyterLab
  update       bring the course up to date; your own notebooks are kept
  check        the quick tests: style, notebooks in step, unit tests

`make` knows more; it is on every Linux and Mac.
"""


def script(name):
    return os.path.join(HERE, "authoring", name)


def ready(extras):
    """An environment with these extras, made anew when pyproject.toml is newer."""
    install = runpy.run_path(script("install.py"))
    install["check_python"]()
    folder = os.path.join(ROOT, ".venv")
    stamps = [os.path.join(folder, name + ".stamp") for name in ("test", "lab")]
    wanted = stamps[: 1 if "test" in extras else 2]
    changed = os.path.getmtime(os.path.join(ROOT, "pyproject.toml"))
    if not any(os.path.exists(s) and os.path.getmtime(s) >= changed for s in wanted):
        install["main"](folder, extras)
        for stamp in stamps if "test" in extras else stamps[1:]:
            open(stamp, "w").close()
    return install["python_of"](folder)


def lab(port="8888"):
    python = ready("lab")
    wait_for = runpy.run_path(script("install.py"))["wait_for"]
    return wait_for([python, "-m", "course_lib.authoring.launch", port], ROOT)


def update():
    return subprocess.call([sys.executable, script("update.py")], cwd=ROOT)


def check():
    python = ready("lab,author,test,web")
    unit = ["pytest", "-q", "-p", "no:nbval", "-n", "auto", "--dist", "loadfile", "-m", QUICK]
    apart = ["--ignore=tests/" + name for name in ("browser", "colab", "hub", "web")]
    steps = (["ruff", "check", "."], [*unit, "tests", *apart])
    for words in steps:
        status = subprocess.call([python, "-m", *words], cwd=ROOT)
        if status != 0:
            return status
    return 0


COMMANDS = {"lab": lab, "update": update, "check": check}


def main(words):
    if not words or words[0] not in COMMANDS:
        print(HELP)
        return 0 if not words else 1
    try:
        return COMMANDS[words[0]](*words[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Install the course from a stick, without a network: ``install.sh`` and ``install.bat`` call it.

Needs nothing but Python's standard library, and nothing but the stick.
"""

import os
import platform
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STICK = os.path.dirname(ROOT)
SYSTEMS = {
    ("Linux", "x86_64"): "linux",
    ("Windows", "AMD64"): "windows",
    ("Darwin", "arm64"): "mac",
}


def wheels(stick=STICK, system=None, machine=None):
    """The folder with the wheels for this machine; (None, why not) if there is none."""
    asked = (system or platform.system(), machine or platform.machine())
    name = SYSTEMS.get(asked)
    folder = os.path.join(stick, "wheels", name or "")
    if name and os.path.isdir(folder):
        return folder, ""
    return None, (
        "The stick has no packages for this machine (%s, %s). With a connection, type: "
        "python3 -m course_lib lab" % asked
    )


def right_python(stick=STICK, version=sys.version_info):
    """'' if this Python is the one that the wheels are for; else what to do."""
    with open(os.path.join(stick, "wheels", "python.txt")) as file:
        wanted = file.read().strip()
    if wanted == "%d.%d" % tuple(version[:2]):
        return ""
    return (
        "This is Python %d.%d, and the packages on the stick are for Python %s. Install that one."
        % (tuple(version[:2]) + (wanted,))
    )


def main(stick=STICK):
    sys.path.insert(0, HERE)
    import install  # beside this file

    folder, why = wheels(stick)
    why = right_python(stick) or why
    if why:
        install.fail(why)
    os.environ.pop("PIP_CONSTRAINT", None)  # the versions are those on the stick
    environment = os.path.join(ROOT, ".venv")
    os.chdir(ROOT)
    install.main(environment, "lab", ["--no-index", "--find-links", folder])
    open(os.path.join(environment, "lab.stamp"), "w").close()
    python = os.path.relpath(install.python_of(environment), ROOT)
    print(
        "You are ready. To open the course, in the folder %s:\n\n  %s -m course_lib lab\n"
        % (ROOT, python)
    )


if __name__ == "__main__":
    main()

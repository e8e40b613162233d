"""A stick for a room without a network: the course, the decks, and wheels for three systems.

``python -m course_lib.authoring.stick`` writes ``dist/stick``. What each system needs is found by
uv, which can ask for another system than its own; pip then fetches these very files. On Linux it is
PyTorch's build without GPU libraries. From the stick nothing is asked of a network:
``from_stick.py`` installs with ``--no-index``.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from course_lib.authoring.install import CPU
from course_lib.authoring.sources import ROOT

GPU = re.compile(r"(?:nvidia|cuda|triton)\b")  # what PyTorch's other build for Linux asks for
BUILD = "setuptools>=68\nwheel\n"  # with which the course itself is installed
LINUX = [f"manylinux_2_{n}_x86_64" for n in range(28, 4, -1)]
LINUX += ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"]


@dataclass(frozen=True)
class System:
    """What uv and pip call a system."""

    uv: str
    pip: tuple


SYSTEMS = {
    "linux": System("x86_64-manylinux_2_28", tuple(LINUX)),
    "windows": System("windows", ("win_amd64",)),
    "mac": System("aarch64-apple-darwin", ("macosx_14_0_arm64",)),
}
SCRIPTS = {
    "install.sh": '#!/bin/sh\ncd "$(dirname "$0")/course" && exec python{version} course_lib/'
    "authoring/from_stick.py\n",
    "install.bat": '@cd /d "%~dp0course" && py -{version} course_lib\\authoring\\from_stick.py\r\n'
    "@pause\r\n",
}
READ_ME = """\
Normalizing flows, live. For a laptop without a network.

1. Copy this whole folder from the stick to your laptop.
2. You need Python {version}. Linux has it as a package, Windows and macOS from python.org.
3. Windows: double-click install.bat.  macOS, Linux: in a terminal, type  sh install.sh
4. When it says that you are ready, it tells you what to type to open the course.

wheels/  the packages, for Linux (x86_64), Windows (x86_64) and macOS 14 or newer (Apple chips)
slides/  the lectures: open one in a browser
"""


class NoStick(Exception):
    """The stick cannot be written; the message says why."""


def make(folder, systems=tuple(SYSTEMS), version=None, say=print):
    """Write the stick into ``folder``, for one version of Python. Raises NoStick."""
    version = version or "{}.{}".format(*sys.version_info)
    folder = Path(folder)
    course(folder / "course")
    decks(folder / "slides")
    for name, text in SCRIPTS.items():
        (folder / name).write_bytes(text.format(version=version).encode())
    (folder / "READ-ME.txt").write_text(READ_ME.format(version=version), encoding="utf-8")
    for name in systems:
        wheels = folder / "wheels" / name
        fetch(SYSTEMS[name], needed(name, version), wheels, version)
        say(f"{name}: {len(list(wheels.iterdir()))} wheels, {size(wheels):.0f} MB", flush=True)
    (folder / "wheels" / "python.txt").write_text(version + "\n", encoding="utf-8")
    say(f"{folder}: {size(folder):.0f} MB, for Python {version}", flush=True)


def course(folder):
    """The files of the course as git lists them; without git, all that is not built or hidden."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        raise NoStick("The stick takes the files that git lists, and this folder is no clone.")
    for name in filter(None, listed.stdout.split("\0")):
        source = ROOT / name
        if source.exists() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / name)


def decks(folder):
    """The decks that are built, and their PDFs."""
    built = [p for p in (ROOT / "slides" / "build").glob("*") if p.suffix in (".html", ".pdf")]
    if not built:
        raise NoStick("No deck is built. Type: make slides")
    folder.mkdir(parents=True, exist_ok=True)
    for path in built:
        shutil.copy(path, folder)


def needed(name, version):
    """What a learner needs on this system, each package with its version: ["torch==2.13.0", …]."""
    with tempfile.TemporaryDirectory() as place:
        build = Path(place) / "build.in"
        build.write_text(BUILD, encoding="utf-8")
        words = ["pip", "compile", "--quiet", "--no-header", "--no-annotate", "--extra", "lab"]
        words += ["--python-platform", SYSTEMS[name].uv, "--python-version", version]
        for file in filter(None, os.environ.get("PIP_CONSTRAINT", "").split()):
            words += ["--constraint", file]
        macs = os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"}
        ended = subprocess.run(
            [sys.executable, "-m", "uv", *words, "pyproject.toml", str(build)],
            cwd=ROOT, env=macs, capture_output=True, text=True,
        )  # fmt: skip
    if ended.returncode:
        raise NoStick(f"uv does not find what {name} needs:\n{ended.stderr}")
    return plain(ended.stdout, cpu=name == "linux")


def plain(lines, cpu):
    """uv's list; with ``cpu`` PyTorch's build for Linux that needs no GPU libraries.

    >>> plain("numpy==2.1\\nnvidia-nvtx==13\\ntorch==2.13.0\\ntriton==3", cpu=True)
    ['numpy==2.1', 'torch==2.13.0+cpu']
    """
    found = [line for line in lines.split("\n") if line and not line.startswith(("#", "-"))]
    if not cpu:
        return found
    return [f"{p}+cpu" if p.startswith("torch==") else p for p in found if not GPU.match(p)]


def fetch(system, packages, folder, version):
    """Fetch these very wheels, and no others that they ask for. Raises NoStick."""
    shutil.rmtree(folder, ignore_errors=True)
    words = ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    words += ["--disable-pip-version-check", "--dest", str(folder)]
    words += ["--implementation", "cp", "--python-version", version]
    words += [word for abi in (f"cp{version.replace('.', '')}", "abi3", "none")
              for word in ("--abi", abi)]  # fmt: skip
    words += [word for tag in system.pip for word in ("--platform", tag)]
    if any(package.endswith("+cpu") for package in packages):
        words += ["--extra-index-url", CPU, "--retries", "1", "--timeout", "30"]
    ended = subprocess.run([sys.executable, *words, *packages], capture_output=True, text=True)
    if ended.returncode:
        raise NoStick(f"pip cannot fetch the wheels for {folder.name}:\n{ended.stderr}")


def size(folder):
    """MB of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def main(words=None):
    systems = (sys.argv[1:] if words is None else words) or list(SYSTEMS)
    unknown = sorted(set(systems) - set(SYSTEMS))
    try:
        if unknown:
            raise NoStick(f"No system {', '.join(unknown)}; there are {', '.join(SYSTEMS)}.")
        make(ROOT / "dist" / "stick", systems)
    except NoStick as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

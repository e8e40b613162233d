"""Make an environment and install the course into it: ``python3 install.py FOLDER EXTRAS``.

Needs nothing but Python's standard library, and speaks even where Python is too old to go on. While
it works it says what it does, and afterwards how long that took; where something fails, why.
"""

import os
import platform
import re
import signal
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
OLDEST = (3, 11)
OLDEST_PIP = (21, 3)  # the first that installs a pyproject.toml in place
CPU = "https://download.pytorch.org/whl/cpu"  # PyTorch without gigabytes of GPU libraries
LARGE = 5  # MB: what is larger is named while it comes


def with_python(version):
    """What to type for another Python, on this system."""
    words = "py -%s -m course_lib lab" if os.name == "nt" else "make lab PYTHON=python%s"
    return words % version


ONLINE = (
    "The packages could not be fetched: is this machine online? With a connection, type the same "
    "command again: it goes on where it stopped."
)
REASONS = (  # what pip says, and what that means
    (r"No space left on device|Disk quota exceeded",
     "The disk is full. The course's packages take about 1.5 GB; make room, then type the same "
     "command again."),
    (r"Read-only file system|Permission denied|Access is denied",
     "This folder cannot be written. Copy the course to a folder of your own, and type the same "
     "command there."),
    (r"name resolution|getaddrinfo|Failed to establish|Max retries|NewConnectionError|timed out"
     r"|unreachable|Connection(?: was)? (?:refused|reset|aborted|broken)|IncompleteRead|ProxyError",
     ONLINE),
    (r"(?:No matching distribution found for|satisfies the requirement) torch",
     "PyTorch has no version for Python %s on this system (%s). Try another Python: %s"
     % ("%d.%d" % sys.version_info[:2], platform.platform(terse=True), with_python("3.13"))),
    (r"from versions: none", ONLINE),
)  # fmt: skip


def fail(sentence):
    sys.stderr.write("\n" + sentence + "\n")
    sys.exit(1)


def check_python(version=sys.version_info):
    if tuple(version[:2]) < OLDEST:
        fail(
            "This is Python %d.%d; the course needs Python 3.11 or newer. Install one from "
            "https://www.python.org/downloads and type: %s"
            % (tuple(version[:2]) + (with_python("3.12"),))
        )


def check_machine(system=None, machine=None):
    """Turn away the one machine that PyTorch has left behind."""
    if (system or platform.system(), machine or platform.machine()) == ("Darwin", "x86_64"):
        fail(
            "This is an Intel Mac, and PyTorch has no version for it since 2.2; the course needs "
            "2.6. Open it in Google Colab or on Binder in place of that: README.md says how."
        )


def check_folder(folder):
    """Can an environment be written here?"""
    place = os.path.dirname(os.path.abspath(folder))
    probe = os.path.join(place, ".course-%d" % os.getpid())
    try:
        os.mkdir(probe)
        os.rmdir(probe)
    except OSError as error:
        fail(
            "The folder %s cannot be written (%s). Copy the course to a folder of your own, and "
            "type the same command there." % (place, error.strerror)
        )


def python_of(folder):
    """Where an environment has its Python: a file by this very name."""
    inside = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return os.path.join(folder, *inside)


def wait_for(words, cwd):
    """Run a program to its end; Ctrl+C is for that program alone, which may ask before it stops."""
    child = subprocess.Popen(words, cwd=cwd)
    kept = signal.signal(signal.SIGINT, signal.SIG_IGN)  # after the start: it is inherited
    try:
        return child.wait()
    finally:
        signal.signal(signal.SIGINT, kept)


def has_nvidia():
    """Is there a GPU whose libraries are worth gigabytes?"""
    return os.path.exists("/proc/driver/nvidia") or os.path.exists("/dev/nvidia0")


def make(folder):
    """Make the environment if it is not there."""
    if os.path.exists(python_of(folder)):
        return
    words = [sys.executable, "-m", "venv", folder]
    ended = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = ended.communicate()[0].decode("utf-8", "replace")
    if ended.returncode == 0:
        return
    if "ensurepip" in output:
        fail(
            "Python lacks its part for making environments. On Debian and Ubuntu that is a package "
            "of its own: sudo apt install python3-venv"
        )
    fail(reason(output) or "Python could not make an environment in %s:\n%s" % (folder, output))


def reason(output):
    """Why pip has failed, in a sentence; None where it must speak for itself."""
    for pattern, sentence in REASONS:
        if re.search(pattern, output, re.IGNORECASE):
            return sentence
    return None


def pip(folder, words, show=True):
    """Run pip, naming what is large while it comes; (its exit status, all that it said)."""
    command = [python_of(folder), "-m", "pip", "--disable-pip-version-check", "install"]
    environment = dict(os.environ, PYTHONUNBUFFERED="1")
    running = subprocess.Popen(
        command + words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = []
    for raw in running.stdout:
        line = raw.decode("utf-8", "replace").rstrip()
        output.append(line)
        if show:
            tell(line)
    return running.wait(), "\n".join(output)


def tell(line):
    """Pass on the lines of pip's that are news to somebody who waits."""
    size = re.match(r"\s*Downloading (\S+) \(([\d.]+) ([kMG])B\)", line)
    if size:
        megabytes = float(size.group(2)) * {"k": 0.001, "M": 1, "G": 1000}[size.group(3)]
        if megabytes >= LARGE:
            name = size.group(1).split("/")[-1].split("-")[0]
            print("  fetching %s, %.0f MB" % (name, megabytes))
    if line.startswith("Installing collected packages"):
        print("  unpacking %d packages" % (line.count(",") + 1))
    sys.stdout.flush()


def pip_version(folder):
    words = [python_of(folder), "-m", "pip", "--version"]
    said = subprocess.Popen(words, stdout=subprocess.PIPE).communicate()[0].decode()
    return tuple(int(number) for number in re.findall(r"\d+", said)[:2])


def has_torch(folder):
    return subprocess.call([python_of(folder), "-c", "import importlib.util as u, sys;"
                            "sys.exit(u.find_spec('torch') is None)"]) == 0  # fmt: skip


def bring_torch(folder, more):
    """On Linux without a GPU, the build of PyTorch that needs none: 0.2 GB in place of 3."""
    if platform.system() != "Linux" or has_nvidia() or has_torch(folder):
        return
    print("  PyTorch: the build without GPU libraries, since there is no NVIDIA GPU here")
    words = ["torch>=2.6", "--index-url", CPU, "--retries", "1", "--timeout", "15"]
    status, _ = pip(folder, words + list(more))
    if status != 0:
        print("  %s cannot be reached; the packages come from PyPI, which may be large" % CPU)


def main(folder, extras, more=()):
    check_python()
    check_machine()
    check_folder(folder)
    began = time.time()
    print("Installing the course into %s. The first time this takes some minutes." % folder)
    sys.stdout.flush()
    make(folder)
    if pip_version(folder) < OLDEST_PIP:
        pip(folder, ["--upgrade", "pip"])
    bring_torch(folder, more)
    words = ["--editable", "%s[%s]" % (ROOT, extras)]
    status, output = pip(folder, words + list(more))
    if status != 0:
        last = [line for line in output.splitlines() if line.startswith("ERROR")]
        fail(reason(output) or "pip has failed:\n" + "\n".join(last or output.splitlines()[-5:]))
    print("  done in %.0f s" % (time.time() - began))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])

"""Find Firefox, the second browser that the tests look with; bring Debian's where it can be had."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("firefox-esr", "firefox")
INSTALLED = (  # where it stands on Macs and on Windows, beside the PATH
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"%ProgramFiles%\Mozilla Firefox\firefox.exe",
    r"%ProgramFiles(x86)%\Mozilla Firefox\firefox.exe",
)


class NoFirefox(Exception):
    """There is no Firefox; the message says what to type."""


def firefox():
    """The path of a Firefox. Raises NoFirefox with what to type."""
    named = os.environ.get("FIREFOX")
    if named and not Path(named).is_file():
        raise NoFirefox(f"FIREFOX={named} names no browser: there is no such file.")
    found = named or next(_candidates(), "")
    if not found:
        raise NoFirefox(
            "The tests look with Firefox as well, and leave that out without one. Type: sudo apt "
            "install firefox-esr (on a Mac: brew install --cask firefox), or name one: make test "
            "FIREFOX=/path/to/firefox"
        )
    return found


def _candidates():
    found = filter(None, map(shutil.which, NAMES))
    yield from (path for path in found if not _is_a_snap(path))
    yield from (p for p in map(os.path.expandvars, INSTALLED) if Path(p).is_file())


def _is_a_snap(path):
    """Ubuntu's: it sees no profile outside its own folders, so that no test can start it."""
    return "/snap/" in path or b"/snap/" in Path(path).read_bytes()[:4096]


def bring(run=subprocess.run):
    """A Firefox, fetched from Debian if there is none: as root, or with sudo. Raises NoFirefox."""
    try:
        return firefox()
    except NoFirefox:
        as_root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["sudo", "-n"]
        if shutil.which("apt-get") and (not as_root or shutil.which("sudo")):
            print("  no Firefox here; trying Debian's package", flush=True)
            wanted = ["install", "-y", "--no-install-recommends", "firefox-esr"]
            for words in (["update"], wanted):
                run([*as_root, "apt-get", *words], capture_output=True, check=False)
    return firefox()

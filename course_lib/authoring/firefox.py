"""Firefox, the second browser that the tests look with."""

import subprocess
from pathlib import Path

from course_lib.authoring import find_browser

NAMES = ("firefox-esr", "firefox")
INSTALLED = (
    "/Applications/Firefox.app/Contents/MacOS/firefox",
    r"%ProgramFiles%\Mozilla Firefox\firefox.exe",
    r"%ProgramFiles(x86)%\Mozilla Firefox\firefox.exe",
)
ADVICE = (
    "The tests look with Firefox as well, and leave that out without one. Type: sudo apt install "
    "firefox-esr (on a Mac: brew install --cask firefox), or name one: make test "
    "FIREFOX=/path/to/firefox"
)


class NoFirefox(find_browser.NoBrowser):
    """There is no Firefox; the message says what to type."""

    called = "Firefox"


def firefox():
    """The path of a Firefox. Raises NoFirefox with what to type."""
    return find_browser.find("FIREFOX", _candidates(), NoFirefox, ADVICE)


def _candidates():
    found = find_browser.standing(NAMES, INSTALLED)
    return (path for path in found if not _is_a_snap(path))


def _is_a_snap(path):
    """Ubuntu's: it sees no profile outside its own folders, so that no test can start it."""
    if "/snap/" in path:
        return True
    with Path(path).open("rb") as file:
        return b"/snap/" in file.read(4096)


def bring(run=subprocess.run):
    """A Firefox, fetched from Debian if there is none: as root, or with sudo. Raises NoFirefox."""
    return find_browser.bring(firefox, find_browser.debians("firefox-esr"), run)

"""Chromium, Chrome or Edge, for printing handouts and for the tests."""

import subprocess
import sys
from pathlib import Path

from course_lib.authoring import find_browser

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
)
ADVICE = (
    "This needs Chromium, Chrome or Edge. Type: sudo apt install chromium (on a Mac: brew "
    "install --cask chromium), or name one: make test CHROMIUM=/path/to/chrome"
)
FLAGS = (  # alone with the page: no sandbox inside a container, no calls home
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromium(find_browser.NoBrowser):
    """There is no Chromium and no sister of it; the message says what to type."""


def chromium():
    """The path of a browser. Raises NoChromium with what to type."""
    return find_browser.find("CHROMIUM", _candidates(), NoChromium, ADVICE)


def _candidates():
    """Browsers that are there, Playwright's own last."""
    yield from find_browser.standing(NAMES, INSTALLED)
    yield from _playwrights()


def _playwrights():
    """Playwright's own Chromium, if it has been fetched."""
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        return
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if Path(path).is_file() and _starts(path):
        yield path


def _starts(path):
    """Are the libraries there that it needs? A bare Linux may lack some."""
    if not sys.platform.startswith("linux"):
        return True
    return subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0


def bring(run=subprocess.run):
    """A browser, fetched if there is none: Playwright's, or Debian's package. Raises NoChromium."""
    return find_browser.bring(chromium, _ways(), run)


def _ways():
    """(name, commands) of every way to fetch a browser on this machine."""
    debian = list(find_browser.debians("chromium"))
    with_libraries = ["--with-deps"] if debian and find_browser.is_root() else []
    playwright = [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]
    return [("Playwright's Chromium", [playwright]), *debian]

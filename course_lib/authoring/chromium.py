"""Find Chromium, Chrome or Edge, for printing handouts and for the tests; bring one if need be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
INSTALLED = (  # where they stand on Macs and on Windows, beside the PATH
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
    r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
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


class NoChromium(Exception):
    """There is no browser; the message says what to type."""


def chromium():
    """The path of a browser. Raises NoChromium with what to type."""
    named = os.environ.get("CHROMIUM")
    if named and not Path(named).is_file():
        raise NoChromium(f"CHROMIUM={named} names no browser: there is no such file.")
    found = named or next(_candidates(), "")
    if not found:
        raise NoChromium(
            "This needs Chromium, Chrome or Edge. Type: sudo apt install chromium (on a Mac: brew "
            "install --cask chromium), or name one: make test CHROMIUM=/path/to/chrome"
        )
    return found


def _candidates():
    """Browsers that are there: on the PATH, where systems keep them, Playwright's own."""
    yield from filter(None, map(shutil.which, NAMES))
    for place in INSTALLED:
        path = os.path.expandvars(place)
        if Path(path).is_file():
            yield path
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
    for name, commands in _ways():
        try:
            return chromium()
        except NoChromium:
            print(f"  no browser here; trying {name}", flush=True)
            for words in commands:
                run(words, capture_output=True, check=False)
    return chromium()


def _ways():
    """(name, commands) of every way to fetch a browser on this machine."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    debian = shutil.which("apt-get") is not None
    with_libraries = ["--with-deps"] if is_root and debian else []
    playwright = [sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"]
    yield "Playwright's Chromium", [playwright]
    as_root = [] if is_root else ["sudo", "-n"]
    if debian and (is_root or shutil.which("sudo")):
        package = [*as_root, "apt-get", "install", "-y", "--no-install-recommends", "chromium"]
        yield "Debian's package", [[*as_root, "apt-get", "update"], package]

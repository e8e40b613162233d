"""Find Chromium or Chrome, for printing handouts and for the tests."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ON_A_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
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
    """The path of Chromium or Chrome. Raises NoChromium with what to type."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not found and Path(ON_A_MAC).exists():
        found = ON_A_MAC
    if not Path(found).is_file():
        raise NoChromium(
            "This needs Chromium. Type: sudo apt install chromium (on a Mac: brew install --cask "
            "chromium), or name one: make browser CHROMIUM=/path/to/chrome"
        )
    return found

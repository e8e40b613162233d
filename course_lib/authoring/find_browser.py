"""Find a browser, and bring one if need be: what is the same for Chromium and for Firefox."""

import os
import shutil
import subprocess
from pathlib import Path


class NoBrowser(Exception):
    """There is no browser; the message says what to type."""

    called = "browser"


def find(variable, candidates, missing, advice):
    """The browser that a variable names, or the first candidate. Raises ``missing``."""
    named = os.environ.get(variable)
    if named and not Path(named).is_file():
        raise missing(f"{variable}={named} names no browser: there is no such file.")
    found = named or next(candidates, "")
    if not found:
        raise missing(advice)
    return found


def standing(names, places):
    """Browsers that are there: on the PATH, then where Macs and Windows keep them."""
    yield from filter(None, map(shutil.which, names))
    yield from (path for path in map(os.path.expandvars, places) if Path(path).is_file())


def bring(look, ways, run=subprocess.run):
    """What ``look()`` finds; where that is nothing, one way after the other to fetch it is tried.

    A way is (name, commands). Raises what ``look`` raises.
    """
    for name, commands in ways:
        try:
            return look()
        except NoBrowser as missing:
            print(f"  no {missing.called} here; trying {name}", flush=True)
            for words in commands:
                run(words, capture_output=True, check=False)
    return look()


def is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def debians(package):
    """The way to a package of Debian's: as root, or with sudo; none on other systems."""
    as_root = [] if is_root() else ["sudo", "-n"]
    if shutil.which("apt-get") and (is_root() or shutil.which("sudo")):
        wanted = ["install", "-y", "--no-install-recommends", package]
        commands = [[*as_root, "apt-get", *words] for words in (["update"], wanted)]
        yield "Debian's package", commands

"""What a build of the web edition draws, kept for the next one: ``.artifacts/web/``.

A thing is kept under a digest of everything that it is made from. Nobody has to say that something
has changed, and a folder that is deleted costs time and nothing else.
"""

import functools
import hashlib
import json
import os
import re
import time

import matplotlib
import numpy
import torch

from course_lib import order
from course_lib.authoring import sources

COURSE = sources.ROOT / "course_lib"
FOLDER = sources.ROOT / ".artifacts" / "web"
DRAWS = ("site_controls.py", "site_frames.py")  # of the authors' tools, what a picture depends on
# What no picture is drawn with: the checks hand it an exercise's reference, which is in a room.
APART = ("chapters", "authoring", "exercises", "selftest.py", "__main__.py", "__pycache__")
READ = (".py", ".npz", ".csv", ".json")
VERSIONS = (matplotlib.__version__, numpy.__version__, torch.__version__)
EXERCISE = re.compile(r"""["'](\d{1,2})\.\d+["']""")
DAYS = 60  # what nobody has asked for as long as that goes


def digest(*parts):
    """A name for what is made from these parts; each may be text, bytes or JSON.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    """
    found = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        found.update(b"%d:" % len(data) + data)
    return found.hexdigest()[:40]


def kept(name, make, folder=FOLDER):
    """The bytes under this name; what ``make()`` returns, if there are none yet."""
    path = folder / name
    try:
        data = path.read_bytes()
        os.utime(path)
        return data
    except OSError:
        data = make()
    folder.mkdir(parents=True, exist_ok=True)
    # Two builds may draw the same picture at a time: none may read half of it.
    half = path.with_name(f"{name}.{os.getpid()}")
    half.write_bytes(data)
    half.replace(path)
    return data


def tidy(folder=FOLDER, days=DAYS, now=None):
    """Delete what no build has asked for in ``days``; how many files that were."""
    oldest = (now or time.time()) - days * 86400
    old = [p for p in folder.glob("*") if p.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def of_picture(call):
    """What the picture of a call is made from: the engines, and the rooms of the chapters it needs.

    These are the rooms that the picture stands in, that its exercises stand in, and those of the
    exercises that these rooms name.
    """
    name = re.match(r"live\.(\w+)", call)[1]
    rooms = set(EXERCISE.findall(call)) | set(_home(name))
    for number in list(rooms):
        rooms |= set(_named(order.two_digits(number)))
    present = order.rooms()
    numbers = sorted({order.two_digits(n) for n in rooms} & set(present))
    return digest(engines(), *(_of_folder(COURSE / "chapters" / present[n]) for n in numbers))


def _home(picture):
    """The number of the chapter that a picture stands in, in a list; none for an engine's own."""
    from course_lib import live

    return [number for number in order.chapters() if picture in live.pictures(number)]


@functools.cache
def _named(number):
    room = order.rooms().get(number)
    if room is None:
        return ()
    texts = (p.read_text(encoding="utf-8") for p in (COURSE / "chapters" / room).rglob("*.py"))
    return tuple(sorted({n for text in texts for n in EXERCISE.findall(text)}))


@functools.cache
def engines():
    """A digest of all that every picture may depend on: the course without ``APART``."""
    parts = sorted(p for p in COURSE.iterdir() if p.name not in APART)
    tools = [COURSE / "authoring" / name for name in DRAWS]
    return digest(VERSIONS, *map(_of_folder, [*parts, *tools]))


@functools.cache
def _of_folder(folder):
    """A digest of the sources and data in a folder, or of one file."""
    inside = [folder] if folder.is_file() else sorted(folder.rglob("*"))
    files = [p for p in inside if p.suffix in READ]
    return digest(*(part for p in files for part in (p.name, p.read_bytes())))

"""``make chapter N=09 NAME=coupling_flows``: a chapter that runs, to be filled with its story.

The files beside this one are what is written, with ``NN``, ``NAME`` and so on in place of what
differs. Everything else that a chapter needs (rows of maps, links, badges, small pictures) follows
from its source.
"""

import re
from pathlib import Path

from course_lib import order
from course_lib.authoring import build, sources
from course_lib.authoring.markers import SourceError

TEMPLATES = Path(__file__).parent
FILES = {  # template → where it goes
    "source.txt": "solutions/{stem}.py",
    "room.txt": "course_lib/chapters/ch{stem}/__init__.py",
    "exercises.txt": "course_lib/chapters/ch{stem}/exercises/__init__.py",
    "first.txt": "course_lib/chapters/ch{stem}/exercises/first.py",
    "": "course_lib/chapters/ch{stem}/pictures/__init__.py",
    "picture.txt": "course_lib/chapters/ch{stem}/pictures/first.py",
    "quiz.txt": "course_lib/chapters/ch{stem}/quiz.py",
    "tests.txt": "tests/chapters/ch{number}/__init__.py",
    "spellings.txt": "tests/chapters/ch{number}/spellings.py",
    "marks.txt": "tests/chapters/ch{number}/marks.py",
}


def write(number, name, root=sources.ROOT):
    """Write the files of a new chapter; returns where they are. Raises SourceError."""
    number, stem = order.two_digits(number), f"{order.two_digits(number)}_{name}"
    _check(number, name, root)
    words = {
        "NN": number,
        "NUMBER": str(int(number)),
        "STEM": stem,
        "NAME": name,
        "TITLE": name.replace("_", " ").capitalize(),
        "CLASS": "".join(word.capitalize() for word in name.split("_")),
    }
    written = []
    for template, where in FILES.items():
        path = root / where.format(stem=stem, number=number)
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (TEMPLATES / template).read_text(encoding="utf-8") if template else ""
        path.write_text(_filled(text, words), encoding="utf-8")
        written.append(path)
    return [*written, *_linked(number, root)]


def make(number, name, say=print):
    """Write a new chapter into this course, and build what shows it. Raises SourceError."""
    changed = write(number, name)
    number = order.two_digits(number)
    build.build(wanted=[number], say=say)
    # Their texts have changed, and nothing that they print.
    # 00 has the map, whose cell gets another address by it; the reviews' glossaries link there.
    others = {"00", *order.REVIEWS.values()} & set(order.chapters())
    others |= {path.name[:2] for path in changed if path.parent.name == "solutions"}
    others |= {*order.before(number)[-1:]}  # whose link to the next one leads here now
    build.build(wanted=sorted(others - {number}), run=False, say=say)
    for path in changed:
        say(f"  {path.relative_to(sources.ROOT)}")
    say("Now: make check. CONTRIBUTING.md, “Add a chapter”, says what to fill in, and how.")


def _check(number, name, root):
    if number not in sum(order.PARTS.values(), ()):
        raise SourceError(
            f"A chapter's number is one of PARTS in course_lib/order.py, not {number!r}. "
            "Type: make chapter N=09 NAME=coupling_flows"
        )
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise SourceError(f"A chapter's name is like coupling_flows, not {name!r}.")
    there = [
        *root.glob(f"solutions/{number}_*.py"),
        *root.glob(f"course_lib/chapters/ch{number}_*"),
    ]
    if there:
        raise SourceError(f"Chapter {number} is there already: {there[0].relative_to(root)}.")


def _filled(text, words):
    return re.sub(r"«(\w+)»", lambda match: words[match[1]], text)


def _linked(number, root):
    """Join the new chapter to its neighbours; the sources that this has changed."""
    chain = sources.chapters(root)
    at = [path.name[:2] for path in chain].index(number)
    changed = []
    for path in chain[max(at - 1, 0) : at + 1]:
        text = path.read_text(encoding="utf-8")
        if path != chain[-1] and "{next}" not in text:
            path.write_text(text.rstrip() + " → {next}\n", encoding="utf-8")
            changed.append(path)
    return changed

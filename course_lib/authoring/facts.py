"""What a chapter's source says of itself, once: its title, question, minutes, and what one needs.

The builder fills these facts in wherever else they are shown: in the times of the chapter itself,
in the links from one chapter to the next, on the start page, in the review and in the README.
"""

import functools
import re
from dataclasses import dataclass

import jupytext

from course_lib.authoring import rooms, sources
from course_lib.authoring.markers import SourceError

TITLE = re.compile(r"^# (\d\d) · (.+)$", re.MULTILINE)
QUESTION = re.compile(r"^\*\*(.+?\?)\*\*", re.MULTILINE | re.DOTALL)
TIME = re.compile(r"\*\*Time:\*\*\s+(\d+)\s+minutes\.")
NEEDS = re.compile(r"\*\*You need\*\*(.*?)\*\*Time", re.DOTALL)


@dataclass(frozen=True)
class Facts:
    """A chapter in a few words; ``alt`` says what its small picture shows."""

    number: str
    stem: str
    title: str
    question: str
    minutes: int
    needs: str
    alt: str

    @property
    def file(self):
        return f"{self.stem}.ipynb"


def of(path):
    """The facts of the chapter with this source. Raises SourceError for one that is missing."""
    return _read(path, path.read_text(encoding="utf-8"))


@functools.lru_cache(maxsize=64)
def _read(path, text):
    cells = [c for c in jupytext.reads(text, fmt="py:percent").cells if c.cell_type == "markdown"]
    if not cells:
        raise SourceError(f"{path}: a chapter begins with a text cell.")
    first, said = cells[0], "\n".join(cell.source for cell in cells)
    title = _found(path, TITLE, first.source, 'a title, "# 05 · CDF flows"')
    if title[1] != path.name[:2]:
        raise SourceError(f"{path}: the title says {title[1]}, the file {path.name[:2]}.")
    minutes = first.metadata.get("minutes")
    if minutes is None:
        minutes = _found(path, TIME, said, 'its time, "**Time:** 55 minutes."')[1]
    needs = first.metadata.get("needs")
    if needs is None:
        needs = numbers(_found(path, NEEDS, said, '"**You need** … **Time:**"')[1])
    if not first.metadata.get("alt"):
        raise SourceError(f'{path}: its first cell has no alt="…", what its first picture shows.')
    question = _found(path, QUESTION, first.source, "its question in bold")[1]
    return Facts(
        number=title[1],
        stem=path.stem,
        title=title[2],
        question=re.sub(r"\s+", " ", question),
        minutes=int(minutes),
        needs=needs,
        alt=first.metadata["alt"],
    )


def _found(path, pattern, text, what):
    match = pattern.search(text)
    if not match:
        raise SourceError(f"{path}: its text lacks {what}.")
    return match


def numbers(text):
    """The chapters that a text names, three or more in a row as a range.

    >>> numbers("chapters 05 and 06; the loop of chapter 03"), numbers("chapters 01 to 08")
    ('03, 05, 06', '01 to 08')
    """
    named = set()
    for first, last in re.findall(r"\b(\d\d)(?: to (\d\d))?\b", text):
        named.update(range(int(first), int(last or first) + 1))
    rows = []
    for number in sorted(named):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    words = [
        f"{row[0]:02d} to {row[-1]:02d}" if len(row) > 2 else ", ".join(f"{n:02d}" for n in row)
        for row in rows
    ]
    return ", ".join(words)


# --- where they are filled in ---------------------------------------------------------------------


def times(path):
    """How the minutes of a chapter are made up: what follows its "**Time:** 55 minutes"."""
    every = rooms.exercises(path)
    core = sum(exercise.minutes for exercise in every if exercise.core)
    optional = [exercise.minutes for exercise in every if not exercise.core]
    said = f", {core} of them for the core exercises" if core else ""
    if optional:
        takes = "one takes" if len(optional) == 1 else "ones take"
        said += f"; the optional {takes} {sum(optional)} more"
    return f"{said}."


def filled(text, path):
    """A text cell of the chapter at ``path`` with its marks replaced.

    ``{next}`` is a link to the next chapter, ``{map}`` the table of all chapters, and
    ``{question:05}`` a chapter's question; "**Time:** 55 minutes." is told in full. Raises
    SourceError for a mark that cannot be filled.
    """

    def every():
        return sources.chapters(path.parents[1])

    text = TIME.sub(lambda match: match[0][:-1] + times(path), text)
    text = re.sub(r"^\{map\}$", lambda _: course_map(every()), text, flags=re.MULTILINE)
    text = re.sub(r"\{next\}", lambda _: _next(path, every()), text)
    return re.sub(r"\{question:(\d\d)\}", lambda m: _at(m[1], path, every()).question, text)


def course_map(chapters):
    """The table of the start page: every chapter but the start page itself."""
    rows = ["| chapter | question | minutes |", "|---|---|---|"]
    for facts in map(of, chapters):
        if facts.number != "00":
            link = f"[{facts.number} {facts.title}]({facts.file})"
            rows.append(f"| {link} | {facts.question} | {facts.minutes} |")
    return "\n".join(rows)


def readme_map(chapters):
    """The rows of the README's map, without badges."""
    rows = ["| | chapter and its question | minutes | you need |", "|---|---|---|---|"]
    for facts in map(of, chapters):
        file = f"notebooks/{facts.file}"
        picture = f"[![{facts.alt}](docs/chapters/{facts.number}.png)]({file})"
        title = f"**{facts.number} [{facts.title}]({file})**<br>{facts.question}"
        rows.append(f"| {picture} | {title} | {facts.minutes} | {facts.needs} |")
    return "\n".join(rows)


def with_map(readme, chapters):
    """The README's text with its map written anew, without badges. Raises SourceError."""
    table = re.compile(r"^\| \| chapter .*\n(?:\|.*\n)+", re.MULTILINE)
    if len(table.findall(readme)) != 1:
        raise SourceError('README.md has one table whose head is "| | chapter and its question".')
    return table.sub(lambda _: readme_map(chapters) + "\n", readme)


def _next(path, chapters):
    at = chapters.index(path) + 1
    if at == len(chapters):
        raise SourceError(f"{path}: {{next}} stands in the last chapter; there is none after it.")
    facts = of(chapters[at])
    return f"[{facts.number} · {facts.title}]({facts.file})"


def _at(number, path, chapters):
    for chapter in chapters:
        if chapter.name[:2] == number:
            return of(chapter)
    raise SourceError(f"{path}: {{question:{number}}}: there is no such chapter.")

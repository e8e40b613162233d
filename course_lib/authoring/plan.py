"""What a deck takes and shows, slide by slide: the timetable of ``slides/README.md``.

    python -m course_lib.authoring.plan

writes the tables between the guide's marks anew. Read from the sources only; nothing is run. The
guide's tables of other formats, a talk or half a day, are read here: each becomes one file.
"""

import itertools
import re
import sys
from dataclasses import dataclass, field

import jupytext

from course_lib import live, order
from course_lib.authoring.markers import SourceError
from course_lib.authoring.sources import ROOT

SLIDES = ROOT / "slides"
MINUTES = re.compile(r"\*\*(\d+) min(, spare)?\.\*\*")  # spare: outside the clock, if there is time
VOTE = "**Ask, a vote:**"  # every hand goes up; any other question is asked, and answered by a few
PICTURE = re.compile(r"\blive\.(\w+)\(")
KNOWN = set(live.pictures())
CITED = re.compile(r"\b([A-Z]) \*([^*]+)\*")  # A *a slide's title*
FORMATS = ("talk", "half-day", "six-weeks")  # tables in the guide; a week of the last is a file


@dataclass
class Slide:
    """A slide as its source tells it."""

    title: str
    minutes: int = 0
    spare: bool = False
    pictures: list = field(default_factory=list)
    notes: str = ""
    text: str = ""  # all Markdown that is shown

    @property
    def vote(self):
        return VOTE in self.notes

    def how(self):
        """What the timetable says about it: "vote", "spare, 2 min"."""
        words = ["vote"] * self.vote + [f"spare, {self.minutes} min"] * self.spare
        return "; ".join(words)


def planned(slides):
    """The minutes of these slides, the spare ones left out."""
    return sum(slide.minutes for slide in slides if not slide.spare)


def slides(path):
    """The slides of one deck. Raises SourceError where the notes do not begin with minutes."""
    found = []
    for cell in jupytext.read(path, fmt="py:percent").cells:
        kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
        if kind == "skip" or "setup" in cell.metadata.get("tags", []):
            continue
        if kind == "slide":
            heading = re.search(r"^##? (.+)$", cell.source, re.MULTILINE)
            found.append(Slide(heading[1] if heading else ""))
        if kind == "notes":
            _take_notes(found[-1], cell.source, path)
        elif cell.cell_type == "code":
            found[-1].pictures += [name for name in PICTURE.findall(cell.source) if name in KNOWN]
        else:
            found[-1].text += cell.source + "\n"
    return found


def _take_notes(slide, notes, path):
    minutes = MINUTES.match(notes)
    if not minutes:
        raise SourceError(f'{path}: the notes of "{slide.title}" begin with **N min.**')
    slide.minutes, slide.spare, slide.notes = int(minutes[1]), bool(minutes[2]), notes


def deck(letter, folder=SLIDES):
    """The source of the deck with this letter."""
    (path,) = folder.glob(f"{letter.lower()}_*.py")
    return path


def decks(folder=SLIDES):
    """The guide's first table: every deck, its minutes, and the chapters that it teaches."""
    rows = ["| deck | what | minutes | chapters |", "|---|---|--:|---|"]
    for letter, (what, chapters) in order.DECKS.items():
        path = deck(letter, folder)
        minutes = planned(slides(path))
        rows.append(f"| [{letter}]({path.name}) | {what} | {minutes} | {', '.join(chapters)} |")
    return "\n".join(rows)


def table(letters, folder=SLIDES):
    """The timetable of the decks with these letters, as a Markdown table."""
    rows = ["| minute | slide | picture | |", "|--:|---|---|---|"]
    clock = 0
    for letter in letters:
        for place, slide in enumerate(slides(deck(letter, folder)), 1):
            pictures = ", ".join(f"`{name}`" for name in slide.pictures)
            title = f"{letter}/{place} · {slide.title}"
            rows.append(f"| {clock} | {title} | {pictures} | {slide.how()} |")
            clock += planned([slide])
    return "\n".join([*rows, f"| {clock} | end | | |"])


def filled(guide, folder=SLIDES):
    """The guide's text with all its tables written anew."""
    tables = {"decks": decks(folder)}
    tables |= {name: table(letters, folder) for name, letters in order.LECTURES.items()}
    for name, rows in tables.items():
        begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
        if guide.count(begin) != 1 or guide.count(end) != 1:
            raise SourceError(f"slides/README.md: {begin} and {end} stand there once each.")
        before, rest = guide.split(begin)
        _, after = rest.split(end)
        guide = f"{before}{begin}\n{rows}\n{end}{after}"
    return guide


def formats(folder=SLIDES):
    """{"talk": [("A", [1, 3]), ("B", [15]), …], "half-day": …, "week-1": …}, as the guide says.

    Raises SourceError for a slide that no deck has.
    """
    path = folder / "README.md"
    guide = path.read_text(encoding="utf-8") if path.exists() else ""
    found = {}
    for name in FORMATS:
        for head, cells in _rows(guide, name):
            row = dict(zip(head, cells, strict=True))
            file = f"week-{row['week']}" if "week" in row else name
            found.setdefault(file, []).extend(named(row["slides"], folder))
    return {name: _by_deck(places) for name, places in found.items()}


def named(cell, folder=SLIDES):
    """[(deck, place)] of the slides in a cell of the guide: "A *first* to A *last*, D *another*".

    Raises SourceError for a slide that no deck has, and for a stretch that runs backwards.
    """
    found, end = [], 0
    for cited in CITED.finditer(cell):
        letter, title = cited.groups()
        titles = [slide.title for slide in slides(deck(letter, folder))]
        if title not in titles:
            raise SourceError(f"slides/README.md: deck {letter} has no slide *{title}*.")
        place = titles.index(title) + 1
        if cell[end : cited.start()] == " to ":
            since = found[-1] if found else ("", 0)
            if since[0] != letter or since[1] >= place:
                raise SourceError(f"slides/README.md: nothing lies between … to {cited[0]}.")
            found += [(letter, between) for between in range(since[1] + 1, place)]
        found.append((letter, place))
        end = cited.end()
    return found


def _rows(guide, name):
    """(head, cells) of each row in the table between the guide's marks of this name."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    if begin not in guide:
        return []
    lines = guide.split(begin)[1].split(end)[0].strip().splitlines()
    head, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]
    return [(head, cells) for cells in rows]


def _by_deck(places):
    """[("A", 1), ("A", 3), ("B", 15)] as [("A", [1, 3]), ("B", [15])]."""
    return [
        (letter, [place for _, place in some])
        for letter, some in itertools.groupby(places, key=lambda each: each[0])
    ]


if __name__ == "__main__":
    try:
        guide = SLIDES / "README.md"
        guide.write_text(filled(guide.read_text(encoding="utf-8")), encoding="utf-8")
    except SourceError as error:
        sys.exit(str(error))

"""What a deck takes and shows, slide by slide: the timetable of ``slides/README.md``.

    python -m course_lib.authoring.plan

writes the tables between the guide's marks anew. Read from the sources only; nothing is run.
"""

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


if __name__ == "__main__":
    try:
        guide = SLIDES / "README.md"
        guide.write_text(filled(guide.read_text(encoding="utf-8")), encoding="utf-8")
    except SourceError as error:
        sys.exit(str(error))

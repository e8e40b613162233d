"""How long a chapter takes, counted: ``python -m course_lib.authoring.minutes`` prints the table.

A reader takes 200 words a minute and plays 2 minutes with a picture; an exercise has its own
minutes, reading its prompt included; a question of a quiz takes one. A formula between lines counts
as ten words, one in a line as one. What a learner may leave out is counted apart: exercises that
are optional, with their pictures, and each section whose first word is "**Optional.**"; so is what
stands below the quiz to be looked up, formulas and papers. A chapter that is too long for one
sitting says where to stop: "**A good place to stop.**"
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

import jupytext

from course_lib.authoring import facts, rooms, sources
from course_lib.authoring.markdown_rules import DISPLAY
from course_lib.exercises import registry

WORDS, PICTURE, QUESTION = 200, 2, 1
LONGEST = 75  # minutes for a sitting, which most chapters are
LOOKED_UP = (
    "The formulas", "To read further", "What you have built", "The map of the course",
    "Words and colours", "When something breaks",
)  # fmt: skip
SECTION = re.compile(r"^(#{2,3}) (.+?)\s*$", re.MULTILINE)
STOP = "**A good place to stop.**"
OPTIONAL = re.compile(r"\*\*Optional\.\*\*")
PICTURES = re.compile(r"^(?:\w+ = )?live\.\w+\(", re.MULTILINE)


@dataclass
class Minutes:
    """What a chapter's time is made of; ``exercises`` are minutes, the others are counts.

    ``stops`` are the minutes that have passed where one may stop.
    """

    words: int = 0
    pictures: int = 0
    exercises: int = 0
    questions: int = 0
    stops: list = field(default_factory=list)

    @property
    def sittings(self):
        """The minutes from one stop to the next.

        >>> Minutes(exercises=90, stops=[50.0]).sittings
        [50.0, 40.0]
        """
        ends = [0, *self.stops, self.total]
        return [end - start for start, end in pairwise(ends)]

    @property
    def total(self):
        """In minutes, not rounded.

        >>> Minutes(words=400, pictures=2, exercises=9, questions=5).total
        20.0
        """
        played = PICTURE * self.pictures + QUESTION * self.questions
        return self.words / WORDS + played + self.exercises


def counted(path):
    """(Minutes of what all learners do, Minutes of what may be left out) of the chapter at path."""
    every = {exercise.id: exercise for exercise in rooms.exercises(path)}
    guesses = {guess.id: guess for guess in registry.predictions(path.name[:2])}
    needed, left_out = Minutes(), Minutes()
    where, levels = needed, []
    for cell in jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells:
        if cell.cell_type == "markdown":
            for heading, text in _sections(cell.source):
                if heading:
                    levels = [(n, aside) for n, aside in levels if n < heading[0]]
                    aside = heading[1] in LOOKED_UP or OPTIONAL.match(text.strip())
                    levels.append((heading[0], bool(aside)))
                where = left_out if any(aside for _, aside in levels) else needed
                if STOP in text:
                    needed.stops.append(needed.total)
                where.words += words(text) + (len(heading[1].split()) if heading else 0)
            continue
        for exercise_id in re.findall(r'check\("(\d+\.\d+)"', cell.source):
            exercise = every[exercise_id]
            (where if exercise.core else left_out).exercises += exercise.minutes
        for guess in re.findall(r'predict\("(\d\d\.\w)"', cell.source):
            said = guesses[guess]
            where.words += words(" ".join([said.text, *said.options, said.reveal]))
        drawn = re.search(r'attempt\("(\d+\.\d+)"', cell.source)
        aside = drawn and not every[drawn[1]].core
        (left_out if aside else where).pictures += len(PICTURES.findall(cell.source))
        if re.search(r"^quiz\(", cell.source, re.MULTILINE):
            where.questions += len(registry.questions(path.name[:2]))
    return needed, left_out


def words(text):
    r"""How many words a reader goes through.

    >>> words("Now $x = f(z)$ is\n\n$$x = a z + b.$$"), words("| a word | another |")
    (13, 3)
    """
    text = re.sub(r"\$[^$]+\$", " formula ", DISPLAY.sub(" formula" * 10, text))
    return len(re.findall(r"[^\W_][\w'’.,-]*", re.sub(r"\]\([^)]*\)", "]", text)))


def _sections(text):
    r"""(level and words of its heading, text) of each part of a cell; None where it has no heading.

    >>> list(_sections("Before.\n## One\nText."))
    [(None, 'Before.\n'), ((2, 'One'), '\nText.')]
    """
    parts = SECTION.split(text)
    if parts[0].strip():
        yield None, parts[0]
    for sign, heading, below in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        yield (len(sign), heading), below


def rounded(total):
    """The time that a chapter states: the next five minutes.

    >>> rounded(61.2), rounded(60)
    (65, 60)
    """
    return 5 * -int(-total // 5)


def table(chapters):
    """One line for each chapter: what is counted, and what it says."""
    lines = ["       words  pictures  exercises  quiz   minutes  stated   may be left out"]
    for path in chapters:
        needed, left_out = counted(path)
        lines.append(
            f"{path.name[:2]}  {needed.words:8}  {needed.pictures:8}  {needed.exercises:9}"
            f"  {needed.questions:4}  {needed.total:8.0f}  {facts.of(path).minutes:6}"
            f"  {left_out.total:16.0f}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    print(table(sources.chapters()))

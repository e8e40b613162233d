"""The one table of the course: its parts, its chapters in their order, its decks and lectures.

Everything that counts or lists chapters reads it. A chapter stands where it stands here, whatever
its number; the ones that have no room in ``course_lib/chapters`` yet are still to come.
"""

import os
import re
from pathlib import Path

PARTS = {
    "I": ("00", "01", "02", "03", "04", "05", "06", "07", "08", "90"),
    "II": ("09", "10", "11", "12", "13", "14", "15", "16", "91"),
}
REVIEWS = {"I": "90", "II": "91"}  # each part ends with one

# A deck has a letter, so that it cannot be taken for a chapter: what it is about, and the chapters
# that it teaches.
DECKS = {
    "A": ("overview, change of variables, differentiable samples", ("01", "08")),
    "B": ("linear and affine flows", ("02",)),
    "C": ("hands-on 1: a Gaussian flow", ("02", "03")),
    "D": ("splines, CDF flows", ("04", "05")),
    "E": ("inverses without a formula", ("06",)),
    "F": ("hands-on 2: a mixture flow", ("05", "06", "07")),
    "G": ("differentiable expectations, in depth", ("08",)),
    "H": ("flows in N dimensions, conditional flows", ("09", "10")),
    "I": ("hands-on 3: where did it flash?", ("11",)),
    "J": ("variational inference, real tools", ("12", "16")),
    "K": ("coverage, systematics, goodness of fit", ("13",)),
    "L": ("flows on manifolds, hands-on 4: directions", ("14", "15")),
}
LECTURES = {  # the decks of each, one after the other
    "lecture-1": ("A", "B"),
    "hands-on-1": ("C",),
    "lecture-2": ("D", "E"),
    "hands-on-2": ("F",),
    "closing": ("G",),
    "lecture-3": ("H",),
    "hands-on-3": ("I",),
    "lecture-4": ("J",),
    "lecture-5": ("K",),
    "hands-on-4": ("L",),
}


def title(session):
    """A session's name, as one says it.

    >>> title("lecture-1"), title("closing")
    ('Lecture 1', 'Closing')
    """
    return (
        session.replace("hands-on", "hands\N{NON-BREAKING HYPHEN}on").replace("-", " ").capitalize()
    )


def letters(names):
    """Decks and sessions as the letters of decks, each once: what one types after ``make``.

    >>> letters(["lecture-1", "b", "G"])
    ['A', 'B', 'G']
    """
    spread = [LECTURES.get(name.lower(), (name.upper(),)) for name in names]
    return list(dict.fromkeys(sum(spread, ())))


ROOMS = Path(__file__).parent / "chapters"
ROOM = re.compile(r"ch\d\d_")


class NoRoom(LookupError):
    """There is no room for this chapter; the message says which there are."""


def rooms():
    """{number: name of its package} of all chapters that have a room, in the course's order.

    Raises NoRoom for two rooms of one number, and for a room that is in none of the parts.

    >>> list(rooms())[0], rooms()["05"]
    ('00', 'ch05_cdf_flows')
    """
    found = {}
    for name in sorted(filter(ROOM.match, os.listdir(ROOMS))):  # asked for thousands of times
        number = name[2:4]
        if not os.path.exists(os.path.join(ROOMS, name, "__init__.py")):
            continue  # what another revision has left behind
        if number in found:
            raise NoRoom(f"Two rooms have the number {number}: {found[number]} and {name}.")
        if number not in _order():
            raise NoRoom(f"{name} has no place in PARTS of course_lib/order.py.")
        found[number] = name
    return {number: found[number] for number in _order() if number in found}


def chapters():
    """The numbers of all chapters that have a room, in the course's order.

    >>> chapters()[:2]
    ('00', '01')
    """
    return tuple(rooms())


def room(number):
    """The package of a chapter, as one imports it. Raises NoRoom.

    >>> room("05")
    'course_lib.chapters.ch05_cdf_flows'
    """
    found = rooms()
    if number not in found:
        raise NoRoom(f"Chapter {number} has no room in course_lib/chapters; {list(found)} have.")
    return f"course_lib.chapters.{found[number]}"


def part(number):
    """The part that a chapter belongs to. Raises NoRoom.

    >>> part("90"), part("09")
    ('I', 'II')
    """
    for name, numbers in PARTS.items():
        if number in numbers:
            return name
    raise NoRoom(f"Chapter {number} has no place in PARTS of course_lib/order.py.")


def before(number):
    """The chapters that come before this one and have a room.

    >>> before("02")
    ('00', '01')
    """
    return chapters()[: _position(number)]


def after(number):
    """The chapter that comes next; None after the last one.

    >>> after("08")
    '90'
    """
    rest = chapters()[_position(number) + 1 :]
    return rest[0] if rest else None


def two_digits(number):
    """A chapter's number as it is written here; anything that is no number stays as it is.

    >>> two_digits(1), two_digits("90"), two_digits("x")
    ('01', '90', 'x')
    """
    text = str(number).strip()
    return f"{int(text):02d}" if re.fullmatch(r"[0-9]+", text) else text


def _position(number):
    room(number)
    return chapters().index(number)


def _order():
    return sum(PARTS.values(), ())

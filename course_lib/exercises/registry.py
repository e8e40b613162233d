"""Which exercises there are. A chapter's module is imported when one of its exercises is wanted."""

import pkgutil
import re
from difflib import get_close_matches
from importlib import import_module

PACKAGE = __name__.rpartition(".")[0]


class Unknown(LookupError):
    """There is no exercise or quiz of this name; the message says which are near."""


def chapters():
    """The numbers of all chapters that have exercises or a quiz.

    >>> chapters()[0]
    '00'
    """
    modules = (m.name for m in pkgutil.iter_modules(import_module(PACKAGE).__path__))
    found = (re.fullmatch(r"chapter(\d\d)", name) for name in modules)
    return sorted(match[1] for match in found if match)


def exercises(chapter):
    """The exercises of a chapter, in its order."""
    return tuple(getattr(_module(chapter), "EXERCISES", ()))


def questions(chapter):
    """The quiz of a chapter; () where there is none."""
    return tuple(getattr(_module(chapter), "QUIZ", ()))


def find(exercise_id):
    """The exercise with this id. Raises Unknown with the near ones.

    >>> find("0.1").title
    'The midpoint of an interval'
    """
    wanted = str(exercise_id).strip()
    chapter = _two_digits(wanted.partition(".")[0])
    if chapter in chapters():
        for exercise in exercises(chapter):
            if exercise.id == wanted:
                return exercise
    known = [exercise.id for number in chapters() for exercise in exercises(number)]
    raise Unknown(f"There is no exercise {wanted!r}. {_near(wanted, known)}")


def find_quiz(chapter):
    """(number with two digits, questions) of a chapter. Raises Unknown with those that exist."""
    wanted = str(chapter).strip()
    number = _two_digits(wanted)
    if number not in chapters() or not questions(number):
        known = [n for n in chapters() if questions(n)]
        raise Unknown(f"There is no quiz {wanted!r}. {_near(number, known)}")
    return number, questions(number)


def _two_digits(number):
    """'1' as '01'; anything that is not a number stays as it is."""
    return f"{int(number):02d}" if number.isascii() and number.isdigit() else number


def _module(chapter):
    return import_module(f"{PACKAGE}.chapter{chapter}")


def _near(wanted, known):
    same_chapter = [name for name in known if name.split(".")[0] == wanted.partition(".")[0]]
    near = same_chapter or get_close_matches(wanted, known, n=4, cutoff=0.3) or known[:4]
    return f"Near it: {', '.join(near)}." if near else "There is none yet."

"""Where the sources of chapters and decks stand, in the course's order."""

from pathlib import Path

from course_lib import order
from course_lib.authoring.markers import SourceError

ROOT = Path(__file__).parents[2]


def chapters(root=ROOT, wanted=()):
    """The chapters' sources, all or those whose number is wanted, in the course's order.

    Raises SourceError if there is none of a wanted number, and for one that has no place in the
    order.
    """
    found = {path.name[:2]: path for path in sorted((root / "solutions").glob("[0-9][0-9]_*.py"))}
    places = sum(order.PARTS.values(), ())
    lost = sorted(set(found) - set(places))
    if lost:
        raise SourceError(
            f"{found[lost[0]]}: {lost[0]} has no place in PARTS (course_lib/order.py)."
        )
    chosen = {number: found[number] for number in places if number in found}
    return _wanted(chosen, wanted, "chapter", root / "solutions")


def decks(root=ROOT, wanted=()):
    """The decks' sources, all or those whose letter is wanted. Raises SourceError if none."""
    paths = sorted((root / "slides").glob("[a-z]_*.py"))
    found = {path.name[0].upper(): path for path in paths}
    return _wanted(found, [letter.upper() for letter in wanted], "deck", root / "slides")


def _wanted(found, wanted, what, folder):
    unknown = sorted(set(wanted) - set(found))
    if unknown:
        raise SourceError(f"No {what} {', '.join(unknown)} in {folder}; it has {', '.join(found)}.")
    if not found:
        raise SourceError(f"No {what} in {folder}.")
    return [path for name, path in found.items() if not wanted or name in wanted]

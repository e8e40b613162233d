"""Progress as a table in a file, for those who must show what they have done: ``progress().save``.

One row for each exercise and each quiz question: chapter, kind, id, minutes, state. No name,
no time, no answer stands in it. Whoever hands it in says whose it is.
"""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from course_lib import order
from course_lib.exercises import registry

COLUMNS = ("chapter", "kind", "id", "minutes", "state")


def rows(states: Mapping[str, str]) -> list[tuple]:
    """One row for each exercise and quiz question of all chapters, in the course's order.

    ``states`` is what ``progress`` remembers: id → "tried" or "done"; whatever it lacks is "open".

    >>> rows({"1.1": "done"})[0]
    ('00', 'core', '0.1', 3, 'open')
    """
    return [row for chapter in order.chapters() for row in _of(chapter, states)]


def _of(chapter, states):
    for one in registry.exercises(chapter):
        kind = "core" if one.core else "optional"
        yield chapter, kind, one.id, one.minutes, states.get(one.id, "open")
    for number, _ in enumerate(registry.questions(chapter), 1):
        name = f"quiz {chapter}.{number}"
        yield chapter, "quiz", name, "", states.get(name, "open")


def written(states: Mapping[str, str]) -> str:
    """The whole file as text: CSV with a line of heads.

    >>> written({}).splitlines()[0]
    'chapter,kind,id,minutes,state'
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows(states))
    return stream.getvalue()


def save(states: Mapping[str, str], file: str | Path) -> str:
    """Write the file; a sentence on what it says.

    An earlier export of the same name is written anew. Raises FileExistsError where the name
    belongs to anything else, and OSError where nothing can be written.
    """
    path = Path(file)
    heads = ",".join(COLUMNS)
    if path.exists() and not _begins_with(path, heads):
        raise FileExistsError(f"{path} is there already and is no progress; give another name.")
    path.write_text(written(states), encoding="utf-8")
    found = rows(states)
    core = [row for row in found if row[1] == "core"]
    done = sum(row[-1] == "done" for row in core)
    return f"{path}: {done} of {len(core)} core exercises done; {len(found)} rows, without a name."


def _begins_with(path, heads):
    with path.open("rb") as file:
        return file.readline().strip() == heads.encode()

"""Where a class is, and which mistakes it makes, from the progress files on one disk.

``python -m course_lib.class_view /home`` on a hub; also for a folder of collected files. Each
folder right below it is a learner. No name is shown unless ``--names`` asks for it, and nothing is
written. Learners read of it in ``docs/for-students.md``.
"""

import argparse
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from course_lib import order
from course_lib.exercises import json_table, registry
from course_lib.exercises.progress import FILE, MISTAKE, better

DEEPEST = 6  # folders below a learner's own
RECENT = 15 * 60  # s: who has answered within these is at work
MOST = 12  # mistakes that are listed


@dataclass
class Learner:
    """One learner's progress: of several copies of the course, the best of each answer."""

    name: str
    states: dict = field(default_factory=dict)
    last: float = 0.0  # s since 1970: when an answer was last remembered

    def done(self):
        return {name for name, state in self.states.items() if state == "done"}

    def mistakes(self):
        """(exercise, name) of the mistakes that were made here, whatever came later."""
        words = [k[len(MISTAKE) :] for k in self.states if k.startswith(MISTAKE)]
        return {tuple(w.split(" ", 1)) for w in words if " " in w}

    def place(self, exercises):
        """The last of these exercises, in the course's order, that was begun; None if none was."""
        begun = [e for e in exercises if e.id in self.states]
        return begun[-1].id if begun else None


def found(folder):
    """All progress files below a folder, as (learner, path); hidden folders are left alone."""
    root = Path(folder)
    for place, folders, files in os.walk(root):
        below = Path(place).relative_to(root).parts
        folders[:] = [f for f in sorted(folders) if f[0] != "." and len(below) <= DEEPEST]
        if FILE in files:
            yield (below[0] if below else root.resolve().name), Path(place) / FILE


def learners(folder):
    """(the learners below a folder, by name; the files that could not be read)."""
    people, unread = {}, []
    for name, path in found(folder):
        try:
            states, last = json_table.read(path), path.stat().st_mtime
        except (OSError, json_table.Damaged):
            unread.append(path)
            continue
        one = people.setdefault(name, Learner(name))
        one.states = better(one.states, states)
        one.last = max(one.last, last)
    return [people[name] for name in sorted(people)], unread


def report(people, unread=(), names=False, now=None):
    """What a lecturer reads from across the room, as lines of text."""
    now = time.time() if now is None else now
    working = sum(now - one.last <= RECENT for one in people)
    lines = [f"{counted(len(people), 'learner')}; {working} answered within {RECENT // 60} minutes"]
    if unread:
        lines.append(f"{counted(len(unread), 'file')} could not be read")
    exercises = [e for chapter in order.chapters() for e in registry.exercises(chapter)]
    lines += ["", *where(people, exercises, names), "", *mistakes(people, names)]
    return lines + (["", *each(people, exercises, now)] if names else [])


def where(people, exercises, names):
    """How many are at each exercise, have solved it, have begun it without solving it."""
    at = [one.place(exercises) for one in people]
    rows = []
    for e in exercises:
        done = sum(e.id in one.done() for one in people)
        open_ones = [one for one in people if one.states.get(e.id) == "tried"]
        if done or open_ones:
            row = [e.id, str(at.count(e.id) or ""), str(done), str(len(open_ones) or ""), e.title]
            rows.append([*row, *told([one.name for one in open_ones], names)])
    heads = ["exercise", "are here", "done", "tried, not done", "title", *told(["who"], names)]
    return table(heads, rows) if rows else ["Nobody has tried an exercise."]


def mistakes(people, names):
    """The named mistakes, the most frequent first; "still" counts those who have not solved it."""
    made = Counter(mistake for one in people for mistake in one.mistakes())
    rows = []
    for (exercise, name), count in sorted(made.items(), key=lambda m: (-m[1], m[0]))[:MOST]:
        still = [one for one in people
                 if (exercise, name) in one.mistakes() and exercise not in one.done()]  # fmt: skip
        row = [str(count), str(len(still) or ""), exercise, name]
        rows.append([*row, *told([one.name for one in still], names)])
    heads = ["made by", "still", "exercise", "mistake", *told(["who"], names)]
    return table(heads, rows) if rows else ["No mistake that has a name was made."]


def each(people, exercises, now):
    """A line for each learner, by name: asked for with ``--names`` only."""
    core = [e.id for e in exercises if e.core]
    rows = [
        [one.name, one.place(exercises) or "–", str(len(one.done() & set(core))),
         f"{(now - one.last) / 60:.0f} min ago"]
        for one in people
    ]  # fmt: skip
    return table(["learner", "is at", f"core done, of {len(core)}", "last answer"], rows)


def told(words, names):
    return [", ".join(words)] if names else []


def counted(number, word):
    """A number and its word: 1 learner, 2 learners.

    >>> counted(1, "file"), counted(0, "file")
    ('1 file', '0 files')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def table(heads, rows):
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip()
            for row in (heads, *rows)]  # fmt: skip


def main(words=None):
    parser = argparse.ArgumentParser(prog="python -m course_lib.class_view", description=__doc__)
    parser.add_argument("folder", help="where the learners' folders are, such as /home")
    parser.add_argument("--names", action="store_true", help="say who, by the folders' names")
    chosen = parser.parse_args(words)
    if not Path(chosen.folder).is_dir():
        print(f"{chosen.folder} is no folder.", file=sys.stderr)
        return 1
    people, unread = learners(chosen.folder)
    if not people and not unread:
        print(f"There is no {FILE} below {chosen.folder}.", file=sys.stderr)
        return 1
    print("\n".join(report(people, unread, chosen.names)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

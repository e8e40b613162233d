"""What has been done, kept in a small file beside the notebooks."""

import html
import os
from pathlib import Path

from course_lib import order
from course_lib.exercises import export, json_table, registry
from course_lib.exercises.panel import INK
from course_lib.theme import PAPER, SHEET, css

FILE = ".course_progress.json"
GUESS = "guess "  # before the name of a prediction
MISTAKE = "mistake "  # before an exercise's id and the name of a mistake that was made there
RANK = {"tried": 1, "done": 2}  # a right answer stays right, whatever is tried afterwards

_unsaved = {}  # what is in no file: it cannot be written, or a static notebook is built
_warned = set()


def progress() -> "Table":
    """A table of all chapters: what is done, tried, open, how many minutes are left; and sums.

    >>> [row["chapter"] for row in progress().rows][-2:]
    ['Part II', 'all']
    """
    states, chapters = load(), order.chapters()
    rows = []
    for part in order.PARTS:
        own = [chapter for chapter in chapters if order.part(chapter) == part]
        rows += [_row(chapter, (chapter,), states) for chapter in own]
        rows.append(_row(f"Part {part}", own, states))
    return Table([*rows, _row("all", chapters, states)])


def forget_unsaved() -> None:
    """Forget what no file holds, and what has been warned of; the file itself stays."""
    _unsaved.clear()
    _warned.clear()


def record(name, state, mistake=""):
    """Remember that an exercise or quiz question was 'tried' or 'done'. Never raises.

    ``mistake`` is the name of the one that was made, if it has one: it stays, whatever comes later.
    """
    known = load()
    if RANK[state] > RANK.get(known.get(name), 0):
        _unsaved[name] = state
    made = f"{MISTAKE}{name} {mistake}"
    if mistake and made not in known:
        _unsaved[made] = "made"
    _save()


def _save():
    path = _path()
    if path is None or not _unsaved:
        return
    try:
        json_table.change(path, lambda states: better(states, _unsaved))
        _unsaved.clear()
    except OSError as error:  # what could not be written is tried again with the next answer
        _warn_once(
            path, f"cannot be written ({error.strerror}); your progress lasts until you stop"
        )


def remember_guess(name: str, guessed: str) -> None:
    """Remember what was guessed at a prediction; the last guess stays. Never raises."""
    _unsaved[GUESS + name] = guessed
    _save()


def guess(name: str) -> str:
    """What was guessed at a prediction; '' if nothing was.

    >>> guess("99.z")
    ''
    """
    return load().get(GUESS + name, "")


def load():
    """All that is remembered.

    Exercise id or 'quiz 01.3' → 'tried' or 'done', 'guess 04.a' → what was guessed,
    'mistake 2.2 its name' → 'made'.
    """
    path = _path()
    states = {}
    try:
        states = json_table.read(path) if path else {}
    except OSError as error:
        _warn_once(path, f"cannot be read ({error.strerror})")
    except json_table.Damaged:
        _warn_once(path, "is damaged; it is set aside and a new one is begun")
    return better(states, _unsaved)


def better(*tables):
    """The best state of each name, the last of each guess."""
    best = {}
    for name, state in (pair for table in tables for pair in table.items()):
        if not isinstance(state, str):
            continue
        if name.startswith((GUESS, MISTAKE)) or RANK.get(state, 0) > RANK.get(best.get(name), 0):
            best[name] = state
    return best


def _path():
    """Where progress is kept; nowhere while a static notebook is built, which must not vary."""
    if os.environ.get("COURSE_STATIC"):
        return None
    return Path(os.environ.get("COURSE_PROGRESS") or FILE)


def _warn_once(path, what):
    if str(path) not in _warned:
        _warned.add(str(path))
        print(f"The file of your progress, {path}, {what}. The course goes on all the same.")


def _row(name, chapters, states):
    """Some chapters in one row: one of them by the names of its exercises, several by counts."""
    exercises = [exercise for chapter in chapters for exercise in registry.exercises(chapter)]
    quiz = [f"quiz {chapter}.{n}" for chapter in chapters
            for n, _ in enumerate(registry.questions(chapter), 1)]  # fmt: skip
    now = {exercise: states.get(exercise.id, "open") for exercise in exercises}
    core = [exercise for exercise in exercises if exercise.core]
    listed = _ids if name in chapters else _count
    return {
        "chapter": name,
        "core": _share(core, now),
        "optional": _share([exercise for exercise in exercises if not exercise.core], now),
        "tried": listed(now, "tried"),
        "open": listed(now, "open"),
        "quiz": f"{sum(states.get(q) == 'done' for q in quiz)} of {len(quiz)}" if quiz else "–",
        "minutes left": str(sum(e.minutes for e in core if now[e] != "done")),
    }


def _share(exercises, now):
    done = sum(now[exercise] == "done" for exercise in exercises)
    return f"{done} of {len(exercises)}" if exercises else "–"


def _ids(now, state):
    return ", ".join(e.id for e, s in now.items() if s == state) or "–"


def _count(now, state):
    return str(list(now.values()).count(state))


HEADS = {
    "chapter": "chapter", "core": "core done", "optional": "optional done", "tried": "tried",
    "open": "open", "quiz": "quiz right", "minutes left": "core minutes left",
}  # fmt: skip


class Table:
    """The table that ``progress()`` shows: as text, and as HTML."""

    def __init__(self, rows):
        self.rows = rows

    def __str__(self):
        table = [list(HEADS.values())] + [[r[key] for key in HEADS] for r in self.rows]
        widths = [max(len(cell) for cell in column) for column in zip(*table, strict=True)]
        lines = ("  ".join(c.ljust(w) for c, w in zip(t, widths, strict=True)) for t in table)
        return "\n".join(line.rstrip() for line in lines)

    __repr__ = __str__

    def save(self, file: str = "progress.csv") -> None:
        """Write what you have done into a file that you can hand in, and say what it holds.

        Every exercise and quiz question is a row: chapter, kind, id, minutes, and "done", "tried"
        or "open". Raises FileExistsError for a file that is something else.
        """
        print(export.save(load(), file))

    def _repr_html_(self):
        look = f"color:{INK};background:{css(PAPER)}"
        cell = f"padding:4px 12px;text-align:left;{look};font-size:14px"
        heads = "".join(
            f'<th scope="col" style="{cell};border-bottom:2px solid {INK}">{h}</th>'
            for h in HEADS.values()
        )
        body = "".join(
            "<tr>" + "".join(self._cell(row[key], key, cell) for key in HEADS) + "</tr>"
            for row in self.rows
        )
        style = f"border-collapse:collapse;{look};margin:4px 0"
        inner = f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
        return f'{SHEET}<table style="{style}">{inner}</table>'

    def _cell(self, content, key, style):
        tag = 'th scope="row"' if key == "chapter" else "td"
        edge = f"border-bottom:1px solid {css('#d9d9d9')}"
        return f'<{tag} style="{style};{edge}">{html.escape(content)}</{tag[:2]}>'

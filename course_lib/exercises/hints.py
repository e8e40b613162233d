"""``hint``: one step further at each call. ``solution``: the published solution."""

import re
from pathlib import Path

from course_lib.exercises import highlight, panel, registry
from course_lib.exercises.text import to_html

SOLUTIONS = Path(__file__).parents[2] / "solutions"
MARKERS = ("### BEGIN SOLUTION", "### END SOLUTION")

_given = {}  # exercise id → how many hints have been asked for


class Note:
    """A title and a text, shown as a panel or as plain text."""

    def __init__(self, state, title, text, html=None):
        self.state, self.title, self.text, self.html = state, title, text, html

    def __str__(self):
        return f"{self.title}\n{self.text}"

    __repr__ = __str__

    def _repr_html_(self):
        return panel.frame(self.state, self.title, self.html or to_html(self.text))


def hint(exercise_id: str) -> Note:
    """The next hint: at the first call a nudge, then the strategy, then nearly the code.

    >>> print(str(hint("0.1")).splitlines()[0])
    Hint 1 of 3 · 0.1
    """
    try:
        exercise = registry.find(exercise_id)
    except registry.Unknown as unknown:
        return Note("unknown", "Unknown", str(unknown))
    count = len(exercise.hints)
    number = _given[exercise.id] = min(_given.get(exercise.id, 0) + 1, count + 1)
    if number > count:
        last = f'You have seen all {count} hints. `solution("{exercise.id}")` shows the solution.'
        return Note("hint", f"No more hints · {exercise.id}", last)
    return Note("hint", f"Hint {number} of {count} · {exercise.id}", exercise.hints[number - 1])


def start_again() -> None:
    """Begin with the first hint again, for every exercise."""
    _given.clear()


def solution(exercise_id: str) -> Note:
    """The published solution of an exercise, as it stands in the course's solutions folder."""
    try:
        exercise = registry.find(exercise_id)
    except registry.Unknown as unknown:
        return Note("unknown", "Unknown", str(unknown))
    title = f"Solution · {exercise.id} {exercise.title}"
    code = published(exercise)
    if code is None:
        where = f"solutions/{exercise.chapter}_….ipynb"
        return Note("hint", title, f"It stands in `{where}` of the course's repository.")
    return Note("hint", title, code, highlight.html(code))


def published(exercise):
    """The code of the cell tagged with the exercise's id, without markers; None if there is none.

    The folder beside ``course_lib`` is looked at first, then that of the notebook's parent.
    """
    for folder in (SOLUTIONS, Path.cwd().parent / "solutions"):
        for source in sorted(folder.glob(f"{exercise.chapter}_*.py")):
            for head, code in cells(source.read_text(encoding="utf-8")):
                if f'"exercise:{exercise.id}"' in head:
                    lines = code.strip("\n").split("\n")
                    return "\n".join(line for line in lines if line.strip() not in MARKERS)
    return None


def cells(source):
    """(the line after '# %%', the body) of every cell of a py:percent text.

    >>> cells('# %% tags=["exercise:0.1"]\\nx = 1\\n')
    [(' tags=["exercise:0.1"]', 'x = 1\\n')]
    """
    parts = re.split(r"^# %%(.*)\n", source, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))

"""What a check has found: data that shows itself as one plain line and as a panel."""

from dataclasses import dataclass

from course_lib.exercises import panel

STATE_WORDS = {
    "right": "right",
    "wrong": "not yet",
    "open": "not attempted yet",
    "unknown": "unknown",
    "broken": "not checked",
}


@dataclass(frozen=True)
class Result:
    """``state`` is 'right', 'wrong', 'open' (not attempted), 'unknown' (no such exercise) or
    'broken' (the course's own fault); ``rung`` says how far up the ladder the answer came, ``rows``
    are details as (label, text), ``short`` is the message without what the rows say as well (''
    if they say none of it), ``clue`` is the part of the message that no author has written,
    ``names`` are words that keep their case at the start of a sentence.
    """

    id: str
    state: str
    message: str
    rung: str = ""
    misconception: str = ""
    short: str = ""
    clue: str = ""
    rows: tuple = ()
    notes: tuple = ()
    printed: str = ""
    hints: tuple = ()
    names: frozenset = frozenset()

    @property
    def right(self) -> bool:
        return self.state == "right"

    def __str__(self):
        return f"{self.id} · {STATE_WORDS[self.state]} — {' '.join(self.message.split())}"

    def __repr__(self):
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        printed = [f"Your function printed: {self.printed}"] if self.printed else []
        plain = "\n".join([str(self), *self.notes, *printed])
        return {"text/plain": plain, "text/html": panel.result(self)}

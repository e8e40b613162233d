"""What a check has found: data that shows itself as one plain line and as a panel."""

from dataclasses import dataclass

from course_lib.exercises import panel

SAID = {"right": "right", "wrong": "not yet", "open": "not attempted yet", "unknown": "unknown",
        "broken": "not checked"}  # fmt: skip


@dataclass(frozen=True)
class Result:
    """``state`` is 'right', 'wrong', 'open' (not attempted), 'unknown' (no such exercise) or
    'broken' (the course's own fault); ``rung`` says how far up the ladder the answer came, ``rows``
    are details as (label, text).
    """

    id: str
    state: str
    message: str
    rung: str = ""
    misconception: str = ""
    rows: tuple = ()
    notes: tuple = ()
    printed: str = ""
    hints: tuple = ()

    @property
    def right(self):
        return self.state == "right"

    def __str__(self):
        return f"{self.id} · {SAID[self.state]} — {' '.join(self.message.split())}"

    def __repr__(self):
        return str(self)

    def _repr_mimebundle_(self, include=None, exclude=None):
        said = [f"Your function printed: {self.printed}"] if self.printed else []
        plain = "\n".join([str(self), *self.notes, *said])
        return {"text/plain": plain, "text/html": panel.result(self)}

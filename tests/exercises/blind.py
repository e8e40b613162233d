"""Answers by people who had seen nothing but the prompts, put through the check as in a chapter.

They stand as data in ``tests/chapters/chNN/blind.py``: ANSWERS = {"1.1": ((WRONG, "what was done",
code), …)}. Each runs in the state that its notebook has when everything above it is solved. They
test the engine and the exercises; nothing is tuned to a single one of them.
"""

import contextlib
import importlib
import importlib.util
import linecache
import re
from dataclasses import dataclass

from course_lib.authoring.setup_cell import SETUP
from course_lib.exercises import registry
from course_lib.exercises.hints import SOLUTIONS, cells
from tests.exercises import proofs

TOLD = ("missing", "placeholder", "nothing", "raised", "type", "shape", "finite")


@dataclass(frozen=True)
class Judged:
    """One answer, whether it is right in truth, and what the check has said of it."""

    exercise: str
    right: bool
    what: str
    code: str
    result: object

    @property
    def kind(self):
        """'accepted', 'named', 'clue' (a sentence says what is the matter) or 'bare'."""
        result = self.result
        if result.right:
            return "accepted"
        if result.misconception:
            return "named"
        return "clue" if getattr(result, "clue", "") or result.rung in TOLD else "bare"

    def __str__(self):
        mark = "right" if self.right else "WRONG"
        notes = " | ".join(self.result.notes)
        said = f"{self.kind}: {self.result.misconception}\n     {self.result} {notes}"
        return f"{self.exercise} [{mark}] {self.what}\n  -> {said}"


def answers(chapter):
    """{exercise id: ((truth, what was done, code), …)} of a chapter; {} where nobody was asked.

    ``blind_again.py`` and ``blind_third.py``: by others, when the exercises were finished.
    """
    given = {}
    for name in ("blind", "blind_again", "blind_third"):
        name = f"tests.chapters.ch{chapter}.{name}"
        if importlib.util.find_spec(name) is not None:
            for exercise_id, some in importlib.import_module(name).ANSWERS.items():
                given[exercise_id] = (*given.get(exercise_id, ()), *some)
    return given


def judged(chapter):
    """All answers of a chapter, judged."""
    return [one for given in _stations(chapter) for one in _judge_all(chapter, *given)]


def _stations(chapter):
    """(exercise id, how its cell hands the answer over, the namespace above it), in order."""
    source = next(SOLUTIONS.glob(f"{chapter}_*.py")).read_text(encoding="utf-8")
    every = [(head, code) for head, code in cells(source) if "[markdown]" not in head]
    namespace = {}
    exec(SETUP + "\nimport math\nimport numpy as np\n", namespace)
    for number, (head, code) in enumerate(every):
        tag = re.search(r'"exercise:([\d.]+)"', head)
        if tag:
            calls = "\n".join(later for _, later in every[number:])
            call = re.search(rf'check\(\s*"{re.escape(tag[1])}"\s*,\s*([^()]+?)\s*,?\)', calls)
            yield tag[1], call[1], dict(namespace)
        proofs._define(code, namespace, strict=False)


def _judge_all(chapter, exercise_id, call, namespace):
    exercise = registry.find(exercise_id)
    for truth, what, code in answers(chapter).get(exercise_id, ()):
        candidate = _candidate(code, call, dict(namespace))
        result = proofs.state(exercise, candidate)
        yield Judged(exercise_id, truth == "right", what, code, result)


def _candidate(code, call, namespace):
    """What the answer's cell hands over; its source can be read, as in a notebook."""
    name = f"<ipython-input-{abs(hash(code))}>"
    linecache.cache[name] = (len(code), None, code.splitlines(True), name)
    with contextlib.redirect_stdout(None):
        exec(compile(code, name, "exec"), namespace)
        return eval(call, namespace)


def table(every):
    """{(chapter, truth, kind): count}, as lines to print."""
    lines = ["chapter  wrong: named  clue  bare  accepted   right: accepted  refused"]
    for chapter in sorted({one.exercise.split(".")[0] for one in every}, key=int):
        mine = [one for one in every if one.exercise.split(".")[0] == chapter]
        wrong = [one.kind for one in mine if not one.right]
        right = [one.kind for one in mine if one.right]
        kinds = [wrong.count(kind) for kind in ("named", "clue", "bare", "accepted")]
        good = right.count("accepted")
        lines.append(
            f"{int(chapter):02d}       {len(wrong):5} {kinds}   {good} {len(right) - good}"
        )
    return lines

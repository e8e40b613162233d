"""Self-checked exercises: ``check`` an answer, ask for a ``hint``, see the ``solution``.

Each chapter's exercises and quiz are data in ``chapterNN.py``; everything else here is the engine
that judges them. A chapter is imported when it is first asked for.

To add a chapter, write ``chapterNN.py`` with ``EXERCISES`` and ``QUIZ`` after the pattern of
``chapter00.py``, and at least three other right answers for each core exercise in
``tests/exercises/spellings_NN.py``. ``pytest tests/exercises/test_every_exercise.py`` proves it.
"""

from course_lib.exercises.check import answer, attempt, check
from course_lib.exercises.exercise import Exercise, Misconception, Question
from course_lib.exercises.hints import hint, solution
from course_lib.exercises.probes import gradients
from course_lib.exercises.progress import progress
from course_lib.exercises.quiz import quiz

__all__ = [
    "Exercise",
    "Misconception",
    "Question",
    "answer",
    "attempt",
    "check",
    "gradients",
    "hint",
    "progress",
    "quiz",
    "solution",
]

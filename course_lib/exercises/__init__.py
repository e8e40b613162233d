"""Self-checked exercises: ``check`` an answer, ask for a ``hint``, see the ``solution``.

Each chapter's exercises and quiz are data in its room, ``course_lib/chapters/chNN_topic``; here is
only the engine that judges them. A chapter is imported when it is first asked for.

The way of an answer: ``check`` → ``ladder`` (rung by rung: ``run``, ``compare``, ``recognise``) →
``explain`` (the words: ``clues``, ``error_report``, ``text``) → ``result`` → ``panel``.

``README.md`` beside this file tells authors which probe to use for what.
"""

from course_lib.exercises.check import answer, attempt, check, reset
from course_lib.exercises.exercise import Exercise, Misconception, Question
from course_lib.exercises.hints import hint, solution
from course_lib.exercises.predict import predict
from course_lib.exercises.prediction import Prediction
from course_lib.exercises.probes import gradients
from course_lib.exercises.progress import progress
from course_lib.exercises.quiz import quiz

__all__ = [
    "Exercise",
    "Misconception",
    "Prediction",
    "Question",
    "answer",
    "attempt",
    "check",
    "gradients",
    "hint",
    "predict",
    "progress",
    "quiz",
    "reset",
    "solution",
]

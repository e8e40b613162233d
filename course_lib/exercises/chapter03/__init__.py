"""Chapter 03, Hands-on 1: a Gaussian flow from scratch, step by step."""

from course_lib.exercises.chapter03.fitting import FIT
from course_lib.exercises.chapter03.questions import QUIZ
from course_lib.exercises.chapter03.steps import LOG_PROB, MAPS, PARAMETERS, SAMPLE
from course_lib.exercises.chapter03.stretch import CONDITIONAL, CORRELATION, WHITEN

EXERCISES = (PARAMETERS, MAPS, LOG_PROB, SAMPLE, FIT, WHITEN, CORRELATION, CONDITIONAL)

__all__ = ["EXERCISES", "QUIZ"]

"""Chapter 07, Hands-on 2: a mixture flow from scratch, step by step."""

from course_lib.exercises.chapter07.questions import QUIZ as QUIZ
from course_lib.exercises.chapter07.steps import FORWARD, INVERSE, LOG_PROB, PARAMETERS, SAMPLE
from course_lib.exercises.chapter07.stretch import CONDITIONAL, SCORES

EXERCISES = (PARAMETERS, INVERSE, LOG_PROB, FORWARD, SAMPLE, SCORES, CONDITIONAL)

"""Chapter 07, Hands-on 2: a mixture flow from scratch, step by step."""

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.steps import (
    FORWARD,
    INVERSE,
    LOG_PROB,
    PARAMETERS,
    SAMPLE,
)
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.stretch import CONDITIONAL, SCORES

EXERCISES = (PARAMETERS, INVERSE, LOG_PROB, FORWARD, SAMPLE, SCORES, CONDITIONAL)

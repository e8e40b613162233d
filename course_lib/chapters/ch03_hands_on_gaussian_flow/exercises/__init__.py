"""Chapter 03, Hands-on 1: a Gaussian flow from scratch, step by step."""

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.fitting import FIT
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.steps import (
    LOG_PROB,
    MAPS,
    PARAMETERS,
    SAMPLE,
)
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.stretch import (
    CONDITIONAL,
    CORRELATION,
    WHITEN,
)

EXERCISES = (PARAMETERS, MAPS, LOG_PROB, SAMPLE, FIT, WHITEN, CORRELATION, CONDITIONAL)

"""Chapter 03, Hands-on 1: a Gaussian flow from scratch, step by step."""

from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.density import LOG_PROB
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.fitting import FIT
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.maps import MAPS
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.parameters import PARAMETERS
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.sampling import SAMPLE
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.stretch import (
    CONDITIONAL,
    CORRELATION,
)
from course_lib.chapters.ch03_hands_on_gaussian_flow.exercises.whitening import WHITEN

EXERCISES = (PARAMETERS, MAPS, LOG_PROB, SAMPLE, FIT, WHITEN, CORRELATION, CONDITIONAL)

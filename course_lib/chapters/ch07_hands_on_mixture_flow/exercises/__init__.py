"""Chapter 07, Hands-on 2: a mixture flow from scratch, step by step."""

from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.density import LOG_PROB
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.forward import FORWARD
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.inverse import INVERSE
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.parameters import PARAMETERS
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.sampling import SAMPLE
from course_lib.chapters.ch07_hands_on_mixture_flow.exercises.stretch import CONDITIONAL, SCORES

EXERCISES = (PARAMETERS, INVERSE, LOG_PROB, FORWARD, SAMPLE, SCORES, CONDITIONAL)

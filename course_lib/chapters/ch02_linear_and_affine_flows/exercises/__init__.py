"""Chapter 02, Linear and affine flows: from x = a z + b to the maximum-likelihood step."""

from course_lib.chapters.ch02_linear_and_affine_flows.exercises.density import AFFINE_LOG_PROB
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.learning import STEP
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.line import INVERSE, LOG_PROB
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.parameters import MAKE_L
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.sampling import RADIUS, SAMPLE
from course_lib.chapters.ch02_linear_and_affine_flows.exercises.two_steps import CHAIN

EXERCISES = (INVERSE, LOG_PROB, CHAIN, AFFINE_LOG_PROB, SAMPLE, MAKE_L, STEP, RADIUS)

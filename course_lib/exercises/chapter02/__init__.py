"""Chapter 02, Linear and affine flows: from x = a z + b to the maximum-likelihood step."""

from course_lib.exercises.chapter02.density import AFFINE_LOG_PROB
from course_lib.exercises.chapter02.learning import STEP
from course_lib.exercises.chapter02.line import INVERSE, LOG_PROB
from course_lib.exercises.chapter02.parameters import MAKE_L
from course_lib.exercises.chapter02.questions import QUIZ as QUIZ
from course_lib.exercises.chapter02.sampling import RADIUS, SAMPLE
from course_lib.exercises.chapter02.two_steps import CHAIN

EXERCISES = (INVERSE, LOG_PROB, CHAIN, AFFINE_LOG_PROB, SAMPLE, MAKE_L, STEP, RADIUS)

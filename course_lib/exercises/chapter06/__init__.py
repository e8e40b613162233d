"""Chapter 06, root-finding inverses: halving, tangents, a safeguard, and gradients."""

from course_lib.exercises.chapter06.bracketed import BRACKET, SAFE_STEP
from course_lib.exercises.chapter06.gradients import IMPLICIT, SAMPLE_SLOPE
from course_lib.exercises.chapter06.questions import QUIZ as QUIZ
from course_lib.exercises.chapter06.searches import BISECTION, FOUND, NEWTON

EXERCISES = (BISECTION, NEWTON, BRACKET, SAFE_STEP, IMPLICIT, FOUND, SAMPLE_SLOPE)

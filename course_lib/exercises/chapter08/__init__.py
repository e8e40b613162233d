"""Chapter 08, differentiable expectations: averages, their errors, and their right gradients."""

from course_lib.exercises.chapter08.averages import MOMENT, NEEDED
from course_lib.exercises.chapter08.gradients import ENTROPY, SCORE, SNIPPETS
from course_lib.exercises.chapter08.questions import QUIZ as QUIZ
from course_lib.exercises.chapter08.uses import AIM, KL, OBJECTIVE

EXERCISES = (MOMENT, NEEDED, ENTROPY, SCORE, SNIPPETS, AIM, OBJECTIVE, KL)

"""Chapter 08, differentiable expectations: averages, their errors, and their right gradients."""

from course_lib.chapters.ch08_differentiable_expectations.exercises.aim import AIM
from course_lib.chapters.ch08_differentiable_expectations.exercises.ascent import OBJECTIVE
from course_lib.chapters.ch08_differentiable_expectations.exercises.averages import MOMENT, NEEDED
from course_lib.chapters.ch08_differentiable_expectations.exercises.divergence import KL
from course_lib.chapters.ch08_differentiable_expectations.exercises.gradients import ENTROPY, SCORE
from course_lib.chapters.ch08_differentiable_expectations.exercises.snippets import SNIPPETS

EXERCISES = (MOMENT, NEEDED, ENTROPY, SCORE, SNIPPETS, AIM, OBJECTIVE, KL)

"""Chapter 08, differentiable expectations: averages, their errors, and their right gradients."""

from course_lib.chapters.ch08_differentiable_expectations.exercises.averages import MOMENT, NEEDED
from course_lib.chapters.ch08_differentiable_expectations.exercises.gradients import (
    ENTROPY,
    SCORE,
    SNIPPETS,
)
from course_lib.chapters.ch08_differentiable_expectations.exercises.uses import AIM, KL, OBJECTIVE

EXERCISES = (MOMENT, NEEDED, ENTROPY, SCORE, SNIPPETS, AIM, OBJECTIVE, KL)

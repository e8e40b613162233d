"""The exercises of chapter 12, in their order."""

from course_lib.chapters.ch12_variational_inference.exercises.first import ELBO

EXERCISES = (ELBO,)

"""The exercises of chapter 09, in their order."""

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

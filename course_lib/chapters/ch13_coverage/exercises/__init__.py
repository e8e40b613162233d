"""The exercises of chapter 13, in their order."""

from course_lib.chapters.ch13_coverage.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

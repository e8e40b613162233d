"""The exercises of chapter 15, in their order."""

from course_lib.chapters.ch15_hands_on_directions.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

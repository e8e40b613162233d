"""The exercises of chapter 16, in their order."""

from course_lib.chapters.ch16_real_tools.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

"""The exercise of chapter 00, in which one meets checks, hints and solutions."""

from course_lib.chapters.ch00_start_here.exercises.midpoint import MIDPOINT

EXERCISES = (MIDPOINT,)

"""The exercises of chapter 10, in their order."""

from course_lib.chapters.ch10_conditional_flows.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

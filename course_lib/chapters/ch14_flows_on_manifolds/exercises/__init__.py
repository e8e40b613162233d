"""The exercises of chapter 14, in their order."""

from course_lib.chapters.ch14_flows_on_manifolds.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

"""The exercises of chapter 11, in their order."""

from course_lib.chapters.ch11_hands_on_flash.exercises.first import STRETCHED

EXERCISES = (STRETCHED,)

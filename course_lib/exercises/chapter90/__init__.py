"""Chapter 90, the review of Part I: no exercises, and a final quiz over all chapters."""

from course_lib.exercises.chapter90.first_half import QUESTIONS as FIRST
from course_lib.exercises.chapter90.second_half import QUESTIONS as SECOND

EXERCISES = ()
QUIZ = FIRST + SECOND

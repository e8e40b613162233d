"""The final quiz of Part I, over all its chapters."""

from course_lib.chapters.ch90_review_of_part_one.quiz.first_half import QUESTIONS as FIRST
from course_lib.chapters.ch90_review_of_part_one.quiz.second_half import QUESTIONS as SECOND

QUIZ = FIRST + SECOND

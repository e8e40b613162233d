"""The final quiz of Part II, over all its chapters."""

from course_lib.chapters.ch91_review_of_part_two.quiz.first_half import QUESTIONS as FIRST
from course_lib.chapters.ch91_review_of_part_two.quiz.second_half import QUESTIONS as SECOND

QUIZ = FIRST + SECOND

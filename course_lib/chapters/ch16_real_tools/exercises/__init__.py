"""The exercises of chapter 16, in their order."""

from course_lib.chapters.ch16_real_tools.exercises.direction import DIRECTION
from course_lib.chapters.ch16_real_tools.exercises.jammys import JAMMY
from course_lib.chapters.ch16_real_tools.exercises.knots import KNOTS
from course_lib.chapters.ch16_real_tools.exercises.loop import TRAIN
from course_lib.chapters.ch16_real_tools.exercises.sampling import DRAWS
from course_lib.chapters.ch16_real_tools.exercises.shapes import GRID
from course_lib.chapters.ch16_real_tools.exercises.strings import READ

EXERCISES = (DIRECTION, KNOTS, GRID, DRAWS, TRAIN, READ, JAMMY)

"""Chapter 01, Change of variables: from the log-normal density to a density for any map."""

from course_lib.exercises.chapter01.any_map import ANY_MAP, ANY_MAP_ND
from course_lib.exercises.chapter01.one_variable import FALLING, LOG_NORMAL
from course_lib.exercises.chapter01.questions import QUIZ as QUIZ
from course_lib.exercises.chapter01.two_maps import COMPOSED
from course_lib.exercises.chapter01.two_variables import DARTS, POLAR

EXERCISES = (LOG_NORMAL, FALLING, COMPOSED, POLAR, DARTS, ANY_MAP, ANY_MAP_ND)

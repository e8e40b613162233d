"""Chapter 01, Change of variables: from the log-normal density to a density for any map."""

from course_lib.chapters.ch01_change_of_variables.exercises.any_map import ANY_MAP
from course_lib.chapters.ch01_change_of_variables.exercises.any_map_nd import ANY_MAP_ND
from course_lib.chapters.ch01_change_of_variables.exercises.one_variable import FALLING, LOG_NORMAL
from course_lib.chapters.ch01_change_of_variables.exercises.two_maps import COMPOSED
from course_lib.chapters.ch01_change_of_variables.exercises.two_variables import DARTS, POLAR

EXERCISES = (LOG_NORMAL, FALLING, COMPOSED, POLAR, DARTS, ANY_MAP, ANY_MAP_ND)

"""Chapter 06, root-finding inverses: halving, tangents, a safeguard, and gradients."""

from course_lib.chapters.ch06_root_finding_inverses.exercises.bracketed import BRACKET, SAFE_STEP
from course_lib.chapters.ch06_root_finding_inverses.exercises.gradients import (
    IMPLICIT,
    SAMPLE_SLOPE,
)
from course_lib.chapters.ch06_root_finding_inverses.exercises.searches import (
    BISECTION,
    FOUND,
    NEWTON,
)

EXERCISES = (BISECTION, NEWTON, BRACKET, SAFE_STEP, IMPLICIT, FOUND, SAMPLE_SLOPE)

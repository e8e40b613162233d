"""Chapter 06, root-finding inverses: halving, tangents, a safeguard, and gradients."""

from course_lib.chapters.ch06_root_finding_inverses.exercises.bracketed import BRACKET
from course_lib.chapters.ch06_root_finding_inverses.exercises.gradients import (
    IMPLICIT,
    SAMPLE_SLOPE,
)
from course_lib.chapters.ch06_root_finding_inverses.exercises.halving import BISECTION
from course_lib.chapters.ch06_root_finding_inverses.exercises.leash import SAFE_STEP
from course_lib.chapters.ch06_root_finding_inverses.exercises.stopping import FOUND
from course_lib.chapters.ch06_root_finding_inverses.exercises.tangent import NEWTON

EXERCISES = (BISECTION, NEWTON, BRACKET, SAFE_STEP, IMPLICIT, FOUND, SAMPLE_SLOPE)

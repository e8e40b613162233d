"""Chapter 13, coverage: one share for each event, the curve they make, and what a curve hides."""

from course_lib.chapters.ch13_coverage.exercises.balls import BALL_SHARE
from course_lib.chapters.ch13_coverage.exercises.bands import HALF_WIDTH
from course_lib.chapters.ch13_coverage.exercises.curves import COVERAGE
from course_lib.chapters.ch13_coverage.exercises.denser import HPD_SHARE
from course_lib.chapters.ch13_coverage.exercises.groups import COVERAGE_BY_GROUP
from course_lib.chapters.ch13_coverage.exercises.nearer import TARP_SHARE
from course_lib.chapters.ch13_coverage.exercises.nuisances import MARGINAL_LOG_PROB
from course_lib.chapters.ch13_coverage.exercises.odd import CALIBRATED_P
from course_lib.chapters.ch13_coverage.exercises.places import RANKS

EXERCISES = (
    BALL_SHARE,
    COVERAGE,
    HALF_WIDTH,
    RANKS,
    HPD_SHARE,
    COVERAGE_BY_GROUP,
    MARGINAL_LOG_PROB,
    CALIBRATED_P,
    TARP_SHARE,
)

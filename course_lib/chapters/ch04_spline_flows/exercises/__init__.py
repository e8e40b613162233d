"""Chapter 04, Spline flows: one bin forwards and backwards, knots, and the whole spline."""

from course_lib.chapters.ch04_spline_flows.exercises.inverse import BIN_INVERSE
from course_lib.chapters.ch04_spline_flows.exercises.inverse_slope import INVERSE_LOG_SLOPE
from course_lib.chapters.ch04_spline_flows.exercises.knots import MAKE_KNOTS
from course_lib.chapters.ch04_spline_flows.exercises.one_bin import BIN_MAP
from course_lib.chapters.ch04_spline_flows.exercises.slope import BIN_LOG_SLOPE
from course_lib.chapters.ch04_spline_flows.exercises.steps import STEP_LOG_PROB
from course_lib.chapters.ch04_spline_flows.exercises.whole import SPLINE

EXERCISES = (
    BIN_MAP,
    BIN_LOG_SLOPE,
    BIN_INVERSE,
    MAKE_KNOTS,
    SPLINE,
    INVERSE_LOG_SLOPE,
    STEP_LOG_PROB,
)

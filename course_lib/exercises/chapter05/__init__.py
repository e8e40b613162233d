"""Chapter 05, CDF flows: through the uniform distribution, mixtures, and tails that hold."""

from course_lib.exercises.chapter05.mixture import LOG_SLOPE, MIXTURE_LOG_PROB
from course_lib.exercises.chapter05.questions import QUIZ as QUIZ
from course_lib.exercises.chapter05.tails import NAIVE, NORMAL_TO_LOGISTIC, STABLE
from course_lib.exercises.chapter05.uniform import CHAIN, TO_UNIFORM

EXERCISES = (
    TO_UNIFORM,
    CHAIN,
    NAIVE,
    STABLE,
    LOG_SLOPE,
    MIXTURE_LOG_PROB,
    NORMAL_TO_LOGISTIC,
)

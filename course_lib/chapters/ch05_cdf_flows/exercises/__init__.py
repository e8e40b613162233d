"""Chapter 05, CDF flows: through the uniform distribution, mixtures, and tails that hold."""

from course_lib.chapters.ch05_cdf_flows.exercises.mixture import LOG_SLOPE, MIXTURE_LOG_PROB
from course_lib.chapters.ch05_cdf_flows.exercises.tails import NAIVE, NORMAL_TO_LOGISTIC, STABLE
from course_lib.chapters.ch05_cdf_flows.exercises.uniform import CHAIN, TO_UNIFORM

EXERCISES = (
    TO_UNIFORM,
    CHAIN,
    NAIVE,
    STABLE,
    LOG_SLOPE,
    MIXTURE_LOG_PROB,
    NORMAL_TO_LOGISTIC,
)

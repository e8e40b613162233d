"""Chapter 05, CDF flows: through the uniform distribution, and a mixture's map and density."""

from course_lib.chapters.ch05_cdf_flows.exercises.bases import NORMAL_TO_LOGISTIC
from course_lib.chapters.ch05_cdf_flows.exercises.density import MIXTURE_LOG_PROB
from course_lib.chapters.ch05_cdf_flows.exercises.naive import NAIVE
from course_lib.chapters.ch05_cdf_flows.exercises.slope import LOG_SLOPE
from course_lib.chapters.ch05_cdf_flows.exercises.tails import STABLE
from course_lib.chapters.ch05_cdf_flows.exercises.uniform import CHAIN, TO_UNIFORM

EXERCISES = (TO_UNIFORM, CHAIN, NAIVE, STABLE, LOG_SLOPE, MIXTURE_LOG_PROB, NORMAL_TO_LOGISTIC)

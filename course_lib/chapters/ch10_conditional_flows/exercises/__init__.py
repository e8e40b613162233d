"""Chapter 10, Conditional flows: from the network's numbers to log p(x | c), in anybody's units."""

from course_lib.chapters.ch10_conditional_flows.exercises.affine import CONDITIONAL_AFFINE
from course_lib.chapters.ch10_conditional_flows.exercises.gaussian import GAUSSIAN_NLL
from course_lib.chapters.ch10_conditional_flows.exercises.heads import HEADS
from course_lib.chapters.ch10_conditional_flows.exercises.mixtures import MIXTURE
from course_lib.chapters.ch10_conditional_flows.exercises.pairs import PAIRS
from course_lib.chapters.ch10_conditional_flows.exercises.summaries import MEAN_AND_MODE
from course_lib.chapters.ch10_conditional_flows.exercises.units import ORIGINAL_UNITS
from course_lib.chapters.ch10_conditional_flows.exercises.width import BEST_WIDTH

EXERCISES = (
    GAUSSIAN_NLL,
    BEST_WIDTH,
    HEADS,
    CONDITIONAL_AFFINE,
    MIXTURE,
    PAIRS,
    ORIGINAL_UNITS,
    MEAN_AND_MODE,
)

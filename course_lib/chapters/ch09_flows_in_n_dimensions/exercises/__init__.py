"""Chapter 09, Flows in N dimensions: triangular maps, couplings, masks, and turning."""

from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.backwards import INVERSE
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.coupling import COUPLING
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.forwards import FORWARD
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.gaussian import KR_MATRIX
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.layer import LAYER
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.log_det import LOG_DET
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.made import MASKS
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.pinwheel import PINWHEEL
from course_lib.chapters.ch09_flows_in_n_dimensions.exercises.unpermute import UNPERMUTE

EXERCISES = (
    LOG_DET,
    INVERSE,
    FORWARD,
    COUPLING,
    MASKS,
    UNPERMUTE,
    LAYER,
    PINWHEEL,
    KR_MATRIX,
)

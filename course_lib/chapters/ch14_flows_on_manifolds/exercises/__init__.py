"""Chapter 14, flows on manifolds: angles, maps of the circle, and what a density on a sphere is."""

from course_lib.chapters.ch14_flows_on_manifolds.exercises.angles import IN_ANGLES
from course_lib.chapters.ch14_flows_on_manifolds.exercises.caps import CAP_OF_DISK
from course_lib.chapters.ch14_flows_on_manifolds.exercises.directions import MEAN_DIRECTION
from course_lib.chapters.ch14_flows_on_manifolds.exercises.even import UNIFORM_TO_SPHERE
from course_lib.chapters.ch14_flows_on_manifolds.exercises.knots import CIRCULAR_KNOTS
from course_lib.chapters.ch14_flows_on_manifolds.exercises.mixture import CIRCLE_LOG_PROB
from course_lib.chapters.ch14_flows_on_manifolds.exercises.mobius import MOBIUS
from course_lib.chapters.ch14_flows_on_manifolds.exercises.tangents import TANGENT_LOG_DET
from course_lib.chapters.ch14_flows_on_manifolds.exercises.turns import WRAP
from course_lib.chapters.ch14_flows_on_manifolds.exercises.zoom import SPHERE_MOBIUS

EXERCISES = (
    WRAP,
    MEAN_DIRECTION,
    MOBIUS,
    CIRCLE_LOG_PROB,
    CIRCULAR_KNOTS,
    IN_ANGLES,
    UNIFORM_TO_SPHERE,
    SPHERE_MOBIUS,
    CAP_OF_DISK,
    TANGENT_LOG_DET,
)

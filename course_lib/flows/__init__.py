"""Normalizing flows, small and plain: invertible maps, their log-determinants, their densities.

Nothing here needs Jupyter or anything else of this course.
"""

from course_lib.flows.affine import Affine, Linear, Scale, Shift, TrainableAffine
from course_lib.flows.cdf import MixtureOfLogistics, TrainableMixture
from course_lib.flows.composition import Composition, Inverse
from course_lib.flows.distribution import FlowDistribution
from course_lib.flows.flow import Flow
from course_lib.flows.logistic import Logistic
from course_lib.flows.mixture_map import log_odds
from course_lib.flows.normal_to_logistic import NormalToLogistic
from course_lib.flows.root_finding import bisection, implicit, newton, safeguarded_newton
from course_lib.flows.spline import (
    RationalQuadraticSpline,
    rational_quadratic,
    rational_quadratic_inverse,
    spline_knots,
)

__all__ = [
    "Affine",
    "Composition",
    "Flow",
    "FlowDistribution",
    "Inverse",
    "Linear",
    "Logistic",
    "MixtureOfLogistics",
    "NormalToLogistic",
    "RationalQuadraticSpline",
    "Scale",
    "Shift",
    "TrainableAffine",
    "TrainableMixture",
    "bisection",
    "implicit",
    "log_odds",
    "newton",
    "rational_quadratic",
    "rational_quadratic_inverse",
    "safeguarded_newton",
    "spline_knots",
]

"""Normalizing flows, small and plain: invertible maps, their log-determinants, their densities.

Nothing here needs Jupyter or anything else of this course.
"""

from course_lib.flows.affine import Affine, Linear, Scale, Shift, TrainableAffine
from course_lib.flows.autoregressive import Autoregressive
from course_lib.flows.cdf import MixtureOfLogistics, TrainableMixture
from course_lib.flows.circle import Mobius, MobiusMixture, TrainableMobiusMixture, Turn
from course_lib.flows.circular_spline import CircularSpline
from course_lib.flows.composition import Composition, Inverse
from course_lib.flows.conditional import (
    Conditional,
    ConditionalFlow,
    ConditionalUnivariate,
    ParametersOf,
    parameters_in,
)
from course_lib.flows.coupling import Coupling
from course_lib.flows.distribution import FlowDistribution
from course_lib.flows.exponential_map import ExponentialMap, TrainableExponentialMap
from course_lib.flows.flow import Flow
from course_lib.flows.logistic import Logistic
from course_lib.flows.manifold import wrapped
from course_lib.flows.marginal import Marginal, gaussianization
from course_lib.flows.mixture_map import log_odds
from course_lib.flows.networks import MADE, MLP
from course_lib.flows.normal_to_logistic import NormalToLogistic
from course_lib.flows.root_finding import bisection, implicit, newton, safeguarded_newton
from course_lib.flows.rotation import Householder, Permutation, Rotation
from course_lib.flows.sphere import (
    NormalToSphere,
    SphereMobius,
    SphereRotation,
    TrainableZoom,
)
from course_lib.flows.spline import (
    RationalQuadraticSpline,
    rational_quadratic,
    rational_quadratic_inverse,
    spline_knots,
)
from course_lib.flows.twist_and_stretch import AxialStretch, TrainableTwist, sphere_flow
from course_lib.flows.uniform import UniformCircle, UniformSphere
from course_lib.flows.univariate import (
    UnivariateAffine,
    UnivariateMixture,
    UnivariateSpline,
)

__all__ = [
    "MADE",
    "MLP",
    "Affine",
    "Autoregressive",
    "AxialStretch",
    "CircularSpline",
    "Composition",
    "Conditional",
    "ConditionalFlow",
    "ConditionalUnivariate",
    "Coupling",
    "ExponentialMap",
    "Flow",
    "FlowDistribution",
    "Householder",
    "Inverse",
    "Linear",
    "Logistic",
    "Marginal",
    "MixtureOfLogistics",
    "Mobius",
    "MobiusMixture",
    "NormalToLogistic",
    "NormalToSphere",
    "ParametersOf",
    "Permutation",
    "RationalQuadraticSpline",
    "Rotation",
    "Scale",
    "Shift",
    "SphereMobius",
    "SphereRotation",
    "TrainableAffine",
    "TrainableExponentialMap",
    "TrainableMixture",
    "TrainableMobiusMixture",
    "TrainableTwist",
    "TrainableZoom",
    "Turn",
    "UniformCircle",
    "UniformSphere",
    "UnivariateAffine",
    "UnivariateMixture",
    "UnivariateSpline",
    "bisection",
    "gaussianization",
    "implicit",
    "log_odds",
    "newton",
    "parameters_in",
    "rational_quadratic",
    "rational_quadratic_inverse",
    "safeguarded_newton",
    "sphere_flow",
    "spline_knots",
    "wrapped",
]

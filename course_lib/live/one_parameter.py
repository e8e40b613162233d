"""One flow of each kind with a single parameter θ: what several chapters draw and compare."""

import torch

from course_lib.flows import (
    Linear,
    Logistic,
    MixtureOfLogistics,
    rational_quadratic,
    rational_quadratic_inverse,
)
from course_lib.flows.distribution import standard_normal
from course_lib.flows.flow import Flow

DOUBLE = torch.float64


def tensor(number):
    return torch.tensor(number, dtype=DOUBLE)


NORMAL = standard_normal((), tensor(0.0))
LOGISTIC = Logistic(tensor(0.0), 1.0)


class Knots(Flow):
    """A spline of three bins whose slope at both inner knots is θ."""

    def __init__(self, slope):
        super().__init__()
        self.slopes = torch.stack([tensor(1.0), slope, slope, tensor(1.0)])
        self.z, self.x = tensor([-3.0, -0.8, 0.6, 3.0]), tensor([-3.0, -1.6, 1.2, 3.0])

    def _forward(self, z):
        return rational_quadratic(z, self.z, self.x, self.slopes)

    def _inverse(self, x):
        return rational_quadratic_inverse(x, self.z, self.x, self.slopes)


def line(theta):
    """x = θ z + 0.4: θ is the scale."""
    return Linear(theta, tensor(0.4))


def bumps(theta):
    """Two logistic bumps around −1.5 and 1.2, scales in proportion to θ; its base is logistic."""
    scales = theta * tensor([0.3, 0.35])
    return MixtureOfLogistics(tensor([0.4, 0.6]), tensor([-1.5, 1.2]), scales)

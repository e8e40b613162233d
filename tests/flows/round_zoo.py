"""One flow of every kind on the circle and the sphere, where an error cannot hide."""

import torch

from course_lib import flows
from tests.flows.zoo import randomised

DOUBLE = torch.float64


def tensor(*numbers):
    return torch.tensor(numbers, dtype=DOUBLE)


def mixture():
    return flows.MobiusMixture(tensor(0.2, 0.5, 0.3), tensor(0.9, 0.4, 0.0), tensor(-3.1, 0.4, 2.0))


CIRCLES = {
    "turn": lambda: flows.Turn(2.5).double(),
    "mobius": lambda: flows.Mobius(0.7, 2.9).double(),
    "no strength": lambda: flows.Mobius(0.0, 1.0).double(),
    "mixture": mixture,
    "trainable mixture": lambda: randomised(flows.TrainableMobiusMixture(4), width=1.0),
    "one hill": lambda: randomised(flows.TrainableMobiusMixture(1), width=1.0),
    "spline": lambda: randomised(flows.CircularSpline(5)),
    "spline of one bin": lambda: randomised(flows.CircularSpline(1)),
    "chain": lambda: flows.Composition(
        flows.Turn(1.0), randomised(flows.CircularSpline(4)), flows.Inverse(flows.Mobius(0.5, 1.0))
    ).double(),
}

N = torch.tensor([0.36, -0.48, 0.8], dtype=DOUBLE)
SPHERES = {
    "zoom": lambda: flows.SphereMobius(N, 0.7),
    "weak zoom": lambda: flows.SphereMobius(N, 0.2),
    "trainable zoom": lambda: randomised(flows.TrainableZoom()),
    "rotation": lambda: randomised(flows.SphereRotation()),
    "twist": lambda: randomised(flows.TrainableTwist(3, terms=2), width=0.5),
    "one turn": lambda: randomised(flows.TrainableTwist(1, terms=1), width=0.8),
    "stretch": lambda: randomised(flows.AxialStretch(4)),
    "stretch of one bin": lambda: randomised(flows.AxialStretch(1)),
    "two pulls": lambda: flows.ExponentialMap(
        tensor(0.5, 0.4), tensor(2.0, 0.7), torch.stack([N, -N.roll(1)])
    ),
    "exponential map": lambda: randomised(flows.TrainableExponentialMap(4), width=0.5),
    "chain": lambda: randomised(flows.sphere_flow(2, k=3, terms=2, bins=3), width=0.4),
}

"""What is searched in the pictures: x with g(x) = z, for mixtures that are easy or hard."""

import functools

import torch

from course_lib.flows import MixtureOfLogistics, safeguarded_newton

DOUBLE = torch.float64


def mixture(w, mu, s):
    return MixtureOfLogistics(*(torch.tensor(part, dtype=DOUBLE) for part in (w, mu, s)))


MIXTURES = {
    "two close bumps": mixture((0.4, 0.6), (-1.0, 1.2), (0.8, 0.6)),
    "two bumps apart": mixture((0.5, 0.5), (-4.0, 4.0), (0.5, 0.7)),
    "a narrow one": mixture((0.1, 0.9), (-3.0, 1.0), (0.15, 1.0)),
}


class Problem:
    """g and its slope, the exact bracket of the root, and the root itself to the last digit."""

    def __init__(self, name, z):
        self.flow, self.z = MIXTURES[name], torch.tensor([z], dtype=DOUBLE)
        ends = self.flow.means + self.flow.scales * self.z
        self.low, self.high = ends.min(), ends.max()
        self.root = safeguarded_newton(self.g, self.z, self.low, self.high).x.item()

    def g(self, x):
        """(z of x, its slope): what the searches of the library ask for."""
        z, log_slope = self.flow.inverse(x)
        return z, log_slope.exp()

    def start(self, share):
        """The point that lies this share of the way from the bracket's lower to its upper end."""
        return (self.low + share * (self.high - self.low)).expand(1)


@functools.lru_cache(maxsize=256)
def problem(name, z):
    return Problem(name, z)


def places(root):
    """The x of every evaluation and of the answer, as numbers."""
    return [x.item() for x in (*root.history, root.x)]

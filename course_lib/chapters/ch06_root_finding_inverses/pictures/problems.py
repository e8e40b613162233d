"""What is searched in the pictures: x with g(x) = z, for mixtures that are easy or hard."""

import functools

import numpy as np
import torch

from course_lib.flows import MixtureOfLogistics, log_odds, safeguarded_newton

DOUBLE = torch.float64


def mixture(w, mu, s):
    return MixtureOfLogistics(*(torch.tensor(part, dtype=DOUBLE) for part in (w, mu, s)))


MIXTURES = {
    "two close bumps": mixture((0.4, 0.6), (-1.0, 1.2), (0.8, 0.6)),
    "two bumps apart": mixture((0.5, 0.5), (-4.0, 4.0), (0.5, 0.7)),
    "a narrow one": mixture((0.1, 0.9), (-3.0, 1.0), (0.15, 1.0)),
}


class Problem:
    """g and its slope, the exact bracket of the root, and the root itself to the last digit.

    ``z`` is a number or a tuple of them; bracket and roots are tensors with one entry for each.
    """

    def __init__(self, name, z):
        self.flow = MIXTURES[name]
        self.z = torch.tensor(z, dtype=DOUBLE).reshape(-1)
        self._parameters = self.flow.log_weights, self.flow.means, self.flow.scales
        ends = self.flow.means + self.flow.scales * self.z.unsqueeze(-1)
        self.low, self.high = ends.amin(-1), ends.amax(-1)

    @functools.cached_property
    def roots(self):
        return safeguarded_newton(self.g, self.z, self.low, self.high, scale=1.0).x

    @property
    def root(self):
        """The root, where there is one z."""
        return self.roots.item()

    def g(self, x):
        """(z of x, its slope): what the searches of the library ask for.

        It is ``flow.inverse``, which takes twice as long because it also cares for infinite x.
        """
        z, log_slope = log_odds(x, *self._parameters)
        return z, log_slope.exp()

    def start(self, share):
        """The point that lies this share of the way from the bracket's lower to its upper end."""
        return self.low + share * (self.high - self.low)


@functools.lru_cache(maxsize=256)
def problem(name, z):
    return Problem(name, z)


def places(root):
    """The x of every evaluation and of the answer, as numbers."""
    return [x.item() for x in (*root.history, root.x)]


def stops(slider, value):
    """All values where the slider can stop, and which of them this is.

    What is searched for all of them at once costs little more than for one, and moving the slider
    is then a look-up. A value between two stops comes back alone.

    >>> from course_lib.live.controls import Slider
    >>> stops(Slider("a", "a", 0.0, 1.0, 0.5, 0.0), 0.5), stops(Slider("a", "a", 0, 1, 1, 0), 0.3)
    (((0.0, 0.5, 1.0), 1), ((0.3,), 0))
    """
    count = round((slider.high - slider.low) / slider.step)
    nearest = round((value - slider.low) / slider.step)
    values = tuple(np.linspace(slider.low, slider.high, count + 1).round(6).tolist())
    return (values, nearest) if abs(values[nearest] - value) < 1e-9 else ((value,), 0)

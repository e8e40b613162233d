"""What the first picture must show."""

import math

import numpy as np
from scipy import stats

from tests.live.proofs import Proof


def hello(see, shift, stretch):
    picture, bell = see.picture, stats.norm(shift, stretch)
    x = np.linspace(shift - 5 * stretch, shift + 5 * stretch, 1001)
    see.curve(picture.curve, x, bell.pdf(x))
    see.region(picture.region, x, bell.pdf(x))
    see.area(picture.region, 1.0)
    see.reads("centre", "{}", shift)
    see.reads("height", "{}", 1 / (stretch * math.sqrt(2 * math.pi)))
    see.reads("area under the target", "{}", 1.0)


SETTINGS = ({"shift": 1.1, "stretch": 0.7}, {"shift": -2.3, "stretch": 1.9})
PROOFS = {"hello": (Proof(hello, SETTINGS, quick=True),)}

"""What the pictures of chapter 15 must show: every mark against a formula of the test's own."""

import math

import numpy as np
from scipy import stats

from tests.live.proofs import Proof


def first(see, a):
    x = np.linspace(-6, 6, 241)
    see.curve(see.picture.target, x, stats.norm(0, a).pdf(x))
    see.reads("stretch", "{}", a)
    see.reads("height", "{}", 1 / (a * math.sqrt(2 * math.pi)))


SETTINGS = ({"a": 0.4}, {"a": 1.7})
PROOFS = {"hands_on_directions": (Proof(first, SETTINGS, quick=True),)}

"""Other right ways to write the answers of chapter 00."""

import math

import numpy as np

SPELLINGS = {
    "0.1": (
        lambda a, b: a + (b - a) / 2,
        lambda a, b, half=0.5: half * a + half * b,
        lambda a, b: math.fsum([a, b]) / 2,
        lambda a, b: (np.asarray(a) + np.asarray(b)) / 2,
        lambda *ends: sum(ends) / len(ends),
        lambda a, b: ((a + b) / 2).float(),
    )
}

"""Derivatives of a sample with respect to parameters, by the implicit formula and scipy."""

import numpy as np

from tests.live.oracles import Logistics
from tests.live.proofs import Proof

W, MU, S = np.array([0.2, 0.5, 0.3]), np.array([-2.0, 0.4, 2.5]), np.array([0.5, 1.2, 0.4])
WAYS = ("finite differences", "implicit", "Newton, unrolled", "bisection, unrolled")


def truth(z, which):
    """dx/dθ = −(∂F/∂θ)/p at the x with F(x) = σ(z)."""
    p = Logistics(W, MU, S)
    x = float(p.x(z))
    heights = W * np.array([part.pdf(x) for part in p.parts])  # of each part
    masses = np.array([part.cdf(x) for part in p.parts])
    moved = {
        "weights w": W * (masses - p.cdf(x)),  # of log w, before it is normalised
        "centres μ": -heights,
        "scales s": -heights * (x - MU) / S,
    }[which]
    return x, -moved / p.pdf(x)


def by_bisection(z, which, x):
    """x is low + t (high − low): only the two parts that make the bracket have a gradient."""
    ends = MU + S * z
    first, last = ends.argmin(), ends.argmax()
    t = (x - ends.min()) / (ends.max() - ends.min())
    shares = (1 - t) * np.eye(3)[first] + t * np.eye(3)[last]
    return {"weights w": 0 * shares, "centres μ": shares, "scales s": z * shares}[which]


def root_gradients(see, z, which):
    picture = see.picture
    x, right = truth(z, which)
    found = [right, right, right, by_bisection(z, which, x)]
    for k, (name, values) in enumerate(zip(WAYS, found, strict=True)):
        left = np.arange(3) + 0.2 * (k - 1.5) - 0.19 / 2
        shown = values.clip(-1.5, 1.5)
        see.boxes(picture.bars[name], np.column_stack([left, 0 * left, left + 0.19, shown]))
        out = 0.17 * (k % 2)  # a number is wider than a bar: they stand on two lines
        for label, at, value in zip(picture.labels[name], left + 0.19 / 2, values, strict=True):
            see.text(label, "{}", value)
            height = np.clip(value, -1.17, 1.17) + (0.04 + out if value >= 0 else -0.13 - out)
            see.text_at(label, at, height, "center")
    for name in WAYS[1:3]:
        see.small(f"{name}: off by", 1e-6)
    off = abs(found[3] - right).max()
    see.reads(f"{WAYS[3]}: off by", "{}", off)


SETTINGS = (
    {"z": 0.6, "which": "scales s"},
    {"z": -3.8, "which": "centres μ"},
    {"z": 1.4, "which": "weights w"},
)
PROOFS = {"root_gradients": (Proof(root_gradients, SETTINGS),)}

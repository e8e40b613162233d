"""What the pictures of chapter 06 must show: the searches once more, in plain Python."""

import math

import numpy as np

from course_lib import live
from tests.chapters.ch06 import slopes
from tests.live.oracles import Logistics
from tests.live.proofs import Proof

MIXTURES = {
    "two close bumps": Logistics((0.4, 0.6), (-1.0, 1.2), (0.8, 0.6)),
    "two bumps apart": Logistics((0.5, 0.5), (-4.0, 4.0), (0.5, 0.7)),
    "a narrow one": Logistics((0.1, 0.9), (-3.0, 1.0), (0.15, 1.0)),
}
EPS = 2.0**-52


def bracket(p, z):
    ends = [m + s * z for m, s in zip(p.centres, p.scales, strict=True)]
    return min(ends), max(ends)


def bisection(p, z, steps):
    """The brackets, and the middle of each."""
    low, high = bracket(p, z)
    found = []
    for _ in range(steps + 1):
        x = (low + high) / 2
        found.append((low, high, x))
        low, high = (x, high) if p.z(x) < z else (low, x)
    return found


def newton(p, z, x, steps):
    """Every place, until the curve is so flat that the next one is not a number."""
    found = [x]
    for _ in range(steps):
        with np.errstate(all="ignore"):
            x = x - (float(p.z(x)) - z) / float(p.slope(x))
        found.append(x)
    return found


def safeguarded(p, z, x):
    """Every place with the bracket before it: Newton, or half the bracket where that is bad."""
    low, high = bracket(p, z)
    last, found = high - low, []
    while True:
        found.append((x, low, high))
        residual = float(p.z(x)) - z
        low, high = (x if residual < 0 else low), (x if residual > 0 else high)
        step = residual / float(p.slope(x))
        shrinks = 2 * abs(step) <= last
        inside = low <= x - step <= high
        if abs(residual) <= EPS * max(1, abs(z)) * (4 if shrinks else 16):
            return [*found, (x, None, None)]
        guess = x - step if shrinks and inside else (low + high) / 2
        x, last = guess, abs(guess - x)
        if last <= EPS * abs(x):
            return [*found, (x, None, None)]


def start_of(p, z, share):
    low, high = bracket(p, z)
    return low + share * (high - low)


# --- two searches -------------------------------------------------------------------------------


def root_steps(see, step, mixture, start, z):
    picture, p = see.picture, MIXTURES[mixture]
    x = np.linspace(-8, 8, 1601)
    for curve, wanted in zip(picture.curves, picture.wanted, strict=True):
        see.curve(curve, x, p.z(x))
        see.curve(wanted, [-8, 8], [z, z])
    halves = bisection(p, z, 50)
    low, high, middle = halves[step]
    see.region(picture.bracket, [low, low, high, high], [-8, 8, 8, -8])
    see.points(picture.middle, [middle], [z])
    tangents = newton(p, z, start_of(p, z, start), 50)
    _tangent(see, p, tangents[step])
    root = float(p.x(z))
    errors = [[abs(x - root) for *_, x in halves], [abs(x - root) for x in tangents]]
    for line, dot, error in zip(picture.errors, picture.now, errors, strict=False):
        heights = [power(e) for e in error]
        see.curve(line, range(51), heights, within=0.5, above=-14.5)
        see.curve(line, range(51), heights, within=4)  # at the bottom rounding differs
        see.points(dot, [step], [heights[step]])
    see.reads("root", "{}", root)
    see.reads("bisection is off by", "{}", errors[0][step])
    gone = not errors[1][step] < 1e6
    see.reads("Newton is off by", "{}", math.inf if gone else errors[1][step])
    if picture.yours:  # half of Newton's step
        halting = [start_of(p, z, start)]
        for _ in range(11):
            x = halting[-1]
            halting.append(x - 0.5 * (float(p.z(x)) - z) / float(p.slope(x)))
        see.curve(picture.errors[2], range(12), [power(abs(x - root)) for x in halting])
        see.reads("yours, after 11 steps", "{}", abs(halting[-1] - root))


def _tangent(see, p, x):
    picture = see.picture
    if not abs(x) < 8:
        see.nothing(picture.here)
        see.nothing(picture.tangent)
        see.text(picture.away, "Newton has left the picture")
        return
    h = 1e-5
    slope = float(p.z(x + h) - p.z(x - h)) / (2 * h)
    see.points(picture.here, [x], [p.z(x)])
    see.curve(picture.tangent, ends := np.array([-16, 16]), p.z(x) + slope * (ends - x))
    see.nothing(picture.away)


def power(error):
    return 3.0 if math.isnan(error) else min(3.0, math.log10(max(error, 5e-16)))


def halting(g, slope, y, x, steps):
    for _ in range(steps):
        x = x - 0.5 * (g(x) - y) / slope(x)
    return x


# --- the safeguard ------------------------------------------------------------------------------


def safeguard(see, step, mixture, start, z):
    picture, p = see.picture, MIXTURES[mixture]
    x = np.linspace(-12, 12, 2401)
    see.curve(picture.curve, x, p.z(x))
    see.curve(picture.wanted, [-12, 12], [z, z])
    begin, root = start_of(p, z, start), float(p.x(z))
    alone, safe = newton(p, z, begin, 14), safeguarded(p, z, begin)
    for line, dot, way in (
        (picture.alone, picture.dots[0], alone),
        (picture.safe, picture.dots[1], [x for x, *_ in safe]),
    ):
        past = way[: step + 1]
        shown = [x if abs(x) < 1e4 else math.nan for x in past]
        see.marked(line, range(len(past)), shown)
        at = past[-1]
        see.points(dot, *(([at], [p.z(at)]) if abs(at) < 12 else ([], [])))
    ends = [(k, low, high) for k, (_, low, high) in enumerate(safe[:-1])][: step + 1]
    k, low, high = (np.array(part) for part in zip(*ends, strict=True))
    see.region(picture.band, np.r_[k, k[::-1]], np.r_[low, high[::-1]])
    see.curve(picture.root, [0, 14], [root, root])
    gone = not abs(alone[step]) < 12
    see.text(picture.away, "Newton alone is at x = {}" if gone else "", *([alone[step]] * gone))
    see.reads("root", "{}", root)
    see.reads("Newton alone", "{}", alone[step])
    see.reads("with safeguard", "{}", safe[min(step, len(safe) - 1)][0])
    see.reads("last digit after", "{} steps", len(safe) - 1)


STEPS = (
    {"step": 3, "mixture": "two close bumps", "start": 0.8, "z": 1.4},
    {"step": 2, "mixture": "a narrow one", "start": 0.35, "z": -0.7},
    {"step": 1, "mixture": "two bumps apart", "start": 0.5, "z": 1.0},
)
GUARDED = (
    {"step": 2, "mixture": "two bumps apart", "start": 0.7, "z": -1.8},
    {"step": 4, "mixture": "a narrow one", "start": 0.3, "z": 1.2},
    {"step": 1, "mixture": "two bumps apart", "start": 0.45, "z": 1.0},
)
PROOFS = {
    "root_steps": (
        Proof(root_steps, STEPS, quick=True),
        Proof(root_steps, STEPS[:2], make=lambda: live.root_steps(halting).picture),
    ),
    "safeguard": (Proof(safeguard, GUARDED),),
    **slopes.PROOFS,
}

"""What the pictures of chapter 15 that stand on its tables must show, from the file by numpy.

``test_tables.py`` counts what stands in the file anew.
"""

import functools

import numpy as np
from scipy import stats

from course_lib import live
from course_lib.calibration import simultaneous_band
from course_lib.chapters.ch15_hands_on_directions.pictures.tables import FILE
from tests.live.proofs import Proof

P = np.arange(1, 100) / 100
ICES = ("one ice", "many ices", "λ = 0.5", "another event's")
BINS = {"0 to 2": (0, 1, 2), "3 to 5": (3, 4, 5), "6 to 8": (6, 7, 8), "9 to 12": (9, 10, 11, 12)}


@functools.cache
def stored(name):
    with np.load(FILE) as file:
        return file[name].astype(float)


def yes(true):
    return "yes" if true else "no"


# --- coverage -------------------------------------------------------------------------------------


def sky_coverage(see, p, tested, trained, cap):
    picture = see.picture
    row = ICES.index(trained), ICES.index(tested)
    fixed, smallest, energy = stored("counts")[row] / 3000
    direction = fixed if cap == "fixed" else smallest
    at = {}
    for name, lines, kept in (
        ("direction", picture.directions, direction), ("energy", picture.energies, energy),
    ):  # fmt: skip
        see.curve(lines[0], P, kept)
        see.curve(lines[1], P, kept - P)
        at[name] = np.interp(p, P, kept)
        see.reads(f"{name} inside", "{} %", 100 * at[name])
        _, low, high = (np.asarray(part) for part in simultaneous_band(3000))
        out = (kept < low - 1e-9).any() or (kept > high + 1e-9).any()
        see.reads(f"{name} leaves the band", yes(out))
    values = np.array([*at.values()])
    for dots, y in zip(picture.dots, (values, values - p), strict=True):
        see.points(dots, [p, p], y)
    for line, ends in zip(picture.here, ([0, 1], [-0.22, 0.154]), strict=True):
        see.curve(line, [p, p], ends)
    see.reads("promised", "{} %", 100 * p)
    see.reads("mean z of the energy", "{}", stored("shift")[row])


# --- event by event -------------------------------------------------------------------------------


def event_by_event(see, p, cap):
    picture = see.picture
    which, k = ("fixed", "smallest").index(cap), round(p / 0.02) - 1
    masses = stored("masses")[which, k] / 250
    corners = []
    for j in range(40):  # a mass on an edge belongs to the bin above
        held = (masses >= j / 40) & ((masses < (j + 1) / 40) | (j == 39))
        corners += [(j / 40, held.sum()), ((j + 1) / 40, held.sum())]
    see.under(picture.bars, *np.array(corners).T)
    see.curve(picture.promised, [p, p], [0, 96])
    see.curve(picture.mean, [masses.mean()] * 2, [0, 96])
    see.curve(picture.level, [-0.6, 12.6], [p, p])
    hits = stored("hits masses")
    rank = stats.rankdata(hits, "ordinal") - stats.rankdata(hits, "min")
    alike = (hits[:, None] == hits).sum(1)
    see.points(picture.dots, hits + 0.7 * ((rank + 0.5) / alike - 0.5), masses)
    see.reads("promised", "{} %", 100 * p)
    see.reads("mean exact mass", "{} %", 100 * masses.mean())
    see.reads("8 of 10 events have", "{} to {} %", *np.percentile(100 * masses, [10, 90]))
    see.reads("lowest", "{} %", 100 * min(masses))
    areas = stored("areas")[:, k]
    see.reads("mean area", "{} deg²", areas[which])
    see.reads("of the exact regions", "{} deg²", areas[2])


# --- suspicious -----------------------------------------------------------------------------------


@functools.cache
def calibrated(kind):
    """The share of the reference, and of the event itself, that agrees as badly or worse."""
    reference, p = stored("p reference"), stored(f"p {kind}")
    return (1 + (reference[:, None] <= p).sum(0)) / 2001


def held(kind, hits):
    return np.isin(stored(f"hits {kind}"), BINS.get(hits, range(13)))


def suspicious(see, threshold, hits):
    picture = see.picture
    marks = zip(("tracks", "cascades"), picture.bars, picture.outlines, picture.shares, strict=True)
    for kind, bars, outline, shares in marks:
        p = calibrated(kind)
        its = p[held(kind, hits)]
        cut = [((its >= j / 20) & ((its < (j + 1) / 20) | (j == 19))).mean() for j in range(20)]
        steps = np.repeat(np.arange(21) / 20, 2)[1:-1], np.repeat(cut, 2)
        see.under(bars, *steps)
        see.curve(outline, *steps)
        see.marked(shares, range(4), [(p[held(kind, b)] < threshold).mean() for b in BINS])
        see.reads(f"of the {kind}", "{} %", 100 * (its < threshold).mean())
    see.curve(picture.cut, [threshold] * 2, [0, 0.7])
    see.curve(picture.level, [-0.5, 3.5], [threshold] * 2)
    see.reads("tracks, cascades here", "{} and {}",
              *(held(kind, hits).sum() for kind in ("tracks", "cascades")))  # fmt: skip
    if picture.yours:
        p = stored("p cascades") / 100
        shares = [(p[held("cascades", b)] < threshold).mean() for b in BINS]
        see.marked(picture.line_yours, range(4), shares)
        found = (p[held("cascades", hits)] < threshold).mean()
        see.reads("cascades by yours", "{} %", 100 * found)


def naive(t, reference):
    """As if nothing were calibrated."""
    return 1 - t


COVERAGES = (
    {"p": 0.68, "tested": "one ice", "trained": "one ice", "cap": "fixed"},
    {"p": 0.5, "tested": "many ices", "trained": "one ice", "cap": "smallest"},
    {"p": 0.9, "tested": "λ = 0.5", "trained": "many ices", "cap": "fixed"},
    {"p": 0.1, "tested": "another event's", "trained": "many ices", "cap": "smallest"},
)
MASSES = (
    {"p": 0.68, "cap": "smallest"},
    {"p": 0.3, "cap": "fixed"},
    {"p": 0.9, "cap": "smallest"},
)
ODD = (
    {"threshold": 0.05, "hits": "all"},
    {"threshold": 0.31, "hits": "3 to 5"},
    {"threshold": 0.12, "hits": "9 to 12"},
)
PROOFS = {
    "sky_coverage": (Proof(sky_coverage, COVERAGES, quick=True),),
    "event_by_event": (Proof(event_by_event, MASSES, quick=True),),
    "suspicious": (
        Proof(suspicious, ODD),
        Proof(suspicious, ODD, make=lambda: live.suspicious(naive).picture),
    ),
}

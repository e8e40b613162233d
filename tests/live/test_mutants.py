"""Faults put into every drawing of every picture: the proofs find them all."""

import pytest

from course_lib import live
from tests.live import mutants, proofs

pytestmark = pytest.mark.exhaustive

# What never moves, so that a mark that is frozen cannot be told from one that is not.
STILL = {
    "strips": {
        "meters.bars[0]": "the area with the Jacobian is 1 under every map",
        "meters.texts[0]": "and so is what is said of it",
        "peak_yours": "it speaks only where a learner's curve leaves the axes",
    },
    "cells": {"grid_z": "the grid before the map"},
    "histogram": {"line_yours": "a learner's density belongs to one map"},
    "squeeze": {"numbers_y[0]": "0 is 0 in every unit"},
    "four_ways": {f"beyond[{k}]": "these two never fall out of the axes" for k in (2, 3)},
    "two_steps": {f"stages[{k}][{part}]": "the base" for k in (0, 3) for part in range(4)},
    "affine": {f"matrices[{k}].entries[1]": "the 0 of a triangular matrix" for k in (0, 1)}
    | {f"ticks[{k}]": "the 0 in the middle of an axis" for k in (2, 7)},
    "coverage": {"band": "both data sets have as many points"},
    "tails": {"knots": "only their slopes move"},
    "tails_of_formulas": {
        name: "float32 and float64 differ by less than a pixel"
        for name in ("lines[0][0]", "lines[2][0]", "lines[2][1]")
    },
}


@pytest.mark.parametrize("name", live.pictures())
def test_no_fault_survives(name):
    runs = [mutants.run(proofs.made(name, p), p) for p in proofs.every()[name]]
    found = set.union(*(run.found for run in runs))
    # What one proof of a picture does not see another one may.
    survivors = {s for run in runs for s in run.survivors if s.split(", seen at")[0] not in found}
    assert found and not survivors
    unseen = set.union(*(run.unseen for run in runs)) - found
    frozen = {fault.removesuffix(": frozen") for fault in unseen if fault.endswith(": frozen")}
    assert frozen <= set(STILL.get(name, ())), "the settings must show that these move"
    known = {(kind, method) for kind, its in mutants.SETTERS.items() for method in its}
    assert set.union(*(run.setters for run in runs)) <= known, "these calls are not mutated"

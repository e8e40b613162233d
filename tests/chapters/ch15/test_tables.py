"""What stands in the tables of chapter 15's pictures, counted anew from the networks."""

import json

import numpy as np
import pytest
import torch

from course_lib.chapters.ch15_hands_on_directions.pictures import beside_exact, learnt, tables
from course_lib.chapters.ch15_hands_on_directions.pictures.learnt import NOMINAL, TRACK

pytestmark = pytest.mark.slow

A_FEW = 4  # events that may lie on the other side of a border on another machine


def test_the_file_says_how_it_was_made():
    with np.load(tables.FILE) as file:
        assert json.loads(str(file["made"])) == json.loads(json.dumps(tables.MADE))


@pytest.mark.parametrize("tested", tables.TESTED)
@pytest.mark.parametrize("trained", tables.TRAINED)
def test_the_coverage(trained, tested):
    row = tables.TRAINED.index(trained), tables.TESTED.index(tested)
    counts, shift = tables.counted(trained, tested)
    assert abs(counts - tables.tables().counts[row]).max() <= A_FEW
    assert abs(shift - tables.tables().shift[row]) < 1e-3


def test_a_fixed_cap_hardly_sees_that_the_answers_are_exchanged_and_the_smallest_does():
    fixed, smallest, energy = tables.tables().counts[0, 3, :, 67] / 3000
    assert abs(fixed - 0.62) < 0.01 and smallest < 0.1 and energy < 0.3


def test_the_exact_masses_and_areas():
    _, seen = TRACK.sample(300, seed=tables.MADE["masses"]["seed"])
    mass, area, smallest = beside_exact.beside_exact(learnt.learnt(NOMINAL), seen)
    k = tables.PROMISES.tolist().index(0.68)
    found = tables.tables()
    assert np.allclose(found.masses[1, k], mass, atol=0.003)  # kept as 250th parts
    assert np.allclose(found.areas[1:, k], [area.mean(), smallest.mean()], rtol=0.01)
    assert (found.hits["masses"] == (seen[:, :12] > 0).sum(1).numpy()).all()
    few, _, _ = tables.weighed(seen[:25])
    assert np.allclose(found.masses[..., :25], few, atol=0.003)


@pytest.mark.parametrize("kind", ["reference", "tracks", "cascades"])
def test_the_odd_events(kind):
    p, hits = tables.odd(kind)
    found = tables.tables().naive[kind]
    assert (abs(found - p.numpy()) > 1e-6).sum() <= 2 * A_FEW
    assert kind == "reference" or (tables.tables().hits[kind] == hits.numpy()).all()


def test_the_masses_fall_on_a_lattice_and_rise_with_the_promise():
    masses = tables.tables().masses
    assert (np.diff(masses, axis=1) >= 0).all() and masses.min() >= 0 and masses.max() <= 1
    assert torch.allclose(tables.PROMISES[33], torch.tensor(0.68, dtype=torch.float64))

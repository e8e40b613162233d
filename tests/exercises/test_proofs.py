"""The proofs of every exercise hold for the samples, and an engine gone wrong is found out."""

from collections import Counter

import pytest
import torch

from course_lib.exercises import compare, suspects
from tests.exercises import proofs
from tests.exercises.samples import FUNCTION, SAMPLES

samples = pytest.mark.parametrize("exercise", SAMPLES, ids=lambda e: e.id)


@pytest.fixture(autouse=True)
def uncounted(monkeypatch):
    monkeypatch.setattr(proofs, "COUNTS", Counter())  # the summary counts the course's exercises


@pytest.mark.thorough
@samples
def test_the_samples_prove_themselves(exercise):
    proofs.prove_stub_is_not_attempted(exercise)
    proofs.prove_reference_is_right(exercise)
    proofs.prove_misconceptions_are_recognised(exercise)
    proofs.prove_nothing_wrong_is_accepted(exercise)


@samples
def test_an_engine_that_accepts_everything_is_found_out(exercise, monkeypatch):
    monkeypatch.setattr(compare, "differences", lambda *args, **kwargs: ())
    suspects.wrong_on.cache_clear()
    for proof in (
        proofs.prove_misconceptions_are_recognised,
        proofs.prove_nothing_wrong_is_accepted,
    ):
        with pytest.raises(AssertionError):
            proof(exercise)


def test_an_engine_that_broadcasts_is_found_out(monkeypatch):
    def loose(got, expected, rtol, atol, path):
        try:
            same = torch.allclose(got.double(), expected.double(), rtol, atol)
        except (RuntimeError, AttributeError):
            same = False
        return None if same else compare.Difference(path, "value", "is off")

    monkeypatch.setattr(compare, "_leaf_difference", loose)
    with pytest.raises(AssertionError, match="extra dimension"):
        proofs.prove_nothing_wrong_is_accepted(FUNCTION)


def test_an_engine_that_refuses_everything_is_found_out(monkeypatch):
    off = compare.Difference((), "value", "is off")
    monkeypatch.setattr(compare, "differences", lambda *args, **kwargs: (off,))
    with pytest.raises(AssertionError):
        proofs.prove_reference_is_right(FUNCTION)

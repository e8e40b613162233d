"""Every test draws its own numbers, the same in every run and with whatever others beside it."""

import os
import random

import numpy as np
import pytest
import torch

from tests.own_numbers import SEED, numbers_of


def draws():
    return random.random(), np.random.random(), torch.rand(2).tolist()


@pytest.fixture(scope="module", params=["a", "b"])
def shared(request):
    return draws()


def test_a_test_has_the_numbers_of_its_name(request):
    mine = draws()
    with numbers_of(request.node.nodeid):
        assert draws() == mine


def test_what_tests_share_has_numbers_of_its_own(shared, request):
    case = request.node.callspec.indices["shared"]
    with numbers_of(f"{__file__} shared {case}"):
        elsewhere = draws()
    with numbers_of(f"{request.node.parent.nodeid} shared {case}"):
        assert draws() == shared != elsewhere


def test_names_and_seeds_tell_them_apart_and_others_go_on(monkeypatch):
    begun, found = draws(), []
    for name, seed in (("a", ""), ("b", ""), ("a", "1"), ("a", "2")):
        monkeypatch.setenv(SEED, seed)
        with numbers_of(name):
            found.append(draws())
    went_on = draws()
    assert all(len({str(case[i]) for case in found}) == 4 for i in range(3))
    with numbers_of("begins alike"):
        first, second = draws(), draws()
    with pytest.raises(KeyError), numbers_of("begins alike"):
        assert draws() == first
        with numbers_of("within"):
            draws()
        assert draws() == second
        raise KeyError
    assert begun != went_on != draws() != begun


def test_examples_of_hypothesis_are_the_same_too():
    hypothesis = pytest.importorskip("hypothesis")
    assert hypothesis.settings().derandomize == (not os.environ.get(SEED))

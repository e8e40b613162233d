"""Every picture of every chapter proves itself; a new picture must bring its proof.

Proofs stand in ``tests/chapters/chNN/marks.py``; ``tests/live/proofs.py`` says how one is written.
"""

import functools

import pytest

from course_lib import live
from tests.live import proofs

EVERY = [
    pytest.param(name, proof, id=f"{name}-{k}" if k else name)
    for name, its in proofs.every().items()
    for k, proof in enumerate(its)
]
QUICK = [case for case in EVERY if case.values[1].quick]
# Drawn in a moment at every corner; the others take some seconds.
SMALL = {"hello"}
MEDIUM = {
    "few_points",
    "all_flows",
    "linear",
    "two_steps",
    "coverage",
    "chain",
    "tails_of_formulas",
    "bins",
    "tails",
}


def by_size(name):
    mark = () if name in SMALL else pytest.mark.thorough if name in MEDIUM else pytest.mark.slow
    return pytest.param(name, marks=mark)


every_picture = pytest.mark.parametrize("name", [by_size(name) for name in live.pictures()])


@functools.cache
def picture_of(name, proof):
    return proofs.made(name, proof)


def test_every_picture_brings_its_proof():
    """A picture whose name is missed here needs one in its chapter's ``marks.py``."""
    assert sorted(proofs.every()) == sorted(live.pictures())
    assert all(its and len(its[0].settings) > 1 for its in proofs.every().values())


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "proof"), QUICK)
def test_marks_are_where_they_should_be(name, proof):
    """At one setting; at all of them below."""
    proofs.seen(picture_of(name, proof), proof, proof.settings[:1])


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "proof"), EVERY)
def test_every_mark_and_readout_is_right_at_every_setting(name, proof):
    picture = picture_of(name, proof)
    looks = proofs.seen(picture, proof)
    assert proofs.overlooked(picture, looks) == [], "no setting of the proof looks at these"


@every_picture
def test_every_corner_is_drawn_and_described(name):
    proof = proofs.every()[name][0]
    proofs.prove_every_corner(picture_of(name, proof))


@every_picture
def test_its_first_slider_is_heard(name):
    """Who cannot see a picture, or looks at its numbers, is told that it has moved."""
    proof = proofs.every()[name][0]
    picture = picture_of(name, proof)
    told = {str(picture.frame(**values)[1]) for values in proofs.along_first(picture)}
    assert len(told) > 1

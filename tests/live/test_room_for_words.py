"""No words are cut at a frame, and none lie on other words, at the ends of all sliders."""

import functools

import pytest

from course_lib import live
from course_lib.live import Picture, Slider
from tests.live import proofs
from tests.live.crowding import Crowding

MOST = 81  # corners of one picture: of more only every so manieth is looked at
EVERY = [
    pytest.param(name, k, id=f"{name}-{k}")
    for name, its in proofs.every().items()
    for k in range(len(its))
]


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "k"), EVERY)
def test_words_have_room_at_every_corner(name, k):
    proof = proofs.every()[name][k]
    crowding = Crowding(proofs.made(name, proof))
    for values in (*thinned(list(proofs.corners(crowding.picture))), *proof.settings):
        crowding.look(**values)
    assert not crowding.faults


def thinned(corners):
    """Not more than MOST of them, from all over: the step is a prime."""
    steps = (1, 2, 3, 5, 7, 11, 13, 17, 19, 23, 29)
    return corners[:: next(step for step in steps if len(corners) <= MOST * step)]


# --- what finds it ------------------------------------------------------------------------------


class Labelled(Picture):
    """Words that a slider moves: to the frame, and onto other words."""

    title = "Where is the label?"
    size = (500, 300)

    def __init__(self):
        super().__init__([Slider("x", "x", 0.0, 1.0, 0.1, 0.4)])

    def layout(self, figure):
        ax = figure.subplots()
        ax.set(xlim=(0, 1), ylim=(0, 1), title="a title")
        ax.text(0.1, 0.5, "still")
        self.label = self.words(ax, 0, 0.5, transform=ax.transData, va="baseline")

    def update(self, x):
        self.label.set_text("moved")
        self.label.set_position((x, 0.5))
        return {"x": f"{x:.1f}"}

    def describe(self, x):
        return f"A label at {x:.1f}."


@functools.cache
def labelled():
    return Labelled()


def test_words_apart_are_in_nobodys_way():
    crowding = Crowding(labelled())
    crowding.look(x=0.4)
    assert not crowding.faults


@pytest.mark.parametrize(
    ("x", "what"),
    [(0.1, ("on each other", "still", "moved")), (1.0, ("cut at the frame", "moved"))],
)
def test_words_in_the_way_are_found(x, what):
    crowding = Crowding(labelled())
    crowding.look(x=x)
    assert crowding.faults == {what: {"x": x}}


def test_every_picture_is_looked_at():
    assert {name for name, _ in (case.values for case in EVERY)} == set(live.pictures())

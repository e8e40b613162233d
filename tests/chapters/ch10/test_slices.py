"""The picture of the slices: a look for every curve, whoever has written the last one."""

from matplotlib.colors import to_hex

from course_lib.chapters.ch10_conditional_flows.pictures.slices import LOOKS
from course_lib.live.yours import COURSE, LEARNER


def kind(color, dash):
    """What the eye keeps of a line: its colour, and the marks of its dash (dots, dashes, both)."""
    marks = () if dash == "-" else tuple("dot" if on <= 1 else "dash" for on in dash[1][::2])
    return to_hex(color).lower(), marks


def test_every_model_can_be_told_from_the_learners_and_from_what_the_course_lends():
    models = {kind(look["color"], look["ls"]) for look in LOOKS.values()}
    owners = {kind(owner.color, owner.dash) for owner in (LEARNER, COURSE)}
    assert len(models) == len(LOOKS) and not models & owners

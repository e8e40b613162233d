"""What the notes say about a picture: true, false, or not explained."""

import pytest

from course_lib import live
from course_lib.authoring import said
from course_lib.live.drawing_size import drawn_at
from course_lib.live.frames import NotSwept, Sweep, slide_size


@pytest.fixture(scope="module")
def sweep():
    """A bell with its centre and its height; blue and orange, nothing purple."""
    with drawn_at(slide_size()):
        view = live.hello(shift=1.5, stretch=0.6)
    return Sweep(view.picture, view.start, {"stretch": [0.6, 2.0], "shift": [-3.0, 1.5]})


@pytest.mark.parametrize(
    ("notes", "about"),
    [
        ("**3 min.** Exercise 2.2 of chapter 01, `a = 9` and $x^2 + 7$.", {}),
        ("The orange bell is 0.66 high, the blue one 0.4.", {"shows": {"": "0.66 0.4"}}),
        ("At 2 it is 0.2 high.", {"shows": {"stretch=2": "0.2"}}),
        ("Go to −3.", {"shows": {"shift=-3, stretch=2": "−3"}}),
        ("Wider by 2, lower by about three.", {"shows": {"": "three=1.5/0.6", "stretch=2": ""}}),
        ("In purple, here 10 000 times.", {"known": {"purple": "on the board", "10000": "said"}}),
    ],
)
def test_what_is_true_or_explained_passes(sweep, notes, about):
    said.check(sweep, notes, **about)


@pytest.mark.parametrize(
    ("notes", "about", "complaint"),
    [
        ("It is 0.67 high.", {"shows": {"": "0.67"}}, "say 0.67, and the picture .as it opens."),
        ("0.66 high", {"shows": {"stretch=2": "0.66"}}, r"picture \(stretch=2\) prints"),
        ("It is 0.66 high.", {}, "the notes say 0.66, and nothing says where"),
        ("A bell in eight pieces.", {}, "the notes say eight, and nothing says where"),
        ("Blue and purple.", {}, "the notes say purple, and nothing in the picture"),
        ("eight", {"shows": {"": "eight=1.7/0.6"}}, r"\['1.7'\] is not printed"),
        ("Nothing.", {"known": {"3": "of old"}}, "3 is explained, and the notes do not say it"),
        ("Nothing.", {"shows": {"": "0.66"}}, "0.66 is explained, and the notes do not say it"),
    ],
)
def test_what_is_false_or_open_is_refused(sweep, notes, about, complaint):
    with pytest.raises(ValueError, match=complaint):
        said.check(sweep, notes, **about)


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [("a=2", "the notes set a, and the slide moves"), ("stretch=1", "the slide stops at")],
)
def test_a_setting_must_be_on_the_slide(sweep, setting, complaint):
    with pytest.raises(NotSwept, match=complaint):
        said.frame_at(sweep, setting)


def test_numbers_are_rounded_as_the_notes_round():
    said.holds("seven=136/20", [136, 20], "p=0.3")
    said.holds("4e-08", [4e-8, 2.0], "x")
    with pytest.raises(ValueError, match="say six"):
        said.holds("six=136/20", [136, 20], "p=0.3")
    with pytest.raises(ValueError, match="'many' is no number"):
        said.holds("many", [1.0], "x")

"""The first picture."""

import pytest

from course_lib.chapters.ch00_start_here.pictures.hello import Hello


@pytest.fixture(scope="module")
def picture():
    return Hello()


def test_readouts_and_words_name_the_numbers(picture):
    _, readouts = picture.frame(shift=-2.0, stretch=2.0)
    assert readouts["centre"] == "−2.0" and readouts["height"] == "0.20"
    assert "stretched 2.0 times, of height 0.20" in picture.describe(shift=-2.0, stretch=2.0)

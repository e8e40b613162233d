"""The first picture."""

import itertools
import warnings

import pytest

from course_lib.chapters.ch00_start_here.pictures.hello import Hello, hello


@pytest.fixture(scope="module")
def picture():
    return Hello()


def test_it_is_drawn_at_all_corners_with_area_one(picture):
    for corner in itertools.product(*(control.corners() for control in picture.controls)):
        values = dict(zip(("shift", "stretch"), corner, strict=True))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            _, readouts = picture.frame(**values)
        assert readouts["area under the target"] == "1.000"


def test_readouts_and_words_name_the_numbers(picture):
    _, readouts = picture.frame(shift=-2.0, stretch=2.0)
    assert readouts["centre"] == "−2.0" and readouts["height"] == "0.20"
    assert "stretched 2.0 times, of height 0.20" in picture.describe(shift=-2.0, stretch=2.0)


def test_one_line_shows_it():
    assert "image/png" in hello(stretch=2.0)._repr_mimebundle_()[0]

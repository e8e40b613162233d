"""What holds for every picture of the course."""

import pytest

from course_lib import live

NAMES = [name for name in live.pictures() if name != "training"]
LONGEST = 18  # characters beside a slider; what is longer is cut off there


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_labels_fit_beside_their_sliders(name):
    picture = getattr(live, name)().picture
    labels = [c.label for c in picture.controls if not isinstance(c, live.Toggle)]
    assert [label for label in labels if len(label) > LONGEST] == []
    assert picture.title.endswith("?"), "a figure answers one question"

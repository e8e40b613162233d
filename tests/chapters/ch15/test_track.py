"""The picture of a track: what it remembers."""

from unittest import mock

import pytest

from course_lib.chapters.ch15_hands_on_directions.pictures import track

pytestmark = pytest.mark.thorough


def test_a_sky_that_has_been_looked_at_is_not_looked_at_again(monkeypatch):
    """Each frame ordered 16 000 places and drew two contours, seen before or not."""
    picture = track.TrackPicture()
    states = [{"event": 3}, {"event": 3, "turn": 40}, {"event": 5, "ice": 0.9}]
    before = [picture.frame(**values) for values in states]
    assert len({frame for frame, _ in before}) == 3
    never = mock.MagicMock(side_effect=AssertionError("looked at again"))
    monkeypatch.setattr(track, "contours", never)
    monkeypatch.setattr(track.sky, "densest", never)
    assert [picture.frame(**values) for values in states] == before

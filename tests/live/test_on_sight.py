"""What is asked of every picture that has been opened: each is made, and trained, once."""

import functools

import pytest

from course_lib import live
from course_lib.live.host import LiveHost
from course_lib.live.play import stops
from course_lib.live.stage import CHROME, around
from course_lib.live.trainings import TrainingView
from tests.live.test_contrast import outside_of_the_table, too_faint
from tests.live.test_engine import drawn_from_nothing
from tests.live.test_stage import WINDOW, width_in

pytestmark = pytest.mark.slow  # `make check` leaves them to `make test`

LONGEST = 18  # characters beside a slider; what is longer is cut off there
every_picture = pytest.mark.parametrize("name", live.pictures())


@functools.cache
def opened(name):
    """The view of the chapter's line; an untrained training would show its first state only."""
    view = getattr(live, name)()
    view.prepare()
    return view


@every_picture
def test_labels_fit_beside_their_sliders(name):
    picture = opened(name).picture
    labels = [c.label for c in picture.controls if not isinstance(c, live.Toggle)]
    assert [label for label in labels if len(label) > LONGEST] == []
    assert picture.title.endswith("?"), "a figure answers one question"


@every_picture
def test_the_line_shows_the_picture_a_still_and_its_words(name):
    view = opened(name)
    data, _ = view._repr_mimebundle_()
    assert data["image/png"] and view.picture.title in data["text/plain"]


@every_picture
def test_the_line_takes_start_values(name):
    picture, show = opened(name).picture, getattr(live, name)
    if not isinstance(opened(name), TrainingView):  # a training starts at its beginning
        control = picture.controls[0]
        start = {control.name: control.corners()[-1]}
        assert show(**start).start == picture.values(**start)


@every_picture
def test_it_is_seen_whole_on_a_laptop(name):
    view = opened(name)
    host = LiveHost(view.picture, view.start)
    width, height = host.picture.size
    at = width_in(host.stage.grid.layout.max_width, WINDOW)
    assert at >= 640, "its text would be below 9 px: make it less high, or give it fewer sliders"
    assert CHROME + around(len(host.sliders), host.stage.lines) + at * height / width <= WINDOW + 1


@every_picture
def test_what_is_played_is_a_control_of_the_picture(name):
    picture = opened(name).picture
    names = [control.name for control in picture.controls]
    assert picture.played in ("", *names)
    if picture.played:
        stops(picture.controls[names.index(picture.played)])
    if picture.unfolds:
        frames = {picture.frame(t=t)[0] for t in (0.0, 0.5, 1.0)}
        assert len(frames) == 3, "t moves nothing"


@every_picture
def test_all_that_carries_meaning_can_be_seen(name):
    picture = opened(name).picture
    picture.frame()
    assert too_faint(picture) == []


@every_picture
def test_every_colour_has_a_counterpart_on_a_dark_page(name):
    picture = opened(name).picture
    assert outside_of_the_table(picture.background() + picture.frame()[0]) == set()


@every_picture
def test_what_is_kept_of_a_frame_is_what_would_be_drawn(name):
    picture = opened(name).picture
    picture.background()
    start = picture.values()
    for control in picture.controls:
        for value in control.corners():
            frame, _ = picture.frame(**start | {control.name: value})
            assert frame == drawn_from_nothing(picture, frame), (control.name, value)

"""What an earlier build has drawn: taken when its sources are the same, and only then."""

import os

import pytest

from course_lib import order
from course_lib.authoring import site_cache, site_frames, site_pictures


def never():
    raise AssertionError("it was to be taken from the folder")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of two rooms and an engine that one may change."""
    folder = tmp_path / "course_lib"
    for name, text in {
        "live/picture.py": "engine",
        "authoring/site_frames.py": "frames",
        "chapters/ch01_change_of_variables/pictures/strips.py": "strips",
        "chapters/ch02_linear_and_affine_flows/exercises/one.py": 'asks("4.2")',
        "chapters/ch04_spline_flows/exercises/one.py": "spline",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    monkeypatch.setattr(site_cache, "COURSE", folder)
    yield folder
    forget()


def forget():
    for one in (site_cache._of_folder, site_cache._named, site_cache.engines):
        one.cache_clear()


def of(call):
    forget()
    return site_cache.of_picture(call)


CALL = 'live.strips(yours=attempt("2.1"))'


@pytest.mark.parametrize(
    ("changed", "matters"),
    [
        ("live/picture.py", True),
        ("authoring/site_frames.py", True),
        ("chapters/ch01_change_of_variables/pictures/strips.py", True),  # the picture's own room
        ("chapters/ch02_linear_and_affine_flows/exercises/one.py", True),  # its exercise's
        (
            "chapters/ch04_spline_flows/exercises/one.py",
            True,
        ),  # of the exercise that that one names
        ("chapters/ch01_change_of_variables/notes.txt", False),
        ("exercises/progress.py", False),
        ("authoring/site_pictures.py", False),
        ("chapters/ch05_cdf_flows/quiz.py", False),
    ],
)
def test_a_picture_depends_on_what_it_is_drawn_from(course, changed, matters):
    before = of(CALL)
    assert of(CALL) == before
    (course / changed).parent.mkdir(parents=True, exist_ok=True)
    (course / changed).write_text("another text")
    assert (of(CALL) != before) == matters


def test_new_data_count_too(course):
    before = of(CALL)
    (course / "chapters" / "ch01_change_of_variables" / "flow.npz").write_bytes(b"1")
    assert of(CALL) != before


def test_another_call_or_another_version_is_another_picture(monkeypatch):
    assert of("live.strips()") == of("live.cells()")  # one room: the call itself is told apart
    assert site_cache.digest("live.strips()") != site_cache.digest("live.cells()")
    before = of("live.strips()")
    monkeypatch.setattr(site_cache, "VERSIONS", ("0",))
    assert of("live.strips()") != before
    forget()


def test_what_is_kept_is_not_made_again(tmp_path):
    assert site_cache.kept("a", lambda: b"1", tmp_path) == b"1"
    assert site_cache.kept("a", never, tmp_path) == b"1"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_what_fails_is_not_kept(tmp_path):
    with pytest.raises(AssertionError):
        site_cache.kept("a", never, tmp_path)
    assert site_cache.kept("a", lambda: b"2", tmp_path) == b"2"


def test_only_what_nobody_asks_for_is_deleted(tmp_path):
    for name in ("old", "new"):
        site_cache.kept(name, lambda: b"1", tmp_path)
    os.utime(tmp_path / "old", (0, 0))
    assert site_cache.tidy(tmp_path) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["new"]
    os.utime(tmp_path / "new", (0, 0))
    site_cache.kept("new", never, tmp_path)  # asked for: it is new again
    assert site_cache.tidy(tmp_path) == 0


def test_a_picture_is_the_same_from_the_folder_and_under_another_number(tmp_path, monkeypatch):
    first = site_pictures.draw("01-1", "live.squeeze()", folder=tmp_path)
    monkeypatch.setattr(site_frames, "drawn", never)
    again = site_pictures.draw("07-9", "live.squeeze()", folder=tmp_path)
    assert first.script.replace("01-1", "07-9") == again.script
    assert again.script.startswith('courseFrames("07-9", "')
    assert (first.controls, first.size, first.note) == (again.controls, again.size, again.note)


def test_a_still_picture_is_remembered_as_one(tmp_path, monkeypatch):
    call = "live.squeeze(yours=my_own)"  # a name of the chapter
    assert site_pictures.draw("x", call, folder=tmp_path) is None
    monkeypatch.setattr(site_frames, "drawn", never)
    assert site_pictures.draw("x", call, folder=tmp_path) is None


def test_every_room_has_a_digest():
    forget()
    digests = {site_cache._of_folder(order.ROOMS / name) for name in order.rooms().values()}
    assert len(digests) == len(order.rooms())

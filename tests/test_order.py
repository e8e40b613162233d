"""The one table: parts, chapters, decks and lectures, and what is said when a room is missing."""

import itertools
from pathlib import Path

import pytest

from course_lib import live, order
from course_lib.authoring import sources
from course_lib.exercises import progress, registry


def rooms_at(folder, *names):
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text('"""A room."""\n', encoding="utf-8")


def test_every_chapter_has_a_source_and_a_room_in_the_same_order():
    numbers = [path.name[:2] for path in sources.chapters()]
    assert tuple(numbers) == order.chapters()
    assert [f"ch{path.stem}" for path in sources.chapters()] == list(order.rooms().values())


def test_a_part_ends_with_its_review():
    for part, numbers in order.PARTS.items():
        assert numbers[-1] == order.REVIEWS[part]
        assert list(numbers[:-1]) == sorted(numbers[:-1])


def test_part_two_comes_after_the_review_of_part_one(tmp_path, monkeypatch):
    monkeypatch.setattr(order, "ROOMS", tmp_path)
    rooms_at(tmp_path, "ch00_a", "ch90_b", "ch09_c", "ch08_d")
    assert order.chapters() == ("00", "08", "90", "09")
    assert order.after("08") == "90" and order.after("90") == "09" and order.after("09") is None
    assert order.before("09") == ("00", "08", "90")


def test_a_room_that_is_missing_or_too_much_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(order, "ROOMS", tmp_path)
    rooms_at(tmp_path, "ch00_a")
    with pytest.raises(order.NoRoom, match=r"Chapter 01 has no room .* \['00'\] have"):
        order.room("01")
    (tmp_path / "ch07_left_behind" / "__pycache__").mkdir(parents=True)  # of another revision
    assert order.chapters() == ("00",)
    rooms_at(tmp_path, "ch00_b")
    with pytest.raises(order.NoRoom, match="Two rooms have the number 00: ch00_a and ch00_b"):
        order.chapters()


def test_a_room_without_a_place_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(order, "ROOMS", tmp_path)
    rooms_at(tmp_path, "ch55_x")
    with pytest.raises(order.NoRoom, match="ch55_x has no place in PARTS"):
        order.chapters()


def test_every_deck_teaches_chapters_that_there_are():
    for letter, (what, chapters) in order.DECKS.items():
        assert letter.isupper() and what
        assert all(number in sum(order.PARTS.values(), ()) for number in chapters)
    assert sorted(sum(order.LECTURES.values(), ())) == sorted(order.DECKS)


def test_progress_and_pictures_follow_the_order():
    parts = [[*numbers, f"Part {part}"] for part, numbers in order.PARTS.items()]
    assert [row["chapter"] for row in progress().rows] == [*itertools.chain(*parts), "all"]
    assert list(live.pictures()) == [n for c in order.chapters() for n in live.pictures(c)]


def test_what_two_rooms_share_is_no_name_of_a_picture():
    names = live.pictures()
    assert len(set(names)) == len(names)
    modules = {path.stem for path in Path(live.__file__).parent.glob("*.py")}
    assert not {*names} & ({*live.__all__} | modules), "live.NAME would be the module"


@pytest.mark.slow
def test_pictures_come_by_their_names_alone():
    for name in live.pictures():
        assert callable(getattr(live, name)) and name in dir(live)
    with pytest.raises(AttributeError, match=r"no picture 'strip'.*'strips'"):
        _ = live.strip


def test_exercises_of_a_chapter_without_a_room():
    with pytest.raises(order.NoRoom, match="Chapter 42"):
        registry.exercises("42")
    with pytest.raises(registry.Unknown, match=r"no exercise '42\.1'"):
        registry.find("42.1")

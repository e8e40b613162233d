"""Answers that nobody here has written: what is wrong is refused, what is right is accepted.

The share of bare refusals is a bound, to be lowered as the exercises learn more names.
"""

import functools

import pytest

from course_lib import order
from course_lib.exercises import clues, explain, run
from tests.exercises import blind

pytestmark = pytest.mark.exhaustive

CHAPTERS = [number for number in order.chapters() if blind.answers(number)]
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)
BARE = 0.02  # at most this share of the wrong ones may be refused without a name or a clue


@functools.cache
def judged(chapter):
    return tuple(blind.judged(chapter))


@pytest.fixture(autouse=True)
def clues_must_not_fail(monkeypatch):
    monkeypatch.setattr(explain, "_clue", clues.clue)
    monkeypatch.setattr(run, "LIMIT", 60.0)  # a busy machine must not make a right answer late


@every_chapter
def test_nothing_wrong_is_accepted(chapter):
    accepted = {(j.exercise, j.what) for j in judged(chapter) if not j.right and j.result.right}
    assert not accepted


@every_chapter
def test_nothing_right_is_refused(chapter):
    refused = {(j.exercise, j.what): str(j) for j in judged(chapter)
               if j.right and not j.result.right}  # fmt: skip
    assert not refused


@every_chapter
def test_a_refusal_has_a_name_or_a_clue(chapter):
    wrong = [one for one in judged(chapter) if not one.right]
    bare = [one for one in wrong if one.kind == "bare"]
    print("\n".join(blind.table(judged(chapter))))
    assert len(bare) <= BARE * len(wrong) + 1, "\n".join(map(str, bare))


@every_chapter
def test_no_word_of_the_checks_own_reaches_a_learner(chapter):
    for one in judged(chapter):
        said = f"{one.result} {one.result.rows}"
        assert "returned a dict that" not in said or "dict" in one.code, one
        assert "svd" not in said and "course_lib" not in said, one
        assert one.result.state != "broken", one

"""The speaker view of a deck, and of a lecture of two decks in one file."""

import copy
import re
import unicodedata

import pytest

from course_lib.authoring import slides
from tests.browser import lab
from tests.browser.projected import SMALL_DECK, Projected
from tests.browser.test_decks import READY


def test_speaker_view_opens_from_a_file_and_follows(project):
    deck = project()
    with deck.context.expect_page() as popup:
        deck.page.keyboard.press("s")
    speaker = popup.value
    speaker.wait_for_function("document.querySelectorAll('iframe').length == 2", timeout=10_000)
    notes = speaker.locator(".speaker-controls-notes .value")
    notes.get_by_text("1 minute").wait_for(timeout=10_000)
    # Its window has reveal's style sheet alone: a formula is seen once, and whole.
    seen = unicodedata.normalize("NFKC", notes.inner_text())  # 𝑝 is a letter of its own
    assert "Ask:whatisp0?Expect:thebasedensity" in re.sub(r"\s|\u200b", "", seen)
    assert notes.evaluate("n => getComputedStyle(n).fontSize") == "18px"
    speaker.get_by_text("Pacing").wait_for()
    deck.show(2)
    notes.get_by_text("Move a through zero").wait_for(timeout=10_000)
    mirrors_the_slider(deck, speaker)
    speaker.screenshot(path=lab.ARTIFACTS / "speaker-view.png")
    assert deck.strangers() == [] and deck.console == []


@pytest.fixture
def lecture(browser, built, tmp_path):
    """Two decks in one file: the small one, and the same as deck Y before it."""
    built(SMALL_DECK)
    second = built.decks[SMALL_DECK]
    first = copy.copy(second)
    first.name = "y_small"
    print(slides.write_session("lecture-1", [first, second], tmp_path))
    deck = Projected(browser, tmp_path / "lecture-1.html")
    deck.milliseconds = deck.open()
    yield deck
    deck.close()


def test_a_lecture_of_two_decks_is_one_to_the_speaker(lecture):
    deck, number = lecture, lecture.page.locator(".slide-number")
    assert min(deck.milliseconds, deck.open()) < READY and deck.count() == 10
    veils = deck.page.locator("figure.veiled").count()
    for typed, shown in {"z3": "Z/3", "4": "Z/4", "y/2": "Y/2", "5": "Y/5", "z 5": "Z/5"}.items():
        deck.press("g")
        deck.page.keyboard.type(typed)
        deck.press("Enter")
        assert number.inner_text() == shown, typed
    assert deck.page.title() == "Lecture 1" and veils == 2
    ends = "clocks.map((clock) => Number(clock.dataset.end ?? 0))"  # a hands-on in each deck
    first, second = deck.page.evaluate(ends)
    assert 0 < first < second
    deck.press("r")
    assert deck.page.evaluate(ends)[0] == first and deck.page.evaluate(ends)[1] > second
    with deck.context.expect_page() as popup:
        deck.page.keyboard.press("s")
    speaker = popup.value
    notes = speaker.locator(".speaker-controls-notes .value")
    notes.get_by_text("12 min.").wait_for(timeout=10_000)
    deck.show(7)  # Z/3
    notes.get_by_text("Move a through zero").wait_for(timeout=10_000)
    mirrors_the_slider(deck, speaker)
    assert deck.strangers() == [] and deck.console == []


def mirrors_the_slider(deck, speaker):
    """Moved on the wall, a slider moves in the speaker view, and the other way round."""
    (here,) = [f for f in speaker.frames if "postMessageEvents" in f.url]
    mine, wall = (p.locator("section.present figure") for p in (here, deck.page))
    wall.locator("input").focus()
    deck.press("Home")
    mine.locator("output").get_by_text("−3.00").wait_for(timeout=5_000)
    mine.locator("input").focus()
    speaker.keyboard.press("ArrowRight")
    wall.locator("output").get_by_text("−2.70").wait_for(timeout=5_000)
    wall.locator(".readouts").get_by_text("standard deviation |a| 2.70").wait_for(timeout=5_000)

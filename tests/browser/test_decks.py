"""Every deck as a room sees it.

`make test` shows every slide and steps every slider; one picture of each deck is moved by hand.
`make browser-exhaustive` moves all by keyboard and mouse, and keeps a picture of each slide.
"""

import pytest

from course_lib.authoring import slides, sources
from course_lib.authoring.paper_page import KINDS
from tests.browser import lab
from tests.browser.deck_faults import paper_faults, slide_faults
from tests.browser.projected import SMALL_DECK

SOURCES = [SMALL_DECK, *sources.decks()]
READY = 2000  # ms

every_deck = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)


@every_deck
def test_a_deck_can_be_shown(project, browser, source):
    deck = project(source)
    assert deck.file.stat().st_size < slides.LARGEST
    # The machine may have been busy once.
    assert deck.milliseconds < READY or deck.open() < READY
    faults, moved = [], False
    for number in range(deck.count()):
        deck.show(number)
        by_hand = not moved and bool(deck.live())
        moved = moved or by_hand
        faults += [f"slide {number + 1}: {fault}" for fault in slide_faults(deck, by_hand)]
    assert faults == [] and moved
    assert deck.strangers() == [] and deck.console == []
    for kind in KINDS:
        slides_on_paper = deck.count() if kind == "handout" else None
        assert paper_faults(browser, deck.file, kind, slides_on_paper) == []


@pytest.mark.exhaustive
@every_deck
def test_every_slider_of_a_deck_moves_by_keyboard_and_mouse(project, source):
    deck = project(source)
    faults = []
    for number in range(deck.count()):
        deck.show(number)
        deck.page.screenshot(path=shot(source, number))
        faults += [f"slide {number + 1}: {fault}" for fault in slide_faults(deck)]
    assert faults == []
    assert deck.strangers() == [] and deck.console == []


def shot(source, number):
    lab.ARTIFACTS.mkdir(exist_ok=True)
    return lab.ARTIFACTS / f"deck-{source.stem[0]}-{source.parent.name}-{number + 1:02d}.png"

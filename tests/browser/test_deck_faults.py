"""What proves that the tests of the decks would see a fault."""

import shutil

import pytest

from course_lib.authoring import slides
from course_lib.authoring.chromium import chromium
from course_lib.authoring.handout import NotPrinted, print_one
from course_lib.authoring.paper_page import KINDS
from tests.browser.deck_faults import paper_faults, slide_faults
from tests.browser.processes import until
from tests.browser.projected import SMALL_DECK


def test_what_is_measured_is_there(project):
    """The picture's text and lines are really looked at."""
    deck = project()
    deck.show(2)
    measured = deck.small()[1]
    assert measured["drawn"] > 20 and measured["lines"] > 20 and measured["words"] > 8
    too_small, _ = deck.small(text=24.5, line=2.05)
    assert any("drawn text" in fault for fault in too_small)
    assert any("drawn glyphs" in fault for fault in too_small)
    assert any("line 2.00" in fault for fault in too_small)


BREAK = {
    "text 20.0 px": "document.querySelector('.present h2').style.fontSize = '20px'",
    "higher than 720 px": "document.querySelector('.present h2').style.height = '400px'",
    "the keys do not move": "pictures.clear(); for (const s of document.querySelectorAll('.present "
    "input')) s.addEventListener('input', e => e.stopImmediatePropagation(), true)",
    "nothing moves with": "document.querySelector('.present input')"
    ".addEventListener('input', e => e.stopImmediatePropagation(), true)",
    "a picture has no alternative text": "const svg = document.querySelector('.present .stage')"
    ".lastElementChild; svg.removeAttribute('aria-label'); svg.setAttribute = () => {}",
    "a slider has changed the slide": "document.querySelector('.present input')"
    ".addEventListener('input', () => Reveal.next())",
    "the sliders drop under the hand": "document.querySelector('.present .readouts').style"
    ".cssText = 'min-height:0;width:22em'",
    "under the arrows": "document.querySelector('.present .sliders').style.cssText = "
    "'position:absolute;bottom:20px;right:20px;margin:0'",
}


BY_HAND = {"higher than 720 px", "the keys do not move"}


@pytest.mark.parametrize("fault", BREAK)
def test_a_broken_slide_is_seen(project, fault):
    deck = project()
    deck.show(2)
    deck.page.evaluate(BREAK[fault])
    assert any(fault in found for found in slide_faults(deck, by_hand=fault in BY_HAND))


def test_a_slide_that_is_not_broken_has_no_fault(project):
    deck = project()
    deck.show(2)
    assert slide_faults(deck) == slide_faults(deck, by_hand=False) == []


def test_requests_and_complaints_are_seen(project):
    deck = project()
    assert deck.strangers() == [] and deck.console == []
    deck.page.evaluate("fetch('http://127.0.0.1:9/font.woff2').catch(() => {})")
    deck.page.evaluate("console.error('something broke')")
    until(lambda: (deck.strangers() and len(deck.console) > 1) or deck.settle(), 10)
    assert deck.strangers() == ["http://127.0.0.1:9/font.woff2"]
    assert any("something broke" in said for said in deck.console)


def test_a_handout_with_a_page_too_many_is_not_accepted(built, tmp_path):
    file = built(SMALL_DECK)
    page = tmp_path / file.name
    shutil.copy(file.parent / slides.SEPARATE / file.name, page)
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("</body>", "<p>one more</p></body>"), encoding="utf-8")
    with pytest.raises(NotPrinted, match="6 pages in place of 5"):
        print_one(chromium(), page, tmp_path / "out.pdf")


def test_what_does_not_fit_on_paper_is_seen(browser, built, tmp_path):
    file = built(SMALL_DECK)
    folder = tmp_path / slides.SEPARATE
    shutil.copytree(file.parent / slides.SEPARATE, folder)
    long = "<p>one more line</p>" * 40
    for kind, place in {"sheet": "</section>", "lecturer": '<div class="said">'}.items():
        page = folder / f"{file.stem}{KINDS[kind]}.html"
        text = page.read_text(encoding="utf-8")
        add = long + place if place == "</section>" else place + long
        page.write_text(text.replace(place, add, 1), encoding="utf-8")
        (fault,) = paper_faults(browser, tmp_path / file.name, kind)
        assert fault.startswith(f"{kind}: ")


def test_a_page_too_many_in_print_is_seen(browser, built):
    (fault,) = paper_faults(browser, built(SMALL_DECK), "handout", wanted=4)
    assert fault == "handout: 5 pages in print in place of 4"

"""What a lecturer does with a deck, on a small one: keys, sliders, veils, play, print."""

import re

import pytest

from course_lib.authoring import slides
from course_lib.authoring.handout import pages
from course_lib.authoring.welcome import Welcome
from tests.browser import lab
from tests.browser.deck_faults import moved_by_hand, slide_faults
from tests.browser.projected import DECKS, SMALL_DECK, Projected

APART = """() => {
  const box = (s) => document.querySelector(".present").querySelector(s).getBoundingClientRect();
  const [a, p, h] = ["figure", ".welcome", "h1"].map(box);
  const apart = p.right <= a.left && h.bottom <= a.top && p.left >= 0;
  return apart && p.bottom <= 720 && p.top > box(":scope > p").bottom;
}"""


def test_a_title_with_a_picture_keeps_room_for_who_and_where(browser, built, tmp_path):
    built(SMALL_DECK)  # brings the packages, or skips
    address = "https://example.org/a-department/normalizing-flows"
    slides.build_one(
        DECKS / "z_title.py", tmp_path, Welcome(address, "Ada Lovelace", "Monday, room 3")
    )
    deck = Projected(browser, tmp_path / "z_title.html")
    deck.open()
    assert deck.page.evaluate(APART) and deck.extent()["height"] <= 720
    deck.close()


# What the picture says of itself, whenever that changes.
OVERHEAR = """(figure) => {
  window.heard = [];
  const svg = figure.querySelector(".stage").lastElementChild;
  new MutationObserver(() => heard.push(svg.getAttribute("aria-label")))
    .observe(svg, { attributeFilter: ["aria-label"] });
}"""


def test_play_carries_a_picture_along_and_gives_the_keys_back(project):
    deck = project(DECKS / "z_played.py")
    deck.show(1)
    (picture,) = deck.live()
    assert slide_faults(deck) == []
    deck.press("r")
    a, t = picture.locator("input").all()
    assert picture.get_by_role("button", name="play from nothing to f").count() == 1
    play = picture.locator("button.play")
    assert play.get_attribute("aria-pressed") != "true" and t.input_value() == "2"
    whole = deck.pixels(picture)
    picture.evaluate(OVERHEAR)
    play.click()
    assert play.get_attribute("aria-pressed") == "true"
    deck.page.wait_for_function("heard.length === 3")
    deck.settle()
    told = [re.search(r"t = (.*)\.$", words) for words in deck.page.evaluate("heard")]
    assert [t and t[1] for t in told] == ["0.00", "0.50", None]  # from its end it begins anew
    assert t.input_value() == "2" and play.get_attribute("aria-pressed") == "false"
    assert lab.changed(whole, deck.pixels(picture)) == 0
    play.click()
    a.focus()
    deck.press("Home")  # a hand ends a run
    assert play.get_attribute("aria-pressed") == "false"
    play.focus()
    deck.press(" ")
    assert play.get_attribute("aria-pressed") == "true" and deck.number() == 1
    deck.press(" ")
    play.click()
    deck.press(" ")  # clicked, it has no focus: a clicker turns the slide, and the run ends
    assert deck.number() == 2 and play.get_attribute("aria-pressed") == "false"
    assert deck.console == []


NO_HAS = """
for (const place of [Document, Element]) {
  const asked = place.prototype.querySelectorAll;
  place.prototype.querySelectorAll = function (words) {
    if (words.includes(":has(")) throw new SyntaxError(`${words} is not a valid selector`);
    return asked.call(this, words);
  };
}"""


def test_a_browser_of_2022_shows_the_deck(project):
    """Firefox had no :has() before 121, Chrome none before 105."""
    deck = project(before=NO_HAS)
    deck.show(2)
    assert deck.page.evaluate("document.querySelectorAll('.too-old.shown').length") == 0
    assert moved_by_hand(deck, deck.live()[0]) == [] and deck.console == []


OLDER = {
    "The slides turn, the pictures stand still. They need Chrome": {
        "before": "delete window.DecompressionStream"
    },
    "The slides cannot start. They need Chrome": {"before": "delete window.URLSearchParams"},
    "These slides need JavaScript.": {"scripts": False},
}


@pytest.mark.parametrize("words", OLDER)
def test_a_browser_that_is_too_old_says_so(project, words):
    deck = project(ready=False, **OLDER[words])
    (told,) = deck.page.locator(".too-old.shown").all()
    assert told.is_visible() and told.inner_text().startswith(words)


PRINTED = """() => [...document.querySelectorAll("section.slide")].map((slide) => {
  const box = (e) => e.getBoundingClientRect();
  const inside = [...slide.children].filter((e) => box(e).height && !e.matches("script, aside"));
  const hidden = [...slide.querySelectorAll(".fragment:not(.lift)")].filter(
    (e) => !e.checkVisibility({ visibilityProperty: true, opacityProperty: true }));
  const edges = inside.map((e) => [box(e).left - box(slide).left, box(slide).right - box(e).right]);
  return [Math.round(box(slide).height), Math.min(...edges.flat()) >= 40, hidden.length,
          slide.querySelectorAll(".sliders").length - [...slide.querySelectorAll(".sliders")]
            .filter((e) => !box(e).height).length];
})"""


@pytest.mark.parametrize("way", ["", "?print-pdf"])
def test_a_deck_printed_from_the_browser_is_whole(project, way):
    deck = project()
    deck.page.goto(deck.file.as_uri() + way)
    deck.page.wait_for_function("document.documentElement.dataset.ready", timeout=20_000)
    deck.page.emulate_media(media="print")
    assert deck.page.evaluate(PRINTED) == 5 * [[720, True, 0, 0]]
    pdf = deck.file.with_name("printed.pdf")
    deck.page.pdf(path=pdf, prefer_css_page_size=True)
    assert pages(pdf) == 5


def test_a_clicker_goes_on_while_a_slider_has_the_focus(project):
    deck = project()
    deck.show(2)
    slider = deck.live()[0].locator("input")
    slider.focus()
    value = slider.input_value()
    deck.press("PageDown")
    assert (deck.number(), slider.input_value()) == (3, value)
    deck.press("PageUp")
    assert deck.number() == 2
    slider.focus()
    deck.press("Escape", "ArrowRight")  # Escape gives the arrow keys back to the slides
    assert (deck.number(), slider.input_value()) == (3, value)
    assert not deck.page.evaluate("Reveal.isOverview()")


def test_tab_leads_to_the_sliders_and_swipes_stay_with_them(project):
    deck = project()
    deck.show(2)
    deck.press("Tab")
    assert deck.page.evaluate("document.activeElement.type") == "range"
    name = deck.page.evaluate("document.activeElement.labels[0].innerText")
    assert name.startswith("scale a")
    assert deck.live()[0].get_attribute("data-prevent-swipe") is not None


def test_a_choice_moves_the_picture_and_not_the_slide(project):
    deck = project()
    deck.show(3)
    picture = deck.live()[0]
    before, told = deck.pixels(picture), picture.locator(".readouts").inner_text()
    picture.locator("select").focus()
    deck.press("ArrowDown")
    assert deck.number() == 3
    assert lab.changed(before, deck.pixels(picture)) > 0
    assert picture.locator(".readouts").inner_text() != told


def test_a_frame_says_what_it_shows(project):
    """Alternative text and readouts follow the slider, the words beside it too."""
    deck = project()
    deck.show(2)
    picture = deck.live()[0]
    picture.locator("input").focus()
    deck.press("Home")
    label = picture.locator(".stage svg").last.get_attribute("aria-label")
    assert "a = −3.00 and b = 0.5" in label
    assert "standard deviation |a| 3.00" in picture.locator(".readouts").inner_text()
    assert picture.locator("output").inner_text() == "−3.00"
    assert picture.locator("input").get_attribute("aria-valuetext") == "−3.00"


def test_a_veil_hides_the_answer_until_the_next_key_and_r_brings_it_back(project):
    deck = project()
    deck.page.evaluate("Reveal.slide(3, 0, -1)")
    picture = deck.live()[0]
    theta, readouts = picture.locator("input"), picture.locator(".readouts")
    began = theta.input_value(), readouts.inner_text(), deck.pixels(picture)
    veil = picture.locator(".veil").bounding_box()

    def right():
        return deck.pixels(picture).crop((int(veil["x"] - 30), 60, 1190, 300)).getcolors(100_000)

    heard = picture.aria_snapshot()
    assert "Covered until the next key" in heard and "average" not in heard
    covered = right()
    theta.focus()
    deck.press("End")
    assert theta.input_value() != began[0] and right() == covered  # it stays, whatever moves
    assert "average" not in picture.aria_snapshot()
    deck.press("PageDown")
    assert deck.number() == 3 and right() != covered
    heard = picture.aria_snapshot()
    assert "Covered" not in heard and "average of" in heard and "20 samples z" in heard
    deck.press("r")
    again = theta.input_value(), readouts.inner_text(), deck.pixels(picture)
    assert again[:2] == began[:2] and lab.changed(again[2], began[2]) == 0
    assert "20 samples z" not in picture.aria_snapshot() and deck.console == []


def test_a_slide_tells_its_number_and_a_hands_on_its_time(project):
    deck = project()
    deck.press("g")
    deck.page.keyboard.type("5")
    deck.press("Enter")  # as in the guide: Z/5
    assert deck.number() == 4
    deck.page.wait_for_url("**#/Z5", timeout=10_000)  # reveal writes it a little later
    assert deck.page.locator(".slide-number").inner_text() == "Z/5"
    clock = deck.page.locator(".present .clock")
    clock.get_by_text("11:58").wait_for(timeout=10_000)
    deck.press("r")
    assert clock.inner_text() in ("12:00", "11:59")
    deck.page.evaluate("clocks[0].dataset.end = Date.now() - 61_000; tick()")
    assert clock.inner_text().startswith("+1:0") and "over" in clock.get_attribute("class")
    timings = "[...document.querySelectorAll('section')].map((s) => s.dataset.timing ?? null)"
    assert deck.page.evaluate(timings) == [None, None, "180", None, "720"]

"""Every picture that moves, moved by keyboard and by mouse; and a deck, in its page."""

import pytest
from playwright.sync_api import TimeoutError

# What a picture shows and says: two states may look alike and differ in words.
STATE = """f => [f.querySelector('.stage svg[role=img]').outerHTML,
  f.querySelector('.readouts').innerHTML].join()"""
CHANGED = f"([f, old]) => ({STATE})(f) !== old"
BACK = f"([f, old]) => ({STATE})(f) === old"


class Moved:
    """A picture of a page, drawn, and what can be done with it."""

    def __init__(self, page, figure):
        self.page, self.figure = page, figure
        figure.scroll_into_view_if_needed()
        figure.locator(".stage svg[role=img]").wait_for()
        page.wait_for_function("f => f.dataset.ready", arg=figure.element_handle())
        if (stop := figure.get_by_role("button", name="Stop")).count():
            stop.click()

    @property
    def drawn(self):
        return self.figure.evaluate(STATE)

    def waits(self, condition, before):
        self.page.wait_for_function(
            condition, arg=[self.figure.element_handle(), before], timeout=8000
        )

    def by_keyboard(self, control):
        before = self.drawn
        control.focus()
        if control.get_attribute("type") == "checkbox":
            self.page.keyboard.press(" ")
        else:
            is_last = control.evaluate(
                "c => (c.max ?? c.length - 1) == (c.selectedIndex ?? c.value)"
            )
            keys = ("ArrowLeft", "ArrowUp") if is_last else ("ArrowRight", "ArrowDown")
            self.page.keyboard.press(keys[control.evaluate("c => c.tagName") == "SELECT"])
        self.waits(CHANGED, before)

    def by_mouse(self, control):
        before = self.drawn
        if control.evaluate("c => c.tagName") == "SELECT":  # its list is the browser's own
            at = control.evaluate("c => c.selectedIndex")
            control.select_option(index=0 if at else 1)
        elif control.get_attribute("type") == "checkbox":
            control.click()
        else:
            box = control.bounding_box()
            share = control.evaluate("c => (c.value - c.min) / (c.max - c.min)")
            x = box["width"] * (0.04 if share > 0.5 else 0.96)
            control.click(position={"x": x, "y": box["height"] / 2})
        self.waits(CHANGED, before)

    def unfold(self):
        """Show the controls that move alone."""
        for more in self.figure.locator(".more:not([open]) > summary").all():
            more.click()

    def reset(self):
        self.figure.get_by_role("button", name="Reset").click()


def test_every_picture_is_moved_by_keyboard_and_by_mouse(opened, built):
    found, stuck = 0, []
    for file in sorted(built.glob("*.html")):
        if 'class="live' not in file.read_text(encoding="utf-8"):
            continue
        page = opened(file.name)
        for figure in page.locator("figure.live").all():
            picture = Moved(page, figure)
            found += 1
            stuck += [
                f"{file.name}, {figure.get_attribute('id')}: {what}" for what in tried(picture)
            ]
        page.close()
    assert not stuck
    assert found >= 9  # those of chapter 01, and the first page's


def tried(picture):
    """Which controls of a picture move nothing: "stretch a by keyboard"."""
    stuck = []
    picture.unfold()
    for control in picture.figure.locator("input, select").all():
        picture.reset()
        for way in ("by_keyboard", "by_mouse"):
            try:
                getattr(picture, way)(control)
            except TimeoutError:
                name = control.locator("xpath=..").locator(".name").inner_text()
                stuck.append(f"{name} {way.replace('_', ' ')}")
    return stuck


def test_words_and_numbers_follow_the_hand(opened):
    page = opened("01_change_of_variables.html")
    picture = Moved(page, page.locator("figure.live").first)
    slider = picture.figure.locator("input[type=range]").first
    picture.reset()

    def told():
        return [
            picture.drawn,
            picture.figure.locator(".stage svg[role=img]").get_attribute("aria-label"),
            picture.figure.locator(".readouts").inner_text(),
            slider.get_attribute("aria-valuetext"),
        ]

    start = told()
    picture.by_keyboard(slider)
    assert all(now != before for now, before in zip(told(), start, strict=True))
    picture.reset()
    picture.waits(BACK, start[0])
    assert told() == start


def test_a_control_that_moves_alone_sets_the_others_back(opened):
    page = opened("01_change_of_variables.html")
    picture = Moved(page, page.locator("figure.live").first)
    picture.unfold()
    strip, shift = (picture.figure.get_by_label(words) for words in ("look at strip", "shift b"))
    begin, start = strip.input_value(), shift.input_value()
    picture.by_keyboard(strip)
    picture.by_keyboard(shift)
    assert strip.input_value() == begin and shift.input_value() != start
    alone = picture.drawn
    shift.focus()
    page.keyboard.press("ArrowRight")
    picture.waits(CHANGED, alone)
    picture.by_keyboard(strip)
    assert strip.input_value() != begin and shift.input_value() == start


def test_each_control_of_the_first_picture_does_what_the_text_asks_for(opened):
    """Choose the map "line", stretch it, look at a strip: all three at once."""
    page = opened("01_change_of_variables.html")
    picture = Moved(page, page.locator("figure.live").first)
    picture.figure.get_by_label("map").select_option("line")
    picture.by_keyboard(picture.figure.get_by_label("stretch a"))
    picture.by_keyboard(picture.figure.get_by_label("look at strip"))
    drawn = picture.figure.locator(".stage svg[role=img]").inner_html()
    assert "x = 1.25·z" in drawn and "exp" not in drawn
    assert picture.figure.locator(".readouts").inner_text().startswith("strip 5")


def test_a_picture_is_fetched_when_it_comes_near_and_not_before(opened):
    page = opened("01_change_of_variables.html")
    page.locator("figure.live[data-ready]").first.wait_for()
    asked = page.locator('script[src^="frames/"]').count()
    last = page.locator("figure.live").last
    assert asked < page.locator("figure.live").count()
    assert last.get_attribute("data-ready") is None
    Moved(page, last)
    assert page.locator('script[src^="frames/"]').count() > asked


def test_a_picture_is_enlarged_and_made_smaller_again(opened):
    page = opened("01_change_of_variables.html")
    figure = page.locator("figure.live").first
    narrow = figure.bounding_box()["width"]
    figure.get_by_role("button", name="Enlarge").click()
    assert figure.bounding_box()["width"] > narrow
    page.keyboard.press("Escape")
    assert figure.bounding_box()["width"] == narrow


def deck_in(page):
    """The deck of a page, after a click into it: from then on it has the keys."""
    frame = page.locator("iframe.deck")
    frame.scroll_into_view_if_needed()
    deck = frame.element_handle().content_frame()
    deck.wait_for_function("window.Reveal && Reveal.isReady()")
    box = frame.bounding_box()
    page.mouse.click(box["x"] + 0.6 * box["width"], box["y"] + 0.9 * box["height"])
    deck.wait_for_function("document.hasFocus()")
    return deck


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 800)])
def test_a_deck_plays_in_its_page(opened, width, height):
    page = opened("deck_c.html", width, height)
    deck = deck_in(page)
    page.keyboard.press("ArrowRight")
    deck.wait_for_function("Reveal.getIndices().h === 1")
    page.keyboard.press("ArrowLeft")
    deck.wait_for_function("Reveal.getIndices().h === 0")
    box = page.locator("iframe.deck").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_decks_picture_moves_in_its_page(opened):
    page = opened("deck_c.html")
    deck = deck_in(page)
    page.keyboard.press("ArrowRight")
    slider = deck.locator("section.present input[type=range]").first
    slider.wait_for()
    drawn = "document.querySelector('section.present .stage').lastElementChild.innerHTML"
    before = deck.evaluate(drawn)
    slider.focus()
    page.keyboard.press("ArrowRight")
    deck.wait_for_function(f"old => {drawn} !== old", arg=before)

"""Every picture that moves, moved by keyboard and by mouse; and a deck, in its page."""

import pytest

CHANGED = "([f, old]) => f.querySelector('.stage svg[role=img]').innerHTML !== old"
BACK = "([f, old]) => f.querySelector('.stage svg[role=img]').innerHTML === old"


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
        return self.figure.locator(".stage svg[role=img]").inner_html()

    def waits(self, condition, before):
        self.page.wait_for_function(
            condition, arg=[self.figure.element_handle(), before], timeout=5000
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

    def reset(self):
        self.figure.get_by_role("button", name="Reset").click()


def test_every_picture_is_moved_by_keyboard_and_by_mouse(opened, built):
    found = 0
    for file in sorted(built.glob("*.html")):
        if 'class="live' not in file.read_text(encoding="utf-8"):
            continue
        page = opened(file.name)
        for figure in page.locator("figure.live").all():
            picture = Moved(page, figure)
            for control in figure.locator("input, select").all():
                picture.reset()
                picture.by_keyboard(control)
                picture.by_mouse(control)
            found += 1
        page.close()
    assert found >= 9  # those of chapter 01, and the first page's


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


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 800)])
def test_a_deck_plays_in_its_page(opened, width, height):
    page = opened("deck_c.html", width, height)
    page.locator("iframe.deck").scroll_into_view_if_needed()
    deck = page.frame_locator("iframe.deck")
    deck.locator("section.present h1, section.present h2").first.wait_for()
    first = deck.locator("section.present").first.inner_text()
    deck.locator("body").press("ArrowRight")
    deck.locator("section.past").first.wait_for(state="attached")
    assert deck.locator("section.present").first.inner_text() != first
    box = page.locator("iframe.deck").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width


def test_a_decks_picture_moves_in_its_page(opened):
    page = opened("deck_c.html")
    page.locator("iframe.deck").scroll_into_view_if_needed()
    deck = page.frame_locator("iframe.deck")
    deck.locator("section.present h1, section.present h2").first.wait_for()
    deck.locator("body").press("ArrowRight")
    slider = deck.locator("section.present input[type=range]").first
    slider.wait_for()
    before = deck.locator("section.present .stage svg").last.inner_html()
    slider.press("ArrowRight")
    page.wait_for_timeout(300)
    assert deck.locator("section.present .stage svg").last.inner_html() != before

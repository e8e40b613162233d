"""A picture on a telephone: seen whole, tapped, turned on its side, moved by a finger."""

import itertools

import pytest

WIDTH, HEIGHT = 390, 844
PHONE = {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}


@pytest.fixture
def phone(opened):
    """The first picture of chapter 01 on a telephone, and a finger: (page, figure, finger)."""
    page = opened("01_change_of_variables.html", WIDTH, HEIGHT, **PHONE)
    figure = page.locator("figure.live").first
    figure.locator(".stage").scroll_into_view_if_needed()
    page.wait_for_function("f => f.dataset.ready", arg=figure.element_handle())
    return page, figure, Finger(page)


class Finger:
    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def moves(self, *places, steps=8):
        """Down at the first place, over all others, up."""
        self._sends("touchStart", places[0])
        for (x0, y0), (x1, y1) in itertools.pairwise(places):
            for k in range(1, steps + 1):
                self._sends("touchMove", (x0 + (x1 - x0) * k / steps, y0 + (y1 - y0) * k / steps))
        self.session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _sends(self, kind, place):
        points = [{"x": place[0], "y": place[1]}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def at(slider):
    """(the middle of the slider's knob across it, where it stands along it, its box)."""
    box = slider.bounding_box()
    share = int(slider.input_value()) / int(slider.get_attribute("max"))
    along = "height" if box["height"] > box["width"] else "width"
    knob = 8 + share * (box[along] - 16)
    if along == "height":
        return box["x"] + box["width"] / 2, box["y"] + knob, box
    return box["x"] + knob, box["y"] + box["height"] / 2, box


def test_the_whole_picture_is_seen_and_its_controls_lie_below_it(phone):
    _, figure, _ = phone
    stage = figure.locator(".stage").bounding_box()
    assert stage["x"] >= 0 and stage["x"] + stage["width"] <= WIDTH
    slider = figure.locator("input[type=range]").first.bounding_box()
    assert slider["y"] >= stage["y"] + stage["height"]


def test_a_finger_moves_a_slider(phone):
    _, figure, finger = phone
    slider = figure.get_by_label("stretch a")
    slider.scroll_into_view_if_needed()
    before = slider.input_value()
    x, y, box = at(slider)
    finger.moves((x, y), (box["x"] + box["width"] - 2, y))
    assert slider.input_value() == slider.get_attribute("max") != before


def test_a_tapped_picture_fills_the_screen_on_its_side_and_follows_the_finger(phone):
    page, figure, finger = phone
    page.evaluate("scrollBy(0, 120)")
    was = page.evaluate("scrollY")
    figure.locator(".stage").tap()
    stage = figure.locator(".stage").bounding_box()
    assert stage["height"] > 1.5 * WIDTH  # turned: the page's height is the picture's width
    assert stage["x"] >= 0 and stage["x"] + stage["width"] <= WIDTH
    slider = figure.get_by_label("stretch a")
    before = slider.input_value()
    x, y, box = at(slider)
    assert box["height"] > box["width"]
    told = figure.locator(".readouts").inner_text()
    finger.moves((x, y), (x, box["y"] + box["height"] - 2))
    assert slider.input_value() == slider.get_attribute("max") != before
    page.wait_for_function("([f, old]) => f.querySelector('.readouts').innerText !== old",
                           arg=[figure.element_handle(), told])  # fmt: skip
    figure.get_by_role("button", name="Smaller").tap()
    assert page.evaluate("scrollY") == was


def test_a_picture_that_stands_still_fills_the_screen_too(opened, built):
    name = next(
        p.name
        for p in sorted(built.glob("0*.html"))
        if 'figure class="still"' in p.read_text("utf-8")
    )
    page = opened(name, WIDTH, HEIGHT, **PHONE)
    image = page.locator("figure.still img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete", arg=image.element_handle())
    was, before = page.evaluate("scrollY"), image.bounding_box()
    image.tap()
    turned = image.bounding_box()
    assert turned["height"] > 1.5 * WIDTH > before["height"]
    assert turned["x"] >= 0 and turned["x"] + turned["width"] <= WIDTH
    image.tap()
    assert page.evaluate("scrollY") == was and image.bounding_box() == before


def test_a_swipe_or_an_arrow_turns_the_slides_of_a_deck(opened):
    page = opened("decks/c_hands_on_1.html", HEIGHT, WIDTH, **PHONE)
    page.wait_for_function("window.Reveal && Reveal.isReady()")
    Finger(page).moves((200, 300), (40, 300))  # beside the picture, which a swipe would move
    page.wait_for_function("Reveal.getIndices().h === 1")
    page.locator(".controls .navigate-left").tap()
    page.wait_for_function("Reveal.getIndices().h === 0")

"""All pictures on a small laptop, at 200 % zoom and in the dark: seen whole, nothing cut."""

import pytest

from course_lib import live
from course_lib.theme import DARK_PAPER
from tests.browser import lab

HARNESS = "harness_pictures.ipynb"
MEASURE = """() => {
  const box = document.querySelector('.seen-picture');
  box.scrollIntoView({block: 'start'});
  const place = (e) => e.getBoundingClientRect();
  const seen = place(document.querySelector('.jp-WindowedPanel-outer'));
  const told = box.querySelector('.course-readout');
  const spans = [...told.querySelectorAll('span')];
  const bars = [box, ...box.querySelectorAll('*')].filter((e) => e.scrollWidth > e.clientWidth
    && /auto|scroll/.test(getComputedStyle(e).overflowX));
  return {
    bars: bars.map((e) => e.className),
    below: Math.round(place(told).bottom - seen.bottom),
    above: Math.round(seen.top - place(box).top),
    cut: spans.filter((e) => place(e).right > place(told).right + 1).map((e) => e.innerText),
    alt: box.querySelector('svg[role=img]')?.getAttribute('aria-label') ?? '',
    text: 13 * place(box.querySelector('svg')).width
          / box.querySelector('svg').viewBox.baseVal.width,
  };
}"""
PAPER = """() => getComputedStyle(document.querySelector('.seen-picture svg path')).fill"""


WINDOWS = {"a small laptop": (1366, 625, 1), "at 200 %": (683, 384, 2)}


@pytest.fixture(scope="module")
def page(tab):
    """The notebook that shows one picture after the other, run."""
    page = tab(HARNESS)
    page.run_all(120)
    yield page
    page.shut_down()


def resized(page):
    """A function that gives the page another window, at another zoom."""
    asked = page.page.context.new_cdp_session(page.page)

    def resize(width, height, zoom):
        size = {"width": width, "height": height, "deviceScaleFactor": zoom, "mobile": False}
        asked.send("Emulation.setDeviceMetricsOverride", size)
        page.page.evaluate(lab.PAINTED)
        assert page.page.evaluate("[innerWidth, devicePixelRatio]") == [width, zoom]

    return resize


def next_picture(page, number):
    """The next picture, built and painted."""
    page.page.locator(".press-pick .noUi-handle").evaluate("e => e.focus({preventScroll: true})")
    page.page.keyboard.press("ArrowRight")
    shown = f".shown-{number}"
    page.page.wait_for_selector(shown, state="attached", timeout=120_000)


@pytest.fixture(scope="module")
def seen(page):
    """Every picture in every window: {window: {picture: what is seen}}."""
    resize, found = resized(page), {window: {} for window in WINDOWS}
    for number, name in enumerate(live.pictures()):
        next_picture(page, number)
        for window, size in WINDOWS.items():
            resize(*size)
            found[window][name] = page.page.evaluate(MEASURE)
    resize(*WINDOWS["a small laptop"])
    assert page.errors() == []
    return found


def test_every_picture_is_seen_whole_on_a_small_laptop(seen, page):
    found = seen["a small laptop"]
    assert {n: f for n, f in found.items() if f["below"] > 0 or f["above"] > 0 or f["cut"]} == {}
    assert {name: f["bars"] for name, f in found.items() if f["bars"]} == {}, "nothing scrolls"
    assert min(f["text"] for f in found.values()) >= 9, "px of the ticks' numbers"
    button = page.page.locator(".seen-picture button", has_text="Enlarge")
    before = page.page.evaluate(MEASURE)["text"]
    button.focus()
    page.page.keyboard.press("Space")
    page.page.wait_for_function(f"() => ({MEASURE})().text > {1.05 * before}")


def test_every_picture_says_what_it_shows(seen, page):
    silent = [name for name, f in seen["a small laptop"].items() if len(f["alt"]) < 40]
    assert silent == []
    svg = "document.querySelector('.seen-picture svg[role=img]')"
    page.page.evaluate(f"() => {svg}.removeAttribute('aria-label')")
    assert page.page.evaluate(MEASURE)["alt"] == "", "a silent one would be seen"


def test_no_readout_is_cut_at_twice_the_size(seen):
    found = seen["at 200 %"]
    assert {name: f["cut"] for name, f in found.items() if f["cut"]} == {}
    assert min(f["text"] for f in found.values()) >= 8, "px of the ticks' numbers"


def test_pictures_follow_a_theme_that_changes(page, seen):
    red, green, blue = (int(DARK_PAPER[k : k + 2], 16) for k in (1, 3, 5))
    for theme, fill in (("Dark", f"rgb({red}, {green}, {blue})"), ("Light", "rgb(255, 255, 255)")):
        change = f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"  # noqa: E501
        page.page.evaluate(change)
        page.page.wait_for_function(f"() => ({PAPER})() === '{fill}'")

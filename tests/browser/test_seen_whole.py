"""All pictures on a small laptop, at 200 % zoom and in the dark: seen whole, nothing cut."""

import pytest

from course_lib import live
from course_lib.theme import DARK_PAPER

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
    text: 13 * place(box.querySelector('svg')).width
          / box.querySelector('svg').viewBox.baseVal.width,
  };
}"""
PAPER = """() => getComputedStyle(document.querySelector('.seen-picture svg path')).fill"""


@pytest.fixture
def look(notebook):
    """Measures every picture in a window: ``look(1366, 625)`` gives {picture: what is seen}."""

    def look(*window, then=None):
        page = notebook(HARNESS, *window)
        page.run_all(120)
        if then:
            then(page.page)
        found = {}
        for number, name in enumerate(live.pictures()):
            handle = page.page.locator(".press-pick .noUi-handle")
            handle.evaluate("e => e.focus({preventScroll: true})")
            page.page.keyboard.press("ArrowRight")
            shown = f".shown-{number}"
            page.page.wait_for_selector(shown, state="attached", timeout=120_000)
            page.page.wait_for_timeout(300)
            found[name] = page.page.evaluate(MEASURE)
        assert page.errors() == []
        return found, page

    return look


def test_every_picture_is_seen_whole_on_a_small_laptop(look):
    found, page = look(1366, 625)
    assert {n: f for n, f in found.items() if f["below"] > 0 or f["above"] > 0 or f["cut"]} == {}
    assert {name: f["bars"] for name, f in found.items() if f["bars"]} == {}, "nothing scrolls"
    assert min(f["text"] for f in found.values()) >= 9, "px of the ticks' numbers"
    button = page.page.locator(".seen-picture button", has_text="Enlarge")
    before = page.page.evaluate(MEASURE)["text"]
    button.focus()
    page.page.keyboard.press("Space")
    page.page.wait_for_function(f"() => ({MEASURE})().text > {1.05 * before}")


def test_no_readout_is_cut_at_twice_the_size(look):
    found, _ = look(683, 384, 2)
    assert {name: f["cut"] for name, f in found.items() if f["cut"]} == {}
    assert min(f["text"] for f in found.values()) >= 8, "px of the ticks' numbers"


def test_pictures_follow_a_theme_that_changes(notebook):
    page = notebook(HARNESS)
    page.run_all(60)
    page.page.locator(".press-pick .noUi-handle").focus()
    page.page.keyboard.press("ArrowRight")
    page.page.wait_for_selector(".shown-0", state="attached")
    red, green, blue = (int(DARK_PAPER[k : k + 2], 16) for k in (1, 3, 5))
    for theme, fill in (("Dark", f"rgb({red}, {green}, {blue})"), ("Light", "rgb(255, 255, 255)")):
        change = f"window.jupyterapp.commands.execute('apputils:change-theme', {{theme: 'JupyterLab {theme}'}})"  # noqa: E501
        page.page.evaluate(change)
        page.page.wait_for_function(f"() => ({PAPER})() === '{fill}'")

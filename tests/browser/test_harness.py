"""The harness itself: it sees what works, and it sees what fails."""

import pytest

from course_lib.authoring.chromium import NoChromium, chromium
from tests.browser import lab


def test_a_slider_moves_a_readout_by_keyboard_and_by_mouse(notebook):
    page = notebook("harness_slider.ipynb")
    page.run_all()
    assert page.errors() == [] and page.not_run() == []
    assert page.plain(0) == "one\n" and page.plain(2) == "1"
    before = page.pixels(page.cell(1))
    handle = page.slider(1, "width")
    page.press(handle, "ArrowRight", times=4)
    assert page.readout(1) == "width 7"
    page.drag(handle, 60)
    assert int(page.readout(1).split()[1]) > 20
    assert lab.changed(before, page.pixels(page.cell(1))) > 0.002
    assert page.screenshot("harness-slider").stat().st_size > 10_000
    assert page.console == []


def test_nothing_changes_when_nothing_is_moved(notebook):
    page = notebook("harness_slider.ipynb")
    page.run_all()
    cell = page.cell(1)
    page.settle()
    assert lab.changed(page.pixels(cell), page.pixels(cell)) == 0


def test_what_is_typed_is_run(notebook):
    page = notebook("harness_slider.ipynb")
    page.type_into_cell("number = 1", "def twice(x):\n    return (2 * x)\n\ntwice([21])")
    page.run_cell(2)
    assert page.plain(2) == "[21, 21]"


def test_a_cell_that_raises_is_seen(notebook):
    page = notebook("harness_error.ipynb")
    page.run_all()
    assert page.errors() == ["cell 1: ZeroDivisionError: division by zero"]
    assert page.not_run() == [(2, "print('never reached')")]


def test_what_the_console_says_is_heard(notebook):
    page = notebook("harness_slider.ipynb")
    page.page.evaluate("() => console.error('something broke')")
    page.page.evaluate("() => { setTimeout(() => { throw new Error('thrown') }) }")
    page.page.wait_for_timeout(200)
    assert any("something broke" in said for said in page.console)
    assert any("thrown" in said for said in page.console)


def test_a_missing_browser_is_said(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoChromium, match=r"CHROMIUM=.* names no browser"):
        chromium()

"""The harness itself: it sees what works, and it sees what fails."""

import pytest

from course_lib.authoring.chromium import NoChromium, chromium
from tests.browser import lab
from tests.browser.processes import until
from tests.browser.units import unit

LATE = """
import asyncio
import ipywidgets as widgets
from course_lib.live.host import Latest
slider = widgets.IntSlider(value=0, min=0, max=9, description="late")
told = widgets.HTML("<div class='course-readout'>not yet</div>")
def show():
    told.value = f"<div class='course-readout'>late {slider.value}</div>"
def later(change):
    asyncio.get_running_loop().call_later(Latest.LONGEST_REST, show)
slider.observe(later, "value")
widgets.VBox([slider, told])
"""


@pytest.fixture(scope="module")
def page(tab):
    """The notebook with a slider, all of it run."""
    page = tab("harness_slider.ipynb")
    page.run_all()
    yield page
    page.shut_down()


def test_a_slider_moves_a_readout_by_keyboard_and_by_mouse(page):
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


def test_nothing_changes_when_nothing_is_moved(page):
    cell = page.cell(1)
    page.settle()
    assert lab.changed(page.pixels(cell), page.pixels(cell)) == 0


def test_what_is_typed_is_run(page):
    page.type_into_cell("number = 1", "def twice(x):\n    return (2 * x)\n\ntwice([21])")
    page.run_cell(2)
    assert page.plain(2) == "[21, 21]"


def test_a_last_event_that_is_drawn_late_is_waited_for(page):
    """A picture rests between two frames, for a quarter of a second at most."""
    page.type_into_cell(0, LATE.strip())
    page.run_cell(0)
    page.press(page.slider(0, "late"), "ArrowRight")
    assert page.readout(0) == "late 1"


def test_a_cell_that_raises_is_seen(notebook):
    page = notebook("harness_error.ipynb")
    page.run_all()
    assert page.errors() == ["cell 1: ZeroDivisionError: division by zero"]
    assert page.not_run() == [(2, "print('never reached')")]


def test_what_the_console_says_is_heard(page):
    page.page.evaluate("() => console.error('something broke')")
    page.page.evaluate("() => { setTimeout(() => { throw new Error('thrown') }) }")
    heard = until(lambda: [s for s in page.console if "thrown" in s] or page.settle(), 10)
    assert heard and any("something broke" in said for said in page.console)
    page.console.clear()


def test_a_missing_browser_is_said(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(NoChromium, match=r"CHROMIUM=.* names no browser"):
        chromium()


def test_tests_that_share_a_page_go_to_one_worker():
    here = "tests/browser/"
    assert unit(f"{here}test_start.py::test_a") == unit(f"{here}test_start.py::test_b[x]")
    both = [f"{here}test_front_ends.py::test_a[{p}]" for p in ("notebook", "notebook-dd")]
    assert unit(both[0]) == unit(both[1]) != unit(both[0].replace("notebook", "jupyterlab"))
    chapters = {unit(f"{here}test_chapters.py::test_a[{n:02d}_it.ipynb]") for n in range(9)}
    assert len(chapters) == 9

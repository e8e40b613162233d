"""Lab and Notebook 7: keys that are pressed in a quiz, narrow windows, and a second day in each."""

import json

import pytest

from tests.browser import lab

NAME = "02_linear_and_affine_flows.ipynb"
FRONT_ENDS = {"jupyterlab": lab.LabPage, "notebook": lab.Notebook7Page}
BROKEN = ("model not found", "could not be displayed", "Error displaying widget")
OPTION = ".course-quiz button"


@pytest.fixture(scope="module", params=FRONT_ENDS)
def front_end(request, browser, tmp_path_factory):
    """(its name, its page of chapter 02, all run; how to open it once more, on the second day)."""
    name, folder = request.param, tmp_path_factory.mktemp(request.param)

    def opened(url):
        context = browser.new_context(viewport={"width": 1366, "height": 700})
        return FRONT_ENDS[name](context.new_page(), url).open(NAME)

    with lab.serve(folder, app=name) as url:
        page = opened(url)
        page.run_all()
        yield name, page, folder, opened
        page.page.context.close()


def test_pictures_move(front_end):
    _, page, *_ = front_end
    assert page.errors() == []
    before = page.readout("live.linear(")
    page.press(page.slider("live.linear(", "scale a"), "PageUp")
    assert page.readout("live.linear(") != before


@pytest.mark.parametrize("keys", ["b", "a", "x", "dd"])
def test_no_key_takes_a_quiz_away(front_end, keys):
    """They are the notebook's own: B and A insert a cell, X cuts one, D D deletes one."""
    name, page, *_ = front_end
    quiz = page.cell('quiz("02")')
    option = quiz.locator(OPTION).first
    option.click()
    before = [c["source"] for c in page.state()["cells"]]
    option.focus()
    for key in keys:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(600)
    after = [c["source"] for c in page.state()["cells"]]
    assert [s for s in after if s.strip()] == [s for s in before if s.strip()], "nothing is lost"
    found = page.cell('quiz("02")').locator(OPTION)
    assert found.count() > 1
    page.screenshot(f"{name}-quiz-after-{keys}")


def test_a_narrow_window(front_end):
    """At 390 px a picture scrolls instead of shrinking, and a slider can be hit."""
    name, page, *_ = front_end
    page.page.set_viewport_size({"width": 390, "height": 800})
    if name == "jupyterlab":
        page.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.page.wait_for_timeout(1000)
    picture = page.cell("live.linear(").locator(".widget-gridbox svg").first
    handle = page.slider("live.linear(", "scale a")
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").first
    page.screenshot(f"{name}-390")
    assert picture.bounding_box()["width"] >= 550
    assert track.bounding_box()["width"] >= 150
    before = page.readout("live.linear(")
    page.drag(handle, 20)
    assert page.readout("live.linear(") != before
    page.page.set_viewport_size({"width": 1366, "height": 700})


def test_the_second_day(front_end, browser):
    """Saved, its server ended, opened in a new one: stills and text, and no broken widget."""
    name, page, folder, opened = front_end
    page.save()
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    with lab.serve(folder, app=name) as url:
        tomorrow = opened(url)
        stills = 0
        for cell in tomorrow.state()["cells"]:
            data = [o["data"] for o in cell["outputs"] if "data" in o]
            if not data:
                continue
            assert "widget-view" not in json.dumps(data)
            shown = tomorrow.cell(cell["index"])
            assert not any(words in shown.inner_text() for words in BROKEN)
            if any("image/png" in d for d in data):
                shown.locator("img").first.wait_for(timeout=10_000)
                stills += 1
        assert stills >= 8
        tomorrow.cell("live.linear(")
        tomorrow.screenshot(f"{name}-day-two")
        assert "run the cell to answer here" in tomorrow.cell('quiz("02")').inner_text()
        tomorrow.shut_down()

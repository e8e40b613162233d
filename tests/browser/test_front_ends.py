"""Chapter 02 in Lab and in Notebook 7: run, answered, narrowed, saved; and the day after."""

import contextlib
import json

import nbformat
import pytest

from tests.browser import lab
from tests.browser.answering import put_back, write
from tests.browser.jupyter import serve
from tests.browser.moving import runs_and_moves

NAME = "02_linear_and_affine_flows.ipynb"
PICTURE = "live.linear("
FRONT_ENDS = {"jupyterlab": lab.LabPage, "notebook": lab.Notebook7Page}
BROKEN = ("model not found", "could not be displayed", "Error displaying widget")
OPTION = ".course-quiz button"
WINDOW = (1366, 700)


class FrontEnd:
    """Lab or Notebook 7 on a folder of its own: a server for each day."""

    def __init__(self, name, folder, tab):
        self.name, self.folder, self.tab = name, folder, tab
        self.file = folder / "notebooks" / NAME
        self.today = contextlib.ExitStack()

    def begin(self):
        """A day's server, and its page of the chapter."""
        url = self.today.enter_context(serve(self.folder, app=self.name))
        self.page = self.tab(NAME, *WINDOW, url=url, kind=FRONT_ENDS[self.name])
        self.today.callback(self.page.shut_down)
        return self


@pytest.fixture(scope="module", params=FRONT_ENDS)
def opened(request, tab, tmp_path_factory):
    """A front end on its first day, with the chapter's page, not yet run."""
    front_end = FrontEnd(request.param, tmp_path_factory.mktemp(request.param), tab)
    with contextlib.closing(front_end.today):
        yield front_end.begin()


@pytest.fixture(scope="module")
def front_end(opened):
    """The same, all of it run."""
    if opened.page.not_run():
        opened.page.run_all()
    return opened


def test_run_all_unsolved_ends_without_an_error_and_a_picture_can_be_moved(opened):
    runs_and_moves(opened.page)


def test_the_learners_own_density_drives_the_picture(front_end):
    page = front_end.page
    picture = page.index('live.linear(yours=attempt("2.2")')
    wrong = "return log_p0((x - b) / a)"
    said = write(page, "2.2", wrong)
    assert "Not yet · 2.2" in said and "Jacobian is missing" in said
    page.run_cell(picture)
    assert "2.000" in page.readout(picture), "the area of a density without its Jacobian is |a|"
    put_back(page, "2.2", wrong)
    said = write(page, "2.2", "return log_p0((x - b) / a) - torch.log(torch.abs(a))")
    assert "Right · 2.2" in said
    page.run_cell(picture)
    assert "2.000" not in page.readout(picture) and "1.000" in page.readout(picture)
    page.press(page.slider(picture, "scale a"), page.MORE, times=5)
    assert "1.000" in page.readout(picture)
    assert page.errors() == [] and page.console == []


@pytest.mark.parametrize("keys", ["b", "a", "x", "dd"])
def test_no_key_takes_a_quiz_away(front_end, keys):
    """They are the notebook's own: B and A insert a cell, X cuts one, D D deletes one."""
    page = front_end.page
    quiz = page.cell('quiz("02")')
    option = quiz.locator(OPTION).first
    option.click()
    before = [c["source"] for c in page.state(outputs=False)["cells"]]
    option.focus()
    for key in keys:
        page.page.keyboard.press(key)
    page.page.wait_for_timeout(600)
    after = [c["source"] for c in page.state(outputs=False)["cells"]]
    assert [s for s in after if s.strip()] == [s for s in before if s.strip()], "nothing is lost"
    found = page.cell('quiz("02")').locator(OPTION)
    assert found.count() > 1


def test_a_narrow_window(front_end):
    """At 390 px a picture scrolls instead of shrinking, and a slider can be hit."""
    page = front_end.page
    page.page.set_viewport_size({"width": 390, "height": 800})
    if front_end.name == "jupyterlab":
        page.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.page.wait_for_timeout(1000)
    picture = page.cell(PICTURE).locator(".widget-gridbox svg").first
    handle = page.slider(PICTURE, "scale a")
    track = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").first
    page.screenshot(f"{front_end.name}-390")
    assert picture.bounding_box()["width"] >= 550
    assert track.bounding_box()["width"] >= 150
    before = page.readout(PICTURE)
    page.drag(handle, 20)
    assert page.readout(PICTURE) != before
    page.page.set_viewport_size({"width": WINDOW[0], "height": WINDOW[1]})


@pytest.fixture(scope="module")
def tomorrow(front_end):
    """Saved twice, its server ended, opened in a new one."""
    page = front_end.page
    page.save()
    assert "widget-view" in json.dumps(page.state()["cells"]), "the open page keeps its pictures"
    page.save()
    assert page.page.get_by_text("File Changed").count() == 0, "no conflict"
    assert page.console == []
    front_end.today.close()
    return front_end.begin()


def test_what_is_saved_has_stills_and_stays_small(tomorrow):
    book = nbformat.read(tomorrow.file, as_version=4)
    nbformat.validate(book)
    data = [o.data for c in book.cells for o in c.get("outputs", ()) if "data" in o]
    assert sum("image/png" in d for d in data) >= 8
    assert not any("application/vnd.jupyter.widget-view+json" in d for d in data)
    assert tomorrow.file.stat().st_size < 900_000


def test_the_second_day_shows_stills_and_text_and_no_broken_widget(tomorrow):
    page = tomorrow.page
    stills = notes = 0
    for cell in page.state()["cells"]:
        data = [o["data"] for o in cell["outputs"] if "data" in o]
        if not data:
            continue
        shown = page.cell(cell["index"])
        text = shown.inner_text()
        assert not any(words in text for words in BROKEN), text
        # A figure of matplotlib's own, as in 02, stays what it was: it never moved.
        if "live." in cell["source"] and any("image/png" in d for d in data):
            shown.locator("img").first.wait_for(timeout=10_000)
            stills += 1
            notes += "Run its cell, and it moves again." in text
    assert stills == notes >= 8
    assert "run the cell to answer here" in page.cell('quiz("02")').inner_text()
    page.cell(PICTURE)
    page.screenshot(f"{tomorrow.name}-day-two")


def test_run_again_it_moves(tomorrow):
    page = tomorrow.page
    page.run_cell("setup")
    page.run_cell(PICTURE)
    before = page.readout(PICTURE)
    page.press(page.slider(PICTURE, "scale a"), page.MORE, 3)
    assert page.readout(PICTURE) != before
    assert page.console == []

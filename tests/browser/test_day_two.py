"""The second day: a notebook that was run, saved and closed is opened again without its kernel."""

import json
import re
import urllib.request
from pathlib import Path

import nbformat
import pytest

from tests.browser import lab

NAME = "02_linear_and_affine_flows.ipynb"
BROKEN = ("model not found", "could not be displayed", "Error displaying widget")


def test_a_notebook_is_not_changed_by_being_opened(notebook):
    page = notebook("00_start_here.ipynb")
    page.page.wait_for_timeout(2000)
    assert not page.is_dirty()


def test_no_news_box_lies_over_the_first_notebook(notebook):
    page = notebook("00_start_here.ipynb")
    page.page.wait_for_timeout(6000)
    assert page.page.get_by_text("official Jupyter news").count() == 0


def test_the_whole_course_can_be_opened(notebook, server):
    for path in ("solutions", "docs/when-something-breaks.md", "README.md"):
        with urllib.request.urlopen(f"{server}/api/contents/{path}?content=0") as answer:
            assert json.load(answer)["path"] == path


@pytest.fixture(scope="module")
def second_day(browser, tmp_path_factory):
    """Run All, Save, stop the server; a new one: (the page, the saved file)."""
    folder = tmp_path_factory.mktemp("two-days")
    with lab.serve(folder) as url:
        context = browser.new_context(viewport={"width": 1366, "height": 625})
        page = lab.LabPage(context.new_page(), url).open(NAME)
        page.run_all()
        page.save()
        live_now = "widget-view" in json.dumps(page.state()["cells"])
        page.save()  # a second save meets no conflict
        assert page.page.get_by_text("File Changed").count() == 0
        page.shut_down()
    assert live_now, "the open page keeps its live pictures"
    with lab.serve(folder) as url:
        context = browser.new_context(viewport={"width": 1366, "height": 625})
        page = lab.LabPage(context.new_page(), url).open(NAME)
        yield page, folder / "notebooks" / NAME
        page.shut_down()


def test_what_is_saved_has_stills_and_stays_small(second_day):
    _, file = second_day
    book = nbformat.read(file, as_version=4)
    nbformat.validate(book)
    data = [o.data for c in book.cells for o in c.get("outputs", ()) if "data" in o]
    assert sum("image/png" in d for d in data) >= 8
    assert not any("application/vnd.jupyter.widget-view+json" in d for d in data)
    assert file.stat().st_size < 900_000


def test_the_second_day_shows_stills_and_says_how_they_move(second_day):
    page, _ = second_day
    stills = notes = 0
    for cell in page.state()["cells"]:
        if "live." not in cell["source"]:
            continue  # a figure of matplotlib's own, as in 02, stays what it was
        if not any("image/png" in o.get("data", {}) for o in cell["outputs"]):
            continue
        found = page.cell(cell["index"])
        found.locator("img").first.wait_for(timeout=10_000)
        text = found.inner_text()
        assert not any(words in text for words in BROKEN), text
        stills += 1
        notes += "Run its cell, and it moves again." in text
    assert stills == notes >= 8
    page.cell("live.linear(")
    page.screenshot("day-two")


def test_the_second_day_shows_the_quiz_as_text(second_day):
    page, _ = second_day
    quiz = page.cell('quiz("02")')
    assert "run the cell to answer here" in quiz.inner_text()
    assert not any(words in quiz.inner_text() for words in BROKEN)
    page.screenshot("day-two-quiz")


def test_run_again_it_moves(second_day):
    page, _ = second_day
    page.run_cell("setup")
    page.run_cell("live.linear(")
    before = page.readout("live.linear(")
    page.press(page.slider("live.linear(", "scale a"), "ArrowRight", 3)
    assert page.readout("live.linear(") != before
    assert page.console == []


# --- links ----------------------------------------------------------------------------------------


def test_every_link_of_every_notebook_leads_somewhere(server):
    """In the server that `make lab` starts: files by its own list of them, cells by their ids."""
    checked = 0
    for folder in ("notebooks", "solutions"):
        for path in sorted((lab.ROOT / folder).glob("*.ipynb")):
            for target, cell in local_links(path):
                where = (Path(folder) / target).as_posix()
                where = "/".join(_without_dots(where.split("/")))
                with urllib.request.urlopen(f"{server}/api/contents/{where}?content=0") as answer:
                    assert json.load(answer)["path"] == where
                if cell:
                    ids = [c.id for c in nbformat.read(lab.ROOT / where, as_version=4).cells]
                    assert cell in ids, f"{path.name}: {target}#{cell}"
                checked += 1
    assert checked > 100


def _without_dots(parts):
    kept = []
    for part in parts:
        kept = kept[:-1] if part == ".." else [*kept, part]
    return kept


def local_links(path):
    """(file, cell's id or "") of every link of a notebook to a file of the course."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            for link in re.findall(r"\]\((?!https?:|#)([^)\s]+)\)", cell.source):
                target, _, place = link.partition("#")
                yield target, place.removeprefix("cell-id=")

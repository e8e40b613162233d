"""What a learner comes back to: what was saved says how it moves again; links lead somewhere."""

import json
import re
import urllib.request
from pathlib import Path

import nbformat

from course_lib.authoring.contents import SLIDERS
from tests.browser.jupyter import ROOT


def test_a_notebook_that_was_saved_and_opened_again_asks_to_be_run(notebook):
    page = notebook("harness_saved.ipynb")
    page.run_all()
    page.save()
    page.end_kernel()
    page.open("harness_saved.ipynb")
    page.cell(0).get_by_text(SLIDERS).wait_for(timeout=20_000)
    page.run_all()
    page.press(page.slider(0, "width"), "ArrowRight")
    assert page.readout(0) == "width 4"


def test_the_whole_course_can_be_opened(server):
    for path in ("solutions", "docs/when-something-breaks.md", "README.md"):
        with urllib.request.urlopen(f"{server}/api/contents/{path}?content=0") as answer:
            assert json.load(answer)["path"] == path


def test_every_link_of_every_notebook_leads_somewhere(server):
    """In the server that `make lab` starts: files by its own list of them, cells by their ids."""
    checked = 0
    for folder in ("notebooks", "solutions"):
        for path in sorted((ROOT / folder).glob("*.ipynb")):
            for target, cell in local_links(path):
                where = (Path(folder) / target).as_posix()
                where = "/".join(_without_dots(where.split("/")))
                with urllib.request.urlopen(f"{server}/api/contents/{where}?content=0") as answer:
                    assert json.load(answer)["path"] == where
                if cell:
                    ids = [c.id for c in nbformat.read(ROOT / where, as_version=4).cells]
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

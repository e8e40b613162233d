"""Every chapter as a learner's notebook: run all, and a picture moves.

The first one stands in test_start.py, chapter 02 in test_front_ends.py: more is done with these.
"""

import pytest

from tests.browser import jupyter
from tests.browser.moving import runs_and_moves
from tests.browser.test_front_ends import NAME as LINEAR
from tests.browser.test_start import START

ELSEWHERE = {START, LINEAR}
NAMES = {path.name for path in (jupyter.ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
CDF = "05_cdf_flows.ipynb"


@pytest.mark.parametrize("name", sorted(NAMES - ELSEWHERE))
def test_run_all_unsolved_ends_without_an_error_and_a_picture_can_be_moved(notebook, name):
    runs_and_moves(notebook(name))


def test_no_chapter_is_left_out():
    assert len(NAMES) > 15 and ELSEWHERE < NAMES


def test_cells_can_be_run_out_of_order(notebook):
    """A learner who comes back starts in the middle: the set-up cell, then a late exercise."""
    page = notebook(CDF)
    page.run_cell("setup")
    page.run_cell("exercise:5.5")
    assert page.plain("exercise:5.5").startswith("5.5 · not attempted yet")
    picture = page.index('live.tails_of_formulas(yours=attempt("5.4")')
    page.run_cell(picture)
    readout = page.readout(picture)
    assert "the course's: z" in readout  # nothing is written yet
    page.press(page.slider(picture, "look at x"), "ArrowRight", times=3)
    assert page.readout(picture) != readout
    assert page.errors() == [] and page.console == []

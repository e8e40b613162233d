"""The first notebook, as a learner meets it: opened, run, answered wrongly and rightly, broken."""

import pytest

from tests.browser.answering import put_back, write
from tests.browser.moving import runs_and_moves

START = "00_start_here.ipynb"
PICTURE = "live.hello()"
DIE = "import os, signal\nos.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"


@pytest.fixture(scope="module")
def opened(tab):
    """The notebook, not yet run."""
    page = tab(START)
    yield page
    page.shut_down()


@pytest.fixture(scope="module")
def start(opened):
    """All of it run; each test leaves the exercise as it has found it."""
    if opened.not_run():
        opened.run_all()
    return opened


def test_a_notebook_is_not_changed_by_being_opened(opened):
    opened.settle()
    assert not opened.is_dirty()


def test_run_all_unsolved_ends_without_an_error_and_a_picture_can_be_moved(opened):
    runs_and_moves(opened)


def test_run_all_again_leaves_no_trace(start):
    first = start.plain("exercise:0.1")
    assert first.startswith("0.1 · not attempted yet")
    start.run_all()
    assert start.errors() == [] and start.console == []
    assert start.plain("exercise:0.1") == first


def test_an_exercise_from_not_attempted_through_a_misconception_to_right(start):
    assert start.plain("exercise:0.1").startswith("0.1 · not attempted yet")
    wrong, right = "return a + b / 2", "return 0.5 * a + 0.5 * b"
    said = write(start, "0.1", wrong)
    assert "Not yet · 0.1" in said and "halves b alone" in said
    put_back(start, "0.1", wrong)
    said = write(start, "0.1", right)
    assert "Right · 0.1" in said
    put_back(start, "0.1", right)
    assert start.errors() == [] and start.console == []


def test_code_that_raises_or_loops_leaves_the_notebook_usable(start):
    raises, loops = "return nobody + b", "while True: pass"
    said = write(start, "0.1", raises)
    assert "Not yet · 0.1" in said and "nobody" in said
    put_back(start, "0.1", raises)
    said = write(start, "0.1", loops)  # the check's own limit ends it
    assert "a loop never end" in said
    put_back(start, "0.1", loops)
    assert start.errors() == [] and start.console == []


def test_no_news_box_has_come_over_the_first_notebook(start):
    """It comes some seconds after Lab has started, on the first day only."""
    start.page.wait_for_function("() => performance.now() > 6000")
    assert start.page.get_by_text("official Jupyter news").count() == 0


def moved(page):
    """Did a press of an arrow key on the picture's first slider change the readout?"""
    before = page.readout(PICTURE)
    page.press(page.cell(PICTURE).locator(".noUi-handle").first, "ArrowRight")
    return page.readout(PICTURE) != before


def test_a_kernel_that_dies_is_said_and_run_all_brings_everything_back(start):
    """docs/when-something-breaks.md: what it says one sees is seen, and what it advises helps."""
    assert moved(start)
    hints = start.index("# hint(")
    start.type_into_cell(hints, DIE)
    start.cell(hints).locator(".jp-InputArea-editor .cm-content").first.click()
    start.page.keyboard.press("Control+Enter")
    said = start.page.locator(".jp-Dialog", has_text="appears to have died")
    said.wait_for(timeout=30_000)
    said.get_by_role("button", name="Ok").click()
    start.wait_until_idle(60)
    assert not moved(start), "the picture's kernel is gone"
    start.screenshot("kernel-died")
    start.type_into_cell(hints, "# gone on")
    start.run_all()
    assert start.errors() == [] and moved(start)

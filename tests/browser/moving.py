"""A live picture on a notebook page, moved by mouse and keyboard."""

import re

from tests.browser import lab

LIVE = re.compile(r"^(view = )?live\.", re.MULTILINE)  # a cell that ends in a picture


def runs_and_moves(page):
    """Run All unsolved: every cell has run, none has raised, and the first picture moves."""
    cells = page.run_all()
    assert page.errors() == []
    assert page.not_run() == []
    live = [c["index"] for c in cells if LIVE.search(c["source"])]
    assert live, "every chapter has a live picture"
    moves(page, live[0])
    assert page.console == []


def moves(page, index):
    """Dragging the first slider of a picture changes its pixels and its readout."""
    stage = page.cell(index).locator(".jp-OutputArea .widget-gridbox").first
    handle = page.cell(index).locator(".jp-OutputArea .noUi-handle").first
    pixels, readout = page.pixels(stage), page.readout(index)
    room = handle.evaluate("h => h.ariaValueMax - h.ariaValueNow > h.ariaValueNow - h.ariaValueMin")
    page.drag(handle, 60 if room else -60)
    dragged, told = page.pixels(stage), page.readout(index)
    assert lab.changed(pixels, dragged) > 0.002
    assert told != readout
    page.press(handle, page.LESS, times=2)
    assert lab.changed(dragged, page.pixels(stage)) > 0
    assert page.readout(index) != told

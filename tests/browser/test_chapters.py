"""What a learner does, in every chapter: run all, move a picture, answer wrongly and rightly."""

import re

import pytest

from tests.browser import lab

NAMES = sorted(path.name for path in (lab.ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
START, LINEAR = "00_start_here.ipynb", "02_linear_and_affine_flows.ipynb"
CDF = "05_cdf_flows.ipynb"
LIVE = re.compile(r"^(view = )?live\.", re.MULTILINE)  # a cell that ends in a picture


@pytest.mark.parametrize("name", NAMES)
def test_run_all_unsolved_ends_without_an_error_and_a_picture_can_be_moved(notebook, name):
    page = notebook(name)
    cells = page.run_all()
    assert page.errors() == []
    assert page.not_run() == []
    live = [c["index"] for c in cells if LIVE.search(c["source"])]
    assert live, "every chapter has a live picture"
    moves(page, live[0])
    page.screenshot(f"run-all-{name[:2]}")
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
    page.press(handle, "ArrowLeft", times=2)
    assert lab.changed(dragged, page.pixels(stage)) > 0
    assert page.readout(index) != told


def write(page, exercise, body):
    """Put ``body`` in place of the placeholder and run the exercise's cell; what the panel says."""
    tag = f"exercise:{exercise}"
    source = page.source(tag)
    index = page.index(tag)
    line = next(line for line in source.splitlines() if "your code here" in line)
    page.type_into_cell(index, source.replace(line.strip(), body))
    page.run_cell(index)
    return page.cell(index).locator(".jp-OutputArea [role=status]").last.inner_text()


def put_back(page, exercise, body):
    """The learner thinks again: replace ``body`` by the placeholder, to be written anew."""
    index = page.index(f"exercise:{exercise}")
    page.type_into_cell(index, page.source(index).replace(body, "return ...  # your code here"))


def test_an_exercise_from_not_attempted_through_a_misconception_to_right(notebook):
    page = notebook(START)
    page.run_all()
    assert page.plain("exercise:0.1").startswith("0.1 · not attempted yet")
    said = write(page, "0.1", "return a + b / 2")
    assert "Not yet · 0.1" in said and "halves b alone" in said
    page.screenshot("exercise-misconception")
    put_back(page, "0.1", "return a + b / 2")
    said = write(page, "0.1", "return 0.5 * a + 0.5 * b")
    assert "Right · 0.1" in said
    page.screenshot("exercise-right")
    assert page.errors() == [] and page.console == []


def test_code_that_raises_or_loops_leaves_the_notebook_usable(notebook):
    page = notebook(START)
    page.run_all()
    said = write(page, "0.1", "return nobody + b")
    assert "Not yet · 0.1" in said and "nobody" in said
    put_back(page, "0.1", "return nobody + b")
    said = write(page, "0.1", "while True: pass")  # the check's own limit ends it
    assert "a loop never end" in said
    assert page.errors() == [] and page.console == []


def test_the_learners_own_density_drives_the_picture(notebook):
    page = notebook(LINEAR)
    page.run_all()
    picture = page.index('live.linear(yours=attempt("2.2")')
    wrong = "return log_p0((x - b) / a)"
    said = write(page, "2.2", wrong)
    assert "Not yet · 2.2" in said and "Jacobian is missing" in said
    page.run_cell(picture)
    assert "2.000" in page.readout(picture), "the area of a density without its Jacobian is |a|"
    page.screenshot("own-density-wrong")
    put_back(page, "2.2", wrong)
    said = write(page, "2.2", "return log_p0((x - b) / a) - torch.log(torch.abs(a))")
    assert "Right · 2.2" in said
    page.run_cell(picture)
    assert "2.000" not in page.readout(picture) and "1.000" in page.readout(picture)
    page.press(page.slider(picture, "scale a"), "ArrowRight", times=5)
    assert "1.000" in page.readout(picture)
    page.screenshot("own-density-right")
    assert page.errors() == [] and page.console == []


def test_run_all_twice_leaves_no_trace(notebook):
    page = notebook(START)
    page.run_all()
    first = {c["index"]: page.plain(c["index"]) for c in page.state()["cells"]}
    page.run_all()
    assert page.errors() == [] and page.console == []
    exercise = page.index("exercise:0.1")
    assert page.plain(exercise) == first[exercise]


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

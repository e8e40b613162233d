"""docs/when-something-breaks.md: what it says one sees is seen, and what it advises helps."""

from course_lib.authoring.contents import SLIDERS

START = "00_start_here.ipynb"
PICTURE = "live.hello()"
DIE = "import os, signal\nos.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))"


def moved(page):
    """Did a press of an arrow key on the picture's first slider change the readout?"""
    before = page.readout(PICTURE)
    page.press(page.cell(PICTURE).locator(".noUi-handle").first, "ArrowRight")
    return page.readout(PICTURE) != before


def test_a_kernel_that_dies_is_said_and_run_all_brings_everything_back(notebook):
    page = notebook(START)
    page.run_all()
    assert moved(page)
    hints = page.index("# hint(")
    page.type_into_cell(hints, DIE)
    page.cell(hints).locator(".jp-InputArea-editor .cm-content").first.click()
    page.page.keyboard.press("Control+Enter")
    said = page.page.locator(".jp-Dialog", has_text="appears to have died")
    said.wait_for(timeout=30_000)
    said.get_by_role("button", name="Ok").click()
    page.wait_until_idle(60)
    assert not moved(page), "the picture's kernel is gone"
    page.screenshot("kernel-died")
    page.type_into_cell(hints, "# gone on")
    page.run_all()
    assert page.errors() == [] and moved(page)


def test_a_notebook_that_was_saved_and_opened_again_asks_to_be_run(notebook):
    page = notebook("harness_saved.ipynb")
    page.run_all()
    page.page.get_by_role("menuitem", name="File", exact=True).click()
    page.page.get_by_text("Save Notebook", exact=True).click()
    page.page.wait_for_function(
        "() => !window.jupyterapp.shell.currentWidget.context.model.dirty", timeout=15_000
    )
    page.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    page.open("harness_saved.ipynb")
    page.cell(0).get_by_text(SLIDERS).wait_for(timeout=20_000)
    page.run_all()
    page.press(page.slider(0, "width"), "ArrowRight")
    assert page.readout(0) == "width 4"
